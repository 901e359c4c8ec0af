"""Joint samples of everything uncertain, by path, so that cases share their random numbers.

Source: scrambled Sobol points (Owen 1998; scipy.stats.qmc); triangular quantile function for a
range [low, mode, high].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MAX_DIMENSIONS = 21_201
"""Sobol directions exist up to this many dimensions (Joe and Kuo 2008)."""


@dataclass(frozen=True)
class ValueRange:
    """The range of one number: low, mode, high; triangular, or uniform between its ends."""

    low: float
    mode: float
    high: float
    uniform: bool = False

    @property
    def uncertain(self) -> bool:
        """Whether it has any width."""
        return self.high > self.low

    def at(self, u: Floats) -> Floats:
        """Return the quantiles of u in 0..1."""
        if self.uniform:
            return np.asarray(self.low + u * (self.high - self.low))
        width = self.high - self.low
        if width <= 0:
            return np.full_like(u, self.mode)
        left = self.mode - self.low
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u * width <= left, rising, falling)


@dataclass(frozen=True)
class Sample:
    """Uniform numbers by path, the same for every case that is asked about."""

    uniforms: Mapping[str, Floats]
    """Path: (draws,) uniform numbers."""
    draws: int
    seed: int

    def values(self, spans: Mapping[str, ValueRange]) -> dict[str, Floats]:
        """Return (draws,) values of each span; certain ones are constant.

        Raises
        ------
        KeyError
            If an uncertain path was not among those the sample was made for.
        """
        half = np.full(self.draws, 0.5)
        return {
            path: span.at(self.uniforms[path] if span.uncertain else half)
            for path, span in spans.items()
        }

    def first(self, draws: int) -> Sample:
        """Return the first draws of the sample, itself a low-discrepancy sample."""
        return Sample({p: u[:draws] for p, u in self.uniforms.items()}, draws, self.seed)


def make_sample(paths: Iterable[str], draws: int, seed: int) -> Sample:
    """Draw a scrambled Sobol sample with one dimension per path.

    Parameters
    ----------
    paths : every uncertain quantity of every case that will be compared
    draws : 1 or more; powers of two are balanced best
    seed : the same seed and paths give the same numbers
    """
    from scipy.stats import qmc  # noqa: PLC0415  (0.6 s to import)

    names = sorted(set(paths))
    if draws < 1:
        raise ValueError(f"draws should be 1 or more (got {draws})")
    if len(names) > MAX_DIMENSIONS:
        raise UnanswerableError(f"at most {MAX_DIMENSIONS:,} uncertain inputs (got {len(names):,})")
    if not names:
        return Sample({}, draws, seed)
    sobol = qmc.Sobol(len(names), scramble=True, rng=np.random.default_rng(seed))
    points = sobol.random_base2(max(draws - 1, 0).bit_length())[:draws]
    columns = np.ascontiguousarray(points.T)
    return Sample(dict(zip(names, columns, strict=True)), draws, seed)
