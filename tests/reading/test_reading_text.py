"""Invariants over any text, and a guard of time for every pattern and every rule."""

import re
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.reading.llm.gate import plain
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals import gold
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text import article as text
from tracktwo.reading.text import formats, lines
from tracktwo.reading.text.article import Article, seen, sentences, tidy, tokens
from tracktwo.reading.text.lexicon import Frame, build, languages, lexicon
from tracktwo.reading.text.lines import paragraphs
from tracktwo.reading.text.repeats import once

TELLING = """The the Front Council said rejected demanded that of and , , . . “ ” " ' 's to not must
Norway Ana Orlo leader meeting chaired attended absent called on for if unless was by who in
stages : ; phase one first Sunday January 2023 ( NRC ) they he it we don't U.N. Dr. al-Haddar
fighting opponents"""
WORDS = st.sampled_from([*TELLING.split(), "\n", "\n\n"])


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_any_sequence_of_telling_words_is_read_and_every_quote_is_verbatim(raw):
    check(raw)


@settings(max_examples=150)
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


@settings(max_examples=100)
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


CODED = Path(__file__).parent / "gold"
UNDER_EACH_OTHER = {
    "d12-wrapped",  # wrapped already
    "d18-phase-headings",
    "v07-saved-page",
    "v15-agreement-text",
    "v29-communique-summit",
    "t23-database-summary",
}
"""Texts whose paragraphs stand right under each other without a mark: once wrapped, nothing tells
one that fills its last line from one that goes on."""
ONE_COLUMN = {
    path.stem: gold.read_gold(path)[0]
    for folder in ("news-dev", "fresh-dev", "varied-dev", "shapes-dev", "told-dev")
    for path in sorted((CODED / folder).glob("*.yaml"))
    if path.stem not in UNDER_EACH_OTHER
}


def wrapped(raw, width):
    """Return a text with every line wrapped, as mail programs do."""
    options = {"break_long_words": False, "break_on_hyphens": False}
    return "\n".join("\n".join(textwrap.wrap(x, width, **options)) for x in raw.split("\n"))


def proposed(article):
    """Return what is proposed, with the words it rests on in place of their offsets."""
    found = []
    for p in Builder(read(article)).build():
        row = p.as_json()
        said = [seen(article.text[a:b]) for a, b in row["spans"]]
        found.append((row["kind"], row["item"].get("id"), row["tier"], said))
    return found


@settings(max_examples=120)
@given(st.sampled_from(sorted(ONE_COLUMN)), st.integers(36, 100))
def test_a_text_reads_the_same_wrapped_at_any_width(name, width):
    article = ONE_COLUMN[name]
    again = replace(article, text=tidy(wrapped(article.text, width)))
    assert proposed(again) == proposed(article)


@pytest.mark.parametrize("width", range(90, 101))
def test_points_that_run_on_do_so_where_lines_begin_with_their_numbers(width):
    article = ONE_COLUMN["v17-transition-news"]
    again = replace(article, text=tidy(wrapped(article.text, width)))
    assert proposed(again) == proposed(article)


def test_a_line_is_judged_by_its_end_not_by_its_length():
    raw = "The Front of the Upper\nValley said on Friday\nthat it would sign the\ntext in Doha."
    assert len(paragraphs(raw)) == 1


@pytest.mark.parametrize(
    "raw",
    [
        "Ana Orlo\nBen Tal\nCem Ural\nDora Vesh",
        "House of Peace\n12 River Street\nMarvok 4410\nNorvia",
        "A truce in the north\nPrisoners to go home\nElections in a year\nAid for all valleys",
        "the truce in all valleys\nthe release of prisoners\nthe return of families\nthe vote",
        "an end to the fighting,\na council of elders,\nfree passage for aid,\nnew elections",
        "The river rose at night\nAnd no one came\nThe bridge was down\nThe king slept on",
        "Valley    2019    310\nUpper hills    2020    28\nLower hills    2021    55",
        "- a truce in the north\n- prisoners to go home\n- elections in a year",
        "A truce for Marvok\nThe Front said on Friday that it would sign the text in the town.",
    ],
    ids=["names", "address", "headings", "alike", "commas", "verse", "table", "bullets", "title"],
)
def test_lines_that_were_not_wrapped_stay_lines(raw):
    assert len(paragraphs(raw)) == raw.count("\n") + 1
    prose = "The Front of the Upper Valley said on Friday that it would sign the text in Doha. "
    before = textwrap.fill(prose * 6, 44)
    assert len(paragraphs(f"{before}\n\n{raw}")) == raw.count("\n") + 2


def test_lines_of_a_list_that_were_wrapped_are_joined_and_stay_items():
    raw = textwrap.dedent("""\
        The plan of the Quartet has four points,
        which both delegations took home with
        them on Friday:
        - the release of all prisoners whom the
          two armies hold in the Upper Valley
        - a council of elders that would speak
          for the towns on the river
        - a vote""")
    assert len(paragraphs(tidy(raw))) == 4


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("The Inter-\nstate Council met. The Interstate Council left.", "Interstate"),
        ("The govern-\nment freed them.", "government"),
        ("Peru sent its monitors to the Upper Val-\nley on Friday.", "Valley"),
        ("A power-\nsharing cabinet met.", "power-sharing"),
        ("The Anglo-\nNorvian Pact holds. The Anglo-Norvian Pact is old.", "Anglo-Norvian"),
        ("A Norvia-\nmediated deal holds.", "-mediated"),
        ("Talks on pre-\nand post-war debts went on.", "pre"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_whole(raw, word):
    found = [t for s in sentences(raw, lexicon()) for t in s.tokens if t.text == word]
    assert found
    assert seen(raw[found[0].start : found[0].end]).replace("- ", "-").startswith(word[:2])


def test_an_actor_whose_name_is_cut_is_proposed_by_its_whole_name():
    raw = "The Inter-\nstate Council on Trade said it would free all pri-\nsoners of Norvia."
    rows = [p.as_json() for p in Builder(read(Article("x", raw))).build()]
    assert next(r["item"]["name"] for r in rows if r["kind"] == "actor") == (
        "Interstate Council on Trade"
    )
    (said,) = [r for r in rows if r["kind"] == "statement"]
    assert said["item"]["text"] == "it would free all prisoners of Norvia"
    check(raw)


@pytest.mark.parametrize("name", sorted(ONE_COLUMN)[::4])
def test_a_text_three_times_proposes_what_it_proposes_once(name):
    article = ONE_COLUMN[name]
    thrice = replace(article, text="\n\n".join([article.text] * 3))
    assert proposed(thrice) == proposed(article)


def test_a_passage_that_returns_among_news_is_read_once():
    told = "The Orr Front refused the plan. Peru and the Velo Party asked it to think again.\n\n"
    raw = f"{told}Kenya offered to host talks.\n\n{told}The Velo Party will attend."
    assert len(sentences(raw, lexicon())) == 6
    assert len(once(sentences(raw, lexicon()))) == 4


HOSTILE = {
    "cut words": "a-\n" * 20_000,
    "short lines": "a b\n" * 12_000,
    "one sentence again": "The Front met. " * 4_000,
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
    for module in (text, lines, formats, gold)
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


@pytest.mark.parametrize(
    ("form", "verb"),
    [("took", "take"), ("taken", "take"), ("accepted", "accept"), ("rejects", "reject")],
)
def test_forms_are_of_their_own_verb(form, verb):
    assert lexicon().lemma(form) == verb
