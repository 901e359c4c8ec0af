"""Marks of drafting rules: what in a case no person has set yet, and how a mark goes.

A number carries its mark in itself, so another number in its place has none. Who must agree to a
step, and the base rate of a stage, carry theirs in the field `rule` beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.case import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

_BESIDE = frozenset({"consent", "base_rate", "pace"})
"""Fields whose mark stands beside them; a pace takes the place of a base rate."""


def unmarking(data: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes together with the marks that they take away.

    Parameters
    ----------
    data : the case as plain data
    changes : dotted path to a new value
    """
    found = dict(changes)
    for path in changes:
        head, _, field = path.rpartition(".")
        mark = f"{head}.rule"
        if field not in _BESIDE or mark in changes:
            continue
        try:
            if paths.look(data, mark) is not None:
                found[mark] = None
        except paths.PathError:
            continue  # nothing is marked there
    return found
