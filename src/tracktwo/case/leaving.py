"""An actor leaves: what goes with it, and what each consent rule then asks.

A rule that named the actor asks those that remain: of *all of A, B* it is B that must consent, of
*any of A, B* B alone can; *at least 2 of A, B, C* still takes two, and all that remain where fewer
do; a *share* of capability is a share of that of the group that remains. A rule that asked nobody
else cannot be answered without saying who decides instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case.format.numbers import ends
from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class RuleChange:
    """A consent rule that named the actor, in the form of case.yaml."""

    stage: str
    milestone: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Left:
    """What left a case together with an actor."""

    rules: tuple[RuleChange, ...]
    gone: tuple[str, ...]
    """Paths of what went with it: levers that nobody applies or that reach nobody, meetings of a
    body that is no more, what was said of the actor alone, and who shares power with the issue
    about it, where nobody or one side alone would be left to share it."""


def leave(data: dict[str, Any], actor: str) -> Left:
    """Take an actor out of the plain values of a case, in place.

    Parameters
    ----------
    data : the values, as in case.yaml, with the rows of positions.csv under ``positions``
    actor : its id

    Raises
    ------
    UnanswerableError
        If a step would ask nobody.
    """
    # What cannot be answered is found before anything is changed.
    rules = tuple(_rules(data, actor))
    data["actors"] = [one for one in data["actors"] if one.get("id") != actor]
    emptied = {one.get("id") for one in data["actors"] if _members(one, actor)}
    for stance in data.get("stances") or []:
        if stance.get("actor") in emptied:
            stance.pop("at", None)  # nobody is left to have been there
    gone = [*_stances(data, actor), *_levers(data, actor), *_meetings(data, actor)]
    for field, keys in (("positions", ("actor",)), ("relations", ("from", "to")),
                        ("statements", ("by",))):  # fmt: skip
        _without(data, field, actor, *keys)
    for statement in data.get("statements") or []:
        _strike(statement, actor, "to", "about")
    roadmap = data["roadmap"]
    _strike(roadmap, actor, "proposed_by")
    changed = {rule.milestone: rule.after for rule in rules}
    for stage in roadmap["stages"]:
        for milestone in stage["milestones"]:
            _strike(milestone, actor, "withdrawable_by")
            if milestone["id"] in changed:
                milestone["consent"] = changed[milestone["id"]]
    for situation in situations(roadmap):
        (situation.get("conflict") or {}).pop(actor, None)
        if situation.get("power"):
            _power(situation["power"], actor)
    if data.get("power") and not _shared(data, actor):
        gone += without_power(data)
    return Left(rules, tuple(gone))


def without(rule: Any, actor: str) -> Any:
    """Return what a consent rule asks once an actor has left; None where it asks nobody.

    Parameters
    ----------
    rule : in the form of case.yaml
    """
    if isinstance(rule, str):
        return None if rule == actor else rule
    field = next(name for name in ("all", "any", "of") if name in rule)
    parts: list[Any] = []
    for part in rule[field]:
        left = without(part, actor)
        if left is not None and left not in parts:  # twice the same would count twice
            parts.append(left)
    if parts == rule[field]:
        return rule
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    changed = {**rule, field: parts}
    if "at_least" in rule:
        changed["at_least"] = min(rule["at_least"], len(parts))
    return changed


def _rules(data: dict[str, Any], actor: str) -> Iterator[RuleChange]:
    for stage in data["roadmap"]["stages"]:
        for milestone in stage["milestones"]:
            before = milestone["consent"]
            after = without(before, actor)
            if after is None:
                path = f"roadmap.stages.{stage['id']}.milestones.{milestone['id']}.consent"
                raise UnanswerableError(
                    f"without {actor} nobody is asked for “{milestone['name']}”; a case that says "
                    f"who decides then, under {path}, can be asked"
                )
            if after != before:
                yield RuleChange(stage["id"], milestone["id"], before, after)


def _members(body: dict[str, Any], actor: str) -> bool:
    """Take an actor out of a body; tell whether nobody is left in it."""
    members = body.get("members")
    if not members:
        return False
    body["members"] = [one for one in members if one.get("actor") != actor]
    decides = body.get("decides")
    if isinstance(decides, dict) and decides.get("leader") == actor:
        del body["decides"]  # it decides as one, whatever its members do
    if body["members"]:
        return False
    for field in ("members", "decides", "quorum"):
        body.pop(field, None)
    return True


def _stances(data: dict[str, Any], actor: str) -> Iterator[str]:
    yield from (
        f"stances.{actor}.{'+'.join(one['on'])}"
        for one in data.get("stances") or []
        if one.get("actor") == actor
    )
    _without(data, "stances", actor, "actor")


def _levers(data: dict[str, Any], actor: str) -> Iterator[str]:
    kept = []
    for lever in data.get("levers") or []:
        named = {field: bool(lever.get(field)) for field in ("by", "targets")}
        _strike(lever, actor, "by", "targets")
        (lever.get("cost") or {}).pop(actor, None)
        if all(lever.get(field) for field, was in named.items() if was):
            kept.append(lever)
        else:
            yield f"levers.{lever['id']}"
    if "levers" in data:
        data["levers"] = kept


def _meetings(data: dict[str, Any], actor: str) -> Iterator[str]:
    yield from (
        f"meetings.{one['id']}" for one in data.get("meetings") or [] if one.get("body") == actor
    )
    _without(data, "meetings", actor, "body")
    for meeting in data.get("meetings") or []:
        _strike(meeting, actor, "present", "absent")
        if meeting.get("chair") == actor:
            del meeting["chair"]


def _shared(data: dict[str, Any], actor: str) -> bool:
    """Take an actor out of who shares power; tell whether that says anything still.

    It does where two parties remain, the side that the issue is about is neither nobody nor all of
    them, and somebody holds power in every situation that says who does.
    """
    terms = data["power"]
    _strike(terms, actor, "parties", "side")
    (terms.get("salience") or {}).pop(actor, None)
    parties, side = set(terms["parties"]), set(terms.get("side") or [])
    if len(parties) < 2 or ("issue" in terms and not set() < side < parties):
        return False
    return all(_held(one["power"]) for one in situations(data["roadmap"]) if one.get("power"))


def _held(power: dict[str, Any]) -> bool:
    election = power.get("election")
    if election:
        return bool(election.get("votes"))
    shares = power.get("shares")
    return shares is None or any(ends(number)[-1] > 0 for number in shares.values())


def without_power(data: dict[str, Any]) -> list[str]:
    """Take out who shares power, and the issue that was about it; return their paths."""
    issue = data.pop("power").get("issue")
    for situation in situations(data["roadmap"]):
        situation.pop("power", None)
    if issue is None:
        return ["power"]
    data["issues"] = [one for one in data.get("issues") or [] if one.get("id") != issue]
    without_issue(data, issue)
    for statement in data.get("statements") or []:
        _strike(statement, issue, "about")
    return ["power", f"issues.{issue}"]


def without_issue(data: dict[str, Any], issue: str) -> None:
    """Take out where everybody stands on an issue, and what the roadmap puts in force on it."""
    _without(data, "positions", issue, "issue")
    for situation in situations(data["roadmap"]):
        policy = situation.get("policy")
        if policy is None or issue not in policy:
            continue
        rest = {k: v for k, v in policy.items() if k != issue}
        if rest:
            situation["policy"] = rest
        else:
            del situation["policy"]


def _power(power: dict[str, Any], actor: str) -> None:
    _strike(power, actor, "among", "veto")
    for field in ("shares", "population", "reserved"):
        (power.get(field) or {}).pop(actor, None)
    for worth in (power.get("ministries") or {}).values():
        worth.pop(actor, None)
    chair = power.get("chair")
    if chair:
        _strike(chair, actor, "turn")
        if not chair["turn"]:
            del power["chair"]
    election = power.get("election")
    if election:
        for field in ("votes", "turnout", "boycott", "concentration"):
            (election.get(field) or {}).pop(actor, None)
        _strike(election, actor, "order")
        coalition = election.get("coalition") or {}
        if coalition.get("refuse"):
            coalition["refuse"] = [pair for pair in coalition["refuse"] if actor not in pair]


def situations(roadmap: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the stages of a roadmap, and what holds at its start and after it broke off."""
    yield from roadmap["stages"]
    for name in ("start", "abandoned", "relapse"):
        if roadmap.get(name):
            yield roadmap[name]


def _without(data: dict[str, Any], field: str, actor: str, *keys: str) -> None:
    """Leave out the items of a list that are of an actor."""
    if data.get(field):
        data[field] = [one for one in data[field] if all(one.get(key) != actor for key in keys)]


def _strike(item: dict[str, Any], actor: str, *fields: str) -> None:
    for field in fields:
        if isinstance(item.get(field), list):
            item[field] = [name for name in item[field] if name != actor]
