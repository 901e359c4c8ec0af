"""The odds of past cases: each drafted from what was known on its day, and solved.

Outcomes are not looked at here. The same seed gives the same odds, on one core or many.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.case import load
from tracktwo.casebook.build import drafted, write_case
from tracktwo.casebook.known import odds_of
from tracktwo.casebook.reading import CasebookError
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.results.progress import silent
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.casebook.index import PastCase
    from tracktwo.casebook.records import Sources
    from tracktwo.results.progress import Progress

MONTHS = (12, 24, 60)
"""Horizons at which odds are scored."""
DRAWS = 32
"""Enough for means: a score is of the mean over draws."""
SEED = 1


@dataclass(frozen=True)
class PastOdds:
    """Odds of one stage of one past case.

    Attributes
    ----------
    case, stage : str
    odds : tuple of float
        Of having passed it by each of `MONTHS`, mean over draws.
    """

    case: str
    stage: str
    odds: tuple[float, ...]


def past_odds(
    sources: Sources | Path,
    cases: Sequence[PastCase],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[PastOdds, ...]:
    """Solve every case: drafted anew, or as it lies in the folder of a casebook.

    Parameters
    ----------
    sources : all rows, of which each case sees what was known on its day; or a folder of cases
    cases : of the casebook
    workers : processes; one a core by default, none beside this one if 1
    progress : told how far the work is
    """
    tell = progress or silent
    found: list[PastOdds] = []
    for done, more in enumerate(_solved(sources, cases, workers or os.cpu_count() or 1), start=1):
        found += more
        tell("past cases", done, len(cases))
    return tuple(found)


def _solved(
    sources: Sources | Path, cases: Sequence[PastCase], workers: int
) -> Iterator[tuple[PastOdds, ...]]:
    if workers == 1:
        _begin(sources)
        yield from map(_solve, cases)
        return
    # Fresh processes: a fork of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (sources,)) as pool:
        yield from pool.map(_solve, cases, chunksize=4)


_known: list[Sources | Path] = []
"""What a worker draws on, set once."""


def _begin(sources: Sources | Path) -> None:
    _known[:] = [sources]


def _solve(case: PastCase) -> tuple[PastOdds, ...]:
    loaded = _loaded(_known[0], case)
    lowered = lower(loaded.case)
    sample = Sample(DRAWS, SEED)
    inputs = lowered.inputs(sample.values(lowered.spans), DRAWS)
    solution = solve(lowered.roadmap, inputs, milestones=True, threads=1, engine="numpy")
    by_stage = dict(
        zip(
            (s.id for s in loaded.case.roadmap.stages),
            solution.reached.mean(axis=0).T,
            strict=True,
        )
    )
    by_step = dict(zip(lowered.milestones, solution.milestones.mean(axis=0).T, strict=True))
    if solution.reached.shape[1] <= MONTHS[-1]:
        raise CasebookError(
            f"{case.start.id}: looks {loaded.case.horizon} months ahead; a case of a casebook "
            f"should look {MONTHS[-1]}"
        )
    return tuple(_odds(case.start.id, stage, by_stage, by_step) for stage in case.stages)


def _loaded(sources: Sources | Path, case: PastCase) -> CaseFolder:
    if isinstance(sources, Path):
        return load(sources / case.start.id)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        write_case(drafted(sources, case.start), folder)
        return load(folder)


def _odds(
    case: str, stage: str, by_stage: dict[str, Iterable[float]], by_step: dict[str, Iterable[float]]
) -> PastOdds:
    name = odds_of(stage)
    if name not in by_stage and name not in by_step:
        raise CasebookError(
            f"{case}: should have a stage or a milestone {name}, whose odds are judged; build the "
            "casebook anew with tracktwo casebook build"
        )
    series = list(by_stage[name] if name in by_stage else by_step[name])
    return PastOdds(case, stage, tuple(float(series[month]) for month in MONTHS))
