"""The chance of an answer, and how arrays of draws are laid out for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SURE = 1e-300
"""A chance of failing below this counts as this, so that rates stay finite (691 a month)."""

STEEPEST = 700.0
"""Log-odds are confined to +-700, where exp neither overflows nor matters any more."""


def yes_no(log_odds: Floats) -> tuple[Floats, Floats]:
    """Return p and 1 - p for given log-odds, with one exponential and no cancellation."""
    against = np.clip(log_odds, -STEEPEST, STEEPEST)
    np.negative(against, out=against)
    np.exp(against, out=against)
    yes = 1.0 + against
    np.divide(1.0, yes, out=yes)
    against *= yes
    return yes, against


def by_rows(array: Floats) -> Floats:
    """Move the draws last, contiguous."""
    return np.ascontiguousarray(np.moveaxis(array, 0, -1))
