"""What blocks the roadmap, what would move it, and why its actors would or would not agree."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.words import signed
from tracktwo.report.charts import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import Case
    from tracktwo.case.schema import Alternative, Lever
    from tracktwo.results.bands import Band
    from tracktwo.results.odds import (
        AlternativeResult,
        Change,
        LeverEffect,
        Reason,
        Reasons,
        Result,
    )

KIND_NAMES = {
    "pace": "Usual pace",
    "stance": "Stance",
    "issue": "Issues",
    "later": "Later stages",
    "power": "Share of power",
    "conflict": "Conflict",
    "pressure": "Levers",
    "other": "Other",
}
KIND_WORDS = {
    "pace": "how readily parties agree to such a step where nothing else weighs on them",
    "stance": "what the actor has declared",
    "issue": "what this step and the next would put in force, on each issue",
    "later": "what the stages after that would put in force",
    "power": "its own share of power in every stage, and what it fears of a vote or of none",
    "conflict": "what conflict would cost with the step and without",
    "pressure": "pressures and inducements",
    "other": "everything else",
}
SMALL = 0.05
"""Log-odds too small to name as a reason."""


@dataclass(frozen=True)
class Asked:
    """One consent of an actor, with its reasons."""

    reasons: Reasons
    name: str
    by_kind: tuple[tuple[str, float], ...]
    """(kind, sum of the means of its parts), for the kinds that occur; they add up to the total."""


@dataclass(frozen=True)
class Voice:
    """An actor and all the consents it is asked for."""

    actor: str
    key: Asked
    """The consent that tells most: its least likely one on the way to the stage in focus."""
    against: str
    favour: str
    asked: tuple[Asked, ...]


def voices(case: Case, result: Result, names: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return the reasons by actor, in the order of the actors."""
    order = [stage.id for stage in result.stages]
    near = set(order[: order.index(result.focus) + 1])
    found = []
    for actor in case.actors:
        asked = tuple(
            Asked(item, names.get(item.milestone, item.milestone), by_kind(item.parts))
            for item in result.reasons
            if item.actor == actor.id
        )
        if not asked:
            continue
        way = [one for one in asked if one.reasons.stage in near] or list(asked)
        key = min(way, key=lambda one: one.reasons.chance.mean)
        against, favour = for_and_against(key.reasons.parts)
        found.append(Voice(actor.id, key, against, favour, asked))
    return tuple(found)


def by_kind(parts: Sequence[Reason]) -> tuple[tuple[str, float], ...]:
    """Sum the means of parts by kind, for the kinds that occur, in the order of charts."""
    values: dict[str, list[float]] = {}
    for part in parts:
        kind = part.kind if part.kind in KINDS else "other"
        values.setdefault(kind, []).append(part.value.mean)
    return tuple((kind, math.fsum(values[kind])) for kind in KINDS if kind in values)


def for_and_against(parts: Sequence[Reason]) -> tuple[str, str]:
    """Name the largest parts on either side."""

    def named(sign: int) -> str:
        side = [part for part in parts if sign * part.value.mean >= SMALL]
        side.sort(key=lambda part: -abs(part.value.mean))
        return "; ".join(f"{part.label} ({signed(part.value.mean)})" for part in side[:3])

    return named(-1), named(1)


@dataclass(frozen=True)
class Applied:
    """A lever of the case with its effect and harm."""

    lever: Lever
    effect: LeverEffect
    idle: bool
    """Whether the case holds it at intensity 0: there to be tried, not assumed to work."""


def levers(case: Case, result: Result) -> tuple[Applied, ...]:
    """Return the levers in the order of the case."""
    effects = {effect.id: effect for effect in result.levers}
    return tuple(
        Applied(lever, effects[lever.id], lever.schedule.intensity.high == 0)
        for lever in case.levers
        if lever.id in effects
    )


@dataclass(frozen=True)
class StageChange:
    """One stage in an alternative beside the base."""

    id: str
    name: str
    base: Band | None
    band: Band
    difference: Band | None
    sure: float | None


@dataclass(frozen=True)
class Option:
    """An alternative of the case with its odds beside the base."""

    alternative: Alternative
    result: AlternativeResult
    stages: tuple[StageChange, ...]
    changes: tuple[tuple[str, str], ...]
    """(dotted path, its new value as text), for those who want the letter of it."""


def options(case: Case, result: Result, names: Mapping[str, str]) -> tuple[Option, ...]:
    """Return the alternatives in the order of the case."""
    results = {item.id: item for item in result.alternatives}
    base = dict(zip((s.id for s in result.stages), result.what_if_base, strict=True))
    found = []
    for alternative in case.alternatives:
        if alternative.id not in results:
            continue
        ours = results[alternative.id]
        shared = {stage: place for place, stage in enumerate(ours.shared)}
        stages = tuple(
            StageChange(
                stage,
                names.get(stage, stage),
                base.get(stage),
                ours.change.reached[place],
                ours.change.difference[shared[stage]] if stage in shared else None,
                ours.change.sure[shared[stage]] if stage in shared else None,
            )
            for place, stage in enumerate(ours.stages)
        )
        changes = [(path, _value(value)) for path, value in alternative.set.items()]
        changes += [(path, "left out") for path in alternative.drop]
        found.append(Option(alternative, ours, stages, tuple(changes)))
    return tuple(found)


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def changes_of_course(result: Result, focus: int) -> tuple[Change, ...]:
    """Return what would change if one actor consented or did not disrupt, largest effect first."""
    both = [(one.if_consented, one.if_not_disrupting) for one in result.blockers]
    found = [change for pair in both for change in pair if change is not None]
    return tuple(sorted(found, key=lambda change: -abs(change.difference[focus].mean)))


def is_notable(change: Change) -> bool:
    """Whether a change moves any stage by at least a tenth of a percentage point."""
    return any(abs(band.mean) >= 0.001 for band in change.difference)
