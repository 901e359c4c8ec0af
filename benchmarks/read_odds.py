"""Compare a first draft's odds from what was read with those from a coding by hand.

    python benchmarks/read_odds.py FOLDER...

FOLDER is one of `tests/reading/gold/`, which hold texts with their coding. Each text is read and
all that is proposed accepted, as somebody does who corrects nothing; its coding is drafted by the
same rules, with what codings leave out (kinds of actor and their offices, who belongs to whom,
meetings, who presented the plan, what a condition is set on) as read. Compared is how far the plan
gets: the mean of its stages' odds. Printed are in how many texts with a plan the reading gives odds
at all, how far they are from the coding's, in points, how often the coding's lie in the band that a
draft shows, and what is left once the actors, the plan or the statements are corrected. A single
number for every text, the median of the codings' odds, is what a reading has to be nearer than.
With --show each text has a line.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reading"))
from drafted import Text, odds
from news import codings

MIXES = {
    "all as read": "APS",
    "actors corrected": "PS",
    "plan corrected": "AS",
    "statements corrected": "AP",
    "only the actors as read": "A",
    "only the plan as read": "P",
    "only what was said as read": "S",
}
"""What is as read: actors, plan, statements; the rest is as coded."""


def main() -> None:
    """Read, draft and run each text; print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--show", action="store_true", help="a line for each text")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    coded, table = [], []
    extra = texts = 0
    for folder in given.folders:
        for path, data, article, gold in codings(folder):
            text = Text(path, data, article, gold)
            texts += 1
            if text.coded.plan is None:
                extra += text.as_read.plan is not None
                continue
            row = [odds(text.facts(mix)) for mix in ("", *MIXES.values())]
            if row[0] is None:
                continue
            coded.append(row[0][0])
            table.append(row[1:])
            if given.show:
                shown = " ".join("   -" if x is None else f"{100 * x[0]:4.0f}" for x in row)
                print(f"{path.stem[:40]:<40} {shown}", flush=True)
    print(f"{texts} texts, {len(table)} with a plan; a plan is read in {extra} without one")
    right = np.array(coded)
    print(f"as coded: {_spread(right)}")
    _line("one number for all", np.abs(right - np.median(right)), len(table))
    for column, name in enumerate(MIXES):
        have = [(a, row[column]) for a, row in zip(right, table, strict=True) if row[column]]
        _line(name, np.array([abs(a - b[0]) for a, b in have]), len(table))
    bands = [(low <= a <= high, high - low)
             for a, row in zip(right, table, strict=True) if row[0]
             for _, low, high in [row[0]]]  # fmt: skip
    inside, wide = np.mean(bands, axis=0)
    print(f"in the draft's band of nine in ten: {inside:.0%}; it is {100 * wide:.0f} points wide")


def _line(name: str, off: np.ndarray, texts: int) -> None:
    near = ", ".join(f"within {p} of {int((off <= p / 100).sum())}" for p in (5, 10, 20))
    print(
        f"{name:<26} {len(off):>3} of {texts}: off by {100 * off.mean():4.1f} points (mean), "
        f"{100 * np.median(off):4.1f} (median); {near}"
    )


def _spread(values: np.ndarray) -> str:
    found = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    return ", ".join(f"{100 * v:.0f}" for v in found) + " % (5, 25, 50, 75, 95 % of texts)"


if __name__ == "__main__":
    main()
