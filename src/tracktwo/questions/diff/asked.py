"""Two cases as they are named: a second folder, or an alternative of the first."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.case import load
from tracktwo.errors import UnanswerableError
from tracktwo.questions.diff import DiffOptions
from tracktwo.questions.diff.changes import diff
from tracktwo.questions.options import within

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.diff.changes import CaseDiff
    from tracktwo.results.progress import Progress


@within(DiffOptions)
def changes(
    folder: CaseFolder,
    *,
    second: CaseFolder | Path | None = None,
    alternative: str | None = DiffOptions.alternative,
    stage: str | None = DiffOptions.stage,
    draws: int = DiffOptions.draws,
    seed: int = DiffOptions.seed,
    threads: int | None = DiffOptions.threads,
    progress: Progress | None = None,
) -> CaseDiff:
    """Say what changed from a case to a second one, or to one of its alternatives.

    Parameters
    ----------
    folder : a loaded case
    second : another, or its folder
    alternative : id of an alternative of the first, instead
    stage : id of the stage to rank by; the one on which the first case's odds hinge by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    CaseError
        If the second case has faults, or there is no such alternative.
    UnanswerableError
        If not exactly one of the two is named, the cases share no stage, or have no such stage.
    """
    if (second is None) == (alternative is None):
        raise UnanswerableError(
            "name a second case, or an alternative of the first with --alternative"
        )
    if alternative is not None:
        other = dataclasses.replace(folder, case=folder.alternative(alternative))
    elif isinstance(second, Path | str):
        other = load(Path(second), sources=folder.searched)
    else:
        assert second is not None  # noqa: S101  (one of the two is named)
        other = second
    return diff(
        folder, other, stage=stage, draws=draws, seed=seed, threads=threads, progress=progress
    )
