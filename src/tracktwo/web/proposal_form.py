"""Reviewing proposals from a page: what can be edited of one, and what a form makes of it."""

from __future__ import annotations

import datetime as dt
import getpass
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from tracktwo.case.schema import ActorKind, Relation, Statement
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import points_of
from tracktwo.reading.proposals.store import Store
from tracktwo.reading.review.decisions import Session
from tracktwo.reading.review.headline import numbered_steps
from tracktwo.web.case_to_be import CaseToBe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData

    from tracktwo.web.served_case import ServedCase

FieldSort = Literal["line", "text", "list", "choice", "actor", "actors", "date", "stages"]

FIELDS: dict[str, tuple[tuple[str, str, FieldSort], ...]] = {
    "actor": (
        ("name", "Name", "line"), ("kind", "Kind", "choice"),
        ("aliases", "Other names, separated by commas", "list"), ("id", "Id in the case", "line"),
    ),
    "meeting": (
        ("name", "Name", "line"), ("body", "Body that met", "actor"), ("date", "Day", "date"),
        ("chair", "Who presided", "actor"), ("present", "Present", "actors"),
        ("absent", "Absent", "actors"),
    ),
    "statement": (
        ("by", "Who says it", "actor"), ("with", "Together with", "actors"),
        ("kind", "Kind", "choice"), ("to", "To whom", "actors"), ("text", "What", "text"),
        ("date", "Day", "date"), ("about", "About", "actors"),
    ),
    "relation": (
        ("from", "From", "actor"), ("kind", "Kind", "choice"), ("to", "To", "actor"),
        ("description", "In words", "text"),
    ),
    "roadmap": (
        ("name", "Name", "line"), ("proposed_by", "Proposed by", "actors"),
        ("stages", "Stages", "stages"),
    ),
    "alternative": (("name", "Name", "line"), ("description", "In words", "text")),
}  # fmt: skip
"""Of each kind of proposal: fields that can be edited, their labels, and what each holds."""

CHOICES: dict[str, tuple[str, ...]] = {
    "actor": get_args(ActorKind),
    "statement": get_args(Statement.model_fields["kind"].annotation),
    "relation": get_args(Relation.model_fields["kind"].annotation),
}
"""Words allowed in the field `kind`."""

FLAGS = {
    "pronoun": "who is meant stands only as a pronoun",
    "passive": "said in the passive",
    "far-subject": "who says it stands far from what is said",
    "unnamed": "a group without a name, taken for the one that the text names",
    "no-speaker": "nobody is named as saying it",
    "negated": "negated",
    "continued": "goes on from the sentence before",
    "earlier": "of an earlier time",
    "kind-unknown": "the kind of actor is a guess",
    "known": "the case has this actor; something of it is new",
    "no-body": "the body that met is not named",
    "issuer": "said in a statement of theirs, not by name",
    "reported": "the text tells it of them; they are not quoted",
    "number-mismatch": "the text announces another number of steps than were found",
}
"""Reasons to look closely, in words."""

TIERS = {
    "A": "two methods agree",
    "B": "one rule, sure enough",
    "C": "less sure: look closely",
}
_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Field:
    """One field of a proposal in a form."""

    name: str
    label: str
    sort: FieldSort
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    """Value and words, of a choice."""

    @property
    def steps(self) -> list[tuple[str, dict[str, Any]]]:
        """Number and step, of the stages of a plan."""
        return numbered_steps(self.value)


def _renamed(stages: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    """Return the stages of a plan with the names given for its steps; without one it is left out.

    A stage takes what is in it along.
    """
    given = dict(zip((number for number, _ in numbered_steps(stages)), names, strict=False))

    def kept(items: list[dict[str, Any]], within: str) -> list[dict[str, Any]]:
        numbers = ((f"{within}{n}", item) for n, item in enumerate(items, start=1))
        return [{**item, "name": given[n][:200]} for n, item in numbers if given.get(n)]

    if points_of(stages):
        points = kept(points_of(stages), "")
        return [{**stages[0], "milestones": points}] if points else []
    found = []
    for n, stage in enumerate(stages, start=1):
        inner = kept(stage.get("milestones") or [], f"{n}.")
        bare = {k: v for k, v in stage.items() if k != "milestones"}
        if given.get(str(n)):
            name = {"name": given[str(n)][:200]}
            found.append(bare | name | ({"milestones": inner} if inner else {}))
    return found


def session_of(served: ServedCase | CaseToBe, who: str) -> Session:
    """Return the review as it stands on disk now.

    Raises
    ------
    NoCaseYetError
        If there is neither a case nor a folder for one.
    """
    known = [] if isinstance(served, CaseToBe) else served.state.folder.case.actors
    actors = {actor.id: actor.label for actor in known}
    names = {
        actor.id: [name for name in (actor.name, actor.short, *actor.aliases) if name]
        for actor in known
    }
    return Session(Store(served.path), actors, named(who), names)


def named(who: str) -> str:
    """Return a reviewer's name: the one given, else the one logged in with."""
    text = " ".join(who.split())[:80]
    if text and text.isprintable():
        return text
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def fields_of(session: Session, row: Mapping[str, Any]) -> list[Field]:
    """Return what can be edited of a proposal."""
    item = session.item(row)
    waiting = {
        one["item"]["id"]: f"{one['item']['name']} (not accepted yet)"
        for one in session.queue
        if one["kind"] == "actor"
    }
    actors = tuple(sorted((waiting | session.actors()).items(), key=lambda pair: pair[1].lower()))
    found = []
    for name, label, sort in FIELDS[row["kind"]]:
        value = item.get(name)
        options: tuple[tuple[str, str], ...] = ()
        if sort == "choice":
            options = tuple((word, word.replace("-", " ")) for word in CHOICES[row["kind"]])
        elif sort in {"actor", "actors"}:
            given = [value] if isinstance(value, str) else value or []
            known = dict(actors)
            options = (*actors, *((id_, id_) for id_ in given if id_ not in known))
        found.append(Field(name, label, sort, value, options))
    return found


def edited(session: Session, row: Mapping[str, Any], form: FormData) -> dict[str, Any]:
    """Return a proposed part with the values of a form.

    Raises
    ------
    ReadingError
        Saying everything that is wrong.
    """
    item, wrong = session.item(row), []
    for field in fields_of(session, row):
        given = [x.strip() for x in form.getlist(f"f-{field.name}") if isinstance(x, str)]
        try:
            value = _value(field, given)
        except ValueError as error:
            wrong.append(f"{field.label}: {error}")
            continue
        if value:
            item[field.name] = value
        else:
            item.pop(field.name, None)
    if wrong:
        raise ReadingError("; ".join(wrong))
    return item


def _value(field: Field, given: list[str]) -> Any:
    """Return the value of a field; nothing where it is left empty."""
    first = given[0] if given else ""
    match field.sort:
        case "list":
            return [part.strip() for part in first.split(",") if part.strip()]
        case "actors" | "actor" | "choice":
            known = {value for value, _ in field.options}
            unknown = [x for x in given if x and x not in known]
            if unknown:
                raise ValueError(f"there is no {', '.join(unknown)[:80]} to choose")
            chosen = [x for x in given if x]
            return chosen if field.sort == "actors" else (chosen[0] if chosen else None)
        case "date":
            try:
                return dt.date.fromisoformat(first).isoformat() if first else None
            except ValueError:
                raise ValueError(f"{first[:40]!r} is no day; write it as 2023-03-19") from None
        case "stages":
            return _renamed(field.value, given)
        case _:
            text = " ".join(first.split()) if field.sort == "line" else first
            if field.name == "id" and not _ID.fullmatch(text):
                raise ValueError("write it in lower-case letters, digits and hyphens")
            if not text:
                raise ValueError("is empty")
            if len(text) > 2_000:
                raise ValueError("has more than 2,000 characters")
            return text
