"""The workbench in a browser: what is tried, undone, saved, written, and told when it cannot be."""

import re
from urllib.parse import urlencode

import pytest
from workbench import GRAIN, PRESSURE, Server, computed, eventually

from tracktwo.case import copy_shipped, load
from tracktwo.case.quantities import quantities
from tracktwo.case.shipped import shipped_case
from tracktwo.case.yaml.value import flow
from tracktwo.questions.what_if.ranges import moved
from tracktwo.questions.what_if.saved import saved_scenarios

SLIDER = "#intensity-pressure"
WORKED = shipped_case("afghanistan-2023")


def open_page(tab, server, path="/levers"):
    tab.goto(server.address + path)
    tab.wait_for_selector("html.scripted")
    return tab


def odds(tab):
    return [float(text) for text in tab.eval_on_selector_all("#strip [data-mean]", READ)]


READ = "all => all.map(one => one.dataset.mean)"


def close(tab, theirs):
    """Wait until the page tells these odds."""
    eventually(lambda: odds(tab) == pytest.approx(theirs, abs=1e-12), lambda: (odds(tab), theirs))


def tried(tab, count):
    """Wait until the strip tells as many changes, and the address holds them."""
    tab.locator("#strip .tried li").nth(count - 1).wait_for()
    tab.wait_for_url(re.compile(r"\?set="))


def dragged(tab, share):
    """Drag the slider of the first lever to a share of its rail; wait for the last answer."""
    tab.bring_to_front()
    tab.locator(SLIDER).scroll_into_view_if_needed()
    box = tab.locator(SLIDER).bounding_box()
    middle = box["y"] + box["height"] / 2
    thumb = 18.4
    at = box["x"] + thumb / 2
    length = box["width"] - thumb
    now = float(tab.locator(SLIDER).input_value())
    tab.mouse.move(at + now * length, middle)
    tab.mouse.down()
    for step in range(1, 6):
        tab.mouse.move(at + (now + (share - now) * step / 5) * length, middle)
    tab.mouse.up()
    value = tab.locator(SLIDER).input_value()
    tab.wait_for_url(address_with(float(value)))
    return float(value)


def span(value, path=PRESSURE):
    """Return the range of a lever, moved so that this is its most likely value."""
    q = next(q for q in quantities(load(WORKED).case) if q.path == path).quantity
    return moved(path, (q.low, q.mode, q.high), value)


def address_with(value):
    step = urlencode({"set": f"{PRESSURE}={flow(span(value))}"})
    return re.compile(rf"{re.escape(step)}$")


def test_a_lever_dragged_gives_the_odds_that_the_library_computes(tab, server):
    open_page(tab, server)
    folder = load(server.case)
    close(tab, computed(folder, {"horizon": 60}))
    value = dragged(tab, 0.8)
    assert 0.7 < value < 0.9
    close(tab, computed(folder, {PRESSURE: span(value)}))
    harm = tab.locator("#lever-pressure-now")
    assert "Harm to civilians" in harm.inner_text()


def test_a_lever_by_keyboard_and_every_way_back(tab, server):
    open_page(tab, server)
    folder, start = load(server.case), odds(tab)
    tab.locator(SLIDER).focus()
    tab.keyboard.press("ArrowRight")
    tried(tab, 1)
    tab.keyboard.press("ArrowRight")
    value = float(tab.locator(SLIDER).input_value())
    tab.wait_for_url(address_with(value))  # kept, not only shown
    close(tab, computed(folder, {PRESSURE: span(value)}))
    stands = odds(tab)
    tab.keyboard.press("Control+z")
    tab.wait_for_selector("#redo")
    close(tab, start)
    assert tab.locator(SLIDER).input_value() == tab.locator(SLIDER).get_attribute("data-base")
    tab.keyboard.press("Control+y")
    tab.wait_for_selector("#discard")
    close(tab, stands)
    tab.locator("#discard").click()
    tab.wait_for_selector("#discard", state="detached")
    close(tab, start)
    assert tab.url == server.address + "/levers"
    tab.go_back()
    tab.wait_for_selector("#discard")
    close(tab, stands)


def test_the_address_can_be_loaded_again_and_carried_to_other_pages(tab, server):
    open_page(tab, server)
    value = dragged(tab, 0.6)
    stands = odds(tab)
    tab.reload()
    close(tab, stands)
    assert float(tab.locator(SLIDER).input_value()) == value
    tab.locator("#pages a", has_text="Overview").click()
    tab.wait_for_url(re.compile(r"/\?set="))
    close(tab, stands)
    tab.go_back()
    tab.wait_for_selector(SLIDER)
    close(tab, stands)


def test_two_tabs_try_different_things(tab, context, server):
    open_page(tab, server)
    other = context.new_page()
    open_page(other, server)
    start = odds(other)
    dragged(tab, 0.9)
    other.reload()
    close(other, start)
    assert odds(tab) != start


def test_a_scenario_is_kept_and_found_again(tab, server):
    open_page(tab, server)
    value = dragged(tab, 0.7)
    tab.locator("#save-summary").click()
    tab.locator("#scenario-name").fill("More: “pressure”")
    tab.get_by_role("button", name="Keep scenario").click()
    eventually(lambda: saved_scenarios(server.case))
    (kept,) = saved_scenarios(server.case)
    assert kept.name == "More: “pressure”"
    assert kept.set == {PRESSURE: span(value)}
    tried(tab, 1)


def test_writing_into_the_case_keeps_its_comments(tab, server):
    before = (server.case / "case.yaml").read_text()
    open_page(tab, server)
    value = dragged(tab, 0.5)
    stands = odds(tab)
    tab.locator("#save-summary").click()
    tab.get_by_role("button", name="Write into the case").click()
    tab.wait_for_url(server.address + "/levers")
    after = (server.case / "case.yaml").read_text()
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True)
               if pair[0] != pair[1]]  # fmt: skip
    assert len(changed) == 1
    assert load(server.case).case.levers[0].schedule.intensity.mode == value
    assert after.count("#") == before.count("#")
    assert odds(tab) == pytest.approx(stands, abs=1e-9)  # the same, now that they are the case's
    assert tab.locator("#strip .tried").count() == 0


def test_two_tabs_that_write_the_same_end_on_a_page_to_decide(tab, context, seen, server):
    seen.expected.append("409")
    open_page(tab, server)
    other = context.new_page()
    seen.watch(other)
    open_page(other, server)
    mine, theirs = dragged(tab, 0.9), dragged(other, 0.4)
    for page in (other, tab):
        page.bring_to_front()
        page.locator("#save-summary").click()
        with page.expect_navigation():
            page.get_by_role("button", name="Write into the case").click()
    assert load(server.case).case.levers[0].schedule.intensity.mode == theirs
    assert tab.locator("h1").inner_text() == "Somebody else changed the same meanwhile"
    row = tab.locator("tbody tr").inner_text()
    assert f"{theirs:g}" in row
    assert f"{mine:g}" in row
    tab.get_by_role("button", name="Put mine in its place").click()
    tab.wait_for_url(server.address + "/levers")
    assert load(server.case).case.levers[0].schedule.intensity.mode == mine


def test_a_broken_file_is_told_and_mended(tab, server):
    text = (server.case / "case.yaml").read_text()
    open_page(tab, server)
    (server.case / "case.yaml").write_text(text[:4000])
    tab.reload()
    assert "no valid case at the moment" in tab.locator("[role=alert]").inner_text()
    (server.case / "case.yaml").write_text(text)
    tab.reload()
    assert tab.locator("[role=alert]").count() == 0


def test_a_value_that_makes_no_case_is_told_beside_it(tab, seen, server):
    seen.expected.append("400")
    open_page(tab, server)
    for place, month in ((0, "2024-01"), (1, "2023-05")):
        field = tab.locator("#lever-pressure input[type=month]").nth(place)
        field.fill(month)
        field.blur()
    notice = tab.locator("#lever-pressure .notice")
    notice.wait_for()
    assert "no valid case" in notice.inner_text()


def test_a_server_started_anew_says_that_the_page_is_too_old(tab, seen, tmp_path):
    seen.expected += ["403", "ERR_CONNECTION_REFUSED"]
    copy_shipped("two-valleys", tmp_path / "case")  # the quickest to start
    first = Server(tmp_path / "case").wait()
    open_page(tab, first, f"/levers?set={GRAIN}=0.7")
    first.stop()
    tab.locator("#intensity-grain").focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("body.offline")
    assert "Is it still running?" in tab.locator("#announce").inner_text()
    second = Server(tmp_path / "case", port=first.port).wait()
    try:
        tab.locator("#save-summary").click()
        tab.locator("#scenario-name").fill("late")
        tab.get_by_role("button", name="Keep scenario").click()
        tab.wait_for_selector("h1:has-text('The page was too old')")
        tab.wait_for_load_state()  # until its script is there, going back leads to the first page
        assert saved_scenarios(tmp_path / "case") == []
        tab.locator("[data-back]").click()
        tab.wait_for_url(re.compile(r"/levers\?set="))
        tab.reload()
        tab.locator("#save-summary").click()
        tab.locator("#scenario-name").fill("in time")
        tab.get_by_role("button", name="Keep scenario").click()
        eventually(lambda: [one.name for one in saved_scenarios(tmp_path / "case")] == ["in time"])
    finally:
        second.stop()


def test_the_whole_way_by_keyboard(tab, server):
    """From the first page to a what-if, its save and its end, without a mouse."""
    tab.goto(server.address)
    tab.wait_for_selector("html.scripted")
    tab.keyboard.press("Tab")
    assert "Skip" in tab.evaluate("() => document.activeElement.textContent")

    def tab_to(selector):
        for _ in range(200):
            if tab.evaluate("s => document.activeElement.matches(s)", selector):
                return
            tab.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {selector}")

    tab_to("#pages a[href='/levers']")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(SLIDER)
    tab_to(SLIDER)
    tab.keyboard.press("End")
    tried(tab, 1)
    assert tab.locator(SLIDER).input_value() == "1"
    close(tab, computed(load(server.case), {PRESSURE: span(1)}))
    assert "Harm to civilians" in tab.locator("#announce").inner_text()
    tab.keyboard.press("Home")
    tab.reload()
    tab_to("#save-summary")
    tab.keyboard.press("Enter")
    tab_to("#scenario-name")
    tab.keyboard.type("by keyboard")
    tab.keyboard.press("Enter")
    eventually(lambda: [one.name for one in saved_scenarios(server.case)] == ["by keyboard"])


def test_without_a_script_a_lever_can_be_tried(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + "/levers")
    form = page.locator("form.slide").first
    form.locator("input[type=range]").focus()
    page.keyboard.press("End")
    form.locator("button").click()
    page.wait_for_url(re.compile(r"\?set="))
    assert page.locator("#strip .tried li").count() == 1
    context.close()


def test_values_let_go_one_after_the_other_are_all_kept(tab, server):
    open_page(tab, server)
    sliders = ("#intensity-pressure", "#intensity-resistance", "#intensity-unrest")
    for slider in sliders:
        tab.locator(slider).press("End")  # no time for an answer in between
    tab.wait_for_url(re.compile("pressure.*=?.*resistance.*unrest"))
    folder = load(server.case)
    paths = [f"levers.{name.removeprefix('#intensity-')}.schedule.intensity" for name in sliders]
    close(tab, computed(folder, {path: span(1, path) for path in paths}))


def test_undo_straight_after_a_move_takes_back_that_move(tab, server):
    open_page(tab, server)
    tab.locator("#intensity-unrest").press("End")
    tab.wait_for_url(re.compile("unrest"))
    tab.locator(SLIDER).press("End")
    tab.keyboard.press("Control+z")  # its answer is still out
    tab.wait_for_url(re.compile("unset=.*pressure"))
    folder = load(server.case)
    unrest = "levers.unrest.schedule.intensity"
    close(tab, computed(folder, {unrest: span(1, unrest)}))
    assert tab.locator(SLIDER).input_value() == "0.2"
