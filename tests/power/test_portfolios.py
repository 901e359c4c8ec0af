"""Ministries in turn: the runs of Northern Ireland pick for pick, and what is known of fairness."""

import numpy as np
import pytest
from drawn import given
from hypothesis import strategies as st

from tracktwo.power.apportionment import DIVISORS, apportion
from tracktwo.power.portfolios import allocate, order_of_picks

# Northern Ireland Assembly, Official Report of 29 November 1999 (archive.niassembly.gov.uk,
# record/reports/991129d.htm) and BBC, "29 November 1999: NI ministers nominated"; the order of
# parties also in The Irish Times and The Independent of the day. Seats on the first sitting.
NI_1999 = {"UUP": 28, "SDLP": 24, "DUP": 20, "SF": 18}
PICKS_1999 = [
    ("UUP", "Enterprise, Trade and Investment"),
    ("SDLP", "Finance and Personnel"),
    ("DUP", "Regional Development"),
    ("SF", "Education"),
    ("UUP", "Environment"),
    ("SDLP", "Higher and Further Education, Training and Employment"),
    ("DUP", "Social Development"),
    ("UUP", "Culture, Arts and Leisure"),
    ("SF", "Health, Social Services and Public Safety"),
    ("SDLP", "Agriculture and Rural Development"),
]

# 8 May 2007: the order by sluggerotoole.com (26 July 2010), seats and first-preference votes by
# BBC, Northern Ireland election overview (13 March 2007). Two picks are decided by the votes.
NI_2007 = {"DUP": 36, "SF": 28, "UUP": 18, "SDLP": 16}
VOTES_2007 = [207_721, 180_573, 103_145, 105_164]
PICKS_2007 = [
    ("DUP", "Finance and Personnel"),
    ("SF", "Education"),
    ("DUP", "Enterprise, Trade and Investment"),
    ("UUP", "Health, Social Services and Public Safety"),
    ("SDLP", "Social Development"),
    ("SF", "Regional Development"),
    ("DUP", "Environment"),
    ("SF", "Agriculture and Rural Development"),
    ("DUP", "Culture, Arts and Leisure"),
    ("UUP", "Employment and Learning"),
]


def run(seats, picks, votes=None):
    """Run the order, and the picks by values under which each party wants what it then took."""
    names, ministries = list(seats), sorted(m for _, m in picks)
    order = order_of_picks(list(seats.values()), len(picks), priority=votes)
    values = np.zeros((len(names), len(ministries)))
    for rank, (party, ministry) in enumerate(picks):
        values[names.index(party), ministries.index(ministry)] = 100 - rank
    found = allocate(order.party, values, entitlement=list(seats.values()))
    return [
        (names[party], ministries[ministry])
        for party, ministry in zip(order.party[0], found.picked[0], strict=True)
    ], order


@pytest.mark.parametrize(
    ("seats", "votes", "picks", "ties"),
    [
        (NI_1999, None, PICKS_1999, []),
        (NI_2007, VOTES_2007, PICKS_2007, [2, 8]),
    ],
)
def test_northern_ireland_pick_for_pick(seats, votes, picks, ties):
    found, order = run(seats, picks, votes)
    assert found == picks
    assert np.flatnonzero(order.tied[0]).tolist() == ties


def test_northern_ireland_2011_a_tie_by_votes_over_the_same_divisors():
    """UUP 16 / 2 = Alliance 8: its votes halved, the UUP comes second (BBC, Slugger O'Toole)."""
    seats = [38, 29, 16, 14, 8]  # DUP, SF, UUP, SDLP, Alliance
    votes = [198_436, 178_224, 87_531, 94_286, 50_875]
    order = order_of_picks(seats, 10, priority=votes)
    assert np.bincount(order.party[0], minlength=5).tolist() == [4, 3, 1, 1, 1]
    assert order.party[0, 9] == 4
    assert order.tied[0, 9]


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=6),
    st.integers(1, 12),
    st.sampled_from(sorted(DIVISORS)),
)
def test_picks_are_as_many_as_the_method_gives_seats(seats, picks, method):
    order = order_of_picks(seats, picks, method)
    given_ = apportion(seats, picks, method)
    if not sum(seats):
        assert (order.party == -1).all()
    elif not given_.tied.any():
        assert np.bincount(order.party[0], minlength=len(seats)).tolist() == given_.seats.tolist()


cabinets = st.integers(2, 5).flatmap(
    lambda p: st.integers(p, 9).flatmap(
        lambda m: st.tuples(
            st.lists(st.integers(1, 30), min_size=p, max_size=p),
            st.lists(st.lists(st.integers(1, 50), min_size=m, max_size=m), min_size=p, max_size=p),
        )
    )
)


@given(cabinets)
def test_adams_order_leaves_no_envy_beyond_one_ministry(cabinet):
    """Weighted envy-freeness up to one item: Chakraborty, Schmidt-Kraepelin and Suksompong
    (2021), arXiv:2104.14347."""
    seats, values = cabinet
    order = order_of_picks(seats, len(values[0]), "adams")
    found = allocate(order.party, values, entitlement=seats)
    assert found.envy_free_up_to_one.all()


def test_dhondt_order_can_leave_more_envy():
    """One ministry among two parties of very different size goes to the greater twice first."""
    seats, values = [9, 1], [[1, 1, 1, 1], [1, 1, 1, 1]]
    found = allocate(order_of_picks(seats, 4).party, values, entitlement=seats)
    assert found.holder[0].tolist() == [0, 0, 0, 0]
    assert not found.envy_free_up_to_one[0, 1]
    assert found.proportional[0].tolist() == [True, False]


@given(cabinets)
def test_no_two_parties_would_both_gain_by_a_swap(cabinet):
    seats, values = cabinet
    worth = np.array(values)
    held = allocate(order_of_picks(seats, worth.shape[1]).party, worth).holder[0]
    for a in range(held.size):
        for b in range(a):
            i, j = held[a], held[b]
            assert not (worth[i, b] > worth[i, a] and worth[j, a] > worth[j, b])


@given(cabinets)
def test_each_ministry_has_one_holder_and_shares_are_shares(cabinet):
    seats, values = cabinet
    order = order_of_picks(seats, len(values[0]))
    found = allocate(order.party, values, entitlement=seats)
    assert sorted(found.picked[0].tolist()) == list(range(len(values[0])))
    assert (found.holder[0] >= 0).all()
    assert ((found.value >= 0) & (found.value <= 1 + 1e-12)).all()
    assert 0 < found.efficiency[0] <= 1 + 1e-12
    assert (found.envy_free <= found.envy_free_up_to_one).all()


def test_one_party_nobody_and_worthless_ministries():
    alone = allocate(order_of_picks([5], 3).party, [[3, 1, 2]])
    assert alone.picked.tolist() == [[0, 2, 1]]
    assert alone.value[0, 0] == pytest.approx(1)
    nobody = allocate(order_of_picks([0, 0], 3).party, np.ones((2, 3)))
    assert nobody.holder.tolist() == [[-1, -1, -1]]
    assert nobody.efficiency.tolist() == [0.0]
    blank = allocate(order_of_picks([1, 1], 2).party, [[0, 0], [1, 1]])
    assert blank.value[0, 0] == 0.5
    assert blank.proportional.all()


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="picks go by a divisor method"):
        order_of_picks([1, 2], 3, "hare")
    with pytest.raises(ValueError, match="seats should not be negative"):
        order_of_picks([1, -2], 3)
    with pytest.raises(ValueError, match="4 picks, but only 3 ministries"):
        allocate(order_of_picks([1, 2], 4).party, np.ones((2, 3)))
    with pytest.raises(ValueError, match="should be finite and not negative"):
        allocate(order_of_picks([1, 2], 2).party, [[1, -1], [1, 1]])
