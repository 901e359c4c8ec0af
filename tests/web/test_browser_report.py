"""The report in a browser: two pages on paper, for everyone, charts saved and rows found."""

import io
import json
from importlib import resources
from pathlib import Path

import pytest

from tracktwo.case import load
from tracktwo.questions.odds.run import run
from tracktwo.report import write_html

AXE = """() => axe.run(document, {resultTypes: ["violations"]})
  .then(found => JSON.stringify(found.violations))"""
OPEN = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    with resources.as_file(resources.files("tracktwo.cases") / "afghanistan-2023") as path:
        folder = load(path)
    place = tmp_path_factory.mktemp("report") / "report.html"
    place.write_text(write_html(folder, run(folder, draws=64)), encoding="utf-8")
    return place


@pytest.fixture
def shown(context, file):
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert errors == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_two_pages_are_printed_with_their_source_and_number(shown, paper):
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(shown.pdf(format=paper))).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"{number} / 2" in text
        assert "case afghanistan-2023" in text
        assert "as of 19 March 2023" in text


def test_the_annex_is_printed_when_asked_for(shown):
    pypdf = pytest.importorskip("pypdf")
    shown.check("#print-annex")
    pages = pypdf.PdfReader(io.BytesIO(shown.pdf(format="A4"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) > 10
    assert "How it was computed, and limits" in text
    assert "It does not foretell what will happen" in text


def test_it_is_for_everyone_folded_or_not(shown):
    package = pytest.importorskip("axe_playwright_python")
    shown.evaluate((Path(package.__file__).parent / "axe.min.js").read_text("utf-8"))
    for width in (1280, 390):
        shown.set_viewport_size({"width": width, "height": 800})
        assert shown.evaluate("() => document.documentElement.scrollWidth") <= width
        assert json.loads(shown.evaluate(AXE)) == []
    shown.evaluate(OPEN)
    found = json.loads(shown.evaluate(AXE))
    assert [one for one in found if one["impact"] in {"serious", "critical"}] == []


def test_a_link_into_the_folded_annex_opens_it(shown):
    assert not shown.locator("#moves").is_visible()
    shown.locator("#brief-moves tbody a").first.click()
    shown.wait_for_function("() => document.querySelector('#moves').checkVisibility()")


def test_a_number_is_found_by_a_word_of_it(shown):
    shown.evaluate(OPEN)
    rows = shown.locator("#assumptions table.numbers").first.locator("tbody tr")
    every = rows.count()
    shown.locator("#assumptions input[type=search]").first.fill("pace paving")
    seen = [row for row in rows.all() if row.is_visible()]
    assert 1 <= len(seen) < every / 10
    assert all("aving" in row.inner_text() for row in seen)
    assert shown.locator("#assumptions output").first.inner_text() == f"{len(seen)} of {every}"


def test_a_chart_is_saved_as_svg_and_png_in_colours_of_its_own(shown, tmp_path):
    figure = shown.locator("#brief-odds figure")
    for kind, begin in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with shown.expect_download() as saved:
            figure.get_by_text(kind, exact=True).click()
        assert saved.value.suggested_filename.startswith("stages-passed-by-march-2028")
        saved.value.save_as(tmp_path / kind)
        content = (tmp_path / kind).read_bytes()
        assert content.startswith(begin)
        assert b"var(--" not in content


def test_on_a_phone_the_odds_take_a_sixth_of_the_screen_and_cover_no_head(tab, worked_server):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{worked_server.address}/levers?set=levers.pressure.schedule.intensity%3D0.8")
    strip = tab.locator("#strip").bounding_box()
    assert strip["height"] <= 844 / 6
    assert strip["y"] + strip["height"] == pytest.approx(844, abs=1)
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
