"""The content of a report, the same for HTML and Markdown: what stands where, in which words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.blocks import Naming, ToPart, ToQuote, ToSection, words
from tracktwo.game.calibration import base_rates
from tracktwo.game.settlement import CAVEAT
from tracktwo.questions.ask import Answers
from tracktwo.report import moves, offices, people, roadmap
from tracktwo.report.anchors import Anchors
from tracktwo.report.evidence import CitedQuote, CitedSource, cited_sources
from tracktwo.report.numbers import Number, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.blocks import Target
    from tracktwo.case import Case, CaseFolder
    from tracktwo.game.calibration import BaseRate
    from tracktwo.results.odds import (
        Change,
        IssueForecast,
        Result,
        SituationOdds,
        StageOdds,
        Standing,
    )


@dataclass(frozen=True)
class Page:
    """A case and its results, arranged for a reader."""

    folder: CaseFolder
    result: Result
    questions: Answers | None = None
    """Answers to the questions beyond the run; no section on them without."""

    @property
    def case(self) -> Case:
        """The case."""
        return self.folder.case

    # Ids are unique within a kind only: an issue and a milestone may share one.

    @cached_property
    def actors(self) -> dict[str, str]:
        """Names of the actors, by id."""
        return {actor.id: actor.label for actor in self.case.actors}

    @cached_property
    def steps(self) -> dict[str, str]:
        """Names of stages and milestones, by id."""
        stages = self.case.roadmap.stages
        named = {step.id: step.name for stage in stages for step in stage.milestones}
        return {**named, **{stage.id: stage.name for stage in stages}}

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Every number by its path, the largest swing first."""
        return numbers(self.case, self.result)

    @cached_property
    def anchors(self) -> Anchors:
        """The places of the page."""
        return Anchors(self.case, self.numbers)

    @cached_property
    def names(self) -> Naming:
        """What the things of the case are called."""
        return Naming(self.folder)

    def href(self, target: Target) -> str | None:
        """Return the address within the page of what a link leads to."""
        match target:
            case ToPart(path=path):
                place = self.anchors.find(path)
            case ToQuote(id=id_):
                place = self._quotes[id_].anchor if id_ in self._quotes else None
            case ToSection(id=id_):
                place = id_
        return f"#{place}" if place else None

    def at(self, path: str) -> str:
        """Return the id of the place that shows a path."""
        return self.anchors.at(path)

    def name(self, id_: str) -> str:
        """Return the name of an actor."""
        return self.actors.get(id_, id_)

    def step(self, id_: str) -> str:
        """Return the name of a stage or a milestone."""
        return self.steps.get(id_, id_)

    def listed(self, ids: Iterable[str]) -> str:
        """Return the names of actors in a row."""
        return words.join(self.name(id_) for id_ in ids)

    def number(self, path: str) -> Number | None:
        """Return a number of the page."""
        return self.numbers.get(path)

    # --- evidence --------------------------------------------------------------------------

    @cached_property
    def sources(self) -> tuple[CitedSource, ...]:
        """The sources with their quotes."""
        return cited_sources(self.folder, self.anchors)

    @cached_property
    def _quotes(self) -> dict[str, CitedQuote]:
        return {cited.quote.id: cited for source in self.sources for cited in source.quotes}

    @cached_property
    def languages(self) -> dict[str, str | None]:
        """Language of each quote by its number, where its source states one."""
        return {c.anchor: source.language for source in self.sources for c in source.quotes}

    def quotes(self, evidence: Iterable[str]) -> list[CitedQuote]:
        """Return the quotes behind a statement."""
        return [self._quotes[id_] for id_ in evidence if id_ in self._quotes]

    # --- time ------------------------------------------------------------------------------

    @property
    def horizon(self) -> int:
        """Months ahead."""
        return self.result.horizon

    def month(self, months: float) -> str:
        """Name the month that lies some months after the as-of date."""
        return words.month(self.case.as_of, months)

    @property
    def until(self) -> str:
        """The month of the horizon."""
        return self.month(self.horizon)

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The months shown in tables and on axes: whole years where the horizon allows."""
        if self.horizon <= 0:
            return (0,)
        years = self.horizon / 12
        step = 12 * max(1, math.ceil(years / 6)) if years >= 2 else max(1, round(self.horizon / 4))
        inner = range(0, self.horizon, step)
        # A mark close to the horizon would run into its label.
        return (*(t for t in inner if self.horizon - t > step / 2), self.horizon)

    @property
    def named_marks(self) -> tuple[int, ...]:
        """Those of the marks that an axis has room to name."""
        marks = self.marks
        return tuple(sorted({marks[0], marks[(len(marks) - 1) // 2], marks[-1]}))

    @property
    def spark_step(self) -> int:
        """Months per character of a line of text that stands for a chart."""
        return max(1, math.ceil(self.horizon / 24))

    # --- odds ------------------------------------------------------------------------------

    @cached_property
    def focus(self) -> int:
        """Place of the stage that rankings are about."""
        return [stage.id for stage in self.result.stages].index(self.result.focus)

    @property
    def focus_stage(self) -> StageOdds:
        """The stage that rankings are about."""
        return self.result.stages[self.focus]

    @property
    def focus_reason(self) -> str:
        """Why rankings are about that stage."""
        if self.case.focus:
            return "the stage that the question turns on"
        low = self.focus_stage.reached.mean[self.horizon] < 0.5
        return "the first stage with odds below one half" if low else "the last stage"

    @cached_property
    def in_force(self) -> tuple[StageOdds | SituationOdds, ...]:
        """Every situation that may be in force: the start, the stages, then what may go wrong."""
        start = [x for x in self.result.situations if x.id == "start"]
        rest = [x for x in self.result.situations if x.id != "start"]
        return (*start, *self.result.stages, *rest)

    @cached_property
    def likeliest(self) -> StageOdds | SituationOdds:
        """The situation most likely in force at the horizon."""
        return max(self.in_force, key=lambda x: x.in_force.mean[self.horizon])

    @cached_property
    def track(self) -> tuple[roadmap.Stop, ...]:
        """The roadmap."""
        return roadmap.track(self.case, self.result)

    @cached_property
    def asides(self) -> tuple[roadmap.Aside, ...]:
        """The situations that are no stages."""
        return roadmap.asides(self.case, self.result)

    # --- people ----------------------------------------------------------------------------

    @cached_property
    def gatherings(self) -> tuple[people.Gathering, ...]:
        """Meetings."""
        return people.gatherings(
            self.case, self.result.councils, self.name, lambda id_: f"“{self.step(id_)}”"
        )

    @cached_property
    def stakes(self) -> tuple[people.Stake, ...]:
        """Issues and positions."""
        return people.stakes(self.case)

    @cached_property
    def forecasts(self) -> dict[str, IssueForecast]:
        """What the parties would settle on, by issue."""
        return {forecast.issue: forecast for forecast in self.result.issues}

    def standing(self, issue: str, actor: str) -> Standing | None:
        """Return an actor's weight on an issue and its distance from the settlement."""
        forecast = self.forecasts.get(issue)
        stands = forecast.standings if forecast else ()
        return next((stand for stand in stands if stand.actor == actor), None)

    @property
    def settlement_caveat(self) -> str:
        """What to know about the forecast of settlements."""
        return CAVEAT

    @cached_property
    def member_of(self) -> dict[str, tuple[str, ...]]:
        """Bodies by member."""
        return people.bodies_of(self.case)

    # --- power -----------------------------------------------------------------------------

    @cached_property
    def offices(self) -> offices.Offices | None:
        """Who would hold power; None where the case says nothing of it."""
        found = self.result.government
        if found is None:
            return None
        return offices.offices(found, self.name, lambda id_: f"“{self.step(id_)}”")

    # --- moves -----------------------------------------------------------------------------

    @cached_property
    def courses(self) -> tuple[Change, ...]:
        """The changes of course that move any stage noticeably, largest effect first."""
        every = moves.changes_of_course(self.result, self.focus)
        return tuple(change for change in every if moves.is_notable(change))

    @cached_property
    def idle_courses(self) -> tuple[Change, ...]:
        """The changes of course that hardly move anything."""
        every = moves.changes_of_course(self.result, self.focus)
        return tuple(change for change in every if not moves.is_notable(change))

    @cached_property
    def blocking(self) -> tuple[Change, ...]:
        """The changes of course that would raise the odds of the focus most; a few."""
        raising = [c for c in self.courses if c.difference[self.focus].mean > 0]
        most = raising[0].difference[self.focus].mean if raising else 0.0
        return tuple(c for c in raising[:3] if c.difference[self.focus].mean > 0.25 * most)

    @cached_property
    def voices(self) -> tuple[moves.Voice, ...]:
        """Reasons by actor."""
        return moves.voices(self.case, self.result, self.steps)

    @cached_property
    def levers(self) -> tuple[moves.Applied, ...]:
        """Levers with effect and harm."""
        return moves.levers(self.case, self.result)

    @cached_property
    def strongest_lever(self) -> moves.Applied | None:
        """The lever that at full intensity would raise the odds of the focus most."""
        return max(
            self.levers,
            key=lambda one: one.effect.at_full.difference[self.focus].mean,
            default=None,
        )

    @cached_property
    def options(self) -> tuple[moves.Option, ...]:
        """Alternatives."""
        return moves.options(self.case, self.result, self.steps)

    @cached_property
    def best_option(self) -> tuple[moves.Option, moves.StageChange] | None:
        """The alternative that raises the odds of the focus most."""
        found = [
            (option, stage)
            for option in self.options
            for stage in option.stages
            if stage.id == self.result.focus and stage.difference is not None
        ]
        return max(
            found, key=lambda pair: pair[1].difference.mean if pair[1].difference else 0.0,
            default=None,
        )  # fmt: skip

    # --- questions -------------------------------------------------------------------------

    @cached_property
    def answers(self) -> Answers:
        """What was found out beyond the run."""
        return self.questions or Answers()

    def has_section(self, question: str) -> bool:
        """Tell whether the report has a section on a question: an answer, or why there is none."""
        return question in self.answers or self.answers.missing(question) is not None

    # --- assumptions -----------------------------------------------------------------------

    @cached_property
    def assumptions(self) -> tuple[Number, ...]:
        """Numbers without a quote, the largest swing first."""
        return tuple(number for number in self.numbers.values() if number.is_assumption)

    @cached_property
    def evidenced(self) -> tuple[Number, ...]:
        """Numbers with a quote."""
        return tuple(number for number in self.numbers.values() if not number.is_assumption)

    @cached_property
    def swinging(self) -> tuple[Number, ...]:
        """The dozen assumptions that swing the odds most, beyond the noise of the sample."""
        measured = [number for number in self.assumptions if number.is_clear]
        return tuple(sorted(measured, key=lambda number: -abs(number.swing or 0.0))[:12])

    @cached_property
    def rates(self) -> dict[str, BaseRate]:
        """The published transitions that set the pace of stages of this case."""
        known = base_rates()
        relapse = self.case.roadmap.relapse
        used = [stage.base_rate for stage in self.case.roadmap.stages]
        used.append(relapse.base_rate if relapse is not None else None)
        return {id_: known[id_] for id_ in used if id_ is not None and id_ in known}
