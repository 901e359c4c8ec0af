"""How well summaries of agreements are read, before and now: python benchmarks/summaries.py TABLE.

TABLE is the UCDP Peace Agreement Dataset 22.1 in CSV. "Before" is what the rules found that read
no kinds of step, no parts in a process and nothing accepted.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.score_summaries import (
    SUMMARY_MEASURES,
    Found,
    read_hand,
    score_summaries,
)
from tracktwo.reading.proposals.summaries import read_summaries, stated

HAND = Path(__file__).parent.parent / "tests" / "reading" / "summaries"
BEFORE = {"parties found": ("0.89", "0.85"), "parties proposed": ("0.69", "0.70")}
"""Recall on half a and half b; all else was 0, but for one of those who stayed out in b."""


def main(table: Path) -> None:
    summaries = read_summaries(table)
    states = stated(summaries)
    columns = []
    for half in "ab":
        pairs = []
        for summary in (s for s in summaries if s.half == half):
            reading = read(summary.article)
            mentions = [
                reading.offsets(m.sentence, m.core) for e in reading.entities for m in e.mentions
            ]
            pairs.append(
                (summary, Found(mentions, [p.as_json() for p in Builder(reading).build()]))
            )
        columns.append(score_summaries(pairs, states, read_hand(HAND / f"{half}.yaml")).tallies)
    print(f"{'':30}{'tuned on (a)':>26}{'held out (b)':>26}")
    print(f"{'':30}{'before':>8}{'P':>8}{'R':>10}{'before':>8}{'P':>8}{'R':>10}")
    for measure in SUMMARY_MEASURES:
        cells = []
        for n, tallies in enumerate(columns):
            t = tallies[measure]
            before = BEFORE.get(measure, ("0.00", "0.00"))[n]
            shown = ["-" if x is None else f"{x:.2f}" for x in (t.precision, t.recall)]
            cells.append(f"{before:>8}{shown[0]:>8}{shown[1]:>10}")
        print(f"{measure:30}" + "".join(cells))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
