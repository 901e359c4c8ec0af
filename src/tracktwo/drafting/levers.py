"""Pressures and inducements that were asked for or warned of, and the limit on their harm.

Rules: `lever-by-words` (a published table of effects, ``tracktwo/data/draft_levers.toml``),
`harm-condition` (a condition not to hurt civilians becomes the harm limit, and spares them in the
lever that it was set for).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.facts import evidence
from tracktwo.drafting.ranges import default
from tracktwo.drafting.steps import LASTING, PREPARING
from tracktwo.drafting.words import kinds_in, table

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan

OUTSIDE = "outside-governments"
"""The actor that is added where nobody is named who could press, recognise or fund."""
HARM_LIMIT = 10
_SPARING = re.compile(
    r"\b(not|without|never|spar\w+|avoid\w*|least|minimi\w+)\b.{0,40}"
    r"\b(harm\w*|hurt\w*|suffer\w*|punish\w*|affect\w*|civilians?|people|population|poor)\b"
    r"|\b(harm|hurt)\w*\b.{0,24}\b(people|civilians?|population)\b",
    re.IGNORECASE,
)
_SPOKEN = {"demands", "proposes", "warns", "commits", "states", "accepts"}


def levers(facts: Facts, cast: Cast, plan: Plan, players: list[str]) -> list[Item]:
    """Return the levers that the text speaks of, each kind and target once."""
    found: dict[tuple[str, str], Item] = {}
    spare = [s for s in facts.statements if _spares(s)]
    for place, said in enumerate(facts.statements):
        if said["kind"] not in _SPOKEN or cast.parts.get(said["by"]) == "observer":
            continue
        kind = next(iter(kinds_in("levers", str(said["text"]))), None)
        target = _target(facts, cast, said)
        if kind is None or target is None:
            continue
        if (kind, target) in found:
            known = found[kind, target]
            known["evidence"] = list(dict.fromkeys([*known["evidence"], *evidence(said)]))
            known["schedule"] |= _under_way(kind, said)
            continue
        # A condition stands beside what it is a condition of.
        near = [
            s for s in spare if s is said or (s["by"] == said["by"] and _follows(facts, place, s))
        ]
        found[kind, target] = _lever(
            facts, cast, plan, players=players, said=said, key=(kind, target), spare=near
        )
    taken: dict[str, int] = {}
    for (kind, _), lever in found.items():
        taken[kind] = taken.get(kind, 0) + 1
        lever["id"] = kind if taken[kind] == 1 else f"{kind}-{taken[kind]}"
    return list(found.values())


def needs_outside(made: list[Item]) -> bool:
    """Tell whether some lever is applied by governments that the text does not name."""
    return any(OUTSIDE in lever["by"] for lever in made)


def harm_limit(facts: Facts) -> Item | None:
    """Return the limit that a condition not to hurt civilians sets; None where nobody set one."""
    said = [s for s in facts.statements if _spares(s)]
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


def _spares(said: Item) -> bool:
    where = str(said.get("conditional_on") or "")
    if said["kind"] == "conditions":
        where = f"{where} {said['text']}"
    return bool(_SPARING.search(where))


def _follows(facts: Facts, place: int, condition: Item) -> bool:
    return facts.statements.index(condition) - place in {1, 2}


def _target(facts: Facts, cast: Cast, said: Item) -> str | None:
    speaker = cast.voice(said["by"])
    text = str(said["text"])
    near = [*(said.get("about") or []), *(said.get("to") or [])]
    near += [
        a["id"] for a in facts.actors
        if re.search(rf"\b{re.escape(str(a['name']))}\b", text)
    ]  # fmt: skip
    named = [a for a in near if a in cast.sides and a != speaker]
    if named:
        return str(named[0])
    if cast.holder is not None and speaker != cast.holder:
        return cast.holder
    facing = [
        t for f, t, _ in facts.related("opposes", "fights") if f == speaker and t in cast.sides
    ]
    facing += [
        f for f, t, _ in facts.related("opposes", "fights") if t == speaker and f in cast.sides
    ]
    others = [s for s in cast.sides if s != speaker]
    return next(iter([*facing, *others]), None)


def _by(facts: Facts, cast: Cast, said: Item, kind: str) -> list[str]:
    speaker = cast.voice(said["by"])
    if kind.endswith("resistance"):
        fighters = [f for f in cast.own if kind == "armed-resistance" and f != speaker]
        return [speaker, *fighters]
    if said["kind"] in {"warns", "commits", "states"}:
        return [speaker]
    asked = [a for a in said.get("to") or [] if a not in cast.sides and a in facts.names]
    return asked or ([speaker] if speaker not in cast.sides else [OUTSIDE])


def _under_way(kind: str, said: Item) -> dict[str, Any]:
    row = table("levers")[kind]
    if said["kind"] in {"states", "commits"} and "under-way" in row:
        why = "Reported to be under way; how hard is not said."
        return {"intensity": default(row["under-way"], why, "lever-by-words")}
    return {}


def _lever(
    facts: Facts, cast: Cast, plan: Plan, *, players: list[str], said: Item,
    key: tuple[str, str], spare: list[Item],
) -> Item:  # fmt: skip
    (kind, target), rule = key, "lever-by-words"
    row = table("levers")[kind]
    by = _by(facts, cast, said, kind)
    text = " ".join(str(said["text"]).split())
    called = "Called for or warned of; how far it is under way is not said."
    schedule = {"intensity": default(row["called"], called, rule)} | _under_way(kind, said)
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
