"""`tracktwo what-if`: scenarios on a case, or every range of it end to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Rows, Seed, Texts, Threads
from tracktwo.cli.console import progress, say, show
from tracktwo.results.plain import as_json

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.what_if.effects import Tornado, WhatIf


def what_if(
    case: Path,
    /,
    *,
    set: Texts = None,  # noqa: A002  (the word of the format)
    drop: Texts = None,
    scenarios: Path | None = None,
    stage: str | None = None,
    draws: Draws | None = None,
    seed: Seed = 1,
    rows: Rows = 12,
    json: Flag = False,
    sources: Folders = None,
    threads: Threads = None,
) -> None:
    """Change a case and see what that does to its odds, on common random numbers.

    Each change is tried alone and, where there are several, all of them together. With nothing
    to change, every uncertain number is moved to either end of its range instead (a tornado).

    Parameters
    ----------
    case
        Folder of the case.
    set
        PATH=VALUE, as levers.pressure.intensity=1 or levers.pressure.start=2023-06. May be given
        more than once.
    drop
        Path of an item to leave out. May be given more than once.
    scenarios
        YAML file of named scenarios, each {set: {PATH: VALUE}, drop: [PATH]}.
    stage
        Stage to rank by; the one that the case's question turns on unless given.
    draws
        How many joint samples to take: 1024, or 128 for a tornado, unless given.
    seed
        The same seed gives the same result.
    rows
        Bars of the tornado to print.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    threads
        Cores to use; all of them unless given.
    """
    from tracktwo.questions.what_if.effects import tornado
    from tracktwo.questions.what_if.effects import what_if as explore
    from tracktwo.questions.what_if.scenarios import read_scenarios, scenarios_of
    from tracktwo.results.plain import plain

    folder = asking.case_with_stage(case, sources, stage)
    asked = scenarios_of(set or [], drop or [])
    if scenarios is not None:
        asked += read_scenarios(scenarios.read_text("utf-8"), str(scenarios))
    with progress() as tell:
        if not asked:
            swings = tornado(
                folder, stage=stage, draws=draws or 128, seed=seed, threads=threads, progress=tell
            )
        else:
            result = explore(
                folder,
                asked,
                stage=stage,
                draws=draws or 1024,
                seed=seed,
                threads=threads,
                progress=tell,
            )
    if json:
        say(as_json(plain(result if asked else swings)).rstrip("\n"))
    elif asked:
        _show_scenarios(result)
    else:
        _show_tornado(folder, swings, rows)


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
    harm = asking.harm(result.harm, result.harm_over_limit)
    table.add_row("as it is", *(asking.odds(b) for b in result.base), harm)
    for row in result.scenarios:
        reached = dict(zip(row.stages, row.reached, strict=True))
        moved = dict(zip(row.stages, row.difference, strict=True))
        cells = [
            f"{asking.percent(reached[s].mean)} %\n{asking.points(moved[s])}"
            if s in reached
            else "-"
            for s in result.stages
        ]
        table.add_section()
        table.add_row(asking.literal(row.name), *cells, asking.harm(row.harm, row.harm_over_limit))
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
        text = f"{asking.signed(100 * band.mean, 2)} points"
        chart.add_row(
            asking.literal(name), asking.bars(min(band.mean, 0), max(band.mean, 0), most), text
        )
    note = f"{result.draws:,} common draws, seed {result.seed}."
    show(table, chart, " ".join([note, *asking.note_on_harm(result.harm_limit)]))


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
            asking.literal(bar.label),
            f"{asking.signed(100 * low)}\nat {bar.low:.3g}{notes[0]}",
            asking.bars(low, high, most),
            f"{asking.signed(100 * high)}\nat {bar.high:.3g}{notes[1]}",
        )
    on_harm = asking.note_on_harm(folder.case.harm_limit.limit if folder.case.harm_limit else None)
    show(
        table,
        f"{result.draws:,} draws, seed {result.seed}; the {len(shown)} of {len(result.bars)} "
        "uncertain numbers that move it most.",
        *(on_harm if any(bar.harm for bar in shown) else []),
    )
