"""What people do on each page, in a browser, with the numbers held against the library."""

import re

import pytest
from workbench import computed, eventually

from tracktwo.case import load
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.saved import keep_scenario
from tracktwo.questions.what_if.scenarios import Scenario

POSITION = "positions.taliban.rule.position"
READ = "all => all.map(one => one.dataset.mean)"
ARTICLE = """The Northern Council offered talks to the Taliban on Sunday.

Karim Rahimi, spokesman of the Northern Council, said the group was ready to open a political \
office in Türkiye. The Taliban rejected the proposal and called the meeting illegitimate.
"""


def odds(tab):
    return [float(text) for text in tab.eval_on_selector_all("#strip [data-mean]", READ)]


def close(tab, theirs):
    eventually(lambda: odds(tab) == pytest.approx(theirs, abs=1e-12), lambda: (odds(tab), theirs))


def go(tab, server, to):
    tab.goto(server.address + to)
    tab.wait_for_selector("[data-load]", state="detached")


def tried(tab, path):
    """Wait until the address holds a change at a path, and return its value as text."""
    tab.wait_for_url(re.compile(re.escape(path) + "%3D"))
    eventually(lambda: tab.locator("#strip .tried li").count() > 0)
    return tab.evaluate("() => new URLSearchParams(location.search).getAll('set')")[-1].partition(
        "="
    )[2]


def test_actors_a_position_dragged_moves_its_range_and_the_odds(tab, server):
    go(tab, server, "/stakes")
    slider = tab.locator("#position-rule-taliban")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + 9 + 0.03 * (box["width"] - 18), y)
    tab.mouse.down()
    for step in range(1, 7):
        tab.mouse.move(box["x"] + 9 + (0.03 + 0.08 * step) * (box["width"] - 18), y)
    tab.mouse.up()
    low, mode, high = (float(x) for x in tried(tab, POSITION).strip("[]").split(","))
    eventually(lambda: float(slider.input_value()) == mode)
    assert 40 < mode < 60
    assert high - mode == pytest.approx(9)  # the case says 0, 3, 12
    close(tab, computed(load(server.case), {POSITION: [low, mode, high]}))
    mean = float(tab.locator("[data-issue=rule]").get_attribute("data-mean"))
    assert 0 < mean < 100


def test_actors_a_position_by_keyboard(tab, server):
    go(tab, server, "/stakes")
    tab.locator("#position-rule-taliban").focus()
    tab.keyboard.press("PageUp")
    value = tried(tab, POSITION)
    close(
        tab,
        computed(load(server.case), {POSITION: [float(x) for x in value.strip("[]").split(",")]}),
    )
    tab.locator("#undo").click()
    tab.wait_for_selector("#redo")
    assert tab.locator("#position-rule-taliban").input_value() == "3"


def test_roadmap_a_stance_is_tried_and_its_reasons_are_shown(tab, server):
    go(tab, server, "/roadmap")
    party = tab.locator("#party-opening-taliban")
    party.locator("summary").click()
    party.locator(".why-parts, [data-later] table").first.wait_for()
    assert party.locator("blockquote, q").count() > 0
    select = party.locator("select")
    path = select.get_attribute("data-path")
    select.select_option("supports")
    assert tried(tab, path) == "supports"
    close(tab, computed(load(server.case), {path: "supports"}))
    says = tab.locator("#says-opening-taliban")
    assert says.locator(".tag").inner_text().strip()


def test_alternatives_stand_beside_the_case_and_can_be_tried(tab, server):
    keep_scenario(
        server.case, Scenario("More <b>pressure</b>", {"levers.pressure.schedule.intensity": 0.9})
    )
    folder = load(server.case)
    go(tab, server, "/alternatives")
    for one in folder.case.alternatives[:2]:
        row = tab.locator(f"tr[data-option='alternative-{one.id}'] [data-mean]")
        (effect,) = what_if(folder, [Scenario("x", one.set, tuple(one.drop))]).scenarios
        shown = [float(x) for x in row.evaluate_all(READ)][: len(effect.reached)]
        assert shown == pytest.approx([band.mean for band in effect.reached], abs=1e-12)
    saved = tab.locator("tr[data-option='scenario-1']")
    assert "More <b>pressure</b>" in saved.inner_text()
    tab.get_by_role("button", name="Try it: More").click()
    tab.wait_for_url(re.compile("intensity%3D0.9"))
    close(tab, computed(folder, {"levers.pressure.schedule.intensity": 0.9}))


def test_evidence_a_proposal_is_accepted_by_key_and_written(tab, server):
    before = (server.case / "case.yaml").read_text()
    go(tab, server, "/evidence/read")
    tab.locator("#pasted-title").fill("An offer of talks")
    tab.locator("#pasted").fill(ARTICLE)
    tab.locator("#published-text").fill("2023-03-19")
    tab.get_by_role("button", name="Read the text").click()
    tab.locator(".proposal").first.wait_for()
    first = tab.locator(".proposal").first
    headline = first.locator(".head").inner_text()
    waiting = tab.locator(".proposal").count()
    for key in "jka":
        tab.wait_for_selector(".proposal.chosen")  # the script is there
        tab.keyboard.press(key)
    tab.locator("#undo-decision").wait_for()
    eventually(lambda: tab.locator(".proposal").count() < waiting)
    assert headline not in tab.locator(".proposal .head").all_inner_texts()
    tab.wait_for_selector(".proposal.chosen")
    tab.keyboard.press("w")
    tab.wait_for_url(re.compile("written=1"))
    assert "Written into the case: 1 part" in tab.locator("main [role=status]").inner_text()
    after = (server.case / "case.yaml").read_text()
    assert [line for line in before.splitlines() if line.lstrip().startswith("#")] == [
        line for line in after.splitlines() if line.lstrip().startswith("#")
    ]
    assert after != before or (server.case / "evidence.jsonl").stat().st_size > 0
    load(server.case)
    tab.goto(server.address + "/evidence")
    assert "An offer of talks" in tab.locator("main").inner_text()


def test_evidence_a_quote_and_what_rests_on_it_light_up(tab, server):
    go(tab, server, "/evidence")
    card = tab.locator("[data-on]").first
    card.locator("q").click()
    eventually(lambda: "lit" in (card.get_attribute("class") or ""))


def test_assumptions_a_value_is_tried_and_a_number_edited_in_the_file(tab, server):
    go(tab, server, "/assumptions")
    tab.locator(".number summary").first.click()
    button = tab.locator("form.tries button[aria-label*='high value']").first
    path = button.get_attribute("data-path")
    value = button.get_attribute("value")
    button.click()
    assert float(tried(tab, path)) == float(value)
    close(tab, computed(load(server.case), {path: float(value)}))
    before = (server.case / "case.yaml").read_text()
    tab.goto(server.address + "/assumptions/edit?number=levers.pressure.harm")
    tab.locator("input[name=low]").fill("3")
    tab.locator("input[name=mode]").fill("6")
    tab.locator("input[name=high]").fill("20")
    tab.locator("#why").fill("A closer look: “less”, not none.")
    tab.get_by_role("button", name="Save into the case").click()
    tab.wait_for_url(re.compile(r"/assumptions(?!/edit)"))
    harm = load(server.case).case.levers[0].harm
    assert (harm.low, harm.mode, harm.high) == (3, 6, 20)
    assert harm.why == "A closer look: “less”, not none."
    after = (server.case / "case.yaml").read_text()
    assert before.count("\n# ---") == after.count("\n# ---")


def test_report_is_shown_and_downloaded(tab, server, tmp_path):
    go(tab, server, "/report")
    frame = tab.frame_locator("iframe.report")
    frame.locator("h1").wait_for()
    assert load(server.case).case.title in frame.locator("h1").inner_text()
    for link in tab.locator("a[download]").all():
        if "parquet" in link.get_attribute("href"):
            continue
        with tab.expect_download() as waiting:
            link.click()
        place = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(place)
        assert place.stat().st_size > 100
        assert place.name.startswith("afghanistan-2023")


def test_overview_says_what_matters_and_where_to_begin(tab, server):
    go(tab, server, "/")
    close(tab, computed(load(server.case), {"horizon": 60}))
    assert tab.locator(".three li").count() == 3
    assert tab.locator("#odds-over-time svg").count() == 4
    tab.locator(".next a", has_text="lever").click()
    tab.wait_for_selector("#intensity-pressure")


def test_assumptions_a_filter_and_what_is_tried_keep_each_other(tab, server):
    there = "/assumptions?group=lever"
    go(tab, server, there)
    tab.locator(".number summary").first.click()
    slider = tab.locator(".number input[type=range]").first
    path = slider.get_attribute("data-path")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    assert tried(tab, path)
    rows = tab.locator(".number").count()
    assert "group=lever" in tab.url
    tab.reload()
    assert tab.locator(".number").count() == rows
    assert tab.locator(f".number details[open] input[data-path='{path}']").count() == 1
    tab.locator("#undo").click()
    tab.locator("#redo").click()
    tab.locator("#discard").click()
    tab.wait_for_url(re.compile(r"/assumptions\?group=lever$"))
    assert tab.locator(".number").count() == rows


def test_alternatives_a_formula_is_tried_and_taken_back(tab, server):
    go(tab, server, "/alternatives")
    way = "tr[data-stage=interim][data-way=equal]"
    tab.locator(f"{way} a").click()
    tab.locator(f"{way} .tag").wait_for()
    at = "roadmap.stages.interim.power"
    theirs = computed(load(server.case), {f"{at}.formula": "equal"}, (f"{at}.shares",))
    close(tab, theirs)
    tab.locator("#undo").click()
    tab.locator(f"{way} a").wait_for()
    assert tab.locator("#strip .tried li").count() == 0
    tab.locator("#redo").click()
    close(tab, theirs)
    tab.goto(f"{server.address}/alternatives#power")
    tab.wait_for_selector("[data-load]", state="detached")
    eventually(lambda: 0 < tab.locator("#power").bounding_box()["y"] < 400)
