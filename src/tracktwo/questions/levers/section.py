"""What is said of mixes of levers, and of what each lever adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Figure,
    Figures,
    Harm,
    Heading,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import harm, moves
from tracktwo.blocks.charts import effect_and_harm
from tracktwo.questions.levers import QUESTION, chart
from tracktwo.questions.levers.mixes_said import MIXES, table

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.levers.search import Levers, Pairing

FAINT = 0.0005
"""Interaction of two levers, in odds, below which it is not worth a line."""

PAIRS = 6
"""Pairs of levers shown."""


def section(found: Levers, names: Naming, rows: int = MIXES) -> Section:
    """Say which mixes of levers no other beats, what each lever adds, and which work together.

    Parameters
    ----------
    found : Levers
    names : Naming
    rows : int
        Mixes shown beside those that stand out.
    """
    more = (
        "Intensities run from 0 to 1; a date is given where a lever starts later than in the case. "
        "Regret: odds lost, on average, against the best mix of each draw. {solved} solutions were "
        "searched, {draws} draws of each mix listed. Longer searches: {command}."
    )
    return Section(
        QUESTION.name,
        QUESTION.title,
        (
            Paragraph(_what(found, names)),
            Figures((_front(found), _worths(found))),
            table(found, names, rows),
            Paragraph(
                phrase(
                    more,
                    solved=found.solved,
                    draws=found.draws,
                    command=Code("tracktwo levers"),
                ),
                "how",
            ),
            _worth(found, names),
            *_pairs(found, names),
        ),
    )


def _what(found: Levers, names: Naming) -> Text:
    if found.harm_limit is None:
        limit = "The case sets no limit on harm."
    else:
        reckoned = (
            "at the bad end of every range at once"
            if found.certainty >= 1
            else f"in {words.percent(found.certainty)} of draws"
        )
        limit = (
            f"No mix over the limit on harm of {words.number(found.harm_limit)} is kept, reckoned "
            f"{reckoned}."
        )
    return phrase(
        "A search over mixes and starting dates for those that no other beats in the odds of "
        "{focus}, in harm to civilians and in cost to those who apply them, all three together. "
        "{limit} Naming a lever does not recommend it.",
        focus=quoted(names.stage(found.focus)),
        limit=limit,
    )


def _front(found: Levers) -> Figure:
    where = found.stages.index(found.focus)
    limit, best, now = found.harm_limit, found.mixes[found.best], found.current
    mixes = [(mix.harm_worst, mix.odds[where].mean) for mix in found.mixes]
    marked = [
        (best.harm_worst, best.odds[where].mean, "best odds"),
        (found.none.harm_worst, found.none.odds[where].mean, "no lever"),
    ]
    # Farther out it would press all others into a corner.
    if now.harm_worst <= 1.6 * max([limit or 0.0, *(harm for harm, _ in mixes)]):
        marked.append((now.harm_worst, now.odds[where].mean, "as the case has them"))
    dashed = "" if limit is None else " The dashed line is the limit."
    over = "" if now.within_limit else ", over the limit"
    return Figure(
        spec=chart.front(mixes, marked, limit),
        title="Mixes of levers: odds against harm to civilians",
        description=f"{len(mixes)} mixes; the best odds are {words.percent(best.odds[where].mean)} "
        f"at a harm of up to {words.number_tidy(best.harm_worst)}.",
        heading="Odds against harm",
        reading="Each dot is one mix: the odds by harm to civilians a month, at the bad end of "
        f"every range.{dashed} As the case has its levers: {words.brief(now.odds[where])} at a "
        f"harm of up to {words.number_tidy(now.harm_worst)}{over}.",
    )


def _worths(found: Levers) -> Figure:
    where = found.stages.index(found.focus)
    rows = [(row.name, row.adds_at_full[where], row.harm_at_full) for row in found.worth]
    said = "; ".join(
        f"{name}: {words.points(effect.mean)}, harm {words.measure(harm)}"
        for name, effect, harm in rows
    )
    dashed = (
        "."
        if found.harm_limit is None
        else "; the dashed line is the limit for all levers together."
    )
    return Figure(
        spec=effect_and_harm(rows, found.harm_limit),
        title="What each lever adds (Shapley) beside its harm",
        description=f"{said}.",
        heading="What each lever adds",
        reading="Left: percentage points that the lever at full intensity adds, averaged over all "
        "mixes of the others, which are at full intensity or absent (Shapley value; the values add "
        f"up to what all levers do together). Right: its harm to civilians then{dashed}",
    )


def _worth(found: Levers, names: Naming) -> Table:
    where = found.stages.index(found.focus)
    return Table(
        label="What each lever adds",
        caption=phrase(
            "What each lever adds to the odds of {focus}, in points, averaged over all mixes of "
            "the others (Shapley value), and its harm to civilians a month",
            focus=quoted(names.stage(found.focus)),
        ),
        columns=(
            Column("Lever"),
            *numeric("As applied", "Harm", "At full intensity, or not at all", "Harm then"),
        ),
        rows=tuple(
            Row(
                Name(row.name),
                (
                    moves(row.adds[where]),
                    harm(row.harm),
                    moves(row.adds_at_full[where]),
                    harm(row.harm_at_full),
                ),
            )
            for row in found.worth
        ),
    )


def _pairs(found: Levers, names: Naming) -> tuple[Block, ...]:
    strong = [pair for pair in found.pairings if abs(pair.interaction.mean) >= FAINT][:PAIRS]
    if not strong:
        return ()
    harms = {row.id: row.harm_at_full.mean for row in found.worth}

    def said(pair: Pairing) -> Text:
        together = pair.interaction.mean > 0
        both = words.number_tidy(harms[pair.first] + harms[pair.second])
        return phrase(
            "{first} and {second} {how}; {moves}, {harm}",
            first=quoted(names.lever(pair.first)),
            second=quoted(names.lever(pair.second)),
            how="work together" if together else Strong("work against each other"),
            moves=words.points(pair.interaction.mean),
            harm=Harm(f"harm of both {both} a month"),
        )

    return (
        Heading("Levers that work together, and against each other"),
        Paragraph("At full intensity, beyond what each does alone:"),
        Listing(tuple(said(pair) for pair in strong)),
    )
