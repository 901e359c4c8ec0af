"""Draft a case from each summary of an agreement and run it: python benchmarks/drafts.py FILE.

FILE is the table of the UCDP Peace Agreement Dataset 22.1. Printed are in how many summaries a plan
is found, how many of their drafts load, pass `check` and run without a note or a warning, how long
one takes, how many decisive questions a draft opens, and how the odds of the last stage spread.
With --most COUNT only every so many rows are taken; after --seconds (600) it stops and says so.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np

from tracktwo.case import CaseError, load
from tracktwo.case.marks import drafted
from tracktwo.casebook.build import write_case
from tracktwo.drafting import NoPlanError, draft
from tracktwo.drafting.accepted import facts_of
from tracktwo.game.setting import settle
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reading"))
from drafted import without_quotes


def facts_in(row: dict[str, str]) -> dict:
    """Return what is read in a summary, all of it accepted, without its quotes."""
    try:
        day = dt.date.fromisoformat(row["pa_date"])
    except ValueError:
        day = dt.date(int(row["year"]), 7, 1)
    text, title = tidy(row["pa_comment"]), row["pa_name"]
    article = Article(text=text, source="summary", title=title, published=day)
    rows = [one.as_json() for one in Builder(read(article)).build()]
    return without_quotes(facts_of(rows, title=title, date=day))


def written(facts: dict, folder: Path):
    """Write the draft of facts to a folder and load it, with all that `check` looks at."""
    write_case(draft(facts), folder)
    return load(folder)


def main() -> None:
    """Draft, load and run each; print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=600)
    given = parser.parse_args()
    with given.file.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["pa_comment"].strip()]
    rows = rows[:: max(1, -(-len(rows) // given.most))]
    begin = time.perf_counter()
    planless, wrong, noted, tried = 0, [], [], 0
    last, times, asked = [], [], []
    by_stages: dict[int, list[float]] = defaultdict(list)
    for number, row in enumerate(rows):
        if time.perf_counter() - begin > given.seconds:
            print(f"stopped after {given.seconds:g} s: {number} of {len(rows)} summaries")
            break
        start = time.perf_counter()
        tried += 1
        with tempfile.TemporaryDirectory() as place, warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                folder = written(facts_in(row), Path(place) / "case")
                odds = settle([folder.case], draws=64, seed=1)[0].odds.mean(axis=0)
            except NoPlanError:
                planless += 1
                continue
            except CaseError as error:
                wrong.append(f"{row['paid']}: {error}")
                continue
        times.append(time.perf_counter() - start)
        if folder.notes or told or not np.isfinite(odds).all():
            noted.append(f"{row['paid']}: {[*map(str, folder.notes), *map(str, told)]}")
        last.append(odds[-1])
        asked.append(sum(one.rule is not None for one in drafted(folder.case).decisive))
        by_stages[len(odds)].append(odds[-1])
    print(f"{tried} summaries: a plan in {tried - planless}, none in {planless}")
    print(f"{len(last)} load and run, {len(wrong)} do not; {len(noted)} with a note or a warning")
    for line in [*wrong, *noted]:
        print(f"  {line}")
    if not last:
        sys.exit(1)
    print(f"a summary takes {np.median(times):.2f} s (median), {max(times):.2f} s (most)")
    print("decisive questions open:", _spread(asked, "{:.0f}"))
    print("odds of the last stage:", _spread(last, "{:.3f}"))
    for stages, found in sorted(by_stages.items()):
        print(f"  {stages} stages, {len(found)} drafts:", _spread(found, "{:.3f}"))
    sys.exit(bool(wrong or noted))


def _spread(values: list[float], form: str) -> str:
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    found = np.quantile(values, shares)
    return ", ".join(
        f"{share:.0%} {form.format(value)}" for share, value in zip(shares, found, strict=True)
    )


if __name__ == "__main__":
    main()
