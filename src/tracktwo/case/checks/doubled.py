"""Milestones of a stage that may be one step written twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracktwo.case.checks.validate import at
from tracktwo.case.schema import AllOf, AnyOf, AtLeast, ShareOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.document import Node
    from tracktwo.case.problems import Problem
    from tracktwo.case.schema import Case, Consent, Stage


def check_doubled(case: Case, root: Node) -> list[Problem]:
    """Return a note for each milestone that needs the same consent as one before it, in no order.

    The usual pace of a stage is shared out among its milestones: a step written twice makes every
    other step of its stage easier. Of a milestone whose consent is still a drafting rule's that
    says nothing: rules ask all parties of all that a text leaves open.

    Parameters
    ----------
    case : Case
    root : Node
        The tree it was made from.
    """
    return list(_doubled(case, root))


def _doubled(case: Case, root: Node) -> Iterator[Problem]:
    for s, stage in enumerate(case.roadmap.stages):
        earlier = _earlier(stage)
        seen: dict[object, list[str]] = {}
        for m, milestone in enumerate(stage.milestones):
            if milestone.rule is not None:
                continue
            same = seen.setdefault(_meaning(milestone.consent), [])
            twins = [
                other
                for other in same
                if other not in earlier[milestone.id] and milestone.id not in earlier[other]
            ]
            same.append(milestone.id)
            if twins:
                yield at(
                    root,
                    ("roadmap", "stages", s, "milestones", m),
                    f"needs the same consent as {' and '.join(twins)}, in no order: a step written "
                    "twice makes the other steps of its stage easier",
                    "if it is one step, leave one out; if one comes first, say so with `after`",
                    "note",
                )


def _earlier(stage: Stage) -> dict[str, set[str]]:
    """Return, per milestone, all that must come before it."""
    after = {milestone.id: set(milestone.after) for milestone in stage.milestones}
    for _ in after:
        for name, before in after.items():
            after[name] = before.union(*(after.get(other, set()) for other in before))
    return after


def _meaning(consent: Consent) -> object:
    """Return a rule in a form that is equal for rules that say the same."""
    match consent:
        case AllOf():
            parts = frozenset(_meaning(part) for part in consent.all)
            return next(iter(parts)) if len(parts) == 1 else ("all", parts)
        case AnyOf():
            parts = frozenset(_meaning(part) for part in consent.any)
            return next(iter(parts)) if len(parts) == 1 else ("any", parts)
        case AtLeast():
            of = Counter(_meaning(part) for part in consent.of)
            return ("at least", consent.at_least, frozenset(of.items()))
        case ShareOf():
            return ("share", consent.share, frozenset(consent.of))
        case _:
            return consent
