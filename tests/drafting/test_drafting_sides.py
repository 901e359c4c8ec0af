"""Who of many actors is asked, and what is taken of who says nothing of a plan that was agreed."""

import pytest
from invented import DELTA, actor, changed, said
from test_drafting_rules import plain, stage

from tracktwo.drafting import draft


def consent(facts):
    return stage(plain(facts))["milestones"][1]["consent"]


def with_actors(*more):
    return lambda facts: facts["actors"].extend(more)


FUND = actor("fund", "Delta Fund", "organisation", None)
BOARD = actor("board", "River Board", "organisation", "party")


def test_who_only_speaks_beside_known_sides_is_none():
    def spoke(facts):
        facts["actors"].append({k: v for k, v in FUND.items() if v is not None})
        facts["statements"].append(said("fund", "conditions", "pay once a text exists"))

    assert consent(changed(DELTA, spoke)) == consent(DELTA)


def test_who_fights_one_of_them_is_a_side_without_being_called_one():
    def fought(facts):
        facts["actors"].append({k: v for k, v in FUND.items() if v is not None})
        facts["relations"].append(
            {"from": "fund", "to": "north", "kind": "fights", "description": "fights"}
        )

    assert "fund" in consent(changed(DELTA, fought))["all"]


def test_an_organisation_of_which_nothing_is_told_is_not_asked_beside_sides_that_act():
    def acts(facts):
        facts["statements"].append(said("board", "refuses", "any handover of arms"))

    quiet = changed(DELTA, with_actors(BOARD))
    assert consent(quiet) == consent(DELTA)
    assert "board" in consent(changed(quiet, acts))["all"]


def test_who_signed_line_by_line_signed_together():
    def signed(facts):
        for side, name in (("north", "North Delta Union"), ("south", "South Delta League")):
            facts["statements"].append(
                said(side, "accepts", f"For the {name}: A. Person", about=["accord"])
            )

    found = stage(plain(changed(DELTA, signed)))["milestones"][1]
    assert (found["rule"], found["consent"]) == ("consent-of-agreed", {"all": ["north", "south"]})


@pytest.mark.parametrize(
    ("roles", "speaks"),
    [
        (["Prime Minister"], True),
        (["Deputy Prime Minister"], True),
        (["former president"], False),
        (["President of Norland"], False),
        (["spokesman"], False),
    ],
)
def test_an_office_of_state_speaks_for_the_one_government(roles, speaks):
    def governed(facts):
        facts["actors"] += [
            actor("government", "Government of the Delta", "government", "party"),
            {**actor("klar", "Odo Klar", "person", "party"), "roles": [{"role": r} for r in roles]},
        ]
        facts["statements"].append(said("klar", "refuses", "the accord", about=["accord"]))

    made = plain(changed(DELTA, governed))
    refusing = {s["actor"] for s in made["stances"] if s["stance"] == "refuses"}
    assert ("government" in refusing) == speaks


def test_where_two_hold_an_office_neither_speaks_for_the_one_government_named():
    def governed(facts):
        facts["actors"].append(
            actor("government", "Government of the Delta", "government", "party")
        )
        for who in ("klar", "orlo"):
            facts["actors"].append(
                {**actor(who, who.title(), "person", "party"), "roles": [{"role": "President"}]}
            )
        facts["statements"].append(said("klar", "refuses", "the accord", about=["accord"]))

    made = plain(changed(DELTA, governed))
    assert not any(s["stance"] == "refuses" for s in made["stances"])


def test_who_says_nothing_of_a_plan_that_was_agreed_leans_to_it():
    def told(*, agreed):
        facts = changed(DELTA, lambda f: f["roadmap"].update(agreed=agreed, proposed_by=[]))
        return [s for s in plain(facts)["stances"] if s["stance"] == "silent"]

    proposed, agreed = told(agreed=False), told(agreed=True)
    assert {s["strength"]["rule"] for s in proposed} == {"silence"}
    assert {s["strength"]["rule"] for s in agreed} == {"agreed-plan"}
    assert agreed[0]["strength"]["range"][1] > proposed[0]["strength"]["range"][1]


def test_one_person_alone_does_not_leave_a_plan_with_a_single_side(tmp_path):
    facts = {
        "title": "A plan", "date": "2030-01-01",
        "actors": [actor("prado", "Celso Prado", "person", "party")],
        "statements": [said("prado", "accepts", "the plan")],
    }  # fmt: skip
    made = draft(facts, plan=["ceasefire", "talks"])
    assert "one-side" in made.case_yaml
    assert "other-side" in made.case_yaml


def test_what_is_dated_later_than_the_report_keeps_no_day():
    def later(facts):
        facts["statements"].append({**said("north", "refuses", "to wait"), "date": "2099-01-01"})
        facts["statements"].append({**said("south", "refuses", "to wait"), "date": "2029-11-01"})

    dates = [s.get("date") for s in plain(changed(DELTA, later))["statements"]]
    assert dates[-2:] == [None, "2029-11-01"]


def test_a_meeting_of_a_body_whose_members_are_not_known_is_no_place_of_a_stance():
    def met(facts):
        facts["meetings"] = [{"id": "met", "name": "Meeting", "body": "north"}]
        facts["statements"].append(said("north", "refuses", "the accord", about=["accord"]))

    assert not any("at" in s for s in plain(changed(DELTA, met))["stances"])
