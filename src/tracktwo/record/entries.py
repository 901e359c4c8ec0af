"""Lines of a ledger: a forecast that was kept, and how a stage of it was settled.

Each line is one JSON object with the digest of its own content as its id, so that a line that was
changed afterwards is seen.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from tracktwo.case.parts import Date, Id, Moment, Number, Part, Text, Whole
from tracktwo.errors import UnanswerableError

Chance = Annotated[Number, Field(ge=0, le=1)]
Outcome = Literal["passed", "not-passed", "void"]


class RecordedBand(Part):
    """Odds over draws: mean, and where half and nine in ten of the draws lie."""

    mean: Chance
    p05: Chance
    p25: Chance
    p50: Chance
    p75: Chance
    p95: Chance


class StageForecast(Part):
    """What a forecast says of one stage: the chance of having been passed by its end."""

    id: Id
    name: Text
    resolves: Text | None = None
    odds: RecordedBand
    """By the case."""
    own: Chance | None = None
    """By its author, where that differs from the case's."""
    outside: Chance | None = None
    """By published base rates alone; None where there are none."""
    happened: Moment | None = None
    """When it had been passed already: then nothing was forecast."""


class Forecast(Part):
    """The odds of a case as they were on a day."""

    kind: Literal["forecast"] = "forecast"
    id: str = ""
    date: Date
    """The day on which it was kept."""
    case: Id
    title: Text
    version: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Digest of the case, its quotes and its sources."""
    as_of: Date
    """The day that the case knows the world of."""
    until: Date
    """The last day on which a stage still counts as passed."""
    horizon: Whole = Field(ge=0)
    """Months from `as_of` to `until`."""
    fixed: bool = False
    """Whether the case names that end; else it slides with `as_of`."""
    draws: Whole = Field(ge=1)
    seed: Whole
    program: Text
    author: Text | None = None
    note: Text | None = None
    stages: list[StageForecast] = Field(min_length=1)


class Resolution(Part):
    """How a stage of a case came out; a later one takes the place of an earlier."""

    kind: Literal["resolution"] = "resolution"
    id: str = ""
    date: Date
    """The day on which it was written down."""
    case: Id
    stage: Id
    outcome: Outcome
    on: Moment | None = None
    """passed: when; not-passed: until when it had not been; void: nothing."""
    source: Text
    """Address or citation of what says so."""
    author: Text | None = None
    note: Text | None = None
    supersedes: str | None = None
    """Id of the resolution whose place it takes."""


Entry = Forecast | Resolution
_Kind = TypeVar("_Kind", Forecast, Resolution)
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def made(kind: type[_Kind], **fields: Any) -> _Kind:
    """Return an entry made of what a person gave.

    Raises
    ------
    UnanswerableError
        If that makes none.
    """
    try:
        return kind(**fields)
    except ValidationError as error:
        raise UnanswerableError("; ".join(_said(one) for one in error.errors())) from None


def _said(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "string_pattern_mismatch":
        return f"{where}: should be a day, YYYY-MM-DD, or a month (got {problem['input']!r:.40})"
    message = problem["msg"].removeprefix("Value error, ")
    return f"{where}: {message[:1].lower()}{message[1:]}"


def written(entry: Entry) -> str:
    """Return an entry as its line, with its id, without the end of the line."""
    plain = _plain(entry)
    plain["id"] = _digest(plain)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_entry(line: str) -> Entry:
    """Read a line.

    Raises
    ------
    ValueError
        Says what is wrong with it.
    """
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    if not isinstance(plain, dict) or plain.get("kind") not in {"forecast", "resolution"}:
        raise ValueError("is no forecast and no resolution")
    try:
        entry = _ENTRY.validate_python(plain)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(_said({**first, "loc": first["loc"][1:]})) from None
    if plain.get("id") != _digest(plain):
        raise ValueError("was changed after it was written: its id is not that of its content")
    return entry


def with_id(entry: Entry) -> Entry:
    """Return an entry with its id."""
    return read_entry(written(entry))


def _plain(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_none=True)


def _digest(plain: dict[str, Any]) -> str:
    content = {key: value for key, value in plain.items() if key != "id"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
