"""Counter-proposals and earlier proposals as alternatives to the plan.

Rules: `in-place-of` (what a statement proposes in place of a stage: that stage is left out, where
the plan has the rest), `other-way-to-a-step` (another proposal of a step that the plan has: whoever
it names has to agree, and what the plan has beside it in that stage is left out), `shorter-plan` (a
proposal of some of the plan's stages: the others are left out).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.drafting.consent import all_of
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.naming import named
from tracktwo.drafting.steps import capital, fallback
from tracktwo.drafting.wording import instead
from tracktwo.drafting.words import alike, kinds_in, slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.drafting.consent import Consent
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, Step


NEAR = 0.45
"""The same of another proposal, which rarely has the plan's own words."""


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
        item: Item = {
            "id": slug(str(given.get("id") or given["name"]), taken),
            "name": given["name"],
        }
        made.append(item | {"description": text} | change | {"evidence": evidence(given)})
    for said in facts.statements:
        swap = instead(said)
        if swap is None:
            continue
        name = capital(" ".join(str(said["text"]).split()))
        change = _in_place(plan, *swap)
        if change is None:
            left.append(name)
            continue
        item = {"id": slug(name, taken), "name": name, "description": f"{cast.label[said['by']]}: "}
        item["description"] += f"{name[:1].lower()}{name[1:]}"
        made.append(item | change | {"evidence": evidence(said)})
    return made, left


def _in_place(plan: Plan, put: str, off: str) -> Item | None:
    """Return the plan without what a proposal replaces; None where the plan has not the rest."""
    unwanted, wanted = set(kinds_in("steps", off)), set(kinds_in("steps", put))
    gone = [s for s in plan.stages if s.kind in unwanted and s.kind not in wanted]
    kept = [s for s in plan.stages if s not in gone and wanted & set(s.kinds)]
    return {"drop": [f"roadmap.stages.{s.id}" for s in gone]} if gone and kept else None


def _other_way(
    facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent], text: str
) -> Item | None:
    best = max(plan.steps(), key=lambda pair: alike(_words(pair[1], cast), text))
    stage, step = best
    if alike(_words(step, cast), text) < NEAR or step.accepts:
        return None
    outside = _named_outside(facts, cast, text)
    path = f"roadmap.stages.{stage.id}.milestones.{step.id}"
    asking = [a for a in must[step.id].actors() if a in cast.sides]
    rule = all_of([*asking, *outside]) if outside else must[step.id].must
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
    told = named(facts.actors, text)
    return [
        actor["id"]
        for actor in facts.actors
        if actor["id"] in told
        and actor["id"] not in cast.sides
        and (
            actor["kind"] in {"organisation", "state"}
            or cast.parts[actor["id"]] in {"guarantor", "host", "mediator"}
        )
    ]


def _shorter(plan: Plan, text: str) -> Item | None:
    kinds = set(kinds_in("steps", text))
    kept = [s for s in plan.stages if set(s.kinds) & kinds or alike(s.name, text) >= NEAR]
    gone = [s for s in plan.stages if s not in kept]
    if not kept or not gone:
        return None
    return {"drop": [f"roadmap.stages.{s.id}" for s in gone]}


def consistent(others: list[Item], pulled: list[Item], plan: Plan) -> list[Item]:
    """Return the alternatives with no lever that names a stage or a step which they leave out."""
    stages = {f"roadmap.stages.{s.id}": s for s in plan.stages}
    made = []
    for other in others:
        gone = [stages[path] for path in other.get("drop", []) if path in stages]
        ids = {s.id for s in gone} | {step.id for s in gone for step in s.steps}
        ids |= {path.rpartition(".")[2] for path in other.get("drop", [])}
        stays = [s for s in plan.stages if s not in gone]
        change: Item = {
            f"roadmap.stages.{s.id}.fallback": "start"
            for n, s in enumerate(plan.stages)
            if s in stays and fallback(plan, n) in ids
        }
        drop = list(other.get("drop", []))
        for lever in pulled:
            at = f"levers.{lever['id']}"
            if ids & set(lever.get("stages", [])):
                change[f"{at}.stages"] = [s for s in lever["stages"] if s not in ids]
            drop += [
                f"{at}.{end}"
                for end in ("from_milestone", "until_milestone")
                if lever.get(end) in ids
            ]
        sets = {**other.get("set", {}), **change}
        quotes = {"evidence": other["evidence"]} if other.get("evidence") else {}
        plain = {k: v for k, v in other.items() if k not in {"set", "drop", "evidence"}}
        made.append(
            plain | ({"set": sets} if sets else {}) | ({"drop": drop} if drop else {}) | quotes
        )
    return made
