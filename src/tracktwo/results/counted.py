"""What is said of a roadmap with more states than are told apart: what was done, and its error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """Steps of which only the number done was followed, and what that may be off by."""

    states: int
    """States that were told apart."""
    steps: tuple[tuple[str, ...], ...]
    """Ids of the steps that were counted together, each group the easiest first."""
    error: tuple[float, ...] | None
    """By how much the odds of each stage at the horizon differ, on average over draws, when a sixth
    of the states are told apart: an estimate of the error and no bound (docs/roadmap-model.md).
    None where that was not worked out, as in questions beside `run`."""

    @property
    def worst(self) -> str:
        """The largest of the errors, in points."""
        points = 100 * max(self.error or (), default=0.0)
        return "about 0.1 point or less" if points < 0.1 else f"about {points:.2g} points"

    def __str__(self) -> str:
        """Say it in a sentence or two."""
        number = sum(map(len, self.steps))
        off = (
            f"odds may be off by {self.worst} for that, which no band includes."
            if self.error is not None
            else "tracktwo run tells by how much odds may be off for that."
        )
        return (
            f"This roadmap can stand in more ways than can be told apart. Of the {number} easiest "
            f"steps only how many are done is followed, {self.states:,} ways in all; {off}"
        )
