"""The workbench on a phone: the odds leave room, nothing sticks out, axe finds nothing."""

import pytest
from test_browser_pages import axe_script, findings  # noqa: F401  (a fixture)

PLACES = (
    "/", "/roadmap", "/pictures", "/stakes", "/levers", "/evidence", "/alternatives",
    "/assumptions", "/build", "/questions", "/forecasts", "/track-record", "/report",
    "/levers?set=levers.pressure.schedule.intensity%3D0.8",
)  # fmt: skip
PHONES = ((390, 844), (360, 640))
STRIP = """() => { const box = document.getElementById("strip").getBoundingClientRect();
  return [box.height / innerHeight, innerHeight - box.bottom,
          document.documentElement.scrollWidth - innerWidth]; }"""
HEADS = """() => [...document.querySelectorAll("main thead th")]
  .filter(head => head.checkVisibility() && head.getClientRects().length).map(head => {
    head.scrollIntoView({ block: "start", inline: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = head.getBoundingClientRect();
    const x = Math.min(Math.max((left + right) / 2, 1), innerWidth - 1);
    const seen = document.elementFromPoint(x, (top + bottom) / 2);
    return seen && (head.contains(seen) || seen.contains(head)) ? "" : head.textContent.trim();
  }).filter(Boolean)"""


def opened(tab, server, place):
    tab.goto(f"{server.address}{place}")
    tab.wait_for_selector("html.scripted")


@pytest.mark.parametrize("phone", PHONES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_odds_take_a_sixth_of_the_screen_at_most_and_cover_no_head(tab, worked_server, phone):
    width, height = phone
    tab.set_viewport_size({"width": width, "height": height})
    for place in PLACES:
        opened(tab, worked_server, place)
        share, below, beyond = tab.evaluate(STRIP)
        assert share <= 1 / 6, place
        assert abs(below) <= 1, place  # it lies at the lower end, where no head sticks
        assert beyond <= 0, place
        assert tab.evaluate(HEADS) == [], place


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page(tab, worked_server, axe_script, width):  # noqa: F811
    tab.set_viewport_size({"width": width, "height": 844})
    for place in PLACES:
        opened(tab, worked_server, place)
        assert findings(tab, axe_script, every=True) == [], place
