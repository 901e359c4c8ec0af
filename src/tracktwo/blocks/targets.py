"""What a link leads to. Where that is shown, and whether it is, each renderer is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class ToPart:
    """A part of the case, or a number of it."""

    path: str
    """Dotted, as ``actors.union`` or ``levers.blockade.harm``."""


@dataclass(frozen=True)
class ToQuote:
    """A quote of a source."""

    id: str


@dataclass(frozen=True)
class ToSection:
    """A section of the report."""

    id: str


Target: TypeAlias = ToPart | ToQuote | ToSection
