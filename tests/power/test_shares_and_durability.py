"""Interim shares, and how long what was agreed lasts."""

import numpy as np
import pytest
from drawn import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tracktwo.power.durability import (
    congruence,
    coup_chance,
    cumulative_hazard,
    losers_loss,
    survival,
    term,
    waiting_time,
)
from tracktwo.power.shares import contest, equal, proportional, reserved, rotation, with_chair

WITHIN, HORIZONS = [0.21, 0.26, 0.32], [1, 2, 5]  # agreements ended, UCDP, by years

weights = hnp.arrays(float, (3, 4), elements=st.floats(0, 1e300))


@given(weights)
def test_shares_sum_to_one(weight):
    share = proportional(weight)
    np.testing.assert_allclose(share.sum(axis=1), 1)
    assert (share >= 0).all()


def test_formulas():
    assert equal(2, 4).tolist() == [[0.25] * 4] * 2
    assert proportional([[1, 3], [0, 0]]).tolist() == [[0.25, 0.75], [0.5, 0.5]]
    kept = reserved([0.1, 0.0, 0.0], proportional([[0, 1, 3]]))
    np.testing.assert_allclose(kept, [[0.1, 0.225, 0.675]])
    np.testing.assert_allclose(reserved([0.5, 0.5], [[1, 0]]), [[0.5, 0.5]])


@given(weights, st.floats(0, 20))
def test_a_contest_shares_all_of_it(weight, m):
    share = contest(weight, m)
    np.testing.assert_allclose(share.sum(axis=1), 1)
    assert (share >= 0).all()


def test_a_contest_is_decided_by_ratios_and_the_more_the_larger_its_exponent():
    # Hirshleifer 1989, eq. 2: p1 / p2 = (c1 / c2) ** m
    assert contest([[30, 10]], 1).tolist() == [[0.75, 0.25]]
    np.testing.assert_allclose(contest([[30, 10]], 2), [[0.9, 0.1]])
    np.testing.assert_allclose(contest([[30, 10]], [0.0]), [[0.5, 0.5]])
    np.testing.assert_allclose(contest([[3e-200, 1e-200]], 2), contest([[3e200, 1e200]], 2))
    np.testing.assert_allclose(
        contest([[30, 10], [30, 10]], [1, 50]), [[0.75, 0.25], [1, 0]], atol=1e-20
    )
    # who has nothing holds nothing, unless nobody has
    assert contest([[5, 5, 0]], 0).tolist() == [[0.5, 0.5, 0]]
    assert contest([[0, 0]], 3).tolist() == [[0.5, 0.5]]
    # a third party takes from both alike (Skaperdas 1996, independence of irrelevant contests)
    two, three = contest([[30, 10]], 1.5)[0], contest([[30, 10, 20]], 1.5)[0]
    assert three[0] / three[1] == pytest.approx(two[0] / two[1])


@pytest.mark.parametrize(("strength", "m"), [([[-1, 2]], 1), ([[np.inf, 1]], 1), ([[1, 2]], -1)])
def test_a_contest_of_nonsense_is_refused(strength, m):
    with pytest.raises(ValueError, match="finite and not negative"):
        contest(strength, m)


def test_a_rotating_chair():
    holder = rotation([2, 0, 1], months=2, term=7)
    assert holder.tolist() == [2, 2, 0, 0, 1, 1, 2]
    by_month = with_chair(equal(1, 3), holder, 0.4)
    assert by_month.shape == (1, 7, 3)
    np.testing.assert_allclose(by_month.sum(axis=2), 1)
    np.testing.assert_allclose(by_month[0, 0], [0.2, 0.2, 0.6])
    whole_turns = with_chair(equal(1, 3), rotation([0, 1, 2], 2, 12), 0.4).mean(axis=1)
    np.testing.assert_allclose(whole_turns, [[1 / 3] * 3])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: proportional([1, -1]), "weights should be finite and not negative"),
        (lambda: reserved([0.7, 0.7], [[0.5, 0.5]]), "nor more than 1 in all"),
        (lambda: rotation([], 3, 6), "needs someone to take it"),
        (lambda: with_chair(equal(1, 2), [0], 1.5), "the chair's weight is a share"),
        (lambda: cumulative_hazard([0.2, 0.1], [1, 2], 1), "never fall"),
        (lambda: cumulative_hazard([0.2], [1, 2], 1), "one chance per horizon"),
        (lambda: cumulative_hazard([0.2, 0.3], [2, 1], 1), "more than 0 and rise"),
        (lambda: term(12, 6, 1.5, [0.5]), "chance of an extension"),
    ],
)
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_published_chances_come_back_at_their_horizons():
    stands = survival(WITHIN, HORIZONS, HORIZONS)
    np.testing.assert_allclose(stands, [[0.79, 0.74, 0.68]])
    assert survival(WITHIN, HORIZONS, [0.0]).tolist() == [[1.0]]
    # after the last, the hazard of the last interval goes on
    yearly = np.log(0.74 / 0.68) / 3
    np.testing.assert_allclose(survival(WITHIN, HORIZONS, [7.0]), 0.68 * np.exp(-2 * yearly))


def test_a_loss_is_a_power_of_the_chance_of_survival():
    stands = survival(WITHIN, HORIZONS, [1, 5], loss=[0.0, 0.5, 1.0], effect=np.log(2))
    base = np.array([0.79, 0.68])
    np.testing.assert_allclose(stands, [base, base ** np.sqrt(2), base**2])
    none = survival(WITHIN, HORIZONS, [1, 5], loss=[0.0, 0.5, 1.0], effect=0.0)
    np.testing.assert_allclose(none, [base] * 3)


def test_losers_are_weighed_and_winners_are_not():
    loss = losers_loss([[0.5, 0.3, 0.2]], [[0.2, 0.6, 0.2]], [0.5, 0.4, 0.1])
    np.testing.assert_allclose(loss, [0.15])
    assert losers_loss([[0.5, 0.5]], [[0.5, 0.5]], [0.5, 0.5]).tolist() == [0]


def test_coups_by_a_yearly_rate():
    assert coup_chance(0.16, 12) == pytest.approx(1 - np.exp(-0.16))
    assert coup_chance(0.16, 18, congruent=0.5, effect=0.0) == pytest.approx(1 - np.exp(-0.24))
    found = coup_chance(0.16, 12, congruent=[1.0, 0.0], effect=np.log(3))
    np.testing.assert_allclose(found, 1 - np.exp([-0.16, -0.48]))
    assert coup_chance(0.0, 12) == 0


def test_congruence():
    assert congruence([0.5, 0.5], [0.5, 0.5]) == 1
    assert congruence([1, 0], [0, 1]) == 0
    np.testing.assert_allclose(congruence([[0.6, 0.4]], [0.5, 0.5]), [0.9])


@given(st.floats(0, 0.999))
def test_waiting_times_follow_the_curve(uniform):
    wait = waiting_time([0.10, 0.31, 0.48, 0.73, 0.87], [1, 2, 3, 5, 10], uniform)
    chance = -np.expm1(-cumulative_hazard([0.10, 0.31, 0.48, 0.73, 0.87], [1, 2, 3, 5, 10], wait))
    assert chance == pytest.approx(uniform, abs=1e-9)


def test_a_curve_that_ends_flat_never_comes_for_some():
    assert waiting_time([0.3, 0.3], [1, 2], [0.1, 0.3, 0.5])[-1] == np.inf
    assert waiting_time([0.0, 0.5], [1, 2], 0.5) == pytest.approx(2)


def test_terms_are_extended_by_chance():
    uniform = (np.arange(1000) + 0.5) / 1000
    months = term(18, 6, 0.5, uniform, most=2)
    lengths, counts = np.unique(months, return_counts=True)
    assert lengths.tolist() == [18, 24, 30]
    assert counts.tolist() == [500, 250, 250]
    assert term(18, 6, 0.0, [0.999]).tolist() == [18]
    assert term(18, 6, 1.0, [0.001]).tolist() == [36]
