"""Who must agree: an actor, or a nested rule over actors."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from tracktwo.case.parts import (
    Id,
    Number,
    Part,
    Whole,
)


class AllOf(Part):
    """Every one of these must consent."""

    all: list[Consent] = Field(min_length=1)


class AnyOf(Part):
    """One of these is enough."""

    any: list[Consent] = Field(min_length=1)


class AtLeast(Part):
    """At least this many of these."""

    at_least: Whole = Field(ge=1)
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

    share: Number = Field(gt=0, le=1)
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
