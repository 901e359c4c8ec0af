"""Millions of draws in bounded memory: inputs made, solved and summarised a batch at a time.

Only running sums and histograms are kept: means and standard deviations to rounding, quantiles
to half a bin. Source: pairwise update of sums of squares, Chan, Golub and LeVeque (1983),
doi:10.1080/00031305.1983.10483115.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.plan import plan_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

BINS = 2_000
"""Bins of odds, by default: quantiles are right to 0.025 points."""

BATCH = 4_096
"""Draws made and solved at a time, by default."""


@dataclass(frozen=True)
class Summary:
    """The distribution of odds over draws. T months, K stages, R situations."""

    draws: int
    reached_mean: Floats
    """(T+1, K) mean chance that each stage has been passed at least once by each month."""
    reached_sd: Floats
    """(T+1, K) standard deviation over draws (divisor D - 1)."""
    reached_counts: Counts
    """(T+1, K, bins) draws by their odds, in bins of equal width over 0..1."""
    in_force_mean: Floats
    """(T+1, R)"""
    in_force_sd: Floats
    """(T+1, R)"""
    engine: str

    @property
    def resolution(self) -> float:
        """The most by which a quantile can be wrong: half a bin."""
        return 0.5 / int(self.reached_counts.shape[2])

    def quantiles(self, shares: ArrayLike) -> Floats:
        """Return (shares, T+1, K), the odds below which each share of the draws lies.

        The middle of the bin in which the draw of that rank falls (NumPy's "inverted_cdf"), so
        right to `resolution`.

        Raises
        ------
        ValueError
            If a share is not between 0 and 1.
        """
        wanted = np.atleast_1d(np.asarray(shares, dtype=float))
        if not ((wanted >= 0) & (wanted <= 1)).all():
            raise ValueError(f"shares should lie between 0 and 1 (got {wanted.tolist()})")
        below = np.cumsum(self.reached_counts, axis=2)
        ranks = np.maximum(np.ceil(wanted * self.draws - 1e-9), 1)
        bins = self.reached_counts.shape[2]
        found = [(below < rank).sum(axis=2) for rank in ranks]
        return np.asarray((np.minimum(found, bins - 1) + 0.5) / bins)


def solve_stream(
    roadmap: Roadmap,
    make_inputs: Callable[[slice], Inputs],
    draws: int,
    *,
    batch: int = BATCH,
    bins: int = BINS,
    foresight: int | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    engine: EngineChoice = "auto",
) -> Summary:
    """Solve any number of draws and keep what their odds look like.

    Parameters
    ----------
    roadmap : the structure, the same for all draws
    make_inputs : returns the inputs of a slice of draws, for instance ``slice(4096, 8192)``
    draws : how many in all
    batch : draws in memory at a time; the sums depend on it in the last digits only
    bins : resolution of the quantiles
    foresight, threads, progress, engine : as for `solve`

    Notes
    -----
    Memory does not grow with `draws`: it is (T+1) K bins numbers of 8 bytes for the summary, the
    batch's inputs, and `bytes_per_draw(roadmap)` times `batch` for its solution.

    Raises
    ------
    ValueError
        As `solve` does, or if `draws`, `batch` or `bins` is less than 1, or `make_inputs` returns
        another number of draws than it was asked for.
    """
    for name, number in (("draws", draws), ("batch", batch), ("bins", bins)):
        if number < 1:
            raise ValueError(f"{name} should be 1 or more (got {number})")
    months, stages = roadmap.months, len(roadmap.stages)
    reached = _Running((months + 1, stages))
    in_force = _Running((months + 1, roadmap.situations))
    counts = np.zeros((months + 1) * stages * bins, dtype=np.int64)
    first = np.arange((months + 1) * stages).reshape(months + 1, stages) * bins
    used = ""
    for start in range(0, draws, batch):
        part = slice(start, min(start + batch, draws))
        inputs = make_inputs(part)
        if inputs.draws != part.stop - part.start:
            raise ValueError(
                f"make_inputs({part}) should return {part.stop - part.start} draws "
                f"(got {inputs.draws})"
            )
        solved = solve(
            roadmap,
            inputs,
            foresight=foresight,
            milestones=False,
            threads=threads,
            progress=progress,
            engine=engine,
        )
        used = solved.engine
        reached.add(solved.reached)
        in_force.add(solved.in_force)
        bin_of = np.minimum((solved.reached * bins).astype(np.int64), bins - 1)
        np.maximum(bin_of, 0, out=bin_of)
        counts += np.bincount((bin_of + first).ravel(), minlength=counts.size)
    return Summary(
        draws=draws,
        reached_mean=reached.mean,
        reached_sd=reached.deviation(),
        reached_counts=counts.reshape(months + 1, stages, bins),
        in_force_mean=in_force.mean,
        in_force_sd=in_force.deviation(),
        engine=used,
    )


def bytes_per_draw(roadmap: Roadmap, *, milestones: bool = False) -> int:
    """Return the size of one draw's `Solution`, in bytes."""
    plan = plan_for(roadmap)
    odds = len(roadmap.stages) + roadmap.situations
    odds += len(roadmap.milestones) if milestones else 0
    now = plan.states * roadmap.actors + plan.consent_event.size + plan.kind.size
    return 8 * ((roadmap.months + 1) * odds + now)


class _Running:
    """Mean and sum of squared deviations, updated a batch at a time."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.count = 0
        self.mean = np.zeros(shape)
        self.squares = np.zeros(shape)

    def add(self, batch: Floats) -> None:
        """Take in (D, ...) more."""
        size = batch.shape[0]
        mean = batch.mean(axis=0)
        total = self.count + size
        gap = mean - self.mean
        self.squares += ((batch - mean) ** 2).sum(axis=0) + gap**2 * (self.count * size / total)
        self.mean += gap * (size / total)
        self.count = total

    def deviation(self) -> Floats:
        """Return the standard deviation, 0 for a single draw."""
        return np.asarray(np.sqrt(self.squares / max(self.count - 1, 1)))
