"""What solving a roadmap gives."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ends:
    """What is kept where only the outcome counts."""

    odds: Floats
    """(D, K) chance that each stage has been passed at least once by the last month."""
    worth: Floats
    """(D, N) value of the start to each actor."""


@dataclass(frozen=True)
class Solution:
    """What a roadmap comes to, per draw. D draws, T months, K stages, R situations.

    Month 0 is the start; month t is the end of month t.
    """

    reached: Floats
    """(D, T+1, K) chance that each stage has been passed at least once by each month."""
    in_force: Floats
    """(D, T+1, R) chance of standing in each situation at each month."""
    milestones: Floats
    """(D, T+1, M) chance that each milestone has been reached at least once by each month; M is
    0 where that was not asked for."""
    value: Floats
    """(D, S, N) value of each state to each actor, at the start of month 1."""
    consent: Floats
    """(D, C) chance of each consent, were its state the one of month 1 (see `Plan`)."""
    event: Floats
    """(D, E) chance of each event in month 1 from its state, were it alone."""
    engine: str
    """Which engine worked this out: "numpy", "compiled" or "single"."""

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Put solutions of consecutive draws together."""
        arrays = {
            f.name: np.concatenate([getattr(part, f.name) for part in parts])
            for f in fields(cls)
            if f.name != "engine"
        }
        return cls(**arrays, engine=parts[0].engine)
