"""Numbers as people type them into three fields: low, most likely, high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building.problems import BuildError
from tracktwo.case.format.numbers import bare, in_mapping
from tracktwo.typed import TypedError, typed_number

if TYPE_CHECKING:
    from collections.abc import Sequence

LATER = "entered-later"
"""The rule of a number that a form put in because nobody had given one yet."""


def number_of(text: str, what: str = "It", top: float | None = None) -> float:
    """Read a number as people write it: with a point or a comma, as 1/3, as 45 %.

    Parameters
    ----------
    top : the end of its scale, where that is known: percent are of it

    Raises
    ------
    BuildError
        If it is none.
    """
    try:
        return typed_number(text, top)
    except TypedError as error:
        raise BuildError(f"{what}: {error.message}; {error.hint}.") from None


def quantity_of(
    fields: Sequence[str], why: str = "", what: str = "It", top: float | None = None
) -> dict[str, Any] | None:
    """Return a number of case.yaml from three fields; None where all are empty.

    Parameters
    ----------
    fields : low, most likely, high, as typed; low and high may be empty
    why : its reason
    what : what it is called in messages
    top : the end of its scale, where that is known

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
    middle = number_of(mode, what, top)
    least = number_of(low, what, top) if low else middle
    most = number_of(high, what, top) if high else middle
    if not least <= middle <= most:
        raise BuildError(f"{what}: low, most likely and high should rise ({low}, {mode}, {high}).")
    found: dict[str, Any]
    found = {"value": middle} if least == most else {"range": [least, middle, most]}
    return found | ({"why": why.strip()} if why.strip() else {})


def spans(value: Any) -> tuple[str, str, str]:
    """Return low, most likely and high of a number of case.yaml as text for fields."""
    number = bare(value)
    if isinstance(number, list):
        low, mode, high = (f"{x:g}" for x in number)
        return low, mode, high
    return "", "" if number is None else f"{number:g}", ""


def reason_of(value: Any) -> str:
    """Return the reason of a number of case.yaml on one line."""
    return " ".join(str(value.get("why") or "").split()) if isinstance(value, dict) else ""


def changed(
    was: Any, fields: Sequence[str], why: str | None, what: str, top: float | None = None
) -> Any:
    """Return a number as fields that showed what it was now say it; `was` itself where they say so.

    One that changes keeps its evidence, and its reason unless that was typed anew; the mark of a
    rule goes, since a person has set it.

    Parameters
    ----------
    was : in the form of case.yaml; None where there is none
    fields, what, top : as for `quantity_of`
    why : its reason; None where the form did not ask for it

    Raises
    ------
    BuildError
        As for `quantity_of`.
    """
    said = reason_of(was) if why is None else " ".join(why.split())
    same = tuple(field.strip() for field in fields) == spans(was)
    if same and said == reason_of(was):
        return was
    made = quantity_of(fields, said, what, top)
    if made is None:
        return was
    if same:  # to the last digit, which fields do not show
        made = in_mapping(bare(was)) | ({"why": said} if said else {})
    if isinstance(was, dict) and was.get("evidence"):
        made["evidence"] = was["evidence"]
    return made


def later(low: float, mode: float, high: float, why: str) -> dict[str, Any]:
    """Return a number that nobody has given yet, marked as such."""
    return {"range": [low, mode, high], "why": why, "rule": LATER}
