"""Who is a side, who helps and who only speaks; stances that no verb of their own tells."""

import pytest
from news import count, parts, rows_of

SIDES = " The government and the Orr Front are at war. The Orr Front has refused to sign the truce."


def said(text):
    rows = rows_of(text)
    names = {r["item"]["id"]: r["item"]["name"] for r in rows if r["kind"] == "actor"}
    return [
        (
            r["item"]["kind"],
            [names[i] for i in [r["item"].get("by"), *r["item"].get("with", [])] if i],
            r["item"]["text"],
        )
        for r in rows
        if r["kind"] == "statement"
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("President Jens Falk shook his head.", "Jens Falk"),
        ("Premier Gunnar Haas gave no interviews.", "Gunnar Haas"),
        ("The Coast League's leader, Mara Deng, is opposed.", "Mara Deng"),
        ("The warlord Otto Kern has refused to disarm.", "Otto Kern"),
        ("General Tad Rus of the Orr Front gave no interviews.", "Tad Rus"),
        ("Lucia Prem, leader of the Coast League, initialled the protocol.", "Lucia Prem"),
        ("The Orr Front and its chairman, Mr. Dan Teff, were in Garo.", "Dan Teff"),
    ],
)
def test_who_leads_a_side_is_one(text, who):
    assert parts(text + SIDES).get(who) == "party"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Orr Front spokesman Colonel Dan Teff said talks would go on.", "Dan Teff"),
        ("Analyst Mara Deng said the truce would not hold.", "Mara Deng"),
        ("Deputy Foreign Minister Ilse Kahn said talks would go on.", "Ilse Kahn"),
        ("Former premier Otto Kern said talks would go on.", "Otto Kern"),
    ],
)
def test_who_only_speaks_is_no_side(text, who):
    assert parts(text + SIDES).get(who) in {None, "speaker"}


@pytest.mark.parametrize(
    ("text", "who", "part"),
    [
        ("The talks are being hosted in Port Sela by Ostmark.", "Ostmark", "host"),
        ("They met in Sela, a town of Ostmark, whose country is hosting.", "Ostmark", "host"),
        ("Ostmark, whose king is hosting the talks, is tired.", "Ostmark", "host"),
        ("Omran put its palace at the disposal of both.", "Omran", "host"),
        ("Ostmark pressed the government to reopen the border.", "Ostmark", "pressure"),
        ("Ostmark warned that it would cut off gas.", "Ostmark", "pressure"),
        ("Ostmark is pushing for travel bans on obstructors.", "Ostmark", "pressure"),
        ("Ostmark warned that winter was near.", "Ostmark", None),
        ("Ostmark is sponsoring the peace process.", "Ostmark", "mediator"),
        ("Ines Calder carried letters between the two camps.", "Ines Calder", "mediator"),
        ("The go-between was Cardinal Ferro.", "Ferro", "mediator"),
        ("Judge Amara Sisk, the mediator, drafted a plan.", "Amara Sisk", "mediator"),
        (
            "The Emirate of Jarra paid for the venue and brought both sides to the table.",
            "Emirate of Jarra",
            "mediator",
        ),
        ("Delegates of the Maritime League sat in.", "Maritime League", "observer"),
        ("Ostmark and Lume have pledged to guarantee any accord.", "Ostmark", "guarantor"),
        ("Envoy Agnes Okoro of the Lake States Community mediated the talks.",
         "Lake States Community", "mediator"),
        ("The Contact Group on Orr threatened sanctions.", "Contact Group on Orr", "pressure"),
        ("The Harbour Bank will pay for the roads.", "Harbour Bank", None),
        ("The Council of Western States welcomed the truce.", "Council of Western States", None),
    ],
)  # fmt: skip
def test_who_helps_or_presses(text, who, part):
    assert parts(text + SIDES).get(who) == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The Bishops' Synod put forward a plan: a truce, then talks, then a vote.", "mediator"),
        ("The Bishops' Synod rejected the plan.", "party"),
    ],
)
def test_who_lays_down_a_plan_and_takes_no_stand_mediates(text, part):
    assert parts(text + SIDES).get("Bishops' Synod") == part


def test_who_proposes_and_demands_is_a_side():
    text = (
        "The Council of the Upper Valley has made a new proposal in three stages: opening the "
        "sluice, a meeting, and a joint office. The Council of the Upper Valley demanded an "
        "apology and warned the Guild against a strike. The Council of the Lower Valley "
        "rejected it."
    )
    assert parts(text)["Council of the Upper Valley"] == "party"


def test_where_no_two_sides_are_told_the_lands_that_are_asked_and_answer_are():
    text = (
        "Morvania's president, Clara Witt, ruled out talks. The Guards held on. The League of "
        "Gulf States called on Morvania to stop the bombing of Essim."
    )
    found = parts(text)
    assert found["Morvania"] == "party"
    assert found["League of Gulf States"] != "party"


FRONT, LEAGUE = "Orr Front", "Coast League"


@pytest.mark.parametrize(
    ("text", "kind", "who", "words"),
    [
        ("Kolar's rejection of the draft was absolute.", "refuses", "Kolar", "the draft"),
        ("They regretted the refusal of the Orr Front to sign.", "refuses", FRONT, "sign"),
        ("The Orr Front's insistence on a vote has angered many.", "demands", FRONT, "a vote"),
        ("They noted the offer of the Coast League to send aid.", "proposes", LEAGUE, "send aid"),
        ("The pledge of the Orr Front to disarm is new.", "commits", FRONT, "disarm"),
        ("The Coast League raised no objection to the date.", "accepts", LEAGUE, "the date"),
        ("The Orr Front gave the plan its blessing.", "accepts", FRONT, "the plan"),
        ("The Orr Front is opposed.", "refuses", FRONT, "is opposed"),
        ("The Orr Front is in favour as well.", "accepts", FRONT, "is in favour as well"),
        ("The Orr Front said no.", "refuses", FRONT, "no"),
    ],
)
def test_a_stance_that_no_verb_of_its_own_tells(text, kind, who, words):
    assert (kind, [who], words) in said(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("There was no objection from the Orr Front.", "accepts"),
        ("The Orr Front did not object to the plan.", "accepts"),
        ("The idea was met with refusal by the Orr Front.", "refuses"),
        ("The plan was greeted with applause by the Orr Front.", "accepts"),
        ("All but the Orr Front have endorsed the draft.", "refuses"),
        ("The Orr Front left no doubt that it would boycott the vote.", "refuses"),
        ("The Orr Front has made it known that it will not attend.", "refuses"),
        ("The Orr Front calls it a ruse.", "refuses"),
        ("The Orr Front has tied any pull-out to a census.", "conditions"),
        ("The Orr Front said that those who obstruct the vote would face trial.", "warns"),
    ],
)
def test_turns_of_phrase(text, kind):
    assert [(k, by) for k, by, _ in said(text)] == [(kind, [FRONT])]


@pytest.mark.parametrize(
    "text",
    [
        "Nothing can begin without the Orr Front's acceptance of the plan.",
        "The ministers await the refusal of the Orr Front to sign.",
        "The Orr Front denied any opposition to the plan.",
        "There was an objection from the Orr Front.",
    ],
)
def test_what_is_not_yet_there_is_no_stance(text):
    assert not [k for k, by, _ in said(text) if k in {"accepts", "refuses"}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Orr Front accepted it. So did the Coast League.", ["accepts", "accepts"]),
        ("The Orr Front backs the accord; so does the Coast League.", ["accepts", "accepts"]),
        ("The Orr Front signed the truce, and the Coast League followed suit.", 2 * ["accepts"]),
        ("The Orr Front will not sign. Nor will the Coast League.", ["refuses", "refuses"]),
        ("The Orr Front backs the plan. The Coast League does not.", ["accepts", "refuses"]),
    ],
)
def test_so_did_the_other(text, wanted):
    found = said(text)
    assert [kind for kind, *_ in found] == wanted
    assert [by for _, by, _ in found] == [[FRONT], [LEAGUE]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Orr Front and the Coast League, but not Kolar, have signed the truce.", "accepts"),
        ("Neither the Orr Front nor the Coast League has signed the truce.", "refuses"),
        ("The Orr Front accepted the plan, as did the Coast League.", "accepts"),
        ("The Orr Front, along with the Coast League, has endorsed the text.", "accepts"),
        ("The text was accepted by the Orr Front and, after a night, by the Coast League.",
         "accepts"),
        ("The Orr Front, which holds the north, and the Coast League have signed the truce.",
         "accepts"),
        ("Elders of the Orr Front and the Coast League have rejected the truce.", "refuses"),
    ],
)  # fmt: skip
def test_several_with_one_stance(text, kind):
    found = [(k, by) for k, by, _ in said(text)]
    assert (kind, [FRONT, LEAGUE]) in found


def test_who_is_turned_down_made_no_new_offer():
    text = "The junta's offer of seats was rejected by the Coast League."
    assert [kind for kind, *_ in said(text)] == ["refuses"]


def test_a_question_does_not_begin_with_a_first_name():
    text = "Anchor: Will Orsini sign?\n\nBost: President Orsini has refused to sign the truce."
    assert "Will Orsini" not in parts(text)


@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        ("parts-dev", (0.9, 0.85, 0.56, 0.7, 0.67, 0.9)),
        ("parts-held", (0.74, 0.66, 0.4, 0.45, 0.54, 0.6)),
        ("parts-check", (0.89, 0.66, 0.6, 0.45, 0.56, 0.8)),
    ],
)
def test_ten_voices_and_three_more_are_read_as_well_as_reported(folder, floors):
    c = count(folder)
    shares = (
        c["actors found"] / c["actors wanted"],
        c["party right"] / c["party wanted"],
        c["third right"] / c["third wanted"],
        c["statements right"] / c["statements wanted"],
        c["statements right"] / c["statements proposed"],
        c["statements sure right"] / c["statements sure"],
    )
    assert all(share >= floor for share, floor in zip(shares, floors, strict=True)), shares
