"""`tracktwo compare`: the alternatives of a case on common random numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, as_json, load_case, progress, say, show

if TYPE_CHECKING:
    from tracktwo.results.bands import Band


def compare(
    case: Path,
    /,
    *alternatives: str,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 1024,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    json: Annotated[bool, Parameter(negative=())] = False,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Compare the alternatives of a case with its base roadmap.

    All are solved for the same draws, so a difference is due to the change and not to luck.

    Parameters
    ----------
    case
        Folder of the case.
    alternatives
        Ids of the alternatives to compare; all of them unless named.
    draws
        How many joint samples to take.
    seed
        The same seed gives the same result.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    """
    from dataclasses import asdict

    from rich.table import Table

    from tracktwo.questions.odds.compare import compare as explore

    folder = load_case(case, sources)
    known = [a.id for a in folder.case.alternatives]
    wrong = [name for name in alternatives if name not in known]
    if wrong:
        raise UsageError(
            f"no alternative {', '.join(wrong)} in {case}; it has: {', '.join(known) or 'none'}"
        )
    with progress() as tell:
        base, rows = explore(
            folder, only=alternatives or None, draws=draws, seed=seed, progress=tell
        )
    if json:
        value = {"base": [asdict(b) for b in base], "alternatives": [asdict(r) for r in rows]}
        say(as_json(value).rstrip("\n"))
        return
    stages = folder.case.roadmap.stages
    table = Table(
        title=f"Odds of passing each stage within {folder.case.horizon} months: "
        "mean, and where 90 % of draws lie",
        title_justify="left",
    )
    table.add_column("Roadmap", overflow="fold", max_width=24)
    for stage in stages:
        table.add_column(stage.id, justify="right")
    table.add_row(folder.case.roadmap.name, *(_odds(b) for b in base))
    for row in rows:
        found = dict(zip(row.stages, row.change.reached, strict=True))
        moved = dict(zip(row.stages, row.change.difference, strict=True))
        table.add_section()
        table.add_row(row.name, *(_odds(found[s.id]) if s.id in found else "-" for s in stages))
        table.add_row(
            "  difference",
            *(_difference(moved[s.id]) if s.id in moved else "-" for s in stages),
        )
    show(table, f"{draws:,} common draws, seed {seed}. Differences in points.")


def _odds(band: Band) -> str:
    return f"{100 * band.mean:.1f} %\n{100 * band.p05:.1f}-{100 * band.p95:.1f}"


def _difference(band: Band) -> str:
    return f"{100 * band.mean:+.1f}\n{100 * band.p05:+.1f} to {100 * band.p95:+.1f}"
