"""From nothing to odds of one's own for a five-actor process, in the page alone."""

import pytest
from test_browser_pages import axe_script  # noqa: F401  (a fixture)
from test_browser_start import place, sound  # noqa: F401  (a fixture)

from tracktwo.case import load
from tracktwo.case.marks import drafted

pytestmark = pytest.mark.slow

WHO = (
    ("Government of Orrland", "government", "party"),
    ("Northern Front", "armed-group", "party"),
    ("Civic Party", "party", "party"),
    ("Union of Lakes", "organisation", "mediator"),
    ("Marland", "state", "host"),
)


def test_from_nothing_to_believable_odds(tab, place, axe_script, tmp_path):  # noqa: F811
    tab.set_default_timeout(120_000)
    tab.goto(place)
    tab.click("text=New case by form")
    sound(tab, axe_script)
    tab.fill("#title", "The Orr talks")
    tab.fill("#date", "2031-05-04")
    tab.check("input[name=process][value=transition]")
    for n, (name, kind, part) in enumerate(WHO, start=1):
        tab.fill(f"#actor-{n}", name)
        tab.select_option(f"[aria-label='What actor {n} is']", kind)
        tab.select_option(f"[aria-label='Part of actor {n}']", part)
    tab.check("input[name=proposer] >> nth=1")
    tab.click("text=Make the case")
    tab.wait_for_selector("#asked")
    case = tmp_path / "the-orr-talks"
    assert not drafted(load(case).case).finished
    # Each question is put in plain words; the second choice, with a reason, until it is one's own.
    answers = 0
    while answers < 25 and not drafted(load(case).case).finished:
        answers += 1
        asked = tab.inner_text("#asked h2")
        tab.check("input[name=answer] >> nth=1")
        tab.fill("#reason", "As those who follow it say.")
        tab.click("#asked button.grave")
        tab.wait_for_function(
            "was => document.querySelector('#asked h2')?.innerText !== was", arg=asked
        )
    now = drafted(load(case).case)
    assert now.finished, now
    assert answers <= 20  # a minute each
    # What it is made of is changed in the page, too.
    tab.click("#pages >> text=Build")
    sound(tab, axe_script)
    tab.click("#add-actor > summary")
    tab.fill("#add-actor input[name=name]", "Northern Front")
    tab.wait_for_selector("#add-actor .said.bad >> text=already")
    tab.fill("#add-actor input[name=name]", "Fishers' Guild")
    tab.wait_for_selector("#add-actor .said >> text=can be saved")
    tab.click("#add-actor button.grave")
    tab.wait_for_selector("#undo-build")
    assert [a.name for a in load(case).case.actors][-1] == "Fishers' Guild"
    sound(tab, axe_script)
    tab.click("#undo-build")
    tab.wait_for_selector("#undo-build", state="detached")
    assert len(load(case).case.actors) == 6  # with those of no side, for the vote
    tab.click("#pages >> text=Overview")
    tab.wait_for_selector("#strip .focus")
    assert not tab.query_selector("#strip .first-draft")
    means = [
        float(x.get_attribute("data-mean")) for x in tab.query_selector_all("#strip [data-mean]")
    ]
    assert all(0 <= mean < 1 for mean in means)
