"""Who is in a text, by what name, of what kind, with what part: sentences for each rule."""

import pytest

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy


def proposals(text):
    return Builder(read(Article("x", tidy(text)))).build()


def actors(text):
    return {p.item["name"]: p.item | {"tier": p.tier} for p in proposals(text) if p.kind == "actor"}


def parts(text):
    return {name: item.get("part") for name, item in actors(text).items()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Mali's government signed a deal brokered by Algeria.",
            {"Mali's government": "party", "Algeria": "mediator", "Mali": None},
        ),
        (
            "Sudan's army and the Blue Nile Front agreed on Monday to a scheme brokered by Oman.",
            {"Blue Nile Front": "party", "Oman": "mediator", "Sudan": None},
        ),
        (
            "The army and the Reed Front agreed to a truce facilitated by the Lake Union.",
            {"Army": "party", "Reed Front": "party", "Lake Union": "mediator"},
        ),
        (
            "The government of Bensa and the Bensa People's Congress agreed to a truce under the "
            "auspices of the African Union.",
            {"Government of Bensa": "party", "African Union": "mediator", "Bensa": None},
        ),
        (
            "Togo's government and the rebels reached a truce arranged by Ghana and the Gulf Union.",
            {"Togo's government": "party", "Ghana": "mediator", "Gulf Union": "mediator"},
        ),
        (
            "The Orr Front and the army signed a ceasefire mediated in Doha by Qatar.",
            {"Orr Front": "party", "Army": "party", "Qatar": "mediator"},
        ),
        (
            "The Velo Party joined talks convened by Peru in Lima.",
            {"Velo Party": "party", "Peru": "mediator"},
        ),
    ],
)
def test_a_deal_brokered_by_another_does_not_make_a_mediator_of_who_signs(text, wanted):
    found = parts(text)
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Mali's government signed a deal brokered by Algeria.", [["mali-s-government"]]),
        ("The army agreed on Monday to a plan drafted by Oman and Kenya.", [["army"]]),
        ("The rebels signed a pact, drawn up by Togo, to lay down their arms.", [["rebels"]]),
        (
            "The sides agreed that a commission, chaired by the Gulf Union, would watch the truce.",
            [],
        ),
        (
            "The accord was signed in Doha on Friday by the Orr Front and the army.",
            [["orr-front", "army"]],
        ),
    ],
)
def test_who_signs_is_not_who_brokered(text, signed):
    found = [p.item for p in proposals(text) if p.kind == "statement"]
    by = [[i["by"], *i.get("with", [])] for i in found if i["kind"] == "accepts" and "by" in i]
    assert by == signed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The talks, hosted by Djibouti and facilitated by IGAD, ended on Friday.",
            {"Djibouti": "host", "Intergovernmental Authority on Development": "mediator"},
        ),
        (
            "The talks, hosted by Kenya and mediated by Norway, ended on Friday.",
            {"Kenya": "host", "Norway": "mediator"},
        ),
        ("Peru-hosted talks between the army and the Dune Front ended.", {"Peru": "host"}),
        (
            "The talks between the Orr Front and the army were hosted in Nairobi by Kenya.",
            {"Kenya": "host", "Orr Front": "party"},
        ),
        (
            "Ansel Draga, president of Gabon, which hosted the talks, said they would go on.",
            {"Gabon": "host", "Ansel Draga": "speaker"},
        ),
        (
            "Rosa Linde, foreign minister of Chile, which mediated the talks, praised the accord.",
            {"Chile": "mediator", "Rosa Linde": "speaker"},
        ),
        (
            "Norvia-mediated talks between the Tallan government and the Reed Front resumed.",
            {"Norvia": "mediator", "Reed Front": "party"},
        ),
        (
            "Kenya hosted the talks between the army and the Dune Front, and the facilitator, "
            "Lema Tadesse, said the sides were close.",
            {"Kenya": "host", "Dune Front": "party", "Lema Tadesse": "mediator"},
        ),
        (
            "The Saudi-backed government of Yemen and the Houthis, whose own talks are mediated "
            "by Oman, exchanged prisoners.",
            {"Saudi Arabia": None, "Oman": "mediator"},
        ),
        (
            "The Rwanda-backed Orr Front, whose talks are facilitated by Angola, rejected it.",
            {"Rwanda": None, "Orr Front": "party", "Angola": "mediator"},
        ),
        (
            "The plan sets up a commission, to be chaired by the Organisation of Western States.",
            {"Organisation of Western States": None},
        ),
        (
            "Anna Belle, who has been the facilitator since March, said the sides were close.",
            {"Anna Belle": "mediator"},
        ),
        (
            "Ghana, which was a mediator for ten years, said the Orr Front would sign.",
            {"Ghana": "mediator"},
        ),
        (
            "Under the truce, monitors from the Southern Lakes Community will watch the border.",
            {"Southern Lakes Community": "observer"},
        ),
        (
            "Under the truce, peacekeepers from the Lakes Union will guard the road.",
            {"Lakes Union": "observer"},
        ),
        (
            "Mediators from the Gulf Union asked the army to leave the town.",
            {"Gulf Union": "mediator"},
        ),
    ],
)
def test_who_helps_and_who_only_stands_near_help(text, wanted):
    found = parts(text)
    assert {name: found.get(name) for name in wanted} == wanted
