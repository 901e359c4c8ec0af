"""One chunk of a sweep: some draws of one scenario, solved by a worker, written as Parquet.

Solving is all that a worker does, on this machine or another, a slice of the draws at a time, so
that its memory does not grow with the chunk. Who began the sweep writes. The bytes depend on the
chunk alone: not on the worker, the number of threads, or which chunks were done before.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.draws import ValueRange
    from tracktwo.game.lower import Lowered
    from tracktwo.questions.what_if.scenarios import Scenario
    from tracktwo.roadmap.engines import Engine

    Floats = NDArray[np.float64]

SLICE = 256
"""Draws solved together: a few megabytes."""

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
    engine : {"numpy", "compiled", "single"}
    """

    number: int
    case: bytes
    scenario: Scenario
    seed: int
    start: int
    stop: int
    engine: Engine


@dataclass(frozen=True)
class SolvedChunk:
    """What a worker sends back of a chunk of D draws.

    Attributes
    ----------
    case, scenario : str
    stages : tuple of str
        Their ids.
    start : int
        The first draw.
    odds : (D, K)
        Of each stage at the horizon, 0-1.
    harm : (D,)
        To civilians of all levers, 0-100 a month.
    """

    case: str
    scenario: str
    stages: tuple[str, ...]
    start: int
    odds: Floats
    harm: Floats


def solve_chunk(chunk: Chunk) -> SolvedChunk:
    """Solve a chunk."""
    lowered = _lowered(chunk.case, _Key(chunk.scenario))
    values = _values(lowered, chunk)
    draws = chunk.stop - chunk.start
    odds, harm = np.empty((draws, len(lowered.roadmap.stages))), np.empty(draws)
    for start in range(0, draws, SLICE):
        part = slice(start, min(start + SLICE, draws))
        some, size = {path: value[part] for path, value in values.items()}, part.stop - part.start
        inputs = lowered.inputs(some, size)
        solution = solve(lowered.roadmap, inputs, milestones=False, threads=1, engine=chunk.engine)
        odds[part] = solution.reached[:, -1]
        harm[part] = lowered.harm(some, size, path=inputs.lever_path).sum(axis=1)
    stages = tuple(stage.id for stage in lowered.case.roadmap.stages)
    return SolvedChunk(
        lowered.case.id,
        chunk.scenario.name,
        stages,
        chunk.start,
        np.round(odds, DIGITS),
        np.round(harm, DIGITS),
    )


class Writer:
    """Writes chunks as Parquet; use as a context."""

    def __enter__(self) -> Self:
        import duckdb  # noqa: PLC0415  (an extra)

        self._folder = tempfile.TemporaryDirectory()
        self._connection = duckdb.connect(config={"threads": 1})
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def parquet(self, solved: SolvedChunk) -> bytes:
        """Return a chunk's table as a Parquet file.

        Columns: case, scenario, draw (from 0), stage, odds, harm.
        """
        draws, stages = solved.odds.shape
        first = solved.start
        columns = {
            "draw": np.repeat(np.arange(first, first + draws, dtype=np.int64), stages),
            "place": np.tile(np.arange(stages, dtype=np.int64), draws),
            "odds": solved.odds.ravel(),
            "harm": np.repeat(solved.harm, stages),
        }
        path = Path(self._folder.name) / "chunk.parquet"
        target = str(path).replace("'", "''")
        self._connection.register("solved", columns)
        self._connection.execute(
            'copy (select $case as "case", $scenario as scenario, draw::integer as draw, '  # noqa: S608
            "($stages)[place + 1] as stage, odds, harm from solved) "
            f"to '{target}' (format parquet, compression zstd)",
            {"case": solved.case, "scenario": solved.scenario, "stages": list(solved.stages)},
        )
        self._connection.unregister("solved")
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


_drawn: dict[tuple[int, int, int], tuple[dict[str, ValueRange], dict[str, Floats]]] = {}
_drawing = threading.Lock()


def _values(lowered: Lowered, chunk: Chunk) -> dict[str, Floats]:
    """Return (D,) values by path; those of the last chunk of the same draws, where ranges stand.

    Scenarios share their draws, and differ in few numbers.
    """
    draws = (chunk.seed, chunk.start, chunk.stop)
    with _drawing:
        sample = Sample(chunk.stop - chunk.start, chunk.seed, chunk.start)
        values = sample.values(lowered.spans, _drawn.get(draws, ({}, {})))
        _drawn.clear()
        _drawn[draws] = lowered.spans, values
    return values
