"""Scenarios on a case, or every range of it end to end, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.what_if import WhatIfOptions
    from tracktwo.questions.what_if.effects import Tornado, WhatIf


def show_answer(found: WhatIf | Tornado, folder: CaseFolder, options: WhatIfOptions) -> None:
    """Print scenarios against the case, or every range end to end."""
    from tracktwo.questions.what_if.effects import WhatIf

    if isinstance(found, WhatIf):
        _show_scenarios(found)
    else:
        _show_tornado(folder, found, options.rows)


def _show_scenarios(result: WhatIf) -> None:
    from rich.table import Table

    table = Table(
        title=f"Odds of passing each stage within {result.horizon} months, and the difference in "
        "points: mean, and where 90 % of draws lie",
        title_justify="left",
    )
    table.add_column("Scenario", overflow="fold", max_width=26)
    for stage in result.stages:
        table.add_column(stage, justify="right")
    table.add_column("harm", justify="right")
    harm = fmt.harm(result.harm, result.harm_over_limit)
    table.add_row("as it is", *(fmt.odds(b) for b in result.base), harm)
    for row in result.scenarios:
        reached = dict(zip(row.stages, row.reached, strict=True))
        moved = dict(zip(row.stages, row.difference, strict=True))
        cells = [
            f"{fmt.percent(reached[s].mean)} %\n{fmt.points(moved[s])}" if s in reached else "-"
            for s in result.stages
        ]
        table.add_section()
        table.add_row(fmt.literal(row.name), *cells, fmt.harm(row.harm, row.harm_over_limit))
    chart = Table(title=f"Moves the odds of “{result.focus}” by", title_justify="left", box=None)
    chart.add_column(overflow="fold", max_width=40)
    chart.add_column(no_wrap=True)
    chart.add_column(justify="right", no_wrap=True)
    moves = [
        (row.name, row.difference[row.stages.index(result.focus)])
        for row in result.scenarios
        if result.focus in row.stages
    ]
    most = max((abs(b.mean) for _, b in moves), default=0)
    for name, band in sorted(moves, key=lambda move: -abs(move[1].mean)):
        text = f"{fmt.signed(100 * band.mean, 2)} points"
        chart.add_row(fmt.literal(name), fmt.bars(min(band.mean, 0), max(band.mean, 0), most), text)
    note = f"{result.draws:,} common draws, seed {result.seed}."
    show(table, chart, " ".join([note, *fmt.note_on_harm(result.harm_limit)]))


def _show_tornado(folder: CaseFolder, result: Tornado, rows: int) -> None:
    from rich.table import Table

    table = Table(
        title=f"Odds of “{result.focus}” with one number at either end of its range, in points "
        f"against {100 * result.base.mean:.1f} %",
        title_justify="left",
    )
    table.add_column("Number", overflow="fold")
    table.add_column("low", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("high", justify="right")
    shown = result.bars[:rows]
    most = max((bar.reach for bar in shown), default=0)
    for bar in shown:
        low, high = bar.at_low.mean, bar.at_high.mean
        notes = ["", ""]
        if bar.harm is not None:
            notes = [f"\nharm {value:.1f}" for value in bar.harm]
        table.add_row(
            fmt.literal(bar.label),
            f"{fmt.signed(100 * low)}\nat {bar.low:.3g}{notes[0]}",
            fmt.bars(low, high, most),
            f"{fmt.signed(100 * high)}\nat {bar.high:.3g}{notes[1]}",
        )
    on_harm = fmt.note_on_harm(folder.case.harm_limit.limit if folder.case.harm_limit else None)
    show(
        table,
        f"{result.draws:,} draws, seed {result.seed}; the {len(shown)} of {len(result.bars)} "
        "uncertain numbers that move it most.",
        *(on_harm if any(bar.harm for bar in shown) else []),
    )
