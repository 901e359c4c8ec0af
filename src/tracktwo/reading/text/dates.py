"""Dates: expressions of time in a text, resolved against the day it was published.

A weekday is the last one up to that day, a month the last one that has begun, unless a word
says otherwise. Without a day of publication only full dates are resolved.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon


@dataclass(frozen=True)
class When:
    """An expression of time.

    Attributes
    ----------
    start, end : int
        Tokens.
    value : str or None
        YYYY-MM-DD, YYYY-MM or YYYY; None where it cannot be told.
    """

    start: int
    end: int
    value: str | None

    @property
    def day(self) -> str | None:
        """The value, if it is a single day."""
        return self.value if self.value and len(self.value) == 10 else None


def find(sentence: Sentence, lexicon: Lexicon, published: dt.date | None) -> list[When]:
    """Return the expressions of time of a sentence."""
    table = lexicon.raw["dates"]
    months, weekdays = table["months"], table["weekdays"]
    before = set(table["before"].split())
    low = [t.low for t in sentence.tokens]
    found: list[When] = []
    i = 0
    while i < len(low):
        word = low[i]
        start, end, value = i, i + 1, None
        lead = low[i - 1] if i else ""
        if word in weekdays:
            value = _weekday(weekdays.index(word), lead, published, table)
        elif word in months and sentence.tokens[i].capital:
            start, end, value = _month(low, i, months, published, table)
        elif word in {table["today"], table["yesterday"], table["tomorrow"]}:
            shift = {table["today"]: 0, table["yesterday"]: -1, table["tomorrow"]: 1}[word]
            value = _iso(published, shift)
        elif lead in {*table["last"].split(), *table["this"].split(), *table["next"].split()}:
            value = _unit(word, lead, published, table)
            if value is None:
                i += 1
                continue
        else:
            i += 1
            continue
        while start > 0 and (
            low[start - 1] in before
            or low[start - 1] in table["last"].split()
            or low[start - 1] in table["next"].split()
            or low[start - 1] in table["this"].split()
        ):
            start -= 1
        found.append(When(start, end, value))
        i = end
    return found


def _iso(day: dt.date | None, shift: int = 0) -> str | None:
    return (day + dt.timedelta(days=shift)).isoformat() if day else None


def _weekday(
    weekday: int, lead: str, published: dt.date | None, table: dict[str, str]
) -> str | None:
    if published is None:
        return None
    back = (published.weekday() - weekday) % 7
    if lead in table["next"].split():
        return _iso(published, 7 - back if back else 7)
    if lead == "last" and back == 0:
        back = 7
    return _iso(published, -back)


def _month(
    low: list[str],
    i: int,
    months: list[str],
    published: dt.date | None,
    table: dict[str, str],
) -> tuple[int, int, str | None]:
    lead = low[i - 1] if i else ""
    month = months.index(low[i]) + 1
    start, end = i, i + 1
    day = year = None
    if lead.isdecimal() and len(lead) <= 2:
        day, start = int(lead), i - 1
    elif i + 1 < len(low) and low[i + 1].isdecimal() and len(low[i + 1]) <= 2:
        day, end = int(low[i + 1]), i + 2
    at = end + (end < len(low) and low[end] == ",")
    if at < len(low) and low[at].isdecimal() and len(low[at]) == 4:
        year, end = int(low[at]), at + 1
    if year is None:
        if published is None:
            return start, end, None
        year = published.year
        later = (month, day or 1) > (published.month, published.day)
        if later and low[start - 1 if start else 0] not in table["next"].split():
            year -= 1
        if low[start - 1 if start else 0] in {"by", "until", "next"} and later:
            year += 1
    try:
        value = dt.date(year, month, day or 1).isoformat()
    except ValueError:
        return start, end, None
    return start, end, value if day else value[:7]


def _unit(
    word: str, lead: str, published: dt.date | None, table: dict[str, dict[str, str]]
) -> str | None:
    unit = next((u for u, words in table["units"].items() if word in words.split()), None)
    if unit is None or published is None:
        return None
    last, following = table["last"], table["next"]
    step = -1 if lead in str(last).split() else 1 if lead in str(following).split() else 0
    if unit == "week":
        return _iso(published - dt.timedelta(days=published.weekday()), 7 * step)
    if unit == "month":
        total = published.year * 12 + published.month - 1 + step
        return f"{total // 12:04d}-{total % 12 + 1:02d}"
    return f"{published.year + step:04d}" if unit == "year" else None
