"""A sweep as it is asked for: solve what is missing, then ask the folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tracktwo.case.quantities import quantities
from tracktwo.errors import MissingExtraError
from tracktwo.questions.options import within
from tracktwo.questions.sweep import SweepOptions
from tracktwo.questions.sweep.sweep import SUMMARY, Swept, grid, sweep
from tracktwo.questions.sweep.sweep import query as ask_folder
from tracktwo.questions.what_if.scenarios import read_scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.questions.odds import Engine
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class SweptOdds:
    """What a sweep's folder says when it is asked."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    standard: bool
    """Whether it was asked for mean odds and harm per scenario and stage."""
    swept: Swept | None
    """What was solved for it; None where the folder was only asked."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What cases, scenarios and stages are called, by what they are called in the folder; those of
    the cases that were given."""

    def to_json(self) -> list[dict[str, Any]]:
        """Return the rows, each by the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@within(SweepOptions)
def swept(
    folders: Sequence[CaseFolder],
    *,
    out: Path,
    vary: Sequence[str] = SweepOptions.vary,
    scenarios: Path | None = SweepOptions.scenarios,
    draws: int = SweepOptions.draws,
    chunk: int = SweepOptions.chunk,
    seed: int = SweepOptions.seed,
    workers: int | None = SweepOptions.workers,
    scheduler: str | None = SweepOptions.scheduler,
    engine: Engine = SweepOptions.engine,
    query: str | None = SweepOptions.query,
    progress: Progress | None = None,
) -> SweptOdds:
    """Solve every combination of variations of cases, and ask the folder that holds them.

    Parameters
    ----------
    folders : loaded cases; none to only ask
    out : folder of the sweep; one that was begun with the same words goes on
    vary : ``PATH=[VALUE, VALUE]`` each
    scenarios : a file of further scenarios by name
    query : SQL over the view `results`; mean odds and harm by default
    draws, chunk, seed, workers, scheduler, engine, progress : as in `sweep.sweep`

    Raises
    ------
    CaseError
        If a variation makes no valid case.
    UnanswerableError
        If the folder holds another sweep or none, a worker died, or the query is no SQL.
    MissingExtraError
        If there is a scheduler and Dask is not installed.
    """
    if scheduler is not None and find_spec("distributed") is None:
        raise MissingExtraError.of(["distributed"], "cluster")
    done = None
    if folders:
        asked = grid(vary)
        if scenarios is not None:
            asked += read_scenarios(scenarios.read_text("utf-8"), str(scenarios))
        done = sweep(
            folders,
            asked,
            out,
            draws=draws,
            chunk=chunk,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            engine=engine,
            progress=progress,
        )
    columns, rows = ask_folder(out, query or SUMMARY)
    return SweptOdds(tuple(columns), tuple(rows), query is None, done, _names(folders, vary))


def _names(folders: Sequence[CaseFolder], vary: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {"base": "As it is"}
    for folder in folders:
        case = folder.case
        labels = {one.path: one.label for one in quantities(case)}
        found |= {case.id: case.title}
        found |= {stage.id: stage.name for stage in case.roadmap.stages}
        for scenario in grid(vary):
            parts = [part.partition("=") for part in scenario.name.split("; ")]
            paths = list(scenario.set)
            found[scenario.name] = "; ".join(
                f"{labels.get(path, typed)}: {value}"
                for path, (typed, _, value) in zip(paths, parts, strict=True)
            )
    return found
