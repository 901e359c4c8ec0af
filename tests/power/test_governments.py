"""Governments that may form: against plain enumeration, and the textbook cases."""

import itertools

import numpy as np
import pytest
from drawn import given
from hypothesis import strategies as st

from tracktwo.power.coalitions import governments


def plain(seats, place, refuse, rule, *, formateur, size_weight, range_weight):
    """Enumerate coalitions, straight from the definitions, for one draw."""
    quota = sum(seats) // 2 + 1
    parties = range(len(seats))

    def weight(members):
        return sum(seats[i] for i in members)

    def span(members):
        return max(place[i] for i in members) - min(place[i] for i in members)

    def possible(members):
        pairs = itertools.combinations(members, 2)
        return (
            weight(members) >= quota
            and all(seats[i] for i in members)
            and not any(refuse[i][j] or refuse[j][i] for i, j in pairs)
        )

    def needs(members, some):
        return all(weight(set(members) - {i}) < quota for i in some)

    def connected(members):
        low, high = min(place[i] for i in members), max(place[i] for i in members)
        left_out = [
            j
            for j in parties
            if j not in members
            and low < place[j] < high
            and seats[j]
            and not any(refuse[i][j] or refuse[j][i] for i in members)
        ]
        return not left_out and needs(members, [i for i in members if place[i] in {low, high}])

    every = [c for n in parties for c in itertools.combinations(parties, n + 1) if possible(c)]
    minimal = [c for c in every if needs(c, c)]
    found = [c for c in every if connected(c)] if rule == "connected" else minimal
    fallback = rule == "connected" and not found and bool(minimal)
    found = found or minimal
    if formateur and found:
        leader = max({i for c in found for i in c}, key=lambda i: (seats[i], -i))
        found = [c for c in found if leader in c]
    odds = np.array([np.exp(-size_weight * len(c) - range_weight * span(c)) for c in found])
    chance, offices = np.zeros(len(seats)), np.zeros(len(seats))
    for members, p in zip(found, odds / odds.sum() if found else odds, strict=True):
        for i in members:
            chance[i] += p
            offices[i] += p * seats[i] / weight(members)
    return chance, offices, not found, fallback


@given(
    st.integers(1, 6),
    st.sampled_from(["connected", "minimal"]),
    st.booleans(),
    st.data(),
    examples=150,
)
def test_agrees_with_plain_enumeration(parties, rule, formateur, data):
    seed = data.draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    seats = rng.integers(0, 8, (4, parties))
    place = rng.integers(0, 6, parties).astype(float)
    refuse = rng.random((parties, parties)) < rng.choice([0, 0.15, 0.4])
    more = {
        "formateur": formateur,
        "size_weight": rng.choice([0.0, 0.7]),
        "range_weight": rng.choice([0.0, 1.3]),
    }
    found = governments(seats, place, rule=rule, refusals=refuse, **more)
    for draw in range(4):
        chance, offices, none, fallback = plain(seats[draw], place, refuse, rule, **more)
        np.testing.assert_allclose(found.chance[draw], chance, atol=1e-12)
        np.testing.assert_allclose(found.offices[draw], offices, atol=1e-12)
        assert found.none[draw] == none
        assert found.fallback[draw] == fallback
    governed = (~found.none).mean()
    assert found.coalition.sum() == pytest.approx(governed)


def test_axelrods_italy_needs_neighbours():
    """Five parties from left to right: minimal winning may skip, connected may not."""
    seats = [[20, 10, 15, 25, 30]]
    connected = governments(seats, range(5))
    # 3-4-5 wins (70), 3-4 does not, 4-5 does (55); 1-2-3-4 wins and needs both its ends
    assert set(np.flatnonzero(connected.coalition)) == {0b11000, 0b01111}
    minimal = governments(seats, range(5), rule="minimal")
    assert minimal.coalition[0b10001 | 0b00010] > 0  # 1, 2 and 5, with a gap
    assert not connected.coalition[0b10011]


def test_a_majority_governs_alone():
    for rule in ("connected", "minimal"):
        found = governments([[60, 30, 10]], [0, 1, 2], rule=rule)
        assert found.chance.tolist() == [[1, 0, 0]]
        assert found.offices.tolist() == [[1, 0, 0]]


def test_refusals_split_and_bar():
    refuse = np.zeros((3, 3), bool)
    refuse[0, 1] = refuse[1, 2] = refuse[0, 2] = True
    none = governments([[40, 35, 25]], [0, 1, 2], refusals=refuse)
    assert none.none.tolist() == [True]
    assert none.chance.tolist() == [[0, 0, 0]]
    # nobody governs with the one in the middle: its neighbours may, over its head
    outcast = np.zeros((3, 3), bool)
    outcast[1, :] = True
    outcast[1, 1] = False
    around = governments([[40, 35, 25]], [0, 1, 2], refusals=outcast)
    assert around.chance.tolist() == [[1, 0, 1]]
    assert not around.fallback[0]


def test_nobody_elected_and_one_party():
    assert governments([[0, 0]], [0, 1]).none.tolist() == [True]
    assert governments([[9], [0]], [0]).chance.tolist() == [[1], [0]]


def test_a_quota_beyond_half_and_offices_by_seats():
    found = governments([[40, 35, 25]], [0, 1, 2], quota=66)
    assert found.chance.tolist() == [[1, 1, 0]]
    np.testing.assert_allclose(found.offices, [[40 / 75, 35 / 75, 0]])


def test_fewer_members_and_less_range_are_likelier_when_told():
    seats, place = [[30, 21, 25, 24]], [0.0, 1.0, 2.0, 10.0]
    even = governments(seats, place, rule="minimal").coalition
    near = governments(seats, place, rule="minimal", range_weight=1.0).coalition
    few = governments(seats, place, rule="minimal", size_weight=1.0).coalition
    assert near[0b0011] > even[0b0011]
    assert near[0b1001] < even[0b1001]
    assert few[0b1110] < even[0b1110]


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="one of connected, minimal"):
        governments([[1, 2]], [0, 1], rule="grand")
    with pytest.raises(ValueError, match="up to 14 parties"):
        governments([[1] * 15], range(15))
