"""What one change to a case does to its odds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.results.bands import Band


@dataclass(frozen=True)
class Change:
    """The effect of one change on the odds of each stage at the horizon, on common draws."""

    id: str
    label: str
    reached: tuple[Band, ...]
    """Odds of each stage with the change."""
    difference: tuple[Band, ...]
    """Change minus base, draw by draw, for each stage."""
    sure: tuple[float, ...]
    """Share of draws in which the change raises the odds of each stage."""
