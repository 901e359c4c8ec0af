"""The alternatives of a case on common random numbers, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.compare import CompareOptions
    from tracktwo.questions.compare.alternatives import Comparison
    from tracktwo.results.bands import Band


def show_answer(found: Comparison, folder: CaseFolder, _options: CompareOptions) -> None:
    """Print the odds of each roadmap."""
    from rich.table import Table

    base, rows = found.base, found.alternatives
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
        reached = dict(zip(row.stages, row.change.reached, strict=True))
        moved = dict(zip(row.stages, row.change.difference, strict=True))
        table.add_section()
        table.add_row(row.name, *(_odds(reached[s.id]) if s.id in reached else "-" for s in stages))
        table.add_row(
            "  difference",
            *(_difference(moved[s.id]) if s.id in moved else "-" for s in stages),
        )
    show(table, f"{found.draws:,} common draws, seed {found.seed}. Differences in points.")


def _odds(band: Band) -> str:
    return f"{100 * band.mean:.1f} %\n{100 * band.p05:.1f}-{100 * band.p95:.1f}"


def _difference(band: Band) -> str:
    return f"{100 * band.mean:+.1f}\n{100 * band.p05:+.1f} to {100 * band.p95:+.1f}"
