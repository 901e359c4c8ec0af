"""What is said of the alternatives of a case beside its own roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Link,
    Name,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    ToPart,
    phrase,
    words,
)
from tracktwo.questions.compare import QUESTION

if TYPE_CHECKING:
    from tracktwo.blocks import Naming
    from tracktwo.questions.compare.alternatives import Comparison
    from tracktwo.results.odds import AlternativeResult


def section(found: Comparison, names: Naming) -> Section:
    """Say how far each alternative gets, against the roadmap of the case."""
    what = phrase(
        "Each alternative against the roadmap of the case, over {draws} draws that all have in "
        "common, so that a difference is due to the change and not to luck.",
        draws=found.draws,
    )
    return Section(QUESTION.name, QUESTION.title, (Paragraph(what), _table(found, names)))


def _table(found: Comparison, names: Naming) -> Table:
    road = names.case.roadmap
    name, stages = Name(road.name), [stage.id for stage in road.stages]
    return Table(
        label="Odds of each stage of each roadmap",
        caption=f"Odds of each stage by {names.until} (in brackets, {words.percent(0.9)} of "
        "draws); below, the difference to the roadmap as it is",
        columns=(Column("Roadmap"), *(Column(names.stage(id_)) for id_ in stages)),
        rows=(
            Row(name, tuple(words.brief(band) for band in found.base), "base"),
            *(_row(one, stages) for one in found.alternatives),
        ),
    )


def _row(one: AlternativeResult, stages: list[str]) -> Row:
    reached = dict(zip(one.stages, one.change.reached, strict=True))
    moved = dict(zip(one.shared, one.change.difference, strict=True))
    return Row(
        Link(Name(one.name), ToPart(f"alternatives.{one.id}")),
        tuple(
            Cell((words.brief(reached[id_]), Small(words.points_band(moved[id_]))))
            if id_ in moved
            else words.DASH
            for id_ in stages
        ),
    )
