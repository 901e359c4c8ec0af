"""The odds both ways, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.simulate import SimulateOptions
    from tracktwo.questions.simulate.paths import SimulatedOdds


def show_answer(found: SimulatedOdds, folder: CaseFolder, options: SimulateOptions) -> None:
    """Print the odds both ways."""
    from rich.table import Table

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
        f"{found.draws:,} draws, {found.paths:,} paths each, seed {options.seed}. "
        "Of 20 such margins, 19 should hold the exact odds.",
        found.message,
    )
