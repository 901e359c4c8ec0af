"""What is said of past processes like a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Column,
    Heading,
    Link,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
    ToPart,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.questions.analogues.likeness import YEARS

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.casebook.past import Rate
    from tracktwo.questions.analogues.likeness import Analogue, Analogues, Beside

EVENTS = {
    "first": "a first agreement",
    "settlement": "a comprehensive agreement",
    "transition": "an interim government in office, under an agreed text",
    "vote": "a national vote",
}
_FROM = {
    "first": "years of armed conflict",
    "settlement": "first agreements after two quiet years",
    "transition": "first agreements after two quiet years",
    "vote": "agreements on an interim government",
}


def section(found: Analogues, names: Naming) -> Section:
    """Say which past processes are like the case, and what became of them."""
    return Section(
        "analogues",
        "Past processes like this one",
        (
            Paragraph(_what(found)),
            _rates(found, names),
            *_apart(found),
            Paragraph(_worth(found)),
            Heading("The most alike"),
            _table(found),
            Paragraph(_how(found), "how"),
        ),
    )


def _what(found: Analogues) -> Text:
    return (
        f"How often {found.counted:,} past {_FROM[found.road]} that began before this case came to "
        f"{EVENTS[found.road]}. They are chosen by rule, never for being known, and are UCDP's."
    )


def _rates(found: Analogues, names: Naming) -> Table:
    given = any(one.given is not None for one in found.rates)
    condition = {
        "agreed lately": "after a recent agreement",
        "mediated": "after a first mediation, as published",
        "neither": "without one",
    }[found.condition]
    columns = ["All of them", *([f"Those {condition}"] if given else []), "The most alike"]
    caption: Text = f"Share that had come to {EVENTS[found.road]}, with 95 % over countries"
    if found.stage is not None:
        at = ToPart(f"roadmap.stages.{found.stage}")
        caption = phrase(
            "{caption}; beside it this case's odds of {stage}",
            caption=caption,
            stage=quoted(Link(names.stage(found.stage), at)),
        )
        columns.append("This case")
    return Table(
        label="Base rate beside the case's odds",
        caption=caption,
        columns=(Column("Within"), *numeric(*columns)),
        rows=tuple(
            _rate_row(one, given=given, stage=found.stage is not None) for one in found.rates
        ),
    )


def _rate_row(one: Beside, *, given: bool, stage: bool) -> Row:
    cells = [_share(one.base), *([_share(one.given)] if given else []), _share(one.like)]
    if stage:
        cells.append(words.percent(one.odds.mean) if one.odds else "beyond its end")
    return Row(f"{one.years} {'year' if one.years == 1 else 'years'}", tuple(cells))


def _share(one: Rate | None) -> str:
    if one is None or one.share is None or one.low is None or one.high is None:
        return "not known"
    low, high = (words.percent(x).split(words.NBSP)[0] for x in (one.low, one.high))
    return f"{words.percent(one.share)} ({low} to {high}) of {one.n}"


def _apart(found: Analogues) -> tuple[Block, ...]:
    far = [one for one in found.rates if one.apart]
    if not far:
        return ()
    years = words.join([str(one.years) for one in far])
    told = (
        f"This case's odds are far {far[-1].apart} what past processes bear out (within {years} "
        "years). That is no error by itself: it says that the case holds something special, and "
        "that this had better be well founded."
    )
    return (Note((Paragraph(told),)),)


def _worth(found: Analogues) -> Text:
    if found.road == "first" and not found.fought:
        return (
            "This is context, no forecast: in this case nobody is said to fight, and these were "
            "years of armed conflict."
        )
    if found.forecast:
        return (
            "For a first agreement this is a forecast: a recent agreement and mediation under way "
            "are all that was found to change it. Likeness beyond that has shown no gain."
        )
    return (
        "This is context, no forecast: over many past processes, likeness has shown no gain over "
        "the plain rate of all of them."
    )


def _table(found: Analogues) -> Table:
    heads = ("Began", "Differs", *(f"{years} y" for years in YEARS), "On")
    return Table(
        label="Past processes most like this case",
        caption=f"Whether each came to {EVENTS[found.road]} within so many years, and when; "
        "differs from 0, alike in all that is known, to 1",
        columns=(Column("Process"), *(Column(head) for head in heads)),
        rows=tuple(_row(one) for one in found.like),
    )


def _row(one: Analogue) -> Row:
    others = words.join(list(one.between[1:4])) + (" and others" if len(one.between) > 4 else "")
    title = f"{one.place}: {others}" if others else one.place
    told = {True: "yes", False: "no", None: "not known"}
    when = one.passed or ("broken off " + one.broken if one.broken else "")
    by = [told[w] for w in one.within]
    return Row(Name(title), (one.day, f"{one.distance:.2f}", *by, when))


def _how(found: Analogues) -> Text:
    return (
        f"Difference: the mean over {words.join(list(found.compared))}, where both are known "
        "(Gower 1971, Biometrics 27). Sources: UCDP Peace Agreement Dataset 22.1, UCDP/PRIO Armed "
        "Conflict Dataset 25.1 and REIGN; how they are chosen and judged: docs/track-record.md."
    )
