"""The roadmap as a graph: its states, and the events that lead from one to another.

A state is (stages passed, set of milestones of the next stage already reached). Only the sets
that can come about are listed: the down-sets of the order given by `after`, found once by
search from the start. Three more states close the list: completed, abandoned, and relapsed
(a completed roadmap that broke down again).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.roadmap.rules import Diagram, Rule, actors_of, compile_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MAX_STATES = 5_000
"""Exact up to this many states; beyond it the roadmap is to be simulated instead."""


STEPS_BEYOND = ((6, 1), (9, 2), (9, 4), (10, 6), (30, 12))
"""(how many, months each) of the steps in which the game is solved past the last month reported:
40 years, in steps that grow with the distance."""

TOLERANCE = 1e-3
"""What solving still further may move mean odds by. Held by tests on random and shipped cases."""


class TooManyStatesError(UnanswerableError):
    """The roadmap has more reachable states than are solved exactly."""

    command = "tracktwo simulate CASE"

    @classmethod
    def of(cls, most: int) -> Self:
        """Say how many are too many, and what helps."""
        return cls(
            f"the roadmap has more than {most:,} reachable states; "
            "order the milestones with `after`, split the stage, or simulate it"
        )


class EventKind(IntEnum):
    """What an event is."""

    MILESTONE = 0
    DISRUPTION = 1
    ABANDONMENT = 2
    LAPSE = 3
    WITHDRAWAL = 4
    RELAPSE = 5


@dataclass(frozen=True)
class Milestone:
    """A step of a stage.

    `rule` is who must consent (None: nobody, it happens by itself), `after` the milestones
    (indices, same stage) that must come first, `expires` the last month in which it can still
    happen, `lapses` whether it may be lost again once reached, `withdrawable_by` the actors who
    may take their consent back until the stage is passed.
    """

    stage: int
    rule: Rule | None
    after: tuple[int, ...] = ()
    expires: int | None = None
    lapses: bool = False
    withdrawable_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A stage: where disruption throws the process back to on the way to it, and its deadline.

    `fallback` is a number of stages passed (0 is the start), or None for abandoned. With a
    `deadline`, the roadmap is abandoned if the stage is not passed by the end of that month.
    """

    fallback: int | None = 0
    deadline: int | None = None


@dataclass(frozen=True)
class Lever:
    """Where a lever applies: situations by index, and milestones that switch it on or off."""

    situations: tuple[int, ...]
    from_milestone: int | None = None
    until_milestone: int | None = None


def steps_beyond(months: int, dates: Iterable[int] = ()) -> tuple[int, ...]:
    """Return the lengths of the steps past month `months`.

    Single months up to the last of the dates that lie there, as the run-up to a deadline needs,
    then `STEPS_BEYOND`.

    Parameters
    ----------
    months : the last month reported
    dates : months at whose end something changes for good, as a deadline does
    """
    sizes = [size for count, size in STEPS_BEYOND for _ in range(count)]
    dated = [date - months for date in dates if 0 < date - months <= sum(sizes)]
    return (1,) * max(dated, default=0) + tuple(sizes)


@dataclass(frozen=True)
class Event:
    """One way out of a state."""

    source: int
    target: int
    kind: EventKind
    milestone: int = -1
    actor: int = -1
    share: int = 0
    """Which number of `lumps.shares` its rate is multiplied by; 0 is 1, always."""


@dataclass(frozen=True)
class Roadmap:
    """A roadmap for `actors` players over `months` months, the same for all draws.

    Odds are reported for the T months only. The game is solved over P **periods**: these months,
    and the steps `beyond` them, each of so many months. Without any, it ends with month T, and
    whatever follows is worth that month's flow for ever. The cost of conflict grows up to month
    `grows` (None: as long as the game is solved).
    """

    actors: int
    stages: tuple[Stage, ...]
    milestones: tuple[Milestone, ...]
    months: int
    levers: tuple[Lever, ...] = ()
    beyond: tuple[int, ...] = ()
    grows: int | None = None
    done: tuple[int, ...] = ()
    """Milestones reached before month 1: the process starts from there."""
    lumps: tuple[tuple[int, ...], ...] = ()
    """Milestones that are counted together, as `lumps` says; empty where it is solved exactly."""
    slowed: tuple[float, ...] = ()
    """Of each milestone, its rate as the last step of its stage over that if nobody weighs a gain;
    empty where nothing is counted together."""
    max_states: int = field(default=MAX_STATES, compare=False)

    def __post_init__(self) -> None:
        self._check()

    def _check(self) -> None:
        problems = []
        if self.months < 0:
            problems.append(f"months should be 0 or more (got {self.months})")
        if any(length < 1 for length in self.beyond):
            problems.append(f"steps beyond should take 1 month or more (got {self.beyond})")
        for number, stage in enumerate(self.stages):
            if stage.fallback is not None and not 0 <= stage.fallback <= number:
                problems.append(f"stage {number}: fallback should be an earlier situation")
        for number, milestone in enumerate(self.milestones):
            if not 0 <= milestone.stage < len(self.stages):
                problems.append(f"milestone {number}: no stage {milestone.stage}")
            problems += [
                f"milestone {number}: after {other} is not in its stage"
                for other in milestone.after
                if not 0 <= other < len(self.milestones)
                or self.milestones[other].stage != milestone.stage
            ]
            named = actors_of(milestone.rule) if milestone.rule else ()
            if any(not 0 <= i < self.actors for i in (*named, *milestone.withdrawable_by)):
                problems.append(f"milestone {number}: names an actor outside 0..{self.actors - 1}")
        if any(not 0 <= m < len(self.milestones) for m in self.done):
            problems.append(f"done: names a milestone outside 0..{len(self.milestones) - 1}")
        if problems:
            raise ValueError("; ".join(problems))

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Months that each of the P periods takes: 1 in the window, then the steps beyond."""
        return (1,) * self.months + self.beyond

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The last month of each of the P periods."""
        return tuple(accumulate(self.lengths))

    @property
    def periods(self) -> int:
        """Number of periods that are solved, P."""
        return self.months + len(self.beyond)

    def sight(self, foresight: int | None) -> int | None:
        """Return how many months actors look ahead, None if to the end of what is solved."""
        total = self.months + sum(self.beyond)
        return None if foresight is None or foresight >= total else foresight

    def due(self, period: int) -> list[int]:
        """Return the stages whose deadline falls in a period (from 1)."""
        end = self.ends[period - 1]
        months = range(end - self.lengths[period - 1] + 1, end + 1)
        return [n for n, stage in enumerate(self.stages) if stage.deadline in months]

    def period_of(self, month: int) -> int:
        """Return the period (from 1) that a month lies in; one past the last beyond it."""
        return bisect_left(self.ends, month) + 1

    def periods_for(self, foresight: int | None) -> int:
        """Return how many periods are solved for actors who look so far.

        Actors who look h months ahead weigh no payoff after month T + h + 1, but the answers up to
        there, which look as far again, and so on: the game is solved for four sights, at least
        two years, past month T. Without foresight nothing past month T + 1 is weighed.
        """
        sight = self.sight(foresight)
        if sight is None:
            return self.periods
        last = self.months + (max(4 * sight, 24) if sight else 1)
        return self.months + sum(
            end - length < last
            for end, length in zip(self.ends[self.months :], self.beyond, strict=True)
        )

    @property
    def beginning(self) -> tuple[int, frozenset[int]]:
        """Stages passed at the start, and milestones of the next one that are reached."""
        for stage in range(len(self.stages)):
            mine = {m for m, step in enumerate(self.milestones) if step.stage == stage}
            if not mine <= set(self.done):
                return stage, frozenset(mine & set(self.done))
        return len(self.stages), frozenset()

    # Situations: 0 the start, 1..K stage k in force (K completed), then the two bad ends.

    @property
    def situations(self) -> int:
        """Number of situations: start, one per stage, abandoned, relapsed."""
        return len(self.stages) + 3

    @property
    def abandoned_situation(self) -> int:
        """Index of the situation after the roadmap was given up."""
        return len(self.stages) + 1

    @property
    def relapsed_situation(self) -> int:
        """Index of the situation after a completed roadmap broke down."""
        return len(self.stages) + 2

    @cached_property
    def space(self) -> StateSpace:
        """The reachable states and the events between them."""
        return StateSpace.of(self)

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The compiled consent rule of each milestone."""
        return tuple(compile_rule(milestone.rule) for milestone in self.milestones)


def first_shares(lumps: tuple[tuple[int, ...], ...]) -> dict[tuple[int, ...], int]:
    """Return where the shares of each lump begin: 2 (n + 1) n of them, after a first one of 1."""
    sizes = [2 * (len(lump) + 1) * len(lump) for lump in lumps]
    return dict(zip(lumps, accumulate(sizes[:-1], initial=1), strict=True)) if lumps else {}


_State: TypeAlias = tuple[int, frozenset[int]]


@dataclass(frozen=True)
class StateSpace:
    """States and events of a roadmap.

    `passed[s]` is the situation of state s, `reached[s]` the milestones of the next stage
    reached in it (or, once a stage is passed, see `has_milestone`). The last three states are
    completed, abandoned and relapsed; `start` is where the roadmap begins.
    """

    passed: tuple[int, ...]
    reached: tuple[frozenset[int], ...]
    events: tuple[Event, ...]
    start: int

    @property
    def size(self) -> int:
        """Number of states, the three closing ones included."""
        return len(self.passed)

    @property
    def completed(self) -> int:
        """The state in which the last stage is in force."""
        return self.size - 3

    @property
    def abandoned(self) -> int:
        """The state in which the roadmap has been given up."""
        return self.size - 2

    @property
    def relapsed(self) -> int:
        """The state in which a completed roadmap has broken down again."""
        return self.size - 1

    @classmethod
    def of(cls, roadmap: Roadmap) -> StateSpace:
        """Find the reachable states and their events by search from the start."""
        by_stage: list[list[int]] = [[] for _ in roadmap.stages]
        for number, milestone in enumerate(roadmap.milestones):
            by_stage[milestone.stage].append(number)

        completed = len(roadmap.stages)
        abandoned: _State = (roadmap.abandoned_situation, frozenset())
        relapsed: _State = (roadmap.relapsed_situation, frozenset())

        def enter(stage: int) -> _State:
            # A stage without milestones is passed at once.
            while stage < completed and not by_stage[stage]:
                stage += 1
            return (stage, frozenset())

        lump_of = {m: lump for lump in roadmap.lumps for m in lump}
        first_share = first_shares(roadmap.lumps)

        def counted(milestones: frozenset[int]) -> frozenset[int]:
            # Of milestones counted together the first of the list stand for as many.
            out = set(milestones)
            for lump in roadmap.lumps:
                count = len(milestones.intersection(lump))
                out.difference_update(lump)
                out.update(lump[:count])
            return frozenset(out)

        def share_of(have: frozenset[int], m: int, *, stands: bool) -> int:
            lump = lump_of.get(m)
            if lump is None:
                return 0
            n = len(lump)
            count = len(have.intersection(lump))
            return first_share[lump] + (stands * (n + 1) + count) * n + lump.index(m)

        def lose(milestones: frozenset[int], lost: int) -> frozenset[int]:
            # What was built on a lost milestone goes with it.
            kept = milestones - {lost}
            while True:
                still = frozenset(
                    m for m in kept if all(a in kept for a in roadmap.milestones[m].after)
                )
                if still == kept:
                    return kept
                kept = still

        # All that can come about from the very beginning, wherever the process stands by now:
        # what it can be thrown back to, and what was asked on the way, stay answerable.
        stage, have = roadmap.beginning
        first = (stage, counted(have))
        queue = list(dict.fromkeys((enter(0), first)))
        found = set(queue)
        raw: list[tuple[_State, _State, EventKind, int, int, int]] = []
        for state in queue:
            stage, have = state
            if stage == completed:
                continue
            out: list[tuple[_State, EventKind, int, int, int]] = []
            for m in by_stage[stage]:
                step = roadmap.milestones[m]
                lump = lump_of.get(m, (m,))
                count = len(have.intersection(lump))
                if count < len(lump) and all(a in have for a in step.after):
                    more = have | {lump[count]}
                    whole = len(more) == len(by_stage[stage])
                    target = enter(stage + 1) if whole else (stage, more)
                    share = share_of(have, m, stands=False)
                    out.append((target, EventKind.MILESTONE, m, -1, share))
                if count:
                    less = (stage, counted(lose(have, lump[count - 1])))
                    share = share_of(have, m, stands=True)
                    if step.lapses:
                        out.append((less, EventKind.LAPSE, m, -1, share))
                    out += [(less, EventKind.WITHDRAWAL, m, i, share) for i in step.withdrawable_by]
            back = roadmap.stages[stage].fallback
            out.append(
                (abandoned if back is None else enter(back), EventKind.DISRUPTION, -1, -1, 0)
            )
            out.append((abandoned, EventKind.ABANDONMENT, -1, -1, 0))
            for target, kind, m, i, share in out:
                if target == state:  # thrown back to where it already stands: nothing happens
                    continue
                raw.append((state, target, kind, m, i, share))
                if target not in found and target != abandoned:
                    found.add(target)
                    queue.append(target)
                    if len(found) > roadmap.max_states:
                        raise TooManyStatesError.of(roadmap.max_states)

        transient = sorted(
            (s for s in queue if s[0] != completed), key=lambda s: (s[0], len(s[1]), sorted(s[1]))
        )
        order = [*transient, (completed, frozenset[int]()), abandoned, relapsed]
        index = {state: number for number, state in enumerate(order)}
        raw.append((order[-3], relapsed, EventKind.RELAPSE, -1, -1, 0))
        events = sorted(
            (
                Event(index[source], index[target], kind, m, i, share)
                for source, target, kind, m, i, share in raw
            ),
            key=lambda e: (e.source, e.kind, e.milestone, e.actor),
        )
        return cls(
            passed=(
                *(stage for stage, _ in transient),
                completed,
                roadmap.abandoned_situation,
                roadmap.relapsed_situation,
            ),
            reached=(*(have for _, have in transient), *(frozenset[int]() for _ in range(3))),
            events=tuple(events),
            start=index[first],
        )

    def has_milestone(self, roadmap: Roadmap, milestone: int) -> NDArray[np.bool_]:
        """Return, per state, whether a milestone has been reached and not lost since."""
        stage = roadmap.milestones[milestone].stage
        return np.array(
            [
                milestone in reached or stage < passed <= len(roadmap.stages)
                for passed, reached in zip(self.passed, self.reached, strict=True)
            ]
        )

    def lever_applies(self, roadmap: Roadmap) -> NDArray[np.bool_]:
        """Return (levers, states): whether each lever applies in each state."""
        applies = np.zeros((len(roadmap.levers), self.size), dtype=bool)
        for number, lever in enumerate(roadmap.levers):
            applies[number] = np.isin(self.passed, lever.situations)
            if lever.from_milestone is not None:
                applies[number] &= self.has_milestone(roadmap, lever.from_milestone)
            if lever.until_milestone is not None:
                applies[number] &= ~self.has_milestone(roadmap, lever.until_milestone)
        return applies

    def after_deadlines(self, roadmap: Roadmap, period: int) -> NDArray[np.intp]:
        """Return, per state, where it stands once the deadlines of a period (from 1) fell."""
        where = np.arange(self.size)
        due = roadmap.due(period)
        if due:
            late = np.array(self.passed) <= max(due)
            where[late] = self.abandoned
        return where
