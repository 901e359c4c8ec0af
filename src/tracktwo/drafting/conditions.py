"""Whether the plan brings what a condition asks for, before what it is a condition of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.drafting.naming import named
from tracktwo.drafting.steps import LIKE
from tracktwo.drafting.words import alike, kinds_in

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, Step

_WITHOUT = re.compile(
    r"\b(no|not|never|without|excludes?|excluding)\b|n['\u2019]t\b", re.IGNORECASE
)


def brought(facts: Facts, cast: Cast, plan: Plan, condition: str) -> list[Step]:
    """Return the steps of the plan that bring what a condition asks for, in order.

    None where it asks that something be not, or that somebody else do it.
    """
    if _WITHOUT.search(condition):
        return []
    kinds = set(kinds_in("steps", condition))
    asked = [a for a in named(facts.actors, condition) if a in cast.sides]
    found = []
    for stage, step in plan.steps():
        like = alike(step.name, condition) >= LIKE or alike(stage.name, condition) >= LIKE
        kind = step.kind or stage.kind
        others = step.doers and asked and not set(asked) & set(step.doers)
        if (like or kind in kinds) and not others:
            found.append(step)
    return found


def met_before(
    facts: Facts, cast: Cast, plan: Plan, condition: str, on: str
) -> tuple[bool, Step | None]:
    """Tell whether the plan brings a condition before a stage or a step.

    Returns
    -------
    (bool, Step or None)
        Whether it does; and the step to wait for, where that is one of the same stage.
    """
    steps = brought(facts, cast, plan, condition)
    order = [step.id for _, step in plan.steps()]
    stage = next(s for s in plan.stages if on in {s.id, *(step.id for step in s.steps)})
    first = order.index(stage.steps[0].id)
    if any(order.index(step.id) < first for step in steps):
        return True, None
    beside = [s for s in stage.steps if s in steps and on not in {s.id, stage.id}]
    if beside and order.index(beside[-1].id) < order.index(on):
        return True, beside[-1]
    return False, None


def met(facts: Facts, cast: Cast, plan: Plan, said: Item) -> bool:
    """Tell whether the plan brings the condition of a statement before what it is about."""
    condition = said.get("conditional_on")
    if not condition:
        return False
    kinds = set(kinds_in("steps", str(said["text"])))
    stage = next((s for s in plan.stages if kinds & set(s.kinds)), None)
    return stage is not None and met_before(facts, cast, plan, str(condition), stage.id)[0]
