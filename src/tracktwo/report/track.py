"""The roadmap as a track: stages, milestones, who must agree, who has said what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks.words import consent, on_scale
from tracktwo.case import Quantity
from tracktwo.case.quantities import stance_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import Case
    from tracktwo.case.schema import Milestone, Situation, Stage, Stance
    from tracktwo.questions.odds.live import Live
    from tracktwo.results.odds import MilestoneOdds, Result, SituationOdds, StageOdds


@dataclass(frozen=True)
class Effect:
    """What a situation puts in force on one issue, or the cost of conflict to one actor."""

    path: str
    name: str
    meaning: str
    forecast: str | None = None
    """Name of the bargaining model that forecasts it, in place of a number."""


@dataclass(frozen=True)
class Declared:
    """A stance as it stands beside one of the things it is on."""

    stance: Stance
    path: str
    first: bool
    """Whether it is shown here first; a stance on several steps is shown at each."""


@dataclass(frozen=True)
class Step:
    """A milestone with its rule in words, its odds, and the stances declared on it."""

    milestone: Milestone
    path: str
    rule: str
    after: tuple[str, ...]
    odds: MilestoneOdds | None
    stances: tuple[Declared, ...]


@dataclass(frozen=True)
class Stop:
    """A stage of the track."""

    number: int
    stage: Stage
    path: str
    odds: StageOdds
    falls_to: str
    policy: tuple[Effect, ...]
    conflict: tuple[Effect, ...]
    steps: tuple[Step, ...]
    stances: tuple[Declared, ...]
    """Stances declared on the stage as a whole."""


@dataclass(frozen=True)
class Aside:
    """A situation that is no stage: the start, abandonment, relapse."""

    path: str
    name: str
    situation: Situation
    odds: SituationOdds | None
    policy: tuple[Effect, ...]
    conflict: tuple[Effect, ...]


def track(case: Case, result: Result | Live) -> tuple[Stop, ...]:
    """Return the stages in order with everything the page says of each."""
    actors = {actor.id: actor.label for actor in case.actors}
    named = {step.id: step.name for stage in case.roadmap.stages for step in stage.milestones}
    stages = {stage.id: stage for stage in result.stages}
    milestones = {milestone.id: milestone for milestone in result.milestones}
    shown: set[str] = set()

    def declared(about: str) -> tuple[Declared, ...]:
        found = []
        for stance in case.stances:
            if about in stance.on:
                path = f"stances.{stance_key(stance.actor, stance.on)}"
                found.append(Declared(stance, path, path not in shown))
                shown.add(path)
        return tuple(found)

    found = []
    for number, stage in enumerate(case.roadmap.stages, start=1):
        path = f"roadmap.stages.{stage.id}"
        whole = declared(stage.id)  # before those of its steps, as on the page
        steps = tuple(
            Step(
                milestone,
                f"{path}.milestones.{milestone.id}",
                consent(milestone.consent, actors),
                tuple(named.get(earlier, earlier) for earlier in milestone.after),
                milestones.get(milestone.id),
                declared(milestone.id),
            )
            for milestone in stage.milestones
        )
        found.append(
            Stop(
                number,
                stage,
                path,
                stages[stage.id],
                _falls_to(stage, case),
                _policy(case, stage, path),
                _conflict(stage, path, actors),
                steps,
                whole,
            )
        )
    return tuple(found)


def _falls_to(stage: Stage, case: Case) -> str:
    if stage.fallback == "start":
        return "the situation before the first stage"
    if stage.fallback == "abandoned":
        return "the end of the roadmap"
    return next(f"“{s.name}”" for s in case.roadmap.stages if s.id == stage.fallback)


def asides(case: Case, result: Result | Live) -> tuple[Aside, ...]:
    """Return the situations that are no stages: the start first."""
    actors = {actor.id: actor.label for actor in case.actors}
    odds = {situation.id: situation for situation in result.situations}
    roadmap = case.roadmap
    listed: list[tuple[str, str, Situation]] = [
        ("start", "Before the first stage", roadmap.start),
        ("abandoned", "If the roadmap is abandoned", roadmap.abandoned),
    ]
    if roadmap.relapse is not None:
        listed.append(("relapsed", "If a completed roadmap breaks down", roadmap.relapse))
    found = []
    for id_, name, situation in listed:
        path = "roadmap.relapse" if id_ == "relapsed" else f"roadmap.{id_}"
        policy = _policy(case, situation, path)
        conflict = _conflict(situation, path, actors)
        found.append(Aside(path, name, situation, odds.get(id_), policy, conflict))
    return tuple(found)


def _policy(case: Case, situation: Situation, path: str) -> tuple[Effect, ...]:
    issues = {issue.id: issue for issue in case.issues}
    found = []
    for issue, policy in situation.terms(issues).items():
        place = f"{path}.policy.{issue}"
        name = issues[issue].name if issue in issues else issue
        if isinstance(policy, Quantity):
            meaning = on_scale(issues[issue], policy.mode) if issue in issues else ""
            found.append(Effect(place, name, meaning))
        else:
            found.append(Effect(place, name, "", policy.settlement))
    return tuple(found)


def _conflict(situation: Situation, path: str, actors: Mapping[str, str]) -> tuple[Effect, ...]:
    return tuple(
        Effect(f"{path}.conflict.{actor}", actors.get(actor, actor), "")
        for actor in situation.conflict
    )
