"""Months of the game and of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def month_number(as_of: dt.date, month: str) -> int:
    """Return which month of the game a calendar month is; 1 is the month after the as-of date."""
    year, number = int(month[:4]), int(month[5:7])
    return (year - as_of.year) * 12 + number - as_of.month
