"""What was accepted, in the case's own format, as the rules of a draft ask for it."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.problems import DraftError, NoDateError
from tracktwo.drafting.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Item = dict[str, Any]

_LISTS = ("actors", "meetings", "statements", "relations", "alternatives")


@dataclass(frozen=True)
class Facts:
    """Accepted facts; dicts in the format of case.yaml.

    Attributes
    ----------
    title : str
        Of what was read.
    date : datetime.date
        When it was published.
    id : str
        Of the case.
    actors, meetings, statements, relations, alternatives : list of dict
    roadmap : dict or None
        The plan: name, proposed_by, stages with their milestones.
    passed : list of str
        Kinds of step that were taken before the plan begins, where that is known.
    agreed_lately : bool
        Whether the sides agreed on something in the last two years.
    """

    title: str
    date: dt.date
    id: str = "draft"
    actors: list[Item] = field(default_factory=list)
    meetings: list[Item] = field(default_factory=list)
    statements: list[Item] = field(default_factory=list)
    relations: list[Item] = field(default_factory=list)
    alternatives: list[Item] = field(default_factory=list)
    roadmap: Item | None = None
    passed: list[str] = field(default_factory=list)
    agreed_lately: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Facts:
        """Take facts from plain data; nothing of it is changed later.

        Raises
        ------
        NoDateError
            If they do not say when they were published.
        DraftError
            If the day is none.
        """
        given = copy.deepcopy(dict(plain))
        day = given.get("date")
        if not day:
            raise NoDateError
        try:
            date = day if isinstance(day, dt.date) else dt.date.fromisoformat(str(day))
        except ValueError:
            raise DraftError(f"{day!r} is no day; write it as YYYY-MM-DD") from None
        lists = {name: list(given.get(name) or []) for name in _LISTS}
        for one in (*lists["statements"], *lists["meetings"]):
            if str(one.get("date") or "") > date.isoformat():
                del one["date"]  # of what is to come: nothing was said or held on it yet
        return cls(
            title=_line(given.get("title")) or "Untitled report",
            date=date,
            id=str(given.get("id") or "draft"),
            roadmap=given.get("roadmap") or None,
            passed=list(given.get("passed") or []),
            agreed_lately=bool(given.get("agreed_lately")),
            **lists,
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Id: name of each actor."""
        return {a["id"]: str(a["name"]) for a in self.actors}

    @cached_property
    def counted(self) -> list[Item]:
        """The statements as stances and positions count them, in order (see `wording`)."""
        return [part for said in self.statements for part in counted(said)]

    def by(self, actor: str, *kinds: str) -> list[Item]:
        """Return what an actor said, of some kinds if any are named."""
        return [
            s for s in self.statements if s["by"] == actor and (not kinds or s["kind"] in kinds)
        ]

    def related(self, *kinds: str) -> Iterator[tuple[str, str, Item]]:
        """Yield (from, to, relation) of some kinds, between actors that are known."""
        for r in self.relations:
            if r["kind"] in kinds and r["from"] in self.names and r["to"] in self.names:
                yield r["from"], r["to"], r


def _line(text: Any) -> str:
    return " ".join(str(text).split()) if text else ""


def evidence(*items: Mapping[str, Any]) -> list[str]:
    """Return the quotes of some facts, each once, in order."""
    return list(dict.fromkeys(q for item in items for q in item.get("evidence") or []))
