"""What a run comes to, in short: what `tracktwo run` prints, and the report says in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Column,
    Harm,
    Heading,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.report.kind_words import ENGINES
from tracktwo.report.page import Page
from tracktwo.report.sections.holds_said import holds_listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.case.schema import Stage
    from tracktwo.questions.odds.live import Live
    from tracktwo.report.what_ifs import Applied
    from tracktwo.results.bands import Band
    from tracktwo.results.odds import Result, StageOdds

MOST = 3
"""Lines of a list; the report has them all."""


def section(found: Result, names: Naming) -> Section:
    """Say how far the roadmap gets, what blocks it and what would move it, in short.

    Parameters
    ----------
    found : Result
        Of a run of this case.
    names : Naming
    """
    page = Page(names.folder, found)
    blocks: list[Block] = [
        Paragraph(
            f"As of {words.day(page.case.as_of)}, {words.duration(page.horizon)} ahead, to "
            f"{page.until}. {len(page.assumptions)} of {len(page.numbers)} numbers are assumptions."
        ),
        *([Paragraph(Strong(str(found.first_draft)))] if found.first_draft else []),
        _stages(page),
        *judged(page.result.stages),
        Heading("What blocks it"),
        *_blocking(page),
        Heading(f"What would move it, and at what harm to civilians (0{words.DASH}100 a month)"),
        *_moving(page),
    ]
    if page.options:
        blocks += [Heading("Alternatives"), Listing(_options(page))]
    if page.swinging:
        swings = [(Name(one.label), f": {one.swing_text}") for one in page.swinging[:MOST]]
        heading = ("Assumptions that swing the odds of ", _focus(page), " most")
        blocks += [Heading(heading), Listing(tuple(swings))]
    blocks += [
        Paragraph(
            f"Bands: {words.percent(0.9)} of {found.draws:,} draws of what is not known. Seed "
            f"{found.seed}, tracktwo {found.version}, engine {ENGINES[found.engine]}, case "
            f"{found.case_digest[:12]}. What follows from the assumptions, not a forecast of "
            "events.",
            "how",
        ),
        *(Paragraph(f"Note: {note}", "how") for note in found.notes),
    ]
    return Section("odds", page.case.title, tuple(blocks))


def _focus(page: Page) -> Text:
    return quoted(Name(page.focus_stage.name))


def first(live: Live, names: Naming) -> Section:
    """Say the odds of each stage, which are known long before the rest.

    Parameters
    ----------
    live : Live
        The case as it is.
    names : Naming
    """
    case = live.case
    rows = [
        (one.name, one.reached, one.happened, one.id == live.focus) for one in live.now
    ]  # fmt: skip
    table = _odds_table(rows, words.month(case.as_of, case.horizon))
    return Section("odds", names.folder.case.title, (table,))


def rest(found: Result, names: Naming) -> Section:
    """Say what `section` does but for the odds of each stage, which `first` has said."""
    whole = section(found, names)
    kept = tuple(one for one in whole.blocks if getattr(one, "label", "") != _LABEL)
    return replace(whole, title="", blocks=kept)


def _stages(page: Page) -> Table:
    rows = [
        (one.name, one.reached.at(page.horizon), one.happened, one.id == page.result.focus)
        for one in page.result.stages
    ]
    return _odds_table(rows, page.until)


_LABEL = "Odds of each stage"


def _odds_table(rows: Iterable[tuple[str, Band, str | None, bool]], until: str) -> Table:
    """Return the table of stages: name, odds at the horizon, when it happened, if it is in focus.

    Parameters
    ----------
    rows : in the order of the roadmap
    until : the horizon's month
    """
    return Table(
        label=_LABEL,
        caption="",
        columns=(
            Column(f"Stage passed by {until}"),
            Column("Chance"),
            Column(f"{words.percent(0.9)} of draws"),
        ),
        rows=tuple(
            Row(
                (f"{number}. ", Name(name)),
                (words.happened(happened), "")
                if happened
                else (
                    words.chance(band.mean),
                    f"{words.percent(band.p05)} to {words.percent(band.p95)}",
                ),
                "base" if focus else "plain",
            )
            for number, (name, band, happened, focus) in enumerate(rows, start=1)
        ),
    )


def judged(stages: Iterable[Stage | StageOdds]) -> tuple[Block, ...]:
    """Say how it will be judged whether a stage has been passed, where the case says so."""
    lines = tuple(
        (Name(stage.name), ": ", Name(stage.resolves))
        for stage in stages
        if stage.resolves and not stage.happened
    )
    return (Paragraph("How each will be judged:", "lead"), Listing(lines)) if lines else ()


def _blocking(page: Page) -> tuple[Block, ...]:
    lines = holds_listed(page)
    if not lines:
        return (Paragraph("No one party's consent and no deadline moves any stage by itself."),)
    now = f"As things stand: {words.odds(page.focus_stage.reached.at(page.horizon))}."
    return (Listing((*lines, now)),)


def _moving(page: Page) -> tuple[Block, ...]:
    ranked = sorted(page.levers, key=lambda one: -one.effect.at_full.difference[page.focus].mean)
    lines = tuple(_lever(page, one) for one in ranked[:MOST])
    limit = _limit(page)
    if not lines and not limit:
        return (Paragraph("The case names no lever."),)
    return (Listing((*(lines or ("The case names no lever.",)), *limit)),)


def _lever(page: Page, one: Applied) -> Text:
    limit, harm = page.result.harm_limit, one.effect.harm_at_full
    over = ", over the limit by itself" if limit is not None and harm.mean > limit else ""
    return phrase(
        "{lever}, taken to full intensity: {moves}; {harm}",
        lever=Name(one.lever.name),
        moves=words.points_band(one.effect.at_full.difference[page.focus]),
        harm=Harm(f"harm {words.measure(harm)}{over}"),
    )


def _limit(page: Page) -> tuple[Text, ...]:
    result = page.result
    if result.harm_limit is None:
        return ()
    over = result.harm_over_limit or 0.0
    kept = f"over it in {words.percent(over)} of draws" if over else "kept in every draw"
    harm = Harm(f"harm {words.measure(result.harm)}")
    limit = words.number(result.harm_limit)
    return (("As applied now: ", harm, f"; limit {limit}, {kept}."),)


def _options(page: Page) -> tuple[Text, ...]:
    return tuple(
        phrase(
            "{option}: {focus} {moves}",
            option=Name(option.alternative.name),
            focus=_focus(page),
            moves=words.points_band(stage.difference),
        )
        for option in page.options
        for stage in option.stages
        if stage.id == page.result.focus and stage.difference is not None
    )
