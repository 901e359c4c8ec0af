"""Plain values: a record as what JSON can hold, and the text of it. The only way there is."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

DIGITS = 10
"""More than the numbers carry, and fewer than those in which the engines agree."""


def plain(record: Any, digits: int | None = DIGITS) -> dict[str, Any]:
    """Return a record as plain JSON values.

    Parameters
    ----------
    record : a dataclass, or a mapping
    digits : significant digits of floats; all of them if None
    """
    return dict(plain_value(record, digits))


def plain_value(value: Any, digits: int | None = DIGITS) -> Any:
    """Return a value, and whatever records are in it, as what JSON can hold.

    A number that is none (NaN) or has no bound is null, a date is text.
    """
    match value:
        case float():
            if not math.isfinite(value):
                return None
            return float(value) if digits is None else float(f"{value:.{digits}g}")
        case Mapping():
            return {key: plain_value(item, digits) for key, item in value.items()}
        case list() | tuple():
            return [plain_value(item, digits) for item in value]
        case dt.date():
            return str(value)
        case _ if is_dataclass(value):
            return {f.name: plain_value(getattr(value, f.name), digits) for f in fields(value)}
        case _:
            return value


def as_json(value: Any) -> str:
    """Return the JSON text of plain values."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
