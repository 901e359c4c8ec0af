"""Answers quick enough to follow a slider: the base solved once, the rest remembered.

The numbers are those of every other question: `run` of the case once it is changed, and `what_if`.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.game.councils import attendance
from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, bands, settle, stage_index
from tracktwo.game.stage_arrays import situations_of
from tracktwo.questions.bargain.issues import one_issue, settlements
from tracktwo.questions.odds.records import milestone_odds, situation_odds, stage_odds
from tracktwo.questions.odds.solving import Solved
from tracktwo.questions.reasons import reasons
from tracktwo.results.bands import Band
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from tracktwo.bargaining import BargainingTable
    from tracktwo.case import Case, CaseFolder
    from tracktwo.questions.bargain.issues import Settled
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.odds import MilestoneOdds, Reasons, SituationOdds, StageOdds
    from tracktwo.roadmap.engines import EngineChoice

    Floats = NDArray[np.float64]

SETTINGS = 6
"""Cases kept as arrays, some megabytes each: a page asks more than one thing of a change."""
REMEMBERED = 100
"""Answers kept, for undo and for other tabs; one of the worked case takes about 0.4 MB."""


@dataclass(frozen=True)
class Live:
    """A case with some changes, beside the case itself, on the same draws."""

    case: Case
    draws: int
    seed: int
    focus: str
    """The stage that rankings are about."""
    stages: tuple[StageOdds, ...]
    situations: tuple[SituationOdds, ...]
    milestones: tuple[MilestoneOdds, ...]
    base: tuple[Band | None, ...]
    """Odds at the horizon without the changes, per stage; None where the case has no such stage."""
    difference: tuple[Band | None, ...]
    """Odds at the horizon, with the changes minus without, draw by draw."""
    sure: tuple[float | None, ...]
    """Share of draws in which the changes raise the odds."""
    harm: Band
    """Harm to civilians of all levers, per month averaged over the horizon, 0-100."""
    harm_difference: Band
    lever_harm: Mapping[str, Band]
    """The same for each lever, by id."""
    harm_limit: float | None
    harm_over_limit: float | None
    """Share of draws over the limit; None where the case sets none."""

    def reached(self, stage: int) -> Band:
        """Return the odds of a stage at the horizon."""
        return self.stages[stage].reached.at(self.case.horizon)

    @property
    def focus_index(self) -> int:
        """Place of the stage in focus."""
        return [stage.id for stage in self.stages].index(self.focus)


@dataclass(frozen=True)
class Held:
    """Shares of power that a situation puts in force, 0-1."""

    shares: tuple[Band, ...]
    """Of each party to power, in the order of the case."""
    side: Band | None
    """Of those together whose share is an issue; None where none is."""


class LiveCase:
    """One state of a case folder, ready to answer what-ifs.

    Safe to use from several threads. A folder that changed on disk needs a new one.

    Parameters
    ----------
    folder : a loaded case
    draws, seed : of every answer
    engine : auto, compiled or numpy
    threads : cores for each solution; one by default, which so few draws are quickest with where
        several people ask
    """

    def __init__(
        self,
        folder: CaseFolder,
        *,
        draws: int = DRAWS,
        seed: int = 1,
        engine: EngineChoice = "auto",
        threads: int | None = 1,
    ) -> None:
        self.folder, self.draws, self.seed = folder, draws, seed
        self._engine, self._threads = engine, threads
        self._base = self._settled([folder.case])[0]
        self._focus = self._base.stages[stage_index(self._base, None)]
        self._known: OrderedDict[str, Live] = OrderedDict()
        self._agreed: OrderedDict[bytes, Settled] = OrderedDict()
        self._usual: dict[str, Settled] | None = None
        self._settings: OrderedDict[int, tuple[Case, Setting, Setting]] = OrderedDict()
        self._lock = threading.Lock()
        # Many who ask at once are answered in turn: else all would wait for the last.
        self._turns = threading.Semaphore(os.cpu_count() or 1)

    def _settled(self, cases: Sequence[Case]) -> list[Setting]:
        return settle(
            cases,
            draws=self.draws,
            seed=self.seed,
            threads=self._threads,
            engine=self._engine,
            work=self.draws * 40,  # sliders are moved more than once
        )

    @property
    def base(self) -> Setting:
        """The case as it is."""
        return self._base

    def answer(self, set: Mapping[str, Any], drop: Sequence[str] = ()) -> Live:  # noqa: A002
        """Solve the case with other values at some paths and some items left out.

        Parameters
        ----------
        set, drop : as in `CaseFolder.overlay`

        Raises
        ------
        CaseError
            If a path leads nowhere or the result is no valid case.
        """
        key = repr((sorted(set.items()), sorted(drop)))
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        with self._turns:
            case = self.folder.overlay(set, drop) if set or drop else self.folder.case
            found = self._answer(case)
        with self._lock:
            self._known[key] = found
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found

    def setting(self, case: Case) -> tuple[Setting, Setting]:
        """Return the base and another case with the same random numbers."""
        with self._lock:
            kept = self._settings.get(id(case))
        if kept is None:
            kept = (case, *self._made(case))
            with self._lock:
                self._settings[id(case)] = kept  # which holds the case, so that its id stays its
                while len(self._settings) > SETTINGS:
                    self._settings.popitem(last=False)
        return kept[1:]

    def _made(self, case: Case) -> tuple[Setting, Setting]:
        base, lowered = self._base, lower(case)
        return base, Setting(lowered, base.sample, base.threads, base.engine, like=base)

    def settlements(self, case: Case) -> dict[str, Settled]:
        """Return what the parties would settle on, per issue, as `run` says it.

        Each issue is forecast by itself, so that only those that a change touches are new work.
        """
        if case is self.folder.case and self._usual is not None:
            return self._usual
        other = self.setting(case)[1].first(FEW)
        table = other.lowered.table(other.values, other.draws)
        alone = [one_issue(table, place) for place in range(len(table.issues))]
        found = {one.issue: one for one in map(self._settled_alone, alone)}
        if case is self.folder.case:
            self._usual = found
        return found

    def _settled_alone(self, table: BargainingTable) -> Settled:
        digest = hashlib.blake2b(repr((table.issues, table.actors)).encode())
        for array in (table.position, table.salience, table.capability, table.status_quo):
            digest.update(array.tobytes())
        key = digest.digest()
        with self._lock:
            if key in self._agreed:
                self._agreed.move_to_end(key)
                return self._agreed[key]
        (found,) = settlements(table)
        with self._lock:
            self._agreed[key] = found
            while len(self._agreed) > REMEMBERED:
                self._agreed.popitem(last=False)
        return found

    def reasons(self, case: Case) -> tuple[Reasons, ...]:
        """Return why each would or would not consent to each milestone, on the same draws."""
        _, other = self.setting(case)
        return reasons(other.lowered, other.inputs, other.values)

    def power(self, case: Case) -> dict[str, Held]:
        """Return who holds power in each situation that says so, by its path; none without any."""
        other = self.setting(case)[1]
        lowered, sharing = other.lowered, other.lowered.sharing
        shares = other.shares
        if sharing is None or shares is None:
            return {}
        side = shares[..., list(sharing.side)].sum(axis=-1) if sharing.issue is not None else None
        return {
            path: Held(bands(shares[:, r]), None if side is None else Band.of(side[:, r]))
            for r, situation, path, source in situations_of(lowered.case)
            # A roadmap that cannot relapse stands there as at the start.
            if situation.power is not None
            and (source is None or situation is not case.roadmap.start)
        }

    def attendance(self, case: Case) -> tuple[Attendance, ...]:
        """Return how much of a body's weight took part in each of its meetings."""
        other = self.setting(case)[1]
        return attendance(case, other.lowered.players, other.values)

    def _answer(self, case: Case) -> Live:
        base, other = self.setting(case)
        solution = solve(
            other.lowered.roadmap, other.inputs, threads=other.threads, engine=other.engine
        )
        solved = Solved(other, solution)
        before: list[Band | None] = []
        difference: list[Band | None] = []
        sure: list[float | None] = []
        for number, stage in enumerate(other.stages):
            if stage in base.stages:
                was = base.odds[:, base.stages.index(stage)]
                before.append(Band.of(was))
                more = solved.final[:, number] - was
                difference.append(Band.of(more))
                sure.append(float((more > 0).mean()))
            else:
                before.append(None)
                difference.append(None)
                sure.append(None)
        harm = other.lever_harm
        total = other.harm
        limit = case.harm_limit
        return Live(
            case=case,
            draws=self.draws,
            seed=self.seed,
            focus=self._focus if self._focus in other.stages else other.stages[-1],
            stages=stage_odds(solved),
            situations=situation_odds(solved),
            milestones=milestone_odds(solved) if case.horizon else (),
            base=tuple(before),
            difference=tuple(difference),
            sure=tuple(sure),
            harm=Band.of(total),
            harm_difference=Band.of(total - base.harm),
            lever_harm={
                lever.id: Band.of(harm[:, number]) for number, lever in enumerate(case.levers)
            },
            harm_limit=limit.limit if limit else None,
            harm_over_limit=other.harm_over_limit(),
        )
