"""Every page in a browser: for everyone, on any screen, and nothing but this machine."""

import itertools
import json
from pathlib import Path

import pytest
from workbench import PRESSURE, parsed

from tracktwo.web.render import PAGES

ALL = [to for to, _, _ in PAGES]
AXE = """() => axe.run(document, {resultTypes: ["violations"]})
  .then(found => JSON.stringify(found.violations))"""


@pytest.fixture(scope="session")
def axe_script():
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text("utf-8")


def visit(page, server, to, query=""):
    page.goto(f"{server.address}{to}{query}")
    page.wait_for_selector("[data-load]", state="detached")
    return page


def findings(page, axe_script, *, every=False):
    """Return what axe-core holds against a page, serious and critical or all of it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_script)  # by the debugger: the page's policy forbids a foreign script
    found = json.loads(page.evaluate(AXE))
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in found
        if every or one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("to", ALL)
def test_a_page_is_for_everyone(tab, worked_server, axe_script, to):
    """Light and dark, wide and narrow, printed: one visit, since each takes a second."""
    visit(tab, worked_server, to, f"?set={PRESSURE}=0.8")
    assert tab.locator("main").count() == tab.locator("h1").count() == 1
    levels = [int(tag[1]) for tag in tab.eval_on_selector_all(
        "h1, h2, h3, h4, h5", "all => all.map(e => e.tagName)")]  # fmt: skip
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), levels
    assert tab.title().strip()
    assert tab.locator("#pages [aria-current]").count() == 1
    assert tab.evaluate(TWICE) == []
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab, axe_script) == [], scheme
    tab.set_viewport_size({"width": 360, "height": 740})
    width, window, over = tab.evaluate(WIDE)
    assert width <= window, over
    tab.emulate_media(media="print", color_scheme="light")
    assert not tab.locator("#pages").is_visible()
    assert tab.locator("#strip .chance").first.is_visible()
    assert tab.eval_on_selector_all("button, a.button, input[type=range]", SHOWN) == []


TWICE = """() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  return ids.filter((id, n) => ids.indexOf(id) !== n); }"""
SHOWN = """all => all.filter(e => e.checkVisibility() && !e.matches(".stake-row input"))
  .map(e => e.outerHTML.slice(0, 100))"""
WIDE = """() => [document.scrollingElement.scrollWidth, innerWidth,
  [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest(".scroll, nav, .unseen, iframe"))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"""


def test_messages_have_no_serious_finding_either(tab, seen, worked_server, axe_script):
    seen.expected += ["404", "400"]
    for to in ("/nowhere", f"/?set={PRESSURE}=7"):
        visit(tab, worked_server, to)
        assert findings(tab, axe_script) == []


def test_links_on_pages_lead_somewhere(context, worked_server):
    found = {}
    for to in ALL:
        text = context.request.get(worked_server.address + to).text()
        for tag, attrs in parsed(text).elements:
            link = (attrs.get("href") or "").partition("#")[0]
            if tag == "a" and link.startswith("/"):
                found.setdefault(link.partition("?")[0], link)
    assert set(ALL) <= set(found)
    for link in found.values():
        if "/report/" not in link:
            answer = context.request.get(worked_server.address + link, max_redirects=0)
            assert answer.status == 200, link


def test_on_a_narrow_screen_the_page_shown_is_in_view_in_the_list(tab, worked_server):
    tab.set_viewport_size({"width": 360, "height": 740})
    for to in (ALL[0], ALL[-1]):
        visit(tab, worked_server, to)
        box = tab.locator("#pages [aria-current]").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
