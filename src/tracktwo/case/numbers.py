"""Other numbers in a case, without reading it anew: what a slider changes many times a second.

Only what cannot make the case invalid by itself is done here: a number within its own limits,
that no other number is held against. `load.CaseFolder.overlay` does the rest, and everything that
has to be explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tracktwo.case.parts import Part, Quantity
from tracktwo.case.quantities import limits, quantities, stance_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case.schema import Case

_TOGETHER = frozenset({"members", "shares", "reserved", "votes"})
"""Parts of paths whose numbers are checked against each other (not all zero, say)."""


def with_numbers(case: Case, changes: Mapping[str, Any]) -> Case | None:
    """Return the case with other numbers; None where that is not all there is to it.

    Parameters
    ----------
    case : a valid case
    changes : dotted path to a number or a range, in the form of case.yaml
    """
    known = {item.path for item in quantities(case) if item.given}
    for path, value in changes.items():
        parts = path.split(".")
        if path not in known or _TOGETHER & set(parts) or not isinstance(value, int | float | list):
            return None
        try:
            quantity = Quantity.model_validate(value)
        except ValidationError:
            return None
        low, high = limits(path)
        if not low <= quantity.low <= quantity.high <= high:
            return None
        case = _replaced(case, parts, quantity)
    return case


def _replaced(at: Any, parts: list[str], quantity: Quantity) -> Any:
    if not parts:
        return quantity
    if isinstance(at, dict):
        return {**at, parts[0]: _replaced(at[parts[0]], parts[1:], quantity)}
    if isinstance(at, list):
        for place, item in enumerate(at):
            called = _name(item)
            if parts[: len(called)] == called:
                new = _replaced(item, parts[len(called) :], quantity)
                return [*at[:place], new, *at[place + 1 :]]
    assert isinstance(at, Part)  # noqa: S101  (the path is that of a number of the case)
    return at.model_copy(update={parts[0]: _replaced(getattr(at, parts[0]), parts[1:], quantity)})


def _name(item: Any) -> list[str]:
    """Return the parts of a path that name an item of a list, as `document.item_name` does."""
    if hasattr(item, "id"):
        return [item.id]
    if hasattr(item, "issue"):
        return [item.actor, item.issue]
    return stance_key(item.actor, item.on).split(".")
