"""Roadmaps with more states than are solved: how near counting the easier steps comes.

python benchmarks/large.py [GAMES]: random stages of unlike steps in no order, small enough to be
solved exactly as well; parties differ, look ahead and weigh what they gain (precision 4). Errors
are in points, of the mean odds over 8 draws and of each draw; "said" is the error that an answer
tells. Of three games one has steps that lapse and consent that is taken back, and one has steps
that are about equally hard: three parties, of whom two must agree to each.
"""

from __future__ import annotations

import sys

import numpy as np

from tracktwo.roadmap import (
    Actor,
    AtLeast,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    coarse_values,
    make_inputs,
    simulate,
    solve,
)
from tracktwo.roadmap.fitting import coarser, lumped
from tracktwo.roadmap.structure import steps_beyond

DRAWS, PATHS, MONTHS = 8, 500, 36
SIZES = ((8, 90), (10, 200), (12, 300), (12, 1_000), (13, 1_000))
"""Steps of the stage, and how many states to tell apart."""
FOLLOWED = 8
"""Up to so many steps paths are followed as well, with expectations from the number done alone."""


def game(seed: int, steps: int, actors: int = 5):
    """A stage of unlike steps, one step after it, and the numbers of both."""
    rng = np.random.default_rng(seed)
    equal = seed % 3 == 2
    actors = 3 if equal else actors
    milestones = []
    for _ in range(steps):
        who = rng.choice(actors, 2 if equal else int(rng.integers(1, 4)), replace=False).tolist()
        enough = (
            int(rng.integers(1, len(who) + 1)) if rng.random() < 0.3 and not equal else len(who)
        )
        lossy = seed % 3 == 1 and rng.random() < 0.3
        milestones.append(
            Milestone(
                0,
                AtLeast(enough, tuple(Actor(i) for i in who)),
                lapses=bool(lossy),
                withdrawable_by=(who[0],) if seed % 3 == 1 and rng.random() < 0.3 else (),
            )
        )
    milestones.append(Milestone(1, AtLeast(1, (Actor(0), Actor(1)))))
    roadmap = Roadmap(
        actors,
        (Stage(0), Stage(0)),
        tuple(milestones),
        MONTHS,
        (Lever((0,)),),
        steps_beyond(MONTHS),
        max_states=10**6,
    )
    d, m, r = DRAWS, steps + 1, roadmap.situations
    inputs = make_inputs(
        roadmap,
        d,
        utility=-rng.random((d, r, actors)),
        conflict=0.2 * rng.random((d, r, actors)),
        lever_path=rng.random((d, 1, roadmap.periods)),
        lever_cost=0.2 * rng.random((d, 1, actors)),
        theta=0.3 if equal else -0.3,
        stance=rng.normal(size=(1, m, actors)) * (not equal)
        + (0.7 if equal else 0.5) * rng.normal(size=(d, m, actors)),
        precision=4.0,
        discount=rng.uniform(0.9, 1.0, d),
        disruption=rng.random((d, actors)) / actors,
        phi=rng.normal(size=d) - 3,
        abandonment=0.02 * rng.random((d, 2)),
        capability=rng.random((d, actors)),
        lapse=0.1 * rng.random((d, m)),
        relapse=0.02 * rng.random(d),
    )
    return roadmap, inputs


def main(games: int = 8) -> None:
    """Print the table."""
    heads = (
        "steps", "states", "told apart", "mean odds off", "most", "a draw off", "most", "said",
        "within it", "by one count: mean odds off", "a draw off", "most",
    )  # fmt: skip
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for steps, most in SIZES:
        rows, followed = [], []
        for seed in range(games):
            roadmap, inputs = game(seed, steps)
            exact = solve(roadmap, inputs, milestones=False).reached[:, -1]
            few = lumped(roadmap, inputs, most)
            found = solve(few, inputs, milestones=False).reached[:, -1]
            rough = solve(coarser(few, inputs), inputs, milestones=False).reached[:, -1]
            rows.append((*errors(found, exact), np.abs(found - rough).mean(axis=0)))
            if steps <= FOLLOWED:
                rng = np.random.default_rng(0)
                chain = coarse_values(roadmap, inputs)
                paths = simulate(roadmap, inputs, chain, paths=PATHS, rng=rng).reached[:, -1]
                followed.append(errors(paths, exact))
        mean, each, worst, said = 100 * np.array(rows).swapaxes(0, 1)
        before = ["-"] * 3
        if followed:
            on_mean, on_each, most_off = 100 * np.array(followed).swapaxes(0, 1)
            before = [f"{x:.1f}" for x in (on_mean.mean(), on_each.mean(), most_off.max())]
        print(
            f"| {steps} | {roadmap.space.size:,} | {few.space.size:,} | {mean.mean():.2f} | "
            f"{mean.max():.2f} | {each.mean():.2f} | {worst.max():.1f} | {said.mean():.2f} | "
            f"{np.mean(mean <= said):.0%} | {' | '.join(before)} |",
            flush=True,
        )


def errors(found, exact):
    """Per stage: of the mean odds, of a draw on average, and of the draw that is furthest off."""
    off = found - exact
    return np.abs(off.mean(axis=0)), np.abs(off).mean(axis=0), np.abs(off).max(axis=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
