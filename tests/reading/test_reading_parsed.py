"""Reading French and Spanish from a parse: parses of pretrained models, kept as plain data."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tracktwo.cli.read import read as read_command
from tracktwo.reading.parsed.grammar import words
from tracktwo.reading.parsed.model import MODELS, parsed_reader
from tracktwo.reading.parsed.reader import ParsedReader
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.gold import of_proposals, read_gold
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.proposals.score import score
from tracktwo.reading.text.article import Article
from tracktwo.reading.text.lexicon import languages
from tracktwo.reading.text.models import load
from tracktwo.reading.text.parsed_languages import parsed_languages

PARSED = Path(__file__).parent / "parsed"


class Token:
    """A word of a parse that was kept."""

    def __init__(self, document, i, row):
        self.document, self.i = document, i
        self.idx, self.text, self.lemma_, self.pos_, self.dep_, self.up = row

    def __len__(self):
        return len(self.text)

    @property
    def head(self):
        return self.document[self.up]

    @property
    def children(self):
        return [t for t in self.document if t.up == self.i and t.i != self.i]

    @property
    def subtree(self):
        found = [self]
        for child in self.children:
            found += child.subtree
        return sorted(found, key=lambda t: t.i)


class Stretch(list):
    """A stretch of words with a label."""

    label_ = ""

    @property
    def end_char(self):
        return self[-1].idx + len(self[-1])

    @property
    def root(self):
        inside = {t.i for t in self}
        return next(t for t in self if t.up not in inside or t.up == t.i)


def parse_kept(name):
    """Return a stand-in for a spaCy pipeline that knows one text."""
    data = json.loads((PARSED / f"{name}.parse.json").read_text(encoding="utf-8"))
    tokens = []
    for i, row in enumerate(data["tokens"]):
        tokens.append(Token(tokens, i, row))
    entities = []
    for start, end, label in data["entities"]:
        entity = Stretch(tokens[start:end])
        entity.label_ = label
        entities.append(entity)

    def char_span(start, end):
        inside = [t for t in tokens if start <= t.idx and t.idx + len(t) <= end]
        whole = inside and inside[0].idx == start and inside[-1].idx + len(inside[-1]) == end
        return Stretch(inside) if whole else None

    document = SimpleNamespace(
        ents=entities, sents=[tokens[a:b] for a, b in data["sentences"]], char_span=char_span
    )
    return lambda _: document


def rows_of(name):
    article, gold = read_gold(PARSED / f"{name}.yaml")
    rows = ParsedReader(parse_kept(name), name[:2]).rows(article)
    return article, gold, rows


@pytest.mark.parametrize("name", ["fr-dev", "es-dev"])
def test_the_sentences_that_the_reader_was_written_on_are_read_whole(name):
    article, gold, rows = rows_of(name)
    result = score([(gold, of_proposals(rows, name), article.text)])
    assert result.tallies["statements"].f1 == 1, result.notes
    assert result.tallies["actors"].recall == 1, result.notes


@pytest.mark.parametrize("name", ["fr-held", "es-held"])
def test_sentences_held_back_are_read_as_well_as_reported(name):
    article, gold, rows = rows_of(name)
    result = score([(gold, of_proposals(rows, name), article.text)])
    assert len(gold.statements) == 18
    assert result.tallies["statements"].f1 >= 0.58
    assert result.tallies["actors"].f1 >= 0.73


def test_every_quote_stands_in_the_text_and_every_id_is_an_actor():
    for name in ("fr-dev", "es-dev", "fr-held", "es-held"):
        article, _, rows = rows_of(name)
        actors = {r["item"]["id"] for r in rows if r["kind"] == "actor"}
        assert len({r["id"] for r in rows}) == len(rows)
        for row in rows:
            assert row["method"] == "parse"
            for quote in row["quotes"]:
                exact, place = quote["target"]["selector"]
                assert article.text[place["start"] : place["end"]] == exact["exact"]
            if row["kind"] == "statement":
                item = row["item"]
                assert {item["by"], *item.get("with", []), *item.get("to", [])} <= actors
                assert item["evidence"] == [row["quotes"][0]["id"]]


def test_a_pronoun_or_a_subject_left_out_is_to_be_looked_at():
    _, _, rows = rows_of("es-dev")
    tiers = {r["item"]["text"]: r["tier"] for r in rows if r["kind"] == "statement"}
    assert tiers["la salida de los mercenarios"] == "C"
    assert tiers["la liberación de los presos"] == "B"


def test_actors_of_the_case_are_recognised():
    article, _ = read_gold(PARSED / "fr-dev.yaml")
    known = [("au", "African Union", "organisation", ("Union africaine",))]
    rows = ParsedReader(parse_kept("fr-dev"), "fr").rows(article, known)
    speakers = {r["item"]["by"] for r in rows if r["kind"] == "statement"}
    assert "au" in speakers
    assert [r["item"]["name"] for r in rows if r["item"]["id"] == "au"] == ["African Union"]


def test_a_desk_reads_with_the_parse_alone(tmp_path):
    article, _ = read_gold(PARSED / "fr-dev.yaml")
    (tmp_path / "a.txt").write_text(article.text, encoding="utf-8")
    desk = Desk.at(tmp_path / "case", language="fr")
    desk.parsed = ParsedReader(parse_kept("fr-dev"), "fr").rows
    (added,) = desk.read([tmp_path / "a.txt"])
    assert not desk.refused
    assert added.new >= 18
    kept = list(desk.store.proposals())
    assert {r["method"] for r in kept} == {"parse"}


def test_no_language_is_read_in_two_ways_and_each_has_a_model():
    assert parsed_languages() == sorted(MODELS)
    assert not set(parsed_languages()) & set(languages())
    for language in parsed_languages():
        known = words(language)
        assert set(known.verbs.values()) >= {"accepts", "commits", "demands", "refuses", "states"}


def test_a_model_that_is_not_installed_is_named(tmp_path):
    with pytest.raises(ReadingError, match=r"tracktwo\[parse\]|no_such_model"):
        load("no_such_model")
    with pytest.raises(ReadingError, match="French: "):
        parsed_reader("fr", "no_such_model")
    (tmp_path / "a.txt").write_text("Le président a accepté.", encoding="utf-8")
    with pytest.raises(ReadingError, match="Spanish: "):
        read_command(
            tmp_path / "a.txt", case=tmp_path / "case", language="es", spacy="no_such_model"
        )


@pytest.mark.parametrize("language", sorted(MODELS))
def test_the_models_read_as_their_parses_were_kept(language):
    pytest.importorskip("spacy", reason="spaCy is not installed")
    pytest.importorskip(MODELS[language], reason="the model is not installed")
    article, _, kept = rows_of(f"{language}-held")
    rows = parsed_reader(language).rows(article)
    assert [r["id"] for r in rows] == [r["id"] for r in kept]


def test_a_text_without_statements_gives_none():
    model = parse_kept("fr-dev")
    model("").sents.clear()
    model("").ents.clear()
    assert ParsedReader(model, "fr").rows(Article("x", "Rien.")) == []
