"""A number as case.yaml holds it, without its reason: one value, or low, most likely and high.

In whichever form it is written; `tracktwo.case.parts.Quantity` says which there are.
"""

from __future__ import annotations

from typing import Any


def bare(number: Any) -> Any:
    """Return a number alone: a list of three, one value, or None where nothing is given.

    Parameters
    ----------
    number : a number, three, or a mapping with `value`, with `range`, or with each of three
    """
    if not isinstance(number, dict):
        return number
    if "mode" in number:
        return [number["low"], number["mode"], number["high"]]
    return number.get("range", number.get("value"))


def ends(number: Any) -> list[float]:
    """Return low, most likely and high of a number that is given, all three alike of one value."""
    value = bare(number)
    return [float(x) for x in value] if isinstance(value, list | tuple) else [float(value)] * 3


def in_mapping(number: Any) -> dict[str, Any]:
    """Return a bare number as a mapping holds it beside its reason: under `range` or `value`."""
    return {"range" if isinstance(number, list | tuple) else "value": number}
