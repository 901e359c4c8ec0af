"""Which charts stand in the HTML report, with the words that say how to read each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.blocks.chart_parts import Interval, ceiling
from tracktwo.report import charts, question_charts
from tracktwo.report.asked import GROUPS

if TYPE_CHECKING:
    from tracktwo.blocks.chart_parts import Spec
    from tracktwo.questions.agree.agreement import Zone
    from tracktwo.questions.levers.search import Levers
    from tracktwo.questions.matters.sensitivity import Matters
    from tracktwo.report.svg import SvgDrawer
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
    pen: SvgDrawer

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
        spec = charts.effect_and_harm(rows, page.result.harm_limit)
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

    # --- questions -------------------------------------------------------------------------

    def gains(self, zone: Zone) -> str:
        """Draw what a stage is worth to each party needed, as proposed and under a package."""
        asked = self.page.asked
        other = zone.smallest_change or zone.max_min
        rows = [
            (asked.party(party), zone.proposal.gain_of(party), other.gain_of(party))
            for party in dict.fromkeys([*zone.proposal.parties, *other.parties])
        ]

        def gain(points: float | None) -> str:
            return "not needed" if points is None else words.signed(points)

        said = "; ".join(f"{name}: {gain(a)}, then {gain(b)}" for name, a, b in rows)
        title = f"Gains over no agreement: {asked.stages[zone.stage]}"
        return self._draw(question_charts.gains(rows), title, f"{said}.")

    def front(self, found: Levers) -> str:
        """Draw the mixes that none beats by harm and odds, with the limit on harm."""
        where = found.stages.index(found.focus)
        mixes = [(m.harm_worst, m.odds[where].mean) for m in found.mixes]
        best = found.mixes[found.best]
        marked = [(best.harm_worst, best.odds[where].mean, "best odds")]
        marked.append((found.none.harm_worst, found.none.odds[where].mean, "no lever"))
        limit = found.harm_limit
        if found.current.harm_worst <= 1.6 * max([limit or 0.0, *(harm for harm, _ in mixes)]):
            now = found.current
            marked.append((now.harm_worst, now.odds[where].mean, "as the case has them"))
        said = (
            f"{len(mixes)} mixes; the best odds are {words.percent(best.odds[where].mean)} at a "
            f"harm of up to {words.number(round(best.harm_worst, 1))}"
        )
        spec = question_charts.front(mixes, marked, limit)
        return self._draw(spec, "Mixes of levers: odds against harm to civilians", f"{said}.")

    def worths(self, found: Levers) -> str:
        """Draw what each lever adds, averaged over all mixes of the others, beside its harm."""
        where = found.stages.index(found.focus)
        rows = [(w.name, w.adds_at_full[where], w.harm_at_full) for w in found.worth]
        said = "; ".join(
            f"{name}: {words.points(effect.mean)}, harm {words.measure(harm)}"
            for name, effect, harm in rows
        )
        spec = charts.effect_and_harm(rows, found.harm_limit)
        return self._draw(spec, "What each lever adds (Shapley) beside its harm", f"{said}.")

    def weights(self, found: Matters) -> str:
        """Draw the share of the variance of the odds that each group of numbers carries."""
        rows = [(w.label, w.first, w.total, w.total_error) for w in found.groups[:GROUPS]]
        said = "; ".join(f"{name}: {words.percent(max(total, 0))}" for name, _, total, _ in rows)
        spec = question_charts.weights(rows)
        return self._draw(spec, "Share of the uncertainty of the odds", f"{said}.")
