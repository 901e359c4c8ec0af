"""Three moves: what each adds, beside its harm to civilians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Harm,
    Link,
    Name,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    ToPart,
    joined,
    listed,
    phrase,
    quoted,
    words,
)

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.report.page import Page
    from tracktwo.report.what_ifs import Applied

MOST = 3
"""Moves shown; the annex has them all."""


def section(page: Page) -> Section:
    """Say what would move the odds most, and at what harm."""
    return Section("brief-moves", _title(page), tuple(_blocks(page)))


def _title(page: Page) -> str:
    count = len(chosen(page)[0])
    what = {0: "What would move it", 1: "A move", 2: "Two moves"}.get(count, "Three moves")
    return f"{what}, and the harm to civilians"


def chosen(page: Page) -> tuple[list[Applied], list[Applied]]:
    """Return the moves to show, and those left out as over the limit on harm by themselves."""
    limit = page.result.harm_limit
    ranked = sorted(page.levers, key=lambda one: -_adds(one, page))
    raising = [one for one in ranked if _adds(one, page) > 0]
    over = [one for one in raising if limit is not None and one.effect.harm_at_full.mean > limit]
    return [one for one in raising if one not in over][:MOST], over


def _adds(one: Applied, page: Page) -> float:
    return one.effect.at_full.difference[page.focus].mean


def _blocks(page: Page) -> list[Block]:
    moves, over = chosen(page)
    if not page.levers:
        return [Paragraph("The case names no lever.")]
    blocks: list[Block] = []
    if moves:
        blocks.append(_table(moves, page))
    else:
        blocks.append(Paragraph("No lever within the limit on harm raises the odds."))
    said: list[Text] = []
    if page.result.harm_limit is not None:
        share = page.result.harm_over_limit or 0.0
        kept = f"over it in {words.percent(share)} of draws" if share else "kept in every draw"
        said.append(
            (
                "All levers together, as applied now: ",
                Harm(f"harm {words.measure(page.result.harm)}"),
                f"; the limit set is {words.number(page.result.harm_limit)}, {kept}.",
            )
        )
    if over:
        names = joined([quoted(Name(one.lever.name)) for one in over[:MOST]], ", ")
        said.append(
            phrase(" Not listed, since over that limit by themselves: {names}.", names=names)
        )
    if said:
        blocks.append(Paragraph(tuple(said), "small"))
    return blocks


def _table(moves: list[Applied], page: Page) -> Table:
    return Table(
        label="Levers, with effect and harm",
        caption=phrase(
            "Each lever taken from as applied now to full intensity, the others as they are; "
            "naming one does not recommend it",
        ),
        columns=(
            Column("Lever"),
            Column("By whom"),
            Column(("Adds to ", page.focus_name)),
            Column(f"Harm to civilians a month ({words.SCALE})"),
        ),
        rows=tuple(_row(one, page) for one in moves),
    )


def _row(one: Applied, page: Page) -> Row:
    change, harm = one.effect.at_full, one.effect.harm_at_full
    band = change.difference[page.focus]
    low, high = words.number_tidy(harm.p05), words.number_tidy(harm.p95)
    return Row(
        Link(Name(one.lever.name), ToPart(f"levers.{one.lever.id}")),
        (
            _by(one, page),
            Cell((words.points(band.mean), Small(words.move_range(band)))),
            Cell((Harm(words.number_tidy(harm.mean)), Small(f"{low} to {high}"))),
        ),
    )


def _by(one: Applied, page: Page) -> Text:
    if not one.lever.by:
        return "Not said"
    first, *rest = one.lever.by
    return listed([page.names.actor(first, first=True), *map(page.names.actor, rest)])
