"""What about: issues, where actors stand on them, and settlements still to be forecast."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from tracktwo.case.parts import (
    Evidence,
    Id,
    Part,
    Score,
    Text,
    no_truth,
)


class Issue(Part):
    """A contested question as a 0-100 scale whose ends are described in words."""

    id: Id
    name: Text
    scale: dict[Annotated[int, Field(ge=0, le=100), BeforeValidator(no_truth)], Text] = Field(
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


def policy_form(value: Any) -> str:
    """Tell by which tag a policy is read: a settlement still to be forecast, or a number."""
    named = isinstance(value, Settlement) or (isinstance(value, dict) and "settlement" in value)
    return "settlement" if named else "quantity"
