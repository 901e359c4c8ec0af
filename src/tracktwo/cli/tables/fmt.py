"""What the tables of answers share: bands as text, bars, cells taken literally."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

    from tracktwo.results.bands import Band

BAR = 12
"""Characters of a bar on either side of zero."""


def table(title: str, *columns: str) -> Table:
    """Return a table whose first column holds names, the others numbers."""
    from rich.table import Table

    out = Table(title=title, title_justify="left")
    for number, name in enumerate(columns):
        out.add_column(name, justify="right" if number else "left", overflow="fold")
    return out


def odds(band: Band) -> str:
    """Write odds as mean and 90 % range, in percent."""
    return f"{percent(band.mean)} %\n{percent(band.p05)}-{percent(band.p95)}"


def percent(chance: float) -> str:
    """Write a chance in percent; a small one is not called none."""
    return "<0.1" if 0 < chance < 0.0005 else f"{100 * chance:.1f}"


def points(band: Band) -> str:
    """Write a difference of odds as mean and 90 % range, in points."""
    return f"{signed(100 * band.mean)}\n{signed(100 * band.p05)} to {signed(100 * band.p95)}"


def signed(value: float, digits: int = 1) -> str:
    """Write a number with its sign, and zero without one."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def harm(band: Band, over: float | None) -> str:
    """Write harm to civilians with the share of draws over the limit."""
    text = f"{band.mean:.1f}\n{band.p05:.1f}-{band.p95:.1f}"
    return text if over is None else f"{text}\n{100 * over:.0f} % over"


def bars(low: float, high: float, most: float) -> str:
    """Draw two values as one bar around zero, `most` filling a side."""
    left = round(BAR * min(max(-min(low, high, 0), 0) / most, 1)) if most else 0
    right = round(BAR * min(max(low, high, 0) / most, 1)) if most else 0
    return f"{'█' * left:>{BAR}}│{'█' * right:<{BAR}}"


def literal(text: str) -> Text:
    """Return a cell whose square brackets are no markup."""
    from rich.text import Text

    return Text(text)


def note_on_harm(limit: float | None) -> Sequence[str]:
    """Say what the column on harm is."""
    text = "Harm to civilians is per month, 0-100, averaged over the horizon"
    return [f"{text}; the case's limit is {limit:g}." if limit is not None else f"{text}."]
