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
    Strong,
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
from tracktwo.questions.diff.dates import END, HAPPENED, REASSESSED, TIME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.diff.changes import CaseDiff, FactChange, QuoteChange


def section(found: CaseDiff, names: Naming) -> Section:
    """Say what each change did to the odds, what they do only together, and what else changed."""
    what = phrase(
        "Each change {of}is applied alone to the first case{moved}, over {draws} draws that both "
        "cases have in common. What the changes do only together is the row “interaction”, so that "
        "the column adds up.",
        of="of what was reassessed " if found.between else "",
        moved=" as time and what happened have led it" if found.between else "",
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
            *_between(found, names),
            Paragraph(what),
            *_figure(found, names),
            _table(found, names),
            Paragraph(harm),
            *_apart(found.apart),
            *_quotes(found.quotes),
            *_silent(found.silent),
        ),
    )


_PARTS = {
    TIME: "Time that went by",
    END: "The end moved",
    HAPPENED: "What happened",
    REASSESSED: "What was reassessed",
}


def _between(found: CaseDiff, names: Naming) -> tuple[Block, ...]:
    """Say what of the change is time, what happened, and what was reassessed."""
    between = found.between
    if between is None:
        return ()
    where = found.stages.index(found.focus)
    first, second = words.day(between.first_date), words.day(between.second_date)
    when = f"Both as of {first}." if first == second else f"From {first} to {second}."
    ends = f"{words.moment(between.first_end)} in the first, {words.moment(between.second_end)}"
    end = (
        f"Both look to the end of {words.moment(between.first_end)}."
        if between.same_end
        else Strong(f"The end differs: {ends} in the second. The odds are of two different things.")
    )
    done = [quoted(Name(names.steps[id_])) for id_ in between.happened]
    undone = [quoted(Name(names.steps[id_])) for id_ in between.undone]
    happened = (" Happened since: ", joined(done), ".") if done else ()
    back = (" No longer marked as happened: ", joined(undone), ".") if undone else ()
    base = Row(
        f"All together: {words.brief(found.before[where])} to {words.brief(found.after[where])}",
        (moves(found.total[where]),),
        "base",
    )
    rows = (
        Row(words.heading(words.join(_PARTS[p].lower() for p in one.parts)),
            (moves(one.difference[where]),))
        for one in between.shares
    )  # fmt: skip
    how = (
        "The first case is taken to the second in this order: time goes by with the end where it "
        "was, the end moves, what happened is marked, and the rest is what was reassessed."
    )
    table = Table(
        label="Time, what happened, and what was reassessed",
        caption=phrase(
            "Odds of {focus}: what each part did, in points, and where {share} of draws lie",
            focus=quoted(names.stage(found.focus)),
            share=words.percent(0.9),
        ),
        columns=(Column("Part of the change"), Column("Difference", numeric=True)),
        rows=(*rows, base),
    )
    return (Paragraph((when, " ", end, happened, back)), table, Paragraph(how, "how"))


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
            Row(f"All together: {before} to {after}", ("", moves(found.total[where])), "base")
            if found.between is None
            else Row(
                "What was reassessed, all together",
                ("", moves(found.between.shares[-1].difference[where])),
                "base",
            ),
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
