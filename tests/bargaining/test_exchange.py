"""The exchange model: deals worked by hand, the Decide model's files, and laws."""

import csv

import numpy as np
import pytest
from bargaining_plain import given
from hypothesis import strategies as st

from tracktwo.bargaining import BargainingTable, exchange, externalities
from tracktwo.formats.bargaining import read_table


def two_by_two(**more):
    """A stands at 0 on both issues and cares for the first, B at 100 and for the second."""
    return BargainingTable.of(
        [[0, 0], [100, 100]],
        [[0.8, 0.4], [0.4, 0.8]],
        1.0,
        actors=["A", "B"],
        issues=["p", "q"],
        **more,
    )


def test_a_deal_by_hand():
    # O_p = 100 * .4 / 1.2 = 33.33, O_q = 66.67. A gives way on q, B on p. B's whole move on p
    # shifts it by 100 * .4 / 1.2 = 33.33, which takes it to A's 0; at the rate
    # (.8 + .4) / (.4 + .8) = 1 q shifts by 33.33 to B's 100. Both gain 33.33 (.8 - .4) = 13.33.
    result = exchange(two_by_two(), rounds=1)
    assert result.base[0, 0] == pytest.approx([100 / 3, 200 / 3])
    assert result.outcome[0, 0] == pytest.approx([0, 100])
    (deal,) = result.exchanges[0]
    assert (deal["i"], deal["j"], deal["p"], deal["q"]) == (0, 1, 0, 1)
    assert (deal["move_p"], deal["move_q"]) == pytest.approx((-100, 100))
    assert deal["gain"] == pytest.approx(40 / 3)
    assert externalities(two_by_two(), result)[0] == pytest.approx([40 / 3, 40 / 3])


def test_a_deal_limited_by_the_smaller_move_by_hand():
    # C stands with A on p and with B on q, and holds half of each issue's weight.
    table = BargainingTable.of(
        [[0, 0], [60, 100], [0, 100]], [[0.8, 0.4], [0.4, 0.8], [0.5, 0.5]], [1, 1, 2]
    )
    result = exchange(table, rounds=1)
    # D_p = .8 + .4 + 1 = 2.2 = D_q; O_p = 60 * .4 / 2.2. B's whole move on p is 60, a shift of
    # 10.909; q shifts as much, for which A moves 10.909 * 2.2 / .4 = 60 of its 100.
    (deal,) = result.exchanges[0]
    assert (deal["move_p"], deal["move_q"]) == pytest.approx((-60, 60))
    assert deal["gain"] == pytest.approx(24 / 2.2 * 0.4)
    # C, who gave nothing, gains 10.909 * .5 on each issue.
    assert externalities(table, result)[0, 2] == pytest.approx(24 / 2.2)


def test_an_outcome_does_not_pass_the_position_it_moves_to_by_hand():
    table = BargainingTable.of(
        [[30, 0], [100, 100], [0, 50]], [[0.8, 0.4], [0.6, 0.9], [0.1, 0.1]], [1, 3, 4]
    )
    result = exchange(table, rounds=1)
    deal = result.exchanges[0][0]
    # D_p = .8 + 1.8 + .4 = 3; O_p = (24 + 180) / 3 = 68; B may shift p by at most 38, which is
    # less than its whole move 70 * 1.8 / 3 = 42. Rate (.8 + .6) / (.4 + .9) = 1.0769: q shifts
    # 38 * 1.0769 = 40.92; D_q = .4 + 2.7 + .4 = 3.5, A can shift q by 100 * .4 / 3.5 = 11.43 only.
    rate = 1.4 / 1.3
    assert deal["q_after"] - deal["q_before"] == pytest.approx(40 / 3.5)
    assert deal["p_before"] - deal["p_after"] == pytest.approx(40 / 3.5 / rate)


def test_positions_carry_over_to_the_next_round():
    result = exchange(two_by_two(), rounds=2)
    # B voted 0 on p (salience .4): w = .6 * .4 + .1 = .34; A voted 100 on q likewise.
    assert result.start[0, 1].ravel() == pytest.approx([0, 34, 66, 100])


def decide_outcomes(shared, name):
    with (shared / "classic" / f"decide-{name}-outcomes.csv").open() as file:
        return np.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(file))[1:]])


FILES = {"copenhagen": "csv", "city-toll": "txt"}


@pytest.mark.parametrize("name", FILES)
def test_the_decide_model_s_first_outcomes(shared, name):
    table = read_table(shared / "classic" / f"decide-{name}.{FILES[name]}")
    known = decide_outcomes(shared, name)
    ours = table.unit(exchange(table, rounds=1).base[0, 0]) * 100
    np.testing.assert_allclose(ours, known[0], atol=1e-8)


@pytest.mark.parametrize(
    ("name", "equal"), [("copenhagen", [0, 3, 4, 6]), ("city-toll", [1, 3, 5])]
)
def test_the_decide_model_s_outcomes_after_one_round(shared, name, equal):
    table = read_table(shared / "classic" / f"decide-{name}.{FILES[name]}")
    known = decide_outcomes(shared, name)[1]
    ours = table.unit(exchange(table, rounds=2).base[0, 1]) * 100
    np.testing.assert_allclose(ours[equal], known[equal], atol=1e-8)
    # The others hang on ties that Decide breaks at random; its own runs differ by up to 4.2.
    assert np.abs(ours - known).max() < 2.5


def table_of(seed, actors=6, issues=4, draws=1):
    rng = np.random.default_rng(seed)
    shape = (draws, actors, issues)
    return BargainingTable.of(
        100 * rng.random(shape), 0.05 + 0.95 * rng.random(shape), 0.1 + rng.random(shape)
    )


@given(st.integers(0, 10**6), st.sampled_from(["own", "all"]))
def test_both_gain_the_same_and_nobody_leaves_the_scale(seed, seen):
    table = table_of(seed)
    result = exchange(table, rounds=2, outcome_seen=seen)
    assert np.nanmin(result.voting) >= -1e-8
    assert np.nanmax(result.voting) <= 100 + 1e-8
    for deal in result.exchanges[0]:
        i, j, p, q = deal["i"], deal["j"], deal["p"], deal["q"]
        dp = abs(deal["p_after"] - deal["p_before"])
        dq = abs(deal["q_after"] - deal["q_before"])
        s = table.salience[0]
        assert deal["gain"] > 0
        assert dp * s[i, p] - dq * s[i, q] == pytest.approx(deal["gain"], abs=1e-8)
        assert dq * s[j, q] - dp * s[j, p] == pytest.approx(deal["gain"], abs=1e-8)


@given(st.integers(0, 10**6), st.sampled_from(["own", "all"]))
def test_the_first_deal_is_worth_its_gain_to_the_pair(seed, seen):
    # Later ones may be worth more: others' moves may have carried an outcome past the supplier.
    table = table_of(seed)
    result = exchange(table, rounds=1, outcome_seen=seen)
    first = result.exchanges[0][0]
    gains = externalities(table, result)[0]
    assert gains[[first["i"], first["j"]]] == pytest.approx([first["gain"]] * 2, abs=1e-8)


@given(st.integers(0, 10**6))
def test_moves_add_up_to_the_outcome(seed):
    table = table_of(seed)
    result = exchange(table, rounds=2)
    weight = table.weights()[0]
    for turn in range(2):
        for array, outcome in ((result.start, result.base), (result.voting, result.outcome)):
            mean = (array[0, turn] * weight).sum(axis=0) / weight.sum(axis=0)
            np.testing.assert_allclose(mean, outcome[0, turn], atol=1e-8)


@given(st.integers(0, 10**6))
def test_naming_actors_otherwise_changes_nothing(seed):
    table = table_of(seed)
    order = [5, 2, 0, 4, 1, 3]
    other = BargainingTable.of(
        table.position[:, order], table.salience[:, order], table.capability[:, order]
    )
    one, two = exchange(table, rounds=2), exchange(other, rounds=2)
    np.testing.assert_allclose(one.outcome, two.outcome, atol=1e-7)


@given(st.integers(0, 10**6))
def test_turning_an_issue_round_turns_its_outcome(seed):
    table = table_of(seed)
    position = table.position.copy()
    position[:, :, 1] = 100 - position[:, :, 1]
    other = BargainingTable.of(position, table.salience, table.capability)
    one, two = exchange(table, rounds=2).outcome, exchange(other, rounds=2).outcome
    one[..., 1] = 100 - one[..., 1]
    np.testing.assert_allclose(one, two, atol=1e-7)


def test_threads_and_seeds():
    table = read_ties(draws=4)
    runs = [exchange(table, rng=np.random.default_rng(1), threads=n) for n in (1, 3)]
    assert runs[0].outcome.tobytes() == runs[1].outcome.tobytes()
    other = exchange(table, rng=np.random.default_rng(2))
    assert runs[0].outcome.tobytes() != other.outcome.tobytes()


def read_ties(draws):
    """Four pairs with equal gains that get in each other's way."""
    x = [[0, 0, 0], [0, 0, 0], [100, 100, 100], [100, 100, 100]]
    s = [[0.8, 0.4, 0.4], [0.8, 0.4, 0.6], [0.4, 0.8, 0.8], [0.4, 0.8, 0.7]]
    return BargainingTable.of(np.broadcast_to(np.array(x, float), (draws, 4, 3)), np.array(s))


def test_nothing_to_trade():
    alone = exchange(BargainingTable.of([[10, 20]]), rounds=2)
    assert alone.outcome[0, 1].tolist() == [10, 20]
    assert len(alone.exchanges[0]) == 0
    indifferent = exchange(BargainingTable.of([[0, 0], [100, 100]], 0.0), rounds=1)
    assert indifferent.outcome[0, 0].tolist() == [50, 50]
    alike = exchange(BargainingTable.of([[0, 0], [100, 100]], 0.5), rounds=1)
    assert len(alike.exchanges[0]) == 0  # equal saliences: nothing to gain


def test_an_actor_without_a_position_on_an_issue_trades_on_the_others():
    nan = np.nan
    table = BargainingTable.of(
        [[0, 0, nan], [100, 100, 50], [nan, 40, 60]],
        [[0.8, 0.4, 0], [0.4, 0.8, 0.5], [0, 0.3, 0.5]],
    )
    result = exchange(table, rounds=1)
    assert len(result.exchanges[0]) >= 1
    assert np.isnan(result.voting[0, 0, 0, 2])
    assert np.isnan(result.voting[0, 0, 2, 0])
    for deal in result.exchanges[0]:
        pair, issues = {int(deal["i"]), int(deal["j"])}, {int(deal["p"]), int(deal["q"])}
        assert not (0 in pair and 2 in issues)
        assert not (2 in pair and 0 in issues)


def test_recording_can_be_left_out():
    result = exchange(two_by_two(), rounds=1, record=False)
    assert len(result.exchanges[0]) == 0
    assert result.outcome[0, 0] == pytest.approx([0, 100])
