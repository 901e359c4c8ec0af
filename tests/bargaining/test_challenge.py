"""The challenge model: published and peer numbers, a plain version, and laws."""

import json

import bargaining_plain as plain
import numpy as np
import pytest
from bargaining_plain import given
from hypothesis import strategies as st

from tracktwo.bargaining import CHALLENGE_VARIANTS, BargainingTable, ChallengeOptions, challenge


@pytest.fixture(scope="module")
def rounds(shared):
    return json.loads((shared / "classic" / "emission-standards-rounds.json").read_text())


def test_every_round_of_the_published_table(emission, rounds):
    known = rounds["scholz_code_variant_A"]
    found = challenge(emission, "scholz-2011-table")
    np.testing.assert_allclose(found.position[0, :, :, 0], known["positions_by_round"], atol=1e-9)
    np.testing.assert_allclose(found.median[0, :, 0], known["rounds0to10_median"], atol=1e-9)
    np.testing.assert_allclose(found.mean[0, :, 0], known["rounds0to10_mean"], atol=1e-9)


def test_every_move_of_the_published_table(emission, rounds):
    found = challenge(emission, "scholz-2011-table")
    kinds = {1: "conf", 2: "comp", 3: "capi"}
    for turn, known in enumerate(rounds["scholz_code_variant_A"]["moves_by_round"][:10]):
        ours = [
            [plain.COUNTRIES[i], kinds[kind], plain.COUNTRIES[found.partner[0, turn, i, 0]]]
            for i, kind in enumerate(found.offer[0, turn, :, 0])
            if kind
        ]
        assert ours == known


def test_the_published_table_to_its_printed_digit(emission, rounds):
    published = rounds["paper_table2_Scholz2011_rounds1to8"]["median"]
    ours = challenge(emission, "scholz-2011-table").median[0, 1:9, 0]
    apart = np.floor(10 * ours) / 10 - published
    # Truncated as printed, all but round 2 agree, where the paper has 9.9 and its code 9.61.
    assert apart.round(9).tolist() == pytest.approx([0, -0.3, 0, 0, 0, 0, 0, 0])


def test_the_text_with_the_least_move(emission):
    ours = challenge(emission, "scholz-2011-text", rounds=8).median[0, 1:, 0]
    assert ours.round(3).tolist() == [8.416, 9.611, 9.962, 10, 10, 10, 10, 8.179]


def test_the_printed_equations_stay_at_seven(emission, rounds):
    found = challenge(emission, "scholz-2011-equations")
    known = rounds["published_equations_variant_F"]
    np.testing.assert_allclose(found.median[0, :, 0], known["rounds0to10_median"], atol=1e-9)
    np.testing.assert_allclose(found.mean[0, :, 0], known["rounds0to10_mean"], atol=1e-9)


OPTIONS = [
    *({} for _ in range(1)),
    {"probability": "this_pair"},
    {"perspective": "own"},
    {"votes": "neutral"},
    {"risk": False},
    {"compromise": "least_position"},
    {"conflict": "stay"},
    {"conflict": "ignore", "probability": "this_pair"},
    {"span": "each_round"},
    {"quo_weight": 0.5},
    {"quo_weight": 0.0, "perspective": "own", "probability": "this_pair"},
]


def in_plain(options):
    return {
        "pairwise": options.probability == "this_pair",
        "own": options.perspective == "own",
        "neutral": options.votes == "neutral",
        "risk": options.risk,
        "by_position": options.compromise == "least_position",
        "conflict": options.conflict,
        "each_round": options.span == "each_round",
        "quo_weight": options.quo_weight,
    }


@pytest.mark.parametrize("changed", OPTIONS, ids=str)
def test_each_option_agrees_with_the_plain_version(changed):
    options = ChallengeOptions(**changed)
    rng = np.random.default_rng(8)
    for actors in (2, 3, 7, 12):
        x, s, c = 100 * rng.random(actors), rng.random(actors), rng.random(actors)
        ours = challenge(BargainingTable.of(x, s, c), options, rounds=4).position[0, :, :, 0]
        theirs = plain.challenge_rounds(x, s, c, rounds=4, **in_plain(options))
        np.testing.assert_allclose(ours, theirs, atol=1e-7)


def table_of(seed, actors=6, draws=1, issues=1):
    rng = np.random.default_rng(seed)
    shape = (draws, actors, issues)
    return BargainingTable.of(100 * rng.random(shape), rng.random(shape), rng.random(shape))


def test_threads_do_not_change_a_byte():
    table = table_of(5, actors=5, draws=37, issues=2)
    one, many = challenge(table, threads=1), challenge(table, threads=5)
    for name in ("position", "median", "mean", "risk", "offer", "partner"):
        assert getattr(one, name).tobytes() == getattr(many, name).tobytes()


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_naming_actors_otherwise_changes_nothing(seed, random):
    table = table_of(seed)
    order = list(range(6))
    random.shuffle(order)
    other = BargainingTable.of(
        table.position[:, order], table.salience[:, order], table.capability[:, order]
    )
    one, two = challenge(table, rounds=3), challenge(other, rounds=3)
    np.testing.assert_allclose(one.position[:, :, order], two.position, atol=1e-6)


@given(st.integers(0, 10**6), st.floats(0.01, 100), st.floats(-50, 50))
def test_units_do_not_matter(seed, factor, shift):
    table = table_of(seed)
    moved = BargainingTable.of(
        shift + factor * table.position,
        table.salience,
        7 * table.capability,
        low=shift,
        high=shift + 100 * factor,
    )
    one, two = challenge(table, rounds=3), challenge(moved, rounds=3)
    np.testing.assert_allclose(shift + factor * one.position, two.position, atol=1e-5 * factor)


@given(st.integers(0, 10**6))
def test_turning_the_scale_round_turns_the_forecast(seed):
    table = table_of(seed)
    turned = BargainingTable.of(100 - table.position, table.salience, table.capability)
    one, two = challenge(table, rounds=3), challenge(turned, rounds=3)
    np.testing.assert_allclose(one.position, 100 - two.position, atol=1e-6)


@given(st.integers(0, 10**6))
def test_nobody_leaves_the_hull_and_exponents_stay_in_range(seed):
    for name in CHALLENGE_VARIANTS:
        table = table_of(seed)
        found = challenge(table, name, rounds=5)
        assert found.position.min() >= table.position.min() - 1e-9
        assert found.position.max() <= table.position.max() + 1e-9
        assert found.risk.min() >= 0.5 - 1e-12
        assert found.risk.max() <= 2 + 1e-12
        assert ((found.offer == 0) == (found.partner == -1)).all()


def test_an_actor_without_a_position_is_as_good_as_absent():
    table = table_of(2, actors=5)
    gap = BargainingTable.of(
        np.insert(table.position[0, :, 0], 2, np.nan),
        np.insert(table.salience[0, :, 0], 2, 0.7),
        np.insert(table.capability[0, :, 0], 2, 9),
    )
    one, two = challenge(table), challenge(gap)
    np.testing.assert_allclose(one.median, two.median, atol=1e-9)
    assert np.isnan(two.position[0, :, 2, 0]).all()


def test_options_are_checked():
    with pytest.raises(ValueError, match="no challenge model is called"):
        challenge(table_of(1), "bdm")
    with pytest.raises(ValueError, match=r"quo_weight is 2; it must lie in 0\.\.1"):
        ChallengeOptions(quo_weight=2)
