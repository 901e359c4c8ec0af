"""Scenario discovery: in which corner of the assumptions an outcome comes about, in words.

A classification tree (CART) is grown on one half of the draws; its leaves are boxes in the space
of assumptions. How much each box holds is then counted on the other half, so that a box found by
chance shows as one.

Source: Bryant and Lempert (2010), doi:10.1016/j.techfore.2009.08.002, for the task and its two
measures (coverage and density); CART after Breiman et al. (1984), Classification and Regression
Trees: Gini impurity, both classes weighed alike, pruned by cost and complexity. scikit-learn grows
the same tree (a test holds it to that); loading it takes two seconds, growing this some
milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Box = dict[int, tuple[float | None, float | None]]

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
    paths = list(values)
    table = np.array([values[path] for path in paths])
    train, test = slice(0, None, 2), slice(1, None, 2)
    if not paths or outcome[train].all() or not outcome[train].any():
        return []
    found = []
    for box in leaves(table[:, train], outcome[train], depth=depth):
        here = _inside(box, table[:, test])
        hit = outcome[test]
        if not here.any() or not hit.any():
            continue
        corner = Corner(
            conditions=tuple(Condition(paths[i], low, high) for i, (low, high) in box.items()),
            share=float(here.mean()),
            density=float(hit[here].mean()),
            coverage=float(here[hit].mean()),
        )
        if corner.density > hit.mean():
            found.append(corner)
    return sorted(found, key=lambda c: (-c.density, -c.coverage))


def leaves(table: Floats, outcome: Truths, *, depth: int = DEPTH) -> list[Box]:
    """Return the leaves of a pruned classification tree: of each, the limits of what it splits on.

    Parameters
    ----------
    table : (inputs, draws)
    outcome : (draws,) bool, some of each
    depth : most splits on the way to a leaf
    """
    share = outcome.mean()
    weight = np.where(outcome, 0.5 / share, 0.5 / (1.0 - share)) / outcome.size
    least = max(int(SMALLEST * outcome.size), 1)
    root = _grown(table, outcome, weight, least, depth)
    # By the weakest split first, as long as it tells too little for the leaves that it adds.
    while (weak := min(_splits(root), key=_strength, default=None)) and _strength(weak) <= PRUNED:
        weak.split = None
    return _boxes(root, {})


@dataclass
class _Node:
    impurity: float
    """Of the draws in it, times their weight."""
    split: tuple[int, float, _Node, _Node] | None = None
    """Input, bound, those up to the bound and those above it; None for a leaf."""


def _grown(table: Floats, outcome: Truths, weight: Floats, least: int, depth: int) -> _Node:
    """Return the tree of some draws, each split the one that leaves the least impurity."""
    hits = weight * outcome
    all_, all_hits = weight.sum(), hits.sum()
    node = _Node(float(_impurity(all_, all_hits)))
    size = outcome.size
    if depth == 0 or size < 2 * least or node.impurity <= 1e-12:
        return node
    order = np.argsort(table, axis=1, kind="stable")
    ranked = np.take_along_axis(table, order, axis=1)
    # Cut after each of these: both sides are large enough, and values there differ.
    at = slice(least - 1, size - least)
    below, below_hits = (np.cumsum(x[order], axis=1)[:, at] for x in (weight, hits))
    left = _impurity(below, below_hits)
    whole = left + _impurity(all_ - below, all_hits - below_hits)
    whole[ranked[:, at] == ranked[:, least : size - least + 1]] = np.inf
    i, cut = np.unravel_index(int(whole.argmin()), whole.shape)
    if not whole[i, cut] < node.impurity:
        return node
    bound = float(ranked[i, least - 1 + cut] / 2 + ranked[i, least + cut] / 2)
    sides = (table[i] <= bound, table[i] > bound)
    low, high = (
        _grown(table[:, here], outcome[here], weight[here], least, depth - 1) for here in sides
    )
    node.split = int(i), bound, low, high
    return node


def _impurity(weight: Floats, hits: Floats) -> Floats:
    """Return Gini's impurity of some draws, times their weight."""
    return 2 * hits * (1 - hits / weight)


def _splits(node: _Node) -> Iterator[_Node]:
    if node.split is not None:
        yield node
        for side in node.split[2:]:
            yield from _splits(side)


def _strength(node: _Node) -> float:
    """Return how much impurity the splits from a node on take away, for each leaf they add."""
    ends = list(_ends(node))
    return (node.impurity - sum(end.impurity for end in ends)) / (len(ends) - 1)


def _ends(node: _Node) -> Iterator[_Node]:
    if node.split is None:
        yield node
    else:
        for side in node.split[2:]:
            yield from _ends(side)


def _boxes(node: _Node, limits: Box) -> list[Box]:
    if node.split is None:
        return [limits]
    i, bound, below, above = node.split
    low, high = limits.get(i, (None, None))
    return [
        *_boxes(below, {**limits, i: (low, bound)}),
        *_boxes(above, {**limits, i: (bound, high)}),
    ]


def _inside(box: Box, table: Floats) -> Truths:
    here = np.ones(table.shape[1], dtype=bool)
    for i, (low, high) in box.items():
        if low is not None:
            here &= table[i] > low
        if high is not None:
            here &= table[i] <= high
    return here
