"""What the folder of a sweep says, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.questions.sweep import SweepOptions
    from tracktwo.questions.sweep.asked import SweptOdds


def show_answer(found: SweptOdds, _of: Sequence[CaseFolder], _options: SweepOptions) -> None:
    """Print what the folder of a sweep says, and what was solved for it."""
    _show(found.columns, found.rows, standard=found.standard)
    done = found.swept
    if done is not None:
        show(
            f"{done.solutions:,} solutions of {done.scenarios:,} scenarios in {done.chunks:,} "
            f"chunks, {done.solved:,} of them solved now."
        )


def _show(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, standard: bool) -> None:
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
            cells = (fmt.percent(found[s]) if s in found else "-" for s in stages)
            name = f"{case}: {scenario}" if several else scenario
            table.add_row(fmt.literal(name), *cells, f"{harm[case, scenario]:.1f}")
    else:
        table = Table()
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(fmt.literal(_cell(value)) for value in row))
    show(table)


def _cell(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
