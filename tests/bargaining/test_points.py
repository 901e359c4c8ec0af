"""Models that name a point: against independent solvers, and laws that any of them must obey."""

import bargaining_plain as plain
import numpy as np
import pytest
from bargaining_plain import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from tracktwo.bargaining import (
    MODELS,
    BargainingTable,
    agenda_setter,
    condorcet_winner,
    kalai_smorodinsky,
    nash,
    nash_joint,
    predict,
    status_quo,
    unanimity_range,
    weighted_mean,
    weighted_median,
)

NAN = np.nan


@st.composite
def one_issue(draw, most=7, least=1):
    count = draw(st.integers(least, most))
    numbers = st.integers(0, 1000).map(lambda n: n / 10)
    x = draw(st.lists(numbers, min_size=count, max_size=count))
    s = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    c = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    quo = draw(numbers)
    return np.array(x), np.array(s) / 20, np.array(c, float), quo


def build(given_table, **more):
    x, s, c, quo = given_table
    return BargainingTable.of(x, s, c, status_quo=quo, **more)


def test_the_classic_facts(emission):
    assert weighted_mean(emission)[0, 0] == pytest.approx(7.39, abs=0.005)
    assert weighted_median(emission)[0, 0] == 7.0


SEPARATE = [
    name for name, model in MODELS.items() if not model.joint and not name.startswith("challenge")
]


@given(one_issue())
def test_forecasts_stay_on_the_scale_and_most_within_the_positions(table):
    built = build(table)
    for name in SEPARATE:
        value = predict(built, name)[0, 0]
        if name in {"middle", "status-quo", "unanimity"}:
            assert 0 <= value <= 100
        else:
            quo = table[3] if name == "nash-status-quo" else table[0][0]
            assert min(table[0].min(), quo) - 1e-6 <= value <= max(table[0].max(), quo) + 1e-6


@given(one_issue(), st.randoms(use_true_random=False))
def test_naming_actors_otherwise_changes_nothing(table, random):
    order = list(range(len(table[0])))
    random.shuffle(order)
    x, s, c, quo = table
    for name in SEPARATE:
        one = predict(build(table), name)
        other = predict(build((x[order], s[order], c[order], quo)), name)
        np.testing.assert_allclose(one, other, atol=1e-9)


@given(one_issue())
def test_turning_the_scale_round_turns_the_forecast(table):
    x, s, c, quo = table
    for name in SEPARATE:
        one = predict(build(table), name)
        other = predict(build((100 - x, s, c, 100 - quo)), name)
        np.testing.assert_allclose(one, 100 - other, atol=1e-6)


@given(one_issue(), st.floats(0.1, 50), st.floats(-100, 100))
def test_units_of_the_scale_do_not_matter(table, factor, shift):
    x, s, c, quo = table
    moved = (shift + factor * x, s, 3 * c, shift + factor * quo)
    for name in SEPARATE:
        one = predict(build(table), name)
        other = predict(build(moved, low=shift, high=shift + 100 * factor), name)
        np.testing.assert_allclose(shift + factor * one, other, atol=1e-5 * factor)


@given(one_issue())
def test_the_condorcet_winner_of_straight_votes_is_a_weighted_median(table):
    built = build(table)
    low, high = (weighted_median(built, ties=side)[0, 0] for side in ("low", "high"))
    for votes in ("binary", "proportional"):
        value = condorcet_winner(built, votes=votes)[0, 0]
        assert low - 1e-9 <= value <= high + 1e-9


def test_a_quadratic_condorcet_winner_is_the_position_nearest_the_mean():
    table = BargainingTable.of([0, 40, 100], 1, [3, 1, 2])
    assert weighted_mean(table)[0, 0] == 40
    assert condorcet_winner(table, exponent=2)[0, 0] == 40
    assert condorcet_winner(table)[0, 0] == 20  # half the weight at 0: 0 and 40 tie


@pytest.mark.parametrize("ties", ["middle", "low", "high"])
def test_a_tied_median_is_as_asked(ties):
    table = BargainingTable.of([10, 20, 40, 60], 1, [1, 2, 1, 2])
    assert weighted_median(table, ties=ties)[0, 0] == {"middle": 30, "low": 20, "high": 40}[ties]


@given(
    one_issue(least=2), st.sampled_from(["worst_position", "scale_end"]), st.sampled_from([1, 2])
)
def test_nash_maximises_the_product_of_gains(table, disagreement, exponent):
    x, s, c, _ = table
    x = x / 100
    if np.ptp(x) < 0.01:
        return
    away = np.maximum(x, 1 - x) if disagreement == "scale_end" else np.abs(x[:, None] - x).max(1)

    def height(y):
        gain = away**exponent - np.abs(y - x) ** exponent
        return (c * s) @ np.log(np.maximum(gain, 1e-300))

    ours = nash(build(table), disagreement=disagreement, exponent=exponent)[0, 0] / 100
    grid = np.linspace(x.min(), x.max(), 2001)[1:-1]
    start = grid[np.argmax([height(y) for y in grid])]
    step = np.ptp(x) / 2000
    found = minimize_scalar(
        lambda y: -height(y), bounds=(start - step, start + step), options={"xatol": 1e-12}
    )
    assert height(ours) >= -found.fun - 1e-7


@given(one_issue(least=2))
def test_kalai_smorodinsky_maximises_the_least_share(table):
    x = table[0] / 100
    if np.ptp(x) < 0.01:
        return
    away = np.abs(x[:, None] - x).max(axis=1)

    def least(y):
        return ((away - np.abs(y - x)) / away).min()

    ours = kalai_smorodinsky(build(table))[0, 0] / 100
    grid = np.linspace(x.min(), x.max(), 5001)
    assert least(ours) >= max(least(y) for y in grid) - 1e-9


def test_nash_between_two_equals_is_half_way_and_power_pulls():
    assert nash(BargainingTable.of([0, 100]))[0, 0] == pytest.approx(50)
    # Linear gains 100 - y and y with weights 3 and 1: y = 100 * 1 / 4.
    assert nash(BargainingTable.of([0, 100], 1, [3, 1]))[0, 0] == pytest.approx(25)
    assert kalai_smorodinsky(BargainingTable.of([0, 100], 1, [3, 1]))[0, 0] == pytest.approx(50)


def test_nash_from_the_status_quo():
    both_sides = BargainingTable.of([0, 100], status_quo=30)
    assert nash(both_sides, disagreement="status_quo")[0, 0] == pytest.approx(30)
    # Gains over q = 0 on the near side are y, beyond 40 actor 1 gains 80 - y: product peaks at 40.
    one_side = BargainingTable.of([40, 90], status_quo=0)
    assert nash(one_side, disagreement="status_quo")[0, 0] == pytest.approx(40)
    assert np.isnan(nash(BargainingTable.of([40, 90]), disagreement="status_quo")[0, 0])


def test_joint_nash_of_one_issue_is_the_single_one():
    rng = np.random.default_rng(1)
    for _ in range(5):
        table = BargainingTable.of(100 * rng.random(5), rng.random(5), rng.random(5))
        level = BargainingTable.of(table.position, 1.0, table.capability)
        for exponent in (1, 2):
            alone = nash(level, exponent=exponent, weights="capability")
            np.testing.assert_allclose(nash_joint(level, exponent=exponent), alone, atol=1e-3)


@pytest.mark.parametrize("exponent", [1, 2])
@pytest.mark.parametrize("disagreement", ["worst_position", "scale_end", "status_quo"])
def test_no_small_step_improves_on_joint_nash(disagreement, exponent):
    rng = np.random.default_rng(4)
    for _ in range(6):
        x, s, c = 100 * rng.random((5, 3)), rng.random((5, 3)), rng.random(5)
        quo = 100 * rng.random(3)
        table = BargainingTable.of(x, s, c, status_quo=quo)
        found = nash_joint(table, disagreement=disagreement, exponent=exponent)[0]
        worst = {
            "worst_position": np.abs(x[:, None] - x).max(axis=1),
            "scale_end": np.maximum(x, 100 - x),
            "status_quo": np.abs(x - quo),
        }[disagreement]

        def height(y, worst=worst, x=x, s=s, c=c):
            gain = (s * ((worst / 100) ** exponent - (np.abs(y - x) / 100) ** exponent)).sum(axis=1)
            return c @ np.log(gain) if gain.min() > 0 else -np.inf

        if np.array_equal(found, quo):
            assert disagreement == "status_quo"
            continue
        tries = found + rng.normal(0, [[0.01], [0.3], [5]], size=(200, 3, 3)).reshape(-1, 3)
        assert height(found) >= max(height(y) for y in tries) - 1e-7


def test_joint_nash_trades_what_each_cares_less_about():
    table = BargainingTable.of([[0, 0], [100, 100]], [[1, 0.1], [0.1, 1]])
    assert nash_joint(table, exponent=2)[0] == pytest.approx([100 / 11, 1000 / 11])


def test_joint_nash_gains_over_the_status_quo_where_single_issues_cannot():
    # Each issue alone is deadlocked (one on either side of 50); together they trade.
    table = BargainingTable.of([[0, 0], [100, 100]], [[1, 0.1], [0.1, 1]], status_quo=[50, 50])
    assert nash(table, disagreement="status_quo")[0] == pytest.approx([50, 50])
    traded = nash_joint(table, disagreement="status_quo")[0]
    assert traded[0] < 1
    assert traded[1] > 99


@pytest.mark.parametrize("exponent", [0.5, 0, NAN])
def test_losses_must_be_convex(exponent):
    table = BargainingTable.of([1, 2])
    for model in (nash, kalai_smorodinsky, nash_joint):
        with pytest.raises(ValueError, match="at least 1"):
            model(table, exponent=exponent)


def test_unanimity():
    cases = {(20.0, 40.0, 60.0): (20, 60), (50.0, 0.0, 100.0): (50, 50), (50.0, 0.0, 10.0): (0, 50)}
    for (quo, *positions), ends in cases.items():
        table = BargainingTable.of(positions, status_quo=quo)
        assert tuple(unanimity_range(table)[0, 0]) == ends


@given(one_issue(), st.integers(0, 100))
def test_nobody_likes_a_unanimous_settlement_less_than_the_status_quo(table, share):
    x, _, _, quo = table
    low, high = unanimity_range(build(table))[0, 0]
    y = low + share / 100 * (high - low)
    assert (np.abs(x - y) <= np.abs(x - quo) + 1e-9).all()


@given(one_issue(least=2), st.sampled_from([0.5, 0.6, 0.75, 1.0]))
def test_the_setter_gets_the_best_that_passes(table, quota):
    x, _, c, quo = table
    outcome = agenda_setter(build(table), 0, quota=quota)[0, 0]

    def passes(y):
        share = c[np.abs(x - y) <= np.abs(x - quo) + 1e-9].sum() / c.sum()
        return share >= quota - 1e-12 and share > 0.5

    assert passes(outcome) or outcome == quo
    better = [y for y in np.linspace(0, 100, 1001) if abs(y - x[0]) < abs(outcome - x[0]) - 1e-6]
    assert not any(passes(y) for y in better if (y - quo) * (x[0] - quo) >= 0)


def test_a_setter_is_named_or_refused():
    table = BargainingTable.of([90, 30, 40], status_quo=0, actors=["a", "b", "c"])
    assert agenda_setter(table, "a")[0, 0] == 80  # c, at 40, is needed and accepts up to 80
    assert agenda_setter(table, "a", quota=1)[0, 0] == 60
    assert agenda_setter(table, "a", setter_votes=False)[0, 0] == 60
    with pytest.raises(ValueError, match=r"from 0\.5 to 1"):
        agenda_setter(table, "a", quota=0.2)
    with pytest.raises(ValueError, match="no model is called 'oracle'"):
        predict(table, "oracle")


def degenerate():
    return {
        "one place": (BargainingTable.of([40, 40, 40], status_quo=40), 40),
        "one actor": (BargainingTable.of([30], status_quo=30), 30),
        "no salience": (BargainingTable.of([0, 100], 0, status_quo=50), 50),
        "no capability": (BargainingTable.of([0, 100], 1, 0, status_quo=50), 50),
        "missing": (BargainingTable.of([NAN, 25, NAN], status_quo=25), 25),
    }


@pytest.mark.parametrize("name", list(MODELS))
@pytest.mark.parametrize("case", list(degenerate()))
def test_degenerate_tables_have_an_answer(name, case):
    table, expected = degenerate()[case]
    value = predict(table, name)[0, 0]
    assert 0 <= value <= 100
    if name != "middle" and not name.startswith("condorcet"):
        assert value == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("name", list(MODELS))
def test_an_issue_without_positions_has_no_forecast(name):
    table = BargainingTable.of([[10, NAN], [90, NAN]], 0.4)
    value = predict(table, name)[0]
    assert np.isnan(value[1]) or name == "middle"
    if name not in {"status-quo", "nash-status-quo", "unanimity", "nash-joint"}:
        assert 10 <= value[0] <= 90


@pytest.mark.parametrize("name", list(MODELS))
def test_draws_side_by_side_are_draws_one_by_one(name):
    rng = np.random.default_rng(3)
    x, s = 100 * rng.random((11, 4, 2)), rng.random((11, 4, 2)) / 2
    x[2, 1, 0] = NAN
    c, quo = rng.random((11, 4, 1)), 100 * rng.random((11, 2))
    together = predict(BargainingTable.of(x, s, c, status_quo=quo), name)
    for draw in range(11):
        alone = predict(BargainingTable.of(x[draw], s[draw], c[draw], status_quo=quo[draw]), name)
        np.testing.assert_allclose(together[draw], alone[0], atol=1e-9, equal_nan=True)


def test_the_status_quo_is_a_copy():
    table = BargainingTable.of([1, 2], status_quo=7)
    status_quo(table)[:] = 0
    assert table.status_quo[0, 0] == 7


def test_the_median_of_the_plain_reference_agrees():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, w = rng.integers(0, 9, 6).astype(float), rng.integers(1, 5, 6).astype(float)
        ours = weighted_median(BargainingTable.of(x, 1, w, low=0, high=9))[0, 0]
        assert ours == plain.median(x, w)
