"""Drawings: well-formed, named, with ids of their own, and unable to fetch anything."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracktwo.blocks.chart_parts import Interval, ceiling
from tracktwo.blocks.charts import differences, effect_and_harm
from tracktwo.pictures.scene import Mark, Polyline, Scene
from tracktwo.pictures.vega import spec_of
from tracktwo.questions.agree.chart import gains
from tracktwo.questions.levers.chart import front
from tracktwo.questions.matters.chart import weights
from tracktwo.questions.what_if.chart import tornado
from tracktwo.report import charts_by_row, charts_over_time
from tracktwo.report.svg import SvgDrawer, framed, warm_up
from tracktwo.results.bands import Band, BandSeries

BAND = Band(0.2, 0.05, 0.1, 0.2, 0.3, 0.5)
FLAT = BandSeries(*((0.0, 0.1, 0.2),) * 6)
CALENDAR = charts_over_time.Calendar(dt.date(2031, 5, 4), (0, 1, 2), (0, 2))
NASTY = "</text><script>alert(1)</script> \"quoted\" 'single' & \x07"
SPECS = {
    "over_time": charts_over_time.over_time(FLAT, CALENDAR, 0.5, "var(--reached)"),
    "where_it_stands": charts_over_time.where_it_stands(
        [((1.0, 0.9, 0.8), "var(--start)"), ((0.0, 0.1, 0.2), "var(--stage1)")], CALENDAR
    ),
    "chances": charts_by_row.chances([Interval(NASTY, BAND), Interval("b", BAND)], 0.2),
    "effect_and_harm": effect_and_harm([(NASTY, BAND, BAND)], 10.0),
    "reasons": charts_by_row.reasons([(NASTY, [("pace", -1.0), ("stance", 2.0)], 1.0)]),
    "swings": charts_by_row.swings([(NASTY, -0.1, 0.01), ("b", 0.2, 0.01)]),
    "positions": charts_by_row.positions([(NASTY, (0.0, 50.0, 100.0), 80.0)]),
    "differences": differences([Interval(NASTY, BAND)]),
    "tornado": tornado([(NASTY, -0.1, 0.2), ("b", 0.0, 0.0)]),
    "weights": weights([(NASTY, 0.5, 0.6, 0.1), ("b", -0.01, 0.0, 0.02)]),
    "front": front([(1.0, 0.1), (9.0, 0.2)], [(9.0, 0.2, NASTY)], 10.0),
    "front without a limit": front([], [(0.0, 0.0, NASTY)], None),
    "gains": gains([(NASTY, -2.0, 1.0), ("b", 1.0, None), ("c", None, 2.0)]),
    "times": charts_over_time.times([(NASTY, 1.0, (0.5, 1.5))], CALENDAR),
}


def texts(drawing):
    return [
        "".join(e.itertext()).replace("\u00a0", " ")
        for e in ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("name", SPECS)
def test_drawings_are_well_formed_and_named(name):
    drawing = SvgDrawer().draw(SPECS[name], f"title {NASTY}", f"description {NASTY}")
    root = ET.fromstring(drawing)
    assert root.attrib["role"] == "img"
    assert root[0].text.startswith("title </text>")
    assert root[1].text.startswith("description </text>")
    assert "\x07" not in drawing
    assert "<script" not in drawing
    assert "http" not in drawing.replace("http://www.w3.org/", "")
    if NASTY in str(SPECS[name]) or "script" in str(SPECS[name]):
        assert "</text><script>" in "".join(texts(drawing))


def test_drawings_of_one_page_share_no_ids():
    pen = SvgDrawer()
    ids = [
        element.attrib["id"]
        for drawing in (pen.draw(spec, "t", "d") for spec in SPECS.values())
        for element in ET.fromstring(drawing).iter()
        if "id" in element.attrib
    ]
    assert len(ids) > 20
    assert len(ids) == len(set(ids))


def test_a_drawing_does_not_depend_on_what_was_drawn_before():
    first = SvgDrawer().draw(SPECS["over_time"], "t", "d")
    SvgDrawer().draw(SPECS["chances"], "t", "d")
    assert SvgDrawer().draw(SPECS["over_time"], "t", "d") == first


def test_references_follow_their_ids():
    markup = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<g clip-path="url(#clip7)"><use href="#a"/></g><clipPath id="clip7"/><g id="a"/></svg>'
    )
    root = ET.fromstring(framed(markup, "x", "t", "d"))
    ids = {e.attrib["id"] for e in root.iter() if "id" in e.attrib}
    assert ids == {"x-1", "x-2", "x-title", "x-desc"}
    (group, *_) = [e for e in root.iter() if "clip-path" in e.attrib]
    assert group.attrib["clip-path"][5:-1] in ids
    assert group[0].attrib["href"][1:] in ids


def test_nothing_is_fetched():
    spec = {"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "point", "encoding": {}}
    with pytest.raises(Exception, match=r"(?i)not allowed|denied|allowed|url"):
        SvgDrawer().draw(spec, "t", "d")


def test_the_engine_can_be_started_ahead():
    thread = warm_up()
    thread.join(60)
    assert not thread.is_alive()
    assert SvgDrawer().draw(SPECS["times"], "t", "d").startswith("<svg")


@given(st.floats(0, 1))
def test_scales_reach_what_they_show(highest):
    assert ceiling(highest) >= highest
    assert ceiling(highest) <= max(2.5 * highest, 0.001)


def test_long_names_are_broken_and_cut():
    spec = charts_by_row.chances([Interval("word " * 40, BAND)])
    label = "".join(texts(SvgDrawer().draw(spec, "t", "d")))
    assert "…" in label
    assert len(label) < 130


def test_a_bar_stands_nearer_to_its_own_label_than_to_the_next_and_no_line_runs_through_one():
    spec = charts_by_row.chances([Interval(name, BAND) for name in ("one", "two", "three")], 0.2)
    root = ET.fromstring(SvgDrawer().draw(spec, "title", "description"))
    places = {"text": {}, "bar": [], "rule": []}
    svg = "{http://www.w3.org/2000/svg}"

    def visit(element, down):
        found = re.search(r"translate\([^,]+,([-\d.]+)\)", element.get("transform", ""))
        down += float(found[1]) if found else 0.0
        if element.tag == f"{svg}text" and element.text in {"one", "two", "three"}:
            places["text"][element.text] = down
        if element.get("stroke-dasharray"):
            ends = [
                float(part) for part in re.findall(r"M0,([-\d.]+)L0,([-\d.]+)", element.get("d"))[0]
            ]
            places["rule"].append((down + min(ends), down + max(ends)))
        if element.tag == f"{svg}line" and element.get("stroke-width") == "8":
            places["bar"].append(down)
        for child in element:
            visit(child, down)

    visit(root, 0.0)
    lines, bars = sorted(places["text"].values()), sorted(places["bar"])
    assert len(lines) == len(bars) == len(places["rule"]) == 3
    for line, bar in zip(lines, bars, strict=True):
        assert line < bar
    for bar, following in zip(bars, lines[1:], strict=False):
        own = bar - lines[bars.index(bar)]
        assert following - 12 - bar > own  # letters of 12 pixels stand above their line
    for low, high in places["rule"]:
        assert not any(low < line and high > line - 9 for line in lines)


def test_what_stands_for_something_says_so_where_a_pointer_rests():
    """A description of a mark becomes the title that a browser shows."""
    scene = Scene(
        100, 50,
        lines=(Polyline(((0, 0), (50, 20)), "var(--ink)", said='He said: "<b>no</b>"\x07'),),
        marks=(Mark(50, 20, 5, "circle", "var(--ink)", said="the mark"),),
    )  # fmt: skip
    root = ET.fromstring(SvgDrawer().draw(spec_of(scene), "title", "description"))
    said = [e.text for e in root.iter("{http://www.w3.org/2000/svg}title")]
    assert said[0] == "title"
    assert said[1].startswith('He said: "<b>no</b>"')
    assert "\x07" not in said[1]
    assert said[2:] == ["the mark"]
    assert not any("aria-label" in e.attrib for e in root.iter())
