"""The kinds of step that settlements are made of, and the terms set for them.

A small published vocabulary, so that a step read in any text, a base rate and a question about it
speak of the same thing. Names of the data sets that code agreements stand beside ours:
UCDP Peace Agreement Dataset 22.1 (Pettersson, Hoegbladh and Oeberg 2019,
doi:10.1177/0022343319850755) and PA-X v9 (Bell and Badanjak 2019, doi:10.1177/0022343318819123).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tracktwo.case.parts import Date, Evidence, Part, no_truth

StepKind = Literal[
    "amnesty-justice", "autonomy", "ceasefire", "comprehensive-agreement", "constitution",
    "disarmament", "elections", "framework-agreement", "humanitarian-access",
    "interim-government", "monitoring", "prisoner-release", "recognition", "referendum",
    "sanctions-relief", "security-reform", "talks", "withdrawal",
]  # fmt: skip
"""What kind of step a stage or a milestone is."""

ProcessPart = Literal[
    "party", "mediator", "host", "guarantor", "pressure", "observer", "speaker",
]  # fmt: skip
"""The part that an actor has in a process: a side to it; who mediates or facilitates; who hosts;
who vouches for what is agreed; who presses from outside; who watches; who only speaks of it."""


class Term(Part):
    """By when a step is to happen, as a source says it."""

    within: Annotated[float, Field(gt=0, le=600), BeforeValidator(no_truth)] | None = Field(
        default=None, description="so many units"
    )
    unit: Literal["days", "weeks", "months", "years"] = "months"
    by: Date | None = Field(default=None, description="a day instead")
    after: str | None = Field(
        default=None, max_length=400, description="from when it counts, in the source's words"
    )
    evidence: Evidence

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.within is None) == (self.by is None):
            raise ValueError("should say either `within` (a number of units) or `by` (a day)")
        return self
