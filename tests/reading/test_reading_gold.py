"""How well the rules read: floors a little below what docs/reading.md reports."""

from pathlib import Path

import pytest

from tracktwo.case.document import parse
from tracktwo.reading.pipeline import read
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.gold import of_proposals, read_gold
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.score import score

GOLD = Path(__file__).parent / "gold"
ROOT = Path(__file__).parents[2]
ARTICLE = next(
    (
        path
        for path in (ROOT.parent / "shared" / "data" / "article", ROOT / "shared/data/article")
        if path.is_dir()
    ),
    None,
)
needs_report = pytest.mark.skipif(ARTICLE is None, reason="the report's text is not at hand")


def scored(*paths):
    pairs = []
    for path in paths:
        article, gold = read_gold(path, ARTICLE)
        rows = [p.as_json() for p in Builder(read(article)).build()]
        pairs.append((gold, of_proposals(rows, path.stem), article.text))
    return score(pairs)


@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        (
            "development",
            {"actors": 0.91, "statements": 0.85, "presence": 0.95, "stages": 1, "addressees": 0.86},
        ),
        ("test", {"actors": 0.9, "statements": 0.72, "presence": 0.75, "stages": 0.95}),
    ],
)
def test_invented_passages_are_read_as_well_as_reported(folder, floors):
    result = scored(*sorted((GOLD / folder).glob("*.yaml")))
    for measure, floor in floors.items():
        assert result.tallies[measure].f1 >= floor, (measure, result.notes)


def test_the_gold_set_is_large_enough_and_split():
    development = {p.stem for p in (GOLD / "development").glob("*.yaml")}
    test = {p.stem for p in (GOLD / "test").glob("*.yaml")}
    assert len(development | test) >= 15
    assert not development & test


@pytest.mark.parametrize("path", sorted(GOLD.glob("*/*.yaml")), ids=lambda p: p.stem)
def test_dates_are_resolved_against_the_day_of_publication(path):
    article, _ = read_gold(path)
    reading = read(article)
    found = {
        reading.words(n, (w.start, w.end)).lower(): w.value
        for n, whens in reading.dates.items()
        for w in whens
    }
    root, _ = parse(path.read_text(encoding="utf-8"), path.name)
    for wanted in root.plain().get("dates") or []:
        words = str(wanted["text"]).lower()
        value = next(v for k, v in found.items() if words.endswith(k) or k.endswith(words))
        assert value == str(wanted["date"]), words


@needs_report
def test_the_shipped_report_is_read_whole():
    result = scored(GOLD / "political-office-proposal.yaml")
    t = result.tallies
    assert t["actors"].recall == 1, result.notes
    assert t["statements"].f1 >= 0.9, result.notes
    assert t["presence"].f1 == 1, result.notes
    assert t["stages"].f1 == 1, result.notes
    assert t["relations"].recall == 1, result.notes


@needs_report
def test_the_report_gives_what_the_worked_case_was_coded_with():
    article, _ = read_gold(GOLD / "political-office-proposal.yaml", ARTICLE)
    rows = [p.as_json() for p in Builder(read(article)).build()]
    actors = {r["item"]["id"]: r["item"] for r in rows if r["kind"] == "actor"}
    council = next(id_ for id_, a in actors.items() if a["name"].startswith("National Resist"))
    assert {"NRCSA", "Council"} <= set(actors[council]["aliases"])
    said = [
        (actors[r["item"]["by"]]["name"], r["item"]["kind"], r["item"]["text"])
        for r in rows
        if r["kind"] == "statement"
    ]

    def says(name, kind, words):
        return any(n.startswith(name) and k == kind and words in text for n, k, text in said)

    assert says("National", "demands", "assign a delegation")
    assert says("National", "demands", "open an official political office")
    assert says("National", "demands", "more pressure on the Taliban to accept")
    assert says("Taliban", "refuses", "any negotiations with these figures")
    assert says("Two former US", "proposes", "opening a political office")
    assert says("National", "demands", "should not be recognized")
    assert says("National", "conditions", "in a way that is not harmful")
    (meeting,) = [r["item"] for r in rows if r["kind"] == "meeting"]
    assert meeting["body"] == council
    assert actors[meeting["chair"]]["name"] == "Younus Qanooni"
    assert [actors[x]["name"] for x in meeting["absent"]] == [
        "Mohammad Karim Khalili",
        "Ahmad Masoud",
    ]
    assert meeting["date"] == "2023-03-19"
    assert any(r["kind"] == "alternative" and r["flags"] == ["earlier"] for r in rows)


@needs_report
def test_every_quote_is_verbatim_and_the_report_is_not_in_the_gold_coding():
    path = GOLD / "political-office-proposal.yaml"
    article, _ = read_gold(path, ARTICLE)
    for proposal in Builder(read(article)).build():
        for quote in proposal.quotes:
            text, place = quote["target"]["selector"]
            assert article.text[place["start"] : place["end"]] == text["exact"]
    coding = path.read_text(encoding="utf-8")
    assert all(line not in coding for line in article.text.split("\n") if len(line) > 120)


def test_a_gold_coding_that_quotes_other_words_is_refused(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "id: x\ntext: The Front said no.\nactors: [{id: front, names: [Front]}]\n"
        "statements: [{by: front, kind: states, span: said yes}]\n",
        encoding="utf-8",
    )
    with pytest.raises(ReadingError, match="'said yes' is not in the text"):
        read_gold(path)
