"""Invariants over any text, and a guard of time for every pattern and every rule."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.reading.llm.gate import plain
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals import gold
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text import article as text
from tracktwo.reading.text import formats
from tracktwo.reading.text.article import Article, seen, sentences, tidy, tokens
from tracktwo.reading.text.lexicon import Frame, build, languages, lexicon

TELLING = """The the Front Council said rejected demanded that of and , , . . “ ” " ' 's to not must
Norway Ana Orlo leader meeting chaired attended absent called on for if unless was by who in
stages : ; phase one first Sunday January 2023 ( NRC ) they he it we don't U.N. Dr. al-Haddar
fighting opponents"""
WORDS = st.sampled_from([*TELLING.split(), "\n", "\n\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_any_sequence_of_telling_words_is_read_and_every_quote_is_verbatim(raw):
    check(raw)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_and_every_quote_is_verbatim(raw):
    check(raw)


def check(raw):
    article = Article("x", tidy(raw))
    ids = set()
    for proposal in Builder(read(article)).build():
        assert proposal.id not in ids
        ids.add(proposal.id)
        for quote in proposal.quotes:
            words, place = quote["target"]["selector"]
            assert article.text[place["start"] : place["end"]] == words["exact"]
            assert article.text.endswith(words["prefix"], 0, place["start"])
        for start, end in proposal.spans:
            assert 0 <= start < end <= len(article.text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_tokens_stand_in_order_and_nothing_but_blanks_is_left_out(raw):
    clean = tidy(raw)
    found = tokens(clean, 0, len(clean))
    at = 0
    for token in found:
        assert not seen(clean[at : token.start])
        assert seen(clean[token.start : token.end]) == token.text
        at = token.end
    assert not seen(clean[at:])
    assert tidy(clean) == clean


def test_reading_twice_gives_the_same():
    raw = "Ana Orlo, who leads the Front, said it would sign only if Norway sent observers."
    first, second = (
        [p.as_json() for p in Builder(read(Article("x", raw))).build()] for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("Dr. Ana Orlo met Gen. Ben Tal. They spoke.", 2),
        ("The U.N. said no. It left.", 2),
        ("“We left. We came back,” she said. Then it rained.", 2),
        ("He paid 3.5 million. J. Smith agreed!", 2),
        ("A title without a stop\nThe text begins.", 2),
    ],
)
def test_sentences(raw, count):
    assert len(sentences(raw, lexicon())) == count


def test_a_wrapped_text_reads_like_one_that_is_not():
    line = "The Front of the Upper Valley and its many friends said on Friday that it"
    raw = (
        f"{line}\nwould reject any plan that the government of the Lower Valley might put\nforward."
    )
    assert len(sentences(raw, lexicon())) == 1


HOSTILE = {
    "one letter": "a" * 50_000,
    "capitals": "A " * 20_000,
    "names": "Ana Orlo of the Front and " * 2_000,
    "commas": ", " * 20_000,
    "open quotes": "“" * 20_000,
    "quotes": '"a" ' * 8_000,
    "apostrophes": "a'" * 20_000,
    "hyphens": "a-" * 20_000,
    "initials": "A." * 20_000,
    "digits": "1." * 20_000,
    "cues": "said that demanded that refused to " * 1_000,
    "conditions": "not until no until unless " * 1_500,
    "presence": "was present was absent did not attend " * 1_200,
    "stages": "stages: a, b, c, and d; " * 1_500,
    "relations": "ties with hosts fighting against " * 1_200,
    "blank lines": "\n \n" * 15_000,
    "dates": "Sunday January 3 last week " * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_rule_is_slow_on_a_hostile_text(name):
    begin = time.process_time()
    Builder(read(Article("x", tidy(HOSTILE[name])))).build()
    assert time.process_time() - begin < 8


PATTERNS = [
    (module, name)
    for module in (text, formats, gold)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize(("module", "name"), PATTERNS, ids=[n for _, n in PATTERNS])
@pytest.mark.parametrize(
    "piece", ["a", "a-", "a'", "A.", "1.", "1-", "\n", " ", "``", "2023-01-", "é"]
)
def test_no_pattern_is_slow(module, name, piece):
    pattern = getattr(module, name)
    begin = time.process_time()
    sum(1 for _ in pattern.finditer(piece * (200_000 // len(piece)) + "\0"))
    assert time.process_time() - begin < 2


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "x", "a-2"])))
def test_ids_are_ids_of_the_case_format_and_new(name, taken):
    made = slug(name, taken)
    assert re.fullmatch(r"[a-z][a-z0-9-]*", made)
    assert made not in taken


@given(st.text(max_size=100))
def test_the_plain_form_keeps_track_of_places(raw):
    short, places = plain(raw)
    assert len(short) == len(places)
    assert places == sorted(set(places))


def test_a_language_is_data_alone():
    assert "en" in languages()
    raw = dict(lexicon().raw)
    raw["frames"] = {**raw["frames"], "demands": "  besiege @ to *\n"}
    made = build(raw)
    assert made.frames["besiege"] == (Frame("demands", "besiege", ("@", "to", "*")),)
    assert made.lemma("besieged") == "besiege"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("denied", "deny"),
        ("rejecting", "reject"),
        ("says", "say"),
        ("told", "tell"),
        ("watches", None),
    ],
)
def test_forms_of_verbs(form, lemma):
    assert lexicon().lemma(form) == lemma


def test_countries_by_their_many_names():
    states = lexicon().states
    assert states["turkey"] == states["türkiye"] == "Türkiye"
    assert lexicon().demonyms["norwegian"] == states["norway"] == "Norway"
