"""What hides what is found; texts are as wide as is reckoned at most."""

import itertools

import pytest

from tracktwo.pictures.labels import named
from tracktwo.pictures.lettering import lines, width
from tracktwo.pictures.scene import Backing, Box, Letters, Mark, Polyline, Scene, passes
from tracktwo.pictures.vega import spec_of
from tracktwo.report.svg import SvgDrawer


def test_each_way_of_hiding_a_text_is_found():
    text = Letters(50, 50, "a label")
    clear = Scene(200, 100, marks=(Mark(50, 20, 5, "circle", "red"),), letters=(text,))
    assert list(clear.hidden()) == []
    on_mark = Scene(200, 100, marks=(Mark(55, 52, 5, "circle", "red", said="m"),), letters=(text,))
    assert list(on_mark.hidden()) == ["“a label” lies on the mark of “m”"]
    on_text = Scene(200, 100, letters=(text, Letters(60, 55, "another")))
    assert list(on_text.hidden()) == ["“a label” lies on “another”"]
    beyond = Scene(60, 100, letters=(text,))
    assert list(beyond.hidden()) == ["“a label” leaves the picture"]
    across = Scene(200, 100, panels=(Backing(Box(0, 40, 60, 60), "red"),), letters=(text,))
    assert list(across.hidden()) == ["“a label” crosses the side of a panel"]
    marks = (Mark(50, 20, 5, "circle", "red", said="a"), Mark(55, 20, 5, "circle", "red", said="b"))
    assert list(Scene(200, 100, marks=marks).hidden()) == ["the mark of “a” lies on that of “b”"]
    crossed = Scene(200, 100, lines=(Polyline(((0, 0), (200, 100)), "red"),), letters=(text,))
    assert list(crossed.crossed()) == ["“a label” is crossed by the line of “”"]


@pytest.mark.parametrize(
    ("line", "through"),
    [
        (((0, 0), (30, 30)), True),
        (((0, 15), (30, 15)), True),
        (((15, 0), (15, 30)), True),
        (((12, 12), (14, 14)), True),
        (((0, 0), (9, 9)), False),
        (((0, 25), (30, 25)), False),
        (((0, 12), (12, 0)), False),
    ],
)
def test_a_line_passes_through_a_box_or_not(line, through):
    assert passes(Box(10, 10, 20, 20), *line) is through


def test_lines_are_no_wider_than_is_given_and_end_in_an_ellipsis_where_cut():
    text = "The parties sign an understanding on sharing Verfassungsgebungsversammlungsmandate"
    for most, count in itertools.product((60, 90, 200), (1, 2, 9)):
        found = lines(text, 12, most, count)
        assert len(found) <= count
        assert all(width(line, 12) <= most for line in found), found
    assert lines(text, 12, 90, 1)[0].endswith("…")
    assert "".join(lines(text, 12, 60, 99)).replace(" ", "") == text.replace(" ", "")


def test_a_width_grows_with_letters_and_size_and_knows_other_scripts():
    assert width("abc", 12) < width("abcd", 12) < width("abcd", 13)
    assert width("É", 12) == width("E", 12)
    assert width("中", 12) == 12
    assert width("e\u0301", 12) == width("e", 12)


def test_a_scene_is_drawn_in_its_place():
    scene = Scene(
        200, 100,
        panels=(Backing(Box(10, 10, 60, 40), "red"),),
        lines=(Polyline(((10, 90), (190, 90)), "blue", arrow=True),),
        marks=(Mark(100, 50, 8, "square", "green"),),
        letters=(Letters(120, 50, "here", halo=True),),
    )  # fmt: skip
    drawing = SvgDrawer().draw(spec_of(scene), "t", "d")
    assert 'width="208"' in drawing  # and 4 pixels of air on each side
    assert "M10,90L190,90" in drawing
    assert drawing.count(">here<") == 1  # with its rim
    assert 'paint-order="stroke"' in drawing
    assert "translate(100,50)" in drawing
    assert "M-8,-8h16v16h-16Z" in drawing or "M-8,-8" in drawing


def test_names_of_points_hide_no_point_and_no_other_name():
    paper = Box(0, 0, 280, 220)
    others = [(20 + 6 * n, 110 + 40 * (n % 3)) for n in range(35)]
    points = [(30, 110, "no lever"), (36, 118, "best odds"), (230, 150, "as the case has them")]
    found = named(points, others, paper)
    dots = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in [*others, *((x, y) for x, y, _ in points)]]
    for n, box in enumerate(found):
        assert paper.holds(box)
        assert not any(box.meets(dot) for dot in dots)
        assert not any(box.meets(other) for other in found[n + 1 :])
