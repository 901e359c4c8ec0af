import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tracktwo.power.games import (
    banzhaf,
    blocking,
    interactions,
    members_of,
    minimal,
    shapley,
)
from tracktwo.questions.who.power import holds_in, sampled_values
from tracktwo.roadmap.rules import Actor, Share, all_of, any_of, holds


def weighted_vote(weights, quota):
    return np.array(
        [
            float(sum(weights[i] for i in members_of(c, len(weights))) >= quota)
            for c in range(1 << len(weights))
        ]
    )


def tables(members):
    return hnp.arrays(float, (1 << members,), elements=st.floats(-10, 10))


def test_united_nations_security_council():
    """Five permanent members with a veto, nine of fifteen votes: Shapley 421/2145 and 4/2145."""
    # weights of Taylor and Zwicker: 7 for a permanent member, 1 for others, quota 39
    worth = weighted_vote([7] * 5 + [1] * 10, 39)
    value = shapley(worth, 15)
    assert value[0] == pytest.approx(421 / 2145, abs=1e-12)
    assert value[5] == pytest.approx(4 / 2145, abs=1e-12)
    assert banzhaf(worth, 15)[0] == pytest.approx(848 / 2**14, abs=1e-12)
    assert banzhaf(worth, 15)[5] == pytest.approx(84 / 2**14, abs=1e-12)


def test_glove_game():
    """One left glove, two right ones: the left's holder gets two thirds (Shapley's example)."""
    worth = np.array([float(bool(c & 1) and bool(c & 6)) for c in range(8)])
    np.testing.assert_allclose(shapley(worth, 3), [2 / 3, 1 / 6, 1 / 6])
    np.testing.assert_allclose(banzhaf(worth, 3), [3 / 4, 1 / 4, 1 / 4])


@given(tables(4))
def test_shapley_equals_the_mean_over_all_orders_and_adds_up(worth):
    value = np.zeros(4)
    for order in itertools.permutations(range(4)):
        have = 0
        for i in order:
            value[i] += worth[have | 1 << i] - worth[have]
            have |= 1 << i
    np.testing.assert_allclose(shapley(worth, 4), value / math.factorial(4), atol=1e-9)
    assert shapley(worth, 4).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@given(tables(3))
def test_drawn_orders_add_up_exactly(worth):
    value, _ = sampled_values(lambda cs: worth[list(cs)], 3, 5, np.random.default_rng(0))
    assert value.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


def test_drawn_orders_approach_the_exact_values():
    rng = np.random.default_rng(1)
    worth = rng.normal(size=1 << 6)
    found = sampled_values(lambda cs: worth[list(cs)], 6, 4000, rng)
    np.testing.assert_allclose(found[0], shapley(worth, 6), atol=0.1)
    np.testing.assert_allclose(found[1], banzhaf(worth, 6), atol=0.1)


def test_a_sum_of_parts_has_no_interaction_and_a_product_has():
    weights = np.array([1.0, 2, 3, 4])
    added = np.array([weights[list(members_of(c, 4))].sum() for c in range(16)])
    np.testing.assert_allclose(interactions(added, 4), 0, atol=1e-12)
    both = np.array([float(c & 3 == 3) for c in range(16)])
    either = np.array([float(bool(c & 3)) for c in range(16)])
    assert interactions(both, 4)[0, 1] == pytest.approx(1)
    assert interactions(either, 4)[0, 1] == pytest.approx(-1)
    assert interactions(both, 4)[2, 3] == pytest.approx(0)


def test_minimal_coalitions_of_a_vote():
    wins = weighted_vote([3, 2, 1, 1], 4) > 0
    assert set(minimal(wins, 4)) == {(0, 1), (0, 2), (0, 3), (1, 2, 3)}
    # whoever is left must have fewer than 4 of the 7 votes
    assert set(blocking(wins, 4)) == {(0, 1), (0, 2), (0, 3), (1, 2, 3)}


@given(
    hnp.arrays(float, (3, 4), elements=st.floats(0.01, 10)),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_rules_for_many_coalitions_equal_their_plain_definition(capability, consents):
    rule = all_of([Actor(0), any_of([Actor(1), Share(0.6, (1, 2, 3))])])
    found = holds_in(rule, np.array([consents]), capability)
    assert found[0].tolist() == [holds(rule, consents, row.tolist()) for row in capability]


def test_a_table_of_the_wrong_size_is_refused():
    with pytest.raises(ValueError, match="8 rows"):
        shapley(np.zeros(7), 3)
