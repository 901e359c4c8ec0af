"""The Spatial Model of Politics: the toolkit's own numbers, a plain version, and laws."""

import csv
import itertools

import bargaining_plain as plain
import numpy as np
import pytest
from bargaining_plain import given
from hypothesis import strategies as st

from tracktwo.bargaining import BargainingTable, SpatialOptions, spatial
from tracktwo.bargaining.spatial_kernel import choice_probability
from tracktwo.formats.bargaining import read_table


@pytest.mark.parametrize("name", ["KTAB-three-dimensions", "SOE-Pol-Comp"])
def test_positions_by_turn_are_the_toolkit_s(shared, name):
    table = read_table(shared / "classic" / f"{name}.csv")
    with (shared / "classic" / f"{name}-positions.csv").open() as file:
        rows = list(csv.DictReader(file))
    turns = 1 + max(int(row["turn"]) for row in rows)
    known = np.full((turns, *table.position.shape[1:]), np.nan)
    for row in rows:
        place = int(row["turn"]), table.actors.index(row["actor"]), int(row["dim"])
        known[place] = float(row["position"])
    found = spatial(table, history=True)
    assert found.turns[0] == turns - 1
    assert np.abs(found.history[0] - known).max() < 1e-6


def test_the_emission_standards_start_and_stop_where_the_toolkit_does(shared):
    table = read_table(shared / "classic" / "emission_ktab.csv")
    found = spatial(table, history=True)
    weight = table.weights()[0, :, 0]
    years = 4 + 0.06 * found.history[0, :, :, 0] @ weight / weight.sum()
    assert found.turns[0] == 13
    # Its weighted mean by turn, as read off in years: 7.39, 7.44, 6.89, 6.27, ..., 6.43.
    assert years[[0, 1, 2, 3, -1]] == pytest.approx([7.39, 7.44, 6.89, 6.27, 6.43], abs=0.011)


def table_of(seed, actors=6, issues=2, draws=1):
    rng = np.random.default_rng(seed)
    shape = (draws, actors, issues)
    return BargainingTable.of(
        100 * rng.random(shape), rng.random(shape) / issues, 1 + rng.random((draws, actors, 1))
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_plain_version_agrees(seed):
    table = table_of(seed, actors=3 + seed, issues=1 + seed % 3)
    c = table.capability[0, :, 0]
    known = plain.spatial_turns(table.position[0] / 100, table.salience[0], c, turns=30)
    found = spatial(table, history=True, max_turns=30)
    assert found.turns[0] == len(known) - 1
    np.testing.assert_allclose(found.history[0], 100 * known, atol=1e-6)


def test_the_emission_standards_in_plain_version(emission):
    s, c = emission.salience[0] * 0.99, emission.capability[0, :, 0]
    table = BargainingTable.of(emission.unit(emission.position)[0] * 100, s, c)
    known = plain.spatial_turns(table.position[0] / 100, s, c)
    np.testing.assert_allclose(spatial(table, history=True).history[0], 100 * known, atol=1e-6)


def elect(utility, weight, procedure=0, model=1, rule=2):
    utility = np.array(utility, float)
    out = np.empty(utility.shape[1])
    weight = np.array(weight, float)
    choice_probability(utility, weight, len(out), rule, model, procedure, 0, out)
    return out


def test_an_election_by_hand():
    # One voter of weight 1 prefers option 0 by 0.5, one of weight 3 option 1 by 0.25.
    p = elect([[0.5, 0], [0, 0.25]], [1, 3])
    assert p == pytest.approx([0.5 / 1.25, 0.75 / 1.25], abs=1e-7)
    square = elect([[0.5, 0], [0, 0.25]], [1, 3], model=2)
    assert square == pytest.approx(np.array([0.25, 0.5625]) / 0.8125, abs=1e-7)
    binary = elect([[0.5, 0], [0, 0.25]], [1, 3], model=0)
    assert binary[1] == pytest.approx(1, abs=2e-6)


@pytest.mark.parametrize("procedure", [1, 2])
def test_markov_elections_are_fixed_points(procedure):
    rng = np.random.default_rng(2)
    u, w = rng.random((5, 4)), rng.random(5)
    p = elect(u, w, procedure)
    edge = w[:, None, None] * (u[:, :, None] - u[:, None, :])
    strong = 1e-8 + np.maximum(edge, 0).sum(axis=0)
    np.fill_diagonal(strong, 0)
    win = strong / (strong + strong.T + np.eye(4))
    np.fill_diagonal(win, 0.5)
    entry = np.full((4, 4), 0.25)
    if procedure == 2:
        entry = strong * win + 1e-10 * np.eye(4)
        entry /= entry.sum(axis=0)
    q = np.array(
        [
            sum(win[i, j] * (p[i] * entry[j, i] + p[j] * entry[i, j]) for j in range(4))
            for i in range(4)
        ]
    )
    assert p.sum() == pytest.approx(1)
    np.testing.assert_allclose(p, q, atol=1e-5)


def stopped(win, close, *, late):
    """The same iteration in plain form, stopped by the whole change or by the half taken."""
    m = len(win)
    p = np.full(m, 1 / m)
    while True:
        q = np.array([sum(win[i, j] * (p[i] + p[j]) for j in range(m)) / m for i in range(m)])
        change = np.abs(q - p).max()
        p = (p + q) / 2
        if (change if late else change / 2) <= close:
            return p


def test_the_uniform_election_stops_when_the_toolkit_s_does():
    # Its tolerance of 1e-6 is on the whole change, of which half is taken. One round less
    # differs in the seventh digit, which in a near tie is another bargain.
    rng = np.random.default_rng(5)
    differs = 0
    for _ in range(20):
        u, w = rng.random((6, 5)), rng.random(6)
        edge = w[:, None, None] * (u[:, :, None] - u[:, None, :])
        strong = 1e-8 + np.maximum(edge, 0).sum(axis=0)
        win = strong / (strong + strong.T)
        np.fill_diagonal(win, 0.5)
        found = elect(u, w, 1)
        np.testing.assert_allclose(found, stopped(win, 1e-6, late=True), rtol=0, atol=1e-14)
        differs += np.abs(found - stopped(win, 1e-6, late=False)).max() > 1e-8
    assert differs == 20


def test_one_round_less_is_another_bargain_by_turn_three(shared):
    # Stopped a round sooner, the seventh actor is at 25.96 in turn 3, the eighth ends at 34.22.
    table = read_table(shared / "classic" / "SOE-Pol-Comp.csv")
    found = spatial(table, SpatialOptions(election="markov-uniform"), history=True)
    assert found.turns[0] == 19
    assert found.history[0, 3, 6, 0] == pytest.approx(25.95, abs=1e-9)
    assert found.history[0, -1, 7, 1] == pytest.approx(33.07, abs=1e-9)


CHOICES = {
    "victory": ("binary", "square", "quartic", "octic"),
    "voting": ("binary", "proportional-binary", "proportional-cubic", "cubic", "prospect"),
    "election": ("markov-uniform", "markov-incentive"),
    "risk_range": ("min", "max"),
    "risk_adjustment": ("none", "half", "two-thirds", "full"),
    "commitment": ("none", "full"),
    "interpolation": ("s1p1", "s2pmax"),
    "bargains": ("both", "compromise"),
}


@pytest.mark.parametrize(
    ("name", "choice"), [(name, choice) for name, many in CHOICES.items() for choice in many]
)
def test_each_choice_does_something_and_stays_on_the_scale(name, choice):
    tables = [table_of(seed, actors=7) for seed in range(12)]
    plainly = [spatial(table, history=True) for table in tables]
    options = SpatialOptions(**{name: choice})
    found = [spatial(table, options, history=True) for table in tables]
    assert any(
        one.history.shape != two.history.shape or not np.allclose(one.history, two.history)
        for one, two in zip(plainly, found, strict=True)
    )
    for result in found:
        assert (result.position >= 0).all()
        assert (result.position <= 100).all()
        assert result.probability.sum() == pytest.approx(1, abs=1e-4)


def test_risk_ranges():
    table = table_of(3)
    for choice, ends in {"min": (0, 1), "mid": (-0.5, 1), "max": (-1, 1)}.items():
        risk = spatial(table, SpatialOptions(risk_range=choice), max_turns=0).risk[0]
        assert (risk.min(), risk.max()) == pytest.approx(ends)


def test_the_toolkit_s_faults_can_be_had():
    table = table_of(11, actors=8)
    for changed in ({"bargains": "both"}, {"bargains": "compromise"}, {"commitment": "full"}):
        mended = spatial(table, SpatialOptions(**changed)).position
        faulty = spatial(table, SpatialOptions(**changed, compat="ktab")).position
        assert not np.allclose(mended, faulty)
    # With defaults the faults do not show.
    mended, faulty = spatial(table), spatial(table, SpatialOptions(compat="ktab"))
    assert mended.position.tobytes() == faulty.position.tobytes()


def test_with_the_fault_third_parties_that_commit_alike_cancel():
    table = table_of(9, actors=7)
    none, full = (
        spatial(table, SpatialOptions(commitment=choice, compat="ktab"), history=True).history
        for choice in ("none", "full")
    )
    np.testing.assert_allclose(none, full, atol=1e-9)


def test_threads_do_not_change_a_byte_nor_does_chance_with_a_seed():
    table = table_of(1, actors=5, draws=9)
    runs = [spatial(table, rng=np.random.default_rng(4), threads=threads) for threads in (1, 3, 3)]
    for run in runs[1:]:
        assert run.position.tobytes() == runs[0].position.tobytes()
        assert run.turns.tobytes() == runs[0].turns.tobytes()
    assert spatial(table).position.tobytes() != runs[0].position.tobytes()


@given(st.integers(0, 10**6))
def test_naming_actors_otherwise_changes_nothing(seed):
    table = table_of(seed, actors=5)
    order = [3, 1, 4, 0, 2]
    other = BargainingTable.of(
        table.position[:, order], table.salience[:, order], table.capability[:, order]
    )
    one, two = spatial(table, max_turns=3), spatial(other, max_turns=3)
    np.testing.assert_allclose(one.position[:, order], two.position, atol=1e-6)


def test_of_targets_worth_as_much_it_is_the_first_whatever_the_order_of_others():
    """Who stands where another stands is worth as much, but for the rounding of sums."""
    rng = np.random.default_rng(7)
    for _ in range(100):
        rows = 100 * rng.random(12), rng.random(12), 1 + rng.random(12)
        for row in rows:
            row[2:6:2], row[3:6:2] = row[0], row[1]  # two kinds, three of each
        order = np.concatenate([np.arange(6), 6 + rng.permutation(6)])
        known, other = (
            spatial(BargainingTable.of(*(row[at, None] for row in rows)), history=True, max_turns=1)
            for at in (np.arange(12), order)
        )
        target = other.target[0, 0]
        assert (np.where(target < 0, -1, order[target]) == known.target[0, 0, order]).all()


@given(st.integers(0, 10**6))
def test_the_order_of_issues_and_the_unit_of_capability_do_not_matter(seed):
    table = table_of(seed, actors=5, issues=3)
    order = [2, 0, 1]
    other = BargainingTable.of(
        table.position[:, :, order], table.salience[:, :, order], table.capability
    )
    one, two = spatial(table, max_turns=3), spatial(other, max_turns=3)
    np.testing.assert_allclose(one.position[:, :, order], two.position, atol=1e-6)


def test_ideals_that_follow_fully_are_the_default_and_fixed_ones_hold_back():
    table = table_of(6)
    follow = spatial(table, accommodation=np.eye(6))
    np.testing.assert_allclose(follow.position, spatial(table).position, atol=1e-9)
    fixed = spatial(table, accommodation=np.zeros((6, 6)))
    assert not np.allclose(fixed.position, follow.position)
    with pytest.raises(ValueError, match="should be"):
        spatial(table, accommodation=np.eye(3))


def test_tables_that_do_not_fit():
    with pytest.raises(ValueError, match=r"sums to 1\.5"):
        spatial(BargainingTable.of([[10, 20], [30, 40]], [[0.75, 0.75], [0.1, 0.1]]))
    with pytest.raises(ValueError, match="one capability per actor"):
        spatial(BargainingTable.of([[10, 20], [30, 40]], 0.4, [[1, 2], [1, 1]]))
    shared_out = spatial(
        BargainingTable.of([[10, 20], [30, 40]], [[0.75, 0.75], [0.1, 0.1]]), share_salience=True
    )
    halved = spatial(
        BargainingTable.of([[10, 20], [30, 40]], np.array([[0.75, 0.75], [0.1, 0.1]]) / 1.5)
    )
    np.testing.assert_allclose(shared_out.position, halved.position)


def test_targets_and_partners_are_kept():
    found = spatial(table_of(2), history=True)
    assert found.target.shape == found.partner.shape == (1, found.turns[0], 6)
    moved = (np.abs(np.diff(found.history[0], axis=0)) > 0).any(axis=-1)
    assert (found.partner[0][moved] >= 0).all()
    for turn, actor in itertools.product(range(found.turns[0]), range(6)):
        partner = found.partner[0, turn, actor]
        if partner >= 0:  # one of the two made the offer
            pair = found.target[0, turn, [actor, partner]]
            assert pair[0] == partner or pair[1] == actor
