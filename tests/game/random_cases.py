"""Random cases of the whole format, with points for numbers, and ways to change them."""

import copy

import numpy as np

from tracktwo.case.schema import Case
from tracktwo.game.lower import lower
from tracktwo.roadmap import solve

WORDS = ["demands", "supports", "conditional", "silent", "doubts", "opposes", "refuses"]


def random_consent(rng, players, depth=2):
    kind = rng.random()
    if depth == 0 or kind < 0.4:
        return str(rng.choice(players))
    if kind < 0.5:
        return {"share": 0.5, "of": rng.choice(players, 2, replace=False).tolist()}
    parts = [random_consent(rng, players, depth - 1) for _ in range(rng.integers(2, 4))]
    if kind < 0.7:
        return {"all": parts}
    return {"any": parts} if kind < 0.8 else {"at_least": int(rng.integers(1, 3)), "of": parts}


def random_case(seed, *, steps=3, stages=3):
    """A case as a dictionary, of up to so many stages and steps in each."""
    rng = np.random.default_rng(seed)

    def score(high=100):
        return round(float(rng.uniform(0, high)), 1)

    players = [f"a{n}" for n in range(int(rng.integers(2, 6)))]
    issues = [f"i{n}" for n in range(int(rng.integers(1, 4)))]
    plan = []
    for s in range(int(rng.integers(1, stages + 1))):
        ids = [f"m{s}{n}" for n in range(int(rng.integers(1, steps + 1)))]
        milestones = []
        for n, name in enumerate(ids):
            step = {"id": name, "name": name, "consent": random_consent(rng, players)}
            if n and rng.random() < 0.3:
                step["after"] = [ids[n - 1]]
            if rng.random() < 0.15:
                step["lapses"] = 0.02
            if rng.random() < 0.15:
                step["withdrawable_by"] = [str(rng.choice(players))]
            milestones.append(step)
        stage = {
            "id": f"s{s}",
            "name": f"s{s}",
            "milestones": milestones,
            "pace": round(float(rng.uniform(0.01, 0.2)), 3),
            "policy": {i: score() for i in issues},
            "conflict": {a: score(30) for a in players if rng.random() < 0.5},
        }
        if rng.random() < 0.2:
            stage["fallback"] = "abandoned"
        plan.append(stage)
    levers = [
        {
            "id": f"l{n}",
            "name": f"l{n}",
            "kind": "pressure",
            "targets": [players[0]],
            "cost": {str(rng.choice(players)): score(30)},
            "harm": score(20),
            "schedule": {"intensity": 0.5, "half_life": 24},
        }
        for n in range(int(rng.integers(0, 3)))
    ]
    steps_of = [m["id"] for s in plan for m in s["milestones"]]
    return {
        "format": 1,
        "id": f"random-{seed}",
        "title": "T",
        "summary": "S",
        "question": "Q?",
        "as_of": "2024-01-15",
        "horizon": int(rng.choice([12, 24, 36])),
        "actors": [
            {
                "id": a,
                "name": a,
                "kind": "organisation",
                "capability": score(),
                "disruption": round(float(rng.choice([0.0, 0.3, 1.0])), 1),
            }
            for a in players
        ],
        "issues": [{"id": i, "name": i, "scale": {0: "no", 100: "yes"}} for i in issues],
        "roadmap": {
            "name": "R",
            "start": {
                "policy": {i: score() for i in issues},
                "conflict": {a: score(30) for a in players},
            },
            "stages": plan,
        },
        "stances": [
            {"actor": a, "on": [str(rng.choice(steps_of))], "stance": str(rng.choice(WORDS))}
            for a in players
        ],
        "levers": levers,
        "positions": [
            {"actor": a, "issue": i, "position": score(), "salience": score()}
            for a in players
            for i in issues
            if rng.random() < 0.9
        ],
    }


def changed(case, change):
    """A copy of a case, changed in place by a function."""
    out = copy.deepcopy(case)
    change(out)
    return out


def odds(case, *, foresight=None, spread=0.0, engine="numpy"):
    """Odds of each stage by month, (T+1, K): every number at its mode, or shifted within it."""
    lowered = lower(Case.model_validate(case))
    values = {
        path: np.array([span.mode + spread * (span.high - span.mode)])
        for path, span in lowered.spans.items()
    }
    inputs = lowered.inputs(values, 1)
    return solve(lowered.roadmap, inputs, foresight=foresight, engine=engine).reached[0]
