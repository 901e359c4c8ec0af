"""Who plays: the part of each actor, which are sides, who holds power, and with what weight.

Rules: `part-of-actor` (from the reading, else from what is said), `capability-by-part`,
`disruption-by-part`. Only sides play and consent by themselves; mediators, hosts and guarantors
where a step needs them; persons and outlets stay described, except a person who leads a fight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.naming import spans
from tracktwo.drafting.ranges import default
from tracktwo.drafting.words import kinds_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.drafting.facts import Facts, Item

_RULES = (
    r"\b{name}\b(?:['\u2019]s?)?(?:[- ]\w+)?[- ](?:rule|rulers?|regime|government|administration"
    r"|authorit\w+|junta|power|led government)\b"
)
_RULING = re.compile(
    r"\b(ruling|government|junta|regime|military council|president|authorities|in power|rules)\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"^(the )?(former|previous|past|ex|deposed|ousted|interim|transition\w*|provisional|future|new"
    r"|next|caretaker|elected|unity|joint|inclusive|power.sharing)\b",
    re.IGNORECASE,
)
"""Names of what is no more, or is what the plan would bring."""
_DEMONYM = re.compile(r"(n|an|ian|ese|i)s?")
_ORGAN = re.compile(
    r"['\u2019]s? ((foreign|defen[cs]e|interior|finance|justice|information) )?"
    r"(ministry|government|army|military|armed forces|parliament|cabinet|delegation|presidency"
    r"|leadership|politburo|high command)",
    re.IGNORECASE,
)
"""What follows a name in that of an organ; "the X's opponents" are none of it."""
_GOVERNMENT_OF = re.compile(r"(?:the )?government of (?:the )?(?P<state>.+)", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:the |deputy |acting )*(?P<office>president|vice[- ]president|premier|chancellor"
    r"|(?:prime|foreign|interior|defen[cs]e|finance|justice|information) minister)(?: sir)?",
    re.IGNORECASE,
)
_ARMY = frozenset({"army", "armies", "military", "militia", "brigade", "forces"})
"""Words in the name of a body that has forces, whatever its kind."""
_PLACE = re.compile(r"\b(in|hosted by|mediated by|at) (the )?$", re.IGNORECASE)
"""What stands before a state that a step only takes place in."""
_RECOGNISES = re.compile(r"\brecogni[sz]|\bembass|\bhost\w*\b", re.IGNORECASE)
MIN_SIDES = 2
"""A plan is between sides: two at least."""
BODIES = frozenset({"armed-group", "coalition", "community", "government", "group", "party"})
"""Kinds that are sides of a conflict by their nature."""

_CAPABILITY: dict[str, tuple[tuple[float, float, float], str]] = {
    "holder": ((45, 72, 90), "It holds power today; how firmly is not said."),
    "armed": ((10, 28, 50), "It fights; how strong it is is not said."),
    "exile": ((3, 8, 20), "It lives abroad and depends on its hosts; its following is not said."),
    "unarmed": ((5, 15, 35), "A side without reported forces; its following is not said."),
    "person": ((2, 5, 12), "Leads a fight of its own; its size is not said."),
    "state": (
        (20, 45, 70),
        "A government that is a side; nothing says which side is the stronger.",
    ),
    "fighter": ((12, 34, 60), "An armed side; nothing says which side is the stronger."),
    "civil": ((8, 22, 45), "A side without reported forces; nothing says which is the stronger."),
    "outside": ((4, 12, 25), "Outside the conflict; it can lend weight and has no force in this."),
}
_DISRUPTION: dict[str, tuple[tuple[float, float, float], str]] = {
    "holder": ((0.3, 0.6, 1), "Who holds power can end a process, at a price abroad."),
    "armed": ((0.2, 0.5, 1), "Fighting can go on beside talks."),
    "unarmed": ((0.1, 0.3, 0.6), "It can walk out; it has no forces to break a process with."),
    "outside": ((0, 0.03, 0.15), "No wish to hinder is reported."),
}
_AS_DISRUPTION = {
    "holder": "holder", "state": "holder", "armed": "armed", "person": "armed",
    "fighter": "armed", "exile": "unarmed", "unarmed": "unarmed", "civil": "unarmed",
    "outside": "outside",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who is who.

    Attributes
    ----------
    kinds, parts : dict
        Actor: its kind, and its part in the process.
    sides : list of str
        Parties between which the process is, in the order of the text.
    own : list of str
        Persons who play because they lead a fight of their own.
    holder : str or None
        Who holds power today, where the text tells.
    armed, exiled : set of str
    bodies : dict
        Member: the body that it belongs to.
    hosts : list of str
    label : dict
        Actor: the name to use within a sentence.
    """

    kinds: dict[str, str]
    parts: dict[str, str]
    sides: list[str]
    own: list[str]
    holder: str | None
    armed: set[str]
    exiled: set[str]
    bodies: dict[str, str]
    hosts: list[str]
    label: dict[str, str] = field(default_factory=dict)

    def voice(self, actor: str) -> str:
        """Return for whom an actor speaks: its body where it does not play itself."""
        if actor in self.sides or actor in self.own:
            return actor
        return self.bodies.get(actor, actor)

    @property
    def challengers(self) -> list[str]:
        """Sides other than the one that holds power."""
        return [s for s in self.sides if s != self.holder]

    def standing(self, actor: str) -> str:
        """Return which row of the tables of capability an actor falls under."""
        if actor in self.own:
            return "person"
        if actor not in self.sides:
            return "outside"
        if self.holder is not None:
            if actor == self.holder:
                return "holder"
            return (
                "armed" if actor in self.armed else "exile" if actor in self.exiled else "unarmed"
            )
        if actor in self.armed:
            return "fighter"
        return "state" if self.kinds[actor] in {"government", "state"} else "civil"

    def named(self, actors: Iterable[str]) -> str:
        """Return actors as they stand in a sentence."""
        names = [self.label.get(a, a) for a in actors]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def cast(facts: Facts) -> Cast:
    """Give every actor its part.

    Facts in which fewer than two are sides have to be completed first, by `with_sides`.
    """
    kinds = {a["id"]: str(a["kind"]) for a in facts.actors}
    bodies = _bodies(facts)
    hosts = list(dict.fromkeys(f for f, _, _ in facts.related("hosts")))
    hosted = {t for _, t, _ in facts.related("hosts")}
    fights = {x for f, t, _ in facts.related("fights") for x in (f, t)}
    armed = {a for a, kind in kinds.items() if kind == "armed-group"} | fights
    armed |= {a["id"] for a in facts.actors if _ARMY & set(str(a["name"]).lower().split())}
    parts = {a["id"]: a.get("part") or _part(facts, a, bodies, hosts) for a in facts.actors}
    parts |= dict.fromkeys([*_no_sides(facts, parts), *_beside(facts, parts)], "observer")
    hosts = [a for a in kinds if a in hosts or parts[a] == "host"]
    own = [
        f for f in dict.fromkeys(f for f, _, _ in facts.related("fights")) if kinds[f] == "person"
    ]
    sides = [
        a for a in kinds
        if parts[a] == "party" and kinds[a] != "person" and parts.get(bodies.get(a, "")) != "party"
    ]  # fmt: skip
    named = set((facts.roadmap or {}).get("proposed_by") or [])
    spoke = {s["by"] for s in facts.statements if not _presses(str(s["text"]))}
    for some in (named, spoke):  # where no two are sides, states that proposed the plan, or spoke
        if len(sides) < 2:
            states = {
                a["id"] for a in facts.actors
                if a["kind"] == "state" and not a.get("part") and a["id"] in some - bodies.keys()
                and parts[a["id"]] in {"pressure", "observer"}
            }  # fmt: skip
            sides = [a for a in kinds if a in {*sides, *states}]
    if not sides:  # nobody but persons: then they are the sides
        sides = [a for a in kinds if parts[a] == "party" and a not in bodies] or [
            a for a in kinds if kinds[a] in BODIES
        ]
        own = [a for a in own if a not in sides]
    for side in sides:
        parts[side] = "party"
    for person in own:
        parts[person] = "party"
    holder = _holder(facts, sides, kinds)
    label = {a["id"]: _label(a) for a in facts.actors}
    return Cast(kinds, parts, sides, own, holder, armed, hosted & set(sides), bodies, hosts, label)


def _no_sides(facts: Facts, parts: dict[str, str]) -> list[str]:
    """Return parties by name only: what is past or planned, and another party's own organs.

    Who did or said something, or is in a relation to somebody, is a side whatever its name.
    """
    parties = [a for a in facts.actors if parts[a["id"]] == "party"]
    deeds = acting(facts)
    found = []
    for actor in parties:
        name = str(actor["name"])
        organ = any(
            other is not actor and re.search(rf"\b{re.escape(str(other['name']))}\b", name)
            for other in parties
        )
        if actor["id"] not in deeds and (_NOT_NOW.search(name) or organ):
            found.append(actor["id"])
    return found


def acting(facts: Facts) -> set[str]:
    """Return who says, does or is told something, or is in a relation to somebody."""
    found = {s["by"] for s in facts.statements} | {
        x for s in facts.statements for x in s.get("to") or []
    }
    found |= {x for r in facts.relations for x in (r["from"], r["to"])}
    return found | set((facts.roadmap or {}).get("proposed_by") or [])


def _beside(facts: Facts, parts: dict[str, str]) -> list[str]:
    """Return who only acts beside sides that are known: a fund that sets terms, a palace.

    Where the part of two and more is given as that of a side, what somebody without a part says
    makes it none; that it fights or opposes one of them does, and so does having proposed the plan,
    being an armed group, or the only government.
    """
    given = [a for a in facts.actors if a.get("part") == "party" and a["kind"] != "person"]
    if len(given) < MIN_SIDES:
        return []
    apart = {x for f, t, _ in facts.related("opposes", "fights") for x in (f, t)}
    apart |= set((facts.roadmap or {}).get("proposed_by") or [])
    kinds = {"armed-group"} | ({"government"} - {str(a["kind"]) for a in given})
    return [
        a["id"] for a in facts.actors
        if not a.get("part") and parts[a["id"]] == "party"
        and a["id"] not in apart and a["kind"] not in kinds
    ]  # fmt: skip


def _bodies(facts: Facts) -> dict[str, str]:
    found: dict[str, str] = {}
    for actor in facts.actors:
        for member in actor.get("members") or []:
            found.setdefault(member["actor"], actor["id"])
    for member, body, _ in facts.related("member-of"):
        found.setdefault(member, body)
    for meeting in facts.meetings:
        for who in (meeting.get("chair"), *meeting.get("present", []), *meeting.get("absent", [])):
            if who in facts.names and meeting["body"] in facts.names and who != meeting["body"]:
                found.setdefault(who, meeting["body"])
    for actor in facts.actors:
        for other in facts.actors:
            if other is not actor and _is_of(str(actor["name"]), other):
                found.setdefault(actor["id"], other["id"])
    for holder, body in _in_office(facts).items():
        found.setdefault(holder, body)
    return {member: body for member, body in found.items() if found.get(body) != member}


def _in_office(facts: Facts) -> dict[str, str]:
    """Return who speaks for the one government that is named, by an office of state.

    "Prime Minister Odo Klar signed": not where two hold the same office, since then there are two
    governments, nor where the office is that of a land or of former days.
    """
    governments = [
        a["id"] for a in facts.actors
        if a["kind"] == "government" and a.get("part") in {None, "party"}
        and not _NOT_NOW.search(str(a["name"]))
    ]  # fmt: skip
    if len(governments) != 1:
        return {}
    held: dict[str, list[str]] = {}
    for actor in facts.actors:
        if actor["kind"] == "person" and actor.get("part") in {None, "party", "speaker"}:
            for role in actor.get("roles") or []:
                if office := _OFFICE.fullmatch(str(role["role"])):
                    held.setdefault(office["office"].lower(), []).append(actor["id"])
    return {who[0]: governments[0] for who in held.values() if len(who) == 1}


def _is_of(name: str, other: Item) -> bool:
    """Tell whether a name is that of another's organ, or the adjective made of another's name."""
    for own in (str(other["name"]), *map(str, other.get("aliases") or [])):
        rest = name[len(own) :] if name.startswith(own) else ""
        if _DEMONYM.fullmatch(rest) or _ORGAN.fullmatch(rest):
            return True
    # A state speaks for its government where the text has both.
    whose = _GOVERNMENT_OF.match(str(other["name"]))
    return whose is not None and other.get("kind") == "government" and whose["state"] == name


def _part(facts: Facts, actor: Item, bodies: dict[str, str], hosts: list[str]) -> str:
    """Tell the part of an actor whose part the reading left open."""
    id_, kind = actor["id"], actor["kind"]
    if id_ in {f for f, _, _ in facts.related("mediates")}:
        return "mediator"
    opposed = {x for f, t, _ in facts.related("opposes", "fights") for x in (f, t)}
    if id_ in opposed and kind != "person":
        return "party"
    if id_ in hosts:
        return "host"
    if kind == "person":
        return "party" if id_ in opposed and id_ not in bodies else "speaker"
    if kind in {"state", "organisation"} and _from_outside(facts, actor):
        return "pressure"
    if facts.by(id_, "refuses", "accepts", "commits", "conditions"):
        return "party"
    proposers = (facts.roadmap or {}).get("proposed_by") or []
    if kind in BODIES:
        spoke = facts.by(id_) and id_ not in proposers
        only = all(s["kind"] in {"proposes", "states"} for s in facts.by(id_))
        # Who only once proposed something and stands in no relation to anyone speaks from outside.
        if spoke and only and kind == "group":
            return "speaker"
        spoken_to = any(id_ in (s.get("to") or []) for s in facts.statements)
        return "party" if facts.by(id_) or spoken_to or kind != "group" else "observer"
    return "observer"


def _from_outside(facts: Facts, actor: Item) -> bool:
    """Tell whether a state or an organisation that spoke stands outside the conflict.

    A state is a side where it fights, signs or is to move; else where no government is a side and
    no other state is at stake. Who speaks of recognition, sanctions or aid alone presses.
    """
    said = facts.by(actor["id"])
    if not said:
        return False
    if all(_presses(str(s["text"])) for s in said):
        return True
    if actor["kind"] != "state" or _at_stake(facts, actor):
        return False
    others = [a for a in facts.actors if a is not actor and a.get("part") in {None, "party"}]
    governed = any(
        a["kind"] == "government" and not _NOT_NOW.search(str(a["name"])) for a in others
    )
    return governed or any(a["kind"] == "state" and _at_stake(facts, a) for a in others)


def _presses(text: str) -> bool:
    return bool(kinds_in("levers", text) or _RECOGNISES.search(text))


def _at_stake(facts: Facts, state: Item) -> bool:
    """Tell whether a plan is a state's own: it fights, proposed it, or has to move."""
    if state.get("part") == "party":
        return True
    opposed = {x for f, t, _ in facts.related("opposes", "fights") for x in (f, t)}
    plan = facts.roadmap or {}
    if state["id"] in opposed:
        return True
    if state["id"] in (plan.get("proposed_by") or []):
        return not any(a["kind"] == "government" for a in facts.actors)
    names = [
        str(step["name"])
        for stage in plan.get("stages") or []
        for step in (stage, *(stage.get("milestones") or []))
    ]
    return any(
        id_ == state["id"] and not _PLACE.search(name[:start])
        for name in names
        for start, _, id_ in spans([state], name)
    )


def _holder(facts: Facts, sides: list[str], kinds: dict[str, str]) -> str | None:
    """Tell which side holds power today; None where the text does not, or names several."""
    said = " \n ".join(
        [
            *(str(s.get("text", "")) for s in facts.statements),
            *(str(r.get("description", "")) for r in facts.relations),
            *(str(s["name"]) for s in (facts.roadmap or {}).get("stages", [])),
            facts.title,
        ]
    )
    score = dict.fromkeys(sides, 0)
    for actor in facts.actors:
        if actor["id"] not in score:
            continue
        for name in [actor["name"], *actor.get("aliases", [])]:
            pattern = _RULES.format(name=re.escape(str(name)))
            score[actor["id"]] += len(re.findall(pattern, said, re.IGNORECASE))
        own = [str(actor["name"]), str(actor.get("description") or "")]
        own += [str(r["role"]) for r in actor.get("roles", [])]
        score[actor["id"]] += sum(bool(_RULING.search(text)) for text in own)
        score[actor["id"]] += 2 * (kinds[actor["id"]] == "government")
    if not any(score.values()):  # a state governs where nobody else is said to
        score = {side: int(kinds[side] == "state") for side in sides}
    best = max(score.values(), default=0)
    first = [side for side in sides if score[side] == best]
    return first[0] if best > 0 and len(first) == 1 and len(sides) > 1 else None


def _label(actor: Item) -> str:
    return str(actor.get("short") or actor["name"])


def played(cast: Cast, actor: str) -> dict[str, Any]:
    """Return the capability of an actor that plays, and the share that it could disrupt with."""
    row = cast.standing(actor)
    able, why = _CAPABILITY[row]
    part, reason = _DISRUPTION[_AS_DISRUPTION[row]]
    return {
        "capability": default(able, why, "capability-by-part"),
        "disruption": default(part, reason, "disruption-by-part"),
    }


def with_sides(facts: Facts) -> tuple[Facts, list[str]]:
    """Return facts in which at least two are sides, and a line for each side that was added.

    A plan is between sides. Where the text names one alone, or none, the others are taken in
    without a name (rule `unnamed-side`).
    """
    known = cast(facts).sides
    people = {a["id"] for a in facts.actors if a["kind"] == "person"}
    if len(known) < MIN_SIDES:  # one person alone is none beside a side that is added
        known = [side for side in known if side not in people]
    added: list[Item] = []
    for id_, name in (("one-side", "One side"), ("other-side", "The other side")):
        missing = 2 - len(known) - len(added)
        if missing > 0 and id_ not in facts.names and not (id_ == "one-side" and known):
            added.append(
                {
                    "id": id_, "name": name, "kind": "group", "part": "party",
                    "description": "Not named in what was accepted: a plan has two sides at least.",
                }
            )  # fmt: skip
    notes = [f"{a['name']}: taken in without a name; accept or add who it is" for a in added]
    return replace(facts, actors=[*facts.actors, *added]), notes
