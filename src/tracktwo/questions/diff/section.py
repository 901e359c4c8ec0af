"""What is said of what changed between two cases and what that did to the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    ASSUMED,
    Cell,
    Code,
    Column,
    Figure,
    Figures,
    Folded,
    Harm,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    joined,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import moves
from tracktwo.blocks.chart_parts import Interval
from tracktwo.blocks.charts import differences
from tracktwo.questions.diff import QUESTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.diff.changes import CaseDiff, FactChange, QuoteChange


def section(found: CaseDiff, names: Naming) -> Section:
    """Say what each change did to the odds, what they do only together, and what else changed."""
    what = phrase(
        "Each change is applied alone to the first case, over {draws} draws that both cases have "
        "in common. What the changes do only together is the row “interaction”, so that the column "
        "adds up.",
        draws=found.draws,
    )
    harm = phrase(
        "Harm to civilians a month (0 to 100): {before} before, {after} after.",
        before=Harm(words.number_tidy(found.harm_before.mean)),
        after=Harm(words.number_tidy(found.harm_after.mean)),
    )
    return Section(
        QUESTION.name,
        QUESTION.title,
        (
            Paragraph(what),
            *_figure(found, names),
            _table(found, names),
            Paragraph(harm),
            *_apart(found.apart),
            *_quotes(found.quotes),
            *_silent(found.silent),
        ),
    )


def _figure(found: CaseDiff, names: Naming) -> tuple[Block, ...]:
    if not found.steps:
        return ()
    where = found.stages.index(found.focus)
    rows = [
        Interval("; ".join(map(said, one.changes)), one.difference[where]) for one in found.steps
    ]
    told = "; ".join(f"{row.label}: {words.points(row.band.mean)}" for row in rows)
    focus = names.stages[found.focus]
    figure = Figure(
        spec=differences(rows),
        title=f"What each change did to the odds of “{focus}”",
        description=f"{told}.",
        heading="What each change did",
        caption="Percentage points, the largest first.",
    )
    return (Figures((figure,)),)


def _table(found: CaseDiff, names: Naming) -> Table:
    where = found.stages.index(found.focus)
    before, after = words.brief(found.before[where]), words.brief(found.after[where])
    return Table(
        label="What each change did to the odds",
        caption=phrase(
            "Odds of {focus}: what each change did, in points, and where {share} of draws lie",
            focus=quoted(names.stage(found.focus)),
            share=words.percent(0.9),
        ),
        columns=(Column("Change"), Column("Evidence"), Column("Difference", numeric=True)),
        rows=(
            *(
                Row(
                    Cell((), tuple(Name(said(change)) for change in one.changes)),
                    (
                        Cell((), tuple(dict.fromkeys(map(_evidence, one.changes)))),
                        moves(one.difference[where]),
                    ),
                )
                for one in found.steps
            ),
            Row("Interaction", ("", moves(found.interaction[where])), "ruled"),
            Row(f"All together: {before} to {after}", ("", moves(found.total[where])), "base"),
        ),
    )


def said(change: FactChange) -> str:
    """Say a change in one line."""
    if change.before is None:
        return f"new: {change.label}: {change.after}"
    if change.after is None:
        return f"gone: {change.label}"
    return f"{change.label}: {change.before} → {change.after}"


def _evidence(change: FactChange) -> Text:
    before, after = change.evidence_before, change.evidence_after
    kept = [Code(id_) for id_ in after if id_ in before]
    gone = [("gone: ", Code(id_)) for id_ in before if id_ not in after]
    new = [("new: ", Code(id_)) for id_ in after if id_ not in before]
    return joined([*kept, *gone, *new]) or ASSUMED


def _apart(found: Sequence[FactChange]) -> tuple[Block, ...]:
    if not found:
        return ()
    why = "These make no valid case without the rest, and count as interaction:"
    return (Paragraph(why), Listing(tuple(Name(said(change)) for change in found)))


def _quotes(found: Sequence[QuoteChange]) -> tuple[Block, ...]:
    kinds = (
        ("New", [one.id for one in found if one.before is None]),
        ("Gone", [one.id for one in found if one.after is None]),
        ("Read differently", [one.id for one in found if one.before and one.after]),
    )
    lines = [(word, ": ", joined(map(Code, ids))) for word, ids in kinds if ids]
    return (Folded("Quotes that changed", (Listing(tuple(lines)),)),) if lines else ()


def _silent(found: Sequence[FactChange]) -> tuple[Block, ...]:
    if not found:
        return ()
    title = "Changed without effect on the odds: wording, evidence, what was said"
    return (Folded(title, (Listing(tuple(Code(change.path) for change in found)),)),)
