"""Single precision: as near the double one as is said, and used only where it holds enough."""

from dataclasses import replace

import numpy as np
import pytest
from random_games import random_game, talks, talks_inputs

from tracktwo.game.setting import settle
from tracktwo.roadmap import engines, final_odds, solve

pytestmark = pytest.mark.skipif("single" not in engines(), reason="numba is not installed")


@pytest.mark.parametrize("block", range(4))
def test_it_is_off_by_less_than_is_ever_shown(block):
    kept = 0
    for seed in range(100 * block, 100 * (block + 1)):
        roadmap, inputs, foresight = random_game(seed, 2)
        exact = solve(roadmap, inputs, foresight=foresight, engine="numpy")
        single = solve(roadmap, inputs, foresight=foresight, engine="single")
        kept += single.engine == "single"
        for name in ("reached", "in_force", "milestones", "event"):
            a, b = getattr(single, name), getattr(exact, name)
            np.testing.assert_allclose(a, b, rtol=0, atol=1e-5, err_msg=f"game {seed} {name}")
    assert kept > 30  # of 100; the others are too steep for it, or have no months


def test_on_the_worked_case(worked):
    (setting,) = settle([worked.case], draws=256, seed=3)
    exact = solve(setting.lowered.roadmap, setting.inputs, engine="numpy").reached
    found = solve(setting.lowered.roadmap, setting.inputs, engine="single")
    assert found.engine == "single"
    assert 0 < np.abs(found.reached - exact).max() < 1e-5  # a thousandth of a point
    assert np.abs(found.reached.mean(axis=0) - exact.mean(axis=0)).max() < 5e-7


def test_what_is_sure_stays_sure_beside_what_is_likely():
    roadmap = talks(actors=3, stages=2)
    inputs = talks_inputs(roadmap, 40)
    sure = inputs.stance.copy()
    sure[:, :, 0] = np.inf
    inputs = replace(inputs, stance=sure)
    exact = solve(roadmap, inputs, engine="numpy")
    single = solve(roadmap, inputs, engine="single")
    assert single.engine == "single"
    np.testing.assert_allclose(single.reached, exact.reached, rtol=0, atol=1e-5)


@pytest.mark.parametrize("size", [1e3, 1e150])
def test_steep_games_are_solved_in_double_precision(size):
    roadmap = talks(actors=2, stages=2)
    inputs = talks_inputs(roadmap, 20)
    steep = inputs.with_values(utility=size * inputs.utility)
    exact = solve(roadmap, steep, engine="numpy")
    found = solve(roadmap, steep, engine="single")
    assert found.engine == "compiled"
    np.testing.assert_allclose(found.reached, exact.reached, rtol=0, atol=1e-10)
    usual, too_steep = final_odds(roadmap, [inputs, steep], engine="single")
    np.testing.assert_array_equal(too_steep, found.reached[:, -1])
    alone = solve(roadmap, inputs, engine="single").reached[:, -1]
    np.testing.assert_array_equal(usual, alone)


def test_threads_and_what_is_solved_beside_it_change_no_byte():
    roadmap = talks(actors=3, stages=3)
    inputs = talks_inputs(roadmap, 150)
    one = solve(roadmap, inputs, engine="single", threads=1)
    two = solve(roadmap, inputs, engine="single", threads=2)
    some = solve(roadmap, inputs[37:90], engine="single")
    np.testing.assert_array_equal(one.reached, two.reached)
    np.testing.assert_array_equal(one.reached[37:90], some.reached)
