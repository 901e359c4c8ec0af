"""Every number of a case by name: what may be drawn, swept, attributed or shown.

The path of a quantity is the one that `alternatives`, overlays and the saver understand, with
ids where a list is entered: ``actors.taliban.capability``, ``positions.taliban.office.salience``,
``roadmap.stages.talks.policy.rule``, ``stances.taliban.office.strength``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from tracktwo.case.offices import Decisiveness, Points, Size, Spread
from tracktwo.case.parts import (
    Chance,
    Cost,
    Exponent,
    LogOdds,
    Months,
    PerYear,
    Precision,
    Quantity,
    Score,
    Share,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.offices import Election, Power
    from tracktwo.case.parts import Part
    from tracktwo.case.schema import Actor, Case, Lever, Roadmap, Situation, Stage

Group = Literal["actor", "issue", "stage", "lever", "model"]


@dataclass(frozen=True)
class NamedQuantity:
    """A quantity with its place in the case.

    Attributes
    ----------
    path : str
        Dotted path; ids select list items.
    label : str
        What it is, for people.
    quantity : Quantity
    group : {"actor", "issue", "stage", "lever", "model"}
    owner : str
        Id of the actor, issue, stage (or start, abandoned, relapsed) or lever; the name of the
        setting for the group `model`.
    given : bool
        Whether the case states it; False where it is the format's default.
    """

    path: str
    label: str
    quantity: Quantity
    group: Group
    owner: str
    given: bool = True


def quantities(case: Case) -> list[NamedQuantity]:
    """List every quantity of a case, points and defaults included, in the order of the case.

    Parameters
    ----------
    case : Case

    Returns
    -------
    list of NamedQuantity
        Paths are unique.
    """
    return [
        *(q for actor in case.actors for q in _of_actor(case, actor)),
        *_of_positions(case),
        *_of_roadmap(case, case.roadmap),
        *_of_power_terms(case),
        *_of_stances(case),
        *(q for lever in case.levers for q in _of_lever(case, lever)),
        *_of_model(case),
    ]


_FIELDS = {
    "weight": Score, "capability": Score, "position": Score, "salience": Score, "harm": Score,
    "disruption": Share, "intensity": Share, "discount": Share, "lapses": Chance, "pace": Chance,
    "chance": Chance, "ease": LogOdds, "strength": LogOdds, "ramp": Months, "half_life": Months,
    "conflict_growth": PerYear, "precision": Precision, "loss_exponent": Exponent,
    "duration": Months, "months": Months, "error": Points, "swing": Points, "abstain": Share,
    "decisiveness": Decisiveness,
    "quorum.members": Share, "quorum.weight": Share, "chair.weight": Share,
}  # fmt: skip
"""By the last parts of a path."""
_MAPPINGS = {
    "policy": Score, "conflict": Score, "cost": Cost, "stances": LogOdds, "salience": Score,
    "shares": Score, "population": Size, "reserved": Score, "votes": Score, "turnout": Share,
    "boycott": Share, "concentration": Spread, "ministries": Score,
}  # fmt: skip
"""Of actors or issues, whose ids then end the path; of ministries, with a party after each."""


def limits(path: str) -> tuple[float, float]:
    """Return the lowest and the highest value that the format allows for the number at a path.

    Raises
    ------
    KeyError
        If no number of a case ends so.
    """
    *_, above, parent, field = ("", "", *path.split("."))
    for name in (parent, above):
        if name in _MAPPINGS and name in {parent, "ministries"}:
            return _ends(_MAPPINGS[name])
    pair = f"{parent}.{field}"
    return _ends(_FIELDS[pair if pair in _FIELDS else field])


def _ends(kind: Any) -> tuple[float, float]:
    within: Within = get_args(kind)[1]
    return within.low, within.high


def stance_key(actor: str, on: list[str]) -> str:
    """Name a stance within ``stances``: its actor, a dot, what it is on joined by ``+``."""
    return f"{actor}.{'+'.join(on)}"


def names(case: Case) -> dict[str, str]:
    """Map the ids of actors (short names), issues and levers to names for people.

    Stages and milestones stand apart, in `step_names`: an issue and a milestone may share an id.
    """
    return {
        **{lever.id: lever.name for lever in case.levers},
        **{issue.id: issue.name for issue in case.issues},
        **{actor.id: actor.label for actor in case.actors},
    }


def step_names(case: Case) -> dict[str, str]:
    """Map the ids of stages and milestones to their names."""
    stages = case.roadmap.stages
    return {
        **{milestone.id: milestone.name for stage in stages for milestone in stage.milestones},
        **{stage.id: stage.name for stage in stages},
    }


def uncapitalised(text: str) -> str:
    """Write a name as it stands within a sentence; acronyms stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _field(part: Part, path: str, label: str, group: Group, owner: str) -> Iterator[NamedQuantity]:
    name = path.rpartition(".")[2]
    quantity = getattr(part, name)
    if quantity is not None:
        given = name in part.model_fields_set
        yield NamedQuantity(path, label, quantity, group, owner, given)


def _of_actor(case: Case, actor: Actor) -> Iterator[NamedQuantity]:
    path, who = f"actors.{actor.id}", actor.label
    label = names(case)
    for member in actor.members:
        yield from _field(
            member,
            f"{path}.members.{member.actor}.weight",
            f"Weight of {label.get(member.actor, member.actor)} in {who}",
            "actor",
            actor.id,
        )
    if actor.quorum is not None:
        for field in ("members", "weight"):
            what = f"Share of its {field} that {who} needs for a quorum"
            yield from _field(actor.quorum, f"{path}.quorum.{field}", what, "actor", actor.id)
    yield from _field(actor, f"{path}.capability", f"Capability of {who}", "actor", actor.id)
    yield from _field(
        actor,
        f"{path}.disruption",
        f"Share of its capability that {who} could turn to disruption",
        "actor",
        actor.id,
    )
    yield from _field(actor, f"{path}.precision", f"Precision of {who}", "actor", actor.id)


def _of_positions(case: Case) -> Iterator[NamedQuantity]:
    label = names(case)
    for row in case.positions:
        path = f"positions.{row.actor}.{row.issue}"
        who, what = label.get(row.actor, row.actor), label.get(row.issue, row.issue)
        about = f"of {who} on {uncapitalised(what)}"
        yield from _field(row, f"{path}.position", f"Position {about}", "issue", row.issue)
        yield from _field(row, f"{path}.salience", f"Salience {about}", "issue", row.issue)


def _of_situation(
    case: Case, situation: Situation, path: str, owner: str, when: str
) -> Iterator[NamedQuantity]:
    label = names(case)
    for issue, policy in situation.policy.items():
        if isinstance(policy, Quantity):
            what = label.get(issue, issue)
            yield NamedQuantity(f"{path}.policy.{issue}", f"{what} {when}", policy, "stage", owner)
    for actor, cost in situation.conflict.items():
        what = f"Cost of conflict to {label.get(actor, actor)} {when}"
        yield NamedQuantity(f"{path}.conflict.{actor}", what, cost, "stage", owner)
    if situation.power is not None:
        yield from _of_power(label, situation.power, f"{path}.power", owner, when)


def _of_power(
    label: dict[str, str], power: Power, path: str, owner: str, when: str
) -> Iterator[NamedQuantity]:
    def each(
        at: str, what: str, numbers: dict[str, Quantity], when: str = when
    ) -> Iterator[NamedQuantity]:
        for party, number in numbers.items():
            text = f"{what} {label.get(party, party)} {when}"
            yield NamedQuantity(f"{at}.{party}", text, number, "stage", owner)

    yield from each(f"{path}.shares", "Share of power of", power.shares or {})
    what = f"How much strength decides {when}"
    yield from _field(power, f"{path}.decisiveness", what, "stage", owner)
    yield from each(f"{path}.population", "Members or people of", power.population)
    for ministry, worth in power.ministries.items():
        about = f"What the ministry “{ministry}” is worth to"
        yield from each(f"{path}.ministries.{ministry}", about, worth)
    yield from each(f"{path}.reserved", "Percent of power set aside for", power.reserved)
    if power.chair is not None:
        what = f"Share of power that goes with the chair {when}"
        yield from _field(power.chair, f"{path}.chair.weight", what, "stage", owner)
    yield from _field(power, f"{path}.duration", f"Months agreed {when}", "stage", owner)
    if power.extension is not None:
        at, more = f"{path}.extension", power.extension
        yield from _field(more, f"{at}.chance", f"Chance of extension {when}", "stage", owner)
        yield from _field(more, f"{at}.months", f"Months of extension {when}", "stage", owner)
    if power.election is not None:
        yield from _of_election(label, power.election, f"{path}.election", owner, when)


def _of_election(
    label: dict[str, str], election: Election, path: str, owner: str, when: str
) -> Iterator[NamedQuantity]:
    for field, what in (
        ("votes", "Percent of the votes expected for"),
        ("turnout", "Share of followers that vote for"),
        ("boycott", "Chance that the vote is boycotted by"),
        ("concentration", "Unevenness over districts of"),
    ):
        for party, number in getattr(election, field).items():
            text = f"{what} {label.get(party, party)} {when}"
            yield NamedQuantity(f"{path}.{field}.{party}", text, number, "stage", owner)
    for field, what in (
        ("error", "Points of error of the expected votes"),
        ("swing", "Points of error that a side has in common"),
        ("abstain", "Share of voters without a candidate that abstain"),
    ):
        text = f"{what} {when}"
        yield from _field(election, f"{path}.{field}", text, "stage", owner)


def _of_power_terms(case: Case) -> Iterator[NamedQuantity]:
    label = names(case)
    for party, salience in case.power.salience.items() if case.power is not None else ():
        what = f"Salience of its share of power to {label.get(party, party)}"
        yield NamedQuantity(f"power.salience.{party}", what, salience, "actor", party)


def _of_stage(case: Case, stage: Stage) -> Iterator[NamedQuantity]:
    path = f"roadmap.stages.{stage.id}"
    yield from _of_situation(case, stage, path, stage.id, f"in stage “{stage.name}”")
    yield from _field(stage, f"{path}.pace", f"Pace of stage “{stage.name}”", "stage", stage.id)
    for milestone in stage.milestones:
        at, name = f"{path}.milestones.{milestone.id}", milestone.name
        yield from _field(milestone, f"{at}.ease", f"Ease of “{name}”", "stage", stage.id)
        yield from _field(
            milestone, f"{at}.lapses", f"Chance that “{name}” lapses", "stage", stage.id
        )


def _of_roadmap(case: Case, roadmap: Roadmap) -> Iterator[NamedQuantity]:
    yield from _of_situation(case, roadmap.start, "roadmap.start", "start", "at the start")
    for stage in roadmap.stages:
        yield from _of_stage(case, stage)
    yield from _of_situation(
        case, roadmap.abandoned, "roadmap.abandoned", "abandoned", "once the roadmap is abandoned"
    )
    if roadmap.relapse is not None:
        path = "roadmap.relapse"
        yield from _of_situation(case, roadmap.relapse, path, "relapsed", "after a relapse")
        yield from _field(
            roadmap.relapse, f"{path}.chance", "Chance of relapse", "stage", "relapsed"
        )
    yield from _field(
        roadmap,
        "roadmap.conflict_growth",
        "Yearly growth of the costs of conflict",
        "model",
        "conflict_growth",
    )


def _of_stances(case: Case) -> Iterator[NamedQuantity]:
    label, steps = names(case), step_names(case)
    for stance in case.stances:
        what = ", ".join(f"“{steps.get(on, on)}”" for on in stance.on)
        yield from _field(
            stance,
            f"stances.{stance_key(stance.actor, stance.on)}.strength",
            f"Strength of the stance of {label.get(stance.actor, stance.actor)} on {what}",
            "actor",
            stance.actor,
        )


def _of_lever(case: Case, lever: Lever) -> Iterator[NamedQuantity]:
    path, name, label = f"levers.{lever.id}", lever.name, names(case)
    for field, what in (
        ("intensity", f"Intensity of “{name}”"),
        ("ramp", f"Months until “{name}” works in full"),
        ("half_life", f"Half-life of “{name}”"),
    ):
        yield from _field(lever.schedule, f"{path}.schedule.{field}", what, "lever", lever.id)
    for actor, cost in lever.cost.items():
        what = f"Cost of “{name}” to {label.get(actor, actor)}"
        yield NamedQuantity(f"{path}.cost.{actor}", what, cost, "lever", lever.id)
    yield from _field(lever, f"{path}.harm", f"Harm of “{name}” to civilians", "lever", lever.id)


def _of_model(case: Case) -> Iterator[NamedQuantity]:
    for name, what in (
        ("precision", "Precision of all actors"),
        ("discount", "Monthly discount"),
        ("loss_exponent", "Exponent of the loss from policy"),
    ):
        yield from _field(case.model, f"model.{name}", what, "model", name)
    for word, strength in case.model.stances.items():
        what = f"Strength of the stance “{word}”"
        yield NamedQuantity(f"model.stances.{word}", what, strength, "model", "stances")
