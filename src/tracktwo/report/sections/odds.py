"""The odds over time: ever passed by a month, in force at a month, whether it would last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Emphasis,
    Figure,
    Figures,
    Folded,
    Heading,
    Key,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Small,
    Spark,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.chart_parts import Interval, ceiling
from tracktwo.pictures.panels import NARROW, WIDE, Panel, by_month
from tracktwo.report import charts_by_row, charts_over_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.report.page import Page
    from tracktwo.results.bands import BandSeries
    from tracktwo.results.odds import SituationOdds, StageOdds

OWN_SCALE = "Each on a scale of its own"
_PASSED = ("Passed by a month", "var(--reached)")
_IN_FORCE = ("In force at a month", "var(--force)")
STAGE_COLOURS = 6
"""Shades that the style sheet has for stages; a longer roadmap uses them again."""


def section(page: Page) -> Section:
    """Say how the odds change with time."""
    what = (
        "Two questions are answered, and they differ. ",
        Emphasis("Has it ever been passed?"),
        " can only become likelier with time. ",
        Emphasis("Is it in force?"),
        " can also end: a process falls back, or moves on.",
    )
    return Section(
        "odds",
        "The odds over time",
        (
            Paragraph(what),
            Heading("Ever passed by a month"),
            *_passed(page),
            Heading("In force at a month"),
            *_in_force(page),
            *_endurance(page),
            Heading("Time to each stage, where it is passed"),
            *_times(page),
        ),
    )


def _calendar(page: Page) -> charts_over_time.Calendar:
    return charts_over_time.Calendar(page.case.as_of, page.marks, page.named_marks)


def _top(series: BandSeries) -> float:
    return ceiling(max(*series.p95, *series.mean))


def _spark(name: str, series: BandSeries, top: float, page: Page) -> Spark:
    scale = f"0 to {words.percent(top)}"
    return Spark(name, series.mean[:: page.spark_step], top, scale)


def _by_month(
    first: str, rows: Iterable[tuple[str, BandSeries]], months: Sequence[int], page: Page
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Return the columns and rows of a table of chances by month."""
    heads = (Column(Cell((page.names.month(month), Small(f"month {month}")))) for month in months)
    return (
        (Column(first), *heads),
        tuple(
            Row(Name(name), tuple(words.brief(series.at(month)) for month in months))
            for name, series in rows
        ),
    )


# --- passed ------------------------------------------------------------------------------------


def _passed(page: Page) -> tuple[Block, ...]:
    how = (
        "How to read: the line is the chance that the stage has been passed at least once by that "
        "month. Half of all draws lie in the dark band, nine in ten in the light one. All stages "
        "are on one scale; what is too small to be seen on it is drawn once more below, folded up, "
        "on a scale of its own."
    )
    stages = page.result.stages
    columns, rows = _by_month(
        "Stage",
        [(stage.name, stage.reached) for stage in stages],
        page.marks[1:] or page.marks,
        page,
    )
    return (
        Paragraph(how, "reading"),
        Figures((_all_stages(page),)),
        Figures((_on_one_scale(_PASSED, [(s.name, s.reached) for s in stages], page),)),
        Folded(OWN_SCALE, (Figures(tuple(_reached(stage, page) for stage in stages)),)),
        Table(
            label="Odds of having passed each stage, by month",
            caption="Chance of having passed each stage by a month (in brackets, "
            f"{words.percent(0.9)} of draws)",
            columns=columns,
            rows=rows,
        ),
    )


def _all_stages(page: Page) -> Figure:
    stages = page.result.stages
    rows = [Interval(stage.name, stage.reached.at(page.horizon)) for stage in stages]
    said = [
        words.happened(stage.happened) if stage.happened else words.odds(row.band)
        for stage, row in zip(stages, rows, strict=True)
    ]
    top = ceiling(max(max(stage.reached.mean) for stage in stages))
    return Figure(
        spec=charts_by_row.chances(rows),
        title=f"Stages passed by {page.until}",
        description="; ".join(f"{row.label}: {text}" for row, text in zip(rows, said, strict=True))
        + ".",
        heading=f"All stages, by {page.until}, on one scale",
        bars=tuple(_spark(stage.name, stage.reached, top, page) for stage in stages),
        level=4,
    )


def _on_one_scale(
    what: tuple[str, str], courses: Sequence[tuple[str, BandSeries]], page: Page
) -> Figure:
    """Draw chances by month side by side, so that they can be compared.

    Parameters
    ----------
    what : title and colour
    courses : name and chance by month of each
    """
    title, colour = what
    top = ceiling(max(max(*series.p95, *series.mean) for _, series in courses))
    panels = [Panel(words.clean(name), series, colour) for name, series in courses]
    named = {t: f"{page.names.month(t)[:3]} {page.names.month(t)[-4:]}" for t in (0, page.horizon)}
    said = (f"{name}: {words.odds(series.at(page.horizon))}" for name, series in courses)
    return Figure(
        spec=by_month(panels, top, named, NARROW),
        wide=by_month(panels, top, named, WIDE),
        title=title,
        description=f"In {page.until}: {'; '.join(said)}.",
        heading=f"{title}, on one scale",
        scale=f"one scale for all: 0 to {words.percent(top)}",
        level=4,
    )


def _reached(stage: StageOdds, page: Page) -> Figure:
    at, top = stage.reached.at(page.horizon), _top(stage.reached)
    by = f"By {page.until}: {words.odds(at)}"
    half = f"; half of draws between {words.percent(at.p25)} and {words.percent(at.p75)}"
    if stage.happened:
        by, half = words.heading(words.happened(stage.happened)), ""
    judged = (" Judged by: ", Name(stage.resolves)) if stage.resolves else ()
    return Figure(
        spec=charts_over_time.over_time(stage.reached, _calendar(page), top, "var(--reached)"),
        title=f"Passed by: {stage.name}",
        description=f"{by}.",
        heading=Name(stage.name),
        scale=f"scale: 0 to {words.percent(top)}",
        caption=(f"{by}{half}.", judged),
        level=4,
    )


# --- in force ----------------------------------------------------------------------------------


def _in_force(page: Page) -> tuple[Block, ...]:
    how = (
        "How to read: at any month exactly one situation is in force. The first chart stacks their "
        f"average chances to {words.percent(1)}; the green ones give each with its bands, all on "
        "one scale, and below, folded up, each on a scale of its own."
    )
    columns, rows = _by_month(
        "Situation", [(one.name, one.in_force) for one in page.in_force], page.marks, page
    )
    return (
        Paragraph(how, "reading"),
        Figures((_where_it_stands(page),)),
        Figures((_on_one_scale(_IN_FORCE, [(s.name, s.in_force) for s in page.in_force], page),)),
        Folded(OWN_SCALE, (Figures(tuple(_situation(one, page) for one in page.in_force)),)),
        Table(
            label="Odds of each situation being in force, by month",
            caption="Chance of each situation being in force at a month (in brackets, "
            f"{words.percent(0.9)} of draws)",
            columns=columns,
            rows=rows,
        ),
    )


def _where_it_stands(page: Page) -> Figure:
    colours = {one.id: _colour(one.id, page) for one in page.in_force}
    shares = [(one.in_force.mean, f"var(--{colours[one.id]})") for one in page.in_force]
    said = "; ".join(
        f"{one.name} {words.percent(one.in_force.mean[page.horizon])}" for one in page.in_force
    )
    return Figure(
        spec=charts_over_time.where_it_stands(shares, _calendar(page)),
        title="Where the process stands",
        description=f"In {page.until}: {said}.",
        heading="Where the process stands",
        keys=tuple(Key(colours[one.id], Name(one.name)) for one in page.in_force),
        bars=tuple(_spark(one.name, one.in_force, 1.0, page) for one in page.in_force),
        level=4,
    )


def _colour(situation: str, page: Page) -> str:
    stages = [stage.id for stage in page.result.stages]
    if situation in stages:
        return f"stage{stages.index(situation) % STAGE_COLOURS + 1}"
    return situation


def _situation(one: StageOdds | SituationOdds, page: Page) -> Figure:
    top = _top(one.in_force)
    at = f"In {page.until}: {words.odds(one.in_force.at(page.horizon))}."
    return Figure(
        spec=charts_over_time.over_time(one.in_force, _calendar(page), top, "var(--force)"),
        title=f"In force: {one.name}",
        description=at,
        heading=Name(one.name),
        scale=f"scale: 0 to {words.percent(top)}",
        caption=at,
        level=4,
    )


# --- how long ----------------------------------------------------------------------------------


def _endurance(page: Page) -> tuple[Block, ...]:
    if not page.result.endurance:
        return ()
    last = quoted(Name(page.result.stages[-1].name))
    comes = f"That it comes about by {page.until} and still stands so long after"
    return (
        Heading("Would it last?"),
        Paragraph((last, " completes the roadmap. Once there, it may break down again.")),
        Table(
            label="Odds that what the last stage puts in force lasts",
            caption="Whether what the last stage puts in force still stands (in brackets, "
            f"{words.percent(0.9)} of draws)",
            columns=(Column("After"), Column("If it comes about"), Column(comes)),
            rows=tuple(
                Row(
                    words.duration(12 * one.years),
                    (words.brief(one.given), words.brief(one.overall)),
                )
                for one in page.result.endurance
            ),
        ),
    )


def _times(page: Page) -> tuple[Block, ...]:
    passed = [
        (stage, stage.median_months, stage.quartile_months)
        for stage in page.result.stages
        if stage.median_months is not None
        and stage.quartile_months is not None
        and not stage.happened
    ]
    if not passed:
        return (Paragraph("No stage is passed in any draw within the horizon."),)
    how = (
        f"How to read: only futures in which the stage is passed by {page.until} count here. The "
        "mark is the middle one of them; the bar holds the middle half. Read it with the odds "
        "above: a stage may come soon where it comes at all, and rarely come."
    )
    said = "; ".join(f"{stage.name}: {words.duration(median)}" for stage, median, _ in passed)
    figure = Figure(
        spec=charts_over_time.times(
            [(stage.name, median, quartiles) for stage, median, quartiles in passed],
            _calendar(page),
        ),
        title="Time to each stage, where it is passed",
        description=f"{said}.",
    )
    lines = tuple(_time(stage, median, quartiles, page) for stage, median, quartiles in passed)
    return (Paragraph(how, "how"), Figures((figure,)), Listing(lines))


def _time(stage: StageOdds, median: float, quartiles: tuple[float, float], page: Page) -> Text:
    month = page.names.month
    return phrase(
        "{stage}: typically after {time} ({month}); the middle half between {low} and {high}. "
        "Passed at all: {odds}.",
        stage=Name(stage.name),
        time=words.duration(median),
        month=month(median),
        low=month(quartiles[0]),
        high=month(quartiles[1]),
        odds=words.odds(stage.reached.at(page.horizon)),
    )
