"""From every summary of an agreement in which a plan is found, a draft loads, checks and runs."""

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from tracktwo.drafting import NoPlanError, draft
from tracktwo.drafting.accepted import facts_of
from tracktwo.game.setting import settle
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy

ROOT = Path(__file__).parents[2]
TABLE = next(
    (
        path
        for folder in (ROOT.parent / "shared", ROOT / "shared")
        if (path := folder / "data/peace/ucdp_peace_agreements_22_1.csv").is_file()
    ),
    None,
)
pytestmark = pytest.mark.skipif(TABLE is None, reason="the data set is not at hand")


def summaries():
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["pa_comment"].strip():
                yield row


def without_quotes(value):
    """Return facts without their quotes, which have no source here."""
    if isinstance(value, dict):
        return {k: without_quotes(v) for k, v in value.items() if k != "evidence"}
    return [without_quotes(v) for v in value] if isinstance(value, list) else value


def facts_in(row):
    try:
        day = dt.date.fromisoformat(row["pa_date"])
    except ValueError:
        day = dt.date(int(row["year"]), 7, 1)
    text, title = tidy(row["pa_comment"]), row["pa_name"]
    article = Article(text=text, source="summary", title=title, published=day)
    rows = [one.as_json() for one in Builder(read(article)).build()]
    return without_quotes(facts_of(rows, title=title, date=day))


def drafted_from(rows, drafted_case):
    last = []
    for row in rows:
        facts = facts_in(row)
        try:
            draft(facts)
        except NoPlanError:
            continue
        folder = drafted_case(facts)
        assert folder.notes == (), row["paid"]
        odds = settle([folder.case], draws=16, seed=1)[0].odds.mean(axis=0)
        assert np.isfinite(odds).all(), row["paid"]
        assert (np.diff(odds) <= 1e-9).all(), row["paid"]
        last.append(odds[-1])
    return last


def test_a_draft_of_each_of_some_summaries_loads_and_runs(drafted_case):
    last = drafted_from(list(summaries())[::16], drafted_case)
    assert len(last) > 8


@pytest.mark.slow
def test_a_draft_of_each_of_all_summaries_loads_and_runs_and_odds_spread(drafted_case):
    last = drafted_from(summaries(), drafted_case)
    assert len(last) > 180
    # Not the number of stages alone decides: the odds of plans alike in length lie far apart.
    low, high = np.quantile(last, [0.1, 0.9])
    assert low < 0.05
    assert high > 0.5
