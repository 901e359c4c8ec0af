"""Plans told in running clauses, accounts of one plan that are joined, and who made it."""

import pytest
from news import steps_of

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy


def rows_of(text, known=()):
    article = Article("x", tidy(text))
    return [p.as_json() for p in Builder(read(article, known=known)).build()]


def plans_of(text):
    found = []
    for row in rows_of(text):
        if row["kind"] == "roadmap":
            ordered, steps = steps_of(row)
            found.append((ordered, [s.get("step") for s in steps]))
    return found


UNDER = (
    "Under a road map presented by UN envoy Ana Orlo on Monday, the army and the Sarn Council "
    "would observe a ceasefire, exchange prisoners within three weeks and then form a joint "
    "administration. Voters would decide on the status of Sarn in a referendum."
)


FIRST = (
    "First the rebels would have to leave the town; only then would the government open the roads "
    "to relief trucks. After that, she said, both sides could hold talks."
)
PROPOSED = (
    "We propose that the army withdraw, that observers be deployed, and that disarmament begin "
    "next year."
)
PHASES = (
    "Egypt gave the armies a text. It begins with a truce. In the next phase both armies would "
    "withdraw and let police take over. The final phase would see them merge under one command."
)
AS_FIRST = (
    "The Forum asked both sides to cease fire as the first step of a plan. The plan foresees the "
    "return of hostages, talks and, within a year, elections, the Forum's chair, Ana Orlo, told "
    "reporters."
)


@pytest.mark.parametrize(
    ("text", "ordered", "kinds"),
    [
        (UNDER, True, ["ceasefire", "prisoner-release", "interim-government", "referendum"]),
        (FIRST, True, ["withdrawal", "humanitarian-access", "talks"]),
        (PROPOSED, False, ["withdrawal", "monitoring", "disarmament"]),
        (PHASES, True, ["ceasefire", "withdrawal", "security-reform"]),
        (AS_FIRST, True, ["ceasefire", "prisoner-release", "talks", "elections"]),
    ],
    ids=["under", "first", "proposed", "phases", "as the first"],
)
def test_a_plan_told_in_clauses_is_read(text, ordered, kinds):
    assert plans_of(text) == [(ordered, kinds)]


@pytest.mark.parametrize(
    "text",
    [
        "The plan is dead, Ana Orlo said. The Orr Front would never release its prisoners.",
        "The Orr Front rejected the plan. It will fight on. Peru will hold elections in May.",
        "Under the old constitution, the president was elected by parliament.",
    ],
)
def test_what_is_no_plan_is_not_told_as_one(text):
    assert plans_of(text) == []


def test_two_accounts_of_one_plan_are_joined():
    text = (
        "The Forum called for a truce, followed by talks on a charter. Under the plan, the talks "
        "would be followed by an interim government and then elections."
    )
    kinds = ["ceasefire", "talks", "interim-government", "elections"]
    assert plans_of(text) == [(True, kinds)]


def test_rival_plans_stay_apart():
    text = (
        "The Forum called for a truce, followed by talks. Peru's rival plan begins with "
        "elections, followed by talks and then a withdrawal."
    )
    assert len(plans_of(text)) == 2


def test_who_presented_a_plan_proposes_it():
    rows = rows_of(UNDER)
    (plan,) = [r["item"] for r in rows if r["kind"] == "roadmap"]
    assert plan["proposed_by"] == ["orlo"]
    (said,) = [r["item"] for r in rows if r["kind"] == "statement"]
    assert (said["by"], said["kind"]) == ("orlo", "proposes")
    assert said["text"].startswith("the army and the Sarn Council would observe a ceasefire")


def test_steps_are_named_without_a_long_subject():
    (plan,) = [r["item"] for r in rows_of(UNDER) if r["kind"] == "roadmap"]
    assert plan["stages"][0]["name"] == "observe a ceasefire"


def actors_of(text, known=()):
    return {r["item"]["id"]: r["item"] for r in rows_of(text, known) if r["kind"] == "actor"}


def test_a_place_is_no_other_name_of_a_body_called_after_it():
    actors = actors_of(
        "The Sarn Liberation Council accepted the plan. Its secretary said in Sarn that the "
        "Council would sign."
    )
    assert "Sarn" not in actors["sarn-liberation-council"].get("aliases", [])


def test_a_plain_army_of_the_case_is_not_the_army_of_another_report():
    known = [("army", "Army", "organisation", ())]
    actors = actors_of("The Northern Army rejected the truce.", known)
    assert "northern-army" in actors


def test_those_who_are_no_sides_of_an_agreement_help_or_watch():
    text = (
        "The agreement was signed by the Government of Kenya and the Orr Front (OF). The parties "
        "agreed to a ceasefire. It was monitored by personnel from Nigeria and Ghana. The "
        "Norwegian government and Peru welcomed the agreement."
    )
    parts = {a["name"]: a.get("part") for a in actors_of(text).values()}
    assert parts["Orr Front"] == "party"
    assert parts["Nigeria"] == parts["Ghana"] == parts["Peru"] == "observer"
    assert all(v != "party" for k, v in parts.items() if k.startswith("Norw"))
