"""How far it is likely to get: all stages on one scale, each in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Bar,
    Beside,
    Figure,
    Listing,
    Name,
    Paragraph,
    Section,
    Small,
    Strong,
    phrase,
    words,
)
from tracktwo.blocks.chart_parts import Interval
from tracktwo.report import charts_by_row
from tracktwo.report.sections.holds_said import month_said

if TYPE_CHECKING:
    from tracktwo.blocks import Text
    from tracktwo.report.page import Page
    from tracktwo.results.odds import StageOdds


def section(page: Page) -> Section:
    """Say how far the roadmap is likely to get."""
    stands = phrase(
        "Most likely in force in {until}: {likeliest}, {odds}.",
        until=page.until,
        likeliest=Strong(Name(page.likeliest.name)),
        odds=words.chance(page.likeliest.in_force.at(page.horizon).mean),
    )
    stages = Listing(tuple(_stage(one, page) for one in page.result.stages), ordered=True)
    reading = (
        f"Dots: the chance. Thick bars hold half of the draws of what is not known, thin ones "
        f"{words.percent(0.9)}."
    )
    return Section(
        "brief-odds",
        f"How far it is likely to get by {page.until}",
        (Beside((stages, Paragraph(stands)), (figure(page, reading),)),),
    )


def _stage(stage: StageOdds, page: Page) -> Text:
    band = stage.reached.at(page.horizon)
    if stage.happened:
        return (Name(stage.name), ": ", Strong(f"passed in {month_said(stage.happened)}"))
    said = (Strong(words.chance(band.mean)), " ", Small(words.brief(band)))
    return (Name(stage.name), ": ", said)


def figure(page: Page, reading: str = "") -> Figure:
    """Show all stages on one common scale, with their bands."""
    rows = [
        Interval(f"{number}. {stage.name}", stage.reached.at(page.horizon))
        for number, stage in enumerate(page.result.stages, start=1)
    ]
    return Figure(
        spec=charts_by_row.chances(rows),
        title=f"Stages passed by {page.until}, on one scale",
        description="; ".join(f"{row.label}: {words.odds(row.band)}" for row in rows) + ".",
        reading=reading,
        bars=tuple(Bar(row.label, (row.band.mean,), words.brief(row.band)) for row in rows),
    )
