"""The roadmap: situations, stages, milestones, and stances on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from tracktwo.case.format.rules import Consent
from tracktwo.case.format.stakes import Settlement, policy_form
from tracktwo.case.offices import Power
from tracktwo.case.parts import (
    Chance,
    Evidence,
    Id,
    LogOdds,
    Moment,
    Month,
    Part,
    PerYear,
    Quantity,
    Rule,
    Score,
    Text,
    exactly,
)
from tracktwo.case.steps import StepKind, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


START, ABANDONED, RELAPSED = "start", "abandoned", "relapsed"
"""Names of the situations that are not stages: before stage 1, after the roadmap was given
up, and after a completed roadmap broke down."""


class Happened(Part):
    """That a step has been taken, or a stage passed: the game starts from there."""

    date: Moment = Field(description="when, YYYY-MM-DD, or YYYY-MM where no day is known")
    note: Text | None = Field(default=None, description="how it is known, where no quote says it")
    evidence: Evidence


class Milestone(Part):
    """A step of a stage: it happens when its consent rule is met."""

    id: Id
    name: Text
    description: Text | None = None
    step: StepKind | None = Field(default=None, description="what kind of step it is")
    term: Term | None = Field(default=None, description="by when, as a source says it")
    consent: Consent
    rule: Rule | None = Field(
        default=None,
        description="name of the drafting rule that says who must agree; gone once a person does",
    )
    after: list[Id] = Field(
        default_factory=list, description="milestones of the same stage that must come first"
    )
    ease: LogOdds = Field(
        default=exactly(0),
        description="how much easier than the stage's usual milestone, in log-odds of consent",
    )
    expires: Month | None = Field(
        default=None, description="the offer lapses: it cannot happen after this month"
    )
    lapses: Chance | None = Field(
        default=None,
        description="chance per month that, once reached, it is lost before its stage is passed",
    )
    withdrawable_by: list[Id] = Field(
        default_factory=list,
        description="actors that may take back their consent before the stage is passed",
    )
    happened: Happened | None = Field(
        default=None, description="when it was reached, with its quote, if it has been"
    )
    evidence: Evidence


Policy = dict[
    Id,
    Annotated[
        Annotated[Score, Tag("quantity")] | Annotated[Settlement, Tag("settlement")],
        Discriminator(policy_form),
    ],
]


class Situation(Part):
    """What holds while the process stands somewhere: policy per issue, cost of conflict."""

    description: Text | None = None
    policy: Policy = Field(
        default_factory=dict, description="issue: 0-100; an issue left out stays as it was"
    )
    conflict: dict[Id, Score] = Field(
        default_factory=dict,
        description="actor: cost of conflict to it, 0-100; an actor left out bears what it did",
    )
    power: Power | None = Field(
        default=None, description="who shares power then; by default it is shared as it was"
    )
    evidence: Evidence

    def terms(self, issues: Iterable[str]) -> Mapping[str, Quantity | Settlement]:
        """Return what the situation puts in force on the issues where it changes anything."""
        return {issue: self.policy[issue] for issue in issues if issue in self.policy}


def _settlement_form(value: Any) -> Any:
    return {"settlement": value} if isinstance(value, str) else value


class Stage(Situation):
    """A stage of the roadmap. It is passed, and comes into force, with its last milestone."""

    id: Id
    name: Text
    step: StepKind | None = Field(default=None, description="what kind of step it is")
    term: Term | None = Field(default=None, description="by when, as a source says it")
    milestones: list[Milestone] = Field(min_length=1)
    base_rate: str | None = Field(
        default=None, description="the published transition that sets its usual pace"
    )
    rule: Rule | None = Field(
        default=None,
        description="name of the drafting rule that chose its base_rate; gone once a person does",
    )
    pace: Chance | None = Field(
        default=None,
        description="where nothing is published: chance per month that two indifferent parties "
        "would pass the stage",
    )
    fallback: str = Field(
        default=START,
        description="where the process falls when it is disrupted on the way to this stage: "
        "start, an earlier stage, or abandoned",
    )
    deadline: Month | None = Field(
        default=None, description="the roadmap is abandoned if the stage is not passed by then"
    )
    settlement: Annotated[
        Settlement | None,
        BeforeValidator(_settlement_form, json_schema_input_type=Settlement | str | None),
    ] = Field(
        default=None,
        description="the bargaining model (`ensemble` for all) that forecasts, from the positions, "
        "what the stage puts in force on every issue that `policy` leaves out; otherwise those "
        "stay as they were",
    )
    happened: Happened | None = Field(
        default=None,
        description="when it was passed, with its quote, if it has been; so are its milestones",
    )
    resolves: Text | None = Field(
        default=None,
        description="in one sentence, how it will be judged whether the stage has been passed",
    )

    def terms(self, issues: Iterable[str]) -> Mapping[str, Quantity | Settlement]:
        """Return what the stage puts in force on the issues where it changes anything."""
        written = super().terms(issues)
        if self.settlement is None:
            return written
        return {issue: written.get(issue, self.settlement) for issue in issues}


class Relapse(Situation):
    """How a completed roadmap may break down again."""

    base_rate: str | None = None
    chance: Chance | None = None


class Roadmap(Part):
    """The staged proposal."""

    name: Text
    proposed_by: list[Id] = Field(default_factory=list)
    start: Situation = Field(description="what holds before stage 1: the status quo")
    stages: list[Stage] = Field(min_length=1)
    abandoned: Situation = Field(
        default_factory=lambda: Situation(evidence=[]),
        description="what holds once the roadmap is given up; by default as at the start",
    )
    relapse: Relapse | None = None
    conflict_growth: PerYear = Field(
        default=exactly(0),
        description="growth of every cost of conflict per year of calendar time",
    )
    evidence: Evidence


StanceWord = Literal["demands", "supports", "conditional", "silent", "doubts", "opposes", "refuses"]


class Stance(Part):
    """A declared attitude to a milestone, or to all milestones of a stage."""

    actor: Id
    on: list[Id] = Field(min_length=1, description="ids of milestones or stages")
    stance: StanceWord
    strength: LogOdds | None = Field(
        default=None, description="overrides the usual strength of such a stance"
    )
    at: Id | None = Field(
        default=None,
        description="the meeting of the body at which it was declared: it is worth the share of "
        "the members' weight that took part",
    )
    note: Text | None = None
    evidence: Evidence
