"""Numbers that count nowhere: those named move no odds, and those not named move some."""

import numpy as np
import pytest
from random_cases import changed, random_case

from tracktwo.case.quantities import limits, quantities
from tracktwo.case.schema import Case
from tracktwo.game.lower import lower
from tracktwo.game.silent import silent_notes, silent_numbers
from tracktwo.roadmap import solve

TRIES = 8


def named(case):
    return {path for one in silent_numbers(case) for path in one.paths}


def moved_by(case, paths, seed=0):
    """How far odds move with each of the paths, the most over some values and two grounds."""
    rng = np.random.default_rng(seed)
    lowered = lower(case)
    grounds = [0.5, 0.3]
    draws = len(grounds) * (1 + TRIES * len(paths))
    ground = np.tile(grounds, draws // len(grounds))
    values = {
        path: span.low + (span.high - span.low) * ground for path, span in lowered.spans.items()
    }
    for n, path in enumerate(paths):
        low, high = limits(path)
        rows = slice(2 + 2 * TRIES * n, 2 + 2 * TRIES * (n + 1))
        # From end to end: some count only past a threshold, as shares in a rule do.
        tried = low + (high - low) * (np.arange(TRIES) + rng.random(TRIES)) / TRIES
        values[path][rows] = np.repeat(tried, 2)
    solved = solve(lowered.roadmap, lowered.inputs(values, draws), engine="numpy")
    odds = np.concatenate(
        [a.reshape(draws, -1) for a in (solved.reached, solved.in_force, solved.milestones)], axis=1
    )
    gap = np.abs(odds - np.tile(odds[:2], (draws // 2, 1))).max(axis=1)
    return dict(zip(paths, gap[2:].reshape(len(paths), -1).max(axis=1), strict=True))


@pytest.mark.parametrize("seed", range(24))
def test_named_numbers_move_nothing_and_others_something(seed):
    case = Case.model_validate(random_case(seed))
    silent = named(case)
    given = [q.path for q in quantities(case) if q.given and not q.path.endswith(".harm")]
    effect = moved_by(case, given)
    assert {path for path in given if effect[path] > 1e-10} & silent == set()
    assert {path for path in given if effect[path] == 0} - silent == set()


def test_the_shipped_cases(worked, smallest):
    for folder in (worked, smallest):
        silent = named(folder.case)
        assert silent
        effect = moved_by(folder.case, sorted(silent))
        assert max(effect.values()) < 1e-10


def test_capability_that_neither_disrupts_nor_is_weighed():
    case = next(c for c in map(random_case, range(99)) if len(c["roadmap"]["stages"]) > 1)
    case["actors"].append(
        {"id": "looker", "name": "L", "kind": "organisation", "capability": 80, "disruption": 0}
    )
    case["positions"].append({"actor": "looker", "issue": "i0", "position": 5, "salience": 50})
    (one,) = [x for x in silent_numbers(Case.model_validate(case)) if x.owner == "looker"]
    assert "actors.looker.capability" in one.paths
    assert "positions.looker.i0.position" in one.paths
    assert one.why == "no rule names it, and it cannot disrupt"

    def able(case):
        case["actors"][-1]["disruption"] = 0.5

    assert "looker" not in {
        x.owner
        for x in silent_numbers(Case.model_validate(changed(case, able)))
        if "actors.looker.capability" in x.paths
    }

    def described(case):
        del case["actors"][-1]["capability"]

    (one,) = [
        x
        for x in silent_numbers(Case.model_validate(changed(case, described)))
        if x.owner == "looker"
    ]
    assert one.why == "without a capability it does not play"


def test_the_only_salience_of_an_actor(smallest):
    # One issue: whatever it matters, it is all that matters.
    notes = {note.path: note for note in silent_notes(smallest)}
    note = notes["positions.lower.water.salience"]
    assert (note.file, note.line, note.severity) == ("positions.csv", 3, "note")
    assert "counts nowhere" in note.message
    assert note.hint == "the only issue on which it has a position"
    assert "positions.lower.water.position" not in notes


def test_a_lever_that_nobody_applies(worked):
    notes = [n for n in silent_notes(worked) if n.path.startswith("levers.step-by-step")]
    assert len(notes) == 1
    assert "its intensity is 0" in notes[0].hint
    assert notes[0].line
