"""Defaults as ranges, each with its reason and the name of the rule that set it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def default(
    span: Sequence[float], why: str, rule: str, evidence: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a number of case.yaml that a drafting rule sets.

    Parameters
    ----------
    span : low, most likely, high
    why : the reason, for a reader who may disagree
    rule : name of the rule
    evidence : quotes that it rests on
    """
    low, mode, high = (round(x, 4) for x in span)
    number: dict[str, Any] = {"range": [low, mode, high]} if low < high else {"value": mode}
    number |= {"why": why, "rule": rule}
    return number | {"evidence": list(evidence)} if evidence else number


def scaled(span: Sequence[float], factor: float, top: float = 100.0) -> tuple[float, float, float]:
    """Return a range with its numbers multiplied, none above the top."""
    low, mode, high = (min(round(x * factor, 1), top) for x in span)
    return low, mode, high


def shifted(span: Sequence[float], by: float) -> tuple[float, float, float]:
    """Return a range on 0-100 moved along."""
    low, mode, high = (min(max(x + by, 0.0), 100.0) for x in span)
    return low, mode, high
