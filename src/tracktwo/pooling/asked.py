"""What experts are asked about a case: positions, stances, and the numbers that decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from tracktwo.case.consent import actors_of
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.quantities import limits, names, quantities, stance_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.schema import Case

STANCES: tuple[str, ...] = tuple(reversed(get_args(StanceWord)))
"""From refusing to demanding: an order, in which two experts can be near or far."""


@dataclass(frozen=True)
class Elicited:
    """One question to an expert.

    Attributes
    ----------
    path : str
        Place in the case.
    text : str
        The question.
    hint : str
        What the ends of its scale mean.
    low, high : float
        Least and most that can be answered with a number.
    choices : tuple of str
        Words to choose from, in order; none where a number is asked.
    """

    path: str
    text: str
    hint: str
    low: float = 0.0
    high: float = 100.0
    choices: tuple[str, ...] = ()


def elicited(case: Case) -> list[Elicited]:
    """Return the questions that a case puts to experts, in the order in which they are asked.

    Positions and salience of everyone who has one, what everyone asked for a stage's consent would
    say to it, how strong each actor is, what the conflict costs those whom it is said to cost
    anything today, and how long stages take that no published rate covers.
    """
    return [
        *_positions(case), *_stances(case), *_strengths(case), *_burdens(case), *_paces(case)
    ]  # fmt: skip


def _positions(case: Case) -> Iterator[Elicited]:
    label = names(case)
    issues = {issue.id: issue for issue in case.issues}
    for row in case.positions:
        issue = issues[row.issue]
        who = label.get(row.actor, row.actor)
        hint = f"0: {issue.scale[0]} 100: {issue.scale[100]}"
        at = f"positions.{row.actor}.{row.issue}"
        yield Elicited(f"{at}.position", f"{issue.name}: what does {who} want?", hint)
        care = f"{issue.name}: how much does {who} care?"
        yield Elicited(f"{at}.salience", care, "0: not at all. 100: as much as about anything.")


def _stances(case: Case) -> Iterator[Elicited]:
    label = names(case)
    for stage in case.roadmap.stages:
        asked = dict.fromkeys(a for m in stage.milestones for a in actors_of(m.consent))
        for actor in asked:
            text = f"What would {label.get(actor, actor)} say to “{stage.name}”?"
            path = f"stances.{stance_key(actor, [stage.id])}.stance"
            yield Elicited(path, text, "In public or, if you know it, in earnest.", choices=STANCES)


def _strengths(case: Case) -> Iterator[Elicited]:
    for actor in case.actors:
        if actor.capability is not None:
            yield Elicited(
                f"actors.{actor.id}.capability",
                f"How strong is {actor.label}, of all that it could bring to bear?",
                "0: nothing. 100: as strong as the strongest could be.",
            )


def _burdens(case: Case) -> Iterator[Elicited]:
    label = names(case)
    for actor in case.roadmap.start.conflict:
        path = f"roadmap.start.conflict.{actor}"
        text = f"How hard does the conflict hit {label.get(actor, actor)} today?"
        yield Elicited(path, text, "0: not at all. 100: as hard as a conflict can.", *limits(path))


def _paces(case: Case) -> Iterator[Elicited]:
    for number in quantities(case):
        if number.path.endswith(".pace"):
            low, high = limits(number.path)
            stage = next(s for s in case.roadmap.stages if s.id == number.owner)
            text = f"If nobody minded, how likely would “{stage.name}” be passed in any one month?"
            yield Elicited(number.path, text, "0: never. 1: within the month.", low, high)
