"""Fit `ease` by kind of step: python benchmarks/casebook_ease.py DIR [--all].

Drafts of past processes (UCDP, and PA-X where DIR has it) in the half of the countries that it is
fitted on, without any ease; for each kind of step the mean log score of its stages at 1, 2 and 5
years over a grid of log-odds added to each consent. `data/draft_steps.toml` holds what scored best,
and a range as wide as so many outcomes leave open. With --all also the other half, to see how it
does there. Takes minutes.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from tracktwo.case import load
from tracktwo.casebook.build import drafted, past_cases, write_case
from tracktwo.casebook.known import STAGES, odds_of
from tracktwo.casebook.outcomes import outcomes
from tracktwo.casebook.own import Files, sources
from tracktwo.drafting.words import table
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.roadmap.exact import solve
from tracktwo.scoring.casebook import half_of
from tracktwo.scoring.past_odds import MONTHS
from tracktwo.scoring.proper import log_scores

KINDS = {
    "pre-talks": ("first", ("first-agreement",)),
    "framework-agreement": ("settlement", ("partial",)),
    "comprehensive-agreement": ("settlement", ("comprehensive",)),
    "interim-government": ("transition", ("interim-text", "interim")),
    "elections": ("vote", ("vote",)),
}
GRID = (-1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8)
DRAWS = 24


def prepared(found, start):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        write_case(drafted(found, start), folder)
        case = load(folder).case
    lowered = lower(case)
    sample = Sample(DRAWS, 1)
    return case, lowered, lowered.inputs(sample.values(lowered.spans), DRAWS)


def scores(found, start, made, kind, ease):
    case, lowered, inputs = made
    theta = inputs.theta.copy()
    ids = [s.id for s in case.roadmap.stages]
    for m, step in enumerate(lowered.roadmap.milestones):
        if STAGES.get(ids[step.stage]) == kind:
            theta[:, m] += ease
    solution = solve(lowered.roadmap, replace(inputs, theta=theta), milestones=True, threads=2)
    for outcome in outcomes(found, start):
        if outcome.stage not in KINDS[kind][1]:
            continue
        name = odds_of(outcome.stage)
        if name in ids:
            odds = solution.reached.mean(axis=0)[:, ids.index(name)]
        else:
            odds = solution.milestones.mean(axis=0)[:, list(lowered.milestones).index(name)]
        for months in MONTHS:
            passed = outcome.within(start.day, months)
            if passed is not None:
                yield months, odds[months], passed, log_scores([odds[months]], [passed])[0]


def main(folder: Path, halves: tuple[str, ...]) -> None:
    for row in table("steps").values():
        row.pop("ease", None)
    theirs = folder / "pax_v9.csv"
    found = sources(Files(pax=theirs if theirs.is_file() else None))
    for half in halves:
        for kind, (road, _) in KINDS.items():
            cases = [
                c.start for c in past_cases(found)
                if c.start.road == road and half_of(c.start.country) == half
                and (kind != "interim-government" or kind not in c.start.first.provides)
            ]  # fmt: skip
            made = [prepared(found, start) for start in cases]
            for ease in GRID:
                rows = [
                    row
                    for start, one in zip(cases, made, strict=True)
                    for row in scores(found, start, one, kind, ease)
                ]
                parts = []
                for months in MONTHS:
                    mine = [row for row in rows if row[0] == months]
                    odds, happened = (np.mean([row[n] for row in mine]) for n in (1, 2))
                    parts.append(f"{months} m: {odds:.2f} against {happened:.2f}")
                mean = np.mean([row[3] for row in rows])
                print(f"{half} {kind:24} {ease:+.1f}  log {mean:.4f} (n {len(rows)})  {parts}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), ("fitted", "apart") if "--all" in sys.argv else ("fitted",))
