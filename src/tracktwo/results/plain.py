"""Plain values: a record as what JSON can hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np


def plain(record: Any) -> dict[str, Any]:
    """Return a record as plain JSON values, floats to the ten digits in which engines agree."""
    value = _plain(asdict(record))
    return dict(value)


def _plain(value: Any) -> Any:
    match value:
        case float():
            return float(f"{value:.10g}") if np.isfinite(value) else None
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
