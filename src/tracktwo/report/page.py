"""The content of a report, the same for HTML and Markdown: what stands where, in which words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Name,
    Naming,
    Quotation,
    Ref,
    ToPart,
    ToQuote,
    ToSection,
    Value,
    quoted,
)
from tracktwo.game.calibration import base_rates
from tracktwo.questions.ask import Answers
from tracktwo.questions.government.councils import Holders
from tracktwo.report import what_ifs
from tracktwo.report.anchors import Anchors
from tracktwo.report.evidence import cited_sources
from tracktwo.report.numbers import Number, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.blocks import Target, Text
    from tracktwo.case import Case, CaseFolder
    from tracktwo.game.calibration import BaseRate
    from tracktwo.report.evidence import CitedSource
    from tracktwo.results.changes import Change
    from tracktwo.results.odds import Result, SituationOdds, StageOdds


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
                number = self.names.quote_numbers.get(id_)
                place = None if number is None else f"quote-{number}"
            case ToSection(id=id_):
                place = id_
        return f"#{place}" if place else None

    def value(self, path: str) -> Text:
        """Return a number of the case in short, which leads to its reason."""
        number = self.numbers.get(path)
        if number is None:
            return "not given"
        return Value(number.short, ToPart(path), number.text, number.is_assumption)

    # --- evidence --------------------------------------------------------------------------

    @cached_property
    def sources(self) -> tuple[CitedSource, ...]:
        """The sources with their quotes."""
        return cited_sources(self.folder, self.anchors)

    @cached_property
    def _quotations(self) -> dict[str, Quotation]:
        return {
            cited.quote.id: Quotation(
                Name(cited.quote.exact, source.language), Ref(cited.number, ToQuote(cited.quote.id))
            )
            for source in self.sources
            for cited in source.quotes
        }

    def said(self, evidence: Iterable[str]) -> tuple[Quotation, ...]:
        """Return the words of sources behind a statement."""
        return tuple(self._quotations[id_] for id_ in evidence if id_ in self._quotations)

    # --- time ------------------------------------------------------------------------------

    @property
    def horizon(self) -> int:
        """Months ahead."""
        return self.result.horizon

    @property
    def until(self) -> str:
        """The month of the horizon."""
        return self.names.month(self.horizon)

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
    def focus_name(self) -> Text:
        """What that stage is called, in quotation marks."""
        return quoted(Name(self.focus_stage.name))

    @property
    def focus_reason(self) -> str:
        """Why rankings are about that stage."""
        if self.case.focus == self.result.focus:
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

    # --- moves -----------------------------------------------------------------------------

    @cached_property
    def courses(self) -> tuple[Change, ...]:
        """The changes of course that move any stage noticeably, largest effect first."""
        every = what_ifs.changes_of_course(self.result, self.focus)
        return tuple(change for change in every if what_ifs.is_notable(change))

    @cached_property
    def idle_courses(self) -> tuple[Change, ...]:
        """The changes of course that hardly move anything."""
        every = what_ifs.changes_of_course(self.result, self.focus)
        return tuple(change for change in every if not what_ifs.is_notable(change))

    @cached_property
    def levers(self) -> tuple[what_ifs.Applied, ...]:
        """Levers with effect and harm."""
        return what_ifs.levers(self.case, self.result)

    @cached_property
    def strongest_lever(self) -> what_ifs.Applied | None:
        """The lever that at full intensity would raise the odds of the focus most."""
        return max(
            self.levers,
            key=lambda one: one.effect.at_full.difference[self.focus].mean,
            default=None,
        )

    @cached_property
    def options(self) -> tuple[what_ifs.Option, ...]:
        """Alternatives."""
        return what_ifs.options(self.folder, self.result, self.names.steps)

    @cached_property
    def best_option(self) -> tuple[what_ifs.Option, what_ifs.StageChange] | None:
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
        asked = self.questions or Answers()
        power = self.result.government
        if power is None:
            return asked
        # The run answers it; who was at which meeting is said with the bodies.
        return replace(asked, found={**asked.found, "government": Holders((), power)})

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
        """The dozen assumptions that swing the odds most, beyond the noise of the sample.

        Of those that people could find out: a constant of the model is none.
        """
        measured = [n for n in self.assumptions if n.is_clear and not n.is_constant]
        return tuple(sorted(measured, key=lambda number: -abs(number.swing or 0.0))[:12])

    @cached_property
    def rates(self) -> dict[str, BaseRate]:
        """The published transitions that set the pace of stages of this case."""
        known = base_rates()
        relapse = self.case.roadmap.relapse
        used = [stage.base_rate for stage in self.case.roadmap.stages]
        used.append(relapse.base_rate if relapse is not None else None)
        return {id_: known[id_] for id_ in used if id_ is not None and id_ in known}
