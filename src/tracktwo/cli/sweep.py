"""`tracktwo sweep`: many scenarios of one case or many, here or on a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Seed, Texts, Threads
from tracktwo.cli.console import UsageError, load_case, progress, say, show
from tracktwo.results.plain import as_json


def sweep(
    *cases: Path,
    out: Path,
    vary: Texts = None,
    scenarios: Path | None = None,
    draws: Draws = 1000,
    chunk: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 5000,
    seed: Seed = 1,
    workers: Threads = None,
    scheduler: str | None = None,
    engine: Literal["auto", "compiled", "numpy"] = "auto",
    query: str | None = None,
    json: Flag = False,
    sources: Folders = None,
) -> None:
    """Solve every combination of variations of one case or many, into a folder of Parquet files.

    A sweep that was stopped goes on where it stood when the same command is given again. With no
    case, only asks a sweep that is there.

    Parameters
    ----------
    cases
        Folders of cases.
    out
        Folder of the sweep.
    vary
        PATH=[VALUE, VALUE], as levers.pressure.intensity=[0, 0.5, 1]. Given more than once, all
        combinations are solved.
    scenarios
        YAML file of named scenarios, each {set: {PATH: VALUE}, drop: [PATH]}.
    draws
        Joint samples per scenario; all scenarios share them.
    chunk
        Most draws solved and written together.
    seed
        The same seed gives the same bytes.
    workers
        Processes on this machine; one per core unless given.
    scheduler
        Address of a Dask scheduler to use instead, as tcp://host:8786.
    engine
        How to solve: compiled needs the extra "fast", on every worker.
    query
        SQL to ask of the view `results` (case, scenario, draw, stage, odds, harm) at the end;
        mean odds and harm per scenario and stage unless given.
    json
        Print the answer as JSON.
    sources
        Folder that holds the texts of sources which the cases do not carry.
    """
    asking.need("cluster", "duckdb", *(["distributed"] if scheduler else []))
    from tracktwo.questions.sweep.sweep import SUMMARY, OtherSweepError, grid
    from tracktwo.questions.sweep.sweep import query as ask
    from tracktwo.questions.sweep.sweep import sweep as explore
    from tracktwo.questions.sweep.workers import WorkerDiedError
    from tracktwo.questions.what_if.scenarios import read_scenarios

    try:
        if cases:
            asked = grid(vary or [])
            if scenarios is not None:
                asked += read_scenarios(scenarios.read_text("utf-8"), str(scenarios))
            with progress() as tell:
                done = explore(
                    [load_case(case, sources) for case in cases],
                    asked,
                    out,
                    draws=draws,
                    chunk=chunk,
                    seed=seed,
                    workers=workers,
                    scheduler=scheduler,
                    engine=engine,
                    progress=tell,
                )
        columns, rows = ask(out, query or SUMMARY)
    except (OtherSweepError, ValueError, WorkerDiedError) as error:
        raise UsageError(str(error)) from error
    if json:
        say(as_json([dict(zip(columns, row, strict=True)) for row in rows]).rstrip("\n"))
        return
    _show(columns, rows, standard=query is None)
    if cases:
        show(
            f"{done.solutions:,} solutions of {done.scenarios:,} scenarios in {done.chunks:,} "
            f"chunks, {done.solved:,} of them solved now."
        )


def _show(columns: list[str], rows: list[tuple[Any, ...]], *, standard: bool) -> None:
    from rich.table import Table

    if standard:
        odds: dict[tuple[str, str], dict[str, float]] = {}
        harm: dict[tuple[str, str], float] = {}
        for case, scenario, stage, _, mean, *_, hurt in rows:
            odds.setdefault((case, scenario), {})[stage] = mean
            harm[case, scenario] = hurt
        # Stages are passed in order, so that the odds tell the order.
        stages = dict.fromkeys(
            s for row in odds.values() for s in sorted(row, key=lambda x: -row[x])
        )
        title = "Mean odds at the horizon, in percent, and harm to civilians, 0-100 a month"
        table = Table(title=title, title_justify="left")
        table.add_column("Scenario", overflow="fold")
        for name in (*stages, "harm"):
            table.add_column(name, justify="right")
        several = len({case for case, _ in odds}) > 1
        for (case, scenario), found in odds.items():
            cells = (asking.percent(found[s]) if s in found else "-" for s in stages)
            name = f"{case}: {scenario}" if several else scenario
            table.add_row(asking.literal(name), *cells, f"{harm[case, scenario]:.1f}")
    else:
        table = Table()
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(asking.literal(_cell(value)) for value in row))
    show(table)


def _cell(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
