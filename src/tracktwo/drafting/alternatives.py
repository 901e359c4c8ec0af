"""Counter-proposals and earlier proposals as alternatives to the plan.

Rules: `other-way-to-a-step` (another proposal of a step that the plan has: whoever it names has to
agree, and what the plan has beside it in that stage is left out), `shorter-plan` (a proposal of
some of the plan's stages: the others are left out).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.drafting.consent import all_of
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.steps import LIKE
from tracktwo.drafting.words import alike, kinds_in, slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.drafting.consent import Consent
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, Step


def alternatives(
    facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent]
) -> tuple[list[Item], list[str]]:
    """Return the alternatives that change the plan, and the names of proposals that do not."""
    taken: set[str] = set()
    made, left = [], []
    for given in facts.alternatives:
        text = str(given.get("description") or given["name"])
        change = _other_way(facts, cast, plan, must, text) or _shorter(plan, text)
        if change is None:
            left.append(str(given["name"]))
            continue
        item: Item = {"id": slug(str(given.get("id") or given["name"]), taken), "name": given["name"]}
        made.append(item | {"description": text} | change | {"evidence": evidence(given)})
    return made, left


def _other_way(
    facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent], text: str
) -> Item | None:
    best = max(plan.steps(), key=lambda pair: alike(_words(pair[1], cast), text))
    stage, step = best
    if alike(_words(step, cast), text) < LIKE or step.accepts:
        return None
    named = _named_outside(facts, cast, text)
    path = f"roadmap.stages.{stage.id}.milestones.{step.id}"
    asking = [a for a in must[step.id].actors() if a in cast.sides]
    rule = all_of([*asking, *named]) if named else must[step.id].must
    beside = [other for other in stage.steps if other.asked_by and other is not step]
    if not beside and rule == must[step.id].must:
        return None
    return {
        "set": {f"{path}.consent": rule},
        "drop": [f"roadmap.stages.{stage.id}.milestones.{other.id}" for other in beside],
    }


def _words(step: Step, cast: Cast) -> str:
    """Return what a step is about, without those who are asked for it."""
    name = step.name
    for actor in step.doers:
        name = re.sub(re.escape(cast.label[actor]), " ", name, flags=re.IGNORECASE)
    return name


def _named_outside(facts: Facts, cast: Cast, text: str) -> list[str]:
    found = []
    for actor in facts.actors:
        names = [actor["name"], actor.get("short"), *actor.get("aliases", [])]
        outside = actor["id"] not in cast.sides and actor["kind"] != "person"
        if outside and any(n and re.search(rf"\b{re.escape(str(n))}\b", text) for n in names):
            found.append(actor["id"])
    return found


def _shorter(plan: Plan, text: str) -> Item | None:
    kinds = set(kinds_in("steps", text))
    kept = [s for s in plan.stages if set(s.kinds) & kinds or alike(s.name, text) >= LIKE]
    gone = [s for s in plan.stages if s not in kept]
    if not kept or not gone:
        return None
    return {"drop": [f"roadmap.stages.{s.id}" for s in gone]}
