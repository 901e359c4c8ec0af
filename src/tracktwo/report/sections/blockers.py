"""What blocks it: the odds if one actor consented, or did not disrupt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    phrase,
    words,
)
from tracktwo.blocks.chart_parts import Interval
from tracktwo.report import charts_by_row
from tracktwo.report.sections.holds_said import holds_said

if TYPE_CHECKING:
    from tracktwo.blocks import Block
    from tracktwo.report.page import Page
    from tracktwo.results.changes import Change


def section(page: Page) -> Section:
    """Say what the odds would be if one actor changed course."""
    what = (
        "Each line asks what the odds would be if one actor changed course and all else stayed as "
        "it is: agreed, in every month, to every step it is asked about; or never disrupted the "
        "process. These are thought experiments that show where the roadmap is held up. They do "
        "not say that anyone ought to change course, nor that it would be easy."
    )
    courses = (Figures((_figure(page),)), _table(page)) if page.courses else ()
    return Section(
        "blockers",
        "What blocks it",
        (
            *holds_said(page, "What blocks, and the odds without it"),
            Heading("Changes of course"),
            Paragraph(what),
            *courses,
            *_idle(page),
        ),
    )


def _figure(page: Page) -> Figure:
    base = page.result.base[page.focus]
    rows = [Interval("As things stand", base, "var(--muted)")]
    rows += [Interval(change.label, change.reached[page.focus]) for change in page.courses]
    return Figure(
        spec=charts_by_row.chances(rows, base.mean),
        title=f"Odds of “{page.focus_stage.name}” if one actor changed course",
        description="; ".join(f"{row.label}: {words.brief(row.band)}" for row in rows) + ".",
        heading=("Odds of ", page.focus_name, f" by {page.until}"),
        caption="The dot is the chance, the thick bar holds half of the draws, the thin one nine "
        "in ten. The dashed line is the chance as things stand.",
    )


def _table(page: Page) -> Table:
    result = page.result
    caption = phrase(
        "Odds of each stage by {until} if one actor changed course (in brackets, {share} of "
        "draws); below, the difference it makes, draw by draw.",
        until=page.until,
        share=words.percent(0.9),
    )
    base = tuple(words.brief(band) for band in result.base)
    return Table(
        label="Odds of each stage if one actor changed course",
        caption=caption,
        columns=(Column("Change"), *(Column(Name(stage.name)) for stage in result.stages)),
        rows=(Row("As things stand", base, "base"), *(_row(change) for change in page.courses)),
    )


def _row(change: Change) -> Row:
    return Row(
        Name(change.label),
        tuple(
            Cell((words.brief(reached), Small(words.points_band(moved))))
            for reached, moved in zip(change.reached, change.difference, strict=True)
        ),
    )


def _idle(page: Page) -> tuple[Block, ...]:
    if page.idle_courses:
        lines = tuple(
            (
                Name(change.label),
                ": ",
                page.focus_name,
                " ",
                words.brief(change.reached[page.focus]),
            )
            for change in page.idle_courses
        )
        no_account = "Of no account here, moving no stage by a tenth of a point on average:"
        return (Paragraph(no_account), Listing(lines))
    if page.courses:
        return ()
    return (Paragraph("Nobody is asked for consent and nobody can disrupt."),)
