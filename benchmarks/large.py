"""Roadmaps with more states than are solved: how near counting the easier steps comes.

python benchmarks/large.py [GAMES]: random stages of unlike steps in no order, small enough to be
solved exactly as well; parties differ, look ahead and weigh what they gain (precision 4). Errors
are of the mean odds over 16 draws, in points; "said" is the error that an answer tells.
"""

from __future__ import annotations

import sys
import time

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
from tracktwo.roadmap.lumps import coarser, lumped
from tracktwo.roadmap.structure import steps_beyond

DRAWS, PATHS, MONTHS = 16, 500, 36
SIZES = ((8, 90), (10, 100), (10, 250), (12, 250), (12, 1_000), (14, 1_000))
"""Steps of the stage, and how many states to tell apart."""


def game(seed: int, steps: int, actors: int = 5):
    """A stage of unlike steps, one step after it, and the numbers of both."""
    rng = np.random.default_rng(seed)
    milestones = []
    for _ in range(steps):
        who = rng.choice(actors, int(rng.integers(1, 4)), replace=False).tolist()
        enough = int(rng.integers(1, len(who) + 1)) if rng.random() < 0.3 else len(who)
        lossy = rng.random() < 0.3
        milestones.append(
            Milestone(
                0,
                AtLeast(enough, tuple(Actor(i) for i in who)),
                lapses=bool(lossy),
                withdrawable_by=(who[0],) if rng.random() < 0.3 else (),
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
        theta=-0.3,
        stance=rng.normal(size=(1, m, actors)) + 0.5 * rng.normal(size=(d, m, actors)),
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


def main(games: int = 10) -> None:
    """Print the table."""
    print(
        "| steps | states | told apart | error, mean | largest | one draw | said | held | ", end=""
    )
    print("one count a stage | time |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for steps, most in SIZES:
        rows, times = [], []
        for seed in range(games):
            roadmap, inputs = game(seed, steps)
            begin = time.process_time()
            exact = solve(roadmap, inputs, milestones=False).reached[:, -1]
            middle = time.process_time()
            few = lumped(roadmap, inputs, most)
            found = solve(few, inputs, milestones=False).reached[:, -1]
            times.append((time.process_time() - middle) / (middle - begin))
            rough = solve(coarser(few, inputs), inputs, milestones=False).reached[:, -1]
            error = np.abs((found - exact).mean(axis=0))
            said = np.abs(found - rough).mean(axis=0)
            rng = np.random.default_rng(0)
            chain = coarse_values(roadmap, inputs)
            paths = simulate(roadmap, inputs, chain, paths=PATHS, rng=rng).reached[:, -1]
            before = np.abs((paths - exact).mean(axis=0))
            rows.append((error, said, before, np.abs(found - exact).mean(axis=0)))
        error, said, before, each = 100 * np.array(rows).swapaxes(0, 1)
        print(
            f"| {steps} | {roadmap.space.size:,} | {few.space.size:,} | {error.mean():.2f} | "
            f"{error.max():.2f} | {each.mean():.2f} | {said.mean():.2f} | "
            f"{np.mean(error <= said):.0%} | {before.mean():.1f} (up to {before.max():.1f}) | "
            f"1/{1 / np.mean(times):.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
