"""Pressures and inducements that were asked for or warned of, and the limit on their harm.

Rules: `lever-by-words` (a published table of effects, ``tracktwo/data/draft_levers.toml``; at whom
it is aimed and who asks for it is told by `aims`), `harm-condition` (a condition not to hurt
civilians, in whatever kind of statement, becomes the harm limit, and spares them in the lever that
it was set for).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.drafting.aims import Aim, aim_of, pleads, spares
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.ranges import default
from tracktwo.drafting.steps import LASTING, PREPARING
from tracktwo.drafting.words import table

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan

OUTSIDE = "outside-governments"
"""The actor that is added where nobody is named who could press, recognise or fund."""
HARM_LIMIT = 10


def levers(
    facts: Facts, cast: Cast, plan: Plan, players: list[str]
) -> tuple[list[Item], list[str]]:
    """Return the levers that the text speaks of, each kind and target once.

    And a line for each that is aimed at nobody whom the draft knows: no target is made up.
    """
    found: dict[tuple[str, str], Item] = {}
    notes = []
    for said in facts.statements:
        aim = None if cast.parts.get(said["by"]) == "observer" else aim_of(facts, cast, plan, said)
        if aim is None:
            continue
        if aim.target is None:
            text = " ".join(str(said["text"]).split())
            notes.append(f"{text}: at whom it is aimed is not told; kept as a statement")
            continue
        key = (aim.kind, aim.target)
        if key in found:
            known = found[key]
            known["evidence"] = list(dict.fromkeys([*known["evidence"], *evidence(said)]))
            known["schedule"] |= _under_way(aim, said)
            continue
        near = [s for s in facts.statements if _spared_by(facts, said, s)]
        found[key] = _lever(facts, cast, plan, players=players, said=said, aim=aim, spare=near)
    taken: dict[str, int] = {}
    for (kind, _), lever in found.items():
        taken[kind] = taken.get(kind, 0) + 1
        lever["id"] = kind if taken[kind] == 1 else f"{kind}-{taken[kind]}"
    return list(found.values()), notes


def _spared_by(facts: Facts, said: Item, other: Item) -> bool:
    """Tell whether what was said is softened by a condition that stands in it or beside it."""
    if other is said:
        return spares(said)
    if other["by"] != said["by"] or not spares(other):
        return False
    return pleads(other) or facts.statements.index(other) - facts.statements.index(said) in {1, 2}


def needs_outside(made: list[Item]) -> bool:
    """Tell whether some lever is applied by governments that the text does not name."""
    return any(OUTSIDE in lever["by"] for lever in made)


def harm_limit(facts: Facts) -> Item | None:
    """Return the limit that a condition not to hurt civilians sets; None where nobody set one."""
    said = [s for s in facts.statements if spares(s)]
    if not said:
        return None
    text = " ".join(str(said[0].get("conditional_on") or said[0]["text"]).split())
    return {
        "limit": HARM_LIMIT,
        "description": text[:1].upper() + text[1:],
        "why": "A condition set in the text, taken to hold for any mix of pressures. Ten of a "
        "hundred is the rule's reading of it (harm-condition), given that no pressure is harmless.",
        "evidence": evidence(*said),
    }


def _by(facts: Facts, cast: Cast, said: Item, kind: str) -> list[str]:
    speaker = cast.voice(said["by"])
    if kind.endswith("resistance"):
        fighters = [f for f in cast.own if kind == "armed-resistance" and f != speaker]
        return [speaker, *fighters]
    if said["kind"] in {"warns", "commits", "states", "conditions", "refuses"}:
        return [speaker]
    asked = [a for a in said.get("to") or [] if a not in cast.sides and a in facts.names]
    return asked or ([speaker] if speaker not in cast.sides else [OUTSIDE])


def _under_way(aim: Aim, said: Item) -> dict[str, Any]:
    row = table("levers")[aim.kind]
    if (aim.withheld or said["kind"] in {"states", "commits"}) and "under-way" in row:
        why = "Reported to be under way; how hard is not said."
        return {"intensity": default(row["under-way"], why, "lever-by-words")}
    return {}


def _lever(
    facts: Facts, cast: Cast, plan: Plan, *, players: list[str], said: Item,
    aim: Aim, spare: list[Item],
) -> Item:  # fmt: skip
    kind, target, rule = aim.kind, str(aim.target), "lever-by-words"
    row = table("levers")[kind]
    by = _by(facts, cast, said, kind)
    text = " ".join(str(said["text"]).split())
    called = "Called for or warned of; how far it is under way is not said."
    schedule = {"intensity": default(row["called"], called, rule)} | _under_way(aim, said)
    if "ramp" in row:
        schedule["ramp"] = default(row["ramp"], "Months until it works in full.", rule)
    if "half_life" in row:
        schedule["half_life"] = default(row["half_life"], "Pressure of this kind tires.", rule)
    cost = {target: default(row["target"], row["source"], rule)}
    for sender in by:
        if sender in players and sender != target:
            cost[sender] = default(row["sender"], "Who applies it bears some of it.", rule)
    harm, why = row["harm"], "What it does to civilians, whatever is meant."
    if spare and "spared" in row:
        harm, why = (
            row["spared"],
            "Sparing the people is the condition; how well it works is unsure.",
        )
    made: Item = {
        "id": kind,
        "name": row["name"].format(target=cast.label[target]),
        "kind": row["kind"],
        "description": text[:1].upper() + text[1:],
        "by": by,
        "targets": [target],
    }
    if row.get("stages") == "early":
        made["stages"] = ["start", *_early(plan), "abandoned"]
    opening = _opening(plan)
    if row.get("until") == "opening" and opening:
        made["until_milestone"] = opening
    first = _first_of(plan, target, opening)
    if row.get("until") == "consent" and first:
        made["until_milestone"] = first
    if row.get("from") == "consent" and first:
        made["from_milestone"] = first
    if aim.waits is not None and row["kind"] == "pressure":
        made["until_milestone"] = aim.waits.steps[-1].id
    elif aim.waits is not None:  # promised for what that stage brings
        made.pop("from_milestone", None)
        made["stages"] = [s.id for s in plan.stages[plan.stages.index(aim.waits) :]]
    return made | {
        "schedule": schedule,
        "cost": cost,
        "harm": default(harm, why, rule),
        "evidence": evidence(said, *spare),
    }


def _early(plan: Plan) -> list[str]:
    """Return the stages before the first that changes who governs."""
    found = []
    for stage in plan.stages:
        if LASTING & set(stage.kinds):
            break
        found.append(stage.id)
    return found


def _opening(plan: Plan) -> str | None:
    """Return the step with which talks open, else the last step of the first stage."""
    talks = next((s.steps[0].id for s in plan.stages if s.kind == "talks"), None)
    return talks or (plan.stages[0].steps[-1].id if plan.stages[0].steps else None)


def _first_of(plan: Plan, target: str, opening: str | None) -> str | None:
    accepting = [
        step.id for stage, step in plan.steps()
        if stage.kind == PREPARING and step.accepts and target in step.doers
    ]  # fmt: skip
    return accepting[0] if accepting else opening
