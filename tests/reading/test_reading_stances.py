"""Stances, voices, signatures and names of steps; and which proposals are sure."""

import pytest
from news import rows_of

from tracktwo.reading.proposals.intake import _title
from tracktwo.reading.text.lexicon import lexicon


def said(text):
    return [(r["item"]["kind"], r["item"].get("by"), r["tier"]) for r in rows_of(text)
            if r["kind"] == "statement"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru said it would resume aid.", "commits"),
        ("Peru said it would challenge the ruling.", "warns"),
        ("Peru said it would study the draft.", "states"),
        ("The Orr Front called the offer a trap.", "refuses"),
        ("The Orr Front called the offer a step in the right direction.", "accepts"),
        ("The Orr Front announced a unilateral truce.", "commits"),
        ("The Orr Front suspended its participation in the talks.", "refuses"),
        ("The Orr Front distanced itself from the accord.", "refuses"),
        ("Ana Orlo said her party had accepted the draft.", "accepts"),
        ('"If the others sign, we sign," said Ana Orlo.', "conditions"),
    ],
)
def test_plain_words_may_take_a_stance(text, kind):
    assert [k for k, _, _ in said(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Peru concluded a three-day visit.",
        "The Orr Front pulled out of Marvok in January.",
        "The Marvok Agreement calls for a vote.",
        "Ana Orlo expressed gratitude to Peru.",
        "Ana Orlo declined to say whether she would go.",
        "The two sides in Marvok said they were tired.",
    ],
)
def test_what_is_no_stance_is_no_statement(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("The Orr Front rejected the plan.", "B"),
        ("The Orr Front met. It rejected the plan.", "B"),
        ('Ana Orlo said: "We are tired of this war."', "B"),
        ("Ana Orlo said the war had lasted long.", "C"),
        ("Elders of the town rejected the plan.", "C"),
        ("The plan was rejected by the Orr Front.", "C"),
    ],
)
def test_a_stance_of_somebody_named_and_direct_speech_are_sure(text, tier):
    assert [t for _, _, t in said(text)] == [tier]


def test_in_an_interview_i_and_we_are_who_stands_before_the_colon():
    found = said(
        "Dario Stell commands the north.\n\nQuestion: Will we see talks?\n\n"
        "Stell: I reject the plan. We demand a vote.\n\nThe Orr Front met."
    )
    assert [(k, by) for k, by, _ in found] == [("refuses", "stell"), ("demands", "stell")]


def test_whose_list_it_is_is_whose_we_follows():
    found = said(
        "The General Command of the Orr Front informs the public of the following:\n"
        "1. We reject the plan.\n2. We demand a vote."
    )
    assert {k for k, _, _ in found} == {"refuses", "demands"}
    assert len({by for _, by, _ in found}) == 1


def test_two_verbs_joined_by_and_have_the_subject_of_the_first():
    found = said("The envoy, Ana Orlo, briefs the Security Council and urges Peru to leave.")
    assert [(k, by) for k, by, _ in found] == [("demands", "orlo")]


def parts_of(text):
    return {r["item"]["name"]: r["item"].get("part") for r in rows_of(text)
            if r["kind"] == "actor"}  # fmt: skip


SIGNED = (
    "The agreement provides for a ceasefire and elections.\n\n"
    "For the Government of Mali: Ali Odo\nFor the Orr Front: Ulla Mor\n\n"
)


@pytest.mark.parametrize(
    ("lines", "who"),
    [
        ("His Excellency Ivo Renn, President of the Republic of Gabon", "Gabon"),
        ("Ida Falk, Special Representative of the Secretary-General of the United Nations",
         "United Nations"),
        ("Gabon, the People's Republic of China and Togo.", "China"),
        ("The agreements were witnessed by:\nIvo Renn, Ambassador of Norway", "Norway"),
        ("The agreement was also signed by Gabon, Togo and the African Union.", "Togo"),
        ("Paul Imhof, Chairperson of the Commission of the African Union", "African Union"),
    ],
)  # fmt: skip
def test_who_stands_under_an_agreement_beside_its_sides_is_a_third_party(lines, who):
    parts = parts_of(SIGNED + lines)
    assert parts.get(who) in {"observer", "guarantor", "mediator"}, parts
    assert parts["Orr Front"] == "party"


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("President Ana Orlo of Peru acted as mediator.", "Ana Orlo", "mediator"),
        ("The guarantors, Peru and Chad, have kept silent.", "Chad", "guarantor"),
        ("The envoys of Mali and Niger met. Peace envoy Ana Orlo spoke.", "Ana Orlo", "mediator"),
        ("Peru offered its capital as a venue for the talks.", "Peru", "host"),
        ("The separatist Coast Assembly met.", "Coast Assembly", "party"),
        ("A mission of the Organization for Security and Co-operation in Europe oversaw the truce.",
         "Organization for Security and Co-operation in Europe", "observer"),
    ],
)  # fmt: skip
def test_the_part_is_told_in_many_words(text, name, part):
    assert parts_of(text).get(name) == part


def test_a_paper_is_no_actor():
    assert "Marvok Protocol" not in parts_of("The Marvok Protocol was signed by the Orr Front.")


def test_a_step_is_named_by_what_names_it_and_quoted_whole():
    rows = rows_of(
        "The plan has two stages: a truce which the army would respect; and elections within "
        "six months."
    )
    (plan,) = [r for r in rows if r["kind"] == "roadmap"]
    assert [s["name"] for s in plan["item"]["stages"]] == ["a truce", "elections"]
    quotes = [q["target"]["selector"][0]["exact"] for q in plan["quotes"]]
    assert "a truce which the army would respect" in quotes


def test_a_list_after_followed_by_is_taken_apart():
    (plan,) = [
        r for r in rows_of("The accord foresaw a truce, followed by the disarmament of the Front, "
                           "a referendum in the north and elections.")
        if r["kind"] == "roadmap"
    ]  # fmt: skip
    kinds = [s["step"] for s in plan["item"]["stages"]]
    assert kinds == ["ceasefire", "disarmament", "referendum", "elections"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks resume in Marvok\n\nThe Front came.", "Talks resume in Marvok"),
        ("MARVOK, 5 Jan (Wire) - Talks resume\n\nThe Front came.", None),
        ("Home | World | Opinion\nTalks resume", None),
        ("The Front came.", None),
    ],
)
def test_a_dateline_and_a_menu_are_no_title(text, title):
    assert _title(text) == title


def test_a_state_goes_by_its_official_style_and_without_accents():
    states = lexicon().states
    assert states["cote divoire"] == states["ivory coast"]
    assert "yugoslavia" in states


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front denied that it had agreed to disarm.",
        "The Orr Front denied signing the agreement.",
        "Peru denied rejecting the plan.",
        "Peru did not deny having accepted the offer.",
        "Chile imposed sanctions on anyone who blocks the vote.",
        "Chile will punish those who reject the plan.",
        "Peru spoke of all who refuse the accord.",
        "Whether Peru will reject it is unclear.",
        "Chile hopes the Orr Front will accept the plan.",
        "Diplomats doubt that Peru will sign the accord.",
        "Chile said Peru will sign the accord.",
        "Chile hoped that Peru would agree to the terms.",
        "The Orr Front has neither accepted nor rejected the plan.",
        "Peru has not endorsed or rejected the draft.",
        "The Orr Front no longer rejects the plan.",
        "Peru did not oppose the vote.",
        "The Orr Front insisted that the plan was dead.",
        "Peru insisted that it had never rejected the plan.",
        "The Orr Front declined to discuss the talks.",
        "Peru refused to comment.",
    ],
)
def test_what_is_denied_left_open_or_said_of_anyone_is_no_stance(text):
    assert {k for k, _, _ in said(text)} <= {"states"}


@pytest.mark.parametrize(
    ("text", "kind", "by"),
    [
        ("The Orr Front refused to discuss disarmament.", "refuses", "orr-front"),
        ("Peru refused to discuss a new truce.", "refuses", "peru"),
        ("The Orr Front has yet to sign the plan.", "states", "orr-front"),
        ("Peru and Chile have yet to ratify the treaty.", "states", "peru"),
        ("The Orr Front failed to sign the accord.", "refuses", "orr-front"),
        ("Peru did not sign or ratify the accord.", "refuses", "peru"),
        ("The Orr Front boycotted them.", "refuses", "orr-front"),
        ("Peru ended its support for the plan.", "refuses", "peru"),
        ("The Union of States welcomes the plan.", "accepts", "union-of-states"),
        ("The Council of Elders rejects the plan.", "refuses", "council-of-elders"),
        ("Peru denied the charge and rejected the plan.", "refuses", "peru"),
        ("Peru, which rejects the plan, has left.", "refuses", "peru"),
        ("The Orr Front insisted that the army must leave.", "demands", "orr-front"),
        ("Peru insisted that its prisoners be freed.", "demands", "peru"),
        ("The Orr Front's spokesman, Ben Tal, said the Orr Front will boycott the vote.",
         "refuses", "tal"),
    ],
)  # fmt: skip
def test_a_stance_is_told_by_what_is_done_and_left_undone(text, kind, by):
    assert (kind, by) in [(k, b) for k, b, _ in said(text)], said(text)


def test_what_is_no_longer_refused_is_told_in_its_whole_clause():
    (row,) = [r for r in rows_of("Peru did not reject the plan.") if r["kind"] == "statement"]
    assert row["item"]["text"] == "Peru did not reject the plan"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("The Orr Front will not sign unless Oman withdraws.", "Oman withdraws"),
        ("Peru will not accept the plan until the army leaves.", "the army leaves"),
        ("Peru will accept the truce if prisoners are freed.", "prisoners are freed"),
        ("The Orr Front refused to sign unless monitors are deployed.", "monitors are deployed"),
        ("Peru ruled out talks until the siege is lifted.", "the siege is lifted"),
        ("The Orr Front offered to free 40 soldiers in exchange for safe passage.", "safe passage"),
        ("Peru proposed a truce on condition that Chile disarms.", "Chile disarms"),
        ("Peru rejects the draft unless its borders are named.", "its borders are named"),
        ("The Orr Front pledged to disarm if the army withdraws.", "the army withdraws"),
        ("Unless Oman withdraws, the Orr Front will not sign the plan.", "Oman withdraws"),
        ("Peru demanded that Chile leave in return for its aid.", "its aid"),
        ("Peru made its signature conditional on the release of prisoners.",
         "the release of prisoners"),
        ("The Orr Front made its support for the plan contingent on a vote.", "a vote"),
    ],
)  # fmt: skip
def test_a_stance_that_is_tied_is_one_condition_over_its_whole_clause(text, on):
    (row,) = [r for r in rows_of(text) if r["kind"] == "statement"]
    assert (row["item"]["kind"], row["item"]["conditional_on"]) == ("conditions", on)
    assert row["item"]["text"] == text.rstrip(".")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru rejected the plan, which ends only if the army leaves.", "refuses"),
        ("Peru rejected a plan to hold talks until May.", "refuses"),
        ("The Orr Front agreed on a truce until 5 May.", "accepts"),
        ("Peru refused to sign the plan even if Chile withdraws.", "refuses"),
        ("Peru urged Chile to stay until a deal is reached.", "demands"),
        ("When talks began, Peru refused to sign.", "refuses"),
    ],
)
def test_what_lasts_or_belongs_to_something_else_is_no_condition(text, kind):
    assert [k for k, _, _ in said(text)] == [kind]


def test_what_was_not_done_until_something_happened_is_no_sure_refusal():
    assert [
        t for _, _, t in said("Peru did not sign the plan until the army left.") if t == "B"
    ] == []


@pytest.mark.parametrize(
    ("text", "words", "on"),
    [
        ("Ana Orlo said there could be no talks without a ceasefire.",
         "there could be no talks without a ceasefire", "a ceasefire"),
        ('"Only when the army leaves will we sign," Ana Orlo said.',
         "Only when the army leaves will we sign", "the army leaves"),
        ('Ana Orlo said: "Only after a vote can the Front disarm."',
         "Only after a vote can the Front disarm", "a vote"),
        ('"If the others sign, we sign," said Ana Orlo.', "If the others sign, we sign",
         "the others sign"),
        ("Peru said that if the talks fail it will leave the table.",
         "if the talks fail it will leave the table", "the talks fail"),
    ],
)  # fmt: skip
def test_what_is_said_with_a_condition_keeps_its_words_and_its_end(text, words, on):
    (row,) = [r for r in rows_of(text) if r["kind"] == "statement"]
    assert row["item"]["text"] == words
    assert row["item"]["conditional_on"] == on


@pytest.mark.parametrize(
    "text",
    ["Chile hopes that Peru will accept the plan.", "Chile said Peru will sign the accord."],
)
def test_whoever_is_hoped_to_take_a_stance_is_an_actor(text):
    assert "Peru" in {r["item"]["name"] for r in rows_of(text) if r["kind"] == "actor"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Orr Front has not yet accepted the plan.", "states"),
        ("The Orr Front has not yet given its consent to the plan.", "states"),
        ("The Orr Front has not so far accepted the plan.", "states"),
        ("The Orr Front has not as yet signed the plan.", "states"),
        ("The Orr Front had not, as of Monday, accepted the plan.", "refuses"),
        ("The Orr Front has not, however, endorsed the plan.", "refuses"),
        ("The Orr Front did not, in the end, sign the plan.", "refuses"),
        ("The Orr Front has hardly accepted the plan.", "refuses"),
        ("The Orr Front has avoided endorsing the plan.", "refuses"),
        ("The Orr Front almost signed the plan.", "refuses"),
        ("The Orr Front refused to reject the plan.", "states"),
        ("The Orr Front ruled out rejecting the plan.", "states"),
        ("The Orr Front refused to sign the plan.", "refuses"),
        ("The Orr Front has, however, endorsed the plan.", "accepts"),
        ("The Orr Front had, by Monday, accepted the plan.", "accepts"),
        ("The Orr Front conveyed its agreement to the first three points.", "accepts"),
        ("The Orr Front gave its assent to the plan.", "accepts"),
        ("The Orr Front communicated its objections to the plan.", "refuses"),
        ("The Orr Front conveyed its rejection of the plan.", "refuses"),
        ("The Orr Front gave no support to the plan.", "refuses"),
        ("The Orr Front offered no backing for the plan.", "refuses"),
        ("The Orr Front voiced little support for the plan.", "refuses"),
        ("The Orr Front expressed no objection to the plan.", "accepts"),
        ("The Orr Front offered its support for the plan.", "accepts"),
    ],
)
def test_what_stands_between_not_and_its_verb_leaves_it_denied(text, kind):
    assert [(k, by) for k, by, _ in said(f"{text} The Northern Council met.")] == [
        (kind, "orr-front")
    ]


def test_what_somebody_is_urged_not_to_do_keeps_its_not():
    (row,) = [
        r["item"]
        for r in rows_of("The Orr Front urged the Sarn League not to accept the plan.")
        if r["kind"] == "statement"
    ]
    assert (row["kind"], row["to"], row["text"]) == (
        "demands",
        ["sarn-league"],
        "not to accept the plan",
    )


@pytest.mark.parametrize(
    ("text", "kind", "by"),
    [
        (
            "The Front met. Its envoy, Ina Tol, said the party “will never sign” unless paid.",
            "conditions",
            "tol",
        ),
        ("Its chair, Ina Tol, said the Orr Front “will not accept” the draft.", "states", "tol"),
        ('"The offer is dead," said the Orr Front.', "states", "orr-front"),
    ],
)
def test_who_stands_between_said_and_a_quoted_verb_is_who_is_spoken_of(text, kind, by):
    assert [(k, b) for k, b, _ in said(text)] == [(kind, by)]


def test_a_step_is_named_without_what_leads_to_it_and_who_saw_the_text_is_none():
    rows = rows_of(
        "The Orr Front accepted a roadmap put forward by the League of Southern Ports, under which "
        "shelling would cease within a week and an interim cabinet would be sworn in.\n\n"
        "Under the text, obtained by this paper, the truce is to be followed by a swap of "
        "prisoners and a general election within two years."
    )
    plans = [row["item"] for row in rows if row["kind"] == "roadmap"]
    named = [stage["name"] for plan in plans for stage in plan["stages"]]
    assert "a swap of prisoners" in named
    assert not [one for one in named if one.startswith("under which") or "paper" in one]
