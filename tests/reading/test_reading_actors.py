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
            "The government of Bensa and the Bensa Front agreed under African Union auspices.",
            {"Government of Bensa": "party", "African Union": "mediator", "Bensa": None},
        ),
        (
            "Togo's government and the rebels reached a deal arranged by Ghana and the Gulf Union.",
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
            {"Gabon": "host", "Ansel Draga": "host"},
        ),
        (
            "Rosa Linde, foreign minister of Chile, which mediated the talks, praised the accord.",
            {"Chile": "mediator", "Rosa Linde": "mediator"},
        ),
        (
            "Norvia-mediated talks between the Tallan government and the Reed Front resumed.",
            {"Norvia": "mediator", "Reed Front": "party"},
        ),
        (
            "Kenya hosted talks of the army and the Dune Front, and the mediator, Lema Dar, spoke.",
            {"Kenya": "host", "Dune Front": "party", "Lema Dar": "mediator"},
        ),
        (
            "The Saudi-backed army and the Houthis, whose talks are mediated by Oman, met.",
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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("New Dawn said it would not sign the accord.", "New Dawn", "organisation"),
        ("Vigilance rejected the plan on Friday.", "Vigilance", "organisation"),
        ("The Northern Legion rejected the plan.", "Northern Legion", "organisation"),
        ("MPLF-Renewal said it would not sign the accord.", "MPLF-Renewal", "organisation"),
        ("The Orr Front told Al-Sabah that it would not sign.", "Al-Sabah", "organisation"),
        ("Free Sarn rejected the plan on Monday.", "Free Sarn", "organisation"),
        ("Young Marra said it would join the talks.", "Young Marra", "organisation"),
        ("Belland said it would not sign the accord.", "Belland", "state"),
        ("Mahar rejected the plan. Mahar's embassy in Peru was burned.", "Mahar", "state"),
        ("Tarn rejected the plan. It was signed in Tarn in May.", "Tarn", "state"),
        ("Tarn rejected the plan. Ana Dal, prime minister of Tarn, spoke.", "Tarn", "state"),
        ("Lumen hosted the talks between the army and the Orr Front.", "Lumen", "state"),
        (
            "The Front for the Return of Order, a coalition of parties, rejected the plan.",
            "Front for the Return of Order",
            "coalition",
        ),
        ("The Oru Watch, an armed group, rejected the plan.", "Oru Watch", "armed-group"),
        ("The Velo Union, a rebel group, rejected the plan.", "Velo Union", "armed-group"),
        ("The Tarn Movement, a political party, rejected it.", "Tarn Movement", "party"),
    ],
)
def test_a_name_is_of_a_state_with_evidence_alone(text, name, kind):
    assert actors(text)[name]["kind"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Sources said the truce would hold.",
        "Residents said they heard shots at night.",
        "Officials from the two sides said the truce was holding.",
        "A diplomat from Norway said the truce would hold.",
        "Diplomat from Peru said the truce would hold.",
        "Additional reporting by our staff.",
    ],
)
def test_those_who_do_not_say_who_they_are_are_no_actors(text):
    assert actors(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "tier"),
    [
        ("Omo Bale said the truce would hold.", "Omo Bale", "C"),
        ("Omo Bale said the truce would hold. Bale called for talks.", "Omo Bale", "B"),
        ("Omo Bale said the truce would hold. She called for talks.", "Omo Bale", "B"),
        ("Mr Omo Bale said the truce would hold.", "Omo Bale", "B"),
        ("Omo Bale, leader of the Orr Front, said the truce would hold.", "Omo Bale", "B"),
    ],
)
def test_two_capitals_alone_make_no_sure_person(text, name, tier):
    assert actors(text)[name]["tier"] == tier


def names(text):
    return {n: set(item.get("aliases", [])) for n, item in actors(text).items()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The Guard of Tarn rejected it. On Monday Tarn said it would sign.",
            {"Guard of Tarn": set(), "Tarn": set()},
        ),
        (
            "The People's Front of Kassoria rejected it. Kassoria said it would sign.",
            {"People's Front of Kassoria": set(), "Kassoria": set()},
        ),
        (
            "The Popular Council of Orla rejected it. The Council left. On Monday Orla spoke.",
            {"Popular Council of Orla": {"Council"}},
        ),
        ("The Loro army left. The Loro Accord was signed.", {"Loro": {"Loro army"}}),
        ("US Secretary of State Ann Reed spoke.", {"Ann Reed": set()}),
        ("The UN Mission in Sornia (UNMIS) left.", {"UN Mission in Sornia": {"UNMIS"}}),
        ("The Joint Force in Orla (JFO) left.", {"Joint Force in Orla": {"JFO"}}),
        ("The Forces for Dignity and Justice left.", {"Forces for Dignity and Justice": set()}),
        ("The Front for Bread and Labour left.", {"Front for Bread and Labour": set()}),
        ("Hope of the Nation rejected the plan.", {"Hope of the Nation": set()}),
        ("The Voice for Change rejected the plan.", {"Voice for Change": set()}),
        (
            "NDA leader Omar Dal left. The National Dune Alliance, or NDA, rejected the plan.",
            {"National Dune Alliance": {"NDA"}, "Omar Dal": set()},
        ),
        (
            "The Dune Front, or DF, signed. The Dunes Federation (DF) rejected the plan.",
            {"Dune Front": {"DF"}, "Dunes Federation": {"DF"}},
        ),
        (
            "The United River Party (URP) left. The Union of Rural People (URP) stayed.",
            {"United River Party": {"URP"}, "Union of Rural People": {"URP"}},
        ),
        (
            "The Republic of Ardel hosted the talks. On Monday Ardel called for a truce.",
            {"Republic of Ardel": {"Ardel"}},
        ),
        (
            "The UAE called for a truce. The Emirates hosted the talks.",
            {"United Arab Emirates": {"UAE", "Emirates"}},
        ),
        (
            "Captain Moussa Kante's National Committee left.",
            {"Moussa Kante": set(), "National Committee": set()},
        ),
        (
            "General Ana Sand's Northern Command left.",
            {"Ana Sand": set(), "Northern Command": set()},
        ),
        ("The People's Front left.", {"People's Front": set()}),
    ],
)
def test_names_are_whole_and_of_one_actor(text, wanted):
    assert names(text) == wanted


def test_a_known_actor_is_not_joined_by_initials_to_another_long_name():
    known = [("ufr", "United Front for Renewal", "coalition", ["UFR"])]
    text = tidy("UFR (Union of Free Rivers) rejected the plan.")
    found = Builder(read(Article("x", text), known=known)).build()
    assert [p.item["name"] for p in found if p.kind == "actor"] == ["Union of Free Rivers"]


def test_no_place_in_a_name_makes_a_member():
    text = "The People's Front of Kassoria left. The prime minister of Kassoria, Dele Omaru, spoke."
    assert not [p for p in proposals(text) if p.kind == "relation"]


@pytest.mark.parametrize("office", ["Facilitator", "Mediator", "The chief mediator,"])
def test_who_helps_by_title_is_known_by_name(office):
    assert parts(f"{office} Rosa Imbert said the sides were close.")["Rosa Imbert"] == "mediator"


def test_delegates_of_a_government_stand_for_it():
    found = actors(
        "Delegates of the Sorrel government and the Heath Army sat down for talks hosted by Dorrin."
        " The Sorrel government accepted the truce."
    )
    assert {name for name, item in found.items() if item["kind"] != "state"} == {
        "Heath Army",
        "Sorrel government",
    }


def test_who_is_invited_by_another_is_no_mediator():
    found = parts(
        "In 2019, at the invitation of the Government of Malaysia, the Selan government and the "
        "Island Front met for the first time."
    )
    assert found["Malaysia"] == "mediator"  # which is also named as its government
    assert found["Selan government"] == found["Island Front"] == "party"


def test_who_holds_an_office_of_a_body_belongs_to_it():
    found = proposals(
        "The Heath Army met the government on Monday. "
        '"We accept the truce, and we will keep it," said the army\'s political chief, Lena Straub.'
    )
    assert "Army's political chief" not in {p.item.get("name") for p in found}
    (said,) = [p.item for p in found if p.kind == "statement"]
    assert said["by"] == "straub"
    assert ("straub", "heath-army", "member-of") in {
        (p.item["from"], p.item["to"], p.item["kind"]) for p in found if p.kind == "relation"
    }


def test_a_land_that_hosts_talks_does_not_chair_them():
    found = proposals(
        "Delegates of the Sorrel government and the Heath Army sat down on Wednesday, in talks "
        "hosted by Dorrin and mediated by the Southern Union."
    )
    assert not [p for p in found if p.kind == "meeting"]
    assert parts(
        "Delegates of the Sorrel government and the Heath Army sat down on Wednesday, in talks "
        "hosted by Dorrin and mediated by the Southern Union."
    ) == {
        "Sorrel government": "party",
        "Heath Army": "party",
        "Dorrin": "host",
        "Southern Union": "mediator",
    }


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            (
                "The Lake League was not invited. Norhaven warned that it would oppose any "
                "assembly. It has called for a federal council."
            ),
            "norhaven",
        ),
        (
            "The Lake League was not invited, Ana Orlo warned. It has called for a council.",
            "lake-league",
        ),
    ],
)
def test_it_is_the_subject_of_the_sentence_before_and_no_person(text, by):
    said = [p.item for p in proposals(text) if p.kind == "statement"]
    assert [s["by"] for s in said if s["kind"] == "demands"] == [by]
