"""Traits of published reports: capitals that act, lands written together, foreign initials."""

import pytest

from tests.reading.news import rows_of


def actors(text):
    return {r["item"]["name"]: r["item"] for r in rows_of(text) if r["kind"] == "actor"}


def said(text):
    return {(r["item"].get("by"), r["item"]["kind"]) for r in rows_of(text)
            if r["kind"] == "statement"}  # fmt: skip


def test_a_capital_that_acts_is_its_state_and_one_where_talks_are_is_a_town():
    text = (
        "Saudi Arabia sent an envoy to Yemen. Riyadh proposed a truce. The rebels rejected an "
        "offer of talks in Muscat."
    )
    found = actors(text)
    assert found["Saudi Arabia"]["aliases"] == ["Riyadh"]
    assert "Muscat" not in found
    assert "Muscat" not in str(found.get("Oman", {}).get("aliases"))
    assert ("saudi-arabia", "proposes") in said(text)


@pytest.mark.parametrize("gap", ["", "last week ", "on Friday "])
def test_rebels_backed_by_a_land_are_no_land(gap):
    text = (
        "The Houthi rebels are at war with Yemen's government. The Iran-backed rebels "
        f"{gap}rejected the truce. Saudi Arabia regretted it."
    )
    assert ("houthi", "refuses") in said(text) or ("houthis", "refuses") in said(text)
    assert not any(by == "iran" for by, _ in said(text))


def test_peoples_armies_keep_their_name_with_either_apostrophe():
    for mark in "'’":
        name = f"Sudan People{mark}s Liberation Army-North"
        found = actors(f"The rebel {name} (SPLM-North) rejected the plan.")
        assert found[name]["aliases"] == ["SPLM-North"]
        assert found[name]["kind"] == "armed-group"


def test_initials_after_or_are_another_name_in_whatever_language():
    found = actors("The National Liberation Army, or ELN, announced a truce. The ELN signed it.")
    assert found["National Liberation Army"]["aliases"] == ["ELN"]


def test_a_name_beside_states_that_exist_is_none_of_them():
    text = "Qatar mediated between Israel and Hamas. Hamas accepted the truce. Egypt welcomed it."
    assert actors(text)["Hamas"]["kind"] == "organisation"


def test_whom_an_overthrow_is_told_of_is_no_side():
    text = (
        "Sudan's government and the rebels signed a deal after the removal of long-ruling "
        "president Omar al-Bashir. Bashir had fought them since 2003."
    )
    assert actors(text)["Omar al-Bashir"].get("part") is None


def test_a_body_named_before_a_minister_gives_him_no_kind():
    text = (
        "Speaking at a summit of the Lakes Authority (LA), a bloc of seven states, Ethiopian Prime "
        "Minister Hailu Desta said the two sides agreed."
    )
    assert actors(text)["Hailu Desta"]["kind"] == "person"


@pytest.mark.parametrize("line", ["RIYADH: ", "Tripoli, Nov 14 : ", "CAIRO — "])
def test_datelines_of_agencies_are_no_actors(line):
    found = actors(f"{line}The rebels of the Dune Front rejected the truce on Monday.")
    assert set(found) == {"Dune Front"}


def test_resolutions_and_whoever_is_addressed_are_no_actors():
    text = (
        "The talks were endorsed by UN Security Council Resolutions 2510 and 2542. "
        '"You have proposed a deal, and I agree with it," President Gustavo Petro said.'
    )
    assert not {n for n in actors(text) if "Resolution" in n or n == "You"}


def test_names_of_places_are_no_persons_and_places_alone_no_actors():
    text = (
        "Hamas accepted a truce in Gaza put forward by mediators Qatar and Egypt. Aid would reach "
        "Gaza and the Gaza Strip, and troops would leave from Gaza City. Israel rejected it."
    )
    found = actors(text)
    assert not {n for n in found if "Gaza" in n}
    assert {found[n]["part"] for n in ("Qatar", "Egypt")} == {"mediator"}


def test_a_surname_with_its_article_is_whose_it_is():
    text = (
        "Khalil al-Hayya, a member of the bureau of the Dune Front, said the truce would last. "
        "It would be signed in May, according to al-Hayya."
    )
    assert [n for n in actors(text) if "Hayya" in n] == ["Khalil al-Hayya"]
    assert actors(text)["Khalil al-Hayya"]["kind"] == "person"


def test_a_group_of_a_people_is_the_group_last_spoken_of():
    text = (
        "The Dune Front said it had approved the truce. The Palestinian group welcomed the text. "
        "Israel rejected it and Egypt regretted that."
    )
    assert not {n for n in actors(text) if "group" in n}


def test_datelines_without_a_dash_are_left_out():
    text = "KATHMANDU, Nov 12 (Reuters) Rebels of the Dune Front rejected the truce on Monday."
    assert set(actors(text)) == {"Dune Front"}


def test_who_stayed_out_is_told_where_the_text_is_about_an_agreement_throughout():
    agreement = (
        "The agreement between the government and the Dune Front provided for a general ceasefire. "
        "The agreement also stipulated elections within a year. The agreement was signed in Garo. "
        "The River Movement remained outside the agreement."
    )
    assert ("river-movement", "refuses") in said(agreement)


def test_two_between_whom_an_agreement_is_only_sought_accept_nothing():
    sought = (
        "The plan includes a ceasefire agreement between the army and the Dune Front. The League "
        "welcomed it."
    )
    assert {kind for by, kind in said(sought) if by != "league"} == set()
    signed = "A ceasefire agreement between the army and the Dune Front was signed on Friday."
    assert ("dune-front", "accepts") in said(signed) or ("army", "accepts") in said(signed)


def test_the_leader_of_a_body_is_who_was_named_as_that_or_one_of_that_body():
    found = said(
        "The Northern Front rejected a truce on Monday. Its leader, Adam Cole, called for talks. "
        "The group's leader accepted a ceasefire. Its leader rejected elections."
    )
    assert found == {
        ("northern-front", "refuses"), ("cole", "demands"), ("cole", "accepts"), ("cole", "refuses")
    }  # fmt: skip


def test_leaders_without_a_name_are_told_apart_by_their_body():
    text = (
        "The Valley Congress rejected a truce on Monday. Its leader rejected elections. The "
        "Northern Front accepted a truce. Its leader accepted elections."
    )
    assert ("leader-of-valley-congress", "refuses") in said(text)
    assert ("leader-of-northern-front", "accepts") in said(text)
    assert "Leader" not in actors(text)


def test_its_leader_leads_who_spoke_and_no_body_that_was_only_quoted():
    text = (
        'The River Alliance held talks in Elim. "No council can be named before the siege is '
        "lifted,\" said Marta Voss, the alliance's chief negotiator. Its leader rejected elections."
    )
    assert ("leader-of-river-alliance", "refuses") in said(text)


def test_where_a_road_leads_is_a_place():
    text = (
        "The River Alliance demanded that the army open the Elim road. The army ruled out any "
        "withdrawal from the Elim road."
    )
    assert "Elim" not in actors(text)
    assert ("army", "refuses") in said(text)
