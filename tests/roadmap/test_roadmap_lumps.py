"""Milestones that are counted together: the same game in every engine, close to the exact one."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from random_games import random_inputs, random_roadmap, talks_inputs

from tracktwo.roadmap import (
    Actor,
    AtLeast,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    TooManyStatesError,
    all_of,
    gradients,
    make_inputs,
    plan_for,
    simulate,
    solve,
)
from tracktwo.roadmap.coarse import coarse_values, lumped_values
from tracktwo.roadmap.fitting import coarser, fitting, lumped, too_many
from tracktwo.roadmap.lumps import BLOCK, by_member, shares
from tracktwo.roadmap.reference import PlainGame


def unordered(seed, milestones, *, draws=8, lossy=False, actors=5):
    """A stage of unlike milestones in no order, forward-looking actors; one more stage."""
    rng = np.random.default_rng(seed)
    steps = []
    for _ in range(milestones):
        who = rng.choice(actors, int(rng.integers(1, 4)), replace=False).tolist()
        enough = int(rng.integers(1, len(who) + 1)) if rng.random() < 0.3 else len(who)
        steps.append(
            Milestone(
                0,
                AtLeast(enough, tuple(Actor(i) for i in who)),
                lapses=bool(lossy and rng.random() < 0.3),
                withdrawable_by=(who[0],) if lossy and rng.random() < 0.3 else (),
            )
        )
    steps.append(Milestone(1, AtLeast(1, (Actor(0), Actor(1)))))
    beyond = (1,) * 4 + (2,) * 5 + (6,) * 5 + (12,) * 5
    roadmap = Roadmap(
        actors, (Stage(0), Stage(0)), tuple(steps), 36, (Lever((0,)),), beyond, max_states=10**6
    )
    inputs = talks_inputs(roadmap, draws, seed)
    shape = inputs.stance.shape
    stance = rng.normal(size=(1, *shape[1:])) + 0.5 * rng.normal(size=shape)
    return roadmap, inputs.with_values(stance=stance, theta=-0.3, precision=4.0)


def lumped_games(count):
    """Random games of every feature in which something is counted together."""
    seeds = itertools.count()
    while count:
        rng = np.random.default_rng(next(seeds))
        roadmap = random_roadmap(rng)
        inputs = random_inputs(rng, roadmap)
        game = lumped(roadmap, inputs, 0)
        if game.lumps:
            count -= 1
            yield game, inputs, [None, 0, 3][count % 3]


def test_every_engine_solves_the_same_lumped_game(engine):
    for roadmap, inputs, foresight in lumped_games(60):
        found = solve(roadmap, inputs, foresight=foresight, engine=engine)
        share = shares(roadmap, inputs)
        for draw in range(inputs.draws):
            plain = PlainGame(roadmap, inputs, draw).solve(foresight)
            np.testing.assert_allclose(found.reached[draw], plain.reached, atol=1e-10)
            np.testing.assert_allclose(found.in_force[draw], plain.in_force, atol=1e-10)
            np.testing.assert_allclose(found.value[draw], plain.value, atol=1e-10)
            steps = by_member(roadmap, share[[draw]], plain.milestones[None])[0]
            np.testing.assert_allclose(found.milestones[draw], steps, atol=1e-10)


@pytest.mark.parametrize("lossy", [False, True])
def test_milestones_that_are_alike_can_be_counted_exactly(lossy, engine):
    rule = all_of([Actor(0), Actor(1)])
    steps = [Milestone(0, rule, lapses=lossy, withdrawable_by=(1,) * lossy) for _ in range(5)]
    roadmap = Roadmap(2, (Stage(0), Stage(0)), (*steps, Milestone(1, Actor(1))), 20)
    inputs = talks_inputs(roadmap, 3)
    alike = inputs.with_values(
        theta=inputs.theta[:, :1], stance=inputs.stance[:, :1], lapse=inputs.lapse[:, :1]
    )
    game = lumped(roadmap, alike, 0)
    assert game.lumps == ((0, 1, 2, 3, 4),)
    assert game.space.size == 9
    exact, counted = (solve(one, alike, engine=engine) for one in (roadmap, game))
    np.testing.assert_allclose(counted.reached, exact.reached, atol=1e-12)
    np.testing.assert_allclose(counted.in_force, exact.in_force, atol=1e-12)
    if not lossy:  # else which it was that was lost, and came again, is not followed
        np.testing.assert_allclose(counted.milestones[:, -1], exact.milestones[:, -1], atol=0.03)


def to_come(rates, end):
    """The shares of one draw by the game itself: every order in which the members can come."""
    n = len(rates)
    weight, time, total = {(): 1.0}, np.zeros((n + 1, n)), np.zeros(n + 1)
    for size in range(n + 1):
        for there in itertools.combinations(range(n), size):
            left = [m for m in range(n) if m not in there]
            if size:
                before = [tuple(j for j in there if j != m) for m in there]
                weight[there] = sum(
                    weight[b] * rates[m] / (sum(rates) - sum(rates[j] for j in b) + end)
                    for b, m in zip(before, there, strict=True)
                )
            spent = weight[there] / (sum(rates[m] for m in left) + end)
            total[size] += spent
            time[size, left] += spent
    return time / total[:, None]


def test_shares_are_those_of_all_orders():
    rng = np.random.default_rng(5)
    for _ in range(20):
        n, draws = int(rng.integers(2, 7)), 3
        roadmap = Roadmap(1, (Stage(0),), tuple(Milestone(0, Actor(0)) for _ in range(n)), 24)
        roadmap = replace(roadmap, lumps=(tuple(range(n)),))
        theta = rng.normal(-2, 2, size=(draws, n))
        gone = 0.1 * rng.random((draws, 1))
        inputs = make_inputs(roadmap, draws, theta=theta, abandonment=gone, phi=-900.0)
        found = shares(roadmap, inputs)
        assert found.shape == (draws, 1 + 2 * (n + 1) * n)
        assert (found[:, 0] == 1).all()
        still, stand = found[:, 1:].reshape(draws, 2, n + 1, n).swapaxes(0, 1)
        np.testing.assert_allclose(still + stand, 1)
        np.testing.assert_allclose(
            still.sum(axis=2), np.arange(n, -1, -1.0)[None] * np.ones((draws, 1))
        )
        for draw in range(draws):
            rates = np.log1p(np.exp(theta[draw]))
            end = -np.log1p(-gone[draw, 0]) + 1 / 24
            np.testing.assert_allclose(still[draw], to_come(rates, end), atol=0.01)


def test_shares_do_not_depend_on_which_other_draws_there_are():
    roadmap, inputs = unordered(1, 6, draws=BLOCK + 9)
    game = lumped(roadmap, inputs, 20)
    whole, few = shares(game, inputs), shares(game, inputs[:7])
    np.testing.assert_array_equal(whole[:7], few)


@pytest.mark.parametrize("lossy", [False, True])
def test_counting_comes_within_a_point_of_the_exact_odds_and_says_how_near(lossy):
    """Eight unlike milestones, as many as can be compared quickly; a sixth of their states."""
    off, said, before = [], [], []
    for seed in range(8):
        roadmap, inputs = unordered(seed, 7, lossy=lossy)
        exact = solve(roadmap, inputs).reached[:, -1]
        game = lumped(roadmap, inputs, 70)
        assert game.space.size < roadmap.space.size / 1.9
        found = solve(game, inputs).reached[:, -1]
        rough = solve(coarser(game, inputs), inputs).reached[:, -1]
        off.append(np.abs((found - exact).mean(axis=0)))
        said.append(np.abs(found - rough).mean(axis=0))
        one = solve(lumped(roadmap, inputs, 0), inputs).reached[:, -1]
        before.append(np.abs((one - exact).mean(axis=0)))
    assert np.mean(off) < 0.005
    assert np.mean(off) < 0.4 * np.mean(before)  # to count all milestones of the stage
    assert np.max(off) < 0.02
    assert np.mean(np.array(off) <= np.array(said) + 0.0005) > 0.9


def test_paths_with_the_counted_games_expectations_agree_with_its_odds():
    roadmap, inputs = unordered(3, 7, draws=4)
    game = lumped(roadmap, inputs, 70)
    odds = solve(game, inputs).reached[:, -1]
    rng = np.random.default_rng(0)
    run = simulate(game, inputs, lumped_values(game, inputs), paths=2000, rng=rng)
    error = run.error(run.reached[:, -1])
    assert (np.abs(run.reached[:, -1] - odds) < 4 * error + 0.015).all()
    worse = simulate(roadmap, inputs, coarse_values(roadmap, inputs), paths=2000, rng=rng)
    exact = solve(roadmap, inputs).reached[:, -1]
    assert np.abs(run.reached[:, -1] - exact).mean() < np.abs(worse.reached[:, -1] - exact).mean()


def test_a_gradient_of_a_counted_game_is_its_slope():
    """By what the shares do not rest on; by theta and stances they are taken as given."""
    roadmap, inputs = unordered(2, 5, draws=2)
    game = lumped(roadmap, inputs, 20)
    found = gradients(game, inputs)
    step = 1e-5
    for name in ("utility", "precision", "conflict"):
        value = getattr(inputs, name)
        aside = [inputs.with_values(**{name: value + sign * step}) for sign in (1, -1)]
        other = [solve(game, one, engine="numpy").reached[:, -1].mean(0) for one in aside]
        slope = (other[0] - other[1]) / (2 * step)
        summed = found.by[name].reshape(2, -1).sum(axis=1)
        np.testing.assert_allclose(summed, slope, rtol=1e-5, atol=1e-9)


def test_what_tells_milestones_apart_keeps_them_apart():
    def step(**more):
        return Milestone(0, Actor(0), **more)

    steps = [
        step(),
        step(),
        step(expires=5),
        step(after=(0, 1)),
        step(after=(0, 1)),
        step(),
        step(),
    ]
    lever = Lever((0,), from_milestone=5)
    roadmap = Roadmap(1, (Stage(0),), tuple(steps), 12, (lever,), done=(6,))
    game = lumped(roadmap, make_inputs(roadmap, 1), 0)
    assert game.lumps == ((0, 1), (3, 4))


def test_no_more_is_counted_than_has_to_be():
    roadmap, inputs = unordered(0, 9)
    sizes = [lumped(roadmap, inputs, most).space.size for most in (1000, 400, 200, 50, 0)]
    assert sizes[0] == roadmap.space.size  # 515 states
    assert sizes == sorted(sizes, reverse=True)
    assert all(size <= most for size, most in zip(sizes[1:-1], (400, 200, 50), strict=True))
    assert sizes[-1] == 9 + 4


def test_only_a_roadmap_that_is_too_large_is_changed():
    roadmap, inputs = unordered(0, 7)
    assert fitting(roadmap, inputs) is roadmap
    small = replace(roadmap, max_states=60)
    assert too_many(small)
    game = fitting(small, inputs)
    assert game.space.size <= 60
    assert plan_for(game).share.max() > 0
    apart = [replace(step, expires=30 + m) for m, step in enumerate(small.milestones)]
    with pytest.raises(TooManyStatesError, match="more than 60 reachable states"):
        fitting(replace(small, milestones=tuple(apart)), inputs)
    found = roadmap.space.size - 2  # all but abandoned and relapsed
    assert not too_many(replace(roadmap, max_states=found))
    assert replace(roadmap, max_states=found).space.size == found + 2
    assert too_many(replace(roadmap, max_states=found - 1))
