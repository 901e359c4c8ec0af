"""Derivatives of the final odds against finite differences."""

from dataclasses import fields, replace

import numpy as np
import pytest
from random_games import random_game, talks, talks_inputs

from tracktwo.roadmap import Inputs, Lever, Milestone, Roadmap, Stage, gradients, solve
from tracktwo.roadmap.rules import Actor, AtLeast, any_of

SMOOTH = [f.name for f in fields(Inputs) if f.name != "capability"]


def by_differences(roadmap, inputs, name, index, foresight, step=1e-5):
    """Central differences, fourth order: (8 (f1 - f-1) - (f2 - f-2)) / 12 h."""
    at = []
    for times in (1, -1, 2, -2):
        moved = getattr(inputs, name).copy()
        moved[(slice(None), *index)] += times * step
        solved = solve(
            roadmap, inputs.with_values(**{name: moved}), foresight=foresight, engine="numpy"
        )
        at.append(solved.reached[:, -1])
    return (8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * step)


def check(roadmap, inputs, foresight, rng, tries=2):
    found = gradients(roadmap, inputs, foresight=foresight, average=False)
    solved = solve(roadmap, inputs, foresight=foresight, engine="numpy")
    np.testing.assert_allclose(found.odds, solved.reached[:, -1], atol=1e-12)
    for name in SMOOTH:
        shape = getattr(inputs, name).shape[1:]
        assert found.by[name].shape == (inputs.draws, len(roadmap.stages), *shape)
        if 0 in shape:
            continue
        for _ in range(tries):
            index = tuple(int(rng.integers(n)) for n in shape)
            expected = by_differences(roadmap, inputs, name, index, foresight)
            got = found.by[name][(slice(None), slice(None), *index)]
            scale = 1e-7 + 1e-6 * np.abs(expected).max(initial=0)
            np.testing.assert_allclose(got, expected, atol=scale, err_msg=f"{name}{index}")


def inner(inputs):
    """Move chances away from 0 and 1, where there is only one side to differ to."""
    return inputs.with_values(
        **{
            name: 0.02 + 0.96 * getattr(inputs, name)
            for name in ("discount", "disruption", "abandonment", "lapse", "relapse")
        }
    )


def everything():
    """Every feature at once."""
    steps = (
        Milestone(0, AtLeast(2, (Actor(0), Actor(1), Actor(2))), lapses=True),
        Milestone(0, any_of([Actor(0), AtLeast(2, (Actor(1), Actor(0)))]), after=(0,)),
        Milestone(1, Actor(1), expires=9, withdrawable_by=(1, 2)),
        Milestone(1, Actor(2), withdrawable_by=(0,)),
    )
    levers = (Lever((0, 1)), Lever((0,), from_milestone=0), Lever((1, 2), until_milestone=2))
    return Roadmap(3, (Stage(None), Stage(0, 11)), steps, 12, levers)


@pytest.mark.parametrize("foresight", [None, 0, 3, 14])
@pytest.mark.parametrize("beyond", [(), (1, 2, 5, 4)])
def test_every_input_against_differences(foresight, beyond):
    roadmap = replace(everything(), beyond=beyond, grows=14 if beyond else None)
    check(roadmap, inner(talks_inputs(roadmap, 3)), foresight, np.random.default_rng(0), tries=4)


def test_random_games_against_differences():
    done = 0
    for seed in range(700, 730):
        roadmap, inputs, foresight = random_game(seed)
        wild = np.abs(inputs.stance).max(initial=0) > 10 or np.abs(inputs.utility).max() > 10
        if roadmap.months and roadmap.stages and not wild:  # differences need mild curvature
            check(roadmap, inner(inputs), foresight, np.random.default_rng(seed), tries=1)
            done += 1
    assert done > 10


def test_average_is_the_mean_over_draws_whatever_the_chunks(monkeypatch):
    roadmap = talks(months=6)
    inputs = talks_inputs(roadmap, 30)
    each = gradients(roadmap, inputs, average=False)
    mean = gradients(roadmap, inputs, threads=2)
    monkeypatch.setattr("tracktwo.roadmap.gradient.CHUNK_BYTES", 1.0)  # one draw at a time
    seen = []
    slow = gradients(roadmap, inputs, threads=1, progress=seen.append)
    assert len(seen) == 30
    for name in SMOOTH:
        np.testing.assert_allclose(mean.by[name], each.by[name].mean(axis=0), atol=1e-14)
        np.testing.assert_allclose(slow.by[name], mean.by[name], atol=1e-14)
    np.testing.assert_allclose(mean.odds, each.odds.mean(axis=0))


def test_what_cannot_matter_has_no_slope():
    roadmap = talks(months=6)
    found = gradients(roadmap, talks_inputs(roadmap, 2))
    assert not found.by["capability"].any()  # nor does any rule here ask for shares of it
    # What comes after completion matters for reaching it through expectations alone.
    assert found.by["relapse"].all()
    blind = gradients(roadmap, talks_inputs(roadmap, 2), foresight=0)
    assert not blind.by["relapse"].any()
    still = gradients(talks(months=0), talks_inputs(talks(months=0), 2))
    assert not any(a.any() for a in still.by.values())
    with pytest.raises(ValueError, match="foresight should be 0 or more"):
        gradients(roadmap, talks_inputs(roadmap, 2), foresight=-1)
