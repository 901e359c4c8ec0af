"""Ranges that are moved with their width, or narrowed where they stand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracktwo.case import CaseError, Problem
from tracktwo.case.problems import unknown
from tracktwo.case.quantities import limits, quantities
from tracktwo.questions.what_if.scenarios import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case import Case

    Ends = Sequence[float]

HALF = 0.5


def moved(path: str, span: Ends, mode: float) -> float | list[float]:
    """Move a range so that its most likely value is another.

    Its ends keep their distance from that, as far as the limits of the format allow.

    Parameters
    ----------
    path : of the number, which says its limits
    span : low, most likely, high
    mode : the most likely value to be

    Returns
    -------
    float or list of float
        A number where the range has no width.
    """
    low, old, high = span
    if low == high:
        return mode
    lowest, highest = limits(path)
    by = mode - old
    low, high = max(low + by, lowest), min(high + by, highest)
    return [round(min(low, mode), 6), mode, round(max(high, mode), 6)]


def narrowed(span: Ends, share: float) -> list[float]:
    """Draw the ends of a range towards its most likely value, to a share of their distance."""
    low, mode, high = span
    return [round(mode - share * (mode - low), 6), mode, round(mode + share * (high - mode), 6)]


def move_of(text: str, case: Case) -> tuple[str, float | list[float]]:
    """Read ``PATH=VALUE``: the change that moves the range at a path there, with its width.

    Raises
    ------
    CaseError
        If it is no such change, the value no number, or there is no number at the path.
    """
    where = f"--move {text}"
    path, sign, value = text.partition("=")
    hint = "write it as PATH=NUMBER, as levers.aid.intensity=0.8"
    try:
        mode = float(value) if sign else math.nan
    except ValueError:
        mode = math.nan
    if not math.isfinite(mode):
        raise CaseError([Problem(where, None, None, "", "moves nothing to a number", hint)])
    path = path_of(path)
    spans = {item.path: item.quantity for item in quantities(case)}
    if path not in spans:
        raise CaseError([Problem(where, None, None, path, *unknown("number", path, spans))])
    q = spans[path]
    return path, moved(path, (q.low, q.mode, q.high), mode)
