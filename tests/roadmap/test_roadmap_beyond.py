"""The game is solved past the window: how far it is reported must not change it."""

from dataclasses import replace

import numpy as np
import pytest
from random_games import random_roadmap, talks, talks_inputs

from tracktwo.roadmap import make_inputs, solve
from tracktwo.roadmap.inputs import conflict_factor, conflict_steepness
from tracktwo.roadmap.structure import STEPS_BEYOND, TOLERANCE, steps_beyond

DRAWS = 64
WINDOW = 36
FAR = sum(count * months for count, months in STEPS_BEYOND)


def long_game(seed, months, *, single=0, ends=False):
    """A random game with payoffs and constants of the usual size, reported for some months.

    With `single`, so many months beyond are solved one by one; with `ends`, none.
    """
    rng = np.random.default_rng(seed)
    roadmap = random_roadmap(rng)
    while not roadmap.stages or not roadmap.milestones:
        roadmap = random_roadmap(rng)
    stages = tuple(
        replace(s, deadline=None if s.deadline is None else 6 * s.deadline) for s in roadmap.stages
    )
    steps = tuple(
        replace(m, expires=None if m.expires is None else 6 * m.expires) for m in roadmap.milestones
    )
    dates = [s.deadline for s in stages if s.deadline] + [m.expires for m in steps if m.expires]
    beyond = (1,) * single if single else steps_beyond(months, dates)
    roadmap = replace(
        roadmap,
        stages=stages,
        milestones=steps,
        months=months,
        beyond=() if ends else beyond,
        grows=None if ends else 120,
    )
    n, m, r, levers = roadmap.actors, len(steps), roadmap.situations, len(roadmap.levers)
    utility = -rng.random((1, r, n)) + 0.05 * rng.normal(size=(DRAWS, r, n))
    half_life = rng.choice([12.0, 36.0, 1e9], size=levers)
    middle = np.array(roadmap.ends) - np.array(roadmap.lengths) / 2
    fatigue = 0.5 ** (middle / half_life[:, None])
    return roadmap, make_inputs(
        roadmap,
        DRAWS,
        utility=np.clip(utility, -1, 0),
        conflict=0.3 * rng.random((1, r, n)),
        growth=rng.choice([0, 0.002, 0.008]) * rng.random(DRAWS),
        lever_path=np.broadcast_to(fatigue, (DRAWS, levers, roadmap.periods)),
        lever_cost=0.2 * rng.random((1, levers, n)),
        theta=rng.normal(size=(1, m)) - 2.5,
        stance=rng.choice([0, 1, -2], size=(1, m, n)),
        precision=rng.triangular(3, 12, 30, size=(DRAWS, 1)),
        discount=rng.triangular(0.97, 0.985, 0.995, size=DRAWS),
        disruption=rng.random((1, n)) / n,
        phi=rng.normal(size=DRAWS) - 4,
        abandonment=0.02 * rng.random((1, len(stages))),
        capability=rng.random((1, n)),
        lapse=0.05 * rng.random((1, m)),
        relapse=0.02,
    )


def mean_odds(seed, months, **how):
    solved = solve(*long_game(seed, months, **how), milestones=False)
    return solved.reached[:, : WINDOW + 1].mean(axis=0)


def gap(seed, other, **how):
    return np.abs(mean_odds(seed, WINDOW, **how) - mean_odds(seed, other, **how)).max()


def test_a_longer_report_is_of_the_same_game():
    gaps = np.array([gap(seed, 2 * WINDOW) for seed in range(40)])
    assert (gaps <= TOLERANCE).mean() > 0.95
    assert gaps.max() < 5 * TOLERANCE


def test_it_was_not_where_the_game_ended_with_the_report():
    gaps = np.array([gap(seed, 2 * WINDOW, ends=True) for seed in range(40)])
    assert (gaps > 20 * TOLERANCE).mean() > 0.2


@pytest.mark.parametrize("seed", [0, 3, 4, 5, 6])
def test_long_steps_come_to_what_single_months_do(seed):
    months = mean_odds(seed, WINDOW, single=1200)
    assert np.abs(mean_odds(seed, WINDOW) - months).max() <= TOLERANCE


@pytest.mark.parametrize("foresight", [0, 4])
def test_how_far_short_sighted_actors_are_reported_changes_nothing(foresight):
    def odds(months):
        roadmap = replace(talks(months=months, levers=0), beyond=steps_beyond(months))
        numbers = talks_inputs(talks(months=months, levers=0), 40)
        kept = {name: getattr(numbers, name) for name in ("utility", "stance", "theta")}
        inputs = make_inputs(roadmap, 40, precision=5, phi=-3, disruption=0.3, **kept)
        return solve(roadmap, inputs, foresight=foresight).reached[:, :13]

    # Past its sight, only what others will answer there could matter; that fades in two sights.
    assert np.abs(odds(12) - odds(24)).max() <= (0 if foresight == 0 else TOLERANCE)


def test_a_deadline_after_the_window_is_seen_coming(engine):
    def final(beyond):
        roadmap = talks(actors=1, stages=1, months=12, levers=0)
        stages = (replace(roadmap.stages[0], deadline=15),)
        roadmap = replace(roadmap, stages=stages, beyond=beyond)
        # Each step is a loss unless given up, which the deadline does, costs more.
        utility = np.array([-0.5, -0.6, -1.0, -1.0])[:, None]
        inputs = make_inputs(roadmap, utility=utility, precision=20, theta=-2, discount=0.9)
        return solve(roadmap, inputs, engine=engine).reached[0, -1, 0]

    assert final(steps_beyond(12, [15])) > 1.5 * final(())


@pytest.mark.parametrize(
    ("foresight", "before"),
    [
        (None, [0.5730638641276943, 0.004629707604093884]),
        (3, [0.6745247170658065, 0.00613103313731443]),
    ],
)
def test_without_steps_beyond_it_is_solved_as_it_was_before_there_were_any(
    foresight, before, engine
):
    roadmap = talks(actors=3)
    inputs = talks_inputs(roadmap, 1, seed=7)
    solved = solve(roadmap, inputs, foresight=foresight, engine=engine)
    np.testing.assert_allclose(solved.reached[0, -1], before, rtol=1e-10)


def test_steps_are_single_months_up_to_the_last_date_and_forty_years_in_all():
    assert sum(steps_beyond(60)) == FAR == 480
    assert len(steps_beyond(60)) == 64
    dated = steps_beyond(60, [12, 70, 10_000])
    assert dated[:10] == (1,) * 10
    assert dated[10:] == steps_beyond(60)


def test_growth_ends_and_its_slope_is_the_difference():
    roadmap = replace(talks(months=3), beyond=(1, 4, 6), grows=6)
    growth = np.array([0.02, -0.01, 0.0])
    factor = conflict_factor(roadmap, growth)
    q = 1 + growth
    expected = [q**0, q, q**2, q**3, (q**4 + 3 * q**5) / 4, q**5]
    np.testing.assert_allclose(factor, np.array(expected).T, rtol=1e-14)
    step = 1e-6
    slope = (conflict_factor(roadmap, growth + step) - conflict_factor(roadmap, growth - step)) / (
        2 * step
    )
    np.testing.assert_allclose(conflict_steepness(roadmap, growth), slope, atol=1e-8)
