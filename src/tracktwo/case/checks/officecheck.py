"""What the parts of a case say about bodies and about power: who is meant, and whether it fits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracktwo.case.checks.validate import Loc, at
from tracktwo.case.problems import Problem, unknown
from tracktwo.case.schema import START, Leader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tracktwo.case.checks.known import Known
    from tracktwo.case.document import Node
    from tracktwo.case.offices import Election, Power, PowerTerms
    from tracktwo.case.schema import Case, Situation

    Found = Iterator[Problem]


def check_bodies(case: Case, root: Node, known: Known) -> list[Problem]:
    """Check how bodies decide and where their stances were declared.

    Parameters
    ----------
    case : Case
    root : Node
        The tree it was made from.
    known : Known
        Ids that may be referred to.
    """
    return list(_bodies(case, root, known))


def _bodies(case: Case, root: Node, known: Known) -> Found:
    members = {actor.id: {m.actor for m in actor.members} for actor in case.actors}
    for i, actor in enumerate(case.actors):
        for field in ("decides", "quorum"):
            if getattr(actor, field) is not None and not actor.members:
                message = f"{actor.id} has no members, so {field} says nothing"
                yield at(root, ("actors", i, field), message, "list its members")
        if isinstance(actor.decides, Leader) and actor.decides.leader not in members[actor.id]:
            loc: Loc = ("actors", i, "decides", "leader")
            yield at(root, loc, *unknown("member", actor.decides.leader, members[actor.id]))
    meetings = {meeting.id: meeting for meeting in case.meetings}
    for i, stance in enumerate(case.stances):
        if stance.at is None:
            continue
        loc = ("stances", i, "at")
        if stance.at not in known.meetings:
            yield at(root, loc, *unknown("meeting", stance.at, known.meetings))
        elif stance.at in meetings:
            body = meetings[stance.at].body
            if body != stance.actor:
                message = f"{stance.at} is a meeting of {body}, not of {stance.actor}"
                yield at(root, loc, message, "name a meeting of the actor's own")
            elif not members.get(body):
                yield at(root, loc, f"{body} has no members to weigh", "list them, with weights")


def check_power(case: Case, root: Node, known: Known) -> list[Problem]:
    """Check who shares power, and what every situation says of it.

    Parameters
    ----------
    case, root, known
        As in `check_bodies`.
    """
    roadmap = case.roadmap
    places: list[tuple[Loc, Situation]] = [
        (("roadmap", "start"), roadmap.start),
        *((("roadmap", "stages", s), stage) for s, stage in enumerate(roadmap.stages)),
        (("roadmap", "abandoned"), roadmap.abandoned),
    ]
    if roadmap.relapse is not None:
        places.append((("roadmap", "relapse"), roadmap.relapse))
    check = _Power(case, root, known)
    if case.power is None and "power" in known.written:
        return []  # what is wrong with it is said already
    if case.power is None:
        found: Iterable[Problem] = (
            at(
                root,
                (*loc, "power"),
                "the case does not say who may share power",
                "add power: {parties: [...]} beside the roadmap",
            )
            for loc, situation in places
            if situation.power is not None
        )
        return list(found)
    problems = list(check.terms(case.power))
    for loc, situation in places:
        problems += check.situation(situation, loc, case.power)
    return problems


class _Power:
    def __init__(self, case: Case, root: Node, known: Known) -> None:
        self.case, self.root, self.known = case, root, known

    def at(self, loc: Loc, message: str, hint: str | None = None) -> Problem:
        return at(self.root, loc, message, hint)

    def refer(self, names: Iterable[str], loc: Loc, among: Collection[str] | None = None) -> Found:
        """Check parties that are named in a list or as keys."""
        parties = self.known.parties if among is None else among
        keys = isinstance(names, dict)
        for i, name in enumerate(names):
            if name not in parties:
                place = (*loc, name, "[key]") if keys else (*loc, i)
                yield self.at(place, *unknown("party", name, parties))

    def terms(self, terms: PowerTerms) -> Found:
        known = self.known
        for i, name in enumerate(terms.parties):
            if name not in known.actors:
                yield self.at(("power", "parties", i), *unknown("actor", name, known.actors))
            elif name in terms.parties[:i]:
                yield self.at(("power", "parties", i), f"{name} is named twice", "name it once")
        yield from self.refer(terms.side, ("power", "side"))
        if terms.issue is not None and terms.issue not in known.issues:
            yield self.at(("power", "issue"), *unknown("issue", terms.issue, known.issues))
        if terms.side and set(terms.side) >= set(terms.parties):
            message = "names every party: its share would always be all of it"
            yield self.at(("power", "side"), message, "leave out those on the other side")
        yield from self.refer(terms.salience, ("power", "salience"))
        rows = {row.actor for row in self.case.positions if row.issue == terms.issue}
        for i, name in enumerate(terms.parties):
            if name in known.players and name not in terms.salience and name not in rows:
                loc: Loc = ("power", "parties", i)
                message = f"nothing says what its share of power is worth to {name}"
                yield at(self.root, loc, message, "its payoff leaves it out", "note")

    def situation(self, situation: Situation, loc: Loc, terms: PowerTerms) -> Found:
        if terms.issue in situation.policy:
            yield self.at(
                (*loc, "policy", str(terms.issue), "[key]"),
                f"{terms.issue} is what power says it is: the share of {', '.join(terms.side)}",
                "leave it out here, or issue and side out of power",
            )
        if situation.power is not None:
            yield from self.power(situation.power, (*loc, "power"), terms)
        elif loc[-1] == START:
            yield self.at(
                loc, "who holds power today is missing", "add power: {shares: {PARTY: 0-100}}"
            )

    def power(self, power: Power, loc: Loc, terms: PowerTerms) -> Found:
        for field in ("shares", "among", "population", "reserved", "veto"):
            yield from self.refer(getattr(power, field) or (), (*loc, field))
        for ministry, worth in power.ministries.items():
            yield from self.refer(worth, (*loc, "ministries", ministry))
        if power.chair is not None:
            yield from self.refer(power.chair.turn, (*loc, "chair", "turn"))
        if power.shares is not None and all(q.high == 0 for q in power.shares.values()):
            yield self.at((*loc, "shares"), "no one has any share of power")
        if math.fsum(q.low for q in power.reserved.values()) > 100:
            yield self.at((*loc, "reserved"), "more than all of it is set aside")
        if power.formula == "negotiated" and terms.issue is None:
            yield self.at(
                (*loc, "formula"),
                "no issue is about shares of power, so nothing is bargained over",
                "name issue and side in power",
            )
        among = power.among or terms.parties
        if power.formula == "population":
            for name in among:
                if name in self.known.parties and name not in power.population:
                    yield self.at((*loc, "population"), f"{name} is missing", "give its number")
        if power.formula in {"capability", "contest"} and not set(among) & self.known.players:
            yield self.at((*loc, "formula"), "none of the parties has a capability")
        for name in ("duration", "extension"):
            if power.election is not None and getattr(power, name) is not None:
                yield self.at((*loc, name), f"{name} is of what comes before a vote")
        if power.extension is not None and power.duration is None:
            yield self.at((*loc, "extension"), "extends nothing", "give duration")
        if power.election is not None:
            yield from self.election(power.election, (*loc, "election"))

    def election(self, election: Election, loc: Loc) -> Found:
        yield from self.refer(election.votes, (*loc, "votes"))
        standing = set(election.votes)
        for field in ("turnout", "boycott", "concentration"):
            yield from self.refer(getattr(election, field), (*loc, field), standing)
        if all(q.high == 0 for q in election.votes.values()):
            yield self.at((*loc, "votes"), "no one has any votes")
        rules = election.coalition
        yield from self.refer(election.order, (*loc, "order"), standing)
        for i, pair in enumerate(rules.refuse):
            place = (*loc, "coalition", "refuse", i)
            yield from self.refer(pair, place, standing)
            if pair[0] == pair[1]:
                yield self.at(place, f"{pair[0]} cannot refuse itself", "name two parties")
        missing = [name for name in election.votes if name not in election.order]
        if (rules.form == "connected" or election.order) and missing:
            yield self.at(
                (*loc, "order"),
                f"{', '.join(missing)} has no place in it",
                "name every party from one end to the other",
            )
        if election.compensates and election.method not in {"dhondt", "sainte-lague"}:
            yield self.at((*loc, "method"), "compensation goes by dhondt or sainte-lague")
