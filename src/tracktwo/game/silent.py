"""Numbers of a case that count nowhere: whatever they are, no odds move.

Each number in turn is moved, in a draw of its own and from two different grounds, and the engine's
arrays are looked at through what the game can use of them: payoffs only of those who answer
anything, only as they differ between situations; stances only where they are asked; capability
only where a rule weighs it. Where nothing of that moves, nothing of the game does. That is
found from the arrays alone; no game is solved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.checks.whereabouts import whereabouts
from tracktwo.case.problems import Problem
from tracktwo.case.quantities import limits, quantities
from tracktwo.errors import UnanswerableError
from tracktwo.game.lower import lower
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.rules import AtLeast, Share
from tracktwo.roadmap.structure import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.case.schema import Case
    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.rules import Rule

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

GROUNDS = 2
"""Joint samples, made up once, from which each number is moved."""

SHOWN = 5
"""Further numbers of one owner that a note lists."""

_ROUNDING = 1e-12
_ELSEWHERE = (".harm", ".weight", ".quorum.members")
"""Ends of paths whose numbers are of use apart from the odds: harm, who stands behind a body."""


@dataclass(frozen=True)
class Silent:
    """Numbers of one owner that count nowhere in the odds."""

    owner: str
    """Id of the actor, issue, stage, lever or setting."""
    paths: tuple[str, ...]
    why: str
    """Why, where that can be said in a word; else empty."""


def silent_numbers(case: Case) -> tuple[Silent, ...]:
    """Return the numbers given in a case that move no odds, by whose they are.

    Numbers of shares of power and votes are left out: they answer questions of their own.
    """
    lowered = lower(case)
    try:
        plan_for(lowered.roadmap)
    except UnanswerableError:  # too large a roadmap or rule to look through
        return ()
    if not lowered.roadmap.months:
        return ()
    given = [
        q
        for q in quantities(case)
        if q.given
        and q.path in lowered.spans
        and not q.path.endswith(_ELSEWHERE)
        and ".power." not in f".{q.path}"
    ]
    still = _still(lowered, [q.path for q in given])
    found: dict[str, list[str]] = {}
    for q in given:
        if q.path in still:
            found.setdefault(_owner(q.path, q.owner), []).append(q.path)
    return tuple(
        Silent(owner, tuple(paths), _why(lowered, owner, paths)) for owner, paths in found.items()
    )


def _still(lowered: Lowered, paths: list[str]) -> set[str]:
    """Return those of the paths at which nothing that the game uses moves."""
    rng = np.random.default_rng(0)
    draws = GROUNDS * (1 + len(paths))
    ground = np.arange(draws) % GROUNDS
    values = {}
    for path, span in lowered.spans.items():
        base = span.low + (span.high - span.low) * rng.uniform(0.2, 0.8, GROUNDS)
        values[path] = base[ground]
    for n, path in enumerate(paths, start=1):
        low, high = limits(path)
        rows = slice(GROUNDS * n, GROUNDS * (n + 1))
        values[path][rows] = low + (high - low) * rng.uniform(0.05, 0.95, GROUNDS)
    arrays = list(_used(lowered, lowered.inputs(values, draws)))
    moved: Flags = np.zeros(draws, dtype=bool)
    for array in arrays:
        flat = array.reshape(draws, -1)
        base = flat[:GROUNDS][ground]
        moved |= np.any(np.abs(flat - base) > _ROUNDING * (1 + np.abs(base)), axis=1)
    by_path = np.any(moved.reshape(-1, GROUNDS), axis=1)
    return {path for path, found in zip(paths, list(by_path)[1:], strict=True) if not found}


def _used(lowered: Lowered, x: Inputs) -> Iterator[Floats]:
    """Yield what the game uses of its arrays, draws first."""
    roadmap, plan = lowered.roadmap, plan_for(lowered.roadmap)
    kinds = {int(kind) for kind in plan.kind}
    steps = sorted(set(plan.milestone[plan.kind == EventKind.MILESTONE].tolist()))
    asked = np.zeros((len(roadmap.milestones), roadmap.actors), dtype=bool)
    for m in steps:
        diagram = roadmap.diagrams[m]
        asked[m, [diagram.actors[place] for place in diagram.asks]] = True
    back = plan.kind == EventKind.WITHDRAWAL
    asked[plan.milestone[back], plan.actor[back]] = True
    disrupts: Flags = np.asarray((x.disruption > 0) & (EventKind.DISRUPTION in kinds))
    answers: Flags = np.asarray((asked.any(axis=0) | disrupts) & (x.precision > 0))  # (D, N)
    felt = answers[:, None, :]

    utility = (x.utility - x.utility[:, :1]) * felt
    conflict = (x.conflict - x.conflict[:, :1]) * felt
    stands = np.ones(roadmap.situations, dtype=bool)
    # Nobody comes to where a completed roadmap breaks down unless it can.
    stands[roadmap.relapsed_situation] = bool((x.relapse > 0).any())
    utility, conflict = utility[:, stands], conflict[:, stands]
    yield utility
    yield conflict
    yield x.growth * conflict.any(axis=(1, 2))
    applies = roadmap.space.lever_applies(roadmap)  # (L, S)
    some: Flags = np.asarray(applies.any(axis=1) & ~applies.all(axis=1))
    cost = x.lever_cost * felt * some[:, None]
    yield cost * x.lever_path.any(axis=2, keepdims=True)
    yield x.lever_path * cost.any(axis=2, keepdims=True)
    gains: Flags = np.asarray(utility.any(axis=1) | conflict.any(axis=1) | cost.any(axis=1))
    yield x.precision * gains
    yield x.discount * gains.any(axis=1)
    ruled = [m for m in steps if roadmap.milestones[m].rule is not None]
    yield x.theta[:, ruled]
    yield (x.stance * asked)[:, ruled]
    yield np.where(EventKind.DISRUPTION in kinds, x.disruption, 0.0)
    yield x.phi * (disrupts.any(axis=1) | bool(back.any()))
    yield x.abandonment
    weighed = {i for m in ruled for i in _weighed(roadmap.milestones[m].rule)}
    yield x.capability[:, sorted(weighed)]
    lapsing = sorted(set(plan.milestone[plan.kind == EventKind.LAPSE].tolist()))
    yield x.lapse[:, lapsing]
    yield x.relapse


def _weighed(rule: Rule | None) -> Iterator[int]:
    """Yield the players whose capability a rule weighs."""
    match rule:
        case Share(_, actors):
            yield from actors if len(actors) > 1 else ()
        case AtLeast(_, rules):
            for part in rules:
                yield from _weighed(part)


def _owner(path: str, owner: str) -> str:
    """Return whose number it is: an actor's positions, stances, costs of conflict are its own."""
    parts = path.split(".")
    if parts[0] in {"positions", "stances"}:
        return parts[1]
    return parts[-1] if parts[-2] == "conflict" else owner


def _why(lowered: Lowered, owner: str, paths: list[str]) -> str:
    if all(path.startswith("stances.") for path in paths):
        return "declared on steps that do not ask it"
    idle = f"levers.{owner}.schedule.intensity"
    if idle in lowered.spans and lowered.spans[idle].high == 0:
        return "its intensity is 0: they count only in what it would do if it were applied"
    if owner not in {a.id for a in lowered.case.actors}:
        return ""
    if owner not in lowered.players:
        return "without a capability it does not play"
    i = lowered.players.index(owner)
    calm = lowered.spans[f"actors.{owner}.disruption"].high == 0
    if calm and not lowered.asked[i]:
        return "no rule names it, and it cannot disrupt"
    if all(".conflict." in path for path in paths):
        return "it is the same wherever the process stands"
    if all(path.endswith(".salience") for path in paths):
        return "the only issue on which it has a position"
    power = lowered.case.power
    if power is not None and all(path.split(".")[2] == power.issue for path in paths):
        return "its own share of power counts in the place of this issue"
    return ""


def silent_notes(folder: CaseFolder) -> tuple[Problem, ...]:
    """Return a note for each owner of numbers that count nowhere, at the first of them.

    Positions of several actors that do so for one reason are told together.
    """
    found: dict[str, tuple[str, ...]] = {}
    whys: dict[str, str] = {}
    for one in silent_numbers(folder.case):
        stands = all(path.endswith(".position") for path in one.paths)
        together = one.why if one.why and stands else one.paths[0]
        found[together] = (*found.get(together, ()), *one.paths)
        whys[together] = one.why
    places = whereabouts(folder.path) if found else {}
    notes = []
    for together, paths in found.items():
        file, line, column = places.get(paths[0], ("case.yaml", None, None))
        others = paths[1:]
        listed = ", ".join(others[:SHOWN])
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        also = f"; the same goes for {listed}{more}" if others else ""
        message = f"counts nowhere: whatever it is, no odds move{also}"
        why = whys[together] or None
        notes.append(Problem(file, line, column, paths[0], message, why, "note"))
    return tuple(notes)
