"""Whole reports of several genres, all invented: one plan each, who is who, who said what to it."""

from pathlib import Path

import pytest
from news import steps_of

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy

REPORTS = Path(__file__).parent / "reports"

PLANS = {
    "sahanti": [(True, ["withdrawal", "prisoner-release", "talks", "elections"])],
    "ndara": [(True, ["withdrawal", "disarmament", "monitoring"])],
    "harat": [(False, ["ceasefire", "interim-government", "constitution", "elections"])],
    "ombria": [(True, [None, None, "elections"])],
    "belhaven": [(True, ["withdrawal", "disarmament", "prisoner-release", None])],
    "tolu": [
        (
            False,
            [
                "ceasefire",
                "monitoring",
                "amnesty-justice",
                "security-reform",
                "interim-government",
                "humanitarian-access",
            ],
        )
    ],
    "delta": [(True, ["withdrawal", "disarmament", None, "elections"])],
    "sarrat": [(True, [None, "withdrawal", "prisoner-release", "interim-government"])],
    "arel": [(True, ["disarmament", "elections", None, None])],
    "marrow": [(True, [None, "prisoner-release", "humanitarian-access", None, None])],
    "strip": [(False, ["prisoner-release", "prisoner-release", "withdrawal", "talks"])],
    "talvin": [(True, ["ceasefire", "withdrawal", "interim-government", "elections"])],
    "lomar": [
        (
            True,
            ["ceasefire", "withdrawal", "disarmament", "autonomy", "referendum", "elections"],
        )
    ],
    "orlan": [(True, ["interim-government", "elections", "withdrawal"])],
    "brandt": [(True, ["ceasefire", "monitoring", "elections"])],
    "minutes": [(False, ["ceasefire", None, None, "talks"])],
    "forum": [
        (False, ["ceasefire", "humanitarian-access", "prisoner-release", "talks", "elections"])
    ],
    "vessel": [(False, ["ceasefire", "withdrawal"])],
    "tarsia": [
        (
            True,
            ["ceasefire", "prisoner-release", "withdrawal", "interim-government", "elections"],
        )
    ],
    "dorra": [(True, ["ceasefire", "withdrawal", None, "elections"])],
    "halden": [(True, ["ceasefire", "prisoner-release", "disarmament", "elections"])],
    "meruna": [(True, ["ceasefire", "prisoner-release", "humanitarian-access", "talks"])],
}
PARTS = {
    "ndara": {"March 8 Movement": "party", "Qatar": "observer"},
    "tolu": {
        "Republic of Ganta": "party",
        "Tolu National Resistance": "party",
        "Community of Sant'Orso": "mediator",
        "Switzerland": "mediator",
    },
    "ombria": {"European Commission": "mediator", "Social Democrats": None},
    "talvin": {"Eastern Union": "mediator", "Dall Defence Front": "party", "Sudria": None},
    "lomar": {"Norway": "mediator", "Coastal Autonomy Council": "party"},
    "brandt": {"Zandria": "pressure", "Solvei": "party"},
    "forum": {"South Asian Forum": "host", "Arak Army": "party"},
    "vessel": {
        "Government of the Republic of Vessel": "party",
        "Presidency of the Adriatic Initiative": "mediator",
    },
    "tarsia": {
        "Free Coast Movement": "party",
        "Highland Brigades": "party",
        "Lusania": "mediator",
        "Port Selma": "host",
        "Meridia": None,
    },
    "halden": {
        "Eastern Coalition": "party",
        "Transitional authority of Halden": "party",
        "Workers' Assembly": "party",
        "Norvik": "pressure",
    },
    "dorra": {"Algeria": "mediator", "Dorra Liberation Army": "party", "France": None},
    "meruna": {"Kenya": "host", "Meruna People's Congress": "party", "Norway": "observer"},
}
SAID = {
    "sahanti": [("refuses", "it did not recognise the truce"), ("accepts", "the agreement")],
    "talvin": [
        ("accepts", 'it accepted the text "as a basis for negotiation"'),
        ("refuses", "rejected any power-sharing before the rebels lay down their arms"),
        ("commits", "sign the truce"),
        ("refuses", 'the plan as "a carve-up of our mountains"'),
        ("accepts", "the plan"),
    ],
    "lomar": [
        ("refuses", "it will vote against the statute"),
        ("refuses", "disarm"),
        ("conditions", "weapons will be handed in only once the army has left the coast"),
    ],
    "minutes": [
        ("conditions", "it will not disband before its officers' ranks are recognised"),
    ],
    "tarsia": [
        ("conditions", "the Movement would disarm only after the council had been sworn in"),
        ("warns", "the army would answer any breach"),
        ("refuses", "the document"),
        ("accepts", "the agreement"),
    ],
    "halden": [
        (
            "conditions",
            (
                "his fighters would keep their weapons until the authority frees the men arrested "
                "in March"
            ),
        ),
        ("states", "has not yet endorsed the text"),
        ("refuses", "the proposal"),
        ("accepts", "the exchange of prisoners"),
        ("demands", "not to let it fail"),
        ("warns", "it would halt its loans if the talks collapsed"),
    ],
    "dorra": [
        ("commits", "it would observe the truce proposed by Algeria"),
        ("accepts", "the proposal in principle"),
        ("accepts", "it backed the plan"),
        ("refuses", 'it as "a trap"'),
    ],
    "forum": [("refuses", "it would sign nothing while the jets were flying")],
    "vessel": [
        ("refuses", "the establishment of an autonomous region in the north"),
        (
            "accepts",
            "the deployment of an unarmed observer mission for an initial period of six months",
        ),
    ],
}


def rows(text):
    return [p.as_json() for p in Builder(read(Article("x", tidy(text)))).build()]


@pytest.fixture(scope="module", params=sorted(PLANS))
def report(request):
    text = (REPORTS / f"{request.param}.txt").read_text(encoding="utf-8")
    return request.param, rows(text)


def test_the_one_plan_of_a_report_is_proposed_and_no_other(report):
    name, found = report
    plans = [
        (ordered, [s.get("step") for s in steps])
        for ordered, steps in (steps_of(row) for row in found if row["kind"] == "roadmap")
    ]
    assert plans == PLANS[name]


def test_who_plays_which_part(report):
    name, found = report
    actors = {r["item"]["name"]: r["item"] for r in found if r["kind"] == "actor"}
    for actor, part in PARTS.get(name, {}).items():
        assert actors[actor].get("part") == part, actor
    assert not {"Elections", "Front", "End Kessar Conflict"} & actors.keys()
    names = {alias for a in actors.values() for alias in a.get("aliases", [])}
    assert "Kessar" not in names


def test_what_is_said_to_it(report):
    name, found = report
    said = [(r["item"]["kind"], r["item"]["text"]) for r in found if r["kind"] == "statement"]
    for statement in SAID.get(name, []):
        assert statement in said


def only(text, kind="statement"):
    return [r["item"] for r in rows(text) if r["kind"] == kind]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The council cannot accept the draft.", "refuses", "the draft"),
        ("The rebels can not agree to a ceasefire.", "refuses", "a ceasefire"),
        ("The Front could not support the road map.", "refuses", "the road map"),
        ("The Orr League would not accept the plan.", "refuses", "the plan"),
    ],
)
def test_what_one_cannot_accept_is_refused(text, kind, words):
    (found,) = only(text)
    assert (found["kind"], found["text"]) == (kind, words)


@pytest.mark.parametrize(
    "text",
    [
        "The minister asked why the rebels would not accept the plan.",
        "The Front cannot be expected to accept the plan.",
        "It is not clear whether the Front would accept.",
        "The Sarn Front, which was not invited to Talvin, sent no delegation.",
    ],
)
def test_what_is_only_asked_expected_or_done_to_one_refuses_nothing(text):
    assert not [s for s in only(text) if s["kind"] == "refuses"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The council said it accepted the draft but rejected the new border.", "ar"),
        ("The rebels said they rejected the timetable and demanded new talks.", "rd"),
        ("The Front said it had signed the paper and condemned the raid.", "ar"),
        ("The Front said it accepted the truce.", "a"),
    ],
)
def test_two_stances_of_one_reported_clause_are_two_statements(text, kinds):
    assert "".join(s["kind"][0] for s in only(text)) == kinds


def test_who_is_ready_but_would_not_leave_sets_a_condition():
    text = (
        "The movement was ready to sign the truce, but would not leave Ormet until the detainees "
        "were freed."
    )
    assert "conditions" in [s["kind"] for s in only(text)]


def test_what_a_relative_clause_insists_on_ends_where_the_sentence_goes_on():
    text = (
        "He takes note of the reservations of the High Council, which insists that elections be "
        "held before a government is formed, and regrets that the Alliance has stayed away."
    )
    demands = [s["text"] for s in only(text) if s["kind"] == "demands"]
    assert demands == ["elections be held before a government is formed"]


@pytest.mark.parametrize(
    "text",
    [
        "After nine days of talks, envoys presented a plan that would halt the fighting.",
        "The government rejected any talks before the rebels lay down their arms.",
        "The premier dismissed a truce before elections.",
    ],
)
def test_what_came_before_or_was_turned_down_is_no_plan(text):
    assert not only(text, "roadmap")


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Coalition saw it. The text was written by Ana Duarte. It proposes a truce.",
        "The Orr Coalition has a paper. The paper came from Ana Duarte. It calls for a truce.",
        "The Orr Coalition met. This draft is by Ana Duarte. It demands that the guns stay silent.",
    ],
)
def test_what_a_text_proposes_is_not_what_was_named_last_proposes(text):
    assert not [s for s in only(text) if s["by"] == "orr-coalition"]


def test_its_is_not_of_whom_a_sentence_before_named_where_a_body_stands_between():
    fought = "The Orr Coalition fought on. The government, for its part, has not signed; "
    assert not only(f"{fought}its prime minister, Aldo Brenn, rejected it.", "relation")
    (link,) = only("The Orr Coalition signed. Its chairman, Rafe Okonjo, hailed it.", "relation")
    assert (link["from"], link["to"]) == ("okonjo", "orr-coalition")
