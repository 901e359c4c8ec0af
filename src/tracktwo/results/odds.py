"""What a run of a case comes to: plain frozen records, ready for a report or for JSON.

Odds are chances between 0 and 1. A `Band` is always over draws: it says how far what we do not
know moves a number that is exact for each draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.results.plain import plain

if TYPE_CHECKING:
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.bands import Band, BandSeries
    from tracktwo.results.changes import Change
    from tracktwo.results.counted import Counted
    from tracktwo.results.first_draft import FirstDraft
    from tracktwo.results.government import Government
    from tracktwo.results.holds import Hold


@dataclass(frozen=True)
class StageOdds:
    """One stage: the odds of ever passing it, of its being in force, and how long it takes."""

    id: str
    name: str
    reached: BandSeries
    """Chance of having been passed at least once by each month."""
    in_force: BandSeries
    """Chance of being the situation in force at each month."""
    median_months: float | None
    """Median months to pass it among the futures that do within the horizon; None if none do."""
    quartile_months: tuple[float, float] | None
    """Between which months the middle half of those passages falls."""
    happened: str | None = None
    """When it was passed, where the case says that it has been: the odds are 1."""
    resolves: str | None = None
    """How it will be judged whether it has been passed, in the case's words."""


@dataclass(frozen=True)
class SituationOdds:
    """The odds of standing before stage 1, abandoned, or relapsed, at each month."""

    id: str
    name: str
    in_force: BandSeries


@dataclass(frozen=True)
class ConsentNow:
    """One actor's monthly chance of consent to one milestone, were it on the table now."""

    actor: str
    chance: Band
    stance: str | None
    """The declared stance, in the case's words; None where none is recorded."""


@dataclass(frozen=True)
class MilestoneOdds:
    """One milestone: chance of ever being reached by the horizon, and what it needs."""

    id: str
    name: str
    stage: str
    reached: Band
    monthly: Band
    """Chance per month that it happens, were it the next step now and alone."""
    consents: tuple[ConsentNow, ...]
    happened: str | None = None
    """When it was reached, where the case says that it has been."""


@dataclass(frozen=True)
class Reason:
    """One part of the log-odds of a consent."""

    kind: str
    """pace | stance | issue | later | power | conflict | pressure | other"""
    about: str
    """What it refers to: an issue, lever or stage id, or empty."""
    label: str
    value: Band
    """In log-odds of the monthly consent; the means of all parts add up to the total's."""


@dataclass(frozen=True)
class Reasons:
    """Why an actor would or would not consent to a milestone, were it on the table now."""

    actor: str
    milestone: str
    stage: str
    chance: Band
    total: Band
    """Log-odds of consent."""
    parts: tuple[Reason, ...]


@dataclass(frozen=True)
class Blocker:
    """What one actor's choice holds up."""

    actor: str
    if_consented: Change | None
    """Were it to consent to everything it is asked; None where it is asked nothing."""
    if_not_disrupting: Change | None
    """Were it never to disrupt; None where it cannot."""


@dataclass(frozen=True)
class LeverEffect:
    """One lever: what leaving it out does, beside its harm."""

    id: str
    name: str
    kind: str
    without: Change
    """The roadmap without this lever."""
    adds: tuple[Band, ...]
    """Base minus without: what the lever adds to the odds of each stage."""
    harm: Band
    """Harm to civilians per month, 0-100, averaged over the horizon, as the case applies it."""
    at_full: Change
    """The roadmap with this lever at full intensity from its start, other levers as they are."""
    harm_at_full: Band
    """Its harm to civilians then, per month averaged over the horizon."""


@dataclass(frozen=True)
class AlternativeResult:
    """One alternative roadmap against the base, on common draws."""

    id: str
    name: str
    stages: tuple[str, ...]
    """Its own stage ids, in order."""
    shared: tuple[str, ...]
    """Those of them that the base has too: the ones whose differences `change` gives, in order."""
    change: Change
    """Against the base."""
    series: tuple[BandSeries, ...]
    """Odds by month of each of its stages."""


@dataclass(frozen=True)
class Endurance:
    """Whether what the last stage puts in force lasts."""

    years: int
    given: Band
    """Chance that it still stands so many years after it came into force."""
    overall: Band
    """Chance that it comes into force within the horizon and still stands so many years later."""


@dataclass(frozen=True)
class Standing:
    """Where one actor stands on one issue."""

    actor: str
    position: Band
    salience: Band
    weight: float
    """Share of capability times salience on this issue, mean over draws."""
    distance: Band
    """Points between its position and the forecast settlement's mean."""


@dataclass(frozen=True)
class IssueForecast:
    """What the parties would settle on, on one issue, by every quick model and the ensemble."""

    issue: str
    standings: tuple[Standing, ...]
    models: tuple[tuple[str, Band], ...]
    """Title of a model and its point."""
    ensemble: Band
    """The forecast distribution, pooled over draws."""
    histogram: tuple[float, ...]
    """Its chance in equal bins from 0 to 100."""
    disagreement: float
    """Points between the lowest and the highest model's mean."""
    shortest: tuple[float, float]
    """The shortest range that the forecast lies in with nine chances in ten."""


@dataclass(frozen=True)
class Input:
    """One uncertain or assumed number of the case and how much it matters."""

    path: str
    label: str
    group: str
    owner: str
    low: float
    mode: float
    high: float
    why: str | None
    evidence: tuple[str, ...]
    origin: str
    """case (written in the case) or model (a constant of the model or its calibration)"""
    swing: float | None
    """Mean odds of `Result.focus` in the draws with the input in its highest third, minus its
    lowest third; None for a certain number."""
    swing_error: float | None
    """Standard error of the swing."""
    step: float | None = None
    """A small change of it: one point of 0-100, else a hundredth of its range."""
    slope: float | None = None
    """What such a step up adds to the odds of `Result.focus`, all else as it is; given for the
    inputs that swing them most."""

    @property
    def is_assumption(self) -> bool:
        """Whether no source stands behind it."""
        return not self.evidence


@dataclass(frozen=True)
class Result:
    """Everything one run says about a case."""

    case_id: str
    case_digest: str
    version: str
    seed: int
    draws: int
    """Joint samples behind the odds, each change of them and each alternative."""
    horizon: int
    """Months ahead."""
    as_of: str
    engine: str
    foresight: int | None
    focus: str
    """The stage whose odds the rankings are about."""
    stages: tuple[StageOdds, ...]
    endurance: tuple[Endurance, ...]
    """After 1, 2 and 5 years; empty where the case says nothing of relapse."""
    situations: tuple[SituationOdds, ...]
    milestones: tuple[MilestoneOdds, ...]
    blockers: tuple[Blocker, ...]
    reasons: tuple[Reasons, ...]
    levers: tuple[LeverEffect, ...]
    harm: Band
    """Harm to civilians of all levers together, per month averaged over the horizon."""
    harm_limit: float | None
    harm_over_limit: float | None
    """Share of draws in which the base mix of levers goes over the limit."""
    alternatives: tuple[AlternativeResult, ...]
    issues: tuple[IssueForecast, ...]
    inputs: tuple[Input, ...]
    notes: tuple[str, ...]
    """Things a reader must know: sources not at hand, actors left out of an issue, ..."""
    councils: tuple[Attendance, ...] = ()
    """Meetings of bodies with members."""
    government: Government | None = None
    """Who would hold power in the last stages; None where the case says nothing of it."""

    until: str | None = None
    """Where the forecast ends, where the case names a date instead of a number of months."""
    holds: tuple[Hold, ...] = ()
    """What holds up the stage of the focus, on which step and why, the largest first."""
    if_all_agreed: Change | None = None
    """Were every actor to consent to every step: what is left is pace, disruption and chance."""

    first_draft: FirstDraft | None = None
    """How much of what decides the odds is still a drafting rule's; None once nothing is."""
    counted: Counted | None = None
    """Which steps were counted together, and the error of that; None where all are told apart."""

    @property
    def base(self) -> tuple[Band, ...]:
        """Odds of each stage at the horizon: what changes and alternatives are held to."""
        return tuple(stage.reached.at(self.horizon) for stage in self.stages)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values, floats to ten digits."""
        found = plain(self)
        own = ("councils", "government", "holds", "if_all_agreed", "first_draft", "counted")
        for name in own:  # of cases that have them
            if not getattr(self, name):
                del found[name]
        for item in (*found["stages"], *found["milestones"]):
            for name in ("happened", "resolves"):
                if item.get(name) is None:
                    item.pop(name, None)
        if found["until"] is None:
            del found["until"]
        return found

    def moves(self) -> list[tuple[str, Band]]:
        """Return every what-if by how much it moves the odds of the focus, largest first."""
        where = [s.id for s in self.stages].index(self.focus)
        found: list[tuple[str, Band]] = []
        for blocker in self.blockers:
            found += [
                (change.label, change.difference[where])
                for change in (blocker.if_consented, blocker.if_not_disrupting)
                if change is not None
            ]
        for lever in self.levers:
            found += [
                (change.label, change.difference[where])
                for change in (lever.without, lever.at_full)
            ]
        return sorted(found, key=lambda item: -abs(item[1].mean))
