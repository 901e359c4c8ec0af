"""One chunk of a sweep: some draws of one scenario, solved and written as Parquet bytes.

This is all that a worker runs, on this machine or another. The bytes depend on the chunk alone:
not on the worker, the number of threads, or which chunks were done before.
"""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.game.lower import Lowered
    from tracktwo.questions.what_if.scenarios import Scenario
    from tracktwo.roadmap.engines import Engine

DIGITS = 12
"""Decimals that are kept: fewer than those in which machines may differ."""


@dataclass(frozen=True)
class Chunk:
    """What a worker needs to know.

    Attributes
    ----------
    number : int
        Of the chunk in its sweep.
    case : bytes
        The pickled case folder.
    scenario : Scenario
    seed : int
        Of the sample, which all chunks share.
    start, stop : int
        The draws of this chunk.
    engine : {"numpy", "compiled"}
    """

    number: int
    case: bytes
    scenario: Scenario
    seed: int
    start: int
    stop: int
    engine: Engine


def solve_chunk(chunk: Chunk) -> bytes:
    """Solve a chunk; return its table as a Parquet file.

    Columns: case, scenario, draw (from 0), stage, odds (0-1, at the horizon), harm (to civilians
    of all levers, 0-100 a month).
    """
    lowered = _lowered(chunk.case, _Key(chunk.scenario))
    part = Sample(chunk.stop - chunk.start, chunk.seed, chunk.start)
    values = part.values(lowered.spans)
    inputs = lowered.inputs(values, part.draws)
    solution = solve(lowered.roadmap, inputs, milestones=False, threads=1, engine=chunk.engine)
    harm = lowered.harm(values, part.draws).sum(axis=1)
    odds = solution.reached[:, -1]
    stages = odds.shape[1]
    columns = {
        "draw": np.repeat(np.arange(chunk.start, chunk.stop, dtype=np.int64), stages),
        "place": np.tile(np.arange(stages, dtype=np.int64), part.draws),
        "odds": np.round(odds, DIGITS).ravel(),
        "harm": np.repeat(np.round(harm, DIGITS), stages),
    }
    names = [s.id for s in lowered.case.roadmap.stages]
    return _parquet(columns, lowered.case.id, chunk.scenario.name, names)


def _parquet(
    columns: Mapping[str, object], case: str, scenario: str, stages: Sequence[str]
) -> bytes:
    import duckdb  # noqa: PLC0415  (an extra)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chunk.parquet"
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.register("solved", dict(columns))
            target = str(path).replace("'", "''")
            connection.execute(
                'copy (select $case as "case", $scenario as scenario, draw::integer as draw, '  # noqa: S608
                "($stages)[place + 1] as stage, odds, harm from solved) "
                f"to '{target}' (format parquet, compression zstd)",
                {"case": case, "scenario": scenario, "stages": list(stages)},
            )
        return path.read_bytes()


@dataclass(frozen=True)
class _Key:
    """A scenario as the key of a cache: by what it says."""

    scenario: Scenario

    def __hash__(self) -> int:
        return hash((self.scenario.name, self.scenario.text))


@lru_cache(maxsize=4)
def _folder(case: bytes) -> CaseFolder:
    folder: CaseFolder = pickle.loads(case)  # noqa: S301  (from the process that began the sweep)
    return folder


@lru_cache(maxsize=4)
def _lowered(case: bytes, key: _Key) -> Lowered:
    folder = _folder(case)
    return lower(folder.overlay(key.scenario.set, key.scenario.drop))
