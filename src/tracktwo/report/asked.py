"""The questions asked of a case, arranged for a reader: one part for each section of the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.game.lower import lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracktwo.case import Case
    from tracktwo.game.factors import Factor
    from tracktwo.questions.ask import Answers, LeftOut
    from tracktwo.questions.levers.search import Levers, MixResult
    from tracktwo.questions.matters.discovery import Condition, Corner

GROUPS, MIXES = 12, 6
"""Rows shown of groups of assumptions and of mixes."""

FAINT = 0.0005
"""Interaction of two levers, in odds, below which it is not worth a line."""


def condition(found: Condition, factors: Mapping[str, Factor]) -> str:
    """Say one side of a corner of the assumptions."""
    factor, low, high = factors[found.path], found.low, found.high
    if low is not None and high is not None:
        side = f"between {words.number(low)} and {words.number(high)}"
    else:
        side = (
            f"above {words.number(low)}" if low is not None else f"below {words.number(high or 0)}"
        )
    span = factor.span
    label = factor.label[:1].lower() + factor.label[1:]
    return f"{label} is {side} (of {words.number(span.low)} to {words.number(span.high)})"


def corner(found: Corner, factors: Mapping[str, Factor]) -> str:
    """Say a corner of the assumptions."""
    return words.join(condition(one, factors) for one in found.conditions)


@dataclass(frozen=True)
class Asked:
    """The answers with what templates need to say them."""

    case: Case
    questions: Answers

    def shown(self, part: str) -> bool:
        """Tell whether the report has a section on a question."""
        return self.has(part) or self.missing(part) is not None

    def has(self, part: str) -> bool:
        """Tell whether a question was answered."""
        return part in self.questions

    def missing(self, part: str) -> LeftOut | None:
        """Return why a question has no answer."""
        return self.questions.missing(part)

    # --- names -----------------------------------------------------------------------------

    @cached_property
    def stages(self) -> dict[str, str]:
        """Names of the stages, by id."""
        return {s.id: s.name for s in self.case.roadmap.stages}

    @cached_property
    def milestones(self) -> dict[str, str]:
        """Names of the milestones, by id."""
        return {m.id: m.name for s in self.case.roadmap.stages for m in s.milestones}

    @cached_property
    def issues(self) -> dict[str, str]:
        """Names of the issues, by id."""
        return {issue.id: issue.name for issue in self.case.issues}

    @cached_property
    def lever_names(self) -> dict[str, str]:
        """Names of the levers, by id."""
        return {lever.id: lever.name for lever in self.case.levers}

    @cached_property
    def _actors(self) -> dict[str, str]:
        return {actor.id: actor.label for actor in self.case.actors}

    def party(self, id_: str) -> str:
        """Return the name of an actor."""
        return self._actors.get(id_, id_)

    def parties(self, ids: Iterable[str]) -> str:
        """Return the names of actors in a row."""
        return words.join(self.party(id_) for id_ in ids)

    # --- levers ----------------------------------------------------------------------------

    def mixes(self, found: Levers) -> list[tuple[str, MixResult]]:
        """Return the mixes of a table: none, the case's, those that stand out, and a spread."""
        marks: dict[int, list[str]] = {}
        for number, mark in (
            (found.best, "best odds"),
            (found.surest, "surest"),
            (found.least_regret, "least regret"),
        ):
            marks.setdefault(number, []).append(mark)
        last = len(found.mixes) - 1
        spread = {round(i * last / (MIXES - 1)) for i in range(MIXES)} if last >= 0 else set()
        rows = [("No lever", found.none), ("As the case has them", found.current)]
        for number in sorted(spread | set(marks)):
            mix = found.mixes[number]
            if mix.levers:
                rows.append((words.heading(", ".join(marks.get(number, []))), mix))
        return rows

    def mix(self, mix: MixResult) -> list[str]:
        """Say the levers of a mix."""
        return [
            f"{self.lever_names[x.id]} at {x.intensity:.2f}"
            + (f" from {x.start}" if x.delay else "")
            for x in mix.levers
        ]

    def pairs(self, found: Levers) -> list[tuple[str, str, float, float]]:
        """Return the pairs of levers that do more or less together than apart, with their harm."""
        harm = {w.id: w.harm_at_full.mean for w in found.worth}
        return [
            (
                self.lever_names[p.first],
                self.lever_names[p.second],
                p.interaction.mean,
                harm[p.first] + harm[p.second],
            )
            for p in found.pairings
            if abs(p.interaction.mean) >= FAINT
        ][:6]

    # --- matters ---------------------------------------------------------------------------

    @cached_property
    def _factors(self) -> dict[str, Factor]:
        return {f.path: f for f in lower(self.case).factors}

    def corner(self, found: Corner) -> str:
        """Say a corner of the assumptions."""
        return corner(found, self._factors)

    def choice(self, id_: str) -> str:
        """Return the name of one of the roadmaps that can be chosen between."""
        names = {a.id: f"“{a.name}”" for a in self.case.alternatives}
        return names.get(id_, "the roadmap as proposed")
