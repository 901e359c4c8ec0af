"""Sobol indices of a function of uniform numbers, for any number of outcomes at once.

First-order index: the share of the variance of the outcome that would go if the input were
known. Total index: the share that would be left if all *others* were known, so that it counts
what an input does together with others.

Source: Sobol (2001), doi:10.1016/S0378-4754(00)00270-6; the design of Saltelli et al. (2010),
doi:10.1016/j.cpc.2009.09.018: two independent samples A and B, and for each group A with that group
from B. Total index by Jansen (1999), doi:10.1016/S0010-4655(98)00154-4, over the variance of the
pair that it compares; first-order index by the covariance of B and A-with-the-group-from-B over
theirs (Janon et al. 2014, doi:10.1051/ps/2013040), with that of B and A, which is nothing, as a
control variate. Intervals from the influence of each sample on the ratio (the delta method).

Departs: samples are added for those groups alone whose interval is wider than `CONVERGED`, as many
as the width so far says it takes. Few groups carry much, and only what carries much has a wide
interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.draws import RUN, hypercube

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Model = Callable[[Floats], Floats]
    Mixer = Callable[[Floats, Floats, Sequence[Flags]], Sequence[Floats]]

CONVERGED = 0.05
"""Width of the 95 % interval of an index below which it counts as converged (Sarrazin, Pianosi and
Wagener 2016, doi:10.1016/j.envsoft.2016.02.005)."""

TIMES = 128
"""How many times the samples asked for a group may have in the end."""

ROWS = 1_024
"""Samples that are laid out at once."""

STEP = 64
"""Samples are added in multiples of this many."""

NINETEEN_IN_TWENTY = 1.96


@dataclass(frozen=True)
class Indices:
    """Sobol indices of K outcomes for G groups of inputs.

    Attributes
    ----------
    names : tuple of str
        Of the groups.
    first, total : (G, K) float
    first_error, total_error : (G, K) float
        Half of the 95 % interval.
    samples : (G,) int
        Base samples behind each group.
    mean, variance : (K,) float
        Of the outcomes over the samples A and B.
    runs : int
        Evaluations of the function.
    """

    names: tuple[str, ...]
    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    samples: NDArray[np.intp]
    mean: Floats
    variance: Floats
    runs: int

    @property
    def widest(self) -> Floats:
        """(K,) width of the widest 95 % interval of an index."""
        return np.asarray(2 * np.maximum(self.total_error, self.first_error).max(axis=0))

    @property
    def converged(self) -> NDArray[np.bool_]:
        """(K,) whether all indices have converged."""
        return np.asarray(self.widest < CONVERGED)


def sobol_indices(
    model: Model | Mixed, groups: Sequence[str], *, samples: int, seed: int, times: int = TIMES
) -> Indices:
    """Estimate Sobol indices of a model of independent uniform inputs.

    Parameters
    ----------
    model : takes (n, inputs) uniform numbers in 0..1, returns (n, K) outcomes; or a `Mixed` of them
    groups : the group that each input belongs to; give every input its own for single indices
    samples : base samples to begin with; a power of two. The model is asked samples * (groups + 2)
        times, and oftener for the groups that need it.
    seed : of the samples
    times : by how much a group's samples may grow; a power of two

    Returns
    -------
    Indices
        Groups in order of first appearance. All zero for an outcome that does not vary.
    """
    if samples < 2 or samples & (samples - 1):
        raise UnanswerableError(f"samples should be a power of two, 2 or more (got {samples})")
    if not groups:
        raise UnanswerableError("nothing is uncertain")
    names = tuple(dict.fromkeys(groups))
    owner = np.array([names.index(name) for name in groups])
    asked = _Asked(model, owner, seed)
    mixed: list[list[Floats]] = [[] for _ in names]
    wide = list(range(len(names)))
    done, upto = 0, samples
    while True:
        for number, found in zip(wide, asked.more(done, upto, wide), strict=True):
            mixed[number].append(found)
        estimates = [_estimates(asked.base, asked.other, np.concatenate(one)) for one in mixed]
        widths = {n: 2 * float(estimates[n][1::2].max()) for n in wide}
        wide = [n for n in wide if widths[n] >= CONVERGED]
        if not wide or upto >= samples * times:
            break
        done, upto = upto, min(_enough(upto, [widths[n] for n in wide]), samples * times)
    first, first_error, total, total_error = np.moveaxis(np.array(estimates), 1, 0)
    both = np.concatenate([asked.base, asked.other])
    return Indices(
        names=names,
        first=first,
        first_error=first_error,
        total=total,
        total_error=total_error,
        samples=np.array([sum(map(len, one)) for one in mixed]),
        mean=both.mean(axis=0),
        variance=both.var(axis=0),
        runs=asked.runs,
    )


@dataclass(frozen=True)
class Mixed:
    """A model that is told which columns of two samples are mixed, and so what stays the same.

    Attributes
    ----------
    ask : takes two (n, inputs) samples, and for each mixture (inputs,) which columns are those of
        the second; returns (n, K) outcomes of each mixture
    """

    ask: Mixer

    @classmethod
    def of(cls, model: Model) -> Mixed:
        """Let a model be asked at one mixture after the other."""
        return cls(lambda a, b, swaps: [model(np.where(swap, b, a)) for swap in swaps])


def _enough(done: int, widths: Sequence[float]) -> int:
    """Return how many samples the narrowest of some intervals should take to converge.

    Width goes by the root of the samples. It is itself an estimate: a tenth more are taken, and no
    more than twice as many at once.
    """
    more = 1.1 * (min(widths) / CONVERGED) ** 2
    return -(-int(done * min(more, 2.0)) // STEP) * STEP if done >= STEP else 2 * done


class _Asked:
    """A model asked at the points of a design, block by block."""

    def __init__(self, model: Model | Mixed, owner: NDArray[np.intp], seed: int) -> None:
        self.model = model if isinstance(model, Mixed) else Mixed.of(model)
        self.owner, self.seed = owner, seed
        self.base, self.other = np.empty((0, 0)), np.empty((0, 0))
        self.runs = 0
        self._laid = 0, np.empty((0, 0)), np.empty((0, 0))
        """Which run of the sequence is laid out, and the points of A and B from its start on."""

    def more(self, start: int, stop: int, groups: Sequence[int]) -> list[Floats]:
        """Ask for further samples; return (samples, K) outcomes of A with each group from B."""
        parts = []
        edges = [start, *range(start - start % RUN + RUN, stop, RUN), stop]
        for begin, end in pairwise(edges):
            a, b = self._points(begin, end)
            parts += [
                self._block(a[at : at + ROWS], b[at : at + ROWS], groups)
                for at in range(0, len(a), ROWS)
            ]
        base, other, *mixed = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        self.base = base if not start else np.concatenate([self.base, base])
        self.other = other if not start else np.concatenate([self.other, other])
        return mixed

    def _points(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """Return points of A and B, of one run, from a start up to a stop."""
        begin = start - start % RUN
        run, first, second = self._laid
        if run != begin or stop - begin > len(first):
            # Up to the next power of two: a sequence goes by these, and begins anew each time.
            size = min(1 << (stop - begin - 1).bit_length(), RUN)
            columns = len(self.owner)
            both = hypercube(2 * columns, size, seed=self.seed, run=begin // RUN)
            first, second = both[:, :columns], both[:, columns:]
            self._laid = begin, first, second
        return first[start - begin : stop - begin], second[start - begin : stop - begin]

    def _block(self, first: Floats, second: Floats, groups: Sequence[int]) -> Sequence[Floats]:
        none = np.zeros(len(self.owner), dtype=bool)
        swaps = [none, ~none, *(self.owner == group for group in groups)]
        self.runs += len(swaps) * len(first)
        return self.model.ask(first, second, swaps)


def _estimates(base: Floats, other: Floats, mixed: Floats) -> Floats:
    """Return (4, K): first-order index, half of its interval, total index, half of its interval.

    Parameters
    ----------
    base, other : (n or more, K) outcomes at A and at B
    mixed : (n, K) outcomes at A with the group from B
    """
    size = len(mixed)
    base, other = base[:size], other[:size]
    middle = np.concatenate([base, other]).mean(axis=0)
    a, b, m = base - middle, other - middle, mixed - middle
    total = _ratio((a - m) ** 2 / 2, (a**2 + m**2) / 2)
    # A and B are independent: whatever their product deviates from nothing by is taken off.
    product, nothing = b * m, b * a
    spread = ((nothing - nothing.mean(axis=0)) ** 2).mean(axis=0)
    along = ((product - product.mean(axis=0)) * (nothing - nothing.mean(axis=0))).mean(axis=0)
    share = np.divide(along, spread, out=np.zeros_like(along), where=spread > 0)
    first = _ratio(product - share * nothing, (b**2 + m**2) / 2)
    return np.stack([*first, *total])


def _ratio(above: Floats, below: Floats) -> tuple[Floats, Floats]:
    """Return the ratio of two means over samples and half of its 95 % interval; 0 over nothing."""
    mean = below.mean(axis=0)
    varies = mean > 1e-24
    ratio = np.divide(above.mean(axis=0), mean, out=np.zeros_like(mean), where=varies)
    influence = np.divide(above - ratio * below, mean, out=np.zeros_like(above), where=varies)
    return ratio, NINETEEN_IN_TWENTY * influence.std(axis=0, ddof=1) / np.sqrt(len(above))
