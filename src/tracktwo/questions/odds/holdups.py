"""What holds the roadmap up, where and why: one thing is taken away, all else stays.

A party is listed only where its consent, or its keeping quiet, moves the odds by a notable part of
what the largest hold does: behind a deadline that leaves no time, the consent of each of several
parties moves them by the same next to nothing, and none of them is what blocks.

Source: ours; each number is a difference of two exact solutions on common draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.questions.odds.changes_of_course import change_of
from tracktwo.results.holds import Cause, Hold
from tracktwo.roadmap.plan import plan_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from tracktwo.game.lower import Lowered
    from tracktwo.questions.odds.solving import Solved, Solver
    from tracktwo.results.changes import Change
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]

MOST = 3
"""Holds that are looked into."""
NOTABLE = 0.25
"""Part of the largest hold below which another is not listed."""
TELLING = 0.15
"""Part of a hold that a cause must account for to be named, and a step to stand out."""
LEAST = 0.0005
"""Difference of odds below which nothing is said to hold anything up."""

EVERYONE = "consents:everyone"


@dataclass(frozen=True)
class HoldUps:
    """What holds up one case."""

    base: Solved
    """As things stand, on the draws that the what-ifs use."""
    solver: Solver
    focus: int

    @property
    def lowered(self) -> Lowered:
        """The case as a game."""
        return self.base.lowered

    @property
    def inputs(self) -> Inputs:
        """Its arrays."""
        return self.base.inputs

    def found(self, changes: Mapping[str, Change]) -> tuple[tuple[Hold, ...], Change | None]:
        """Return what holds the roadmap up, the largest first, and the odds if all consented.

        Parameters
        ----------
        changes : changes of course by id, as `changes_of_course` names them
        """
        if self.lowered.roadmap.months == 0:
            return (), None
        ranked = sorted(
            [*self._deadlines(), *self._actors(changes)], key=lambda one: -self._adds(one.lifted)
        )
        most = self._adds(ranked[0].lifted) if ranked else 0.0
        least = max(LEAST, NOTABLE * most)
        kept = [one for one in ranked if self._adds(one.lifted) >= least][:MOST]
        everyone = np.full_like(self.inputs.stance, np.inf)
        label = "If all consented to every step"
        agreed = (EVERYONE, label, self.inputs.with_values(stance=everyone))
        tried = self._solved(chain.from_iterable([*map(self._trials, kept), [agreed]]))
        return tuple(self._told(one, tried) for one in kept), tried[EVERYONE]

    # --- what may hold -----------------------------------------------------------------------

    def _deadlines(self) -> Iterable[Hold]:
        roadmap = self.lowered.roadmap
        for number, stage in enumerate(self.lowered.case.roadmap.stages):
            if stage.deadline is None:
                continue
            freed = replace(roadmap.stages[number], deadline=None)
            stages = (*roadmap.stages[:number], freed, *roadmap.stages[number + 1 :])
            solution = self.solver.solve(replace(roadmap, stages=stages), self.inputs)
            label = f"If there were no deadline for “{stage.name}”"
            change = self._change(f"no-deadline:{stage.id}", label, solution.reached[:, -1])
            yield Hold("deadline", stage.id, "", stage.deadline, change, None, ())

    def _actors(self, changes: Mapping[str, Change]) -> Iterable[Hold]:
        for actor in self.lowered.players:
            ways = (("consent", f"consents:{actor}"), ("disruption", f"quiet:{actor}"))
            both = [
                Hold("consent" if kind == "consent" else "disruption", actor, "", "",
                     changes[name], None, ())
                for kind, name in ways
                if name in changes
            ]  # fmt: skip
            if both:
                yield max(both, key=lambda one: self._adds(one.lifted))

    def _adds(self, change: Change) -> float:
        return change.difference[self.focus].mean

    # --- where and why -----------------------------------------------------------------------

    def _trials(self, hold: Hold) -> Iterable[tuple[str, str, Inputs]]:
        if hold.kind == "deadline":
            return
        i = self.lowered.players.index(hold.of)
        if hold.kind == "consent":
            for step in self._steps(i):
                stance = self.inputs.stance.copy()
                stance[:, step, i] = np.inf
                yield self._id(hold, f"step:{step}"), "", self.inputs.with_values(stance=stance)
        stance = self.inputs.stance.copy()
        stance[:, :, i] = np.maximum(stance[:, :, i], 0.0)
        if (stance != self.inputs.stance).any():
            yield self._id(hold, "stance"), "", self.inputs.with_values(stance=stance)
        for number in range(1, len(self.lowered.case.roadmap.stages) + 1):
            utility = self.inputs.utility.copy()
            utility[:, number, i] = np.maximum(utility[:, number, i], utility[:, 0, i])
            if (utility != self.inputs.utility).any():
                yield (
                    self._id(hold, f"later:{number}"),
                    "",
                    self.inputs.with_values(utility=utility),
                )

    def _steps(self, actor: int) -> Iterable[int]:
        """Return the steps up to the focus that ask an actor for consent."""
        plan = plan_for(self.lowered.roadmap)
        asked = set(plan.consent_milestone[plan.consent_actor == actor].tolist())
        return sorted(m for m in asked if self.lowered.stage_of(m) <= self.focus)

    def _told(self, hold: Hold, tried: Mapping[str, Change]) -> Hold:
        whole = self._adds(hold.lifted)
        steps = {
            step: change
            for step, name in enumerate(self.lowered.milestones)
            if name and (change := tried.get(self._id(hold, f"step:{step}"))) is not None
        }
        best = max(steps, key=lambda step: self._adds(steps[step]), default=None)
        if best is not None and self._adds(steps[best]) < TELLING * whole:
            best = None
        causes = [
            cause
            for cause in self._causes(hold, tried)
            if self._adds(cause.lifted) >= TELLING * whole
        ]
        return replace(
            hold,
            step="" if best is None else self.lowered.milestones[best],
            at_step=None if best is None else steps[best],
            causes=tuple(sorted(causes, key=lambda cause: -self._adds(cause.lifted))),
        )

    def _causes(self, hold: Hold, tried: Mapping[str, Change]) -> Iterable[Cause]:
        if hold.kind == "deadline":
            return
        change = tried.get(self._id(hold, "stance"))
        if change is not None:
            yield Cause("stance", self._declared(hold.of), change)
        for number, stage in enumerate(self.lowered.case.roadmap.stages, start=1):
            change = tried.get(self._id(hold, f"later:{number}"))
            if change is not None:
                yield Cause("later", stage.id, change)

    def _declared(self, actor: str) -> str:
        """Return the word of the stance that weighs most against a step up to the focus."""
        i = self.lowered.players.index(actor)
        weights = self.inputs.stance[:, :, i].mean(axis=0)
        step = min(self._steps(i) or range(weights.size), key=lambda m: float(weights[m]))
        return self.lowered.stance_word(actor, step) or ""

    @staticmethod
    def _id(hold: Hold, what: str) -> str:
        return f"{what}:{hold.of}"

    # --- solving -----------------------------------------------------------------------------

    def _solved(self, trials: Iterable[tuple[str, str, Inputs]]) -> dict[str, Change]:
        return {
            name: self._change(name, label, final)
            for name, label, final in self.solver.finals(self.base, trials)
        }

    def _change(self, name: str, label: str, final: Floats) -> Change:
        return change_of(name, label, final, list((final - self.base.final).T))
