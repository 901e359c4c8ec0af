"""How a stance is told in texts of other genres, who speaks, who helps, and plans in prose."""

import pytest
from news import parts, rows_of, steps_of


def said(text):
    rows = rows_of(text)
    names = {r["item"]["id"]: r["item"]["name"] for r in rows if r["kind"] == "actor"}
    return [
        (
            r["item"]["kind"],
            [names[i] for i in [r["item"].get("by"), *r["item"].get("with", [])] if i],
            r["item"]["text"],
            r["tier"],
        )
        for r in rows
        if r["kind"] == "statement"
    ]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The Coast Assembly voted overwhelmingly to approve the deal.", "accepts", "the deal"),
        ("The Orr Front was quick to denounce the raid.", "refuses", "the raid"),
        ("Belland has hastened to endorse the draft.", "accepts", "the draft"),
        ("The Orr Front decided to reject the offer.", "refuses", "the offer"),
        ("The Orr Front continues to oppose any delay.", "refuses", "any delay"),
    ],
)
def test_a_verb_leads_to_the_deed_that_counts(text, kind, words):
    assert [(k, w) for k, _, w, _ in said(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front did not rush to endorse the draft.",
        "The Orr Front would choose to reject the offer.",
        "The Orr Front has the right to reject the offer.",
    ],
)
def test_a_deed_that_is_not_done_is_no_stance(text):
    assert not any(kind in {"accepts", "refuses"} for kind, *_ in said(text))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The Orr Front turned the offer down on Monday.", "refuses", "the offer"),
        ("Belland brushed the warning aside.", "refuses", "the warning"),
        ("The Coast League has shot the idea down.", "refuses", "the idea"),
        ("The Coast League threw its weight behind the plan.", "accepts", "the plan"),
        ("Belland gave the green light to the deal.", "accepts", "the deal"),
        ("The Coast League poured cold water on the idea.", "refuses", "the idea"),
        ("The Orr Front agreed in principle to the text.", "accepts", "the text"),
    ],
)
def test_a_stance_of_several_words(text, kind, words):
    assert [(k, w) for k, _, w, _ in said(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Belland praises it in public.",
        "According to it, the siege is to be lifted in May.",
        "The people will be asked to vote on a charter.",
        "Dan Teff tabled a list on behalf of the Orr Front.",
        "Mara Deng told the chamber how she wants to end the uprising.",
    ],
)
def test_what_says_nothing_to_the_plan(text):
    assert not [k for k, *_ in said(text) if k not in {"proposes", "states"}]


def test_the_chair_is_who_a_line_of_the_minutes_names():
    text = "Chair: Bishop Emil Duarte. Present: the Orr Front.\n\nThe Chair proposed a break."
    assert [(kind, by) for kind, by, *_ in said(text)] == [("proposes", ["Emil Duarte"])]


def test_they_are_no_one_who_is_thanked():
    text = (
        "The Coast League and the Orr Front met. They thanked President Otar for his time and "
        "called upon the Gulf Union to send monitors."
    )
    assert "Otar" not in str([by for kind, by, *_ in said(text) if kind == "demands"])


def test_nobody_refuses_himself():
    assert said("Rebel chief Karim Sodo has ruled himself out of the race.") == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "The Orr Front said on state television that it would not be dictated to.",
            "refuses",
            "it would not be dictated to",
        ),
        (
            "The Orr Front said in a letter to the bishops that it would vote against the bill.",
            "refuses",
            "it would vote against the bill",
        ),
        ("Belland said it would not stand in the way of the deal.", "accepts", None),
        ("Belland said it would not rule out sanctions.", "states", None),
        ("Belland said it would neither confirm nor deny the report.", "states", None),
        ("Lena Voss said that her country could not recognise the vote.", "refuses", None),
        ("Dan Teff said his delegation could support the draft as amended.", "accepts", None),
        ("Belland said it would lift its embargo as soon as both had signed.", "conditions", None),
        ("Kolar will not attend the summit, its foreign minister said.", "refuses", None),
    ],
)
def test_what_is_reported_may_be_a_stance(text, kind, words):
    found = said(text)
    assert [k for k, *_ in found] == [kind]
    assert words is None or found[0][2] == words


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("The Gulf Union made a vote a condition for lifting sanctions.", "a vote"),
        ("Belland has made the release of its men a precondition for talks.", "the release"),
        ("The Coast League conditioned its signature on the removal of Vann.", "the removal"),
        ("The Coast League conditioned its presence on an apology.", "an apology"),
    ],
)
def test_a_thing_may_be_made_a_condition(text, on):
    rows = [r["item"] for r in rows_of(text) if r["kind"] == "statement"]
    assert [r["kind"] for r in rows] == ["conditions"]
    assert rows[0]["conditional_on"].startswith(on)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Salvation Front has called off its strike.", ["accepts"]),
        ("The Salvation Front suspended its blockade of the port.", ["accepts"]),
        ("The Salvation Front called off the talks.", ["refuses"]),
        ("Prime Minister Dane welcomed his counterpart at the airport.", []),
        ("Prime Minister Dane welcomed the offer.", ["accepts"]),
        ("The Coast Party is against the plan.", ["refuses"]),
        ("The Coast Party is in favour of a vote.", ["accepts"]),
        ("The Orr Front and Kolar met. Neither Belland nor Kolar ruled out a vote.", ["states"]),
        ("Mara Deng called the deal a sell-out.", ["refuses"]),
        ("Mara Deng demanded an apology for that remark.", ["demands"]),
        ("Mara Deng called the deal a chance that will not come twice.", ["states"]),
    ],
)
def test_what_is_ended_greeted_or_judged(text, wanted):
    assert [kind for kind, *_ in said(text)] == wanted


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The truce, which Kolar has refused to sign, enters into force now.", "refuses", "sign"),
        ("Ana Orlo, who had opposed the talks, resigned on Monday.", "refuses", "the talks"),
        ("After the Orr Front accepted the truce, Kolar did the same.", "accepts", "the truce"),
        ("Once Belland had endorsed the text, others followed.", "accepts", "the text"),
    ],
)
def test_a_clause_ends_at_its_comma(text, kind, words):
    assert [(k, w) for k, _, w, _ in said(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front has never demanded independence.",
        "Dan Teff offered his condolences to the families.",
        "The Orr Front dismissed its commander in the east.",
        "Mara Deng, asked for a comment, said nothing.",
        "The Gulf Union sought clarification.",
        "The Orr Front has not proposed a date.",
    ],
)
def test_what_is_no_sure_stance(text):
    assert not [kind for kind, *_, tier in said(text) if tier != "C"]


def test_a_quotation_is_what_was_said_in_an_interview():
    text = '"There will be no autonomy," Ana Orlo said in an interview with Radio Garo.'
    assert [(k, w) for k, _, w, _ in said(text)] == [("refuses", "There will be no autonomy")]


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Kolar's eastern command has rejected the deal.", "C"),
        ("The Orr Front has rejected the deal.", "B"),
        ("The Orr Front insisted that it would join the talks.", "C"),
        ("The Orr Front insisted that the army must leave.", "B"),
    ],
)
def test_what_is_less_sure(text, tier):
    assert [t for *_, t in said(text)] == [tier]


STATEMENT = (
    "Statement by the Kolar Patriotic Union\n\n"
    "The Union will not sign the accord as it stands. It will return to the talks when its members "
    "are freed. It will never abandon its prisoners. The Union reserves the right to defend its "
    "villages. The Union will continue to respect the truce."
)
RELEASE = (
    "Ministry of Foreign Affairs of the Republic of Ostria\n\nPRESS RELEASE\n\n"
    "The Ministry of Foreign Affairs of the Republic of Ostria notes the events in Garo with "
    "concern. Ostria will not recognise any government that comes to power by force. It will "
    "continue to support the talks. Such acts are unacceptable."
)


@pytest.mark.parametrize(
    ("text", "who", "kinds"),
    [
        (
            STATEMENT,
            "Kolar Patriotic Union",
            ["refuses", "conditions", "refuses", "warns", "commits"],
        ),
        (
            RELEASE,
            "Ministry of Foreign Affairs of the Republic of Ostria",
            ["refuses", "commits", "refuses"],
        ),
        (
            STATEMENT.replace("Statement by the Kolar", "COMMUNIQUE OF THE KOLAR").replace(
                "Patriotic Union\n\nThe Union will not",
                "PATRIOTIC UNION\n\nThe Kolar Patriotic Union will not",
            ),
            "Kolar Patriotic Union",
            ["refuses", "conditions", "refuses", "warns", "commits"],
        ),
    ],
)
def test_who_issues_a_statement_speaks_of_itself_in_it(text, who, kinds):
    found = said(text)
    assert [k for k, *_ in found] == kinds
    assert all(by == [who] for _, by, *_ in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The Gulf Union wants to bring the two together.", []),
        ("The Gulf Union wants a vote in May.", ["demands"]),
        ("The Orr Front stands by the three demands it made.", ["accepts"]),
        ("Ana Orlo is mayor of Garo. She will have until September to organise a vote.", []),
        ("The Orr Front will not sign until the army leaves.", ["conditions"]),
    ],
)
def test_intentions_nouns_and_dates_are_no_stances(text, kinds):
    assert [kind for kind, *_ in said(text)] == kinds


def test_a_heading_may_say_more_of_who_issues_than_the_text():
    text = (
        "STATEMENT BY THE COALITION OF FREE TRADE UNIONS OF MERRIN\n\nThe Coalition of Free Trade "
        "Unions has studied the draft. We cannot accept it. The Coalition will not sign such texts."
    )
    found = said(text)
    assert [kind for kind, *_ in found] == ["refuses", "refuses"]
    assert all(by == ["Coalition of Free Trade Unions"] for _, by, *_ in found)


@pytest.mark.parametrize(
    "name",
    [
        "Embassy of Norway",
        "Ministry of Foreign Affairs of the Republic of Tarsk",
        "Central Committee of the People's Democratic Congress",
        "Council of the People's Front",
    ],
)
def test_bodies_keep_their_whole_names(name):
    assert list(parts(f"The {name} rejected the draft.")) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Dan Teff, who speaks for the Orr Front, rejected the plan.",
        "Dan Teff, who leads the Orr Front, rejected the plan.",
        "Dan Teff of the Orr Front rejected the plan.",
        "The Orr Front's Dan Teff rejected the plan.",
    ],
)
def test_whose_people_persons_are(text):
    links = [r["item"] for r in rows_of(text) if r["kind"] == "relation"]
    assert [(x["kind"], x["from"], x["to"]) for x in links] == [("member-of", "teff", "orr-front")]


SIDES = "the government and the Orr Front"


@pytest.mark.parametrize(
    ("text", "who", "part"),
    [
        (f"The Gulf Union put a compromise to {SIDES}.", "Gulf Union", "mediator"),
        (f"{SIDES.capitalize()} are negotiating through the Gulf Union.", "Gulf Union", "mediator"),
        (f"The Gulf Union brought {SIDES} to the table.", "Gulf Union", "mediator"),
        ("Both leaders thanked the Gulf Union for its patience.", "Gulf Union", "mediator"),
        ("Norvia is willing to receive the delegations again.", "Norvia", "host"),
        ("Norvia has promised to see to it that both keep their word.", "Norvia", "guarantor"),
        ("Norvia has been asked to send 200 monitors.", "Norvia", "observer"),
        ("Norvia has frozen the assets of the generals.", "Norvia", "pressure"),
        ("Norvia hinted that budget support could be withheld.", "Norvia", "pressure"),
        ("The Women's League marched through Garo.", "Women's League", None),
        ("The Relief Committee said 4,000 families had fled.", "Relief Committee", None),
    ],
)
def test_who_helps_and_who_is_no_side(text, who, part):
    assert parts(f"{text} Norvia's embassy is shut.").get(who) == part


PAPER = (
    "The envoy's paper is short. On the day of signature the shooting would stop along the whole "
    "river. Within a fortnight both armies would pull their guns back to the hills, and food "
    "convoys would be let into Garo. A cabinet drawn from both camps would be sworn in by June. "
    "Elections would close the process in the autumn of 2036."
)
ACCORD = (
    "This is how the accord is meant to work. First the prisoners are to be exchanged at the "
    "bridge. The militias will then be folded into the army, a job that is expected to take a "
    "year. Once that is done, a council of elders will draft a charter."
)
DRAFT = (
    "Belland has circulated a draft. After thirty days the police would come off the squares; a "
    "week later a round table would open under the bishop. By Christmas a government of experts "
    "is supposed to take over."
)
COLUMN = (
    "He sides with the plan of Ruth Abel. Abel would have both camps stop shooting for ninety "
    "days. During those days they would swap their prisoners. The elders would then choose a "
    "caretaker prime minister."
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            PAPER,
            ["ceasefire", "withdrawal", "humanitarian-access", "interim-government", "elections"],
        ),
        (ACCORD, ["prisoner-release", "security-reform", "constitution"]),
        (DRAFT, ["withdrawal", "talks", "interim-government"]),
        (COLUMN, ["ceasefire", "prisoner-release", "interim-government"]),
    ],
)
def test_a_plan_in_prose_is_read_clause_by_clause(text, kinds):
    (plan,) = [r for r in rows_of(text) if r["kind"] == "roadmap"]
    ordered, steps = steps_of(plan)
    assert ordered
    assert [s.get("step") for s in steps] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "The government rejected the plan. It would lead to war, he said. He would resign.",
        "The talks will resume on Monday. Ministers will meet again in May to prepare a budget.",
        "The company presented its plan on Monday. The board would be elected in May.",
    ],
)
def test_what_is_to_come_is_not_always_a_plan(text):
    assert not [r for r in rows_of(text) if r["kind"] == "roadmap"]


def test_points_in_prose_without_an_order_are_less_sure():
    text = (
        "The festival begins on Friday under a new plan. Visitors will leave the square at dawn. "
        "Observers will count them."
    )
    assert [r["tier"] for r in rows_of(text) if r["kind"] == "roadmap"] == ["C"]
