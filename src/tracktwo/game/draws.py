"""Joint samples of everything uncertain: one sequence of draws, shared by every question.

The numbers of a path depend on the path, the seed and the place in the sequence, and on nothing
else: not on what other numbers a case has, nor on what it is compared with, nor on how many draws
are taken. So the first n draws are the first n of any larger set, and a number of the case is the
same wherever it stands.

Each path has a nested Latin hypercube sequence of its own: of any first ``2 ** k`` draws one lies
in each of ``2 ** k`` equal parts of 0..1, and paths are paired at random. What an outcome owes to
single inputs is then averaged almost without error (Stein 1987, doi:10.2307/1269769), and inputs do
not line up in pairs, as those of low-discrepancy sequences do in hundreds of dimensions.

Source: nested Latin hypercubes, Qian (2009), doi:10.1093/biomet/asp045, doubled at each step as by
Sheikholeslami and Razavi (2017), doi:10.1016/j.envsoft.2017.03.010; triangular quantile function
for a range [low, mode, high].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.draw_counts import DRAWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUN = 8192
"""Draws after which a sequence begins anew with other numbers, so that millions of draws need no
more memory than these."""

KEPT = 2048
"""Sequences kept in memory, each of at most `DRAWS` draws of 8 bytes."""


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
    """Uniform numbers by path, the same for every case that is asked about.

    Attributes
    ----------
    draws : int
        1 or more. Powers of two are balanced best.
    seed : int
        The same seed gives the same numbers.
    start : int
        How many draws of the sequence come before.
    """

    draws: int
    seed: int = 1
    start: int = 0

    def __post_init__(self) -> None:
        if self.draws < 1 or self.start < 0:
            raise ValueError(
                f"a sample should have 1 draw or more, from 0 on (got {self.draws}, {self.start})"
            )

    def uniform(self, path: str) -> Floats:
        """Return (draws,) uniform numbers of a path, read-only."""
        stop, parts = self.start + self.draws, []
        for run in range(self.start // RUN, (stop - 1) // RUN + 1):
            first, last = max(self.start - run * RUN, 0), min(stop - run * RUN, RUN)
            size = 1 << (last - 1).bit_length()
            make = _remembered if size <= DRAWS else sequence
            parts.append(make(path, self.seed, run, size)[first:last])
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def values(
        self,
        spans: Mapping[str, ValueRange],
        like: tuple[Mapping[str, ValueRange], Mapping[str, Floats]] = ({}, {}),
    ) -> dict[str, Floats]:
        """Return (draws,) values of each span; certain ones are constant.

        Parameters
        ----------
        spans : by path
        like : other spans and their values on this sample, taken over where a span is the same
        """
        theirs, known = like
        half = np.full(self.draws, 0.5)

        def drawn(path: str, span: ValueRange) -> Floats:
            return span.at(self.uniform(path) if span.uncertain else half)

        return {
            path: known[path] if theirs.get(path) == span else drawn(path, span)
            for path, span in spans.items()
        }

    def first(self, draws: int) -> Sample:
        """Return the first draws of the sample, or all where it has fewer."""
        return Sample(min(draws, self.draws), self.seed, self.start)


def sequence(path: str, seed: int, run: int, size: int) -> Floats:
    """Return the first numbers of a run of a path's sequence, uniform on 0..1 and read-only.

    Parameters
    ----------
    path : str
    seed, run : int
        0 or more.
    size : int
        A power of two.
    """
    key = int.from_bytes(blake2b(path.encode(), digest_size=8).digest(), "little")
    rng = np.random.default_rng([seed, key, run])
    found = np.empty(size)
    found[:1] = rng.random(1)
    done = 1
    while done < size:
        # Of each two halves of a part, the one without a draw gets the next, in random order.
        half = (found[:done] * (2 * done)).astype(np.int64) ^ 1
        found[done : 2 * done] = (rng.permutation(half) + rng.random(done)) / (2 * done)
        done *= 2
    found.flags.writeable = False
    return found


def hypercube(columns: int, size: int, *, seed: int, run: int = 0) -> Floats:
    """Return (size, columns) uniform numbers, each column a nested Latin hypercube sequence.

    All columns of one generator: for designs whose columns are no numbers of a case, so that none
    has to stay as it is where another comes to it.

    Parameters
    ----------
    columns : int
    size : int
        A power of two; the first of them are those of any larger size.
    seed, run : int
        0 or more.
    """
    rng = np.random.default_rng([seed, run])
    found = np.empty((columns, size))  # a column's numbers lie together
    found[:, :1] = rng.random((1, columns)).T
    done = 1
    while done < size:
        half = (found[:, :done] * (2 * done)).astype(np.int64) ^ 1
        shift = rng.random((done, columns)).T
        found[:, done : 2 * done] = (rng.permuted(half, axis=1) + shift) / (2 * done)
        done *= 2
    return found.T


_remembered = lru_cache(maxsize=KEPT)(sequence)
