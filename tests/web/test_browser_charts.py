"""All charts of a report as a browser draws them: nothing is printed over anything, all fit."""

import pytest
from test_browser_pages import axe_script, findings  # noqa: F401  (a fixture)

from tracktwo.questions.ask import ask
from tracktwo.questions.odds.run import run
from tracktwo.report import write_html

UNFOLD = """() => {
  for (const box of document.querySelectorAll("details")) box.open = true;
  document.getElementById("print-annex").checked = true;
}"""
OVERPRINTED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    if (!svg.checkVisibility()) continue;
    const name = svg.querySelector("title").textContent;
    const paper = svg.getBoundingClientRect(), scale = paper.width / svg.viewBox.baseVal.width;
    // A line's box has air above and below its letters.
    const letters = (e) => { const r = e.getBoundingClientRect();
      return { l: r.left + 1, r: r.right - 1, t: r.top + 3 * scale, b: r.bottom - 3 * scale }; };
    const shape = (e) => { const r = e.getBoundingClientRect();
      return { l: r.left, r: r.right, t: r.top, b: r.bottom }; };
    const meet = (a, b) => a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b;
    const within = (a, b) => b.l <= a.l && a.r <= b.r && b.t <= a.t && a.b <= b.b;
    const texts = [...svg.querySelectorAll("text")].filter(e => e.textContent.trim()
      && getComputedStyle(e).opacity !== "0").map(e => [e.textContent, letters(e)]);
    const marks = [...svg.querySelectorAll("path")].filter(e =>
      (e.getAttribute("fill") ?? "").startsWith("var(") && !e.closest("defs, clipPath")
      && e.getBoundingClientRect().width > 1).map(shape);
    texts.forEach(([text, box], n) => {
      if (box.l < paper.left - 2 || box.r > paper.right + 2) found.push([name, "cut", text]);
      for (const [other, theirs] of texts.slice(n + 1))
        if (meet(box, theirs)) found.push([name, text, other]);
      for (const mark of marks) // a panel holds its texts
        if (meet(box, mark) && !within(box, mark)) found.push([name, text, "a mark"]);
    });
  }
  return found;
}"""
SHARE = """() => [...document.querySelectorAll(".picture.whole")].map(box => {
  const svg = [...box.querySelectorAll("figure svg")].find(e => e.checkVisibility());
  return [svg.querySelector("title").textContent,
          svg.getBoundingClientRect().width / box.getBoundingClientRect().width];
})"""


@pytest.fixture(scope="module")
def report(smallest):
    asked = ("who", "map", "process", "timeline", "relapse")
    return write_html(smallest, run(smallest, draws=64), ask(smallest, only=asked))


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_printed_over_anything(tab, report, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.set_content(report)
    tab.evaluate(UNFOLD)
    assert tab.locator("figure svg").count() > 15
    assert tab.evaluate(OVERPRINTED) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_brief_and_annex(tab, report, axe_script, width):  # noqa: F811
    tab.set_viewport_size({"width": width, "height": 900})
    tab.set_content(report)
    tab.evaluate(UNFOLD)
    assert findings(tab, axe_script, every=True) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chart_that_stands_alone_fills_its_width(tab, report, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.set_content(report)
    tab.evaluate(UNFOLD)
    shares = tab.evaluate(SHARE)
    assert len(shares) > 4
    for name, share in shares:
        assert share > 0.85, name


def test_on_paper_the_wide_drawings_fit_the_page(tab, report):
    tab.set_viewport_size({"width": 794, "height": 1123})
    tab.emulate_media(media="print")
    tab.set_content(report)
    tab.evaluate(UNFOLD)
    drawn = tab.locator("figure.full .wide svg").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().toJSON())"
    )
    assert len(drawn) > 5
    assert not tab.locator("figure.full .narrow").first.is_visible()
    assert all(box["width"] <= 794 for box in drawn)
    assert all(box["height"] <= 1123 for box in drawn)


def test_what_is_printed_over_something_is_found(tab):
    texts = '<text x="10" y="40">one</text><text x="14" y="40">two</text>'
    mark = '<path d="M20 30h9v9h-9Z" fill="var(--ink)"/>'
    for inner, count in ((texts, 1), (texts + mark, 3), (mark, 0)):
        drawing = f'<svg viewBox="0 0 90 60" width="90"><title>t</title>{inner}</svg>'
        tab.set_content(f"<figure>{drawing}</figure>")
        assert len(tab.evaluate(OVERPRINTED)) == count
