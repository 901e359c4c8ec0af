"""A classification tree (CART) of few levels, pruned by cost and complexity.

A node is split where the split lowers Gini's impurity most, each class weighing half of all; then
branches that lower it too little for the leaves they take are cut back, the weakest first.

Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees, chapters 2
and 3. Splits are halfway between two neighbouring values, taken in single precision, as
scikit-learn takes them: the tests hold the trees to its own. It is not what runs here since
loading it takes longer than all else that the question does, for one tree of eight leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Limits = dict[int, tuple[float | None, float | None]]

NO_GAIN = 1e-7
"""Impurity below which a node is pure; neighbours closer than this are one value."""


@dataclass
class Node:
    """A node of a tree: a leaf unless it has branches."""

    cost: float
    """Its impurity by its share of the weight."""
    column: int = -1
    bound: float = 0.0
    branches: tuple[Node, Node] | None = None
    """Values up to the bound, and above it."""

    def leaves(self) -> Iterator[Node]:
        """Yield the leaves, from left to right."""
        if self.branches is None:
            yield self
        else:
            for branch in self.branches:
                yield from branch.leaves()

    def boxes(self, limits: Limits | None = None) -> Iterator[Limits]:
        """Yield the limits (above, up to) of each leaf, by the columns that were split on."""
        limits = limits or {}
        if self.branches is None:
            yield limits
            return
        low, high = limits.get(self.column, (None, None))
        left, right = self.branches
        yield from left.boxes({**limits, self.column: (low, self.bound)})
        yield from right.boxes({**limits, self.column: (self.bound, high)})


def grown(table: Floats, outcome: Truths, *, depth: int, smallest: int, pruned: float) -> Node:
    """Grow a tree and prune it.

    Parameters
    ----------
    table : (n, columns)
    outcome : (n,) both of which must occur
    depth : most splits on the way to a leaf
    smallest : rows that a leaf holds at least
    pruned : a branch stays only if it lowers the impurity by more than this for each leaf

    Returns
    -------
    Node
        The root.
    """
    share = float(outcome.mean())
    weight = np.where(outcome, 0.5 / share, 0.5 / (1.0 - share))
    weight /= weight.sum()
    single = table.astype(np.float32)
    root = _node(single, outcome, weight, np.arange(len(outcome)), depth=depth, smallest=smallest)
    while root.branches is not None:
        strength, weakest = min(_strengths(root), key=lambda pair: pair[0])
        if strength > pruned:
            break
        weakest.branches = None
    return root


def inside(limits: Limits, table: Floats) -> Truths:
    """Return (n,) which rows of a table lie in a box."""
    single = table.astype(np.float32)
    found = np.ones(len(table), dtype=bool)
    for column, (low, high) in limits.items():
        found &= single[:, column] > (-np.inf if low is None else low)
        found &= single[:, column] <= (np.inf if high is None else high)
    return found


def _node(
    table: NDArray[np.float32],
    outcome: Truths,
    weight: Floats,
    rows: NDArray[np.intp],
    *,
    depth: int,
    smallest: int,
) -> Node:
    whole, hits = float(weight[rows].sum()), float(weight[rows][outcome[rows]].sum())
    impurity = _gini(hits, whole)
    node = Node(cost=float(impurity) * whole)
    if depth == 0 or impurity <= NO_GAIN or len(rows) < 2 * smallest:
        return node
    order = np.argsort(table[rows], axis=0, kind="stable")  # (rows, columns)
    value = np.take_along_axis(table[rows], order, axis=0)
    sorted_weight = weight[rows][order]
    left = np.cumsum(sorted_weight, axis=0)[:-1]
    left_hits = np.cumsum(np.where(outcome[rows][order], sorted_weight, 0.0), axis=0)[:-1]
    after = left * _gini(left_hits, left)
    after += (whole - left) * _gini(hits - left_hits, whole - left)
    after[value[1:] <= value[:-1] + NO_GAIN] = np.inf
    after[: smallest - 1] = after[len(rows) - smallest :] = np.inf
    place, column = np.unravel_index(int(np.argmin(after)), after.shape)
    if not np.isfinite(after[place, column]):
        return node
    node.column = int(column)
    below, above = (float(value[place + n, column]) for n in (0, 1))
    node.bound = below / 2 + above / 2
    here = table[rows, column] <= node.bound
    left_branch, right_branch = (
        _node(table, outcome, weight, rows[part], depth=depth - 1, smallest=smallest)
        for part in (here, ~here)
    )
    node.branches = (left_branch, right_branch)
    return node


def _gini(hits: Floats | float, whole: Floats | float) -> Floats:
    share = np.asarray(hits) / whole
    return np.asarray(1.0 - share**2 - (1.0 - share) ** 2)


def _strengths(node: Node) -> Iterator[tuple[float, Node]]:
    """Yield, from the root down, by how much each branch lowers the cost per leaf beyond one."""
    if node.branches is None:
        return
    leaves = list(node.leaves())
    yield (node.cost - sum(leaf.cost for leaf in leaves)) / (len(leaves) - 1), node
    for branch in node.branches:
        yield from _strengths(branch)
