"""Consent rules as a person chooses them: all of, any of, so many of, a share of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building.problems import BuildError
from tracktwo.typed import TypedError, typed_number

if TYPE_CHECKING:
    from collections.abc import Sequence

HOW = {
    "all": "all of these",
    "any": "any one of these",
    "at_least": "at least so many of these",
    "share": "those of these who hold at least a share of the capability",
}
"""The forms of a rule that can be chosen, in words."""


def rule_of(how: str, actors: Sequence[str], count: str = "") -> Any:
    """Return a consent rule in the form of case.yaml.

    Parameters
    ----------
    how : a key of `HOW`
    actors : ids
    count : how many, for `at_least`; which share (0-1 or percent), for `share`

    Raises
    ------
    BuildError
        If nobody is named, or the number does not fit.
    """
    if how not in HOW:
        raise BuildError({"how": f"Choose how they must agree: {', '.join(HOW.values())}."})
    names = list(dict.fromkeys(actors))
    if not names:
        raise BuildError({"who": "Choose at least one who must agree."})
    if how in {"all", "any"}:
        return names[0] if len(names) == 1 else {how: names}
    if how == "at_least":
        if not count.strip().isdigit() or not 1 <= int(count) <= len(names):
            message = f"Say how many of the {len(names)} must agree: a whole number from 1 on."
            raise BuildError({"count": message})
        return {"at_least": int(count), "of": names}
    try:
        share = typed_number(count, 1)
    except TypedError:
        share = 0.0
    if not 0 < share <= 1:
        raise BuildError({"count": "Say which share of capability, as 0.7 or 70 %."})
    return {"share": share, "of": names}


def chosen(rule: Any) -> tuple[str, list[str], str] | None:
    """Return how, who and how many of a rule that can be chosen; None of a nested one."""
    if isinstance(rule, str):
        return "all", [rule], ""
    for how, field in (("all", "all"), ("any", "any"), ("at_least", "of"), ("share", "of")):
        if how in rule:
            parts = rule[field]
            if any(not isinstance(part, str) for part in parts):
                return None
            return how, list(parts), f"{rule[how]:g}" if field == "of" else ""
    return None
