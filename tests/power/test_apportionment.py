"""Seats from votes: against an independent library, and laws of each family of methods."""

import numpy as np
import pytest
from apportionment import methods as library
from drawn import given
from hypothesis import strategies as st

from tracktwo.power.apportionment import DIVISORS, METHODS, QUOTAS, above_threshold, apportion

THEIRS = {
    "dhondt": "dhondt",
    "sainte-lague": "saintelague",
    "modified-sainte-lague": "modified_saintelague",
    "hill": "hill",
    "adams": "adams",
    "dean": "dean",
    "hare": "lrm",
}

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)
positive = st.lists(st.integers(1, 10_000), min_size=1, max_size=8)
divisor_methods = st.sampled_from(sorted(DIVISORS))
methods = st.sampled_from(METHODS)


@pytest.mark.parametrize("ours", sorted(THEIRS))
def test_thousands_of_random_elections_against_the_library(ours):
    """Without a tie the same seats; where the library finds a tie among voters, we report it.

    The library counts parties without votes as parties when seats are few, and so finds ties
    among those who have nothing; it compares 1.4 in floating point, and so misses some.
    """
    rng = np.random.default_rng(8)
    compared = ties = 0
    for most in (8, 60, 100_000):
        for _ in range(700):
            votes = rng.integers(1, most, rng.integers(1, 9))
            seats = int(rng.integers(1, 30))
            found = apportion(votes, seats, ours)
            assert found.seats.sum() == seats
            exact = ours not in {"hill", "modified-sainte-lague"}
            try:
                theirs = library.compute(
                    THEIRS[ours], votes.tolist(), seats, fractions=exact, tiesallowed=False
                )
            except library.TiesException:
                ties += 1
                assert found.tied.any()
                continue
            if ours == "modified-sainte-lague" and found.tied.any():
                continue
            compared += 1
            assert not found.tied.any()
            assert found.seats.tolist() == theirs
    assert compared > 1000
    assert ties > 50


def step_by_step(votes, seats, method):
    """Award every seat in turn, in exact fractions where the divisors are."""
    from fractions import Fraction  # noqa: PLC0415

    top, bottom = DIVISORS[method](np.arange(seats + 1))
    won = [0] * len(votes)
    for _ in range(seats):
        best = max(
            range(len(votes)),
            key=lambda i: (
                Fraction(votes[i]) * Fraction(top[won[i]]) / Fraction(bottom[won[i]]),
                votes[i],
                -i,
            ),
        )
        won[best] += 1
    return won


@given(positive, st.integers(0, 40), divisor_methods)
def test_jumping_ends_where_stepping_does(votes, seats, method):
    assert apportion(votes, seats, method).seats.tolist() == step_by_step(votes, seats, method)


@given(positive, st.integers(0, 40), divisor_methods)
def test_divisor_methods_are_house_monotone(votes, seats, method):
    less = apportion(votes, seats, method).seats
    more = apportion(votes, seats + 1, method).seats
    assert (more >= less).all()


@given(positive, st.integers(1, 40), divisor_methods, st.data())
def test_divisor_methods_are_coherent(votes, seats, method, data):
    """Some of the parties share what they hold together as all do."""
    whole = apportion(votes, seats, method)
    part = data.draw(st.lists(st.sampled_from(range(len(votes))), min_size=1, unique=True))
    part = sorted(part)
    again = apportion(np.array(votes)[part], whole.seats[part].sum(), method)
    assert again.seats.tolist() == whole.seats[part].tolist()


def test_quota_methods_are_not_house_monotone():
    """The Alabama paradox; Balinski and Young (1982)."""
    votes = [6, 6, 2]
    assert apportion(votes, 10, "hare").seats.tolist() == [4, 4, 2]
    assert apportion(votes, 11, "hare").seats.tolist() == [5, 5, 1]


@given(positive, st.integers(1, 60))
def test_hamilton_stays_within_quota(votes, seats):
    due = np.array(votes) * seats / sum(votes)
    won = apportion(votes, seats, "hare").seats
    assert (won >= np.floor(due - 1e-9)).all()
    assert (won <= np.ceil(due + 1e-9)).all()


@given(positive, st.integers(1, 60))
def test_dhondt_never_falls_below_quota_nor_adams_above(votes, seats):
    due = np.array(votes) * seats / sum(votes)
    assert (apportion(votes, seats, "dhondt").seats >= np.floor(due - 1e-9)).all()
    assert (apportion(votes, seats, "adams").seats <= np.ceil(due + 1e-9)).all()


@given(positive, st.integers(0, 40), methods, st.randoms(use_true_random=False))
def test_order_of_listing_matters_only_in_a_tie(votes, seats, method, random):
    found = apportion(votes, seats, method)
    order = list(range(len(votes)))
    random.shuffle(order)
    again = apportion(np.array(votes)[order], seats, method)
    assert again.tied.any() == found.tied.any()
    if not found.tied.any():
        assert again.seats.tolist() == found.seats[order].tolist()


@given(positive, st.integers(0, 40), divisor_methods, st.integers(2, 1000))
def test_divisor_methods_do_not_care_how_votes_are_counted(votes, seats, method, factor):
    one = apportion(votes, seats, method)
    assert apportion(np.array(votes) * factor, seats, method).seats.tolist() == one.seats.tolist()


@given(counts, st.integers(0, 30), methods)
def test_seats_add_up_and_nobody_sits_without_votes(votes, seats, method):
    found = apportion(votes, seats, method)
    assert found.seats.sum() == (seats if sum(votes) else 0)
    assert (found.seats[np.array(votes) == 0] == 0).all()
    assert (found.seats >= 0).all()


@given(st.integers(1, 9), st.integers(0, 30), methods, st.integers(0, 2**32 - 1))
def test_many_draws_at_once_are_each_alone(parties, seats, method, seed):
    votes = np.random.default_rng(seed).integers(0, 50, (20, parties))
    together = apportion(votes, seats, method)
    for row in range(20):
        alone = apportion(votes[row], seats, method)
        assert together.seats[row].tolist() == alone.seats.tolist()
        assert together.tied[row].tolist() == alone.tied.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_one_party_takes_all_and_no_votes_give_none(method):
    assert apportion([7], 5, method).seats.tolist() == [5]
    assert apportion([0, 0], 5, method).seats.tolist() == [0, 0]
    assert apportion([3, 1], 0, method).seats.tolist() == [0, 0]
    assert apportion([0, 3], 5, method).seats.tolist() == [0, 5]


def test_a_tie_goes_to_more_votes_then_to_the_first_and_is_told():
    found = apportion([200, 100, 50], 2, "dhondt")  # 200, then 100 (two of them)
    assert found.seats.tolist() == [2, 0, 0]
    assert found.tied.tolist() == [True, True, False]
    level = apportion([10, 10, 10], 4, "sainte-lague")
    assert level.seats.tolist() == [2, 1, 1]
    assert level.tied.all()
    other = apportion([10, 10, 10], 4, "sainte-lague", priority=[0, 1, 2])
    assert other.seats.tolist() == [1, 1, 2]
    remainders = apportion([10, 10, 20], 2, "hare")
    assert remainders.seats.tolist() == [1, 0, 1]
    assert remainders.tied.tolist() == [True, True, False]
    assert not apportion([10, 10, 10], 3, "hare").tied.any()


@pytest.mark.parametrize("method", ["adams", "hill", "dean"])
def test_fewer_seats_than_parties_where_all_are_owed_one(method):
    found = apportion([5, 9, 7, 5], 2, method)
    assert found.seats.tolist() == [0, 1, 1, 0]
    assert not found.tied.any()
    last = apportion([5, 9, 7, 5], 3, method)
    assert last.seats.tolist() == [1, 1, 1, 0]
    assert last.tied.tolist() == [True, False, False, True]


def test_a_quota_too_small_gives_way_to_hares():
    """Imperiali's quota would hand out 9 seats of 8 here."""
    votes = [500, 300, 200]
    assert sum(v * 10 // 1000 for v in votes) == 10
    found = apportion(votes, 8, "imperiali")
    assert found.seats.tolist() == apportion(votes, 8, "hare").seats.tolist()
    assert apportion([0.6, 0.4], 5, "droop").seats.tolist() == [3, 2]  # shares, not counts


def test_seats_that_parties_have_anyhow():
    assert apportion([90, 10], 10, at_least=[0, 3]).seats.tolist() == [7, 3]
    assert apportion([90, 10], 10, at_least=[0, 1]).seats.tolist() == [9, 1]
    assert apportion([90, 10], 3, at_least=[2, 2]).seats.tolist() == [2, 2]
    assert apportion([0, 10], 3, at_least=[1, 0]).seats.tolist() == [1, 2]


@given(positive, st.integers(0, 40), divisor_methods, st.data())
def test_seats_won_first_and_the_rest_awarded_one_by_one(votes, seats, method, data):
    low = data.draw(st.lists(st.integers(0, 6), min_size=len(votes), max_size=len(votes)))
    found = apportion(votes, seats, method, at_least=low).seats
    won = np.array(low)
    while won.sum() < seats:
        top, bottom = DIVISORS[method](won)
        quotient = np.array(votes) * top / bottom
        best = max(range(len(votes)), key=lambda i: (quotient[i], votes[i], -i))
        won[best] += 1
    assert found.tolist() == won.tolist()


def test_threshold():
    votes = np.array([[50, 46, 4], [0, 0, 0], [1, 1, 1]])
    kept, lapsed = above_threshold(votes, 0.05)
    assert kept.tolist() == [[50, 46, 0], [0, 0, 0], [1, 1, 1]]
    assert not lapsed.any()
    assert above_threshold([96, 4], 0.04)[0].tolist() == [96, 4]  # reaching it is enough
    assert above_threshold([96, 4], 0.05, exempt=[False, True])[0].tolist() == [96, 4]
    kept, lapsed = above_threshold([40, 30, 30], 0.5)  # nobody: it lapses
    assert kept.tolist() == [40, 30, 30]
    assert lapsed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], 3, "hagenbach"), "no apportionment method 'hagenbach'; there are dhondt"),
        (([1, -2], 3), "votes should be finite and not negative"),
        (([1, np.nan], 3), "votes should be finite"),
        (([1, 2], -3), "seats should not be negative"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        apportion(*arguments)


def test_seats_won_first_need_a_divisor_method():
    with pytest.raises(ValueError, match="go with a divisor method, not hare"):
        apportion([1, 2], 3, "hare", at_least=[0, 1])
    assert set(QUOTAS) == {"hare", "droop", "hagenbach-bischoff", "imperiali"}
