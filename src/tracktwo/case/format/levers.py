"""What would move it: levers, their schedules, and the limit on harm."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tracktwo.case.parts import (
    Cost,
    Evidence,
    Id,
    Month,
    Months,
    Number,
    Part,
    Score,
    Share,
    Text,
    exactly,
)


class Schedule(Part):
    """When a lever works and how hard."""

    start: Month | None = Field(default=None, description="by default from the as-of date")
    end: Month | None = Field(default=None, description="by default it goes on")
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

    limit: Number = Field(ge=0, le=100)
    description: Text
    why: Text | None = None
    evidence: Evidence
