"""What is said of several people's judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Heading, Paragraph, Row, Section, Table, numeric, phrase, words
from tracktwo.blocks.cells import odds

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming
    from tracktwo.pooling.pool import Pooled

SHOWN = 15
"""Questions listed, those on which answers lie furthest apart first."""
_LITTLE = 0.667
"""Alpha below which Krippendorff (2019, ch. 12) advises against any conclusion."""


def section(found: Pooled, names: Naming) -> Section:
    """Say how far people agree, the odds under each judgement, and the pooled ones."""
    return Section(
        "pool",
        "Several judgements",
        (
            Paragraph(_how(found)),
            *(Paragraph(f"{note}.") for note in found.notes),
            Heading("Odds under each judgement"),
            _odds(found, names),
            Paragraph(
                "“Pooled” is the linear pool of everybody's odds: as unsure as they are together. "
                "“Written” is what the case says with the pooled ranges in it; it differs where "
                "answers hang together within a person.",
                "how",
            ),
            Heading("How far they agree"),
            *_agreement(found),
            Heading("Where they lie furthest apart"),
            _spreads(found),
            *_matters(found, names),
            Heading("Who is far from whom"),
            _distances(found),
            *_before(found),
        ),
    )


def _how(found: Pooled) -> str:
    people = words.join(one.expert for one in found.judged)
    equal = len({round(one.weight, 9) for one in found.judged}) == 1
    weights = "with equal weights" if equal else "with weights " + words.join(
        f"{one.expert} {words.percent(one.weight)}" for one in found.judged
    )  # fmt: skip
    return (
        f"{len(found.judged)} people ({people}), pooled {weights}, over {found.draws:,} draws that "
        "all have in common."
    )


def _odds(found: Pooled, names: Naming) -> Table:
    rows = [("The case as it is", found.base)]
    rows += [(f"{one.expert} ({one.answered} answers)", one.reached) for one in found.judged]
    rows += [("Pooled", found.pooled), ("Written", found.written)]
    return Table(
        label="Odds of each stage under each judgement",
        caption=phrase("Odds of passing each stage by {until}", until=names.until),
        columns=(Column("Judgement"), *numeric(*(names.stage(s) for s in found.stages))),
        rows=tuple(Row(who, tuple(odds(band) for band in bands)) for who, bands in rows),
    )


def _agreement(found: Pooled) -> list[Block]:
    said = []
    for what, value in (("numbers", found.alpha), ("stances", found.alpha_stances)):
        if value is None:
            said.append(f"Of {what} too little was answered by two people to tell.")
            continue
        word = "too little to conclude from" if value < _LITTLE else (
            "enough for tentative conclusions" if value < 0.8 else "good"
        )  # fmt: skip
        said.append(f"On {what} Krippendorff's alpha is {value:.2f}, {word}.")
    return [
        Paragraph(" ".join(said)),
        Paragraph("1 is perfect agreement, 0 what chance would give.", "how"),
    ]


def _spreads(found: Pooled) -> Table:
    shown = [one for one in found.spreads if one.answers > 1][:SHOWN]
    choices = {one.path: one.choice for one in found.numbers}
    rows = []
    for one in shown:
        stance = one.path.startswith("stances.")
        cells = ("", choices.get(one.path) or "no majority", "") if stance else tuple(
            words.number(x) for x in (one.low, one.median, one.high)
        )  # fmt: skip
        rows.append(Row(one.text, (str(one.answers), *cells, words.percent(one.apart))))
    return Table(
        label="Questions by how far the answers lie apart",
        caption="Most likely values; how far apart, as a share of all that could be answered",
        columns=(Column("Question"), *numeric("Answers", "Least", "Middle", "Most", "Apart")),
        rows=tuple(rows),
    )


def _matters(found: Pooled, names: Naming) -> list[Block]:
    if not found.matters:
        return []
    return [
        Heading("Where it matters for the odds"),
        Table(
            label="Questions by how far the answers move the odds",
            caption=phrase(
                "Odds of {stage} with each person's answer to one question, the rest pooled",
                stage=names.stage(found.focus),
            ),
            columns=(Column("Question"), *numeric("Least", "Most", "Difference")),
            rows=tuple(
                Row(one.text, (words.percent(one.low), words.percent(one.high),
                               words.points(one.high - one.low)))
                for one in found.matters
            ),
        ),
    ]  # fmt: skip


def _distances(found: Pooled) -> Table:
    people = [one.expert for one in found.judged]
    return Table(
        label="Distance between people",
        caption="Mean distance of two people's answers, as a share of all that could be answered",
        columns=(Column(""), *numeric(*people)),
        rows=tuple(
            Row(who, tuple("" if n == k else "none in common" if x is None else words.percent(x)
                           for k, x in enumerate(row)))
            for n, (who, row) in enumerate(zip(people, found.distances, strict=True))
        ),
    )  # fmt: skip


def _before(found: Pooled) -> list[Block]:
    was = found.before
    if was is None:
        return []
    way = "closer together" if was.apart_now < was.apart else "no closer together"
    text = (
        f"On the questions of both rounds, answers lay {words.percent(was.apart)} of the scale "
        f"apart before and {words.percent(was.apart_now)} now: {way}."
    )
    if was.moved:
        text += " Moved on average: " + words.join(
            f"{name} {words.percent(far)}" for name, far in was.moved
        )
        text += "."
    if was.silent:
        text += f" Not answered again by {words.join(was.silent)}: what was answered before counts."
    return [Heading("Since the round before"), Paragraph(text)]
