"""Which charts stand in the HTML report, with the words that say how to read each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.blocks.chart_parts import Interval, ceiling
from tracktwo.blocks.charts import effect_and_harm
from tracktwo.report import charts

if TYPE_CHECKING:
    from tracktwo.blocks.chart_parts import Spec
    from tracktwo.report.drawing import Pen
    from tracktwo.report.moves import Voice
    from tracktwo.report.page import Page
    from tracktwo.report.people import Stake
    from tracktwo.results.bands import Band, BandSeries
    from tracktwo.results.odds import SituationOdds, StageOdds

STAGE_COLOURS = 6
"""Shades that the style sheet has for stages; a longer roadmap uses them again."""


@dataclass(frozen=True)
class Pictures:
    """Draws the charts of one page, each when the template asks for it."""

    page: Page
    pen: Pen

    def _draw(self, spec: Spec, title: str, description: str) -> str:
        return self.pen.draw(spec, title, description)

    @property
    def calendar(self) -> charts.Calendar:
        """The axis of months of this page."""
        page = self.page
        return charts.Calendar(page.case.as_of, page.marks, page.named_marks)

    def overview(self) -> str:
        """Draw the odds of all stages at the horizon, on one scale."""
        page = self.page
        rows = [Interval(s.name, s.reached.at(page.horizon)) for s in page.result.stages]
        said = "; ".join(f"{row.label}: {words.odds(row.band)}" for row in rows)
        return self._draw(charts.chances(rows), f"Stages passed by {page.until}", f"{said}.")

    def reached(self, stage: StageOdds) -> str:
        """Draw the odds that a stage has been passed by each month."""
        page = self.page
        top = self.scale(stage.reached)
        spec = charts.over_time(stage.reached, self.calendar, top, "var(--reached)")
        by = words.odds(stage.reached.at(page.horizon))
        return self._draw(spec, f"Passed by: {stage.name}", f"By {page.until}: {by}.")

    def scale(self, series: BandSeries) -> float:
        """Return the highest chance on the axis of a chart."""
        return ceiling(max(*series.p95, *series.mean))

    def in_force(self, situation: StageOdds | SituationOdds) -> str:
        """Draw the odds that a situation is in force at each month."""
        page = self.page
        top = self.scale(situation.in_force)
        spec = charts.over_time(situation.in_force, self.calendar, top, "var(--force)")
        at = words.odds(situation.in_force.at(page.horizon))
        return self._draw(spec, f"In force: {situation.name}", f"In {page.until}: {at}.")

    def colour(self, situation: str) -> str:
        """Return the name of the colour of a situation."""
        stages = [stage.id for stage in self.page.result.stages]
        if situation in stages:
            return f"stage{stages.index(situation) % STAGE_COLOURS + 1}"
        return situation

    def where_it_stands(self) -> str:
        """Draw the mean chances of all situations, stacked."""
        page = self.page
        shares = [(x.in_force.mean, f"var(--{self.colour(x.id)})") for x in page.in_force]
        spec = charts.where_it_stands(shares, self.calendar)
        said = "; ".join(
            f"{x.name} {words.percent(x.in_force.mean[page.horizon])}" for x in page.in_force
        )
        return self._draw(spec, "Where the process stands", f"In {page.until}: {said}.")

    def times(self) -> str:
        """Draw how long each stage takes."""
        page = self.page
        rows = [
            (s.name, s.median_months, s.quartile_months)
            for s in page.result.stages
            if s.median_months is not None and s.quartile_months is not None
        ]
        spec = charts.times(rows, self.calendar)
        said = "; ".join(f"{name}: {words.duration(median)}" for name, median, _ in rows)
        return self._draw(spec, "Time to each stage, where it is passed", f"{said}.")

    def blocks(self) -> str:
        """Draw the odds of the stage in focus under each change of heart."""
        page = self.page
        rows = [Interval("As things stand", self._base, "var(--muted)")]
        rows += [Interval(change.label, change.reached[page.focus]) for change in page.courses]
        return self._chances(rows, f"Odds of “{page.focus_stage.name}” if one actor changed course")

    @property
    def _base(self) -> Band:
        return self.page.result.what_if_base[self.page.focus]

    def _chances(self, rows: list[Interval], title: str) -> str:
        said = "; ".join(f"{row.label}: {words.brief(row.band)}" for row in rows)
        return self._draw(charts.chances(rows, rows[0].band.mean), title, f"{said}.")

    def option(self, stage: StageOdds) -> str:
        """Draw the odds of one stage in the base and in every alternative that has it."""
        page = self.page
        as_proposed = page.result.what_if_base[page.result.stages.index(stage)]
        base = Interval("The roadmap as proposed", as_proposed, "var(--muted)")
        rows = [base] + [
            Interval(option.alternative.name, change.band)
            for option in page.options
            for change in option.stages
            if change.id == stage.id
        ]
        return self._chances(rows, f"Odds of “{stage.name}”, by proposal")

    def voice(self, voice: Voice) -> str:
        """Draw an actor's reasons, one bar for each consent it is asked for."""
        rows = [(one.name, one.by_kind, one.reasons.total.mean) for one in voice.asked]
        said = "; ".join(
            f"{one.name}: {words.chance(one.reasons.chance.mean)} a month" for one in voice.asked
        )
        title = f"Reasons of {self.page.name(voice.actor)}"
        return self._draw(charts.reasons(rows), title, f"{said}.")

    def levers(self) -> str:
        """Draw each lever at full intensity: what it adds beside the harm it does."""
        page = self.page
        rows = [
            (one.lever.name, one.effect.at_full.difference[page.focus], one.effect.harm_at_full)
            for one in page.levers
        ]
        said = "; ".join(
            f"{name}: {words.points(effect.mean)}, harm {words.measure(harm)}"
            for name, effect, harm in rows
        )
        spec = effect_and_harm(rows, page.result.harm_limit)
        title = f"Levers at full intensity: effect on “{page.focus_stage.name}” beside harm"
        return self._draw(spec, title, f"{said}.")

    def swings(self) -> str:
        """Draw the assumptions that swing the odds most."""
        rows = [(n.label, n.swing or 0.0, n.swing_error or 0.0) for n in self.page.swinging]
        said = "; ".join(f"{label}: {words.points(swing)}" for label, swing, _ in rows)
        return self._draw(charts.swings(rows), "The assumptions that matter most", f"{said}.")

    def stake(self, stake: Stake) -> str:
        """Draw where the actors stand on an issue."""
        rows = [
            (actor.label, (row.position.low, row.position.mode, row.position.high),
             row.salience.mode)
            for actor, row in stake.stands
        ]  # fmt: skip
        said = "; ".join(f"{name}: {words.short_span(*span)}" for name, span, _ in rows)
        forecast = self.page.forecasts.get(stake.issue.id)
        bins = forecast.histogram if forecast is not None else ()
        return self._draw(
            charts.positions(rows, bins), f"Positions: {stake.issue.name}", f"{said}."
        )
