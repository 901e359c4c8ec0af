"""The result in a terminal: 80 columns, colour where there is some, plain text in a pipe."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.console import Group
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from tracktwo.blocks import words
from tracktwo.report.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from tracktwo.case import CaseFolder
    from tracktwo.results.odds import Result

_MOST = 3
"""Lines per list; the report has them all."""


def terminal_summary(folder: CaseFolder, result: Result, width: int = 80) -> RenderableType:
    """Return the answer in short, to be printed by rich.

    Parameters
    ----------
    folder : CaseFolder
    result : Result
        Of a run of this case.
    width : int
        Columns that it may take.
    """
    page = Page(folder, result)
    parts: list[RenderableType] = [
        _text(page.case.title, "bold"),
        _text(
            f"As of {words.day(page.case.as_of)}, {words.duration(page.horizon)} ahead, to "
            f"{page.until}. {len(page.assumptions)} of {len(page.numbers)} numbers are assumptions."
        ),
        *([_text(str(result.first_draft), "bold")] if result.first_draft else []),
        Text(),
        _stages(page),
        Text(),
        _text("What blocks it", "bold"),
        *_items(_blocks(page), width),
        Text(),
        _text("What would move it, and at what harm to civilians (0-100 a month)", "bold"),
        *_items(_levers(page) + _harm(page), width),
    ]
    if page.options:
        parts += [Text(), _text("Alternatives", "bold"), *_items(_options(page), width)]
    if page.swinging:
        parts += [
            Text(),
            _text(f"Assumptions that swing the odds of {_focus(page)} most", "bold"),
            *_items((f"{n.label}: {n.swing_text}" for n in page.swinging[:_MOST]), width),
        ]
    parts += [
        Text(),
        _text(
            f"Bands: 90 % of {result.draws:,} draws of what is not known. Seed {result.seed}, "
            f"tracktwo {result.version}, engine {result.engine}, case {result.case_digest[:12]}. "
            "What follows from the assumptions, not a forecast of events.",
            "dim",
        ),
        *(_text(f"Note: {note}", "dim") for note in result.notes),
    ]
    return Constrain(Group(*parts), width)


def _text(text: str, style: str = "") -> Text:
    # Text, never markup: a case may hold square brackets.
    return Text(_line(text), style=style, overflow="fold")


def _line(text: str) -> str:
    line = words.plain(words.clean(text).replace(f"{words.NBSP}%", "%").replace(" %", "%"))
    return " ".join(line.split())


def _items(texts: Iterable[str], width: int) -> Iterator[Text]:
    # Wrapped here: rich's own padding would fill every line of a pipe with spaces.
    for text in texts:
        lines = textwrap.wrap(_line(text), width, initial_indent="  ", subsequent_indent="  ")
        yield Text("\n".join(lines), overflow="fold")


def _focus(page: Page) -> str:
    return f"“{page.focus_stage.name}”"


def _stages(page: Page) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    table.add_column(f"Stage passed by {words.plain(page.until)}", overflow="fold")
    table.add_column("Chance", overflow="fold", min_width=12)
    table.add_column("90% of draws", overflow="fold", min_width=14)
    for number, stage in enumerate(page.result.stages, start=1):
        band = stage.reached.at(page.horizon)
        style = "bold" if stage.id == page.result.focus else ""
        table.add_row(
            _text(f"{number}. {stage.name}", style),
            _text(words.chance(band.mean), style),
            _text(f"{words.percent(band.p05)} to {words.percent(band.p95)}", style),
        )
    return table


def _blocks(page: Page) -> list[str]:
    now = words.odds(page.focus_stage.reached.at(page.horizon))
    lines = [
        (f"{change.label}: {_focus(page)} {words.odds(change.reached[page.focus])}")
        for change in page.blocking[:_MOST]
    ]
    if not lines:
        return [("No change of one actor's course moves any stage by itself.")]
    return [*lines, (f"As things stand: {now}.")]


def _levers(page: Page) -> list[str]:
    limit = page.result.harm_limit

    def over(harm: float) -> str:
        return ", over the limit by itself" if limit is not None and harm > limit else ""

    ranked = sorted(page.levers, key=lambda one: -one.effect.at_full.difference[page.focus].mean)
    if not ranked:
        return [("The case names no lever.")]
    return [
        (
            f"{one.lever.name}, taken to full intensity: "
            f"{words.points_band(one.effect.at_full.difference[page.focus])}; "
            f"harm {words.measure(one.effect.harm_at_full)}{over(one.effect.harm_at_full.mean)}"
        )
        for one in ranked[:_MOST]
    ]


def _harm(page: Page) -> list[str]:
    result = page.result
    if result.harm_limit is None:
        return []
    over = result.harm_over_limit or 0.0
    kept = f"over it in {words.percent(over)} of draws" if over else "kept in every draw"
    return [
        (
            f"As applied now: harm {words.measure(result.harm)}; "
            f"limit {words.number(result.harm_limit)}, {kept}."
        )
    ]


def _options(page: Page) -> list[str]:
    return [
        (f"{option.alternative.name}: {_focus(page)} {words.points_band(stage.difference)}")
        for option in page.options
        for stage in option.stages
        if stage.id == page.result.focus and stage.difference is not None
    ]
