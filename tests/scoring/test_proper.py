"""The scoring rules against closed forms, properties and simulated forecasters."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracktwo.scoring import proper

CHANCE = st.floats(0.01, 0.99)


@given(CHANCE, CHANCE)
def test_telling_what_one_believes_scores_best_by_both_rules(truth, told):
    def expected(rule, odds):
        return truth * rule([odds], [True])[0] + (1 - truth) * rule([odds], [False])[0]

    assert expected(proper.log_scores, truth) >= expected(proper.log_scores, told) - 1e-12
    assert expected(proper.brier_scores, truth) <= expected(proper.brier_scores, told) + 1e-12


def test_scores_of_even_odds_and_of_a_sure_miss():
    assert proper.log_scores([0.5], [1])[0] == pytest.approx(-math.log(2))
    assert proper.brier_scores([0.5], [0])[0] == pytest.approx(0.25)
    assert proper.log_scores([0.0], [True])[0] == pytest.approx(math.log(proper.FLOOR))


@given(st.floats(-1.5, 1.5), st.floats(0.3, 2.0))
def test_a_bent_forecaster_is_unbent_by_what_was_fitted(intercept, slope):
    rng = np.random.default_rng(4)
    odds = rng.uniform(0.05, 0.95, 4000)
    happened = rng.random(4000) < proper.recalibrated(odds, intercept, slope)
    found = proper.recalibration(odds, happened)
    assert found == pytest.approx((intercept, slope), abs=0.25)


def test_in_the_large_of_constant_odds_is_the_difference_of_log_odds():
    happened = np.arange(40) < 10
    found = proper.calibration(np.full(40, 0.5), happened, np.arange(40))
    assert found.in_the_large.value == pytest.approx(math.log(0.25 / 0.75), abs=1e-6)
    assert found.slope.value is None  # odds that are all alike have no slope
    assert found.in_the_large.excludes(0)


def test_intervals_over_few_clusters_are_wider_than_over_many():
    rng = np.random.default_rng(2)
    country = np.repeat(np.arange(10), 20)
    happened = np.repeat(rng.random(10) < 0.5, 20)
    odds = np.full(200, 0.5)
    apart = proper.calibration(odds, happened, np.arange(200)).in_the_large
    together = proper.calibration(odds, happened, country).in_the_large
    assert together.high is None or together.high - together.low > 2 * (apart.high - apart.low)


def test_where_nothing_happened_there_is_no_finite_figure():
    found = proper.calibration(np.full(9, 0.2), np.zeros(9), np.arange(9))
    assert found.in_the_large == proper.Estimate(None, None, None)
    assert proper.calibration([], [], []).n == 0


def test_the_rate_elsewhere_leaves_out_ones_own_cluster():
    rate = proper.rate_elsewhere([1, 1, 0, 0], ["a", "a", "b", "c"])
    assert rate == pytest.approx([1 / 4, 1 / 4, 3 / 5, 3 / 5])


def test_a_curve_holds_every_forecast_once_and_keeps_ties_together():
    rng = np.random.default_rng(1)
    odds = np.round(rng.random(97), 1)
    happened = rng.random(97) < odds
    points = proper.curve(odds, happened)
    assert sum(point.n for point in points) == 97
    assert sum(point.n * point.share for point in points) == pytest.approx(happened.sum())
    assert [p.odds for p in points] == sorted(p.odds for p in points)
    assert all(p.low <= p.share <= p.high for p in points)
    assert proper.curve(np.full(8, 0.3), np.zeros(8))[0].n == 8


def test_wilsons_interval_as_published():
    low, high = proper.wilson(7, 10)  # Newcombe (1998) lists such intervals
    assert (low, high) == pytest.approx((0.397, 0.892), abs=1e-3)


def test_more_outcomes_find_what_fewer_cannot():
    odds = np.random.default_rng(3).beta(2, 3, 400)
    few, many = (proper.chance_to_find(odds, n) for n in (24, 300))
    assert few < 0.6 < many
    assert 0 < proper.most_to_gain(odds) < math.log(2)
    assert proper.most_to_gain(np.full(9, 0.4)) == pytest.approx(0)


def test_the_same_seed_gives_the_same_interval():
    rng = np.random.default_rng(6)
    odds = rng.random(60)
    args = (odds, rng.random(60) < odds, np.arange(60) % 11)
    assert proper.calibration(*args) == proper.calibration(*args)
