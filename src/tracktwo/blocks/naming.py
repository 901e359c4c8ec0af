"""What the things of a case are called: the names, months and quotes that a section speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.blocks.targets import ToPart, ToQuote
from tracktwo.blocks.text import ASSUMED, Link, Name, Ref, Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.case import Case, CaseFolder, Quote, Source


_OF_MANY = {"is": "are", "has": "have"}


class ById(dict[str, str]):
    """Names by id; what has no name is called by its id."""

    def __missing__(self, id_: str) -> str:
        return id_


@dataclass(frozen=True)
class Naming:
    """What the things of a case are called.

    The mappings give plain strings, for charts; the methods give spans, for texts. Ids are unique
    within a kind only, so each kind has a mapping of its own.
    """

    folder: CaseFolder

    @property
    def case(self) -> Case:
        """The case."""
        return self.folder.case

    # --- names -----------------------------------------------------------------------------

    @cached_property
    def actors(self) -> ById:
        """Names of the actors."""
        return ById({actor.id: actor.label for actor in self.case.actors})

    @cached_property
    def stages(self) -> ById:
        """Names of the stages."""
        return ById({stage.id: stage.name for stage in self.case.roadmap.stages})

    @cached_property
    def milestones(self) -> ById:
        """Names of the milestones."""
        stages = self.case.roadmap.stages
        return ById({step.id: step.name for stage in stages for step in stage.milestones})

    @cached_property
    def steps(self) -> ById:
        """Names of stages and milestones."""
        return ById({**self.milestones, **self.stages})

    @cached_property
    def issues(self) -> ById:
        """Names of the issues."""
        return ById({issue.id: issue.name for issue in self.case.issues})

    @cached_property
    def levers(self) -> ById:
        """Names of the levers."""
        return ById({lever.id: lever.name for lever in self.case.levers})

    @cached_property
    def alternatives(self) -> ById:
        """Names of the alternatives."""
        return ById({one.id: one.name for one in self.case.alternatives})

    @cached_property
    def _many(self) -> set[str]:
        """Actors spoken of in the plural, as "the donors" are and "the United States" is not."""
        return {
            actor.id for actor in self.case.actors
            if actor.kind in {"group", "armed-group"} and actor.label.endswith("s")
        }  # fmt: skip

    def does(self, id_: str, verb: str) -> str:
        """Return what is said of one actor, as "hosts", in the number of this one."""
        if id_ not in self._many:
            return verb
        head, _, rest = verb.partition(" ")
        return " ".join((_OF_MANY.get(head, head.removesuffix("s")), rest)).strip()

    def actor(self, id_: str, *, first: bool = False) -> Name:
        """Return the name of an actor, with a capital where it comes first."""
        return Name(words.heading(self.actors[id_]) if first else self.actors[id_])

    def to_actor(self, id_: str, *, first: bool = False) -> Link:
        """Return the name of an actor as a link to what the case says of it."""
        return Link(self.actor(id_, first=first), ToPart(f"actors.{id_}"))

    def listed_actors(self, ids: Iterable[str]) -> Text:
        """Return the names of actors in a row."""
        return listed([self.actor(id_) for id_ in ids])

    def to_actors(self, ids: Iterable[str]) -> Text:
        """Return the names of actors in a row, each a link to what the case says of it."""
        return listed([self.to_actor(id_) for id_ in ids])

    def stage(self, id_: str) -> Name:
        """Return the name of a stage."""
        return Name(self.stages[id_])

    def milestone(self, id_: str) -> Name:
        """Return the name of a milestone."""
        return Name(self.milestones[id_])

    def step(self, id_: str) -> Name:
        """Return the name of a stage or a milestone."""
        return Name(self.steps[id_])

    def issue(self, id_: str) -> Name:
        """Return the name of an issue."""
        return Name(self.issues[id_])

    def lever(self, id_: str) -> Name:
        """Return the name of a lever."""
        return Name(self.levers[id_])

    # --- months ----------------------------------------------------------------------------

    def month(self, months: float) -> str:
        """Name the month that lies some months after the as-of date."""
        return words.month(self.case.as_of, months)

    @property
    def until(self) -> str:
        """The month of the horizon."""
        return self.month(self.case.horizon)

    # --- evidence --------------------------------------------------------------------------

    @cached_property
    def quote_numbers(self) -> dict[str, int]:
        """Number of each quote, by id."""
        return {quote.id: number for _, quotes in numbered(self.folder) for number, quote in quotes}

    def refs(self, evidence: Iterable[str]) -> Text:
        """Return the numbers of the quotes behind a statement."""
        known = self.quote_numbers
        return tuple(Ref(known[id_], ToQuote(id_)) for id_ in evidence if id_ in known)

    def mark(self, evidence: Iterable[str]) -> Text:
        """Return the numbers of the quotes behind a statement, or its mark as an assumption."""
        return self.refs(evidence) or ASSUMED


def numbered(folder: CaseFolder) -> list[tuple[Source, list[tuple[int, Quote]]]]:
    """Return the sources with their quotes, numbered through in the order of their texts."""
    found = []
    number = 0
    for source in folder.sources.values():
        ours = [quote for quote in folder.quotes.values() if quote.source == source.id]
        ours.sort(key=lambda quote: (quote.start is None, quote.start or 0, quote.line))
        found.append((source, list(enumerate(ours, start=number + 1))))
        number += len(ours)
    return found
