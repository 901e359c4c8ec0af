"""What is said of a sweep: its scenarios side by side, or the answer to a question in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.blocks import (
    Column,
    Harm,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    numeric,
    phrase,
    words,
)
from tracktwo.questions.sweep import QUESTION

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming
    from tracktwo.questions.sweep.asked import SweptOdds


def section(found: SweptOdds, _names: Naming | None = None) -> Section:
    """Say what the folder of a sweep holds; its cases, scenarios and stages by their names."""
    blocks: list[Block] = [_side_by_side(found) if found.standard else _table(found)]
    if found.swept is not None:
        done = found.swept
        said = phrase(
            "{solutions} solutions of {scenarios} scenarios in {chunks} chunks, {solved} of them "
            "solved now.",
            solutions=done.solutions,
            scenarios=done.scenarios,
            chunks=done.chunks,
            solved=done.solved,
        )
        blocks.append(Paragraph(said, "how"))
    return Section(QUESTION.name, QUESTION.title, tuple(blocks))


def _side_by_side(found: SweptOdds) -> Table:
    odds: dict[tuple[str, str], dict[str, float]] = {}
    harm: dict[tuple[str, str], float] = {}
    for case, scenario, stage, _, mean, *_, hurt in found.rows:
        odds.setdefault((case, scenario), {})[stage] = mean
        harm[case, scenario] = hurt
    # Stages are passed in order, so that the odds tell the order.
    stages = dict.fromkeys(
        stage for row in odds.values() for stage in sorted(row, key=lambda one: -row[one])
    )

    def called(name: str) -> str:
        return found.names.get(name, name)

    several = len({case for case, _ in odds}) > 1
    return Table(
        label="Odds of each stage in each scenario",
        caption="Mean odds of each stage at the horizon, and harm to civilians, 0 to 100 a month",
        columns=(
            Column("Scenario"),
            *numeric(*(Name(called(one)) for one in stages), "Harm"),
        ),
        rows=tuple(
            Row(
                Name(called(scenario) if not several else f"{called(case)}: {called(scenario)}"),
                (
                    *(words.percent(row[one]) if one in row else words.DASH for one in stages),
                    Harm(words.number_tidy(harm[case, scenario])),
                ),
            )
            for (case, scenario), row in odds.items()
        ),
    )


def _table(found: SweptOdds) -> Table:
    return Table(
        label="What the sweep was asked",
        caption="",
        columns=tuple(Column(Name(name)) for name in found.columns),
        rows=tuple(
            Row(Name(_said(first)), tuple(Name(_said(value)) for value in rest))
            for first, *rest in found.rows
        ),
    )


def _said(value: Any) -> str:
    # Asked for in SQL, so it is written as SQL would, not as the odds of a report.
    return f"{value:.6g}" if isinstance(value, float) else str(value)
