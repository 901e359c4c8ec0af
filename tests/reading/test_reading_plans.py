"""Plans that are none, their announced number, how long a step lasts, and what steps are called."""

from types import SimpleNamespace

import pytest
from news import steps_of
from test_reading_running import plans_of, rows_of

from tracktwo.reading.review.headline import headline


def roadmaps(text):
    return [r for r in rows_of(text) if r["kind"] == "roadmap"]


@pytest.mark.parametrize(
    "text",
    [
        "Belland and the Dune Front both agreed to a ceasefire on Monday.",
        "The government and the rebels both accepted the truce on Tuesday. They welcomed it.",
        "The army and the Dune Front have both committed to a ceasefire.",
        "Both sides accepted the truce and the release of prisoners.",
        "The Norvian government rejected the ceasefire. The rebels accepted it on Friday.",
        "The two parties pledged to respect the truce. The Hill Council said nothing.",
        "Norvia and the Sarn Front both decided on elections. The envoy praised the deal.",
        "Elections were held in 2015 and in 2019.",
        "Zera approved a constitution in 2014 and elections were held within a year.",
        "Troops left the valley in 2011 and a referendum was held two years later.",
        "The parties had signed a truce by 1998, and a unity government was formed within months.",
    ],
)
def test_where_sides_stand_and_what_was_is_no_plan(text):
    assert plans_of(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            (
                "The Zeran Unity Government (ZUG) accepted the truce on Monday. The Hill Council "
                "rejected it.\n\nThe Dune Front proposed a ceasefire, followed by a transition and "
                "then elections."
            ),
            [["ceasefire", "interim-government", "elections"]],
        ),
        (
            (
                "Rebels and the army have both committed to a ceasefire. Under the deal the army "
                "would leave the valley and the Front would release all prisoners."
            ),
            [["ceasefire", "withdrawal", "prisoner-release"]],
        ),
        ("The agreement provided for a ceasefire.", [["ceasefire"]]),
        (
            "The parties agreed to a permanent ceasefire and the release of prisoners.",
            [["ceasefire", "prisoner-release"]],
        ),
        (
            "The road map foresees a truce by March 2034 and elections in 2035.",
            [["ceasefire", "elections"]],
        ),
    ],
)
def test_a_plan_beside_or_out_of_stances_is_read(text, kinds):
    assert [k for _, k in plans_of(text)] == kinds


def test_a_single_point_is_called_one():
    (row,) = roadmaps("The agreement provided for a ceasefire.")
    assert row["item"]["name"] == "Proposal of 1 point"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            (
                "The mediator presented a plan in four phases. First: a ceasefire. Second: the "
                "withdrawal of all foreign troops. Third: elections."
            ),
            False,
        ),
        (
            (
                "The roadmap has four phases. In a first phase both armies would observe a truce. "
                "In a second phase they would withdraw from the city."
            ),
            False,
        ),
        ("The road map, in three stages, foresees a truce, followed by elections.", False),
        (
            (
                "Norvia tabled a five-step plan. Under it both armies would observe a truce and "
                "then the Sarn Front would release its prisoners."
            ),
            False,
        ),
        (
            (
                "The envoy set out three stages. Firstly, a truce. Secondly, a transitional "
                "government."
            ),
            False,
        ),
        (
            (
                "The mediator presented a plan in three phases. First: a ceasefire. Second: the "
                "withdrawal of all foreign troops. Third: elections."
            ),
            True,
        ),
        ("The road map, in two stages, foresees a truce, followed by elections.", True),
        (
            (
                "The three parties met. The road map foresees a truce, followed by elections. It "
                "names four points of contact."
            ),
            True,
        ),
    ],
)
def test_the_announced_number_is_checked_in_every_shape(text, said):
    (row,) = roadmaps(text)
    assert ("number-mismatch" not in row["flags"], row["tier"] == "B") == (said, said)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        (
            (
                "The envoy proposed a 60-day ceasefire, followed by a two-year transition and then "
                "elections."
            ),
            [(60, "days", "60-day"), (2, "years", "two-year"), None],
        ),
        (
            (
                "The deal foresees a ceasefire of 90 days, the release of prisoners within a week "
                "and "
                "elections."
            ),
            [(90, "days", "of 90 days"), None, None],
        ),
        (
            (
                "Under the plan the army would hold its fire for 45 days, aid convoys would reach "
                "the "
                "towns over six weeks and then talks would begin."
            ),
            [(45, "days", "for 45 days"), (6, "weeks", "over six weeks"), None],
        ),
        (
            (
                "The plan provides for a truce lasting 60 days, a withdrawal of troops and "
                "elections "
                "after 18 months."
            ),
            [(60, "days", "lasting 60 days"), None, None],
        ),
        (
            (
                "The plan foresees the release of prisoners held for two years, an end to their "
                "22-month war and elections within six months."
            ),
            [None, None, None],
        ),
        (
            (
                "The plan has three points: 1) a truce for an initial fortnight; 2) talks; 3) a "
                "transitional government for a year."
            ),
            [None, None, (1, "years", "for a year")],
        ),
    ],
)
def test_how_long_a_step_lasts_is_kept_and_is_no_term(text, lasts):
    (row,) = roadmaps(text)
    _, steps = steps_of(row)
    kept = [s.get("lasts") for s in steps]
    assert [x and (x["value"], x["unit"], x["said"]) for x in kept] == lasts
    quotes = {q["id"]: q["target"]["selector"][0]["exact"] for q in row["quotes"]}
    for step, found in zip(steps, kept, strict=True):
        if found:
            assert [quotes[e] for e in found["evidence"]] == [found["said"]]
            assert "term" not in step


def test_a_sentence_may_end_with_the_comma_after_a_step():
    text = "Zera unveiled a programme. It provides for (1) a truce, (2) the release of prisoners,"
    (plan,) = roadmaps(text)
    assert [step["name"] for step in steps_of(plan)[1]] == ["a truce", "the release of prisoners"]


def test_a_reviewer_sees_how_long_a_step_lasts():
    (row,) = roadmaps(
        "Norvia tabled a plan. Under the plan the army would observe a 60-day truce, and the "
        "Sarn Front would release all prisoners within a week."
    )
    said = headline(SimpleNamespace(rows={}, item=lambda r: r["item"], actors=dict), row)
    assert "(ceasefire, lasts 60 days)" in said
    assert "(prisoner-release, within 1 week)" in said


TERMS = {
    "The rebels demanded a government within six months and elections within 18 months.": [
        (None, 6), ("elections", 18)],
    "Norvia proposed a new council within 30 days and a referendum within six months.": [
        (None, 30), ("referendum", 6)],
    "Under the plan a government would be formed within six months and elections held within 18 "
    "months.": [(None, 6), ("elections", 18)],
    "Under the deal a committee would be set up within a week and prisoners freed within a "
    "month.": [(None, 1), ("prisoner-release", 1)],
    "Under the accord, a unity government would be formed within six months and elections would "
    "be held within 18 months. All foreign fighters must leave within 90 days.": [
        ("withdrawal", 90), ("interim-government", 6), ("elections", 18)],
    "Under the pact, a transitional council will be formed within three months and a referendum "
    "will be held within two years. All prisoners must be freed within 30 days.": [
        ("prisoner-release", 30), ("interim-government", 3), ("referendum", 2)],
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), TERMS.items())
def test_steps_with_terms_are_put_in_the_order_of_their_terms(text, found):
    (row,) = roadmaps(text)
    ordered, steps = steps_of(row)
    assert ordered
    assert [(s.get("step"), s["term"]["within"]) for s in steps] == found


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took a town within two days and freed prisoners within a week.",
        "Norvia said its army had left the valley within a day and freed hostages within a week.",
    ],
)
def test_what_was_done_within_a_time_is_no_plan(text):
    assert plans_of(text) == []


LINKED = {
    "The Hill Council backed a proposal by former president Ousa Belle on Sunday that foresees a "
    "truce, followed by a two-year transition and then presidential elections.": (
        ["belle"], ["ceasefire", "interim-government", "elections"]),
    "The Sarn Front welcomed a plan by envoy Ana Orlo that envisages a truce, followed by talks "
    "and then a referendum.": (["orlo"], ["ceasefire", "talks", "referendum"]),
    "The league endorsed a roadmap by Kenya on Friday that foresees a ceasefire, followed by a "
    "one-year transition and then a vote.": (
        ["kenya"], ["ceasefire", "interim-government", "elections"]),
    "Norvia and Belland want a truce followed by talks and, later, elections.": (
        ["norvia", "belland"], ["ceasefire", "talks", "elections"]),
    "Diplomats want a humanitarian pause followed by a prisoner exchange and, eventually, a "
    "permanent ceasefire.": (None, ["ceasefire", "prisoner-release", "ceasefire"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), LINKED.items())
def test_what_follows_is_a_step_of_its_own_and_the_plan_is_its_makers(text, found):
    (row,) = roadmaps(text)
    ordered, steps = steps_of(row)
    assert ordered
    assert (row["item"].get("proposed_by"), [s["step"] for s in steps]) == found


NAMES = {
    "The deal foresees a ceasefire of 90 days, the release of prisoners and elections.": [
        "a ceasefire of 90 days", "the release of prisoners", "elections"],
    "The agreement provided for a ceasefire and the release of prisoners. It also stipulated an "
    "amnesty for the rebels and the creation of a joint commission.": [
        "a ceasefire", "the release of prisoners", "an amnesty for the rebels",
        "the creation of a joint commission"],
    "The plan has three stages. The first phase (days 1-42) would see a ceasefire. The second "
    "phase (days 43-84) would see the withdrawal of the army. In the third phase elections would "
    "be held.": ["a ceasefire", "the withdrawal of the army", "elections"],
    "The settlement stipulates a truce, also foresees an amnesty and would see the return of "
    "refugees.": ["a truce", "an amnesty", "the return of refugees"],
    "The parties proposed a truce, with a view to leading to elections, and eventually leading to "
    "a new constitution.": ["a truce", "elections", "a new constitution"],
    "Under the plan the guns would fall silent and aid agencies would reach the besieged towns. "
    "Then the militias on both banks of the river would be disarmed.": [
        "the guns would fall silent", "aid agencies would reach the besieged towns",
        "the militias on both banks of the river would be disarmed"],
    "Under the plan the heavy guns along the northern front line would fall silent and aid "
    "agencies would be let into the towns, and militias on both banks of the river would be "
    "disarmed and their camps closed.": [
        "the heavy guns along the northern front line would fall silent",
        "aid agencies would be let into the towns",
        "militias on both banks of the river would be disarmed and their camps closed"],
    "The plan has two stages. First, a truce of 90 days that both armies would observe from "
    "1 November. Then elections to an assembly.": [
        "a truce of 90 days that both armies would observe from 1 November",
        "elections to an assembly"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES.items())
def test_a_step_is_called_by_what_happens_and_to_whom(text, names):
    (row,) = roadmaps(text)
    assert [s["name"] for s in steps_of(row)[1]] == names
