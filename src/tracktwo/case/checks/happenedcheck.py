"""What is said to have happened could have: no date ahead, nothing before what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.case.checks.validate import Loc, at
from tracktwo.case.happened import milestone_happened, stage_happened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.document import Node
    from tracktwo.case.problems import Problem
    from tracktwo.case.schema import Case, Happened, Stage


def check_happened(case: Case, root: Node) -> list[Problem]:
    """Check the dates and the order of everything that a case marks as happened.

    Parameters
    ----------
    case : Case
    root : Node
        The tree it was made from.
    """
    return [
        at(root, loc, message, hint, severity)
        for loc, message, hint, severity in (*_marks(case), *_order(case), *_focus(case))
    ]


_Found = tuple[Loc, str, str | None, str]


def _marks(case: Case) -> Iterator[_Found]:
    """Check every mark by itself, and within its stage."""
    for s, stage in enumerate(case.roadmap.stages):
        loc: Loc = ("roadmap", "stages", s)
        if stage.happened is not None:
            yield from _date(case, stage.happened, (*loc, "happened"))
        yield from _within(case, stage, loc)


def _date(case: Case, mark: Happened, loc: Loc) -> Iterator[_Found]:
    if mark.date > str(case.as_of)[: len(mark.date)]:
        message = f"{mark.date} is after the as-of date {case.as_of}"
        yield (*loc, "date"), message, "move as_of to a later day, or leave it out", "error"
    if not mark.evidence:
        hint = "name the quote that says so in `evidence`"
        yield loc, "no quote says that it happened: an assumption", hint, "note"


def _within(case: Case, stage: Stage, loc: Loc) -> Iterator[_Found]:
    by_id = {m.id: m for m in stage.milestones}
    for m, milestone in enumerate(stage.milestones):
        mark, place = milestone.happened, (*loc, "milestones", m, "happened")
        if mark is None:
            continue
        yield from _date(case, mark, place)
        if stage.happened is not None and _later(mark, stage.happened):
            message = f"{mark.date} is after its stage was passed ({stage.happened.date})"
            yield (*place, "date"), message, "a stage is passed with its last milestone", "error"
        for name in milestone.after:
            before = milestone_happened(stage, by_id[name]) if name in by_id else mark
            if before is None:
                message = f"{milestone.id} cannot have happened: {name}, which it is after, has not"
                hint = f"mark {name} as happened too, or take it out of `after`"
                yield place, message, hint, "error"
            elif _later(before, mark):
                message = f"{mark.date} is before {name}, which it is after ({before.date})"
                yield (*place, "date"), message, "one of the two dates is wrong", "error"


def _order(case: Case) -> Iterator[_Found]:
    """Check that stages were passed in their order, and nothing of a later one before that."""
    gap: Stage | None = None
    last: tuple[Stage, Happened] | None = None
    for s, stage in enumerate(case.roadmap.stages):
        mark = stage_happened(stage)
        begun = [m for m in stage.milestones if m.happened is not None]
        loc: Loc = ("roadmap", "stages", s)
        if stage.happened is None:
            places = [m for m, x in enumerate(stage.milestones) if x.happened is not None]
            at_first: Loc = (*loc, "milestones", places[0], "happened") if places else loc
        else:
            at_first = (*loc, "happened")
        if gap is not None and (mark is not None or begun):
            what = f"{stage.id} cannot have been passed" if mark else f"{begun[0].id} cannot have"
            message = f"{what}{'' if mark else ' happened'}: the stage {gap.id} before it has not"
            yield at_first, message, f"mark {gap.id} as happened too", "error"
        elif mark is not None and last is not None and _later(last[1], mark):
            message = f"{mark.date} is before {last[0].id} was passed ({last[1].date})"
            yield at_first, message, "a later stage is passed later", "error"
        if mark is None and gap is None:
            gap = stage
        if mark is not None:
            last = (stage, mark)


def _focus(case: Case) -> Iterator[_Found]:
    for stage in case.roadmap.stages:
        if stage.id == case.focus and stage_happened(stage) is not None:
            message = f"{stage.id} has happened: its odds are 1"
            yield ("focus",), message, "rankings are by the first stage that has not", "note"


def _later(one: Happened, other: Happened) -> bool:
    """Tell whether a date is surely after another, as far as both are known."""
    digits = min(len(one.date), len(other.date))
    return one.date[:digits] > other.date[:digits]
