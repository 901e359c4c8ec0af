"""What a draft's odds turn on: who took a deal on, which points are spoken of, who is nobody."""

import pytest
from news import parts
from test_reading_wires import rows, said

PLAN = (
    "Under the accord both armies would observe a ceasefire, all prisoners would be released and "
    "elections would be held within a year."
)


def stances(text):
    return [(kind, by) for kind, by, _ in said(text)]


def about(text, who):
    """Return the steps of the plan, and those that the statements of somebody are about."""
    found = rows(text)
    (plan,) = [r["item"] for r in found if r["kind"] == "roadmap"]
    steps = plan["stages"][0].get("milestones") or plan["stages"]
    ids = [s["id"] for s in (*plan["stages"], *steps)]
    told = [r["item"] for r in found if r["kind"] == "statement" and r["item"].get("by") == who]
    return [s["id"] for s in steps], [[x for x in i.get("about", []) if x in ids] for i in told]


@pytest.mark.parametrize(
    ("text", "kind", "by"),
    [
        ("The UN welcomed the signing of the Garo accord by the Orr Front and Norland.",
         "accepts", ["orr-front", "norland"]),
        ("Ana Orlo said the Orr Front and Norland had signed the accord.",
         "accepts", ["orr-front", "norland"]),
        ("Norland and the Orr Front sealed the last annex, adviser Ana Orlo announced.",
         "accepts", ["norland", "orr-front"]),
        ("The presidents of Norland and of the breakaway republic of Mern signed an accord.",
         "accepts", ["norland", "mern"]),
        ("Norland and the Orr Front agreed a deal on Monday.", "accepts", ["norland", "orr-front"]),
        ("Norland and the Orr Front have put their names to the text.",
         "accepts", ["norland", "orr-front"]),
        ("The Orr Front turned down the document.", "refuses", ["orr-front"]),
        ("The Northern Redeemers, however, turned down the paper.",
         "refuses", ["northern-redeemers"]),
        ("The Homeland Union voted against and left the hall.", "refuses", ["homeland-union"]),
    ],
)  # fmt: skip
def test_who_took_a_deal_on_or_turned_it_down(text, kind, by):
    assert (kind, by) in stances(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Orlo urged the signing of the accord by the Tarn Movement.",
        "Norland awaits the signing of the accord by the Orr Front.",
        "The presidents of Norland and Mern shook hands on Friday.",
        "Odo Klar said the Orr Front would not have accepted the plan.",
        "The police sealed the offices of the Orr Front.",
        "The Orr Front turned down the volume.",
    ],
)
def test_nobody_takes_a_stance_here(text):
    assert not {k for k, _ in stances(text)} & {"accepts", "refuses"}


def test_who_signs_for_a_body_has_signed_for_it():
    ((kind, by, _),) = said("Prime Minister Odo Klar signed for the Orr Front.")
    assert (kind, by) == ("accepts", ["klar", "orr-front"])


@pytest.mark.parametrize(
    "text",
    [
        "The Garo Agreement was concluded on 14 May between Norland and the Orr Front. " + PLAN,
        PLAN + "\n\nFor Norland: Odo Klar, Minister\nFor the Orr Front: Commander Ana Voss",
        "Norland and the Orr Front signed the Framework for a Ceasefire in Garo. " + PLAN,
    ],
)
def test_who_concluded_the_deal_accepts_all_of_it(text):
    steps, told = about(text, "norland")
    assert any(set(one) in ({"all-points"}, set(steps)) for one in told)


def test_a_proposal_to_do_one_thing_is_of_that_thing():
    text = PLAN + " The Orr Front refused the proposal to release all prisoners."
    steps, told = about(text, "orr-front")
    assert told[-1] == [steps[1]]


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("accepted the first two points", [0, 1]),
        ("rejected the third point", [2]),
        ("rejected point three", [2]),
        ("accepted all three points", [0, 1, 2]),
        ("accepted the last two", [1, 2]),
        ("rejected the third round of talks", []),
    ],
)
def test_points_are_spoken_of_by_number(words, which):
    text = (
        "The plan asks both sides to:\n\n- observe a ceasefire;\n- release all prisoners;\n"
        f"- hold elections within a year.\n\nThe Orr Front {words}."
    )
    steps, told = about(text, "orr-front")
    assert told[-1] == [steps[n] for n in which]


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Norland ended Latin America's longest war with the Orr Front.", "america"),
        ("BAY OF LORN - Norland rejected the plan of the Orr Front.", "lorn"),
        ("A Government of National Accord shall be formed within three months.", "government"),
        ("The Framework for Peace was signed by Norland.", "framework"),
    ],
)
def test_quarters_of_the_world_datelines_and_what_is_to_be_formed_are_nobody(text, nobody):
    assert not any(nobody in name.lower() for name in parts(text))


def test_a_land_by_two_words_of_which_one_is_a_continent_stays():
    assert "South Africa" in parts("South Africa rejected the plan.")


def test_an_office_told_of_one_man_is_not_the_next_mans():
    text = (
        "Momo Sherwin, leader of the Orr Front, Felix Gbane, chairman of the Tarn League, and "
        "Odo Klar signed the document."
    )
    bodies = {(r["item"]["from"], r["item"]["to"]) for r in rows(text) if r["kind"] == "relation"}
    assert bodies == {("sherwin", "orr-front"), ("gbane", "tarn-league")}


def test_a_step_is_not_called_this():
    text = (
        "Under the plan the rebels would disarm. This will be followed by an amnesty. Only then "
        "would political talks open."
    )
    (plan,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    steps = plan["stages"][0].get("milestones") or plan["stages"]
    assert "an amnesty" in [s["name"] for s in steps]


def test_two_who_agreed_on_a_pause_leading_to_talks_have_a_plan():
    text = "Norland and the Orr Front agreed on Sunday to a thirty-day truce leading to talks."
    (plan,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    assert [s["step"] for s in plan["stages"]] == ["ceasefire", "talks"]


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("Norland and the Orr Front signed a deal on Monday. ", True),
        ("An accord was reached in Garo. ", True),
        ("Norland wants the accord to be signed in May. ", False),
        ("The accord has not been signed yet. ", False),
        ("The envoy put a new proposal to both sides. ", False),
    ],
)
def test_a_plan_that_was_agreed_is_told_from_one_that_is_to_be(text, agreed):
    (plan,) = [r for r in rows(text + PLAN.replace("accord", "plan")) if r["kind"] == "roadmap"]
    assert ("agreed" in plan["flags"]) == agreed


def test_no_body_is_absent_from_its_own_meeting():
    text = "The River Movement walked out of the meeting of both sides in Garo on Monday."
    (met,) = [r["item"] for r in rows(text) if r["kind"] == "meeting"]
    assert met["absent"] == ["river-movement"]
    assert "body" not in met


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front accepted the truce but not the vote.",
        "The Orr Front said it would accept the truce, but not the vote.",
    ],
)
def test_what_is_taken_without_something_refuses_that(text):
    found = {kind: words for kind, _, words in said(text)}
    assert found["refuses"] == "the vote"
    assert found["accepts"].endswith("the truce")


def test_a_truce_taken_with_reserve_is_no_refusal():
    assert stances("The Orr Front accepted the truce, but not without a pause.") == [
        ("accepts", ["orr-front"])
    ]


def test_who_signs_for_the_government_has_signed_for_it():
    text = "The government of Vessa waited. Prime Minister Odo Klar signed for the government."
    assert ("accepts", ["klar", "government-of-vessa"]) in stances(text)
