"""Causes of error in texts after real ones: whose words, whose part, what is no name."""

import pytest

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article


def rows(text, kind):
    return [p for p in Builder(read(Article("a", text))).build() if p.kind == kind]


def actors(text):
    return {p.item["name"]: p.item for p in rows(text, "actor")}


def said(text):
    names = {p.item["id"]: p.item["name"] for p in rows(text, "actor")}
    return [
        (
            {names[i] for i in [p.item.get("by"), *p.item.get("with", [])] if i},
            p.item["kind"],
            p.item["text"],
            p.tier,
        )
        for p in rows(text, "statement")
    ]


FOUR = (
    "The United States, Saudi Arabia, Egypt and the United Arab Emirates on Friday called for a "
    "three-month humanitarian truce in Sudan. The war between the army and the Rapid Support "
    "Forces has killed thousands. The foreign ministers of the four countries said the truce "
    "should lead to talks, ruling out a role for groups linked to the Muslim Brotherhood. General "
    "Adam Orlo, the army chief, told troops in Omdurman that the army would fight on. The "
    "civilian alliance Somoud welcomed the plan. The United States imposed sanctions on Sudan's "
    "finance minister."
)


def test_states_that_ask_for_a_truce_together_help():
    found = actors(FOUR)
    assert {found[n]["part"] for n in ("Saudi Arabia", "Egypt", "United Arab Emirates")} == {
        "mediator"
    }
    assert found["United States"]["part"] == "pressure"
    assert found["Rapid Support Forces"]["part"] == "party"


def test_the_ministers_of_the_four_countries_are_the_four():
    four = {"United States", "Saudi Arabia", "Egypt", "United Arab Emirates"}
    by = {kind: who for who, kind, *_ in said(FOUR)}
    assert by["demands"] == four
    assert by["refuses"] == four
    assert not any("inister" in name for name in actors(FOUR))


def test_troops_who_listen_are_no_actor_and_an_alliance_is_no_state():
    found = actors(FOUR)
    assert not any("roops" in name for name in found)
    assert found["Somoud"]["kind"] == "coalition" or found["Somoud"]["kind"] == "organisation"
    assert not rows(FOUR, "relation") or all(
        p.item["kind"] != "supports" for p in rows(FOUR, "relation")
    )


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The government of Nova Carina met. Rebels left Nova Carina.", "Nova Carina", "state"),
        ("Talks opened in Port Clare, Anselm. Anselm accepted the text.", "Anselm", "state"),
        ("Qadari officials met. On Monday Qadar rejected the plan.", "Qadar", "state"),
    ],
)
def test_lands_that_a_text_tells_are_no_persons(text, name, kind):
    found = actors(text)
    assert name not in found or found[name]["kind"] == kind


def test_lines_in_capitals_and_dates_are_no_names():
    text = (
        "WHO SIGNED THE ACCORD?\n\n18 NOVEMBER: Ana Mallory leaves, warning that the Orr Front "
        "could still wreck it."
    )
    assert set(actors(text)) == {"Ana Mallory", "Orr Front"}
    assert [(who, kind) for who, kind, *_ in said(text)] == [({"Ana Mallory"}, "warns")]


def test_a_body_that_is_to_be_set_up_is_no_actor():
    text = "The deal provides for the creation of a Transition Panel. The Orr Front accepted it."
    assert set(actors(text)) == {"Orr Front"}


def test_what_others_will_not_do_is_no_refusal_of_the_speaker():
    text = "“I am sorry to say that the government will not have it,” mediator Sam Orlo said."
    assert [kind for _, kind, *_ in said(text)] == ["states"]


def test_delegates_speak_for_the_state_that_sent_them():
    text = (
        "The representative of Chad said those who obstruct the vote should face sanctions. "
        "Kenya's delegate called for restraint."
    )
    assert [(who, kind) for who, kind, *_ in said(text)] == [
        ({"Chad"}, "demands"),
        ({"Kenya"}, "demands"),
    ]


def test_it_is_the_agreement_that_calls_for_things_and_no_actor():
    text = (
        "Whether Maresh is to remain a kingdom is open. This agreement ends the conflict. "
        "It calls for social change."
    )
    assert said(text) == []


def test_she_is_a_woman_that_the_text_names():
    text = (
        "Ms Dana Rial had left for Oslo. “We got what we got,” said spokesman Puot Deng. She has "
        "rejected the plan."
    )
    assert ({"Dana Rial"}, "refuses") in [(who, kind) for who, kind, *_ in said(text)]


def test_numbered_lines_after_a_name_and_a_colon_are_its_demands():
    text = (
        "1. The Savanna Council met in Orla.\n\n2. After long deliberations, the Council:\n\n"
        "(i) demands the release of the former president;\n\n"
        "(ii) calls for the setting up of a civilian cabinet;"
    )
    assert [(who, kind) for who, kind, *_ in said(text)] == [
        ({"Savanna Council"}, "demands"),
        ({"Savanna Council"}, "demands"),
    ]


def test_sure_is_a_stance_by_its_verb_and_less_sure_one_by_the_words_reported():
    text = "The Orr Front rejected the plan. The Coast League said it would join the talks."
    tiers = {kind: tier for _, kind, _, tier in said(text)}
    assert tiers == {"refuses": "B", "commits": "C"}


def test_between_whom_a_war_was_nobody_signed():
    text = "It was signed in Luma and ended the conflict between Chad and Mali."
    assert all(not {"Chad", "Mali"} & who for who, *_ in said(text))


def test_whose_leader_signs_is_a_side():
    text = "Momo Orlo, leader of the Salvation Movement, and Minister Ana Tarr signed the document."
    assert actors(text)["Salvation Movement"]["part"] == "party"
