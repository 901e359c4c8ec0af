"""Marks of drafting rules: what in a case no person has set yet, and how a mark goes.

A number carries its mark in itself, so another number in its place has none. Who must agree to a
step, and the base rate of a stage, carry theirs in the field `rule` beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.consent import actors_of, met
from tracktwo.case.quantities import names, stance_key, uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracktwo.case.schema import Case

_BESIDE = frozenset({"consent", "base_rate", "pace"})
"""Fields whose mark stands beside them; a pace takes the place of a base rate."""


def unmarking(data: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes together with the marks that they take away.

    Parameters
    ----------
    data : the case as plain data
    changes : dotted path to a new value
    """
    found = dict(changes)
    for path in changes:
        head, _, field = path.rpartition(".")
        mark = f"{head}.rule"
        if field not in _BESIDE or mark in changes:
            continue
        try:
            if paths.look(data, mark) is not None:
                found[mark] = None
        except paths.PathError:
            continue  # nothing is marked there
    return found


# --- what decides, and whose it is -----------------------------------------------------------


@dataclass(frozen=True)
class Decisive:
    """One number or rule without which the odds say nothing.

    Attributes
    ----------
    path : str
        Dotted path in the case.
    what : str
        What it is, for people.
    rule : str or None
        The drafting rule that set it; None once it is a person's.
    """

    path: str
    what: str
    rule: str | None


@dataclass(frozen=True)
class Drafted:
    """How much of what decides the odds is still a rule's."""

    decisive: tuple[Decisive, ...]

    @property
    def total(self) -> int:
        """Number of decisive numbers."""
        return len(self.decisive)

    @property
    def yours(self) -> int:
        """How many of them no rule has set, or a person has set since."""
        return sum(one.rule is None for one in self.decisive)

    @property
    def finished(self) -> bool:
        """Whether the odds are a case's and no longer a first draft's."""
        return self.yours == self.total

    def __str__(self) -> str:
        """Say it in words."""
        one = "is" if self.yours == 1 else "are"
        return f"a first draft's odds: {self.yours} of {self.total} decisive numbers {one} yours"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data: for every face the same."""
        return {
            "first_draft": not self.finished,
            "yours": self.yours,
            "decisive": self.total,
            "open": [one.path for one in self.decisive if one.rule is not None],
        }


def drafted(case: Case) -> Drafted:
    """Tell how many of the decisive numbers of a case no drafting rule stands for.

    Decisive are who must agree to each step, the pace or base rate of each stage, the stances of
    those who can stop a step by themselves, and the positions of the parties among these.

    Parameters
    ----------
    case : Case
    """
    return Drafted(tuple(_decisive(case)))


def _decisive(case: Case) -> Iterator[Decisive]:
    label = names(case)
    for stage in case.roadmap.stages:
        at = f"roadmap.stages.{stage.id}"
        for step in stage.milestones:
            what = f"Who must agree to “{step.name}”"
            yield Decisive(f"{at}.milestones.{step.id}.consent", what, step.rule)
        if stage.pace is not None:
            yield Decisive(f"{at}.pace", f"Pace of “{stage.name}”", stage.pace.rule)
        else:
            yield Decisive(f"{at}.base_rate", f"Base rate of “{stage.name}”", stage.rule)
    stopping = blocking(case)
    for stance in case.stances:
        if stance.actor in stopping:
            path = f"stances.{stance_key(stance.actor, stance.on)}.strength"
            what = f"Stance of {label.get(stance.actor, stance.actor)} on {', '.join(stance.on)}"
            yield Decisive(path, what, stance.strength.rule if stance.strength else None)
    parts = {actor.id: actor.part for actor in case.actors}
    for row in case.positions:
        if row.actor in stopping and parts.get(row.actor) in {"party", None}:
            about = uncapitalised(label.get(row.issue, row.issue))
            what = f"Position of {label.get(row.actor, row.actor)} on {about}"
            yield Decisive(f"positions.{row.actor}.{row.issue}.position", what, row.position.rule)


def blocking(case: Case) -> set[str]:
    """Return the actors without whose consent some step cannot happen."""
    return {
        actor
        for stage in case.roadmap.stages
        for step in stage.milestones
        for actor in actors_of(step.consent)
        if not met(step.consent, {actor})
    }
