"""How much easier or harder a drafted step is than the neutral reference, from past processes.

Rule: `ease-by-kind`. Published rates are those of all processes, whose parties had their reasons;
the defaults of a draft add such reasons again. By how much the two together miss how often steps
of a kind were taken was fitted on drafts of past processes (docs/track-record.md). A number that a
person sets in place of a default moves the odds as far as it did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.drafting.ranges import default
from tracktwo.drafting.steps import PREPARING
from tracktwo.drafting.words import table

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Item
    from tracktwo.drafting.steps import Plan, PlanStage

FIRST = frozenset({"interim-government"})
"""Kinds whose ease was fitted on plans that begin with them."""


def ease(stage: PlanStage, plan: Plan) -> Item | None:
    """Return the ease of the steps of a stage; None where it is as usual.

    It was fitted on processes in which the step comes first, so it is used there alone: where
    earlier stages have to be passed, who gets so far has agreed to them. Of a kind of step that was
    taken before the plan begins only the rest is to come, and before talks it goes with the rate
    from war to a first agreement: there it is as usual otherwise.
    """
    kind = stage.kind or next(iter(stage.kinds), None)
    if kind is None or kind in plan.passed or (kind == PREPARING and plan.war is None):
        return None
    if kind in FIRST and stage is not plan.stages[0]:
        return None
    found = table("steps")[kind].get("ease")
    return default(found["range"], found["why"], "ease-by-kind") if found else None
