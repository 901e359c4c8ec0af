"""Parliaments that come of many elections: each kind once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.game import ballots
from tracktwo.game.ballots import distinct


@pytest.mark.parametrize("table", [ballots._TABLE, 0], ids=["by a table", "by sorting"])
@given(
    seed=st.integers(0, 2**32), rows=st.integers(0, 60), parties=st.integers(1, 9),
    house=st.integers(0, 40), alike=st.booleans(),
)  # fmt: skip
@settings(max_examples=60)
def test_every_parliament_is_one_of_the_kinds_and_no_kind_is_there_twice(
    table, seed, rows, parties, house, alike
):
    rng = np.random.default_rng(seed)
    if alike:
        seats = rng.multinomial(house, np.ones(parties) / parties, size=rows)
    else:
        seats = rng.integers(0, house + 1, (rows, parties))
    seats = seats.astype(np.float64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballots, "_TABLE", table)
        kinds, which = distinct(seats)
    assert which.shape == (rows,)
    np.testing.assert_array_equal(kinds[which], seats)
    assert len(np.unique(kinds, axis=0)) == len(kinds) == len(np.unique(seats, axis=0))


def test_parliaments_too_large_for_a_number_each_are_told_apart_too():
    seats = np.array([[1e6] * 3, [1e6, 1e6, 1e6 - 1], [1e6] * 3])
    kinds, which = distinct(seats)
    assert len(kinds) == 2
    np.testing.assert_array_equal(kinds[which], seats)
