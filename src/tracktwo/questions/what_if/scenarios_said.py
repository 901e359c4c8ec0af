"""What is said of scenarios: changes tried on a case, each alone and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Bar,
    Cell,
    Column,
    Figure,
    Figures,
    Name,
    Paragraph,
    Row,
    Small,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import harm
from tracktwo.blocks.chart_parts import Interval
from tracktwo.blocks.charts import differences
from tracktwo.case import quantities

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming
    from tracktwo.questions.what_if.effects import ScenarioEffect, WhatIf


def scenarios(found: WhatIf, names: Naming) -> tuple[Block, ...]:
    """Say what each scenario does to the odds of every stage, and the harm of its levers."""
    what = phrase(
        "Each change is tried alone and, where there are several, all of them together, against "
        "the case as it is, over {draws} draws that all have in common.",
        draws=found.draws,
    )
    figure = _figure(found, names)
    limit = (
        "The case sets no limit on it."
        if found.harm_limit is None
        else f"The case's limit on it is {words.number(found.harm_limit)}."
    )
    return (
        Paragraph(what),
        *([Figures((figure,))] if figure else []),
        _table(found, names),
        Paragraph(
            f"Harm to civilians is 0 to 100 a month, averaged over the months ahead. {limit}", "how"
        ),
    )


def called(scenario: str, names: Naming) -> str:
    """Return what a scenario is called: of a change by path, the name of what it changes.

    `--set` and `--drop` name their scenarios by the path, which a reader need not know.
    """
    path, sign, value = scenario.partition("=")
    if sign:
        label = {item.path: item.label for item in quantities(names.case)}.get(path)
        return scenario if label is None else f"{label}: {value}"
    head, _, rest = scenario.removeprefix("without ").partition(".")
    kinds = {"levers": names.levers, "actors": names.actors, "issues": names.issues}
    known = kinds[head].get(rest) if head in kinds else None
    return scenario if known is None else f"Without “{known}”"


def _figure(found: WhatIf, names: Naming) -> Figure | None:
    moved = [
        (called(one.name, names), one.difference[one.stages.index(found.focus)])
        for one in found.scenarios
        if found.focus in one.stages
    ]
    moved.sort(key=lambda pair: -abs(pair[1].mean))
    if not moved:
        return None
    said = "; ".join(f"{name}: {words.points(band.mean)}" for name, band in moved)
    focus = names.stages[found.focus]
    return Figure(
        spec=differences([Interval(name, band) for name, band in moved]),
        title=f"What each change does to the odds of “{focus}”",
        description=f"{said}.",
        heading=("Moves the odds of ", quoted(names.stage(found.focus)), " by"),
        caption="Percentage points, the largest move first.",
        bars=tuple(Bar(name, (band.mean,), words.points(band.mean)) for name, band in moved),
    )


def _table(found: WhatIf, names: Naming) -> Table:
    return Table(
        label="Odds of each stage with each change",
        caption=f"Odds of each stage by {names.until} (in brackets, {words.percent(0.9)} of "
        "draws); below, the difference",
        columns=(
            Column("Change"),
            *(Column(names.stage(id_)) for id_ in found.stages),
            Column("Harm", numeric=True),
        ),
        rows=(
            Row(
                "As it is",
                (
                    *(words.brief(band) for band in found.base),
                    harm(found.harm, found.harm_over_limit),
                ),
                "base",
            ),
            *(_row(one, found, names) for one in found.scenarios),
        ),
    )


def _row(one: ScenarioEffect, found: WhatIf, names: Naming) -> Row:
    reached = dict(zip(one.stages, one.reached, strict=True))
    moved = dict(zip(one.stages, one.difference, strict=True))
    return Row(
        Name(called(one.name, names)),
        (
            *(
                Cell((words.brief(reached[id_]), Small(words.points_band(moved[id_]))))
                if id_ in reached
                else words.DASH
                for id_ in found.stages
            ),
            harm(one.harm, one.harm_over_limit),
        ),
    )
