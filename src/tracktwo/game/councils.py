r"""Bodies that decide by rules of their own: who was at their meetings, and what that is worth.

A member's weight is the case's; its share is its weight over that of all members, per draw.

*Rule.* Where members of a body play, the body's consent is asked of them by the body's own rule;
the members that do not play vote as one bloc, which is the body itself as a player. Consensus
needs all; a majority more than half of the members; a weighted rule members with that share of
the weight (at its most likely value, since a rule is one for all draws); a leader decides alone.

*Stances.* What a body declared at a meeting is worth its strength times the share of the members'
weight that took part, per draw. Members of whom the case says nothing did not stand behind it.

*Cohesion.* Where at least two members hold positions, ``1 - sd / 50`` on each issue, with sd the
weighted standard deviation of those positions on 0-100 (50 is the most there can be). Otherwise
by attendance: the agreement index of Hix, Noury and Roland (2005), doi:10.1017/S0007123405000128,
``(max(P, A, U) - (P + A + U - max(P, A, U)) / 2) / (P + A + U)``, with the weights of those
present, absent and unmentioned in the place of votes for, against and abstaining: 1 where all did
the same, 0 where all three are equal.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.schema import Leader, Weighted
from tracktwo.results.attendance import Attendance, Cohesion, Fighter, QuorumMet
from tracktwo.results.bands import Band
from tracktwo.roadmap.rules import Actor, Rule, all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Actor as CaseActor
    from tracktwo.case.schema import Case, Meeting

    Floats = NDArray[np.float64]


def weights(case: Case, body: str, values: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return (D,) the share of each member in its body's weight."""
    members = next(a for a in case.actors if a.id == body).members
    raw = {m.actor: values[f"actors.{body}.members.{m.actor}.weight"] for m in members}
    total = np.sum(list(raw.values()), axis=0)
    return {
        name: np.divide(w, total, out=np.zeros_like(w), where=total > 0) for name, w in raw.items()
    }


def behind(case: Case, meeting: str, values: Mapping[str, Floats]) -> Floats:
    """Return (D,) the share of a body's weight that took part in a meeting."""
    held = next(m for m in case.meetings if m.id == meeting)
    share = weights(case, held.body, values)
    there = attending(held)
    parts = [w for name, w in share.items() if name in there]
    return np.sum(parts, axis=0) if parts else np.zeros_like(next(iter(share.values())))


def attending(meeting: Meeting) -> set[str]:
    """Return who took part in a meeting, the chair included."""
    return {*meeting.present, *([meeting.chair] if meeting.chair else [])}


def suffice(body: CaseActor, agreed: set[str], weight: Mapping[str, float]) -> bool:
    """Tell whether some members' agreement makes the body's by its rule; without one, all do."""
    match body.decides:
        case "majority":
            return 2 * len(agreed) > len(body.members)
        case Weighted(weighted=needed):
            total = sum(weight.values())
            return sum(weight[m] for m in agreed) >= needed * total - 1e-9 * total > 0
        case Leader(leader=leader):
            return leader in agreed
        case _:
            return len(agreed) == len(body.members)


def own_rule(body: CaseActor, players: Sequence[str]) -> Rule:
    """Return whose consent makes a body's, among those who play: its own rule over them.

    A body without a rule, or of which no member plays, decides as one.
    """
    me = players.index(body.id)
    playing = [m.actor for m in body.members if m.actor in players]
    if body.decides is None or not playing:
        return Actor(me)
    if isinstance(body.decides, Leader):
        leads = body.decides.leader
        return Actor(players.index(leads) if leads in playing else me)
    bloc = {m.actor for m in body.members} - set(playing)
    weight = {m.actor: m.weight.mode for m in body.members}
    voters = [*([me] if bloc else []), *(players.index(m) for m in playing)]
    blocs = [*([bloc] if bloc else []), *({m} for m in playing)]
    smallest: list[tuple[int, ...]] = []
    for size in range(1, len(voters) + 1):
        for chosen in itertools.combinations(range(len(voters)), size):
            if any(set(small) <= set(chosen) for small in smallest):
                continue
            if suffice(body, set().union(*(blocs[c] for c in chosen)), weight):
                smallest.append(chosen)
    found = [all_of([Actor(voters[c]) for c in chosen]) for chosen in smallest]
    simple = [rule.rules[0] if len(rule.rules) == 1 else rule for rule in found]
    return simple[0] if len(simple) == 1 else any_of(simple)


def rule_words(body: CaseActor, label: Mapping[str, str]) -> str | None:
    """Say how a body decides."""
    match body.decides:
        case "consensus":
            return "by consensus of its members"
        case "majority":
            return "by a majority of its members"
        case Weighted(weighted=needed):
            return f"by members with {100 * needed:.0f} % of its weight"
        case Leader(leader=leader):
            return f"by its leader, {label.get(leader, leader)}"
        case _:
            return None


def attendance(
    case: Case, players: Sequence[str], values: Mapping[str, Floats]
) -> tuple[Attendance, ...]:
    """Describe each meeting of a body with members.

    Parameters
    ----------
    case : Case
    players : ids of the actors that play
    values : (draws,) by path
    """
    actors = {a.id: a for a in case.actors}
    label = {a.id: a.label for a in case.actors}
    out = []
    for meeting in case.meetings:
        body = actors.get(meeting.body)
        if body is None or not body.members:
            continue
        share = weights(case, body.id, values)
        there = attending(meeting)
        sides = {
            "present": tuple(m for m in share if m in there),
            "absent": tuple(m for m in share if m in meeting.absent and m not in there),
            "unknown": tuple(m for m in share if m not in there and m not in meeting.absent),
        }
        weight = {side: _sum(share, members) for side, members in sides.items()}
        able = None
        if body.decides is not None:
            rows = zip(*share.values(), strict=True)
            able = float(
                np.mean(
                    [
                        suffice(body, set(sides["present"]), dict(zip(share, row, strict=True)))
                        for row in rows
                    ]
                )
            )
        out.append(
            Attendance(
                meeting=meeting.id,
                name=meeting.name,
                body=body.id,
                present=sides["present"],
                absent=sides["absent"],
                unknown=sides["unknown"],
                weight_present=Band.of(weight["present"]),
                weight_absent=Band.of(weight["absent"]),
                quorum=_quorum(body, weight["present"], len(sides["present"]), values),
                decides=rule_words(body, label),
                able=able,
                cohesion=_cohesion(case, body, sides, weight, values),
                fighters=_fighters(body, players, sides, values),
                stances=tuple((tuple(s.on), s.stance) for s in case.stances if s.at == meeting.id),
                evidence=tuple(meeting.evidence),
            )
        )
    return tuple(out)


def _sum(share: Mapping[str, Floats], members: Sequence[str]) -> Floats:
    zero = np.zeros_like(next(iter(share.values())))
    return np.asarray(np.sum([share[m] for m in members], axis=0) + zero)


def _quorum(
    body: CaseActor, weight: Floats, count: int, values: Mapping[str, Floats]
) -> tuple[QuorumMet, ...]:
    if body.quorum is None:
        return ()
    present = {"members": np.full_like(weight, count / len(body.members)), "weight": weight}
    found = []
    for by, part in present.items():
        if getattr(body.quorum, by) is None:
            continue
        needed = values[f"actors.{body.id}.quorum.{by}"]
        reached = float(np.mean(part >= needed - 1e-12))
        found.append(QuorumMet(by, Band.of(needed), Band.of(part), reached))
    return tuple(found)


def _cohesion(
    case: Case,
    body: CaseActor,
    sides: Mapping[str, tuple[str, ...]],
    weight: Mapping[str, Floats],
    values: Mapping[str, Floats],
) -> Cohesion:
    share = weights(case, body.id, values)
    by_issue = []
    for issue in case.issues:
        paths = {m: f"positions.{m}.{issue.id}.position" for m in share}
        held = [m for m in share if paths[m] in values]
        if len(held) < 2:
            continue
        w = np.stack([share[m] for m in held])
        x = np.stack([values[paths[m]] for m in held])
        total = np.maximum(w.sum(axis=0), 1e-300)
        middle = (w * x).sum(axis=0) / total
        spread = np.sqrt((w * (x - middle) ** 2).sum(axis=0) / total)
        by_issue.append((issue.id, 1 - spread / 50))
    count = len(body.members)
    if by_issue:
        whole = np.mean([index for _, index in by_issue], axis=0)
        bands = tuple((issue, Band.of(index)) for issue, index in by_issue)
        why = "how far apart the members' positions lie, weighted"
        return Cohesion("positions", Band.of(whole), bands, why)
    with_positions = [m for m in share if any(row.actor == m for row in case.positions)]
    lacking = (
        f"{len(with_positions)} of {count} members has positions in this case"
        if len(with_positions) == 1
        else "no member has positions in this case"
    )
    if len(sides["unknown"]) == count:
        why = f"cannot be known: {lacking}, and nothing is said of who came"
        return Cohesion("nothing", None, (), why)
    parts = np.stack([weight[side] for side in ("present", "absent", "unknown")])
    most, total = parts.max(axis=0), np.maximum(parts.sum(axis=0), 1e-300)
    index = (most - (total - most) / 2) / total
    why = f"by attendance alone, since {lacking}: who came together, not who agreed"
    return Cohesion("attendance", Band.of(index), (), why)


def _fighters(
    body: CaseActor,
    players: Sequence[str],
    sides: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Floats],
) -> tuple[Fighter, ...]:
    from tracktwo.roadmap.rules import actors_of  # noqa: PLC0415  (only here)

    total = np.sum([values[f"actors.{a}.capability"] for a in players], axis=0)
    asked = set(actors_of(own_rule(body, players))) if body.id in players else set()
    found = []
    for member in body.members:
        name = member.actor
        if name not in players:
            continue
        strength = values[f"actors.{name}.capability"] * values[f"actors.{name}.disruption"]
        force = np.divide(strength, total, out=np.zeros_like(total), where=total > 0)
        if not force.any():
            continue
        side = next(side for side, members in sides.items() if name in members)
        found.append(Fighter(name, side, Band.of(force), players.index(name) in asked))
    return tuple(found)
