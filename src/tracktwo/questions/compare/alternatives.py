"""The alternatives of a case and its own roadmap, on common random numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.errors import UnanswerableError
from tracktwo.questions.compare import CompareOptions
from tracktwo.questions.odds.compare import compare as compared
from tracktwo.questions.options import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.results.bands import Band
    from tracktwo.results.odds import AlternativeResult
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class Comparison:
    """A roadmap and its alternatives."""

    draws: int
    seed: int
    base: tuple[Band, ...]
    """Odds of each stage at the horizon, of the roadmap as it is."""
    alternatives: tuple[AlternativeResult, ...]
    stages: tuple[str, ...]
    """Ids of the stages that `base` is of."""

    def to_json(self) -> dict[str, Any]:
        """Return the base and the alternatives as plain values, not rounded."""
        return {
            "base": [asdict(band) for band in self.base],
            "alternatives": [asdict(one) for one in self.alternatives],
        }


@within(CompareOptions)
def compare(
    folder: CaseFolder,
    *,
    alternatives: Sequence[str] = CompareOptions.alternatives,
    draws: int = CompareOptions.draws,
    seed: int = CompareOptions.seed,
    threads: int | None = CompareOptions.threads,
    progress: Progress | None = None,
) -> Comparison:
    """Compare alternatives of a case with its base roadmap.

    Parameters
    ----------
    folder : a loaded case
    alternatives : ids; all of them where none is named
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such alternative.
    """
    known = [a.id for a in folder.case.alternatives]
    wrong = [name for name in alternatives if name not in known]
    if wrong:
        raise UnanswerableError(
            f"no alternative {', '.join(wrong)} in {folder.path}; "
            f"it has: {', '.join(known) or 'none'}"
        )
    base, rows = compared(
        folder, only=alternatives or None, draws=draws, seed=seed, threads=threads,
        progress=progress,
    )  # fmt: skip
    stages = tuple(stage.id for stage in folder.case.roadmap.stages)
    return Comparison(draws, seed, base, rows, stages)
