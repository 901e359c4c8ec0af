"""Scenario discovery, its trees held to those of scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier

from tracktwo.questions.matters.discovery import PRUNED, SMALLEST, corners, leaves


def made(seed, draws, inputs, noise):
    """Return inputs (inputs, draws) in single precision, as scikit-learn takes them."""
    rng = np.random.default_rng(seed)
    table = rng.random((inputs, draws)).astype(np.float32).astype(float)
    score = table[0] + 0.5 * table[-1] * (table[1 % inputs] > 0.4)
    return table, score + noise * rng.normal(size=draws) > rng.uniform(0.5, 1.1)


def theirs(table, outcome, depth):
    return DecisionTreeClassifier(
        max_depth=depth,
        min_samples_leaf=max(int(SMALLEST * outcome.size), 1),
        class_weight="balanced",
        ccp_alpha=PRUNED,
        random_state=0,
    ).fit(table.T, outcome)


def boxes(tree):
    """Return, of each leaf, its limits by input."""
    found, queue = [], [(0, {})]
    for node, limits in queue:
        if tree.children_left[node] < 0:
            found.append(limits)
            continue
        at, bound = int(tree.feature[node]), float(tree.threshold[node])
        low, high = limits.get(at, (None, None))
        queue.append((tree.children_left[node], {**limits, at: (low, bound)}))
        queue.append((tree.children_right[node], {**limits, at: (bound, high)}))
    return found


def in_order(found):
    rounded = (
        {i: tuple(None if x is None else round(x, 6) for x in ends) for i, ends in box.items()}
        for box in found
    )
    return sorted(repr(sorted(box.items())) for box in rounded)


def impurity(found, table, outcome):
    """Return the Gini impurity that a tree leaves, both classes weighed alike."""
    weight = np.where(outcome, 0.5 / outcome.sum(), 0.5 / (~outcome).sum())
    total = 0.0
    for box in found:
        inside = np.ones(outcome.size, dtype=bool)
        for i, (low, high) in box.items():
            inside &= (low is None or table[i] > low) & (high is None or table[i] <= high)
        whole, hits = weight[inside].sum(), weight[inside & outcome].sum()
        total += 2 * hits * (1 - hits / whole)
    return total


@pytest.mark.parametrize("seed", range(12))
def test_the_tree_is_that_of_another_implementation(seed):
    """On so many draws hardly two splits are equally good, between which theirs draws lots."""
    table, outcome = made(seed, 4000, 6, 0.2 * (seed % 3))
    found = leaves(table, outcome)
    assert len(found) > 2
    assert in_order(found) == in_order(boxes(theirs(table, outcome, 3).tree_))


@settings(max_examples=60)
@given(st.integers(0, 2**31), st.integers(40, 300), st.integers(1, 12), st.floats(0, 1))
def test_one_split_is_as_good_as_theirs(seed, draws, inputs, noise):
    table, outcome = made(seed, draws, inputs, noise)
    table = np.round(table, 1).astype(np.float32).astype(float) if seed % 3 == 0 else table
    if outcome.all() or not outcome.any():
        return
    ours = leaves(table, outcome, depth=1)
    other = boxes(theirs(table, outcome, 1).tree_)
    assert len(ours) == len(other)
    assert impurity(ours, table, outcome) == pytest.approx(impurity(other, table, outcome))


def test_a_box_is_found_and_counted_on_the_other_half():
    rng = np.random.default_rng(3)
    values = {name: rng.random(2000) for name in ("a", "b", "c")}
    inside = (values["a"] > 0.6) & (values["b"] < 0.3)
    (corner,) = corners(values, inside)[:1]
    limits = {c.path: (c.low, c.high) for c in corner.conditions}
    assert limits["a"][0] == pytest.approx(0.6, abs=0.02)
    assert limits["b"][1] == pytest.approx(0.3, abs=0.02)
    assert "c" not in limits
    assert corner.density > 0.9
    assert corner.coverage > 0.9
    assert corner.share == pytest.approx(0.12, abs=0.03)


def test_noise_has_no_corner():
    rng = np.random.default_rng(4)
    values = {f"x{i}": rng.random(4000) for i in range(5)}
    assert all(c.density < 0.3 for c in corners(values, rng.random(4000) < 0.2))


@pytest.mark.parametrize("outcome", [np.zeros(50, dtype=bool), np.ones(50, dtype=bool)])
def test_what_always_or_never_comes_about_has_none(outcome):
    assert corners({"a": np.linspace(0, 1, 50)}, outcome) == []
    assert corners({}, np.arange(50) < 9) == []
