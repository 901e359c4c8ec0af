"""Who is who: those whose choices are computed, others named, meetings, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Card,
    Cards,
    Column,
    Emphasis,
    Heading,
    Item,
    Listing,
    Name,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
    Tag,
    ToPart,
    phrase,
    words,
)
from tracktwo.questions.government.meetings_said import meeting_lines
from tracktwo.report.actors import bodies_of
from tracktwo.report.kind_words import ACTORS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.case.schema import Actor, Meeting, Relation
    from tracktwo.report.page import Page


def section(page: Page) -> Section:
    """Say who the actors are."""
    players = [actor for actor in page.case.actors if actor.capability]
    others = [actor for actor in page.case.actors if not actor.capability]
    capability = (
        "Capability is what an actor could throw into the balance on this question, on a scale of "
        "0 to 100. Numbers are given as the most likely value with its range; a dotted line marks "
        "an assumption, and the link leads to its reason."
    )
    described = "They are described and make no choices of their own in the computation."
    return Section(
        "people",
        "Who is who",
        (
            Heading("Those whose choices are computed"),
            Paragraph(capability),
            _cards(players, page),
            *(
                (Heading("Others named"), Paragraph(described), _cards(others, page))
                if others
                else ()
            ),
            *_meetings(page),
            *_relations(page),
        ),
    )


def _cards(actors: Sequence[Actor], page: Page) -> Cards:
    member_of = bodies_of(page.case)
    return Cards(tuple(_card(actor, member_of.get(actor.id, ()), page) for actor in actors))


def _card(actor: Actor, bodies: Sequence[str], page: Page) -> Card:
    names = page.names
    kind = Tag(ACTORS[actor.kind], quiet=True)
    roles: list[Text] = [(Name(one.role), " ", names.mark(one.evidence)) for one in actor.roles]
    if bodies:
        roles.append(("member of ", names.to_actors(bodies)))
    return Card(
        (Name(actor.name), " ", kind, " ", names.mark(actor.evidence)),
        (
            *((Paragraph(Name(actor.description)),) if actor.description else ()),
            *((Listing(tuple(roles)),) if roles else ()),
            *((Paragraph(_capability(actor, page)),) if actor.capability else ()),
            *((_members(actor, page),) if actor.members else ()),
        ),
        at=ToPart(f"actors.{actor.id}"),
        level=4,
    )


def _capability(actor: Actor, page: Page) -> Text:
    path = f"actors.{actor.id}"
    said: list[Text] = ["Capability ", page.value(f"{path}.capability")]
    if f"{path}.disruption" in page.numbers:
        turned = "; share of it that could be turned to disruption "
        said += [turned, page.value(f"{path}.disruption")]
    if actor.precision:
        said += ["; precision ", page.value(f"{path}.precision")]
    return tuple(said)


def _members(actor: Actor, page: Page) -> Table:
    weight = f"actors.{actor.id}.members.{{}}.weight"
    return Table(
        label="",
        caption="Members, with their weight in the body",
        columns=(Column("Member"), Column(f"Weight ({words.SCALE})"), Column("Source")),
        rows=tuple(
            Row(
                page.names.to_actor(member.actor, first=True),
                (page.value(weight.format(member.actor)), page.names.mark(member.evidence)),
            )
            for member in actor.members
        ),
    )


# --- meetings and relations --------------------------------------------------------------------


def _meetings(page: Page) -> tuple[Block, ...]:
    if not page.case.meetings:
        return ()
    return (Heading("Meetings"), *(_meeting(one, page) for one in page.case.meetings))


def _meeting(meeting: Meeting, page: Page) -> Card:
    names = page.names
    return Card(
        (Name(meeting.name), " ", names.mark(meeting.evidence)),
        (
            *((Paragraph(Name(meeting.description)),) if meeting.description else ()),
            Pairs(tuple(_about(meeting, page))),
            *page.said(meeting.evidence),
        ),
        at=ToPart(f"meetings.{meeting.id}"),
        level=4,
    )


def _about(meeting: Meeting, page: Page) -> Iterator[tuple[Text, Text | Item]]:
    names = page.names
    yield "Body", names.to_actor(meeting.body)
    if meeting.date:
        yield "Date", words.day(meeting.date)
    if meeting.where:
        yield "Place", Name(meeting.where)
    if meeting.chair:
        yield "In the chair", names.to_actor(meeting.chair)
    if meeting.present:
        yield "Present", names.to_actors(meeting.present)
    if meeting.absent:
        yield "Not present", names.to_actors(meeting.absent)
    held = next((one for one in page.result.councils if one.meeting == meeting.id), None)
    if held is None:
        return
    if held.unknown:
        yield "Not mentioned", names.to_actors(held.unknown)
    yield "What that comes to", Item("", (Listing(meeting_lines(held, names)),))


def _relations(page: Page) -> tuple[Block, ...]:
    if not page.case.relations:
        return ()
    items = tuple(_relation(n, one, page) for n, one in enumerate(page.case.relations))
    return (Heading("What stands between them"), Listing(items))


def _relation(place: int, one: Relation, page: Page) -> Item:
    names = page.names
    text = phrase(
        "{source} {does} {target}: {description} {evidence}",
        source=names.to_actor(one.source, first=True),
        does=Emphasis(names.does(one.source, RELATIONS[one.kind])),
        target=names.to_actor(one.target),
        description=Name(one.description),
        evidence=names.mark(one.evidence),
    )
    return Item(text, at=ToPart(f"relations.{place}"))
