"""Who was at the meetings of a body, and what that is worth; found by `game.councils`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.results.bands import Band


@dataclass(frozen=True)
class QuorumMet:
    """Whether enough of a body was in the room, by one measure."""

    by: str
    """members or weight"""
    needed: Band
    """Share, 0-1."""
    present: Band
    reached: float
    """Share of draws in which it was."""


@dataclass(frozen=True)
class Cohesion:
    """How far the members of a body hold together."""

    by: str
    """positions, attendance or nothing"""
    index: Band | None
    """0 to 1; None where it cannot be known."""
    issues: tuple[tuple[str, Band], ...]
    """By issue, where it is by positions."""
    why: str
    """What it rests on, or why it cannot be known."""


@dataclass(frozen=True)
class Fighter:
    """A member with forces of its own."""

    member: str
    attended: str
    """present, absent or unknown"""
    force: Band
    """The most it could disrupt in a month, whatever the body consents to, 0-1."""
    asked: bool
    """Whether the body's own rule asks for its consent."""


@dataclass(frozen=True)
class Attendance:
    """One meeting of a composite actor."""

    meeting: str
    name: str
    body: str
    present: tuple[str, ...]
    """Members who took part, the chair included."""
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    """Members of whom the case says neither."""
    weight_present: Band
    """Share of the weight of the members named in the case that took part, 0-1."""
    weight_absent: Band
    quorum: tuple[QuorumMet, ...]
    decides: str | None
    """The body's rule in words; None where the case gives none."""
    able: float | None
    """Share of draws in which those present suffice by the body's rule; None where it has none."""
    cohesion: Cohesion
    fighters: tuple[Fighter, ...]
    stances: tuple[tuple[tuple[str, ...], str], ...]
    """What was declared there: (milestones or stages, stance)."""
    evidence: tuple[str, ...]
