"""Who must agree to each step.

Rules: `consent-of-doers` (who is called on or has promised the step; with the host for an office
abroad, and whoever asked for it), `consent-of-named` (the sides that the step's words name),
`consent-of-armed` (those that fight), `consent-of-most` (sides that hold most of the capability),
`consent-of-agreed` (of more sides, those that the text says have agreed to it together),
`consent-of-all` (all sides, where the text does not say who), `consent-of-principals` (of more than
four sides, those of whom the text says most).
A mediator never consents alone to what the sides agree: it is asked for what it is called on to do,
and where it was asked in, it opens the talks and sees to it that a vote is held (Walter 1997 on
guarantees).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.naming import named
from tracktwo.drafting.roles import BODIES, MIN_SIDES, acting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.drafting.facts import Facts
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, PlanStage, Step

MOST = 0.7
"""Share of the sides' capability from which a government counts as formed."""
MANY = 4
"""Most sides that are taken to have to agree where the text does not say who."""
SIGNATURE = re.compile(r"(?:[Ss]igned )?(?:[Ff]or|[Oo]n behalf of) (?:the )?[A-Z]")
"""How a line under an agreement begins: who signed it one by one signed it together."""
_SIGNED = ("signatures",)


@dataclass(frozen=True)
class Consent:
    """Who must agree to a step, and why."""

    rule: str
    why: str
    must: Any
    """In the form of case.yaml."""

    def actors(self) -> list[str]:
        """Return everyone who is asked, each once."""
        return list(dict.fromkeys(_names(self.must)))


def consents(facts: Facts, cast: Cast, plan: Plan) -> dict[str, Consent]:
    """Return who must agree to each step of the plan, by the step's id."""
    asked = [a for _, step in plan.steps() if step.mediates for a in step.doers]
    together, sides = agreed(facts, cast, plan), told_of(facts, cast, plan)
    found = {}
    for stage, step in plan.steps():
        opens = stage.kind == "talks" and step is stage.steps[0]
        asks = asked if opens or step.watched else []
        found[step.id] = _consent(
            facts, cast, stage, step, together=together, sides=sides, conveners=asks
        )
    return found


def _consent(
    facts: Facts, cast: Cast, stage: PlanStage, step: Step,
    *, together: list[str], sides: list[str], conveners: list[str],
) -> Consent:  # fmt: skip
    if step.who == "doers" and (step.doers or not together):
        return _of_doers(cast, step)
    told = _named(facts, cast, step.name) or _named(facts, cast, stage.name)
    if len(told) > 1 or (told and step.who == "armed"):
        why = f"The step's words name {cast.named(told)}."
        return Consent("consent-of-named", why, all_of([*told, *conveners]))
    if step.who == "armed":
        fighting = [s for s in [*cast.sides, *cast.own] if s in cast.armed]
        if fighting:
            holder = [cast.holder] if cast.holder and cast.holder not in fighting else []
            why = "Those that fight have to stop, or to move."
            return Consent("consent-of-armed", why, all_of([*holder, *fighting]))
    if step.who == "most" and len(cast.sides) > 1:
        parties = [*cast.sides, *cast.own][:12]
        why = "A government is formed by those who together hold most of the capability."
        return Consent("consent-of-most", why, {"share": MOST, "of": parties})
    if together:
        why = (
            f"{cast.named(together)} have agreed to it together; the others could still disrupt it."
        )
        why = f"{why[:1].upper()}{why[1:]}"
        return Consent("consent-of-agreed", why, all_of([*together, *conveners]))
    if len(sides) > MANY:
        why = (
            "The text does not say who must agree: of so many sides, those of whom it says most "
            "are taken to have to; the others could still disrupt it."
        )
        return Consent("consent-of-principals", why, all_of([*principals(facts, cast), *conveners]))
    why = "The text does not say who must agree: all sides are taken to."
    if conveners:
        task = "see to it that it is held" if step.watched else "bring the talks about"
        who = cast.named(dict.fromkeys(conveners))
        why += f" {who[:1].upper()}{who[1:]} was asked in, and would have to {task}."
    return Consent("consent-of-all", why, all_of([*sides, *conveners]))


def agreed(facts: Facts, cast: Cast, plan: Plan) -> list[str]:
    """Return the sides that have taken on a plan together, if they are some and not all.

    "A and B signed the accord": the same words of a text accept a stage or step of it for both.
    """
    ids = {i for stage, step in plan.steps() for i in (stage.id, step.id)}
    by_words: dict[tuple[str, ...], list[str]] = {}
    for said in facts.statements:
        if said["kind"] != "accepts" or ids.isdisjoint(said.get("about") or []):
            continue
        text = str(said["text"])
        words = _SIGNED if SIGNATURE.match(text) else tuple(said.get("evidence") or [text])
        by_words.setdefault(words, []).append(said["by"])
    joint = {cast.voice(who) for its in by_words.values() if len(its) > 1 for who in its}
    sides = [side for side in cast.sides if side in joint]
    return sides if 1 < len(sides) < len(cast.sides) else []


def told_of(facts: Facts, cast: Cast, plan: Plan) -> list[str]:
    """Return the sides without those of a kind that may be none, and of whom nothing is told.

    Where two and more say, do or are asked something, or the plan names them, a state, a place or
    an organisation that is only called a side is not asked to agree.
    """
    active = acting(facts)
    active |= {cast.voice(a) for a in active}
    for stage, step in plan.steps():
        active |= set(named(facts.actors, f"{stage.name} | {step.name}"))
    known = [side for side in cast.sides if side in active]
    if len(known) < MIN_SIDES:
        return cast.sides
    return [s for s in cast.sides if s in active or s == cast.holder or cast.kinds[s] in BODIES]


def principals(facts: Facts, cast: Cast) -> list[str]:
    """Return the sides of whom a text says most: who holds power, who says or does something."""
    told = dict.fromkeys(cast.sides, 0)
    for said in facts.statements:
        for actor in {cast.voice(said["by"]), *(said.get("to") or [])} & told.keys():
            told[actor] += 1
    for one, other, _ in facts.related("opposes", "fights", "hosts", "ties", "supports"):
        for actor in {one, other} & told.keys():
            told[actor] += 1
    ranked = sorted(cast.sides, key=lambda a: (a != cast.holder, -told[a]))[:MANY]
    return [a for a in cast.sides if a in ranked]


def _of_doers(cast: Cast, step: Step) -> Consent:
    doers = list(step.doers)
    if not doers:
        why = "The text does not say who does it: all sides are taken to have to."
        return Consent("consent-of-all", why, all_of(cast.sides))
    why = f"{cast.named(doers)} would have to do it."
    must: list[Any] = list(doers)
    if step.kind == "monitoring" and not step.asked_by and not set(doers) & set(cast.sides):
        must += cast.sides
        why += " The sides have to let it."
    if step.asked_by and step.abroad:
        must = [step.asked_by, *must]
    if step.abroad:
        hosts = [h for h in cast.hosts if h not in must]
        if hosts:
            must.append(hosts[0] if len(hosts) == 1 else {"any": hosts})
            why += " A country that hosts has to let it be there."
    return Consent("consent-of-doers", why, must[0] if len(must) == 1 else {"all": must})


def _named(facts: Facts, cast: Cast, text: str) -> list[str]:
    """Return the sides that a text names, in the order of the facts."""
    found = named(facts.actors, text)
    return [a for a in cast.sides if a in found]


def all_of(actors: Iterable[str]) -> Any:
    """Return the rule that all of some actors must agree."""
    names = list(dict.fromkeys(actors))
    return names[0] if len(names) == 1 else {"all": names}


def _names(rule: Any) -> list[str]:
    if isinstance(rule, str):
        return [rule]
    return [
        name
        for part in next(v for v in rule.values() if isinstance(v, list))
        for name in _names(part)
    ]
