"""The case format: every field an analyst may write, with its units and its limits.

These models are the single definition of the format: the loader validates with them, the
published JSON Schema is made from them, and the docs page on the case folder describes them.

Words are those of the field: actor, issue, position, salience, capability, stage, milestone,
lever. Positions, saliences, capabilities, costs and harm are on 0-100 scales.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from tracktwo.case.format.actors import (
    Actor,
    ActorKind,
    Decision,
    Leader,
    Member,
    Quorum,
    Role,
    Weighted,
)
from tracktwo.case.format.events import Meeting, Relation, Statement
from tracktwo.case.format.levers import HarmLimit, Lever, Schedule
from tracktwo.case.format.roadmap import (
    ABANDONED,
    RELAPSED,
    START,
    Happened,
    Milestone,
    Policy,
    Relapse,
    Roadmap,
    Situation,
    Stage,
    Stance,
    StanceWord,
)
from tracktwo.case.format.rules import AllOf, AnyOf, AtLeast, Consent, ShareOf
from tracktwo.case.format.stakes import Issue, Position, Settlement
from tracktwo.case.offices import PowerTerms
from tracktwo.case.parts import (
    Date,
    Evidence,
    Exponent,
    Id,
    LogOdds,
    Moment,
    Part,
    Precision,
    Quantity,
    Share,
    Text,
    Whole,
    month_number,
)

__all__ = [
    "ABANDONED", "FORMAT", "LONGEST", "RELAPSED", "START", "Actor", "ActorKind", "AllOf",
    "Alternative", "AnyOf", "AtLeast", "Case", "Consent", "Decision", "Happened", "HarmLimit",
    "Issue", "Leader", "Lever", "Meeting", "Member", "Milestone", "ModelSettings", "Policy",
    "Position", "Quantity", "Quorum", "Relapse", "Relation", "Roadmap", "Role", "Schedule",
    "Settlement", "ShareOf", "Situation", "Stage", "Stance", "StanceWord", "Statement",
    "Weighted",
]  # fmt: skip

FORMAT = 1
LONGEST = 600
"""Months that a case may look ahead."""


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
    ends_with_horizon: bool = Field(
        default=False,
        description="solve the game as if the world ended with the last month reported; only to "
        "reproduce odds from before it was solved further",
    )


def _counted(value: Any) -> Any:
    """Refuse true, and 1.0, which Python counts as 1."""
    if isinstance(value, bool | float):
        raise ValueError(f"should be 1 (got {str(value).lower()})")  # noqa: TRY004
    return value


class Case(Part):
    """A whole case, as loaded from its folder."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["horizon"]}, {"required": ["until"]}]}
    )

    format: Annotated[Literal[1], BeforeValidator(_counted)]
    id: Id
    title: Text
    summary: Text
    question: Text
    as_of: Date
    months: Whole | None = Field(
        default=None, alias="horizon", ge=0, le=LONGEST, description="months ahead"
    )
    until: Moment | None = Field(
        default=None,
        description="instead of a horizon: the date on which the forecast ends, YYYY-MM-DD or "
        "YYYY-MM, wherever as_of moves to",
    )
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

    @property
    def horizon(self) -> int:
        """Months from `as_of` to where the forecast ends; 0 where `until` has gone by."""
        if self.until is not None:
            return max(month_number(self.as_of, self.until), 0)
        return self.months or 0
