"""Random roadmaps and inputs that use every feature of the engine."""

import itertools

import numpy as np

from tracktwo.roadmap import (
    Actor,
    AtLeast,
    Lever,
    Milestone,
    Roadmap,
    Share,
    Stage,
    make_inputs,
)


def random_rule(rng, actors, depth=2):
    """A single actor, a share, or "at least n of" parts, which may repeat actors."""
    kind = rng.random()
    if depth == 0 or kind < 0.4:
        return Actor(int(rng.integers(actors)))
    if kind < 0.5:
        members = rng.choice(actors, size=rng.integers(1, actors + 1), replace=False)
        return Share(float(rng.choice([0.3, 0.5, 0.66, 1.0])), tuple(members.tolist()))
    parts = tuple(random_rule(rng, actors, depth - 1) for _ in range(rng.integers(1, 4)))
    return AtLeast(int(rng.integers(1, len(parts) + 1)), parts)


def some(rng, items, most):
    """At most `most` of the items."""
    items = list(items)
    count = int(rng.integers(0, min(most, len(items)) + 1))
    return tuple(sorted(rng.choice(items, size=count, replace=False).tolist())) if count else ()


def maybe(rng, chance, value):
    return value if rng.random() < chance else None


def random_roadmap(rng):
    actors = int(rng.integers(1, 5))
    stages = int(rng.integers(0, 4))
    months = int(rng.choice([0, 1, 2, 7, 12]))
    milestones = []
    for stage in range(stages):
        first = len(milestones)
        for number in range(rng.integers(0, 4)):
            rule = maybe(rng, 0.9, random_rule(rng, actors))
            milestones.append(
                Milestone(
                    stage,
                    rule,
                    after=some(rng, range(first, first + number), 2),
                    expires=maybe(rng, 0.3, int(rng.integers(0, months + 1))),
                    lapses=bool(rng.random() < 0.3),
                    withdrawable_by=some(rng, range(actors), 1),
                )
            )
    levers = tuple(
        Lever(
            some(rng, range(stages + 3), stages + 3),
            maybe(rng, 0.4, int(rng.integers(len(milestones)))) if milestones else None,
            maybe(rng, 0.4, int(rng.integers(len(milestones)))) if milestones else None,
        )
        for _ in range(rng.integers(0, 4))
    )
    return Roadmap(
        actors,
        tuple(
            Stage(
                maybe(rng, 0.7, int(rng.integers(k + 1))),
                maybe(rng, 0.3, int(rng.integers(1, 13))),
            )
            for k in range(stages)
        ),
        tuple(milestones),
        months,
        levers,
        # Half of them go on past the last month reported.
        beyond=tuple(rng.choice([1, 1, 2, 5], size=int(rng.integers(1, 5))).tolist())
        if months and rng.random() < 0.5
        else (),
        grows=maybe(rng, 0.3, int(rng.integers(1, 20))),
    )


def random_inputs(rng, roadmap, draws=2):
    d, n, m = draws, roadmap.actors, len(roadmap.milestones)
    levers, r, t = len(roadmap.levers), roadmap.situations, roadmap.periods
    return make_inputs(
        roadmap,
        d,
        utility=-rng.choice([1, 1, 5, 100]) * rng.random((d, r, n)),
        conflict=0.3 * rng.random((d, r, n)),
        growth=rng.uniform(-0.05, 0.05, d),
        lever_path=rng.random((d, levers, t)),
        lever_cost=0.3 * rng.normal(size=(d, levers, n)),
        theta=2 * rng.normal(size=(d, m)),
        stance=rng.choice([1, 1, 50]) * rng.normal(size=(d, m, n)),
        precision=8 * rng.random((d, n)),
        discount=rng.random(d),
        disruption=rng.choice([0, 0.5, 1]) * rng.random((d, n)),
        phi=rng.normal(size=d) - 2,
        abandonment=0.1 * rng.random((d, len(roadmap.stages))),
        capability=rng.random((d, n)),
        lapse=0.3 * rng.random((d, m)),
        relapse=0.2 * rng.random(d),
    )


def random_game(seed, draws=2):
    """A roadmap, its inputs, and how far its actors look ahead."""
    rng = np.random.default_rng(seed)
    roadmap = random_roadmap(rng)
    inputs = random_inputs(rng, roadmap, draws)
    foresight = [None, None, 0, 1, 3, 50][rng.integers(6)]
    return roadmap, inputs, foresight


def talks(actors=2, stages=2, months=24, levers=1):
    """A plain roadmap for tests of one thing: two milestones a stage, all must agree."""
    everyone = tuple(Actor(i) for i in range(actors))
    milestones = itertools.chain.from_iterable(
        (Milestone(k, AtLeast(actors, everyone)), Milestone(k, everyone[0])) for k in range(stages)
    )
    return Roadmap(
        actors,
        tuple(Stage(0) for _ in range(stages)),
        tuple(milestones),
        months,
        tuple(Lever((0, 1)) for _ in range(levers)),
    )


def talks_inputs(roadmap, draws, seed=0):
    """Inputs of middling size for `talks`."""
    rng = np.random.default_rng(seed)
    d, n, m = draws, roadmap.actors, len(roadmap.milestones)
    levers, r, t = len(roadmap.levers), roadmap.situations, roadmap.periods
    return make_inputs(
        roadmap,
        d,
        utility=-rng.random((d, r, n)),
        conflict=0.2 * rng.random((d, r, n)),
        growth=0.01 * rng.random(d),
        lever_path=rng.random((d, levers, t)),
        lever_cost=0.2 * rng.random((d, levers, n)),
        theta=rng.normal(size=(d, m)) - 1,
        stance=rng.normal(size=(d, m, n)),
        precision=5 * rng.random((d, n)),
        discount=rng.uniform(0.9, 1.0, d),
        disruption=rng.random((d, n)) / n,
        phi=rng.normal(size=d) - 3,
        abandonment=0.02 * rng.random((d, len(roadmap.stages))),
        capability=rng.random((d, n)),
        lapse=0.1 * rng.random((d, m)),
        relapse=0.02 * rng.random(d),
    )
