"""Which items of a list are which, before and after a change."""

from __future__ import annotations

from typing import Any

from tracktwo.case.document import item_name


def sources_of(old: list[Any], new: list[Any]) -> list[int | None]:
    """Return for each new item the number of the old one that it is; None where it is none.

    One that has another name now is the first that is left and says mostly the same.
    """
    names: dict[str, int] = {}
    for n, item in enumerate(old):
        names.setdefault(_name(item, n), n)
    found = [names.pop(_name(item, n), None) for n, item in enumerate(new)]
    left = sorted(set(range(len(old))) - {n for n in found if n is not None})
    for n, item in enumerate(new):
        if found[n] is None:
            found[n] = next((k for k in left if _alike(old[k], item)), None)
            left = [k for k in left if k != found[n]]
    return found


def _alike(one: Any, other: Any) -> bool:
    """Tell whether two items say mostly the same, so that one is the other renamed."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    if isinstance(one.get("name"), str) and one["name"] == other.get("name"):
        return True
    alike = sum(key in other and other[key] == value for key, value in one.items())
    return bool(2 * alike >= max(len(one), len(other)))


def _name(item: Any, index: int) -> str:
    """Name an item by its id or by what it says; a mapping without a name by its place."""
    name = item_name(item, index)
    return f"={item!r}" if name == str(index) and not isinstance(item, dict) else name
