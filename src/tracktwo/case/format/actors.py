"""Who: actors, what bodies are made of, and how they decide."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from tracktwo.case.parts import (
    Evidence,
    Id,
    Number,
    Part,
    Precision,
    Score,
    Share,
    Text,
    exactly,
)
from tracktwo.case.steps import ProcessPart


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

    weighted: Number = Field(gt=0, le=1)


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
