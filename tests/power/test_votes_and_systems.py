"""Votes that are uncertain, and what each electoral system makes of them."""

import numpy as np
import pytest
from drawn import given
from hypothesis import strategies as st

from tracktwo.power.apportionment import METHODS, apportion
from tracktwo.power.elections import (
    district_pr,
    list_pr,
    plurality,
    plurality_of_parts,
    seats_votes_law,
)
from tracktwo.power.mixed import compensatory, parallel
from tracktwo.power.presidency import plurality_president, two_round
from tracktwo.power.votes import by_district, cast, normal, parts_by_district, uncertain_shares

RNG = np.random.default_rng(11)


def some_shares(draws=4000, **more):
    options = {"common_spread": 0.2, "own_spread": 0.1, "lean": [1, -1, 0]} | more
    return uncertain_shares(
        [0.4, 0.35, 0.25],
        common=RNG.standard_normal(draws),
        own=RNG.standard_normal((draws, 3)),
        **options,
    )


def test_shares_sum_to_one_and_swing_as_told():
    shares = some_shares()
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert np.corrcoef(shares[:, 0], shares[:, 1])[0, 1] < -0.7  # one swing moves both
    np.testing.assert_allclose(np.median(shares, axis=0), [0.4, 0.35, 0.25], atol=0.01)
    # to first order the log of p1 / p2 has the spread 2 * 0.2 by swing and sqrt(2) * 0.1 alone
    odds = np.log(shares[:, 0] / shares[:, 1])
    assert odds.std() == pytest.approx(np.sqrt(0.4**2 + 2 * 0.1**2), rel=0.05)


def test_no_error_gives_the_shares_back_and_nobody_rises_from_nothing():
    still = some_shares(5, common_spread=0.0, own_spread=0.0)
    np.testing.assert_allclose(still, [[0.4, 0.35, 0.25]] * 5, atol=1e-15)
    zero = uncertain_shares([0, 1], common=[1.0], own=[[5.0, 0.0]], lean=[0, 0], own_spread=1.0)
    assert zero.tolist() == [[0, 1]]
    nobody = uncertain_shares([0, 0], common=[1.0], own=[[1.0, 1.0]], lean=[0, 0])
    assert nobody.tolist() == [[0, 0]]
    with pytest.raises(ValueError, match="finite and not negative"):
        uncertain_shares([-1, 1], common=[1.0], own=[[1.0, 1.0]], lean=[0, 0])


def test_normal_numbers_from_uniform_ones():
    np.testing.assert_allclose(
        normal([0.5, 0.975, 0.0, 1.0]), [0, 1.959963984540054, -8, 8], atol=1e-12
    )


def test_turnout_and_boycott():
    shares = np.array([[0.5, 0.3, 0.2]])
    np.testing.assert_allclose(cast(shares, electorate=1000, turnout=0.6), [[300, 180, 120]])
    stays = cast(shares, electorate=1000, turnout=[[0.6, 0.5, 1.0]], boycott=[[False, True, False]])
    np.testing.assert_allclose(stays, [[300, 0, 200]])
    with pytest.raises(ValueError, match="turnout is a share"):
        cast(shares, turnout=1.2)


def test_votes_live_where_they_are_told_to():
    votes = RNG.random((6, 3)) * 1000
    strength = np.exp([0.0, 0.5, 2.0] * RNG.standard_normal((9, 3)))
    spread = by_district(votes, np.arange(1, 10), strength)
    np.testing.assert_allclose(spread.sum(axis=1), votes)
    np.testing.assert_allclose(spread[:, :, 0] / votes[:, :1], [np.arange(1, 10) / 45] * 6)
    homeless = by_district([[10.0]], [1, 1], [[0.0], [0.0]])
    assert homeless.tolist() == [[[5], [5]]]


@pytest.mark.parametrize("method", METHODS)
def test_all_boycott_and_nobody_is_elected(method):
    votes = cast(np.full((2, 3), 1 / 3), boycott=[[True] * 3, [False, True, True]])
    found = list_pr(votes * 900, 11, method, threshold=0.05)
    assert found.seats.tolist() == [[0, 0, 0], [11, 0, 0]]
    assert found.shares.tolist() == [[0, 0, 0], [1, 0, 0]]
    assert not found.lapsed.any()
    spread = by_district(votes, [1, 2], np.ones((2, 3)))
    assert district_pr(spread, [5, 6], method).seats.tolist() == found.seats.tolist()
    assert plurality(spread).seats.tolist() == [[0, 0, 0], [2, 0, 0]]


def test_a_party_below_the_threshold_and_all_below_it():
    votes = np.array([[60, 36, 4], [34, 33, 33]])
    found = list_pr(votes, 10, threshold=0.35)
    assert found.seats.tolist() == [[6, 4, 0], [4, 3, 3]]
    assert found.lapsed.tolist() == [False, True]
    assert list_pr(votes, 50, threshold=0.05, exempt=[False, False, True]).seats[0, 2] == 2


def test_the_threshold_may_be_asked_of_the_country_or_of_the_district():
    votes = np.array([[[90, 10], [4, 96]]])  # districts (2) by parties (2)
    assert district_pr(votes, [10, 10], "hare").seats.tolist() == [[9, 11]]
    assert district_pr(votes, [10, 10], "hare", threshold=0.2).seats.tolist() == [[9, 11]]
    local = district_pr(votes, [10, 10], "hare", threshold=0.2, local=True)
    assert local.seats.tolist() == [[10, 10]]


def test_plurality_takes_districts_and_a_tie_goes_to_the_greater_party():
    votes = np.array([[[5, 4, 1], [2, 3, 5], [4, 4, 2]]])
    found = plurality(votes)
    assert found.seats.tolist() == [[2, 0, 1]]  # both have 11 in all: the first listed
    found = plurality(votes + np.array([[[0, 0, 0], [0, 1, 0], [0, 0, 0]]]))
    assert found.seats.tolist() == [[1, 1, 1]]
    assert found.tied.tolist() == [[True, True, False]]
    assert plurality(votes, [1, 2, 3]).seats.sum() == 6


@pytest.mark.parametrize("evenly", [False, True])
def test_votes_in_parts_elect_as_votes_laid_out(evenly, monkeypatch):
    monkeypatch.setattr("tracktwo.power.elections._AT_ONCE", 40)  # several blocks
    votes = RNG.integers(0, 4, (9, 14, 3)).astype(float)  # many ties, some with nobody's vote
    votes[2] = 0.0
    strength = np.ones((9, 5, 3)) if evenly else np.exp(RNG.standard_normal((9, 5, 3)))
    part = parts_by_district(np.ones(5), strength)
    found = plurality_of_parts(votes, part)
    laid = votes[:, :, None, :] * part[:, None]
    assert found.tolist() == plurality(laid).seats.tolist()
    assert (found.sum(axis=2) == 5 * votes.any(axis=2)).all()


def test_cube_law():
    """Kendall and Stuart: a vote of 55 to 45 makes seats of 65 to 35."""
    assert seats_votes_law([[55, 45]], 100).seats.tolist() == [[65, 35]]
    assert seats_votes_law([[55, 45]], 100, 1).seats.tolist() == [[55, 45]]
    assert seats_votes_law([[0, 0]], 100).seats.tolist() == [[0, 0]]
    with pytest.raises(ValueError, match="exponent"):
        seats_votes_law([[55, 45]], 100, 0)


def test_parallel_adds_and_compensation_corrects():
    votes, direct = np.array([[50.0, 30.0, 20.0]]), np.array([[9, 1, 0]])
    assert parallel(votes, 10, direct, "hare").seats.tolist() == [[14, 4, 2]]
    assert compensatory(votes, 20, direct).seats.tolist() == [[10, 6, 4]]


def test_overhang_is_kept_levelled_or_absorbed():
    votes, direct = np.array([[50.0, 30.0, 20.0]]), np.array([[0, 0, 6]])
    kept = compensatory(votes, 20, direct, overhang="keep")
    assert kept.seats.tolist() == [[10, 6, 6]]
    levelled = compensatory(votes, 20, direct, overhang="level").seats[0]
    assert levelled[2] >= 6
    assert levelled.tolist() == apportion(votes[0], levelled.sum(), "sainte-lague").seats.tolist()
    # one seat fewer in the house would not do
    assert apportion(votes[0], levelled.sum() - 1, "sainte-lague").seats[2] < 6
    absorbed = compensatory(votes, 20, direct, overhang="absorb").seats[0]
    assert absorbed.sum() == 20
    assert absorbed[2] == 6


@given(
    st.lists(st.integers(50, 500), min_size=2, max_size=4),
    st.integers(5, 30),
    st.sampled_from(["dhondt", "sainte-lague", "hill"]),
    st.data(),
)
def test_levelling_makes_the_least_house_that_covers_all(votes, house, method, data):
    direct = data.draw(st.lists(st.integers(0, 6), min_size=len(votes), max_size=len(votes)))
    found = compensatory([votes], house, [direct], method, overhang="level")
    size = house
    while (apportion(votes, size, method).seats < direct).any():
        size += 1
    assert found.seats.sum() >= size
    if not found.tied.any() and not apportion(votes, size, method).tied.any():
        assert found.seats.sum() == size


def test_districts_of_parties_outside_the_compensation_come_off_the_house():
    votes, direct = np.array([[60.0, 38.0, 2.0]]), np.array([[3, 3, 2]])
    found = compensatory(votes, 20, direct, threshold=0.05)
    assert found.seats.tolist() == [[11, 7, 2]]
    waived = compensatory(votes, 20, direct, threshold=0.05, waiver=2)
    assert waived.seats.sum() >= 20
    with pytest.raises(ValueError, match="overhang is one of keep, level, absorb"):
        compensatory(votes, 20, direct, overhang="lost")
    with pytest.raises(ValueError, match="compensation goes by a divisor method"):
        compensatory(votes, 20, direct, "hare")


def test_second_round_by_nearness():
    votes = np.array([[40.0, 35.0, 25.0], [51.0, 30.0, 19.0], [0.0, 0.0, 0.0], [50.0, 50.0, 0.0]])
    found = two_round(votes, [0.0, 10.0, 8.0])
    assert found.winner.tolist() == [1, 0, -1, 0]
    assert found.runoff.tolist() == [[0, 1], [-1, -1], [-1, -1], [0, 1]]
    assert found.second[0].tolist() == [40, 60]
    assert found.tied.tolist() == [False, False, False, True]
    assert found.won(3).sum(axis=1).tolist() == [1, 1, 0, 1]


def test_how_many_transfer_and_how_surely():
    votes = np.array([[40.0, 35.0, 25.0]])
    place = [0.0, 10.0, 8.0]
    assert two_round(votes, place, steepness=0.0).second.tolist() == [[52.5, 47.5]]
    assert two_round(votes, place, abstain=1.0).second.tolist() == [[40, 35]]
    logit = two_round(votes, place, steepness=0.5).second[0, 1]
    assert logit == pytest.approx(35 + 25 / (1 + np.exp(-0.5 * 6)))
    swung = two_round(votes, place, swing=np.log(2.0)).second[0]
    assert swung[0] / swung[1] == pytest.approx(2 * 40 / 60)


def test_third_place_by_a_hair_and_one_candidate():
    tie = two_round(np.array([[40.0, 30.0, 30.0]]), [0.0, 5.0, 10.0])
    assert tie.runoff.tolist() == [[0, 1]]
    assert tie.tied[0]
    assert two_round(np.array([[3.0], [0.0]]), [0.0]).winner.tolist() == [0, -1]
    one = plurality_president(np.array([[1.0, 3.0], [2.0, 2.0], [0.0, 0.0]]))
    assert one.winner.tolist() == [1, 0, -1]
    assert one.tied.tolist() == [False, True, False]
