"""The pictures in a browser: drawn, moved by pointer and by keys, kept in the address, for all."""

import json
import re
from pathlib import Path

import pytest

ASKED = ("map", "process", "relapse")
AXE = """() => axe.run(document, {resultTypes: ["violations"]})
  .then(found => JSON.stringify(found.violations))"""
SPOT = """node => { const m = node.transform.baseVal.consolidate().matrix; return [m.e, m.f]; }"""
HIDDEN = """svg => {
  // A line's box has air above and below its letters, so lines of one label may share some of it.
  const boxes = (what) => [...svg.querySelectorAll(what)].map(
    e => ({ of: e.parentNode.dataset.actor, box: e.getBoundingClientRect() }));
  const air = 3;
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top + air < b.bottom && b.top + air < a.bottom;
  const labels = boxes(".node text"), marks = boxes(".node > path");
  return labels.flatMap(one => [...labels, ...marks]
    .filter(other => other.of !== one.of && meet(one.box, other.box))
    .map(other => `${one.of} / ${other.of}`));
}"""
WIDE = """() => [...document.querySelectorAll("main *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .unseen"))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def drawn(tab, worked_server):
    """The page with all of its pictures."""
    tab.goto(f"{worked_server.address}/pictures")
    tab.wait_for_selector("html.scripted")
    for name in ASKED:
        button = tab.locator(f"#asked-{name} form button:has-text(' ')").first
        if not tab.locator(f"#asked-{name} section").count():
            button.click()
            tab.locator(f"#asked-{name} section").wait_for(timeout=240_000)
    return tab


def node(tab, actor, of="wide"):
    return tab.locator(f"#map .{of} .node[data-actor={actor}]")


def spot(tab, actor, of="wide"):
    return node(tab, actor, of).evaluate(SPOT)


def test_labels_hide_nothing_in_the_fonts_of_this_browser(drawn):
    for width, of in ((1200, "wide"), (390, "narrow")):
        drawn.set_viewport_size({"width": width, "height": 900})
        svg = drawn.locator(f"#map .{of} svg.map")
        assert svg.is_visible()
        assert svg.evaluate(HIDDEN) == []
        assert drawn.evaluate(WIDE) == []


def test_an_actor_is_dragged_and_stays_where_the_address_says(drawn):
    mark = node(drawn, "taliban").locator("path")
    # To the middle: at the top the odds stay over it, at the bottom it ends.
    mark.evaluate("mark => mark.scrollIntoView({block: 'center'})")
    before, box = spot(drawn, "taliban"), mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    line = drawn.locator("#map .wide path.line[data-source=masoud][data-target=taliban]")
    led = line.get_attribute("d")
    drawn.mouse.move(x, y)
    drawn.mouse.down()
    drawn.mouse.move(x + 150, y - 60, steps=4)
    drawn.mouse.up()
    drawn.wait_for_url(re.compile("pins=taliban"))
    after = spot(drawn, "taliban")
    assert after[0] > before[0] + 80
    assert after[1] < before[1] - 30
    assert line.get_attribute("d") != led
    narrow = spot(drawn, "taliban", "narrow")
    drawn.reload()
    drawn.locator(".map-back button").wait_for()
    assert spot(drawn, "taliban") == pytest.approx(after, abs=1)
    assert spot(drawn, "taliban", "narrow") == pytest.approx(narrow, abs=1)
    drawn.locator(".map-back button").click()
    assert "pins" not in drawn.url
    assert spot(drawn, "taliban") == pytest.approx(before, abs=0.1)


def test_an_actor_is_moved_and_put_back_by_keys(drawn):
    one = node(drawn, "council")
    before = spot(drawn, "council")
    assert one.get_attribute("aria-pressed") == "false"
    one.focus()
    drawn.keyboard.press("ArrowRight")
    drawn.keyboard.press("Shift+ArrowUp")
    assert spot(drawn, "council") == pytest.approx([before[0] + 8, before[1] - 40], abs=1.5)
    assert one.get_attribute("aria-pressed") == "true"
    assert "pins=council" in drawn.url
    assert drawn.locator("#announce").text_content() == "The Council moved."
    drawn.keyboard.press("Delete")
    assert spot(drawn, "council") == pytest.approx(before, abs=0.1)
    assert "pins" not in drawn.url


def test_what_the_address_says_wrong_moves_nothing(drawn, worked_server):
    drawn.goto(f"{worked_server.address}/pictures?pins=nobody:1.2,taliban:x,council:5000.1,%3Ci%3E")
    drawn.locator("#map .node").first.wait_for()
    x, y = node(drawn, "taliban").get_attribute("data-x"), spot(drawn, "taliban")
    assert float(x) == pytest.approx(y[0], abs=0.1)


def test_without_a_script_the_map_stands_still(browser, worked_server, drawn):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto(f"{worked_server.address}/pictures")
    assert page.locator("#map .wide .node").count() == node(drawn, "council").count() * 15
    assert page.locator("#map .node[tabindex]").count() == 0
    assert not page.locator(".moves").first.is_visible()
    still.close()


def test_the_pictures_have_no_serious_finding(drawn):
    package = pytest.importorskip("axe_playwright_python")
    drawn.evaluate((Path(package.__file__).parent / "axe.min.js").read_text("utf-8"))
    for scheme in ("light", "dark"):
        drawn.emulate_media(color_scheme=scheme)
        found = json.loads(drawn.evaluate(AXE))
        serious = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], [n["html"][:200] for n in one["nodes"][:3]]) for one in serious] == []
