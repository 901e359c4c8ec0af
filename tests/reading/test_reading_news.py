"""Plans, parties and what was said to the plan, in short texts in the shapes of news.

The floors lie a little below what docs/reading.md reports. `news-dev`, `fresh-dev`, `varied-dev`
and `shapes-dev` were written to build rules on, `told-dev` by another hand after real texts, and
`asked-dev` by a third in the shapes that are promised;
`varied-check` to see how far those rules carry, after them; `news-held`, `fresh-held`,
`shapes-held` and `told-held` were put away before any; `stranger-dev` and `stranger-held` are one
set of texts in other genres, halved by the sha256 of their names, of which the second half was put
away, and so are `parts-dev` and `parts-held`; `parts-check` was written after the rules for them.
docs/reading.md says whose errors were read since.
"""

import time

import pytest
from news import codings, count, steps_of

from tracktwo.case.schema import Actor, Statement
from tracktwo.case.steps import StepKind, Term
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy
from tracktwo.reading.text.lexicon import lexicon


@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        (
            "news-dev",
            {
                "plans": 0.94,
                "kinds": 0.92,
                "actors": 0.88,
                "actors proposed": 0.9,
                "statements": 0.9,
                "statements proposed": 0.83,
                "party": 0.8,
                "third": 0.7,
            },
        ),
        (
            "news-held",
            {
                "plans": 0.8,
                "kinds": 0.75,
                "actors": 0.88,
                "actors proposed": 0.75,
                "statements": 0.75,
                "statements proposed": 0.65,
                "party": 0.65,
                "third": 0.7,
            },
        ),
        (
            "fresh-held",
            {
                "actors": 0.83,
                "actors proposed": 0.85,
                "actors sure": 0.9,
                "statements": 0.4,
                "statements proposed": 0.4,
                "party": 0.7,
                "third": 0.4,
            },
        ),
        (
            "fresh-dev",
            {
                "actors": 0.9,
                "actors proposed": 0.88,
                "statements": 0.68,
                "statements proposed": 0.8,
                "party": 0.8,
                "third": 0.65,
                "statements sure": 0.85,
            },
        ),
        (
            "varied-dev",
            {
                "actors": 0.85,
                "actors proposed": 0.82,
                "actors sure": 0.88,
                "statements": 0.72,
                "statements proposed": 0.8,
                "statements sure": 0.88,
                "third": 0.68,
            },
        ),
        (
            "shapes-dev",
            {
                "plans": 0.9,
                "kinds": 0.9,
                "actors": 0.92,
                "actors sure": 0.9,
                "statements": 0.76,
                "statements sure": 0.84,
                "party": 0.85,
                "third": 0.8,
            },
        ),
        (
            "shapes-held",
            {
                "plans": 0.5,
                "kinds": 0.65,
                "actors": 0.92,
                "actors sure": 0.95,
                "statements": 0.68,
                "statements sure": 0.82,
                "third": 0.5,
            },
        ),
        (
            "asked-dev",
            {
                "plans": 0.85,
                "kinds": 0.9,
                "actors": 0.9,
                "actors proposed": 0.9,
                "actors sure": 0.95,
                "statements": 0.68,
                "statements proposed": 0.64,
                "statements sure": 0.75,
                "party": 0.82,
                "third": 0.8,
            },
        ),
        (
            "told-dev",
            {
                "actors": 0.86,
                "actors proposed": 0.82,
                "actors sure": 0.85,
                "statements": 0.62,
                "statements proposed": 0.7,
                "statements sure": 0.85,
                "party": 0.82,
                "third": 0.64,
                "steps": 0.28,
            },
        ),
        (
            "told-held",
            {
                "actors": 0.78,
                "actors proposed": 0.68,
                "actors sure": 0.8,
                "statements": 0.36,
                "statements proposed": 0.34,
                "statements sure": 0.5,
                "party": 0.54,
                "third": 0.25,
                "steps": 0.36,
                "steps proposed": 0.6,
            },
        ),
        (
            "stranger-dev",
            {
                "actors": 0.93,
                "actors proposed": 0.85,
                "actors sure": 0.92,
                "statements": 0.74,
                "statements proposed": 0.7,
                "statements sure": 0.88,
                "party": 0.95,
                "third": 0.5,
                "steps": 0.7,
                "steps proposed": 0.72,
            },
        ),
        (
            "stranger-held",
            {
                "plans": 0.5,
                "kinds": 0.66,
                "actors": 0.83,
                "actors proposed": 0.69,
                "actors sure": 0.88,
                "statements": 0.46,
                "statements proposed": 0.57,
                "statements sure": 0.66,
                "party": 0.36,
                "third": 0.26,
                "steps": 0.75,
                "steps proposed": 0.88,
            },
        ),
        (
            "varied-check",
            {
                "actors": 0.74,
                "actors proposed": 0.83,
                "statements": 0.42,
                "statements proposed": 0.6,
                "statements sure": 0.75,
            },
        ),
    ],
)
def test_news_is_read_as_well_as_reported(folder, floors):
    c = count(folder)
    for measure, floor in floors.items():
        what, _, proposed = measure.partition(" ")
        if proposed == "sure":
            right = c[f"{what} sure right"]
        else:
            found = what == "actors" and not proposed
            right = c[f"{what} found"] if found else c[f"{what} right"]
        total = c[f"{what} {proposed or 'wanted'}"]
        assert right / total >= floor, (measure, right, total)


def rows_of(text, **more):
    return [p.as_json() for p in Builder(read(Article("x", tidy(text), **more))).build()]


def plans_of(text, **more):
    found = []
    for row in rows_of(text, **more):
        if row["kind"] == "roadmap":
            ordered, steps = steps_of(row)
            found.append((ordered, [(s["name"], s.get("step")) for s in steps], row["flags"]))
    return found


FOLDERS = [
    "news-dev", "news-held", "fresh-dev", "fresh-held", "varied-dev", "varied-check",
    "shapes-dev", "shapes-held", "told-dev", "told-held", "stranger-dev", "stranger-held",
    "parts-dev", "parts-held", "parts-check", "development", "test",
]  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_proposal_quotes_words(folder):
    for path, _, article, _ in codings(folder):
        for row in (p.as_json() for p in Builder(read(article)).build()):
            if row["kind"] == "relation":
                assert row["item"]["description"], path
            for start, end in row["spans"]:
                assert start < end, (path, row["item"])
            for quote in row["quotes"]:
                exact, place = quote["target"]["selector"]
                assert exact["exact"], path
                assert exact["exact"] == article.text[place["start"] : place["end"]], path


def test_a_verb_before_both_of_its_actors_is_quoted_with_them():
    text = "Brokered by Oman between the Kerran government and the Marsh Front, it was endorsed."
    links = [r for r in rows_of(text) if r["kind"] == "relation"]
    assert {r["item"]["kind"] for r in links} == {"mediates"}
    for row in links:
        assert "Oman between the Kerran government" in row["item"]["description"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_proposed_fits_the_format_of_a_case(folder):
    for path, _, article, _ in codings(folder):
        rows = [p.as_json() for p in Builder(read(article)).build()]
        ids = {r["item"]["id"] for r in rows if r["kind"] == "actor"}
        steps = {
            part["id"]
            for r in rows
            if r["kind"] == "roadmap"
            for s in r["item"]["stages"]
            for part in [s, *s.get("milestones", [])]
        }
        for row in rows:
            item = dict(row["item"])
            match row["kind"]:
                case "actor":
                    Actor.model_validate(item)
                case "statement" if "by" in item:
                    assert {*item.pop("with", []), *item.get("to", []), item["by"]} <= ids, path
                    assert set(item.get("about", [])) <= ids | steps, path
                    Statement.model_validate(item)
                case "roadmap":
                    for part in steps_of(row)[1]:
                        if "step" in part:
                            assert part["step"] in StepKind.__args__
                        if "term" in part:
                            Term.model_validate(part["term"])


def test_the_vocabulary_of_steps_is_the_lexicon_s():
    assert set(lexicon().raw["steps"]["kinds"]) == set(StepKind.__args__)


def test_another_number_than_announced_is_said():
    text = "The plan has five steps: a truce, an interim council and elections."
    ((_, steps, flags),) = plans_of(text)
    assert (len(steps), flags) == (3, ["no-speaker", "number-mismatch"])
    text = text.replace("five", "three")
    ((_, steps, flags),) = plans_of(text)
    assert flags == ["no-speaker"]


def test_an_and_within_an_item_does_not_cut_it():
    text = "The plan has three pillars: a truce, reform of the police and the army, and elections."
    ((ordered, steps, _),) = plans_of(text)
    assert not ordered
    assert [name for name, _ in steps] == [
        "a truce",
        "reform of the police and the army",
        "elections",
    ]


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("elections within 18 months", {"within": 18, "unit": "months"}),
        (
            "elections within a year of signature",
            {"within": 1, "unit": "years", "after": "signature"},
        ),
        ("elections no later than June 2034", {"by": "2034-06-30"}),
        ("elections by the end of 2034", {"by": "2034-12-31"}),
        ("elections within 72 hours", {"within": 3, "unit": "days"}),
        ("elections for two years", None),
    ],
)
def test_terms_are_numbers_with_their_unit_and_quote(words, term):
    (row,) = [
        r
        for r in rows_of(f"The plan has two steps: a truce and {words}.")
        if r["kind"] == "roadmap"
    ]
    found = row["item"]["stages"][-1].get("term")
    if term is None:
        assert found is None
    else:
        quotes = {q["id"] for q in row["quotes"]}
        assert set(found.pop("evidence")) <= quotes
        assert found == term


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Orr Front accepted the truce.", "accepts"),
        ("The Orr Front has not accepted the truce.", "refuses"),
        ("The Orr Front will stop supporting the truce.", "refuses"),
        ("The Orr Front no longer backs the truce.", "refuses"),
        ("The Orr Front is ready to sign the truce.", "commits"),
        ("The Orr Front was never willing to sign the truce.", "refuses"),
        ("The Orr Front and Peru have both committed to the truce.", "commits"),
        ("The truce was endorsed by the Orr Front.", "accepts"),
        ("The Orr Front did not sign.", "refuses"),
        ("The Orr Front stayed away from the signing.", "refuses"),
        ("The Orr Front agreed to a truce.", "accepts"),
        ("The Orr Front agreed to lift the siege.", "commits"),
    ],
)
def test_what_a_party_says_to_a_plan(text, kind):
    said = [r["item"] for r in rows_of(text) if r["kind"] == "statement"]
    assert [s["kind"] for s in said] == [kind], said


@pytest.mark.parametrize(
    ("text", "what", "on"),
    [
        ("The Orr Front will not disarm unless the army leaves.", "disarm", "the army leaves"),
        ("Ana Orlo said she would sign only after the siege ended.", "sign", "the siege ended"),
        ("Ana Orlo said she would sign in exchange for aid.", "sign", "aid"),
        ("Peru set one condition for talks: the siege must end.", "siege", "the siege must end"),
        (
            "Ana Orlo said the Front would not leave before its men were freed.",
            "leave",
            "its men were freed",
        ),
    ],
)
def test_a_condition_keeps_who_set_it_what_for_and_on_what(text, what, on):
    (said,) = [r["item"] for r in rows_of(text) if r["kind"] == "statement"]
    assert said["kind"] == "conditions"
    assert said["by"]
    assert what in said["text"]
    assert said["conditional_on"] == on


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("The Norvia-mediated talks failed. Norvia said so.", "Norvia", "mediator"),
        ("The truce was brokered by Oman between Peru and the Orr Front.", "Oman", "mediator"),
        ("The truce was brokered by Oman between Peru and the Orr Front.", "Orr Front", "party"),
        ("Kenya hosted the talks.", "Kenya", "host"),
        ("Talks under UN leadership go on.", "United Nations", "mediator"),
        ("The facilitator, Ana Orlo, left.", "Ana Orlo", "mediator"),
        ("Chad, cosignatory of the charter, protested.", "Chad", "guarantor"),
        ("Egypt attended as observer.", "Egypt", "observer"),
        ("The United States imposed sanctions on the junta.", "United States", "pressure"),
    ],
)
def test_the_part_of_an_actor(text, name, part):
    parts = {
        r["item"]["name"]: r["item"].get("part") for r in rows_of(text) if r["kind"] == "actor"
    }
    assert parts.get(name) == part, parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The AXC welcomed it. The African Xunion Commission (AXC) sent aid.",
         {"African Xunion Commission"}),
        ("The ZUG (Zeran Unity Government) refused it.", {"Zeran Unity Government"}),
        ("The Forces of Liberty and Renewal refused it.", {"Forces of Liberty and Renewal"}),
        ("The Interstate Council on Trade (ICT) refused it.", {"Interstate Council on Trade"}),
        ("The Alliance for a Free Corvena refused it.", {"Alliance for a Free Corvena"}),
        ("The People’s Front refused it.", {"People’s Front"}),
        ("The government and the rebels both refused it.", {"Government", "Rebels"}),
        ("MARVOK (Agency) - The Orr Front refused it.", {"Orr Front"}),
        ("BERLIN, 5 Jan (Wire) - The Orr Front refused it.", {"Orr Front"}),
        ("April 2, 2024 (MARVOK) - The Orr Front refused it.", {"Orr Front"}),
        ("By Ana Orlo\n\nThe Orr Front refused it.", {"Orr Front"}),
        ("The Orr Front refused it, officials said.", {"Orr Front"}),
        ("The Orr Front refused it, two sources told the Zeran Herald.", {"Orr Front"}),
    ],
)  # fmt: skip
def test_who_is_an_actor(text, names):
    assert {r["item"]["name"] for r in rows_of(text) if r["kind"] == "actor"} == names


def test_a_body_is_no_person_and_a_front_no_state():
    rows = rows_of(
        "The Swift Defence Forces refused it. The Fatra rebels signed. The Blue Front left."
    )
    kinds = {r["item"]["name"]: r["item"]["kind"] for r in rows if r["kind"] == "actor"}
    assert kinds["Swift Defence Forces"] == "armed-group"
    assert kinds["Fatra"] == "armed-group"


def test_what_is_invisible_is_dropped_for_reading_and_kept_in_offsets():
    text = "The Orr Fr\u00adont acc\u200bepted the tru\u200dce."
    rows = rows_of(text)
    (said,) = [r for r in rows if r["kind"] == "statement"]
    assert said["item"]["text"] == "the truce"
    (actor,) = [r for r in rows if r["kind"] == "actor"]
    assert actor["item"]["name"] == "Orr Front"
    exact = said["quotes"][0]["target"]["selector"][0]["exact"]
    assert exact in text
    assert "\u200d" in exact


def test_a_sentence_printed_three_times_is_proposed_once():
    rows = rows_of("The Orr Front refused the plan. " * 3)
    (said,) = [r for r in rows if r["kind"] == "statement"]
    assert len(said["quotes"]) == 3


def test_a_statement_s_we_is_who_issues_it():
    rows = rows_of("Statement by the Orr Front\n\nWe reject the plan. We call on Peru to leave.")
    said = [(r["item"]["by"], r["item"]["kind"]) for r in rows if r["kind"] == "statement"]
    assert said == [("orr-front", "refuses"), ("orr-front", "demands")]


def test_statements_say_which_steps_they_are_about():
    rows = rows_of(
        "Peru presented a plan in two stages: a truce and elections. "
        "The Orr Front rejected the plan. The Velo Party accepted elections."
    )
    about = {r["item"]["by"]: r["item"].get("about") for r in rows if r["kind"] == "statement"}
    assert about["orr-front"] == ["a-truce", "elections"]
    assert about["velo-party"] == ["elections"]


@pytest.mark.parametrize(
    "text",
    ["a " * 4000, "the plan " * 3000, "for the " * 3000, "(1) a, " * 2000,
     "within six months " * 1500,
     "before after once then " * 1000, "the release of the release of " * 1000],
)  # fmt: skip
def test_hostile_texts_are_read_in_a_moment(text):
    start = time.process_time()
    read(Article("x", f"The plan says: {text}."))
    assert time.process_time() - start < 20


def test_steps_that_a_text_speaks_of_here_and_there_are_put_together_unsure():
    text = """The envoy spoke of the accord in Tarn on Monday. It was a cold day.

Prisoners of both sides are to go home, she said. Fishermen complain of the fuel price.

The army ended its siege last year. Nobody expects that elections will be easy to hold. The
rebels will lay down their arms.
"""
    (row,) = [r for r in rows_of(text) if r["kind"] == "roadmap"]
    assert row["tier"] == "C"
    assert "put-together" in row["flags"]
    (stage,) = row["item"]["stages"]
    assert [one["step"] for one in stage["milestones"]] == [
        "prisoner-release",
        "elections",
        "disarmament",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Nothing of a plan or an agreement.
        "Prisoners are to be freed next week. Elections will be held in May, she said.",
        # One kind alone is no plan.
        "The accord is a year old. Elections will be held in May.",
        # What is past is none.
        "The accord is a year old. Elections were held in May. The army withdrew in June.",
        # What several people ask for is none.
        "Envoys met on the plan. Ruvia said elections should be first. Kenda said troops must go.",
    ],
)
def test_what_is_no_plan_is_not_put_together(text):
    assert not [r for r in rows_of(text) if r["kind"] == "roadmap" and "put-together" in r["flags"]]
