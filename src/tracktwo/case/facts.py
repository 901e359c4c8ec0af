"""Every statement of a case with the quotes it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.quantities import names, quantities, stance_key, step_names
from tracktwo.case.schema import Settlement, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.schema import Actor, Case, Milestone, Roadmap, Situation


@dataclass(frozen=True)
class Fact:
    """Something that a case states.

    Attributes
    ----------
    path : str
        Dotted path of the part that states it.
    label : str
        What it is, for people.
    evidence : tuple of str
        Ids of quotes; empty for an assumption.
    """

    path: str
    label: str
    evidence: tuple[str, ...]


def facts(case: Case) -> list[Fact]:
    """List every part of a case that may carry evidence, numbers included.

    Parameters
    ----------
    case : Case

    Returns
    -------
    list of Fact
        In the order of the case, numbers last.
    """
    label, steps = names(case), step_names(case)
    found = [
        *(fact for actor in case.actors for fact in _of_actor(actor, label)),
        *(Fact(f"issues.{x.id}", f"Issue: {x.name}", tuple(x.evidence)) for x in case.issues),
        *_of_roadmap(case.roadmap),
        *(
            Fact(
                f"stances.{stance_key(s.actor, s.on)}",
                f"Stance of {label.get(s.actor, s.actor)} on "
                f"{', '.join(f'“{steps.get(on, on)}”' for on in s.on)}: {s.stance}",
                tuple(s.evidence),
            )
            for s in case.stances
        ),
        *(
            Fact(f"levers.{x.id}", f"{x.kind.capitalize()}: {x.name}", tuple(x.evidence))
            for x in case.levers
        ),
        *(Fact(f"meetings.{x.id}", f"Meeting: {x.name}", tuple(x.evidence)) for x in case.meetings),
        *(
            Fact(f"relations.{i}", f"Relation: {x.description}", tuple(x.evidence))
            for i, x in enumerate(case.relations)
        ),
        *(
            Fact(
                f"statements.{x.id}",
                f"{STATEMENTS[x.kind]} by {label.get(x.by, x.by)}: {x.text}",
                tuple(x.evidence),
            )
            for x in case.statements
        ),
        *(
            Fact(f"alternatives.{x.id}", f"Alternative: {x.name}", tuple(x.evidence))
            for x in case.alternatives
        ),
    ]
    if case.harm_limit is not None:
        limit = case.harm_limit
        found.append(Fact("harm_limit", f"Limit: {limit.description}", tuple(limit.evidence)))
    found += [
        Fact(q.path, q.label, tuple(q.quantity.evidence)) for q in quantities(case) if q.given
    ]
    return found


STATEMENTS = {
    "proposes": "Proposal",
    "demands": "Demand",
    "refuses": "Refusal",
    "warns": "Warning",
    "conditions": "Condition",
    "states": "Statement",
    "accepts": "Acceptance",
    "commits": "Commitment",
}
"""What each kind of statement is called."""


def _of_actor(actor: Actor, label: dict[str, str]) -> Iterator[Fact]:
    path = f"actors.{actor.id}"
    yield Fact(path, f"Actor: {actor.name}", tuple(actor.evidence))
    for i, role in enumerate(actor.roles):
        yield Fact(f"{path}.roles.{i}", f"{actor.label}: {role.role}", tuple(role.evidence))
    for member in actor.members:
        yield Fact(
            f"{path}.members.{member.actor}",
            f"{label.get(member.actor, member.actor)} is a member of {actor.label}",
            tuple(member.evidence),
        )


def _of_situation(situation: Situation, path: str, what: str) -> Iterator[Fact]:
    yield Fact(path, what, tuple(situation.evidence))
    for issue, policy in situation.policy.items():
        if isinstance(policy, Settlement):
            place = f"{path}.policy.{issue}"
            yield Fact(place, f"{what}: settlement on {issue}", tuple(policy.evidence))
    if isinstance(situation, Stage) and situation.settlement is not None:
        rest = tuple(situation.settlement.evidence)
        yield Fact(f"{path}.settlement", f"{what}: settlement on the issues left open", rest)


def _of_mark(step: Stage | Milestone, path: str) -> Iterator[Fact]:
    if step.happened is not None:
        label = f"{step.name}: happened on {step.happened.date}"
        yield Fact(f"{path}.happened", label, tuple(step.happened.evidence))


def _of_roadmap(roadmap: Roadmap) -> Iterator[Fact]:
    yield Fact("roadmap", f"Roadmap: {roadmap.name}", tuple(roadmap.evidence))
    yield from _of_situation(roadmap.start, "roadmap.start", "The status quo")
    for stage in roadmap.stages:
        path = f"roadmap.stages.{stage.id}"
        yield from _of_situation(stage, path, f"Stage: {stage.name}")
        yield from _of_mark(stage, path)
        for milestone in stage.milestones:
            yield Fact(
                f"{path}.milestones.{milestone.id}",
                f"Milestone: {milestone.name}",
                tuple(milestone.evidence),
            )
            yield from _of_mark(milestone, f"{path}.milestones.{milestone.id}")
    yield from _of_situation(roadmap.abandoned, "roadmap.abandoned", "Abandonment")
    if roadmap.relapse is not None:
        yield from _of_situation(roadmap.relapse, "roadmap.relapse", "Relapse")
