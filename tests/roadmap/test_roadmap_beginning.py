"""A process that has come some way already: the game starts from there."""

from dataclasses import replace

import numpy as np
import pytest
from random_games import random_game, talks, talks_inputs

from tracktwo.roadmap import exact_values, simulate, solve
from tracktwo.roadmap.reference import PlainGame


def begun(roadmap, rng):
    """The same roadmap with some milestones done, each after those that it needs."""
    done = set()
    for m in rng.permutation(len(roadmap.milestones)):
        if rng.random() < 0.4 and set(roadmap.milestones[m].after) <= done:
            done.add(int(m))
    return replace(roadmap, done=tuple(sorted(done)))


def test_engines_equal_the_plain_implementation_from_anywhere(engine):
    for seed in range(60):
        roadmap, inputs, foresight = random_game(seed, 1)
        roadmap = begun(roadmap, np.random.default_rng(seed))
        fast = solve(roadmap, inputs, foresight=foresight, engine=engine)
        plain = PlainGame(roadmap, inputs, 0).solve(foresight)
        for name in ("reached", "in_force", "milestones", "value"):
            close = {"rtol": 1e-10, "atol": 1e-10, "err_msg": f"game {seed} {name}"}
            np.testing.assert_allclose(getattr(fast, name)[0], getattr(plain, name), **close)


def test_simulation_starts_where_the_exact_solution_does():
    roadmap = replace(talks(actors=2, stages=2), done=(0,))
    inputs = talks_inputs(roadmap, 1)
    solved = solve(roadmap, inputs, engine="numpy")
    told = simulate(
        roadmap, inputs, exact_values(roadmap, inputs), paths=4000, rng=np.random.default_rng(1)
    )
    assert solved.milestones[0, 0, 0] == told.milestones[0, 0, 0] == 1
    np.testing.assert_allclose(told.reached[0, -1], solved.reached[0, -1], atol=0.03)


def test_what_is_done_is_sure_and_the_values_of_states_do_not_change(engine):
    roadmap = talks(actors=2, stages=3)
    inputs = talks_inputs(roadmap, 4)
    first = tuple(m for m, step in enumerate(roadmap.milestones) if step.stage == 0)
    later = replace(roadmap, done=first)
    before, after = (solve(one, inputs, engine=engine) for one in (roadmap, later))
    np.testing.assert_array_equal(before.value, after.value)  # nobody thinks otherwise for it
    assert (after.reached[:, :, 0] == 1).all()
    assert (after.milestones[:, :, list(first)] == 1).all()
    assert (after.in_force[:, 0, 1] == 1).all()
    assert (after.reached[:, -1, 1:] >= before.reached[:, -1, 1:]).all()


def test_all_done_is_completed():
    roadmap = talks(actors=2, stages=2)
    whole = replace(roadmap, done=tuple(range(len(roadmap.milestones))))
    assert whole.space.start == whole.space.completed
    assert (solve(whole, talks_inputs(whole, 2)).reached == 1).all()


def test_a_milestone_that_is_none_is_refused():
    with pytest.raises(ValueError, match="done: names a milestone"):
        replace(talks(actors=2, stages=1), done=(99,))
