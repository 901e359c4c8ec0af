"""`tracktwo simulate`: the same game, followed path by path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import load_case, say, show, status
from tracktwo.results.plain import as_json, plain


def simulate(
    case: Path,
    /,
    *,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=10_000))] = 32,
    paths: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 500,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    foresight: Annotated[int | None, Parameter(validator=Number(gte=0))] = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Follow the game of a case path by path, and hold the shares to the exact odds.

    A check on the solver, by other means; and the way to odds for a roadmap with more states
    than are solved exactly.

    Parameters
    ----------
    case
        Folder of the case.
    draws
        How many joint samples of what is uncertain.
    paths
        How many paths to follow for each.
    seed
        The same seed gives the same result.
    foresight
        Months that actors look ahead; all of them unless given, 0 for none.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    """
    from rich.table import Table

    from tracktwo.questions.odds.simulation import simulated_odds

    folder = load_case(case, sources)
    with status(f"following {draws * paths:,} paths"):
        found = simulated_odds(folder, draws=draws, paths=paths, seed=seed, foresight=foresight)
    if json:
        say(as_json(plain(found, None)).rstrip("\n"))
        return
    table = Table(
        title=f"Odds of passing each stage within {folder.case.horizon} months",
        title_justify="left",
    )
    table.add_column("Stage", overflow="fold")
    for name in ("exact", "simulated", "give or take"):
        table.add_column(name, justify="right", no_wrap=True)
    for number, stage in enumerate(found.stages):
        exact = f"{100 * found.exact[number]:.2f} %" if found.exact else "-"
        simulated = f"{100 * found.simulated[number]:.2f} %"
        table.add_row(stage, exact, simulated, f"{100 * 1.96 * found.error[number]:.2f}")
    show(
        table,
        f"{found.draws:,} draws, {found.paths:,} paths each, seed {seed}. Of 20 such margins, 19 "
        "should hold the exact odds.",
        found.message,
    )
