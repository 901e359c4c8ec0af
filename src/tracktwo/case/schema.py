"""The case format: every field an analyst may write, with its units and its limits.

These models are the single definition of the format: the loader validates with them, the
published JSON Schema is made from them, and the docs page on the case folder describes them.

Words are those of the field: actor, issue, position, salience, capability, stage, milestone,
lever. Positions, saliences, capabilities, costs and harm are on 0-100 scales.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from tracktwo.case.offices import Power, PowerTerms
from tracktwo.case.parts import (
    Chance,
    Cost,
    Date,
    Evidence,
    Exponent,
    Id,
    LogOdds,
    Month,
    Months,
    Part,
    PerYear,
    Precision,
    Quantity,
    Rule,
    Score,
    Share,
    Text,
    exactly,
)
from tracktwo.case.steps import ProcessPart, StepKind, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
START, ABANDONED, RELAPSED = "start", "abandoned", "relapsed"
"""Names of the situations that are not stages: before stage 1, after the roadmap was given
up, and after a completed roadmap broke down."""

# --- who -----------------------------------------------------------------------------------


class Member(Part):
    """One member of a composite actor, with its weight in the body."""

    actor: Id
    weight: Score = exactly(1)
    evidence: Evidence


class Leader(Part):
    """One member decides for the body."""

    leader: Id


class Weighted(Part):
    """Members that together hold at least this share of the body's weight decide for it."""

    weighted: float = Field(gt=0, le=1)


def _decision_form(value: Any) -> str | None:
    if isinstance(value, str):
        return "word"
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields.keys()
    return next((key for key in ("leader", "weighted") if key in keys), None)


Decision = Annotated[
    Annotated[Literal["consensus", "majority"], Tag("word")]
    | Annotated[Leader, Tag("leader")]
    | Annotated[Weighted, Tag("weighted")],
    Discriminator(
        lambda value: _decision_form(value) if isinstance(value, str | dict | Part) else None,
        custom_error_type="decision_rule",
        custom_error_message="should be consensus, majority, {weighted: 0-1} or {leader: ID}",
    ),
]
"""How a composite actor makes up its mind."""


class Quorum(Part):
    """What must be in the room for a body to decide; either or both."""

    members: Share | None = Field(default=None, description="share of its members")
    weight: Share | None = Field(default=None, description="share of the weight of its members")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.members is None and self.weight is None:
            raise ValueError("should say what share of members or of weight it takes")
        return self


class Role(Part):
    """A role or title that a source gives an actor."""

    role: Text
    evidence: Evidence


ActorKind = Literal[
    "armed-group", "coalition", "community", "government", "group", "organisation", "party",
    "person", "state",
]  # fmt: skip


class Actor(Part):
    """Anyone whose choice matters, described by what sources say.

    An actor with a `capability` plays in the game; one without is described only (a member, a
    person that a source names).
    """

    id: Id
    name: Text
    short: Text | None = None
    kind: ActorKind
    part: ProcessPart | None = Field(
        default=None, description="its part in the process, as sources describe it"
    )
    description: Text | None = None
    aliases: list[Text] = Field(default_factory=list)
    roles: list[Role] = Field(default_factory=list)
    members: list[Member] = Field(default_factory=list)
    decides: Decision | None = Field(
        default=None,
        description="how a body with members decides; by default as one, whatever its members do",
    )
    quorum: Quorum | None = None
    capability: Score | None = None
    disruption: Share = Field(
        default=exactly(1),
        description="share of its capability that the actor could turn to breaking the process",
    )
    precision: Precision | None = None
    evidence: Evidence

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short or self.name


class Relation(Part):
    """What a source says stands between two actors."""

    source: Id = Field(alias="from")
    target: Id = Field(alias="to")
    kind: Literal["hosts", "ties", "fights", "opposes", "supports", "member-of", "mediates"]
    description: Text
    evidence: Evidence


class Meeting(Part):
    """A meeting of a composite actor: who presided, who was there, who was not."""

    id: Id
    name: Text
    body: Id = Field(description="the composite actor that met")
    date: Date | None = None
    where: Text | None = None
    chair: Id | None = None
    present: list[Id] = Field(default_factory=list)
    absent: list[Id] = Field(default_factory=list)
    description: Text | None = None
    evidence: Evidence


class Statement(Part):
    """What an actor said, asked or refused, as a source reports it."""

    id: Id
    by: Id
    to: list[Id] = Field(default_factory=list)
    kind: Literal[
        "proposes", "demands", "refuses", "warns", "conditions", "states", "accepts", "commits",
    ]  # fmt: skip
    text: Text
    conditional_on: Text | None = Field(
        default=None, description="the condition that is set, in the source's words"
    )
    date: Date | None = None
    about: list[Id] = Field(
        default_factory=list, description="ids of stages, milestones, levers or actors"
    )
    evidence: Evidence


# --- what about ----------------------------------------------------------------------------


class Issue(Part):
    """A contested question as a 0-100 scale whose ends are described in words."""

    id: Id
    name: Text
    scale: dict[Annotated[int, Field(ge=0, le=100)], Text] = Field(
        description="what points of the scale mean; 0 and 100 are required",
        json_schema_extra={"required": ["0", "100"]},
    )
    evidence: Evidence

    @model_validator(mode="after")
    def _ends_described(self) -> Self:
        missing = [str(end) for end in (0, 100) if end not in self.scale]
        if missing:
            raise ValueError(
                f"scale should say in words what {' and '.join(missing)} "
                f'{"means" if len(missing) == 1 else "mean"}, as in {{0: "...", 100: "..."}}'
            )
        return self


class Position(Part):
    """Where an actor stands on an issue and how much it cares (a row of positions.csv)."""

    actor: Id
    issue: Id
    position: Score
    salience: Score


class Settlement(Part):
    """A policy to be forecast from the actors' positions by a bargaining model."""

    settlement: Text = Field(description="name of a bargaining model, or `ensemble`")
    coercive: bool = Field(
        default=True,
        description="talks under coercion: a wider forecast than past consensual talks bear out",
    )
    why: Text | None = None
    evidence: Evidence


def _policy_form(value: Any) -> str:
    named = isinstance(value, Settlement) or (isinstance(value, dict) and "settlement" in value)
    return "settlement" if named else "quantity"


# --- the roadmap ---------------------------------------------------------------------------


class AllOf(Part):
    """Every one of these must consent."""

    all: list[Consent] = Field(min_length=1)


class AnyOf(Part):
    """One of these is enough."""

    any: list[Consent] = Field(min_length=1)


class AtLeast(Part):
    """At least this many of these."""

    at_least: int = Field(ge=1)
    of: list[Consent] = Field(min_length=1)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.at_least > len(self.of):
            raise ValueError(
                f"at_least: {self.at_least} can never be met by the {len(self.of)} named"
            )
        return self


class ShareOf(Part):
    """Actors that together hold at least this share of the group's capability."""

    share: float = Field(gt=0, le=1)
    of: list[Id] = Field(min_length=1, max_length=12)


def _consent_form(value: Any) -> str | None:
    if isinstance(value, str):
        return "actor"
    if not isinstance(value, dict | Part):
        return None
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields.keys()
    return next((key for key in ("all", "any", "at_least", "share") if key in keys), None)


Consent = Annotated[
    Annotated[Id, Tag("actor")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[ShareOf, Tag("share")],
    Discriminator(
        _consent_form,
        custom_error_type="consent_rule",
        custom_error_message="should be an actor id or one of {all: [...]}, {any: [...]}, "
        "{at_least: N, of: [...]}, {share: 0-1, of: [...]}",
    ),
]
"""Who must agree: an actor, or a nested rule over actors."""


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
    evidence: Evidence


Policy = dict[
    Id,
    Annotated[
        Annotated[Score, Tag("quantity")] | Annotated[Settlement, Tag("settlement")],
        Discriminator(_policy_form),
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


# --- what would move it --------------------------------------------------------------------


class Schedule(Part):
    """When a lever works and how hard."""

    start: Month | None = Field(default=None, description="by default from the as-of date")
    end: Month | None = Field(default=None, description="by default to the horizon")
    intensity: Share = exactly(1)
    ramp: Months = Field(
        default=exactly(0),
        description="months from the start to full intensity",
    )
    half_life: Months | None = Field(
        default=None, description="months after which fatigue has halved its effect"
    )


class Lever(Part):
    """A pressure or an inducement, with its effect and its harm side by side."""

    id: Id
    name: Text
    kind: Literal["pressure", "inducement"]
    description: Text | None = None
    by: list[Id] = Field(default_factory=list, description="who applies it")
    targets: list[Id] = Field(min_length=1)
    schedule: Schedule = Schedule()
    stages: list[str] = Field(
        default_factory=list,
        description="situations in which it applies (start, stage ids, abandoned); none named: "
        "until the roadmap is completed, and after it is abandoned",
    )
    from_milestone: Id | None = None
    until_milestone: Id | None = None
    cost: dict[Id, Cost] = Field(
        description="actor: cost to it per month at full intensity; below 0 is a gain"
    )
    harm: Score = Field(description="harm to civilians per month at full intensity, 0-100")
    evidence: Evidence


class HarmLimit(Part):
    """The most harm to civilians that a mix of levers may do."""

    limit: float = Field(ge=0, le=100)
    description: Text
    why: Text | None = None
    evidence: Evidence


class Alternative(Part):
    """Another proposal: the base case with some values changed."""

    id: Id
    name: Text
    description: Text | None = None
    set: dict[str, Any] = Field(
        default_factory=dict,
        description="dotted path (ids select list items): value, as "
        "roadmap.stages.paving.milestones.office.consent: {all: [un, host]}",
    )
    drop: list[str] = Field(default_factory=list, description="dotted paths of items left out")
    evidence: Evidence


class ModelSettings(Part):
    """Constants of the game that an analyst may set; see the model page for each."""

    precision: Precision | None = None
    discount: Share | None = None
    loss_exponent: Exponent | None = None
    stances: dict[StanceWord, LogOdds] = Field(default_factory=dict)


class Case(Part):
    """A whole case, as loaded from its folder."""

    format: Literal[1]
    id: Id
    title: Text
    summary: Text
    question: Text
    as_of: Date
    horizon: int = Field(ge=0, le=600, description="months ahead")
    focus: Id | None = Field(
        default=None,
        description="the stage that the question turns on: rankings are by its odds; by default "
        "the first stage with odds below one half",
    )
    actors: list[Actor] = Field(min_length=1)
    issues: list[Issue] = Field(min_length=1)
    roadmap: Roadmap
    power: PowerTerms | None = Field(
        default=None, description="who may share power, and what it is worth to them"
    )
    stances: list[Stance] = Field(default_factory=list)
    levers: list[Lever] = Field(default_factory=list)
    harm_limit: HarmLimit | None = None
    meetings: list[Meeting] = Field(default_factory=list)
    relations: list[Relation] = Field(default_factory=list)
    statements: list[Statement] = Field(default_factory=list)
    alternatives: list[Alternative] = Field(default_factory=list)
    model: ModelSettings = ModelSettings()
    positions: list[Position] = Field(
        default_factory=list, description="read from positions.csv, not from case.yaml"
    )
