"""Sobol indices of a function of uniform numbers, by SALib, for any number of outcomes at once.

First-order index: the share of the variance of the outcome that would go if the input were
known. Total index: the share that would be left if all *others* were known, so that it counts
what an input does together with others.

Source: Sobol (2001), doi:10.1016/S0378-4754(00)00270-6; sampling and estimators of Saltelli et
al. (2010), doi:10.1016/j.cpc.2009.09.018, as implemented in SALib (Iwanaga, Usher and Herman
2022, doi:10.18174/sesmo.18155). Convergence: intervals of the total indices narrower than 0.05
(Sarrazin, Pianosi and Wagener 2016, doi:10.1016/j.envsoft.2016.02.005).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CONVERGED = 0.05
"""Width of the 95 % interval of a total index below which it counts as converged."""


@dataclass(frozen=True)
class Indices:
    """Sobol indices of K outcomes for G groups of inputs.

    Attributes
    ----------
    names : tuple of str
        Of the groups.
    first, total : (G, K) float
    first_error, total_error : (G, K) float
        Half of the 95 % interval, by bootstrap.
    mean, variance : (K,) float
        Of the outcomes over the sample.
    runs : int
        Evaluations of the function.
    """

    names: tuple[str, ...]
    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    mean: Floats
    variance: Floats
    runs: int

    @property
    def widest(self) -> Floats:
        """(K,) width of the widest 95 % interval of a total index."""
        return np.asarray(2 * self.total_error.max(axis=0))

    @property
    def converged(self) -> NDArray[np.bool_]:
        """(K,) whether all total indices have converged."""
        return np.asarray(self.widest < CONVERGED)


def sobol_indices(
    model: Callable[[Floats], Floats],
    groups: Sequence[str],
    *,
    samples: int,
    seed: int,
    resamples: int = 200,
) -> Indices:
    """Estimate Sobol indices of a model of independent uniform inputs.

    Parameters
    ----------
    model : takes (n, inputs) uniform numbers in 0..1, returns (n, K) outcomes
    groups : the group that each input belongs to; give every input its own for single indices
    samples : base samples; a power of two. The model is asked samples * (groups + 2) times.
    seed : of the sample and of the bootstrap
    resamples : of the bootstrap

    Returns
    -------
    Indices
        Groups in order of first appearance. All zero for an outcome that does not vary.
    """
    from SALib.analyze import sobol as analysis  # noqa: PLC0415  (an extra; slow to import)

    if samples < 2 or samples & (samples - 1):
        raise UnanswerableError(f"samples should be a power of two, 2 or more (got {samples})")
    names = tuple(dict.fromkeys(groups))
    count = len(groups)
    if not count:
        raise UnanswerableError("nothing is uncertain")
    problem: dict[str, Any] = {
        "num_vars": count,
        "names": [f"x{i}" for i in range(count)],
        "bounds": [[0.0, 1.0]] * count,
    }
    if len(names) < count:
        problem["groups"] = list(groups)
    points = saltelli_points([names.index(name) for name in groups], samples, seed)
    outcome = model(points)
    shape = (len(names), outcome.shape[1])
    found = {key: np.zeros(shape) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    for k, column in enumerate(outcome.T):
        if np.ptp(column) <= 1e-12 * max(float(np.abs(column).max()), 1e-300):
            continue
        result = analysis.analyze(
            problem, column, calc_second_order=False, num_resamples=resamples, seed=seed
        )
        for key, array in found.items():
            array[:, k] = result[key]
    return Indices(
        names=names,
        first=found["S1"],
        first_error=found["S1_conf"],
        total=found["ST"],
        total_error=found["ST_conf"],
        mean=outcome.mean(axis=0),
        variance=outcome.var(axis=0),
        runs=points.shape[0],
    )


def saltelli_points(groups: Sequence[int], samples: int, seed: int) -> Floats:
    """Return the points at which a model is asked: A, A with each group from B, then B.

    The same numbers as SALib's `sample.sobol`, which fills the table cell by cell and takes
    seconds where there are hundreds of inputs.

    Parameters
    ----------
    groups : the group of each input, 0 to G - 1
    samples, seed : as in `sobol_indices`

    Returns
    -------
    (samples * (G + 2), inputs) float
    """
    from scipy.stats import qmc  # noqa: PLC0415  (slow to import)

    owner, count = np.asarray(groups), len(groups)
    both = qmc.Sobol(d=2 * count, seed=seed).random(samples)
    first, second = both[:, :count], both[:, count:]
    total = int(owner.max()) + 1
    points = np.repeat(first[:, None], total + 2, axis=1)
    for group in range(total):
        points[:, group + 1, owner == group] = second[:, owner == group]
    points[:, -1] = second
    return points.reshape(-1, count)
