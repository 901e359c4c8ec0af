"""Numbers as people type them into three fields: low, most likely, high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building.problems import BuildError

if TYPE_CHECKING:
    from collections.abc import Sequence

LATER = "entered-later"
"""The rule of a number that a form put in because nobody had given one yet."""


def number_of(text: str, what: str = "It") -> float:
    """Read a number with a point or a comma.

    Raises
    ------
    BuildError
        If it is none.
    """
    plain = text.strip().replace(" ", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise BuildError(f"{what}: {text.strip() or 'nothing'} is no number.") from None
    if not abs(number) < 1e9:
        raise BuildError(f"{what}: {text.strip()} is too large.")
    return number


def quantity_of(fields: Sequence[str], why: str = "", what: str = "It") -> dict[str, Any] | None:
    """Return a number of case.yaml from three fields; None where all are empty.

    Parameters
    ----------
    fields : low, most likely, high, as typed; low and high may be empty
    why : its reason
    what : what it is called in messages

    Raises
    ------
    BuildError
        If one is no number, the middle one is missing, or they are not in order.
    """
    low, mode, high = (field.strip() for field in fields)
    if not low and not mode and not high:
        return None
    if not mode:
        raise BuildError(f"{what}: say the most likely value, too.")
    middle = number_of(mode, what)
    least = number_of(low, what) if low else middle
    most = number_of(high, what) if high else middle
    if not least <= middle <= most:
        raise BuildError(f"{what}: low, most likely and high should rise ({low}, {mode}, {high}).")
    found: dict[str, Any]
    found = {"value": middle} if least == most else {"range": [least, middle, most]}
    return found | ({"why": why.strip()} if why.strip() else {})


def later(low: float, mode: float, high: float, why: str) -> dict[str, Any]:
    """Return a number that nobody has given yet, marked as such."""
    return {"range": [low, mode, high], "why": why, "rule": LATER}
