"""Index tables that the solvers work from: one look-up per consent, event and state.

Built once per roadmap; everything here is the same for all draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.rules import actors_of
from tracktwo.roadmap.structure import EventKind, Roadmap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Plan:
    """Tables of S states, E events and C consents (a consent is state, milestone, actor)."""

    roadmap: Roadmap
    source: Indices
    """(E,) state each event leaves; events are sorted by it."""
    target: Indices
    """(E,) state it leads to."""
    kind: Indices
    """(E,)"""
    milestone: Indices
    """(E,) milestone concerned, or -1."""
    actor: Indices
    """(E,) actor concerned (withdrawals), or -1."""
    share: Indices
    """(E,) which number of `lumps.shares` each event's rate is multiplied by."""
    consent_event: Indices
    """(C,) event that each consent belongs to."""
    consent_actor: Indices
    """(C,)"""
    first_consent: Indices
    """(E,) first row of each event's consents."""
    situation: Indices
    """(S,) situation of each state."""
    flow_class: Indices
    """(S,) class of states that share situation and levers, so the same flow payoff."""
    class_situation: Indices
    """(F,)"""
    class_levers: NDArray[np.bool_]
    """(F, L) levers that apply in each class."""
    deadlines: tuple[tuple[int, Indices], ...]
    """(period, where each state stands after it), for periods at whose end a deadline falls."""

    @property
    def states(self) -> int:
        """Number of states."""
        return int(self.situation.size)

    @property
    def consent_state(self) -> Indices:
        """(C,) state in which each consent is asked."""
        return np.asarray(self.source[self.consent_event])

    @property
    def consent_milestone(self) -> Indices:
        """(C,) milestone that each consent is about."""
        return np.asarray(self.milestone[self.consent_event])

    @cached_property
    def ranks(self) -> list[tuple[Indices, Indices]]:
        """States, and the events from them, in groups: events up lead to earlier groups only.

        Up is to a state of higher number: on along the roadmap, or out of it. One pass over the
        ranks takes all that leads up into account at once (see `exact`).
        """
        rank = np.zeros(self.states, dtype=int)
        for e in range(self.source.size - 1, -1, -1):
            s, to = self.source[e], self.target[e]
            if to > s:
                rank[s] = max(rank[s], rank[to] + 1)
        of_event = rank[self.source]
        return [
            (np.flatnonzero(rank == r), np.flatnonzero(of_event == r))
            for r in range(int(rank.max(initial=0)) + 1)
        ]

    def open_events(self, period: int) -> NDArray[np.bool_]:
        """Return (E,): whether each event can happen in a period (milestones expire)."""
        month = self.roadmap.ends[period - 1]
        expiry = np.array(
            [np.inf if m.expires is None else m.expires for m in self.roadmap.milestones] + [np.inf]
        )
        is_step = self.kind == EventKind.MILESTONE
        return np.asarray(~is_step | (month <= expiry[self.milestone]))

    def stage_targets(self) -> NDArray[np.bool_]:
        """Return (K, S): the states in which each stage has been passed and is in force."""
        stages = len(self.roadmap.stages)
        passed = self.situation[None, :]
        return np.asarray((passed >= np.arange(1, stages + 1)[:, None]) & (passed <= stages))

    def milestone_targets(self) -> NDArray[np.bool_]:
        """Return (M, S): the states in which each milestone stands as reached."""
        space = self.roadmap.space
        rows = [space.has_milestone(self.roadmap, m) for m in range(len(self.roadmap.milestones))]
        return np.array(rows, dtype=bool).reshape(len(rows), self.states)


@lru_cache(maxsize=64)
def plan_for(roadmap: Roadmap) -> Plan:
    """Lay out the tables of a roadmap."""
    space = roadmap.space
    events = space.events

    def column(name: str) -> Indices:
        return np.array([int(getattr(e, name)) for e in events], dtype=np.intp)

    consent_event: list[int] = []
    consent_actor: list[int] = []
    first = []
    for number, event in enumerate(events):
        first.append(len(consent_event))
        if event.kind == EventKind.MILESTONE:
            rule = roadmap.milestones[event.milestone].rule
            named = actors_of(rule) if rule else ()
            consent_event += [number] * len(named)
            consent_actor += named

    applies = space.lever_applies(roadmap)
    keys = [(p, *applies[:, s].tolist()) for s, p in enumerate(space.passed)]
    classes = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    where = {t: space.after_deadlines(roadmap, t) for t in range(1, roadmap.periods + 1)}
    return Plan(
        roadmap=roadmap,
        source=column("source"),
        target=column("target"),
        kind=column("kind"),
        milestone=column("milestone"),
        actor=column("actor"),
        share=column("share"),
        consent_event=np.array(consent_event, dtype=np.intp),
        consent_actor=np.array(consent_actor, dtype=np.intp),
        first_consent=np.array(first, dtype=np.intp),
        situation=np.array(space.passed, dtype=np.intp),
        flow_class=np.array([classes[key] for key in keys], dtype=np.intp),
        class_situation=np.array([key[0] for key in classes], dtype=np.intp),
        class_levers=np.array([key[1:] for key in classes], dtype=bool).reshape(
            len(classes), len(roadmap.levers)
        ),
        deadlines=tuple((t, w) for t, w in where.items() if (w != np.arange(space.size)).any()),
    )


def first_asked(roadmap: Roadmap) -> list[tuple[int, list[int]]]:
    """Return, per milestone, the event and consent rows of the first state that asks for it."""
    plan = plan_for(roadmap)
    out = []
    for m in range(len(roadmap.milestones)):
        event = int(np.flatnonzero((plan.kind == 0) & (plan.milestone == m))[0])
        out.append((event, np.flatnonzero(plan.consent_event == event).tolist()))
    return out
