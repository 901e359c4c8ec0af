"""The last day on which what a forecast is of still counts."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.case import Case


def last_day(case: Case) -> dt.date:
    """Return the day on which a case's forecast ends: the one it names, else that of the month."""
    if case.until is not None and len(case.until) > len("YYYY-MM"):
        return dt.date.fromisoformat(case.until)
    months = case.as_of.year * 12 + case.as_of.month - 1 + case.horizon
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])
