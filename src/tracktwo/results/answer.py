"""What the answer to any question begins with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseAnswer:
    """Which case an answer is about, and on what sample it was found."""

    case_id: str
    case_digest: str
    """Of what the case says: two folders with the same digest say the same."""
    draws: int
    seed: int
