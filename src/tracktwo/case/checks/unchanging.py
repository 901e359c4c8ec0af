"""Issues and stages in which nothing changes: with them a case says nothing, and has no odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.case.checks.validate import Loc, at
from tracktwo.case.schema import START, Settlement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.document import Node
    from tracktwo.case.problems import Problem
    from tracktwo.case.schema import Case, Situation


def check_changes(case: Case, root: Node) -> list[Problem]:
    """Return an error for each issue that no situation moves and each stage that moves nothing.

    Parameters
    ----------
    case : Case
    root : Node
        The tree it was made from.
    """
    return list(_unchanging(case, root))


def _unchanging(case: Case, root: Node) -> Iterator[Problem]:
    roadmap = case.roadmap
    ids = [issue.id for issue in case.issues]
    start = roadmap.start.terms(ids)
    later: list[Situation] = [*roadmap.stages, roadmap.abandoned]
    later += [roadmap.relapse] if roadmap.relapse is not None else []
    computed = case.power.issue if case.power is not None else None
    for i, issue in enumerate(ids):
        terms = [found[issue] for s in later if issue in (found := s.terms(ids))]
        if issue != computed and all(_same(term, start.get(issue)) for term in terms):
            loc: Loc = ("issues", i)
            hint = "say in the `policy` of a stage what it puts in force on it, or leave it out"
            yield at(root, loc, f"nothing changes on {issue}: every stage leaves it as it is", hint)
    before = {issue: start.get(issue) for issue in ids}
    costs = dict(roadmap.start.conflict)
    for s, stage in enumerate(roadmap.stages):
        terms_now = stage.terms(ids)
        moves = any(not _same(term, before[issue]) for issue, term in terms_now.items())
        calms = any(cost != costs.get(actor) for actor, cost in stage.conflict.items())
        if not moves and not calms and stage.power is None and not _turns_a_lever(case, s):
            hint = "say in its `policy`, `power` or `conflict` what it puts in force"
            message = f"nothing changes in stage {stage.id}: to nobody is it worth anything"
            yield at(root, ("roadmap", "stages", s), message, hint)
        before |= terms_now
        costs |= stage.conflict


def _turns_a_lever(case: Case, number: int) -> bool:
    """Tell whether a lever begins or ends with a stage, or with a step of it."""
    stage = case.roadmap.stages[number]
    earlier = START if number == 0 else case.roadmap.stages[number - 1].id
    steps = {milestone.id for milestone in stage.milestones}
    last = number == len(case.roadmap.stages) - 1
    for lever in case.levers:
        if {lever.from_milestone, lever.until_milestone} & steps:
            return True
        # One that names no stages applies until the last is passed.
        if (earlier in lever.stages) != (stage.id in lever.stages) or (last and not lever.stages):
            return True
    return False


def _same(term: object, other: object) -> bool:
    """Tell whether two terms put the same in force; a forecast or a range is open."""
    if isinstance(term, Settlement) or other is None:
        return False
    return (
        getattr(term, "low", None), getattr(term, "mode", None), getattr(term, "high", None),
    ) == (
        getattr(other, "low", None), getattr(other, "mode", None), getattr(other, "high", None),
    )  # fmt: skip
