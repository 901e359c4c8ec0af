"""What happened: meetings, statements, and what stands between actors."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tracktwo.case.parts import (
    Date,
    Evidence,
    Id,
    Part,
    Text,
)


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
