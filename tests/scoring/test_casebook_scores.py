"""Scores of the casebook: sealed first, the same on one core or many, and as published."""

import json
from dataclasses import replace

import pytest
from command import run

from tracktwo.casebook.build import build, past_cases
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.seal import shipped_seal
from tracktwo.casebook.shipped import shipped
from tracktwo.results.plain import plain
from tracktwo.scoring.casebook import half_of, score_built, score_casebook
from tracktwo.scoring.casebook_said import casebook_section, verdict
from tracktwo.scoring.past_odds import MONTHS, past_odds
from tracktwo.scoring.published import published_scores


def few(years):
    """Return the shipped sources with agreements of some years only, and no war."""
    sources = shipped()
    kept = tuple(a for a in sources.agreements if a.date.year in years)
    return replace(sources, agreements=kept, years=tuple(y for y in sources.years if y.year < 1989))


@pytest.fixture(scope="module")
def some():
    return few(range(1990, 1996))


def test_odds_are_the_same_on_one_core_and_on_two(some):
    cases = [c for c in past_cases(some) if c.start.road != "first"][:6]
    assert past_odds(some, cases, workers=1) == past_odds(some, cases, workers=2)


def test_outcomes_that_are_not_those_sealed_are_refused_before_odds_are_run(some, monkeypatch):
    monkeypatch.setattr("tracktwo.scoring.casebook.past_odds", lambda *_, **__: pytest.fail("ran"))
    with pytest.raises(CasebookError, match="differ from those that were sealed"):
        score_casebook(some, expected="0" * 64)


def test_a_built_casebook_scores_as_the_sources_do(some, tmp_path):
    sources = replace(some, years=())
    build(sources, tmp_path / "book")
    assert score_built(tmp_path / "book", workers=1) == score_casebook(sources, workers=1)


def test_both_halves_of_the_countries_are_there_and_no_country_is_in_both():
    halves = {half_of(c.start.country) for c in past_cases(shipped())}
    assert halves == {"fitted", "apart"}


def test_what_is_published_is_of_the_shipped_casebook_and_says_its_worst():
    found = published_scores()
    assert found.sealed == shipped_seal()
    cases = past_cases(shipped())
    assert sum(found.cases.values()) == len(cases)
    assert ("worse than the base rate:" in verdict(found)) == bool(found.worse)
    assert casebook_section(found).id == "track-record"


def test_every_row_below_zero_is_named_with_its_outcomes_and_none_is_called_out_of_sample():
    found = published_scores()
    below = [r for r in (*found.rows, *found.pooled) if (r.over_base.high or 0) < 0]
    assert below
    assert list(found.worse) == below
    told = verdict(found)
    opening = told.split(". They were")[0]
    assert opening.count(" outcomes") == len(below)
    for row in below:
        assert f"on {row.calibration.n} outcomes" in opening
    assert "vote held within 12 months (on 14 outcomes, none of which happened)" in opening
    assert "nothing was fitted on" not in told
    assert "None of this is out of sample" in told


def test_sources_that_a_casebook_lacks_are_named():
    text = str(casebook_section(published_scores()))
    assert "--pax FILE --mediations FILE" in text
    assert "--pax" not in str(casebook_section(replace(published_scores(), left_out=())))


def test_nothing_is_called_better_on_few_outcomes():
    for row in published_scores().rows:
        assert not (row.better and row.calibration.n < 150)


def test_a_stage_that_is_clearly_worse_is_named_first():
    found = published_scores()
    row = found.rows[2]
    bad = replace(row, over_base=replace(row.over_base, value=-0.2, low=-0.3, high=-0.1))
    told = verdict(replace(found, rows=(bad, *found.rows[3:])))
    assert told.startswith("The odds of drafts were worse than the base rate: ")


@pytest.mark.slow
def test_scoring_anew_gives_what_is_published(tmp_path):
    code, printed, _ = run(["record", "score", "--casebook", "--json"], tmp_path)
    assert code == 0
    again = json.loads(printed)
    before = json.loads(json.dumps(plain(published_scores())))
    assert again["cases"] == before["cases"]
    for one, other in zip(again["rows"], before["rows"], strict=True):
        assert (one["stage"], one["months"], one["half"]) == (
            other["stage"], other["months"], other["half"],
        )  # fmt: skip
        assert one["calibration"]["mean_odds"] == pytest.approx(
            other["calibration"]["mean_odds"], abs=0.02
        )
    assert tuple(MONTHS) == (12, 24, 60)
