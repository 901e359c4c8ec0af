"""What each side said of which step, as declared attitudes.

Rules: `met-condition` (a condition that the plan brings first is no reservation, and an order),
`stance-by-word` (refuses, accepts, commits, demands, conditions: the last word on a step
counts; a proposal of something else in its place, and a warning against it, refuse it: `wording`),
`refused-first` (a refusal of talks bears on the first step that would give it up: what
comes after presupposes that it was), `something-else` (a refusal or a welcome of what no step names
and is not the plan itself leans, and no more), `own-plan` (who proposes supports its own stages),
`presupposed` (who wants a later stage supports what leads to it), `no-answer`, `host-with-ties`,
`silence`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.bodies import members
from tracktwo.drafting.conditions import brought, met_before
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.ranges import default
from tracktwo.drafting.steps import LIKE, PREPARING
from tracktwo.drafting.wording import PLAN
from tracktwo.drafting.words import alike, kinds_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.drafting.consent import Consent
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, PlanStage, Step

WORDS = {
    "refuses": "refuses", "accepts": "supports", "commits": "supports", "conditions": "conditional",
    "demands": "demands", "proposes": "supports",
}  # fmt: skip
_IT = re.compile(
    r"(any of )?(it|this|that|them|these|all|both|everything)( as| an?|[^\w\s]|$)", re.IGNORECASE
)
"""How a text speaks of the plan that it named before."""
NO_ANSWER = ((-3.0, -1.5, 0.0), "It is called on; no answer of it is reported.")
HOST = ((-1.5, -0.5, 0.5), "It hosts one side and has close relations with the other.")
ELSEWHERE = {
    "refuses": ((-3.0, -1.0, 0.5), "It refused something that no step names."),
    "accepts": ((-1.0, 0.25, 1.5), "It welcomed something that no step names."),
}
SILENT = ((-1.5, -0.25, 1.0), "Nothing that it said of this is reported.")
AGREED = (
    (-0.5, 1.0, 2.0),
    "The plan is told as agreed; that this side was among those who did is not.",
)


@dataclass
class Attitude:
    """One actor's attitude to one step or stage."""

    actor: str
    on: str
    stance: str
    rule: str
    evidence: list[str] = field(default_factory=list)
    note: str | None = None
    strength: Item | None = None
    at: str | None = None


def attitudes(facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent]) -> list[Attitude]:
    """Return the attitudes of everyone who is asked to consent.

    Parameters
    ----------
    facts, cast, plan : what was accepted, who is who, and the plan
    must : who must agree, by step
    """
    found: dict[tuple[str, str], Attitude] = {}
    elsewhere: dict[str, Item] = {}
    for said in facts.counted:
        actor = cast.voice(said["by"])
        word = WORDS.get(said["kind"])
        if word is None or not any(actor in rule.actors() for rule in must.values()):
            continue
        if said["kind"] in {"demands", "proposes"} and kinds_in("levers", str(said["text"])):
            continue
        about = _about(said, actor, plan, must)
        note = _note(said)
        if said.get("conditional_on"):
            word, told = _bound(facts, cast, plan, said, about)
            note = f"{note}{told}"
        if not about and said["kind"] in ELSEWHERE and not said.get("parted"):
            elsewhere[actor] = said
        for on in about:
            before = found.get((actor, on))
            if before is not None and word == "supports" and before.stance == "demands":
                before.evidence = list(dict.fromkeys([*before.evidence, *evidence(said)]))
                continue
            found.pop((actor, on), None)
            found[actor, on] = Attitude(
                actor,
                on,
                word,
                "stance-by-word",
                evidence(said),
                note,
                at=_meeting(facts, cast, actor),
            )
    _own_plan(facts, cast, plan, must, found)
    _presupposed(plan, must, found)
    _unanswered(facts, cast, plan, must, found)
    _silent(cast, plan, must, found, elsewhere, agreed=bool((facts.roadmap or {}).get("agreed")))
    order = {name: n for n, name in enumerate(facts.names)}
    return sorted(found.values(), key=lambda a: order[a.actor])


def _note(said: Item) -> str:
    condition = said.get("conditional_on")
    text = " ".join(str(said.get("whole") or said["text"]).split())
    text = text[:1].upper() + text[1:]
    return f"{text} (condition: {condition})" if condition else text


def _bound(facts: Facts, cast: Cast, plan: Plan, said: Item, about: list[str]) -> tuple[str, str]:
    """Return the stance of what was said on a condition, and what the plan does about that."""
    condition = str(said["conditional_on"])
    found = {on: met_before(facts, cast, plan, condition, on) for on in about}
    if found and all(kept for kept, _ in found.values()):
        steps = {step.id: step for _, step in plan.steps()}
        for on, (_, before) in found.items():
            if before is not None and before.id not in steps[on].after:
                steps[on].after.append(before.id)
        return "supports", ": the plan brings that first"
    if brought(facts, cast, plan, condition):
        return "conditional", ": the plan does not bring that first"
    return "conditional", ": no step of the plan brings that"


def _asked(actor: str, stage: PlanStage, must: Mapping[str, Consent]) -> list[str]:
    return [step.id for step in stage.steps if actor in must[step.id].actors()]


def _about(said: Item, actor: str, plan: Plan, must: Mapping[str, Consent]) -> list[str]:
    """Return the steps or stages that a statement is about and that its speaker is asked for."""
    text = str(said["text"])
    mine = [
        (stage, step) for stage, step in plan.steps() if actor in must[step.id].actors()
    ]  # fmt: skip
    named = set(said.get("about") or [])
    exact = [x for stage, step in mine for x in (step.id, stage.id) if x in named]
    if exact and said["kind"] in {"refuses", "conditions"}:
        # What comes after the first of them presupposes that this was given up.
        return _first([pair for pair in mine if named & {pair[0].id, pair[1].id}])
    if exact:
        return list(dict.fromkeys(exact))
    near = [step.id for _, step in mine if alike(step.name, text) >= LIKE]
    kinds = kinds_in("steps", text)
    talks = "talks" in kinds or PREPARING in kinds
    if said["kind"] == "refuses" and talks and not any(s.accepts for _, s in mine):
        opening = next((step.id for s, step in mine if s.kind == "talks"), None)
        return [opening] if opening else _first(mine)
    if said["kind"] == "refuses" and (talks or PLAN.search(text)):
        return _first(mine)
    if near:
        return near[:1]
    stages = [s for s in plan.stages if _asked(actor, s, must) and _fits(s, kinds, text)]
    if stages:
        if said["kind"] in {"refuses", "conditions"}:
            # What follows within the stage presupposes that its first step was taken.
            return [next(step for s, step in mine if s is stages[0]).id] if mine else []
        return [stage.id for stage in stages]
    if said["kind"] in {"refuses", "accepts", "conditions"} and _of_plan(text):
        whole = said["kind"] == "accepts" and PLAN.search(text)
        return [s.id for s in plan.stages if _asked(actor, s, must)] if whole else _first(mine)
    return []


def _of_plan(text: str) -> bool:
    """Tell whether words that name no step speak of the plan as a whole."""
    return bool(PLAN.search(text) or _IT.match(text.strip()))


def _first(mine: list[tuple[PlanStage, Step]]) -> list[str]:
    accepting = next((step.id for _, step in mine if step.accepts), None)
    return [accepting] if accepting else [step.id for _, step in mine[:1]]


def _fits(stage: PlanStage, kinds: list[str], text: str) -> bool:
    return bool(set(stage.kinds) & set(kinds)) or alike(stage.name, text) >= LIKE


def _meeting(facts: Facts, cast: Cast, actor: str) -> str | None:
    """Return the meeting at which a body spoke: its own, where there was one, of known members."""
    held = {m["id"] for m in facts.meetings if m["body"] == actor}
    return min(held) if len(held) == 1 and members(facts, cast, actor) else None


def _own_plan(
    facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent],
    found: dict[tuple[str, str], Attitude],
) -> None:  # fmt: skip
    for actor in dict.fromkeys(cast.voice(a) for a in plan.proposed_by):
        for stage in plan.stages:
            if _asked(actor, stage, must) and (actor, stage.id) not in found:
                quotes = stage.evidence or plan.evidence
                found[actor, stage.id] = Attitude(
                    actor, stage.id, "supports", "own-plan", quotes, "A stage of its own proposal.",
                    at=_meeting(facts, cast, actor),
                )  # fmt: skip


def _presupposed(
    plan: Plan, must: Mapping[str, Consent], found: dict[tuple[str, str], Attitude]
) -> None:
    places = {s.id: n for n, s in enumerate(plan.stages)}
    places |= {step.id: n for n, s in enumerate(plan.stages) for step in s.steps}
    for (actor, on), said in list(found.items()):
        if said.stance not in {"supports", "demands"}:
            continue
        for stage in plan.stages[: places[on]]:
            spoken = {(actor, stage.id), *((actor, step.id) for step in stage.steps)}
            if _asked(actor, stage, must) and not spoken & found.keys():
                note = "What it wants later presupposes this."
                found[actor, stage.id] = Attitude(
                    actor, stage.id, "supports", "presupposed", said.evidence, note, at=said.at
                )


def _unanswered(
    facts: Facts, cast: Cast, plan: Plan, must: Mapping[str, Consent],
    found: dict[tuple[str, str], Attitude],
) -> None:  # fmt: skip
    ties = {f: r for f, t, r in facts.related("ties") if t in cast.sides}
    for _, step in plan.steps():
        for actor in must[step.id].actors():
            if actor in cast.sides or actor in cast.own or (actor, step.id) in found:
                continue
            if actor in step.doers:
                quotes, word = step.evidence, "silent"
                (span, why), rule = NO_ANSWER, "no-answer"
            elif actor in ties:
                hosted = [r for f, _, r in facts.related("hosts") if f == actor]
                quotes, word = evidence(*hosted, ties[actor]), "conditional"
                (span, why), rule = HOST, "host-with-ties"
            else:
                continue
            strength = default(span, why, rule)
            found[actor, step.id] = Attitude(actor, step.id, word, rule, quotes, None, strength)


def _silent(
    cast: Cast,
    plan: Plan,
    must: Mapping[str, Consent],
    found: dict[tuple[str, str], Attitude],
    elsewhere: dict[str, Item],
    *,
    agreed: bool,
) -> None:
    for actor in [*cast.sides, *cast.own]:
        for stage in plan.stages:
            mine = _asked(actor, stage, must)
            spoken = (actor, stage.id) in found or all((actor, x) in found for x in mine)
            if not mine or spoken:
                continue
            rule, usual = ("agreed-plan", AGREED) if agreed else ("silence", SILENT)
            one = Attitude(actor, stage.id, "silent", rule, strength=default(*usual, rule))
            said = elsewhere.pop(actor, None)
            if said is not None:  # on the first such stage: the others follow from that one
                one.rule, one.evidence, one.note = "something-else", evidence(said), _note(said)
                one.strength = default(*ELSEWHERE[said["kind"]], one.rule)
            found[actor, stage.id] = one


def as_items(said: list[Attitude]) -> list[Item]:
    """Return stances in the format of case.yaml; those alike of one actor stand together."""
    items: list[Item] = []
    groups: dict[tuple[Any, ...], Item] = {}
    for one in said:
        key = (one.actor, one.stance, one.note, tuple(one.evidence), one.at)
        if one.strength is None and key in groups:
            groups[key]["on"].append(one.on)
            continue
        item: Item = {"actor": one.actor, "on": [one.on], "stance": one.stance}
        if one.strength is not None:
            item["strength"] = one.strength
        if one.at is not None:
            item["at"] = one.at
        if one.note is not None:
            item["note"] = one.note
        if one.evidence:
            item["evidence"] = one.evidence
        items.append(item)
        if one.strength is None:
            groups[key] = item
    return items
