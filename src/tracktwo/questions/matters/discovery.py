"""Scenario discovery: in which corner of the assumptions an outcome comes about, in words.

A classification tree (CART) is grown on one half of the draws; its leaves are boxes in the space
of assumptions. How much each box holds is then counted on the other half, so that a box found by
chance shows as one.

Source: Bryant and Lempert (2010), doi:10.1016/j.techfore.2009.08.002, for the task and its two
measures (coverage and density); CART after Breiman et al. (1984), by scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

DEPTH = 3
SMALLEST = 0.05
"""Share of the draws that a box holds at least."""

PRUNED = 0.005
"""A condition stays only if it tells the draws apart by at least this much (Gini impurity)."""


@dataclass(frozen=True)
class Condition:
    """One side of a box: a number above or below a bound; None where there is none."""

    path: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Corner:
    """A box of assumptions.

    Attributes
    ----------
    conditions : tuple of Condition
        All of which hold in it.
    share : float
        Share of all draws that lie in it.
    density : float
        Share of the draws in it that have the outcome.
    coverage : float
        Share of the draws with the outcome that lie in it.
    """

    conditions: tuple[Condition, ...]
    share: float
    density: float
    coverage: float


def corners(values: Mapping[str, Floats], outcome: Truths, *, depth: int = DEPTH) -> list[Corner]:
    """Find the boxes in which an outcome is commoner than elsewhere, densest first.

    Parameters
    ----------
    values : (draws,) by path
    outcome : (draws,) bool
    depth : most conditions per box

    Returns
    -------
    list of Corner
        With a density above that of all draws, counted on the half of the draws that the boxes
        were not found on. Empty where the outcome never or always comes about.
    """
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415  (an extra; slow to import)

    paths = list(values)
    table = np.column_stack([values[path] for path in paths])
    train, test = slice(0, None, 2), slice(1, None, 2)
    if not paths or outcome[train].all() or not outcome[train].any():
        return []
    tree = DecisionTreeClassifier(
        max_depth=depth,
        min_samples_leaf=max(int(SMALLEST * outcome[train].size), 1),
        class_weight="balanced",
        ccp_alpha=PRUNED,
        random_state=0,
    ).fit(table[train], outcome[train])
    inside = tree.apply(table[test])
    hit = outcome[test]
    found = []
    for leaf, limits in _boxes(tree.tree_).items():
        here = inside == leaf
        if not here.any() or not hit.any():
            continue
        corner = Corner(
            conditions=tuple(Condition(paths[i], low, high) for i, (low, high) in limits.items()),
            share=float(here.mean()),
            density=float(hit[here].mean()),
            coverage=float(here[hit].mean()),
        )
        if corner.density > hit.mean():
            found.append(corner)
    return sorted(found, key=lambda c: (-c.density, -c.coverage))


def _boxes(tree: object) -> dict[int, dict[int, tuple[float | None, float | None]]]:
    """Return, per leaf, the limits (low, high) of each input that was split on."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    feature, threshold = tree.feature, tree.threshold  # type: ignore[attr-defined]
    out = {}
    queue: list[tuple[int, dict[int, tuple[float | None, float | None]]]] = [(0, {})]
    for node, limits in queue:
        if left[node] < 0:
            out[node] = limits
            continue
        at, bound = int(feature[node]), float(threshold[node])
        low, high = limits.get(at, (None, None))
        queue.append((int(left[node]), {**limits, at: (low, bound)}))
        queue.append((int(right[node]), {**limits, at: (bound, high)}))
    return out
