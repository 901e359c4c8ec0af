"""Answers quick enough to follow a slider: the base solved once, the rest remembered.

The numbers are those of every other question: `run` of the case once it is changed, and `what_if`.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.case.happened import happened_on
from tracktwo.case.numbers import with_numbers
from tracktwo.game.councils import attendance
from tracktwo.game.counting import counted_together
from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, bands, settle, stage_index
from tracktwo.game.stage_arrays import situations_of
from tracktwo.questions.bargain.issues import one_issue, settlements
from tracktwo.questions.odds.records import milestone_odds, situation_odds, stage_odds
from tracktwo.questions.odds.solving import Solved
from tracktwo.questions.reasons import reasons
from tracktwo.results.bands import Band, BandSeries
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
    from tracktwo.results.counted import Counted
    from tracktwo.results.odds import MilestoneOdds, Reasons, SituationOdds, StageOdds
    from tracktwo.roadmap.engines import EngineChoice

    Floats = NDArray[np.float64]

SETTINGS = 6
"""Cases kept as arrays and as solved, some 20 MB each: a page asks more than one thing of a change.
"""
REMEMBERED = 100
"""Answers kept, for undo and for other tabs; one of the worked case takes about 0.4 MB."""


@dataclass(frozen=True)
class StageNow:
    """A stage at the horizon: what a slider moves."""

    id: str
    name: str
    reached: Band
    happened: str | None
    """The day on which it was passed, where it has been."""
    resolves: str | None


@dataclass(frozen=True)
class Live:
    """A case with some changes, beside the case itself, on the same draws."""

    case: Case
    draws: int
    seed: int
    focus: str
    """The stage that rankings are about."""
    now: tuple[StageNow, ...]
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
    _of: LiveCase = field(repr=False, compare=False)

    @cached_property
    def stages(self) -> tuple[StageOdds, ...]:
        """The stages month by month, which takes longer than what a slider shows of them."""
        return stage_odds(self._of.solved(self.case))

    @cached_property
    def situations(self) -> tuple[SituationOdds, ...]:
        """What else may be in force, month by month."""
        return situation_odds(self._of.solved(self.case))

    @cached_property
    def milestones(self) -> tuple[MilestoneOdds, ...]:
        """The milestones; none without a month ahead."""
        if not self.case.horizon:
            return ()
        return milestone_odds(self._of.solved(self.case, milestones=True))

    @cached_property
    def counted(self) -> Counted | None:
        """Which steps were counted together, and the error of that."""
        solved = self._of.solved(self.case)
        setting = solved.setting
        return counted_together(
            solved.lowered,
            solved.inputs,
            solved.final,
            threads=setting.threads,
            engine=setting.engine,
        )

    def reached(self, stage: int) -> Band:
        """Return the odds of a stage at the horizon."""
        return self.now[stage].reached

    @property
    def focus_index(self) -> int:
        """Place of the stage in focus."""
        return [stage.id for stage in self.now].index(self.focus)


@dataclass(frozen=True)
class Held:
    """Shares of power that a situation puts in force, 0-1."""

    shares: tuple[Band, ...]
    """Of each party to power, in the order of the case."""
    side: Band | None
    """Of those together whose share is an issue; None where none is."""


@dataclass
class _Worked:
    """One case as arrays, and as solved once it has been."""

    case: Case
    setting: Setting
    solved: Solved | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


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
        self._known: OrderedDict[str, Future[Live]] = OrderedDict()
        self._agreed: OrderedDict[bytes, Settled] = OrderedDict()
        self._usual: dict[str, Settled] | None = None
        self._settings: OrderedDict[int, _Worked] = OrderedDict()
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

    def answer(
        self,
        set: Mapping[str, Any],  # noqa: A002
        drop: Sequence[str] = (),
        *,
        milestones: bool = False,
    ) -> Live:
        """Solve the case with other values at some paths and some items left out.

        Asked the same again, or by several at once, it is solved once.

        Parameters
        ----------
        set, drop : as in `CaseFolder.overlay`
        milestones : whether the milestones will be looked at, which are then worked out in one go

        Raises
        ------
        CaseError
            If a path leads nowhere or the result is no valid case.
        """
        key = repr((sorted(set.items()), sorted(drop)))
        with self._lock:
            found = self._known.get(key)
            if known := found is not None:
                self._known.move_to_end(key)
            else:
                found = self._known[key] = Future()
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        if not known:
            try:
                with self._turns:
                    found.set_result(self._answer(self._changed(set, drop), milestones))
            except BaseException as error:  # noqa: BLE001  (whoever waits for it is told as well)
                with self._lock:
                    if self._known.get(key) is found:
                        del self._known[key]
                found.set_exception(error)
        return found.result()

    def _changed(self, set: Mapping[str, Any], drop: Sequence[str]) -> Case:  # noqa: A002
        if not set and not drop:
            return self.folder.case
        case = None if drop else with_numbers(self.folder.case, set)
        if case is not None:
            self._keep(case, alike=True)
            return case
        return self.folder.overlay(set, drop)

    def setting(self, case: Case) -> tuple[Setting, Setting]:
        """Return the base and another case with the same random numbers."""
        return self._base, self._keep(case).setting

    def _keep(self, case: Case, *, alike: bool = False) -> _Worked:
        with self._lock:
            kept = self._settings.get(id(case))
        if kept is None:
            base, lowered = self._base, lower(case)
            other = Setting(lowered, base.sample, base.threads, base.engine, like=base, alike=alike)
            kept = _Worked(case, other)  # which holds the case, so that its id stays its
            with self._lock:
                self._settings[id(case)] = kept
                while len(self._settings) > SETTINGS:
                    self._settings.popitem(last=False)
        return kept

    def solved(self, case: Case, *, milestones: bool = False) -> Solved:
        """Return a case solved, with the milestones if they are asked for."""
        kept = self._keep(case)
        with kept.lock:
            found, other = kept.solved, kept.setting
            if found is None or (milestones and not found.solution.milestones.shape[-1]):
                solution = solve(
                    other.lowered.roadmap,
                    other.inputs,
                    milestones=milestones,
                    threads=other.threads,
                    engine=other.engine,
                )
                found = kept.solved = Solved(other, solution)
            return found

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
        return reasons(other.lowered, other.inputs, other.values, engine=other.engine)

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

    def _answer(self, case: Case, milestones: bool) -> Live:
        base, other = self.setting(case)
        solved = self.solved(case, milestones=milestones)
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
            now=_at_horizon(solved),
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
            _of=self,
        )


def _at_horizon(solved: Solved) -> tuple[StageNow, ...]:
    """Say of each stage what `records.stage_odds` says of it at the horizon, to the last digit."""
    case = solved.lowered.case
    happened = happened_on(case)
    # Two months, so that sums are taken in the order in which those over all months are.
    last = solved.solution.reached[:, -2:]
    return tuple(
        StageNow(
            stage.id,
            stage.name,
            BandSeries.of(last[:, :, number]).at(-1),
            happened.get(stage.id),
            stage.resolves,
        )
        for number, stage in enumerate(case.roadmap.stages)
    )
