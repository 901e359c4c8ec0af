"""What is drafted of what was accepted, and what is left out and said so."""

import datetime as dt

import yaml

from tracktwo.drafting.accepted import first_draft, main_plan

DAY = dt.date(2031, 3, 14)
ACTORS = [
    {"kind": "actor", "item": {"id": "government", "name": "Government of Halvan",
                               "kind": "government", "part": "party"}},
    {"kind": "actor", "item": {"id": "front", "name": "Hill Front", "kind": "armed-group",
                               "part": "party"}},
]  # fmt: skip


def step(id_, name, kind=None):
    return {"id": id_, "name": name} | ({"step": kind} if kind else {})


ORDERED = {
    "name": "Proposal in 3 stages",
    "stages": [
        step("ceasefire", "a ceasefire", "ceasefire"),
        step("talks", "talks", "talks"),
        step("elections", "elections", "elections"),
    ],
}
POINTS = {
    "name": "Proposal of 4 points",
    "stages": [
        {
            "id": "all",
            "name": "All points",
            "milestones": [
                step("presented", "Presented by Foreign Minister Renko in the capital"),
                step("vowed", "The Sons of Dhal have vowed to attack any convoy"),
                step("truce", "a truce", "ceasefire"),
                step("another", "another truce", "ceasefire"),
            ],
        }
    ],
}


def rows(*plans):
    return [*ACTORS, *({"kind": "roadmap", "item": plan} for plan in plans)]


def test_steps_of_known_kinds_in_order_come_before_a_longer_list():
    assert main_plan([POINTS, ORDERED]) is ORDERED
    assert main_plan([ORDERED, POINTS]) is ORDERED
    assert main_plan([POINTS]) is POINTS
    assert main_plan([]) is None


def test_a_list_that_names_more_kinds_comes_before_two_steps_in_order():
    two = {"name": "Proposal in 2 stages", "stages": ORDERED["stages"][:2]}
    kinds = ("ceasefire", "disarmament", "elections", "autonomy")
    agreement = {"name": "Proposal of 4 points", "stages": [
        {"id": "all", "name": "All points", "milestones": [step(k, k, k) for k in kinds]},
    ]}  # fmt: skip
    assert main_plan([two, agreement]) is agreement


def test_a_plan_that_is_left_out_is_told():
    made = first_draft(rows(POINTS, ORDERED), title="T", date=DAY, case_id="c")
    stages = yaml.safe_load(made.case_yaml)["roadmap"]["stages"]
    assert [s["name"] for s in stages] == ["A ceasefire", "Talks", "Elections"]
    assert made.unused == {2}
    (note,) = [n for n in made.notes if "left out" in n]
    assert "Sons of Dhal" in note
    assert "Proposal in 3 stages" in note


def test_steps_that_a_person_names_leave_every_plan_out():
    made = first_draft(rows(ORDERED), title="T", date=DAY, case_id="c", plan=["ceasefire"])
    assert made.unused == {2}
    assert any("the steps that were named" in n for n in made.notes)


def test_nothing_is_left_out_where_there_is_one_plan():
    made = first_draft(rows(ORDERED), title="T", date=None, case_id="c", published=DAY)
    assert made.unused == frozenset()
    assert not any("left out" in n for n in made.notes)
    assert "as_of: 2031-03-14" in made.case_yaml
