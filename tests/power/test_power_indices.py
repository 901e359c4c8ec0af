"""Voting power: published tables, closed forms, and the general games of coalitions."""

import csv
from pathlib import Path

import numpy as np
import pytest
from drawn import given
from hypothesis import strategies as st

from tracktwo.power import games, indices
from tracktwo.power.indices import banzhaf, majority, shapley_shubik, wins

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "deu"

parliaments = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(sum)


def council(name):
    path = SHARED / f"council_votes_{name}.csv"
    if not path.is_file():
        pytest.skip(f"the published data are not at {SHARED}")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def test_the_council_of_fifteen():
    rows = council("EU15")
    weights, quota = column(rows, "weights"), float(rows[0]["quota"])
    np.testing.assert_allclose(banzhaf(weights, quota), column(rows, "banzhaf"), atol=6e-5)
    np.testing.assert_allclose(
        shapley_shubik(weights, quota), column(rows, "shapleyshubik"), atol=1e-6
    )


def test_the_council_of_twenty_seven():
    """The published Shapley-Shubik column does not follow from the weights beside it: it gives
    29 and 27 votes the same index, and 13 and 12. Banzhaf's does, and sums of both are 1."""
    rows = council("EU27")
    weights, quota = column(rows, "weights"), float(rows[0]["quota"])
    np.testing.assert_allclose(banzhaf(weights, quota), column(rows, "banzhaf"), atol=6e-5)
    found = shapley_shubik(weights, quota)
    assert found.sum() == pytest.approx(1)
    assert np.abs(found - column(rows, "shapleyshubik")).max() < 0.0125
    assert (np.diff(found[np.argsort(weights)]) >= -1e-12).all()


def test_the_security_council():
    """Closed form: 4/2145 for each of the ten elected members, 421/2145 for the five permanent."""
    weights, quota = [7] * 5 + [1] * 10, 39
    expected = np.array([421] * 5 + [4] * 10) / 2145
    np.testing.assert_allclose(shapley_shubik(weights, quota), expected, atol=1e-14)
    # the same game told with vetoes: nine of fifteen, five of them needed
    veto = np.arange(15) < 5
    np.testing.assert_allclose(shapley_shubik([1] * 15, 9, veto=veto), expected, atol=1e-14)
    # Banzhaf: an elected member swings C(9, 3) coalitions, a permanent one all that win
    swings = np.array([848] * 5 + [84] * 10)
    np.testing.assert_allclose(banzhaf(weights, quota), swings / swings.sum(), atol=1e-14)
    np.testing.assert_allclose(banzhaf([1] * 15, 9, veto=veto), swings / swings.sum(), atol=1e-14)


def test_weights_are_not_power():
    """49, 49 and 2 of 100: any two win."""
    np.testing.assert_allclose(shapley_shubik([49, 49, 2], 51), [1 / 3] * 3)
    np.testing.assert_allclose(banzhaf([49, 49, 2], 51), [1 / 3] * 3)
    np.testing.assert_array_equal(shapley_shubik([50, 49, 1], 51), [4 / 6, 1 / 6, 1 / 6])
    np.testing.assert_array_equal(banzhaf([50, 49, 1], 51), [0.6, 0.2, 0.2])


@given(parliaments)
def test_sums_to_one_and_idle_parties_have_nothing(seats):
    quota = majority(seats)
    for index in (shapley_shubik, banzhaf):
        found = index(seats, quota)
        assert found.sum() == pytest.approx(1)
        assert (found[np.array(seats) == 0] == 0).all()
        assert (np.diff(found[np.argsort(seats)]) >= -1e-12).all()


@given(parliaments, st.data())
def test_agrees_with_the_general_games(seats, data):
    veto = data.draw(st.lists(st.booleans(), min_size=len(seats), max_size=len(seats)))
    quota = data.draw(st.integers(1, sum(seats)))
    table = wins([seats], quota, veto).astype(float)
    np.testing.assert_allclose(
        shapley_shubik(seats, quota, veto=veto), games.shapley(table, len(seats))[:, 0], atol=1e-14
    )
    swings = games.banzhaf(table, len(seats))[:, 0]
    np.testing.assert_allclose(banzhaf(seats, quota, veto=veto), swings / swings.sum(), atol=1e-14)


@given(parliaments, st.data())
def test_counting_and_listing_agree(seats, data):
    veto = data.draw(st.lists(st.booleans(), min_size=len(seats), max_size=len(seats)))
    quota = data.draw(st.integers(1, sum(seats) + 2))
    listed = [index(seats, quota, veto=veto) for index in (shapley_shubik, banzhaf)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indices, "TABLED", 0)
        counted = [index(seats, quota, veto=veto) for index in (shapley_shubik, banzhaf)]
    np.testing.assert_allclose(listed, counted, atol=1e-14)


def test_many_draws_at_once_are_each_alone():
    rng = np.random.default_rng(3)
    for parties in (6, 14):
        seats = rng.integers(0, 20, (30, parties))
        quota = majority(seats)
        together = shapley_shubik(seats, quota)
        alone = [shapley_shubik(s, q) for s, q in zip(seats, quota, strict=True)]
        np.testing.assert_allclose(together, alone, atol=1e-15)


def test_a_quota_out_of_reach_gives_nobody_power():
    assert shapley_shubik([3, 2], 6).tolist() == [0, 0]
    assert banzhaf([3, 2], 6).tolist() == [0, 0]
    assert shapley_shubik([0, 0], majority([0, 0])).tolist() == [0, 0]
    assert shapley_shubik([7], majority([7])).tolist() == [1]


def test_a_party_with_a_veto_is_in_every_winning_coalition():
    found = shapley_shubik([60, 30, 10], 51, veto=[False, False, True])
    assert found.tolist() == [0.5, 0, 0.5]
    assert shapley_shubik([60, 30, 10], 51).tolist() == [1, 0, 0]


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="a quota should be more than 0"):
        shapley_shubik([1, 2], 0)
    with pytest.raises(ValueError, match="weights should not be negative"):
        banzhaf([1, -2], 1)
    with pytest.raises(ValueError, match="with more than 12 parties weights should be whole"):
        shapley_shubik([0.5] * 13, 4)


@pytest.mark.parametrize("scale", [1, 0.1, 0.01, 1 / 3, 1e-6, 1e6])
def test_a_sum_that_misses_a_quota_by_rounding_reaches_it(scale):
    """.7 + .1 is .8, though not in binary: the games of whole numbers and of shares are one."""
    whole, quota = np.array([7.0, 1.0, 2.0]), 8.0
    for index in (shapley_shubik, banzhaf):
        assert index(whole * scale, quota * scale) == pytest.approx(index(whole, quota), abs=1e-15)
    assert shapley_shubik([0.7, 0.1, 0.2], 0.8) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert banzhaf([0.7, 0.1, 0.2], 0.8) == pytest.approx([3 / 5, 1 / 5, 1 / 5])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.data())
def test_shares_of_a_whole_have_the_power_of_the_whole(seats, data):
    quota = data.draw(st.integers(1, max(sum(seats), 1)))
    total = sum(seats) or 1
    found = shapley_shubik([seat / total for seat in seats], quota / total)
    assert found == pytest.approx(shapley_shubik(seats, quota), abs=1e-12)


def test_counting_many_parties_allows_for_rounding_of_the_quota():
    weight = [float(n) for n in range(1, indices.TABLED + 4)]
    quota = np.nextafter(114.0, 200.0)  # the whole number that it is, but for rounding
    for index in (shapley_shubik, banzhaf):
        assert index(weight, quota) == pytest.approx(index(weight, 114.0), abs=1e-15)
