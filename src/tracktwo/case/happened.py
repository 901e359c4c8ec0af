"""What of a roadmap has happened already: where the process stands on the as-of date.

A stage has happened if it says so, or once all its milestones have. A milestone has happened if it
says so, or if its stage has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tracktwo.case.format.roadmap import Happened, Milestone, Stage
    from tracktwo.case.schema import Case


class Place(NamedTuple):
    """Where a process stands: stages passed, and milestones of the next stage that are reached."""

    passed: int
    milestones: tuple[str, ...]


def stage_happened(stage: Stage) -> Happened | None:
    """Return when a stage was passed: its own mark, or the last of its milestones; else None."""
    if stage.happened is not None:
        return stage.happened
    marks = [m.happened for m in stage.milestones if m.happened is not None]
    if len(marks) < len(stage.milestones):
        return None
    return max(marks, key=lambda mark: mark.date, default=None)


def milestone_happened(stage: Stage, milestone: Milestone) -> Happened | None:
    """Return when a milestone was reached: its own mark, or that of its stage; else None."""
    return milestone.happened or stage.happened


def standing(case: Case) -> Place:
    """Return where the process stands on the as-of date."""
    passed = 0
    for stage in case.roadmap.stages:
        if stage_happened(stage) is None:
            return Place(passed, tuple(m.id for m in stage.milestones if m.happened is not None))
        passed += 1
    return Place(passed, ())


def happened_on(case: Case) -> dict[str, str]:
    """Return the dates of what has happened, by id of the stage or milestone."""
    found: dict[str, str] = {}
    for stage in case.roadmap.stages:
        marks = [(stage.id, stage_happened(stage))]
        marks += [(m.id, milestone_happened(stage, m)) for m in stage.milestones]
        found |= {id_: mark.date for id_, mark in marks if mark is not None}
    return found
