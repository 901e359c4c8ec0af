"""What is said of what was said and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Figure,
    Figures,
    Link,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    ToPart,
    ToSection,
    phrase,
    words,
)
from tracktwo.blocks.block import Cell
from tracktwo.case.facts import STATEMENTS
from tracktwo.pictures.vega import spec_of
from tracktwo.questions.timeline import QUESTION
from tracktwo.questions.timeline.drawing import NARROW, WIDE, scene, when

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.timeline.events import Event, Timeline


def section(found: Timeline, names: Naming) -> Section:
    """Draw what was said and done, and list it with the words of the sources."""
    whose = (
        phrase(" Only what {actor} said, did or was told.", actor=names.actor(found.actor))
        if found.actor
        else ""
    )
    what = phrase(
        "What was said and done up to {day}, in order of time.{whose}",
        day=when(found.as_of),
        whose=whose,
    )
    return Section(QUESTION.name, QUESTION.title, (Paragraph(what), *_shown(found, names)))


def _shown(found: Timeline, names: Naming) -> tuple[Block, ...]:
    if not any(one.kind != "published" for one in found.events):
        text = (
            "The case records nothing that was said or done. Statements go under {statements} of "
            "case.yaml, meetings under {meetings}, each with a date and the ids of its quotes; a "
            "step that has been taken gets the mark {happened}. {read} proposes them from an "
            "article."
        )
        said = phrase(
            text, statements=Code("statements"), meetings=Code("meetings"),
            happened=Code("happened: {date: YYYY-MM-DD}"), read=Code("tracktwo read"),
        )  # fmt: skip
        return (Note((Paragraph(said),)),)
    figures = (Figures((_figure(found, names),)),) if any(e.date for e in found.events) else ()
    return (*figures, _table(found, names))


def _figure(found: Timeline, names: Naming) -> Figure:
    said = [f"{_date(one)}: {_in_short(one, names)}" for one in found.events if one.date]
    return Figure(
        spec=spec_of(scene(found, names, NARROW)),
        wide=spec_of(scene(found, names, WIDE)),
        title=QUESTION.title,
        description="; ".join(said) + ".",
        reading="How to read: a lane for each actor; a number beside a mark says how many things "
        "it stands for.",
    )


def _table(found: Timeline, names: Naming) -> Table:
    return Table(
        label="What was said and done, in order of time",
        caption="What was said and done, in order of time, in the words of the sources",
        columns=(Column("When"), Column("What")),
        rows=tuple(_row(one, names) for one in found.events),
    )


def _date(one: Event) -> str:
    if one.date is None:
        return "No date in the case"
    return f"by {when(one.date)}" if one.by_then else when(one.date)


def _row(one: Event, names: Naming) -> Row:
    date: Text | Cell = words.heading(_date(one))
    if one.by_then:
        date = Cell((words.heading(_date(one)), Small("date of the source")))
    quotes = names.folder.quotes
    exact = tuple(
        ("“", Name(quotes[id_].exact), "” ", names.refs([id_]))
        for id_ in one.evidence
        if id_ in quotes
    )
    what = _what(one, names)
    if not exact and one.kind != "published":
        what = (what, " ", names.mark(()))
    return Row(date, (Cell((what,), exact),))


def _what(one: Event, names: Naming) -> Text:
    match one.kind:
        case "said":
            to = (" to ", names.to_actors(one.to)) if one.to else ""
            return phrase(
                "{kind} by {who}{to}: {text}",
                kind=STATEMENTS[one.said_as],
                who=names.to_actors(one.who),
                to=to,
                text=Link(Name(one.text), ToPart(one.path)),
            )
        case "met":
            text = Link(Name(one.text), ToPart(one.path))
            place = (", ", Name(one.place)) if one.place else ""
            return ("Meeting of ", names.to_actors(one.who), ": ", text, place)
        case "done":
            return ("Happened: ", Link(Name(one.text), ToPart(one.path)))
        case "published":
            return ("Source published: ", Link(Name(one.text), ToSection("sources")))


def _in_short(one: Event, names: Naming) -> str:
    who = words.join(names.actors[id_] for id_ in one.who)
    return f"{who}: {one.text}" if who else one.text
