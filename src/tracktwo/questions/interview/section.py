"""What is said of an interview: the questions, their answers to choose from, what stands apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Folded,
    Item,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    numeric,
    phrase,
    quoted,
    words,
)

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.interview.records import Constant, Interview, Unsettled

ASKED = 10
"""Questions that are put at once: about ten minutes."""


def section(found: Interview, names: Naming, *, rows: int = ASKED) -> Section:
    """Put the questions that are worth asking, the most consequential first."""
    stage = quoted(names.stage(found.focus))
    now = phrase(
        "As the case stands, the odds of {stage} are {odds}.",
        stage=stage,
        odds=words.percent(found.odds),
    )
    if found.first_draft:
        now = phrase(
            "A first draft's odds of {stage}: {odds}. "
            "Decisive numbers that are reported or yours: {yours} of {all}.",
            stage=stage,
            odds=words.percent(found.odds),
            yours=found.yours,
            all=found.decisive,
        )
    blocks: list[Block] = [*_answered(found), Paragraph(now)]
    shown = found.questions[:rows]
    if shown:
        blocks.append(Listing(tuple(_question(one) for one in shown), ordered=True))
        left = len(found.questions) - len(shown)
        if left:
            blocks.append(
                Paragraph(
                    phrase(
                        "{left} more are open: they could do less, or are parts of these.",
                        left=left,
                    )
                )
            )
        how = phrase(
            "Write the answers you know into a file and give it with {flag}.",
            flag=Code("--answers FILE"),
        )
        blocks.append(Paragraph(how, "how"))
    else:
        blocks.append(Paragraph("Nothing in the case is a drafting rule's any more."))
    if found.constants:
        blocks.append(Folded("Constants of the model, which nobody is asked", (_apart(found),)))
    return Section("interview", "Questions worth your time", tuple(blocks))


def _answered(found: Interview) -> tuple[Block, ...]:
    if not found.changed:
        return ()
    said = phrase(
        "{count} of the case's questions were settled or opened again: the odds went from {before} "
        "to {after}.",
        count=len(found.changed),
        before=words.percent(found.before),
        after=words.percent(found.odds),
    )
    return (Paragraph(said),)


def _question(one: Unsettled) -> Item:
    points = abs(one.swing) * 100
    text: Text = phrase(
        "{text} An answer could move the odds by {points} points.",
        text=Name(one.text),
        points=words.number_tidy(points),
    )
    choices = [phrase("{key}: {label}", key=Code(c.key), label=Name(c.label)) for c in one.choices]
    inside: tuple[Block, ...] = (
        Paragraph(phrase("Until then: {now}", now=Name(one.now))),
        Listing(tuple(choices)),
        Paragraph(phrase("question: {id}", id=Code(one.id))),
    )
    return Item(text, inside)


def _apart(found: Interview) -> Table:
    return Table(
        label="Constants of the model",
        caption="What each could do to the same odds, between its low and its high third.",
        columns=(Column("Constant"), *numeric("From", "Most likely", "To", "Points")),
        rows=tuple(_constant(one) for one in found.constants),
    )


def _constant(one: Constant) -> Row:
    ends = (words.number_tidy(x) for x in (one.low, one.mode, one.high))
    return Row(one.label, (*ends, words.number_tidy(one.swing * 100)))
