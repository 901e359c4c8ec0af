"""Independent ways to the same numbers: two engines, a plain implementation, a simulator."""

import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest
from random_games import random_game, talks, talks_inputs

from tracktwo.roadmap import (
    Actor,
    Milestone,
    Roadmap,
    Stage,
    engines,
    exact_values,
    final_odds,
    make_inputs,
    plan_for,
    simulate,
    solve,
)
from tracktwo.roadmap.reference import PlainGame

ARRAYS = ("reached", "in_force", "milestones", "value", "consent", "event")


def assert_equal_to_plain(seed, engine, draws=2):
    roadmap, inputs, foresight = random_game(seed, draws)
    fast = solve(roadmap, inputs, foresight=foresight, engine=engine)
    assert fast.engine == (engine if roadmap.months else "numpy")
    for draw in range(draws):
        plain = PlainGame(roadmap, inputs, draw).solve(foresight)
        close = {"rtol": 1e-10, "atol": 1e-10, "err_msg": f"game {seed}"}
        np.testing.assert_allclose(fast.reached[draw], plain.reached, **close)
        np.testing.assert_allclose(fast.in_force[draw], plain.in_force, **close)
        np.testing.assert_allclose(fast.milestones[draw], plain.milestones, **close)
        np.testing.assert_allclose(fast.value[draw], plain.value, **close)
        if roadmap.months:
            np.testing.assert_allclose(fast.event[draw], 1 - plain.miss[0], **close)


@pytest.mark.parametrize("block", range(4))
def test_engines_equal_the_plain_implementation(block, engine):
    for seed in range(100 * block, 100 * (block + 1)):
        assert_equal_to_plain(seed, engine)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_games(block):
    # All engines on each game, one draw: the plain implementation takes all of the time.
    for seed in range(1_000_000 + 1000 * block, 1_000_000 + 1000 * (block + 1)):
        roadmap, inputs, foresight = random_game(seed, 1)
        plain = PlainGame(roadmap, inputs, 0).solve(foresight)
        for engine in engines():
            fast = solve(roadmap, inputs, foresight=foresight, engine=engine)
            close = 1e-5 if fast.engine == "single" else 1e-10
            for name in ("reached", "in_force", "milestones", "value"):
                a, b = getattr(fast, name)[0], getattr(plain, name)
                assert np.allclose(a, b, rtol=close, atol=close), (seed, engine, name)


def test_the_engines_agree(engine):
    if engine == "numpy":
        pytest.skip("it is what the other is compared with")
    roadmap = talks(actors=3, stages=3)
    inputs = talks_inputs(roadmap, 100)
    for foresight in (None, 0, 5):
        a = solve(roadmap, inputs, foresight=foresight, engine="numpy")
        b = solve(roadmap, inputs, foresight=foresight, engine=engine)
        for name in ARRAYS:
            np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=0, atol=1e-12)


def test_simulation_agrees_with_the_exact_solution():
    paths, games = 2000, 120
    worst, count = 0.0, 0
    for seed in range(5000, 5000 + games):
        roadmap, inputs, _ = random_game(seed, 1)
        solved = solve(roadmap, inputs, engine="numpy")
        rng = np.random.default_rng(seed)
        run = simulate(roadmap, inputs, exact_values(roadmap, inputs), paths=paths, rng=rng)
        for name in ("reached", "in_force", "milestones"):
            p, share = getattr(solved, name), getattr(run, name)
            # Bernstein's inequality, not the normal curve: rare events are far from normal.
            count += p.size
            gap = np.abs(share - p)
            spread = np.maximum(p * (1 - p), 0)
            exponent = paths * gap**2 / (2 * spread + 2 * gap / 3 + 1e-300)
            worst = max(worst, exponent.max(initial=0))
        value = solved.value[:, roadmap.space.start]
        span = np.ptp(inputs.utility) + 1 + 3 * len(roadmap.levers)
        allowed = 5 * run.payoff_error + 20 * span / paths
        assert (np.abs(run.payoff - value) <= allowed).all(), seed
    # A union bound over every share compared: a sound run fails once in ten thousand.
    assert worst < np.log(2 * count / 1e-4)
    assert worst > 1  # and the comparison is not with itself


def test_simulation_agrees_under_limited_foresight():
    roadmap = talks(stages=1, months=12)
    inputs = talks_inputs(roadmap, 3)
    rng = np.random.default_rng(1)
    run = simulate(roadmap, inputs, exact_values(roadmap, inputs, 2), paths=20_000, rng=rng)
    solved = solve(roadmap, inputs, foresight=2, engine="numpy")
    error = np.maximum(run.error(solved.reached), 1e-9)
    assert (np.abs(run.reached - solved.reached) / error).max() < 5
    full = solve(roadmap, inputs, engine="numpy")
    assert (np.abs(full.reached - solved.reached) / error).max() > 8  # foresight mattered


def test_chunks_threads_and_neighbours_change_nothing(engine):
    roadmap = talks()
    inputs = talks_inputs(roadmap, 1100)
    whole = solve(roadmap, inputs, engine=engine, threads=1)
    many = solve(roadmap, inputs, engine=engine, threads=3)
    for field in fields(whole):
        if field.name != "engine":
            a, b = getattr(whole, field.name), getattr(many, field.name)
            assert a.tobytes() == b.tobytes()
    some = np.array([1099, 3, 512, 77])
    alone = solve(roadmap, inputs[some], engine=engine)
    for name in ARRAYS:
        np.testing.assert_allclose(
            getattr(whole, name)[some], getattr(alone, name), rtol=0, atol=1e-12
        )


def test_final_odds_are_those_of_each_solution_to_the_last_byte(engine):
    roadmap = talks()
    # Parts of a width that is no multiple of anything, one in which an actor cannot disrupt.
    inputs = talks_inputs(roadmap, 700)
    calm = inputs.with_values(disruption=np.array([0.0, 0.3]))[:33]
    parts = [inputs, calm, inputs[:0], inputs[5:27]]
    seen = []
    for threads in (1, 3):
        finals = final_odds(roadmap, parts, engine=engine, threads=threads, progress=seen.append)
        for part, final in zip(parts, finals, strict=True):
            alone = solve(roadmap, part, milestones=False, engine=engine)
            assert final.tobytes() == np.ascontiguousarray(alone.reached[:, -1]).tobytes()
    assert sum(seen) == 2 * sum(part.draws for part in parts)


def test_progress_adds_up(engine):
    roadmap = talks()
    seen = []
    solve(roadmap, talks_inputs(roadmap, 1030), engine=engine, progress=seen.append)
    assert sum(seen) == 1030
    assert len(seen) > 1


def test_without_milestones_the_rest_is_the_same(engine):
    roadmap = talks()
    inputs = talks_inputs(roadmap, 20)
    some = solve(roadmap, inputs, engine=engine, milestones=False)
    every = solve(roadmap, inputs, engine=engine)
    assert some.milestones.shape == (20, 25, 0)
    assert every.milestones.shape == (20, 25, 4)
    np.testing.assert_allclose(some.reached, every.reached, rtol=0, atol=1e-14)


def test_no_draws_give_empty_arrays(engine):
    roadmap = talks()
    none = solve(roadmap, talks_inputs(roadmap, 3)[:0], engine=engine)
    assert none.reached.shape == (0, 25, 2)
    assert none.value.shape == (0, plan_for(roadmap).states, 2)


@pytest.mark.skipif("single" not in engines(), reason="numba is not installed")
def test_a_kernel_that_was_compiled_is_found_ready_by_the_next_process():
    roadmap = Roadmap(1, (Stage(),), (Milestone(0, Actor(0)),), 1)
    solve(roadmap, make_inputs(roadmap), engine="single")
    code = "from tracktwo.roadmap import kernel_is_ready; print(kernel_is_ready())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True", "each run would take the slow engine, and nobody be told"
