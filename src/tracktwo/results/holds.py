"""What holds a roadmap up: on which step and why, each found by taking it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tracktwo.results.changes import Change

HoldKind = Literal["consent", "disruption", "deadline"]
CauseKind = Literal["stance", "later"]


@dataclass(frozen=True)
class Cause:
    """A reason why an actor withholds its consent, by what the odds would be without it."""

    kind: CauseKind
    """stance: what it has declared against steps; later: what a stage puts in force, where that is
    worse for it than the present."""
    about: str
    """For stance the word that was declared; for later the id of the stage."""
    lifted: Change


@dataclass(frozen=True)
class Hold:
    """What holds the roadmap up."""

    kind: HoldKind
    of: str
    """Id of the actor; for a deadline, of the stage."""
    step: str
    """Id of the step at which the actor's consent would move the odds most; empty where no one
    step stands out, and for a deadline."""
    until: str
    """Month of a deadline, as the case gives it; else empty."""
    lifted: Change
    """Were the actor to consent to every step, or never to disrupt; were there no deadline."""
    at_step: Change | None
    """Were it to consent to that step alone."""
    causes: tuple[Cause, ...]
    """Those that account for a notable part of it, the largest first."""
