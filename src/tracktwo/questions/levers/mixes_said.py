"""Which mixes of levers are shown, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tracktwo.blocks import Cell, Column, Harm, Row, Small, Strong, Table, phrase, quoted, words

if TYPE_CHECKING:
    from tracktwo.blocks import Naming, Text
    from tracktwo.questions.levers.search import Levers, MixResult

    RowKind = Literal["plain", "base"]

MIXES = 6
"""Mixes shown of those found, beside those that stand out."""

MARKS = (("best", "best odds"), ("surest", "surest"), ("least_regret", "least regret"))
"""Mixes that stand out: the field that holds the number of each, and what it is called."""


def shown(found: Levers, rows: int = MIXES) -> tuple[tuple[str, MixResult], ...]:
    """Return the mixes that stand out and a spread of the rest, with what they are called.

    Parameters
    ----------
    found : Levers
    rows : int
        Mixes in the spread.
    """
    marks: dict[int, list[str]] = {}
    for field, mark in MARKS:
        marks.setdefault(getattr(found, field), []).append(mark)
    last = len(found.mixes) - 1
    spread = {round(i * last / max(rows - 1, 1)) for i in range(rows)} if last >= 0 else set()
    return tuple(
        (words.heading(", ".join(marks.get(number, []))), found.mixes[number])
        for number in sorted(spread | set(marks))
        if found.mixes[number].levers
    )


def applied(mix: MixResult, names: Naming) -> tuple[Text, ...]:
    """Say the levers of a mix, one by one."""
    return tuple(
        (
            names.lever(one.id),
            f" at {words.intensity(one.intensity)}",
            f" from {words.moment(one.start)}" if one.delay else "",
        )
        for one in mix.levers
    )


def table(found: Levers, names: Naming, rows: int) -> Table:
    """Return the mixes shown, below none and what the case has."""
    where = found.stages.index(found.focus)
    first = (("No lever", found.none), ("As the case has them", found.current))
    return Table(
        label="Mixes of levers",
        caption=phrase(
            f"Odds of {{focus}}, harm to civilians and cost to senders a month (0{words.DASH}100); "
            "{count} mixes were found, those that stand out and a spread of the rest are listed",
            focus=quoted(names.stage(found.focus)),
            count=len(found.mixes),
        ),
        columns=(
            Column("Mix"),
            Column("Odds"),
            Column("In the lowest tenth of draws, below"),
            Column("Regret"),
            Column("Harm"),
            Column("Cost"),
        ),
        rows=(
            *(_row(name, mix, where, names, "base") for name, mix in first),
            *(_row(name, mix, where, names, "plain") for name, mix in shown(found, rows)),
        ),
    )


def _row(name: str, mix: MixResult, where: int, names: Naming, kind: RowKind) -> Row:
    over: Text = "" if mix.within_limit else (", ", Strong("over the limit"))
    at_worst = words.number_tidy(mix.harm_worst)
    return Row(
        Cell((name,) if name else (), tuple(Small(text) for text in applied(mix, names))),
        (
            words.brief(mix.odds[where]),
            words.percent(mix.odds_p10),
            f"{words.number_tidy(100 * mix.regret.mean)} points",
            Harm((f"{words.number_tidy(mix.harm.mean)}, at worst {at_worst}", over)),
            words.number_tidy(mix.cost.mean),
        ),
        kind,
    )
