"""What a run says of changes to a case: of course, of levers, of the roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks.changed import changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import Case, CaseFolder
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
    """What it changes, by name, and what that is then."""


def options(folder: CaseFolder, result: Result, names: Mapping[str, str]) -> tuple[Option, ...]:
    """Return the alternatives in the order of the case."""
    case = folder.case
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
        after = folder.alternative(alternative.id)
        changed = changes(alternative.set, alternative.drop, case, after)
        found.append(Option(alternative, ours, stages, changed))
    return tuple(found)


def changes_of_course(result: Result, focus: int) -> tuple[Change, ...]:
    """Return what would change if one actor consented or did not disrupt, largest effect first."""
    both = [(one.if_consented, one.if_not_disrupting) for one in result.blockers]
    found = [change for pair in both for change in pair if change is not None]
    return tuple(sorted(found, key=lambda change: -abs(change.difference[focus].mean)))


def is_notable(change: Change) -> bool:
    """Whether a change moves any stage by at least a tenth of a percentage point."""
    return any(abs(band.mean) >= 0.001 for band in change.difference)
