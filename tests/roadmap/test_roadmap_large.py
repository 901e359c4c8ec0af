"""Roadmaps too large to solve exactly."""

from dataclasses import replace

import numpy as np
import pytest
from random_games import talks_inputs

from tracktwo.roadmap import (
    Actor,
    AtLeast,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    TooManyStatesError,
    all_of,
    exact_values,
    make_inputs,
    plan_for,
    solve,
    solve_or_simulate,
)
from tracktwo.roadmap.coarse import coarse_values


def wide(milestones, *, actors=3, months=12, alike=False, chain=False, **more):
    """One stage of many milestones, then one more stage."""
    rng = np.random.default_rng(7)
    everyone = all_of([Actor(i) for i in range(actors)])
    steps = []
    for m in range(milestones):
        pair = rng.choice(actors, 2, replace=False)
        rule = everyone if alike else all_of([Actor(int(i)) for i in pair])
        steps.append(Milestone(0, rule, after=(m - 1,) if chain and m else ()))
    steps.append(Milestone(1, AtLeast(1, (Actor(0), Actor(1)))))
    return Roadmap(actors, (Stage(0), Stage(0)), tuple(steps), months, (Lever((0,)),), **more)


def numbers(roadmap, draws=3, *, alike=False):
    rng = np.random.default_rng(3)
    inputs = talks_inputs(roadmap, draws)
    stance = 0.7 * rng.normal(size=inputs.stance.shape)
    theta = np.where(np.arange(len(roadmap.milestones)) < 100, 0.3, 0.0)
    stance = np.broadcast_to(stance[:, :1], stance.shape) if alike else stance
    return inputs.with_values(stance=stance, theta=theta, precision=4.0)


@pytest.mark.parametrize("shape", ["alike", "chain", "plain talks"])
def test_coarse_values_are_exact_where_the_chain_is_a_lumping(shape):
    if shape == "plain talks":  # one milestone a stage: nothing to lump
        steps = (Milestone(0, Actor(0), expires=9), Milestone(1, Actor(1)))
        roadmap = Roadmap(2, (Stage(0), Stage(None, 11)), steps, 12, (Lever((0, 1)),))
        inputs = talks_inputs(roadmap, 3)
    else:
        roadmap = wide(4, alike=shape == "alike", chain=shape == "chain")
        inputs = numbers(roadmap, alike=shape == "alike")
    space = roadmap.space
    stage = np.array(space.passed)
    have = np.zeros((space.size, len(roadmap.milestones)), dtype=bool)
    for s, reached in enumerate(space.reached):
        have[s, list(reached)] = True
    for foresight in (None, 0, 3):
        exact = exact_values(roadmap, inputs, foresight)
        coarse = coarse_values(roadmap, inputs, foresight)
        for month in (2, 7, 13):
            for draw in range(inputs.draws):
                where = np.full(space.size, draw)
                a = exact(month, where, stage, have)
                b = coarse(month, where, stage, have)
                np.testing.assert_allclose(a, b, atol=1e-12)


def unlike(milestones, **more):
    """A stage of milestones that each expire on a day of their own: none can be counted."""
    roadmap = wide(milestones, **more)
    steps = [
        replace(step, expires=roadmap.months + m) if step.stage == 0 else step
        for m, step in enumerate(roadmap.milestones)
    ]
    return replace(roadmap, milestones=tuple(steps))


def test_twenty_four_milestones_in_a_stage_are_counted_and_followed():
    roadmap = wide(24, months=30)
    inputs = numbers(roadmap, 3)
    with pytest.raises(TooManyStatesError, match=r"more than 5,000 reachable states"):
        solve(roadmap, inputs)
    seen = []
    found = solve_or_simulate(
        roadmap, inputs, rng=np.random.default_rng(0), paths=60, progress=seen.append
    )
    assert found.solution is None
    assert found.paths == 60
    assert sum(seen) == 3
    assert found.reached.shape == (3, 31, 2)
    assert 0 < found.error[-1].max() < 0.05
    assert found.coarseness.shape == (2,)
    assert "the easier milestones of a stage counted together" in found.message
    np.testing.assert_allclose(found.in_force.sum(axis=2), 1)
    again = solve_or_simulate(roadmap, inputs, rng=np.random.default_rng(0), paths=60)
    assert again.reached.tobytes() == found.reached.tobytes()


def test_what_cannot_be_counted_either_has_coarser_values_and_says_so():
    roadmap = unlike(14, months=12)
    inputs = numbers(roadmap, 3)
    found = solve_or_simulate(roadmap, inputs, rng=np.random.default_rng(0), paths=60)
    assert found.coarseness is None
    assert found.message.startswith(
        "The roadmap has more than 5,000 reachable states, so it was simulated: 60 paths for "
        "each of 3 draws. Sampling adds a standard error of up to "
    )
    assert "off by 5 to 10 points" in found.message


def test_twenty_two_milestones_in_order_are_exact():
    roadmap = wide(22, months=12, chain=True)
    found = solve_or_simulate(roadmap, numbers(roadmap), rng=np.random.default_rng(0))
    assert found.paths == 0
    assert found.message == (
        f"Solved exactly over 26 states by the {found.solution.engine} engine."
    )
    assert found.error.max() == found.coarseness.max() == 0
    np.testing.assert_array_equal(found.reached, found.solution.reached)


def test_the_limit_is_the_roadmaps_own():
    roadmap = wide(5, max_states=20)
    inputs = numbers(roadmap)
    assert solve_or_simulate(roadmap, inputs, rng=np.random.default_rng(0), paths=5).paths == 5
    with pytest.raises(ValueError, match=r"paths should be 1 or more \(got 0\)"):
        solve_or_simulate(roadmap, inputs, rng=np.random.default_rng(0), paths=0)


def test_the_reported_error_is_the_spread_of_repeated_runs():
    roadmap = wide(5, max_states=20)
    inputs = numbers(roadmap, 4)
    runs = [
        solve_or_simulate(roadmap, inputs, rng=np.random.default_rng(seed), paths=40)
        for seed in range(30)
    ]
    spread = np.std([run.reached.mean(axis=0)[-1, 0] for run in runs], ddof=1)
    said = np.mean([run.error[-1, 0] for run in runs])
    assert 0.65 < spread / said < 1.45  # chi with 29 degrees of freedom, 0.1 % either side


def test_no_months_to_simulate():
    roadmap = wide(5, months=0, max_states=20)
    found = solve_or_simulate(
        roadmap, make_inputs(roadmap, 2), rng=np.random.default_rng(0), paths=5
    )
    assert found.reached.max() == 0


def test_large_roadmaps_use_fewer_threads(monkeypatch, engine):
    if engine == "numpy":
        pytest.skip("it makes its chunks smaller instead")
    from tracktwo.roadmap import lanes  # noqa: PLC0415  (needs numba)

    roadmap = wide(5)
    plan = plan_for(roadmap)
    assert lanes.affordable_threads(plan, 8) == 8
    monkeypatch.setattr(lanes, "BUFFER_BYTES", 1e6)
    assert 1 <= lanes.affordable_threads(plan, 8) < 8
    monkeypatch.setattr(lanes, "BUFFER_BYTES", 1.0)
    assert lanes.affordable_threads(plan, 8) == 1
