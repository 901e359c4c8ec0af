"""The case format: every field an analyst may write, with its units and its limits.

These models are the single definition of the format: the loader validates with them, the
published JSON Schema is made from them, and the docs page on the case folder describes them.

Words are those of the field: actor, issue, position, salience, capability, stage, milestone,
lever. Positions, saliences, capabilities, costs and harm are on 0-100 scales.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
START, ABANDONED, RELAPSED = "start", "abandoned", "relapsed"
"""Names of the situations that are not stages: before stage 1, after the roadmap was given
up, and after a completed roadmap broke down."""

Id = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64, description="lower-case letters, digits, -"),
]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Evidence = Annotated[
    list[str], Field(default_factory=list, description="ids of quotes in evidence.jsonl")
]


class Part(BaseModel):
    """Common behaviour: unknown fields are errors, values do not change once loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Quantity(Part):
    """A number that may be uncertain: a point, or a range with its most likely value.

    Written as ``40``, as ``[20, 40, 70]`` (low, mode, high), or, to say where it comes from,
    as ``{range: [20, 40, 70], why: "...", evidence: [...]}`` (``value:`` for a point). A
    quantity without evidence is an assumption and is shown as one.
    """

    low: float = Field(allow_inf_nan=False)
    mode: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    why: Text | None = None
    evidence: Evidence

    @model_validator(mode="before")
    @classmethod
    def _from_short_forms(cls, value: Any) -> Any:
        extra: dict[str, Any] = {}
        if isinstance(value, dict) and not {"low", "mode", "high"} & value.keys():
            extra = {k: v for k, v in value.items() if k not in {"value", "range"}}
            given = [k for k in ("value", "range") if k in value]
            if len(given) != 1:
                raise ValueError("give either value: NUMBER or range: [low, mode, high]")
            value = value[given[0]]
        if isinstance(value, list | tuple) and not any(isinstance(v, bool) for v in value):
            if len(value) != 3:
                raise ValueError(f"a range has three numbers, [low, mode, high] (got {len(value)})")
            value = dict(zip(("low", "mode", "high"), value, strict=True))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            value = {"low": value, "mode": value, "high": value}
        elif not isinstance(value, dict):
            got = "nothing" if value is None else repr(value)[:60]
            raise ValueError(f"should be a number or a range [low, mode, high] (got {got})")
        return {**value, **extra}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.mode <= self.high:
            got = (self.low, self.mode, self.high)
            right = ", ".join(f"{number:g}" for number in sorted(got))
            raise ValueError(
                "a range runs low <= mode <= high "
                f"(got [{', '.join(f'{number:g}' for number in got)}]; in order: [{right}])"
            )
        return self

    @property
    def is_range(self) -> bool:
        """Whether the number is uncertain."""
        return self.low < self.high

    @property
    def is_assumption(self) -> bool:
        """Whether nothing in a source stands behind the number."""
        return not self.evidence


@dataclass(frozen=True)
class Within:
    """Limits of a `Quantity`, and what the number means."""

    low: float
    high: float
    meaning: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate as a `Quantity`, then against the limits."""
        return core_schema.no_info_after_validator_function(self._confine, handler(source))

    def _confine(self, q: Quantity) -> Quantity:
        if q.low < self.low or q.high > self.high:
            got = f"[{q.low:g}, {q.mode:g}, {q.high:g}]" if q.is_range else f"{q.mode:g}"
            limits = f"{self.low:g}-{self.high:g}"
            meaning = "" if self.meaning == limits else f"{self.meaning}; "
            raise ValueError(
                f"should lie between {self.low:g} and {self.high:g} ({meaning}got {got})"
            )
        return q

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe all the forms in which a quantity may be written."""
        number = {"type": "number", "minimum": self.low, "maximum": self.high}
        span = {"type": "array", "items": number, "minItems": 3, "maxItems": 3}
        noted = {
            "type": "object",
            "properties": {
                "value": number,
                "range": span,
                "why": {"type": "string"},
                "evidence": {"type": "array", "items": {"type": "string"}},
            },
            "oneOf": [{"required": ["value"]}, {"required": ["range"]}],
            "additionalProperties": False,
        }
        return {"description": self.meaning, "anyOf": [number, span, noted]}


Score = Annotated[Quantity, Within(0, 100, "0-100")]
Cost = Annotated[Quantity, Within(-100, 100, "on the 0-100 scale of payoffs; below 0 is a gain")]
Share = Annotated[Quantity, Within(0, 1, "a share, 0-1")]
Chance = Annotated[Quantity, Within(0, 1, "a chance per month, 0-1")]
LogOdds = Annotated[Quantity, Within(-20, 20, "log-odds; +1 multiplies the odds by 2.7")]
Months = Annotated[Quantity, Within(0, 600, "months")]
PerYear = Annotated[Quantity, Within(-1, 10, "change per year; 0.1 is +10 %")]
Precision = Annotated[Quantity, Within(0, 100, "beta of the quantal response, 0 a coin flip")]
Exponent = Annotated[Quantity, Within(0.1, 4, "rho; 1 linear, 2 quadratic loss")]


def exactly(value: float) -> Quantity:
    """Return a certain quantity."""
    return Quantity(low=value, mode=value, high=value, evidence=[])


def _as_month(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _as_day(value: Any) -> Any:
    if isinstance(value, str | dt.date):
        return value
    raise ValueError(f"should be a date, YYYY-MM-DD (got {value!r:.60})")


Date = Annotated[dt.date, BeforeValidator(_as_day), Field(description="YYYY-MM-DD")]
Month = Annotated[
    str,
    BeforeValidator(_as_month),
    Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$", description="YYYY-MM (or YYYY-MM-DD)"),
]


# --- who -----------------------------------------------------------------------------------


class Member(Part):
    """One member of a composite actor, with its weight in the body."""

    actor: Id
    weight: Score = exactly(1)
    evidence: Evidence


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
    description: Text | None = None
    aliases: list[Text] = Field(default_factory=list)
    roles: list[Role] = Field(default_factory=list)
    members: list[Member] = Field(default_factory=list)
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
    kind: Literal["proposes", "demands", "refuses", "warns", "conditions", "states"]
    text: Text
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
    consent: Consent
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
    milestones: list[Milestone] = Field(min_length=1)
    base_rate: str | None = Field(
        default=None, description="the published transition that sets its usual pace"
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
