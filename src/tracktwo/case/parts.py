"""The bricks of the case format: ids, texts, numbers that may be uncertain, dates.

Shared by the parts of the format (`tracktwo.case.schema` and `tracktwo.case.offices`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import core_schema

from tracktwo.typed import TypedError, typed_number

Id = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64, description="lower-case letters, digits, -"),
]


_HALF = re.compile("[\ud800-\udfff]")


def _as_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("holds a NUL character")
    if _HALF.search(value):
        raise ValueError("holds half a character")  # which no file and no page can show
    return value


Text = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_as_text)]
Rule = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
"""Name of a drafting rule: the mark of a value that no person has set yet."""
Evidence = Annotated[
    list[str], Field(default_factory=list, description="ids of quotes in evidence.jsonl")
]


def no_truth(value: Any) -> Any:
    """Refuse true and false where a number belongs."""
    if isinstance(value, bool):
        raise ValueError(f"should be a number (got {str(value).lower()})")  # noqa: TRY004
    return value


def no_text(value: Any) -> Any:
    """Refuse "36" where 36 belongs, and what `no_truth` refuses."""
    if isinstance(value, str):
        raise ValueError(f"should be a number (got {value[:60]!r})")  # noqa: TRY004
    return no_truth(value)


Whole = Annotated[int, BeforeValidator(no_text)]
"""A whole number; true is none, though Python counts it as 1."""
Number = Annotated[float, BeforeValidator(no_truth)]
"""A plain number that is never uncertain."""


class Part(BaseModel):
    """Common behaviour: unknown fields are errors, values do not change once loaded."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )


class Quantity(Part):
    """A number that may be uncertain: a point, or a range with its most likely value.

    Written as ``40``, as ``[20, 40, 70]`` (low, mode, high), or, to say where it comes from,
    as ``{range: [20, 40, 70], why: "...", evidence: [...]}`` (``value:`` for a point). A
    quantity without evidence is an assumption and is shown as one.
    """

    low: Number = Field(allow_inf_nan=False)
    mode: Number = Field(allow_inf_nan=False)
    high: Number = Field(allow_inf_nan=False)
    why: Text | None = None
    rule: Rule | None = Field(
        default=None,
        description="name of the drafting rule that set it; gone once a person sets it",
    )
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
            raise ValueError(
                f"should be a number or a range [low, mode, high] (got {got}){_as_written(value)}"
            )
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
                "rule": {"type": "string", "description": "the drafting rule that set it"},
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


def _as_moment(value: str) -> str:
    try:
        dt.date.fromisoformat(f"{value}-01"[: len("YYYY-MM-DD")])
    except ValueError:
        raise ValueError(f"is no day of the calendar (got '{value}')") from None
    return value


Moment = Annotated[Month, AfterValidator(_as_moment), Field(description="YYYY-MM-DD or YYYY-MM")]
"""A day, or a month where no day is known."""


def month_number(as_of: dt.date, month: str) -> int:
    """Return which month of the game a calendar month is; 1 is the month after the as-of date.

    Parameters
    ----------
    month : str
        YYYY-MM, or a day in it
    """
    year, number = int(month[:4]), int(month[5:7])
    return (year - as_of.year) * 12 + number - as_of.month


def _as_written(value: object) -> str:
    # A file holds numbers as programs write them; people type 0,45 and 45 % and 1/3.
    if not isinstance(value, str):
        return ""
    try:
        return f"; write {typed_number(value):.4g}"
    except TypedError as err:
        return "" if err.hint.startswith("write it like") else f"; {err.hint}"
