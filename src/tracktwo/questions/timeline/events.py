"""What was said and done, in order of time.

A date is written as far as it is known: ``2023-03-19``, ``2023-03`` or ``2023``; such texts are in
order of time as they are in that of the alphabet, what is known less exactly first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracktwo.case.happened import milestone_happened
from tracktwo.errors import UnanswerableError
from tracktwo.questions.options import within
from tracktwo.questions.timeline import TimelineOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracktwo.case import CaseFolder, Source
    from tracktwo.results.progress import Progress

Kind = Literal["said", "met", "done", "published"]


@dataclass(frozen=True)
class Event:
    """Something that was said or done."""

    date: str | None
    """When; None where nothing in the case says it."""
    kind: Kind
    text: str
    path: str
    """Of the part of the case that states it."""
    who: tuple[str, ...] = ()
    """Ids of actors: who spoke, or the body that met."""
    to: tuple[str, ...] = ()
    """To whom it was said."""
    said_as: str = ""
    """Of a statement, its kind in the words of the case; empty otherwise."""
    evidence: tuple[str, ...] = ()
    place: str = ""
    """Where a body met."""
    by_then: bool = False
    """Whether the date is that of the source: it was said or done by then."""


@dataclass(frozen=True)
class Timeline:
    """What was said and done, in order of time; what has no date comes last."""

    case_id: str
    case_digest: str
    as_of: str
    actor: str | None
    """Of whom alone; None for everything."""
    events: tuple[Event, ...]


@within(TimelineOptions)
def timeline(
    folder: CaseFolder,
    *,
    actor: str | None = TimelineOptions.actor,
    progress: Progress | None = None,  # noqa: ARG001  (all questions are told it)
) -> Timeline:
    """Say what was said and done, in order of time.

    Parameters
    ----------
    folder : a loaded case
    actor : id of the one whose words and deeds, or to whom, are listed; all by default
    progress : not told, for it is done at once

    Raises
    ------
    UnanswerableError
        If there is no such actor.
    """
    known = [one.id for one in folder.case.actors]
    if actor is not None and actor not in known:
        raise UnanswerableError(f"no actor {actor} in {folder.path}; it has: {', '.join(known)}")
    events = [*_said(folder), *_met(folder), *_done(folder), *_published(folder)]
    if actor is not None:
        events = [one for one in events if actor in (*one.who, *one.to)]
    return Timeline(
        case_id=folder.case.id,
        case_digest=folder.digest,
        as_of=folder.case.as_of.isoformat(),
        actor=actor,
        events=tuple(sorted(events, key=lambda one: (one.date is None, one.date or ""))),
    )


def issued(source: Source) -> str | None:
    """Return when a source came out, as far as its record says."""
    parts = (source.item.get("issued") or {}).get("date-parts") or [[]]
    numbers = [int(part) for part in parts[0][:3] if str(part).strip().isdigit()]
    if not numbers:
        return None
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])


def _reported(folder: CaseFolder, evidence: Iterable[str]) -> str | None:
    """Return the date of the first source that reports something."""
    sources = [folder.quotes[id_].source for id_ in evidence if id_ in folder.quotes]
    dates = [issued(folder.sources[id_]) for id_ in sources if id_ in folder.sources]
    return min((date for date in dates if date), default=None)


def _said(folder: CaseFolder) -> Iterator[Event]:
    for one in folder.case.statements:
        date = one.date.isoformat() if one.date else _reported(folder, one.evidence)
        yield Event(
            date=date,
            kind="said",
            who=(one.by,),
            to=tuple(one.to),
            said_as=one.kind,
            text=one.text,
            evidence=tuple(one.evidence),
            path=f"statements.{one.id}",
            by_then=one.date is None and date is not None,
        )


def _met(folder: CaseFolder) -> Iterator[Event]:
    for one in folder.case.meetings:
        date = one.date.isoformat() if one.date else _reported(folder, one.evidence)
        yield Event(
            date=date,
            kind="met",
            who=(one.body,),
            text=one.name,
            evidence=tuple(one.evidence),
            path=f"meetings.{one.id}",
            place=one.where or "",
            by_then=one.date is None and date is not None,
        )


def _done(folder: CaseFolder) -> Iterator[Event]:
    for stage in folder.case.roadmap.stages:
        path = f"roadmap.stages.{stage.id}"
        marks = [
            (step.name, f"{path}.milestones.{step.id}", milestone_happened(stage, step))
            for step in stage.milestones
        ]
        for name, place, mark in [*marks, (stage.name, path, stage.happened)]:
            if mark is not None:
                yield Event(
                    date=mark.date,
                    kind="done",
                    text=name,
                    evidence=tuple(mark.evidence),
                    path=place,
                )


def _published(folder: CaseFolder) -> Iterator[Event]:
    for source in folder.sources.values():
        yield Event(
            date=issued(source), kind="published", text=source.title, path=f"sources.{source.id}"
        )
