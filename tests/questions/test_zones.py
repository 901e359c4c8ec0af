import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.errors import UnanswerableError
from tracktwo.game.gains import Gains
from tracktwo.questions.agree.zones import (
    MARGIN,
    TOLERANCE,
    fairest,
    ideals,
    nash,
    nearest,
    payments,
)

FREE = np.full(2, np.nan)


def game(seed, parties=3, draws=20, constant=0.3):
    rng = np.random.default_rng(seed)
    weight = rng.random((draws, parties, 2))
    return Gains(
        position=np.clip(
            rng.random((1, parties, 2)) + rng.normal(0, 0.05, (draws, parties, 2)), 0, 1
        ),
        weight=weight / weight.sum(axis=2, keepdims=True),
        exponent=1 + rng.random((draws, parties)),
        constant=np.full((draws, parties), constant) + rng.normal(0, 0.02, (draws, parties)),
    )


def grid(gains, points=41):
    axis = np.linspace(0, 1, points)
    return {(a, b): gains.mean(np.array([a, b])) for a, b in itertools.product(axis, axis)}


def line(constants, exponent=1.0):
    """Two parties at 0 and 1 of one issue."""
    return Gains(
        position=np.array([[[0.0], [1.0]]]),
        weight=np.ones((1, 2, 1)),
        exponent=np.full((1, 2), exponent),
        constant=np.array([constants]),
    )


def test_two_parties_on_a_line():
    """Gains 0.8 - y and 0.6 - (1 - y): all points by hand."""
    gains, free = line([0.8, 0.6]), np.full(1, np.nan)
    best = fairest(gains, free)
    assert best.policy[0] == pytest.approx(0.6, abs=1e-4)  # 0.8 - y = y - 0.4
    assert best.value == pytest.approx(0.2, abs=1e-4)
    assert nash(gains, free, best.policy)[0] == pytest.approx(0.6, abs=1e-3)
    np.testing.assert_allclose(ideals(gains, free), [0.4, 0.4], atol=1e-3)
    near = nearest(gains, free, np.array([0.0]))
    assert near.policy[0] == pytest.approx(0.4 + MARGIN, abs=1e-4)


def test_an_empty_zone_is_empty_for_certain_and_says_who_is_short_by_how_much():
    gains, free = line([0.3, 0.5]), np.full(1, np.nan)  # 0.8 to share, 1 needed
    best = fairest(gains, free)
    assert best.bound < 0
    assert best.value == pytest.approx(-0.1, abs=1e-4)
    found, paid = payments(gains, free)
    assert paid.sum() == pytest.approx(0.2 + 2 * MARGIN, abs=1e-4)
    assert (gains.mean(found.policy) + paid).min() >= MARGIN - TOLERANCE
    with pytest.raises(UnanswerableError, match="no policy"):
        nearest(gains, free, np.array([0.5]))


def test_quadratic_losses_leave_more_to_share():
    """1/4 - y^2 and 1/4 - (1 - y)^2 touch at a half."""
    gains = line([0.26, 0.26], exponent=2.0)
    best = fairest(gains, np.full(1, np.nan))
    assert best.value == pytest.approx(0.01, abs=1e-4)
    assert best.policy[0] == pytest.approx(0.5, abs=1e-2)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_the_fairest_is_as_good_as_any_on_a_fine_grid(seed):
    gains = game(seed)
    best = fairest(gains, FREE)
    tried = max(value.min() for value in grid(gains).values())
    assert best.value >= tried - 2 * TOLERANCE
    assert best.bound >= tried - 1e-9
    assert best.bound - best.value < TOLERANCE
    assert gains.mean(best.policy).min() == pytest.approx(best.value, abs=1e-12)


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_nash_kalai_and_nearest_within_the_zone(seed):
    gains = game(seed, constant=0.45)
    best = fairest(gains, FREE)
    table = grid(gains)
    inside = {y: g for y, g in table.items() if g.min() > MARGIN}
    if best.value < 0.01 or not inside:
        return
    just = gains.mean(nash(gains, FREE, best.policy))
    assert just.min() > 0
    assert np.log(just).sum() >= max(np.log(g).sum() for g in inside.values()) - 2e-3
    top = ideals(gains, FREE)
    assert (top >= np.max(list(inside.values()), axis=0) - 2e-3).all()
    fair = fairest(gains, FREE, top)
    assert fair.value >= max((g / top).min() for g in inside.values()) - 2e-3
    proposal = np.array([0.05, 0.95])
    near = nearest(gains, FREE, proposal)
    assert gains.mean(near.policy).min() > 0
    assert near.value <= min(np.abs(np.array(y) - proposal).sum() for y in inside) + 1e-6


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_payments_are_the_least_that_will_do(seed):
    gains = game(seed, constant=0.05)
    found, paid = payments(gains, FREE)
    tried = min(np.maximum(-g, 0).sum() for g in grid(gains).values())
    assert paid.sum() <= tried + 3 * MARGIN + 3 * TOLERANCE
    assert (paid >= 0).all()
    assert (gains.mean(found.policy) + paid).min() >= 0


def test_what_is_not_for_negotiation_stays():
    gains, fixed = game(3), np.array([0.25, np.nan])
    for policy in (fairest(gains, fixed).policy, payments(gains, fixed)[0].policy):
        assert policy[0] == pytest.approx(0.25, abs=1e-9)


def test_slopes_are_those_of_the_gains():
    gains, y, step = game(5), np.array([0.31, 0.62]), 1e-6
    for j in range(2):
        up, down = y.copy(), y.copy()
        up[j] += step
        down[j] -= step
        numeric = (gains.mean(up) - gains.mean(down)) / (2 * step)
        np.testing.assert_allclose(gains.slope(y)[:, j], numeric, atol=1e-4)
