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
    assert row["item"]["name"] == "Proposal of one point"


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
                "The deal foresees a ceasefire of 90 days, the release of prisoners within a week and "
                "elections."
            ),
            [(90, "days", "of 90 days"), None, None],
        ),
        (
            (
                "Under the plan the army would hold its fire for 45 days, aid convoys would reach the "
                "towns over six weeks and then talks would begin."
            ),
            [(45, "days", "for 45 days"), (6, "weeks", "over six weeks"), None],
        ),
        (
            (
                "The plan provides for a truce lasting 60 days, a withdrawal of troops and elections "
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


def test_a_reviewer_sees_how_long_a_step_lasts():
    (row,) = roadmaps(
        "Norvia tabled a plan. Under the plan the army would observe a 60-day truce, and the "
        "Sarn Front would release all prisoners within a week."
    )
    said = headline(SimpleNamespace(rows={}, item=lambda r: r["item"], actors=dict), row)
    assert "(ceasefire, lasts 60 days)" in said
    assert "(prisoner-release, within 1 week)" in said
