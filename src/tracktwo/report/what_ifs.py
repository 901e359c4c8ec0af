"""What a run says of changes to a case: of course, of levers, of the roadmap."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import Case
    from tracktwo.case.schema import Alternative, Lever
    from tracktwo.results.bands import Band
    from tracktwo.results.changes import Change
    from tracktwo.results.odds import AlternativeResult, LeverEffect, Result


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
    base = dict(zip((s.id for s in result.stages), result.base, strict=True))
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
