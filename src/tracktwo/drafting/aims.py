"""What a statement would apply, at whom, and when: the kind, the target and the step of a lever.

A target is never made up. It is whom the words name, by name, alias or as those in power; where
they name nobody, whom the speaker faces. Where they name somebody whom the draft does not know, it
is nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.drafting.naming import RULERS, spans
from tracktwo.drafting.words import kinds_in, place_of, table

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, PlanStage

_SPOKEN = {"demands", "proposes", "warns", "commits", "states", "accepts"}
_OUTSIDE_TOO = {"conditions", "refuses"}
"""Kinds of statement that speak of a lever where whoever makes them is no side."""
_WITHHELD = {
    "recognition": "non-recognition",
    "non-recognition": "non-recognition",
    "relief": "sanctions",
    "aid": "aid-stop",
}
"""What it comes to that an outsider refuses something."""
_PEOPLE = (
    r"(civilians?|people|population|poor|public|citizens?|famil\w+|children|villagers?|needy"
    r"|humanitarian\w*)\b"
)
_SPARING = re.compile(
    r"\b(not|without|never|spar\w+|avoid\w*|least|minimi\w+)\b.{0,40}"
    r"\b(harm\w*|hurt\w*|suffer\w*|punish\w*|affect\w*|civilians?|people|population|poor)\b"
    r"|\b(harm|hurt)\w*\b.{0,24}\b(people|civilians?|population)\b",
    re.IGNORECASE,
)
"""How a condition says that civilians are to be spared."""
_PLEA = re.compile(
    r"(\b(not|never|no|cannot)\b|n['\u2019]t\b)( \w+){0,2} (harm|hurt|punish|affect|hit|burden)\w*"
    rf"( \w+){{0,4}} {_PEOPLE}"
    r"|\b(without|avoid\w*|minimi[sz]\w*|limit\w*)( \w+){0,3}"
    rf" (harm|hurt|suffer|punish|hardship|affect)\w*( \w+){{0,4}} {_PEOPLE}"
    rf"|\b(spar(e|es|ed|ing)|protect\w*|exempt\w*|shield\w*)( \w+){{0,3}} {_PEOPLE}",
    re.IGNORECASE,
)
"""The same in any other statement, where the words have to be plainer."""
_BOUND = re.compile(
    r"\w*( \w+){0,2} (should|must|may|can|could|ought|has|have|needs?|would|will|do|does)\b"
    r"( to)?( \w+)? ?(not|never|spare|avoid|protect|exempt|shield|minimi[sz]e|limit)\b",
    re.IGNORECASE,
)
"""What follows the name of a measure of which only a bound is asked."""
_UNWANTED = re.compile(
    r"\b(no|against|oppos\w+|reject\w*|avoid\w*|not (to )?(impose|apply|use|want|support|seek))"
    r"( any| more| new| further| the| all)* ?$",
    re.IGNORECASE,
)
"""What stands before a measure that is not wanted."""
_KEPT = re.compile(r"\b(not|never)( to)?( be)? (lift|eas|suspend|remov|relax|end)", re.IGNORECASE)
"""How a text says that a measure stays."""
_AT = re.compile(r"\b(on|against|upon)( the| its| their| all)? *$", re.IGNORECASE)
_OBJECT = re.compile(r"\b(against|on|upon) (?!condition|behalf)\w", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"\b(exclud\w+|without|sidelin\w+|leav\w+ out|shut\w* out|behind|fights?|oppos\w+)( the)? $",
    re.IGNORECASE,
)
"""What stands before a name that is not whom a measure is aimed at."""
WHEN = re.compile(
    r"\b(?:only |not )?(?:once|if|after|when|until|till|unless|before|as soon as|as long as"
    r"|provided(?: that)?|on condition (?:that|of)|in (?:return|exchange) for)\b (?P<what>.+)",
    re.IGNORECASE,
)
"""A condition within a text; `what` is what it waits for."""


@dataclass(frozen=True)
class Aim:
    """A lever that a statement speaks of."""

    kind: str
    target: str | None
    """None where it is aimed at somebody whom the draft does not know."""
    withheld: bool = False
    """Whether it holds today, since an outsider refuses to do the opposite."""
    waits: PlanStage | None = None
    """The stage of the plan that it waits for."""


def aim_of(facts: Facts, cast: Cast, plan: Plan, said: Item) -> Aim | None:
    """Return the lever that a statement speaks of; None where it speaks of none."""
    text = str(said["text"])
    outside = cast.voice(said["by"]) not in {*cast.sides, *cast.own}
    if said["kind"] not in (_SPOKEN | _OUTSIDE_TOO if outside else _SPOKEN):
        return None
    kinds = kinds_in("levers", text)
    if said["kind"] == "refuses":
        if re.search(r"\brecogni[sz]", text, re.IGNORECASE):
            kinds = ["recognition", *kinds]
        held = _WITHHELD.get(kinds[0]) if kinds else None
        if held is None:
            return None
        waits = _awaited(plan, said)
        return Aim(held, _target(facts, cast, said, held), withheld=True, waits=waits)
    if not kinds:
        return None
    kind = kinds[0]
    start, end = place_of("levers", kind, text)
    if _UNWANTED.search(text[:start]) or (_pleads(text) and _BOUND.match(text[end:])):
        return None
    if kind == "relief" and _KEPT.search(text):
        return Aim("sanctions", _target(facts, cast, said, "sanctions"), withheld=True)
    bound = outside and (said["kind"] == "conditions" or said.get("conditional_on"))
    waits = _awaited(plan, said) if bound else None
    return Aim(kind, _target(facts, cast, said, kind), waits=waits)


# --- whom civilians' harm is set against ---------------------------------------------------------


def spares(said: Item) -> bool:
    """Tell whether a statement asks that civilians be spared."""
    where = str(said.get("conditional_on") or "")
    if said["kind"] == "conditions":
        where = f"{where} {said['text']}"
    return bool(_SPARING.search(where)) or pleads(said)


def pleads(said: Item) -> bool:
    """Tell whether it does so of a measure that it names."""
    text = str(said["text"])
    return _pleads(text) and bool(kinds_in("levers", text))


def _pleads(text: str) -> bool:
    return bool(_PLEA.search(text))


# --- at whom -------------------------------------------------------------------------------------


def _target(facts: Facts, cast: Cast, said: Item, kind: str) -> str | None:
    speaker = cast.voice(said["by"])
    text = str(said["text"])
    offered = table("levers")[kind]["kind"] == "inducement"
    told = [a for a in said.get("about") or [] if a in cast.sides]
    places: list[tuple[int, str | None]] = [
        (start, cast.voice(id_)) for start, _, id_ in spans(facts.actors, text)
    ]
    places += [(m.start(), _rulers(cast)) for m in RULERS.finditer(text)]
    places = [(at, a) for at, a in sorted(places) if not _LEFT_OUT.search(text[:at])]
    aimed = [a for at, a in places if _AT.search(text[:at])]
    for named in [*told, *(aimed or [a for _, a in places])]:
        if named in cast.sides and (named != speaker or offered):
            return str(named)
    to = [a for a in said.get("to") or [] if a in cast.sides and a != speaker]
    if to:
        return str(to[0])
    rest = text[place_of("levers", kind, text)[1] :]
    beyond = _OBJECT.search(rest)
    # Protests are "on" a day or a square; only "against" says at whom they are aimed.
    if aimed or (beyond and (beyond[1] == "against" or not kind.endswith("resistance"))):
        return None
    return _faced(facts, cast, speaker, kind, asked=offered and said["kind"] == "demands")


def _rulers(cast: Cast) -> str | None:
    """Return who "the junta" or "the generals" are: who holds power, if one actor does."""
    if cast.holder is not None:
        return cast.holder
    governing = [a for a in cast.sides if cast.kinds[a] == "government"]
    forces = [a for a in cast.sides if a in cast.armed and cast.kinds[a] != "armed-group"]
    return next((some[0] for some in (governing, forces) if len(some) == 1), None)


def _faced(facts: Facts, cast: Cast, speaker: str, kind: str, *, asked: bool) -> str | None:
    """Return whom a speaker means who names nobody; None where that could be several."""
    if asked and speaker in cast.sides and (kind != "relief" or cast.holder is None):
        return speaker  # what a side asks for is for itself
    if cast.holder is not None and (speaker != cast.holder or asked):
        return cast.holder
    pairs = [(f, t) for f, t, _ in facts.related("opposes", "fights")]
    facing = {t for f, t in pairs if f == speaker} | {f for f, t in pairs if t == speaker}
    facing &= set(cast.sides)
    others = [s for s in cast.sides if s != speaker]
    if not facing and speaker in cast.sides:
        fighting = [s for s in others if s in cast.armed]
        facing = set(others if len(others) == 1 else fighting)
    return next(iter(facing)) if len(facing) == 1 else None


def _awaited(plan: Plan, said: Item) -> PlanStage | None:
    """Return the stage of the plan that a condition waits for."""
    found = WHEN.search(str(said["text"]))
    what = str(said.get("conditional_on") or (found and found["what"]) or "")
    kinds = kinds_in("steps", what)
    return next((s for s in plan.stages if kinds and kinds[0] in s.kinds), None)
