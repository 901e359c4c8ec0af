"""Plans in phases with what is in each: stages with their milestones."""

import pytest

from tests.reading.news import rows_of
from tracktwo.drafting.accepted import main_plan
from tracktwo.reading.review.headline import numbered_steps
from tracktwo.web.proposal_form import _renamed

LINES = """The mediators presented a three-phase plan to end the war in Qadar.

Phase 1 (45 days)
- A ceasefire across the country
- Release of all prisoners

Phase 2: Transition (12 months)
- Withdrawal of forces from the towns
- Formation of a civilian government

Phase 3
- A constitutional conference
- General elections

The army welcomed the plan. The Dune Front rejected it.
"""
PROSE = """Envoys of the Lakes Union handed both sides a draft on Sunday.

In the first phase, lasting three months, the Front would halt attacks on shipping and the
government would reopen the airport. During the second phase, the two sides would exchange
prisoners, and salaries would be paid. A third and final phase would see elections and a new
constitution. The draft would be monitored by the Union.
"""
UNDER = """Under the agreement signed in Belport on Saturday, the first phase would last 42 days.
The Front would release 33 hostages, and the army would withdraw from the towns. The second phase
would include the release of the remaining hostages and a full withdrawal. The third phase would
deal with the reconstruction of Garo.
"""


def plans(text):
    return [r for r in rows_of(text) if r["kind"] == "roadmap"]


def shape(plan):
    """Return the name of each stage, how long it lasts, and the kinds of what is in it."""
    return [
        (s["name"], (s.get("lasts") or {}).get("said"),
         [m.get("step") for m in s.get("milestones", [])])
        for s in plan["item"]["stages"]
    ]  # fmt: skip


def test_bullets_under_the_heads_of_phases_are_milestones_of_stages():
    (plan,) = plans(LINES)
    assert shape(plan) == [
        ("Phase 1", "45 days", ["ceasefire", "prisoner-release"]),
        ("Phase 2: Transition", "12 months", ["withdrawal", "interim-government"]),
        ("Phase 3", None, ["constitution", "elections"]),
    ]
    assert not plan["flags"]


def test_phases_told_in_sentences_hold_what_their_clauses_tell():
    (plan,) = plans(PROSE)
    assert shape(plan) == [
        ("First phase", "three months", ["ceasefire", "humanitarian-access"]),
        ("Second phase", None, ["prisoner-release", None]),
        ("Third and final phase", None, ["elections", "constitution"]),
    ]  # and "the draft would be monitored" is of the whole plan


def test_a_phase_goes_on_in_the_next_sentence_and_one_alone_is_the_stage():
    (plan,) = plans(UNDER)
    assert shape(plan) == [
        ("First phase", "42 days", ["prisoner-release", "withdrawal"]),
        ("Second phase", None, ["prisoner-release", "withdrawal"]),
        ("the reconstruction of Garo", None, []),
    ]


def test_every_quote_of_a_milestone_is_verbatim():
    (plan,) = plans(LINES)
    quotes = {q["id"]: q["target"]["selector"][0]["exact"] for q in plan["quotes"]}
    for stage in plan["item"]["stages"]:
        for step in [stage, *stage["milestones"]]:
            assert all(quotes[e] in LINES for e in step["evidence"])


def test_steps_are_counted_with_what_is_in_them():
    (plan,) = plans(LINES)
    flat = {"stages": [{"id": "a", "name": "a", "step": "ceasefire"},
                       {"id": "b", "name": "b", "step": "talks"},
                       {"id": "c", "name": "c", "step": "elections"}]}  # fmt: skip
    assert main_plan([flat, plan["item"]]) is plan["item"]
    numbers = [n for n, _ in numbered_steps(plan["item"]["stages"])]
    assert numbers == ["1", "1.1", "1.2", "2", "2.1", "2.2", "3", "3.1", "3.2"]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (["One", "a", "b", "Two", "c", "d", "Three", "e", "f"], [("One", ["a", "b"]),
         ("Two", ["c", "d"]), ("Three", ["e", "f"])]),
        (["One", "", "b", "", "c", "d", "Three", "", ""], [("One", ["b"]), ("Three", [])]),
    ],
)  # fmt: skip
def test_the_page_renames_and_leaves_out_stages_and_milestones(names, left):
    stages = plans(LINES)[0]["item"]["stages"]
    found = _renamed(stages, names)
    assert [(s["name"], [m["name"] for m in s.get("milestones", [])]) for s in found] == left


def test_lines_that_lead_to_nothing_are_no_step():
    assert plans("The plan has two steps:\n- Under which\n- elections\n") is not None


HEADS = """The initiative lays out three main phases:

Immediate Truce (Three Months)
- Both sides are expected to halt hostilities for 90 days.
- Humanitarian corridors will be opened.

Permanent Ceasefire
- Heavy weapons will be withdrawn from the towns.
- Monitors will verify the ceasefire.

Political Transition (Nine Months)
- A transitional civilian government will be formed within nine months.
- A constitution will be drafted.

Why It Matters

The road map is the first since the war broke out.
"""
POINTS = """The 72-page peace deal was released late on Tuesday. Here are the key points.

- Ceasefire -

Fighting must end immediately.

- Foreign forces out -

All foreign forces must be disarmed and sent home.

- Elections -

Elections must be held 60 days before the end of the mandate.
"""


def test_heads_without_a_number_are_stages_where_phases_are_announced():
    (plan,) = plans(HEADS)
    assert shape(plan) == [
        ("Immediate Truce", "Three Months", ["ceasefire", "humanitarian-access"]),
        ("Permanent Ceasefire", None, ["withdrawal", "monitoring"]),
        ("Political Transition", "Nine Months", ["interim-government", "constitution"]),
    ]
    names = {r["item"]["name"] for r in rows_of(HEADS) if r["kind"] == "actor"}
    assert not names & {"Humanitarian", "Heavy", "Monitors", "Permanent Ceasefire"}


def test_heads_are_points_of_one_stage_where_points_are_announced():
    (plan,) = plans(POINTS)
    (stage,) = plan["item"]["stages"]
    assert [m["name"] for m in stage["milestones"]] == [
        "Ceasefire",
        "Foreign forces out",
        "Elections",
    ]


def test_a_calendar_is_in_the_order_of_its_dates():
    text = (
        "According to the calendar unveiled by the junta, the presidential election will be held "
        "in February 2034. This will be preceded by a referendum on the constitution in March "
        "2033, local elections in June 2033, and legislative elections between October and "
        "November 2033."
    )
    (plan,) = plans(text)
    found = [(s["step"], s["term"]["by"]) for s in plan["item"]["stages"]]
    assert found == [
        ("referendum", "2033-03-31"),
        ("elections", "2033-06-30"),
        ("elections", "2033-11-30"),
        ("elections", "2034-02-28"),
    ]


def test_what_a_side_also_proposes_is_of_its_plan_and_who_says_so_is_no_step():
    text = (
        "The initiative includes “a comprehensive ceasefire across the country”, a Tamran "
        "government statement said. Tamra also proposed reopening the airport in Garo, the "
        "rebel-held capital, and restarting political negotiations with the Front."
    )
    (plan,) = plans(text)
    steps = plan["item"]["stages"][0]["milestones"]
    assert [m["step"] for m in steps] == ["ceasefire", "humanitarian-access", "talks"]
    assert steps[0]["name"] == "a comprehensive ceasefire across the country"


def test_what_talks_will_be_about_is_no_step_of_its_own():
    text = (
        "The agreement provides for a general ceasefire. It also provides for a national dialogue, "
        "which will focus on the reform of the army and the revision of the constitution."
    )
    (plan,) = plans(text)
    assert [m["step"] for m in plan["item"]["stages"][0]["milestones"]] == ["ceasefire", "talks"]


def test_what_a_plan_begins_with_is_named_first_whatever_it_is_for():
    text = (
        "The deal envisages a process beginning with an immediate ceasefire to allow for the "
        "elections, followed by talks on a peace agreement."
    )
    (plan,) = plans(text)
    assert plan["item"]["stages"][0]["step"] == "ceasefire"


NUMBERED = """Here are the key points of the new peace plan:

1. Immediate and full ceasefire

To take effect in the two regions on 15 February.

2. Withdrawal of all heavy weapons by both sides

Heavy weapons must be withdrawn within two weeks. The Lakes Union will assist in the process.

3. Effective monitoring of the ceasefire

To be carried out by the Union from day one, with all means that are needed.
"""
PLAIN = """In order to succeed, both sides must now abide by a 12-point protocol.

Power decentralised
Local self-government will be allowed under a law on a special status.

Free prisoners
The protocol calls for all prisoners to be released immediately.

Removal of military hardware
Armed groups and mercenaries will also be removed from the territory.
"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (NUMBERED, ["ceasefire", "withdrawal", "monitoring"]),
        (PLAIN, ["autonomy", "prisoner-release", "withdrawal"]),
    ],
)
def test_points_have_heads_with_a_number_or_a_verb(text, kinds):
    (plan,) = plans(text)
    found = [m.get("step") for s in plan["item"]["stages"] for m in s.get("milestones", [s])]
    assert found == kinds


def test_lines_about_what_was_are_no_plan():
    text = (
        "BELPORT I\n\n- Its provisions included a prisoner exchange, in a war that had by then "
        "killed many.\n- The agreement broke down, and both sides were to blame.\n"
    )
    assert not plans(text)


ASIDES = """The envoy proposed a three-stage strategy that includes a truce, a release of captives
and a cabinet of experts.

Stage one of the plan, slated to begin on Sunday, May 4, initiates a six-week ceasefire.
Critically, captives are to be released. This pause is expected to build trust.

Stage two hangs on talks. If they succeed, it would entail a permanent end to hostilities and the
withdrawal of all forces.

A vote and a new constitution are elements of the third stage of the plan.
"""


def test_asides_remarks_and_what_is_named_last():
    (plan,) = plans(ASIDES)  # and the summary of it is no second one
    assert shape(plan) == [
        ("Stage one", None, ["ceasefire", "prisoner-release"]),
        ("Stage two", None, ["ceasefire", "withdrawal"]),
        ("Third stage", None, ["elections", "constitution"]),
    ]


def test_a_phase_named_after_under_has_what_both_would_do_as_its_milestones():
    text = (
        "Mediators handed the government and the River Alliance a two-phase plan.\n\n"
        "Under phase one, which is to last 60 days, both sides would stop shelling, open the Elim "
        "road to aid convoys and release 300 detainees. Phase two foresees a transitional council "
        "and elections within a year."
    )
    (plan,) = (r["item"] for r in rows_of(text) if r["kind"] == "roadmap")
    one, two = plan["stages"]
    assert (one["name"], one["lasts"]["value"], two["name"]) == ("Phase one", 60, "Phase two")
    assert [m["name"] for m in one["milestones"]] == [
        "stop shelling", "open the Elim road to aid convoys", "release 300 detainees",
    ]  # fmt: skip
