"""The classification tree, held to scikit-learn's."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from tracktwo.questions.matters.tree import grown, inside

SMALLEST = 30


def sample(seed, rows=600):
    rng = np.random.default_rng(seed)
    table = rng.random((rows, 8))
    signal = table[:, 0] + np.where(table[:, 1] > 0.6, table[:, 2], 0.0)
    return table, signal + rng.normal(0, 0.3, rows) > 0.8


def theirs(table, outcome, pruned):
    return DecisionTreeClassifier(
        max_depth=3,
        min_samples_leaf=SMALLEST,
        class_weight="balanced",
        ccp_alpha=pruned,
        random_state=0,
    ).fit(table, outcome)


def boxes(tree, node=0, limits=None):
    limits = limits or {}
    if tree.children_left[node] < 0:
        return [limits]
    at, bound = int(tree.feature[node]), float(tree.threshold[node])
    low, high = limits.get(at, (None, None))
    return [
        *boxes(tree, tree.children_left[node], {**limits, at: (low, bound)}),
        *boxes(tree, tree.children_right[node], {**limits, at: (bound, high)}),
    ]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("pruned", [0.0, 0.005, 0.05])
def test_trees_are_those_of_scikit_learn(seed, pruned):
    """Equal splits may be broken otherwise there, so that impurity is what must agree."""
    table, outcome = sample(seed)
    mine = grown(table, outcome, depth=3, smallest=SMALLEST, pruned=pruned)
    other = theirs(table, outcome, pruned).tree_
    leaf = other.children_left < 0
    weight = other.weighted_n_node_samples / other.weighted_n_node_samples[0]
    costs = [node.cost for node in mine.leaves()]
    assert len(costs) == leaf.sum()
    assert sum(costs) == pytest.approx(float((other.impurity * weight)[leaf].sum()), abs=1e-12)


def test_the_bounds_are_those_of_scikit_learn_to_the_last_digit():
    same = 0
    for seed in range(20):
        table, outcome = sample(seed)
        mine = list(grown(table, outcome, depth=3, smallest=SMALLEST, pruned=0.005).boxes())
        same += mine == boxes(theirs(table, outcome, 0.005).tree_)
    assert same >= 18  # in all but ties


def test_rows_lie_in_the_boxes_of_their_leaves():
    table, outcome = sample(1)
    found = list(grown(table, outcome, depth=3, smallest=SMALLEST, pruned=0.005).boxes())
    within = np.array([inside(box, table) for box in found])
    assert (within.sum(axis=0) == 1).all()
    assert within.sum(axis=1).min() >= SMALLEST
    leaf = theirs(table, outcome, 0.005).apply(table)
    assert len(np.unique(leaf)) == len(found)


def test_a_table_of_one_value_has_no_split():
    outcome = np.arange(200) % 3 == 0
    (box,) = grown(np.ones((200, 2)), outcome, depth=3, smallest=5, pruned=0.0).boxes()
    assert box == {}
