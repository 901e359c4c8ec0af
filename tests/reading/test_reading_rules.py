"""What the rules find in single sentences: frames, voices, speakers, actors, meetings, stages."""

import datetime as dt

import pytest
from news import codings

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy
from tracktwo.reading.text.lexicon import lexicon


def reading(text, published=None):
    return read(Article("x", tidy(text), published=published))


def said(text):
    r = reading(text)
    name = lambda i: r.entities[i].name  # noqa: E731
    return [
        (
            f.kind,
            "+".join(name(i) for i in f.by),
            "+".join(name(i) for i in f.to),
            r.words(f.sentence, f.content),
        )
        for f in r.facts
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The Orr Front called on the United Nations to send observers.",
            ("demands", "Orr Front", "United Nations", "send observers"),
        ),
        (
            "The Orr Front demanded that Norway withdraw its offer.",
            ("demands", "Orr Front", "Norway", "Norway withdraw its offer"),
        ),
        (
            "The Orr Front and the Velo Party rejected the plan on Friday.",
            ("refuses", "Orr Front+Velo Party", "", "the plan on Friday"),
        ),
        (
            "Peru's offer of talks was rejected by the Orr Front.",
            ("refuses", "Orr Front", "", "Peru’s offer of talks was rejected"),
        ),
        (
            "The Orr Front was urged by Norway to return to talks.",
            ("demands", "Norway", "Orr Front", "return to talks"),
        ),
        (
            "“We will never sign this,” said Ana Orlo, leader of the Orr Front.",
            ("refuses", "Ana Orlo", "", "We will never sign this"),
        ),
        (
            "Ana Orlo said the government must release all prisoners.",
            ("demands", "Ana Orlo", "government", "the government must release all prisoners"),
        ),
        (
            "Ana Orlo said she would sign only if the siege ended.",
            ("conditions", "Ana Orlo", "", "she would sign only if the siege ended"),
        ),
        (
            "Ana Orlo, who leads the Orr Front, warned that the truce would collapse.",
            ("warns", "Ana Orlo", "", "the truce would collapse"),
        ),
        (
            "The junta threatened to close the border unless exiles returned.",
            ("warns", "junta", "", "close the border unless exiles returned"),
        ),
        (
            "According to the Orr Front, talks are over.",
            ("states", "Orr Front", "", "talks are over"),
        ),
        (
            "The Orr Front denied that it had burned the depot.",
            ("states", "Orr Front", "", "denied that it had burned the depot"),
        ),
        (
            "The Orr Front has not accepted the plan.",
            ("refuses", "Orr Front", "", "the plan"),
        ),
        (
            "Talks will resume soon, the Labour Ministry announced on Sunday.",
            ("states", "Labour Ministry", "", "Talks will resume soon"),
        ),
        (
            "Peru has issued an ultimatum to Ecuador to halt attacks.",
            ("demands", "Peru", "Ecuador", "halt attacks"),
        ),
        (
            "Peru and Chile put forward a plan for a truce.",
            ("proposes", "Peru+Chile", "", "a plan for a truce"),
        ),
    ],
)
def test_statements(text, wanted):
    assert wanted in [(k, b, t, w.replace("'", "’")) for k, b, t, w in said(text)], said(text)


def test_demands_in_a_row_are_taken_apart():
    found = said("The Front called for free elections, the release of prisoners, and a new army.")
    assert [w for *_, w in found] == ["free elections", "the release of prisoners", "a new army"]
    found = said("Norway asked the Front to lift the siege and to free the mayor.")
    assert [w for *_, w in found] == ["lift the siege", "to free the mayor"]


def test_a_condition_tied_to_a_demand_is_a_statement_of_its_own():
    found = said("The Front said aid must stop, but in a way that spares the poor.")
    assert [(k, w) for k, *_, w in found] == [
        ("demands", "aid must stop"),
        ("conditions", "in a way that spares the poor"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The present plan is old.",
        "A diplomat who asked not to be named walked away.",
        "The report was read in silence.",
        "Their demands grew louder every day.",
    ],
)
def test_what_nobody_said_is_no_statement(text):
    assert said(text) == []


def test_words_inside_a_quotation_are_no_cue():
    found = said("“They told us, ‘Come and sign,’” Ana Orlo said.")
    assert [(k, b) for k, b, *_ in found] == [("states", "Ana Orlo")]


def test_a_sentence_of_quotation_goes_on_with_its_speaker():
    found = said("“Nobody came,” Ana Orlo said. “We refuse to sign under fire.”")
    assert ("refuses", "Ana Orlo", "", "We refuse to sign under fire") in found


def test_one_actor_under_several_names():
    r = reading(
        "The Northern Relief Council (NRC) met Colonel Ansel Draga. The Council thanked Draga. "
        "The NRC left. The colonel stayed."
    )
    names = {e.name: set(e.names) for e in r.entities}
    assert names["Northern Relief Council"] == {"Northern Relief Council", "NRC", "Council"}
    assert {"Ansel Draga", "Draga", "colonel"} <= names["Ansel Draga"]


def test_members_by_surname_and_apposition_become_one():
    r = reading("The Front’s leader, Ana Orlo, spoke first. Orlo left early. She refused to stay.")
    (ana,) = [e for e in r.entities if e.name == "Ana Orlo"]
    assert [r.words(s, (a, b)) for s, a, b in ana.roles] == ["Front’s leader"]
    assert r.facts[-1].by == (r.entities.index(ana),)


def test_presence():
    r = reading(
        "Ana Orlo chaired the meeting, which was attended by Ben Tal and Cem Uzun. "
        "Dan Weiss did not attend. Also in attendance was Eva Lund. Fay Moss stayed away."
    )
    (g,) = r.gatherings
    names = lambda part: [r.entities[i].name for i in g.of(part)]  # noqa: E731
    assert names("chair") == ["Ana Orlo"]
    assert [n for n in names("present") if n != "Ana Orlo"] == ["Ben Tal", "Cem Uzun", "Eva Lund"]
    assert names("absent") == ["Dan Weiss", "Fay Moss"]


@pytest.mark.parametrize(
    "text",
    [
        "The plan has three stages: a truce, an interim council and elections.",
        "The three-step plan: first, a truce; second, an interim council; third, elections.",
        "Phase one is a truce. Phase two is an interim council. The third phase is elections.",
    ],
)
def test_stages_in_order(text):
    r = reading(text)
    (plan,) = r.plans
    words = [r.words(s.sentence, s.span) for s in plan.steps]
    assert words == ["a truce", "an interim council", "elections"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Brazil, which hosts the Orr Front, kept silent.", ("hosts", "Brazil", "Orr Front")),
        ("The Orr Front is hosted by Brazil.", ("hosts", "Brazil", "Orr Front")),
        ("Leaders of the Orr Front live in Brazil.", ("hosts", "Brazil", "Orr Front")),
        ("Brazil has close ties with the junta.", ("ties", "Brazil", "junta")),
        ("The Orr Front is fighting the junta.", ("fights", "Orr Front", "junta")),
        (
            "Norway has mediated between the Orr Front and the junta.",
            ("mediates", "Norway", "junta"),
        ),
    ],
)
def test_relations(text, wanted):
    r = reading(text)
    found = [(x.kind, r.entities[x.source].name, r.entities[x.target].name) for x in r.links]
    assert wanted in found


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Sunday", "2023-03-19"),
        ("last Monday", "2023-03-13"),
        ("next Friday", "2023-03-24"),
        ("yesterday", "2023-03-19"),
        ("in January", "2023-01"),
        ("in May", "2022-05"),
        ("on 28 February", "2023-02-28"),
        ("on March 2, 2021", "2021-03-02"),
        ("last month", "2023-02"),
        ("this week", "2023-03-20"),
    ],
)
def test_dates(words, value):
    r = reading(f"The Front met {words} in Oslo.", dt.date(2023, 3, 20))
    assert [w.value for w in r.dates[0]] == [value]


def test_without_a_day_of_publication_no_day_is_made_up():
    r = reading("The Front met on Sunday and on 3 May 2020.")
    assert [w.value for w in r.dates[0]] == [None, "2020-05-03"]


def test_actors_of_the_case_are_recognised():
    known = [("orr", "Northern Relief Council", "coalition", ("NRC",))]
    r = read(Article("x", "The NRC rejected the plan."), known=known)
    assert r.entities[r.facts[0].by[0]].known == "orr"


def test_lines_of_a_declaration_are_said_by_who_opens_it():
    text = (
        "The Government of Maresh and the Coast Front, meeting in Orla,\n\n"
        "1. agree to a truce;\n\n2. request the African Union to send observers."
    )
    reading = read(Article("x", text))
    said = [(f.kind, {reading.entities[i].name for i in f.by}) for f in reading.facts]
    sides = {"Government of Maresh", "Coast Front"}
    assert said == [("commits", sides), ("demands", sides)]


def test_a_step_does_not_end_in_the_verb_of_what_follows_it():
    text = (
        "The Varna Union proposed a truce on Sunday. The truce is to be followed by a prisoner "
        "exchange, after which elections would be held."
    )
    reading = read(Article("a", text, "t", None))
    rows = [p.as_json() for p in Builder(reading).build() if p.kind == "roadmap"]
    names = [stage["name"] for row in rows for stage in row["item"]["stages"]]
    assert names
    assert not [name for name in names if name.split()[-1] in {"is", "are", "was", "would"}]


@pytest.mark.parametrize(
    ("text", "kind", "by", "words"),
    [
        ('Ana Orlo said: "We are tired of this war."', "states", "Ana Orlo",
         "We are tired of this war"),
        ("Ana Orlo added, “The road is long.”", "states", "Ana Orlo", "The road is long"),
        ('In a letter, the Orr Front wrote: "We accept the plan."', "accepts", "Orr Front",
         "We accept the plan"),
        ("Ana Orlo wrote on her page on Monday: “We don't accept it.”", "refuses", "Ana Orlo",
         "We don't accept it"),
        ('Ana Orlo told Radio One: "We are tired."', "states", "Ana Orlo", "We are tired"),
        ("Ana Orlo told Television Marvok that the truce was over.", "states", "Ana Orlo",
         "the truce was over"),
        ('Ana Orlo told parliament on Monday:\n\n"The army must leave Marvok."', "demands",
         "Ana Orlo", "The army must leave Marvok"),
        ('The envoy, Ben Tal, replied:\n\n"We reject the terms."', "refuses", "Ben Tal",
         "We reject the terms"),
        ("Ana Orlo said: “Nobody came.\n\n“We refuse to wait.\n\n“We reject the plan.”", "refuses",
         "Ana Orlo", "We reject the plan"),
        ("“We reject the accord.”\n\n– Ben Tal, head of the Orr Front", "refuses", "Ben Tal",
         "We reject the accord"),
        ('"Peru must pay."\n- Ana Orlo, Secretary-General of the Orr Front', "demands", "Ana Orlo",
         "Peru must pay"),
        ("‘We reject the plan,’ said Ana Orlo.", "refuses", "Ana Orlo", "We reject the plan"),
        ("'We reject the farmers' plan,' Ana Orlo said.", "refuses", "Ana Orlo",
         "We reject the farmers' plan"),
        ("The Orr Front said: 'We welcome the offer.'", "accepts", "Orr Front",
         "We welcome the offer"),
        ('"We reject the plan," Ben Tal wrote.', "refuses", "Ben Tal", "We reject the plan"),
        ('"The army must go," Ben Tal continued.', "demands", "Ben Tal", "The army must go"),
        ("Ben Tal tweeted that Peru must pay.", "demands", "Ben Tal", "Peru must pay"),
        ("Ana Orlo said the farmers' market was closed.", "states", "Ana Orlo",
         "the farmers' market was closed"),
        ('Ana Orlo asked: "Will you sign the plan?"', "states", "Ana Orlo",
         "Will you sign the plan"),
        ('Ana Orlo told the Chronicle: "We voted, and that is the end of it."', "states",
         "Ana Orlo", "We voted, and that is the end of it"),
        ('Ana Orlo said: "I reject the plan," and left the room.', "refuses", "Ana Orlo",
         "I reject the plan"),
    ],
)  # fmt: skip
def test_a_quotation_is_what_is_said_however_it_is_set(text, kind, by, words):
    assert (kind, by, words) in [(k, b, w) for k, b, _, w in said(text)], said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Will you sign the plan?",
        "Q: Will you sign the plan?\n\nA: That is for others to say.",
        "Did the Orr Front reject the offer?",
        "Will Peru leave the talks unless Chile pays?",
        "Has Ana Orlo demanded a vote?",
    ],
)
def test_a_question_states_nothing(text):
    assert said(text) == []


def test_whoever_spoke_above_does_not_speak_in_a_paragraph_of_its_own():
    found = said('Ana Orlo said the plan was dead.\n\n"We reject the army."')
    assert [w for *_, w in found] == ["the plan was dead"]


def test_every_verb_of_reporting_has_a_pattern():
    lex = lexicon()
    assert lex.reporting <= set(lex.frames)


@pytest.mark.parametrize(
    "folder", ["news-dev", "fresh-dev", "varied-dev", "shapes-dev", "told-dev", "development"]
)
def test_no_statement_begins_with_punctuation_and_quotation_marks_have_partners(folder):
    for path, _, article, _ in codings(folder):
        r = read(article)
        for fact in r.facts:
            words = r.words(fact.sentence, fact.content)
            assert words[0].isalnum() or words[0] in "\"“‘'«$€£(", (path.stem, words)
            assert words.count('"') % 2 == 0, (path.stem, words)
            assert words.count("“") == words.count("”"), (path.stem, words)
