"""Marks of drafting rules: what in a case no person has set yet, and how a mark goes.

A number carries its mark in itself, so another number in its place has none. Who must agree to a
step, and the base rate of a stage, carry theirs in the field `rule` beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.consent import actors_of, met
from tracktwo.case.happened import happened_on
from tracktwo.case.quantities import names, stance_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracktwo.case.schema import Actor, Case

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
    """What one answer can settle and without which the odds say nothing.

    Attributes
    ----------
    path : str
        Id of the question that settles what is open of it: the path of the only number or rule,
        or of what several belong to.
    what : str
        What it is, for people.
    rule : str or None
        The drafting rule that set the first that is open; None once all are a person's.
    parts : tuple of str
        Paths of the numbers and rules that are open.
    """

    path: str
    what: str
    rule: str | None
    parts: tuple[str, ...] = ()


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
        count = f"{self.yours} of {self.total} decisive numbers"
        return f"a first draft's odds: {count} {one} reported or yours"

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

    What one answer settles counts once: who must agree to the steps of a stage; how long each stage
    takes that no published rate covers; whether the published rates fit the others; and for each
    actor who can stop a step by itself, what it wants and would agree to. What whoever proposed the
    plan wants of it has been said with the plan.

    Parameters
    ----------
    case : Case
    """
    return Drafted(tuple(_decisive(case)))


def _decisive(case: Case) -> Iterator[Decisive]:
    rates: list[_Part] = []
    done = happened_on(case)  # nothing that is past is decided by a number any more
    for stage in case.roadmap.stages:
        at = f"roadmap.stages.{stage.id}"
        steps = [
            (f"{at}.milestones.{step.id}.consent", step.rule)
            for step in stage.milestones
            if step.id not in done
        ]
        if stage.id in done:
            continue
        if steps:
            yield _settled_by(f"{at}.consent", f"Who must agree in “{stage.name}”", steps)
        if stage.pace is not None:
            pace = [(f"{at}.pace", stage.pace.rule)]
            yield _settled_by(f"{at}.pace", f"Pace of “{stage.name}”", pace)
        else:
            rates.append((f"{at}.base_rate", stage.rule))
    if rates:
        yield _settled_by(RATES, "Published base rates", rates)
    label = names(case)
    stopping = stopping_alone(case)
    for actor in case.actors:
        parts = [*_stances_of(case, actor.id), *_positions_of(case, actor)]
        if actor.id in stopping and parts:
            what = f"What {label.get(actor.id, actor.id)} wants and would agree to"
            yield _settled_by(f"actors.{actor.id}.attitude", what, parts)


RATES = "roadmap.base_rates"
"""Question whether the published rates fit."""

_Part = tuple[str, "str | None"]


def _settled_by(group: str, what: str, parts: list[_Part]) -> Decisive:
    open_ = [(path, rule) for path, rule in parts if rule is not None]
    path = open_[0][0] if len(open_) == 1 else group
    rule = open_[0][1] if open_ else None
    return Decisive(path, what, rule, tuple(path for path, _ in open_))


def _stances_of(case: Case, actor: str) -> Iterator[_Part]:
    done = happened_on(case)
    for stance in case.stances:
        if stance.actor == actor and not done.keys() >= set(stance.on):
            path = f"stances.{stance_key(stance.actor, stance.on)}.strength"
            yield path, stance.strength.rule if stance.strength else None


def _positions_of(case: Case, actor: Actor) -> Iterator[_Part]:
    if actor.part not in {"party", None} or actor.id in case.roadmap.proposed_by:
        return
    for row in case.positions:
        if row.actor == actor.id:
            yield f"positions.{row.actor}.{row.issue}.position", row.position.rule


def stopping_alone(case: Case) -> set[str]:
    """Return the actors without whose consent some step cannot happen, as strong as they are."""
    strength = {a.id: a.capability.mode for a in case.actors if a.capability is not None}
    return {
        actor
        for stage in case.roadmap.stages
        for step in stage.milestones
        for actor in actors_of(step.consent)
        if not met(step.consent, {actor}, strength)
    }
