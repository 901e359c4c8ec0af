"""Terms: by when a step is to happen, as a number with its unit, or as a day.

"Within six months of signature", "no later than June 2034", "by the end of 2027", "18 months
later". How long something lasts ("a truce of 45 days") is no term: it is kept beside it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.reading.text.phrases import phrase_at, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.text.article import Token
    from tracktwo.reading.text.lexicon import Lexicon


@dataclass(frozen=True)
class Deadline:
    """By when, and the words that say so.

    Attributes
    ----------
    within, unit : float and str, or None
        So many days, weeks, months or years.
    by : str or None
        A day instead, YYYY-MM-DD: the last one of a month or year that is named.
    after : tuple of int or None
        Tokens that say from when the number counts.
    start, end : int
        Tokens of the whole expression.
    """

    start: int
    end: int
    within: float | None = None
    unit: str | None = None
    by: str | None = None
    after: tuple[int, int] | None = None


@dataclass(frozen=True)
class Duration:
    """How long something lasts: so many days, weeks, months or years; tokens that say so."""

    start: int
    end: int
    value: float
    unit: str


class Terms:
    """Finds terms and deadlines."""

    def __init__(self, lexicon: Lexicon, published: dt.date | None = None) -> None:
        table = lexicon.raw["terms"]
        self.within = [tuple(p.split()) for p in table["within"]]
        self.by = phrases(table["by"])
        self.lasting = [tuple(p.split()) for p in table["lasting"]]
        self.spent = set(table["spent"].split())
        self.numbers: dict[str, float] = table["numbers"]
        self.units = {w: unit for unit, words in table["units"].items() for w in words.split()}
        self.hours = set(table["hours"].split())
        self.fortnight = table["fortnight"]
        self.ends = set(table["end"].split())
        self.starts = set(table["start"].split())
        self.mid = set(table["mid"].split())
        self.origin = set(table["from"].split())
        self.later = set(table["later"].split())
        self.months: list[str] = lexicon.raw["dates"]["months"]
        self.published = published
        """When the text is from: "by May" is the next one."""

    def find(self, tokens: Sequence[Token], start: int, end: int) -> Deadline | None:
        """Return the first term in a stretch of tokens."""
        low, published = [t.low for t in tokens], self.published
        for i in range(start, end):
            found = self._number(tokens, low, i, start, end) or self._day(low, i, end, published)
            if found is not None:
                return found
        return None

    def lasts(
        self, tokens: Sequence[Token], start: int, end: int, named: Sequence[tuple[int, int]]
    ) -> Duration | None:
        """Return how long what a stretch of tokens names is to last.

        Parameters
        ----------
        tokens : sequence of Token
        start, end : int
        named : sequence of tuple of int
            Tokens of the words that name the step: "a 60-day truce" lasts, and not "their 22-month
            war", nor "the end of 60 days".
        """
        low = [t.low for t in tokens]
        for i in range(start, end):
            word, _, unit = low[i].rpartition("-")
            if word and unit in self.units:
                number = self._value_of(word)
                if number and any(i < a <= i + 4 for a, _ in named):
                    return Duration(i, i + 1, number, self.units[unit])
                continue
            number, what, stop = self._quantity(low, i, end)
            lead = next(
                (p for p in self.lasting if tuple(low[max(start, i - len(p)) : i]) == p), ()
            )
            if number is None or what is None or not lead:
                continue
            first = i - len(lead)
            after = low[stop] if stop < len(low) else ""
            if after in self.later | self.origin | {"ago", "old"} or low[first - 1] in self.spent:
                continue
            if lead == ("of",) and not any(b == first for _, b in named):
                continue
            if any(b <= first for _, b in named):
                return Duration(first, stop, number, what)
        return None

    def length(self, tokens: Sequence[Token], start: int, end: int) -> Duration | None:
        """Return the first length of time that is told: "(45 days)", "lasts six weeks"."""
        low = [t.low for t in tokens]
        for i in range(start, end):
            word, _, unit = low[i].rpartition("-")
            number = self._value_of(word) if word and unit in self.units else None
            if number:
                return Duration(i, i + 1, number, self.units[unit])
            number, what, stop = self._quantity(low, i, end)
            if number and what:
                return Duration(i, stop, number, what)
        return None

    def dated(
        self, tokens: Sequence[Token], start: int, published: dt.date | None = None
    ) -> tuple[int, Deadline | None]:
        """Return where a day or month ends that a line begins with, and when it is, if known."""
        low = [t.low for t in tokens]
        value, stop = self._value(low, start, len(low), published or self.published, "")
        return stop, Deadline(start, stop, by=value) if value is not None else None

    def _value_of(self, word: str) -> float | None:
        return float(word) if word.isdecimal() else self.numbers.get(word)

    def _number(
        self, tokens: Sequence[Token], low: list[str], i: int, start: int, end: int
    ) -> Deadline | None:
        number, unit, stop = self._quantity(low, i, end)
        if number is None or not 0 < number <= 600:
            return None
        lead = next((p for p in self.within if tuple(low[max(start, i - len(p)) : i]) == p), None)
        after = stop < end and low[stop] in self.later | self.origin
        if lead is None and not (stop < end and (low[stop] in self.later or low[stop] == "after")):
            return None
        if lead == ("in",) and stop < end and low[stop] in {"of", "ago"}:
            return None
        origin = None
        if after and low[stop] in self.origin:
            last = stop + 1
            while (
                last < end
                and tokens[last].text not in {",", ";", ".", ":", "("}
                and (low[last] not in {"and", "but", "or"})
            ):
                last += 1
            if last > stop + 1:
                origin, stop = (stop + 1, last), last
        elif after:
            stop += 1
        return Deadline(i - len(lead or ()), stop, number, unit, after=origin)

    def _quantity(self, low: list[str], i: int, end: int) -> tuple[float | None, str | None, int]:
        word = low[i]
        if "-" in word and word.rsplit("-", 1)[1] in self.units:  # no "30-day" is a term
            return None, None, i
        number = self.numbers.get(word)
        if number is None and word.replace(".", "", 1).isdecimal():
            number = float(word)
        if number is None or i + 1 >= end:
            return None, None, i
        j = i + 1
        while j < end and low[j] in {"calendar", "working", "more"}:
            j += 1
        if j < end and low[j] in self.units:
            return number, self.units[low[j]], j + 1
        if j < end and low[j] in self.hours:
            return number / 24, "days", j + 1
        if j < end and low[j] == self.fortnight:
            return 2 * number, "weeks", j + 1
        return None, None, i

    def _day(self, low: list[str], i: int, end: int, published: dt.date | None) -> Deadline | None:
        lead = phrase_at(low, i, self.by)
        if not lead:
            return None
        if i > 1 and low[i - 1].endswith("ed") and low[i - 2] in {"was", "were"}:
            return None  # "a deal that was signed in January"
        j = i + len(lead)
        if j < end and low[j] == "the":
            j += 1
        share = ""
        if j + 1 < end and low[j] in self.ends | self.starts | self.mid and low[j + 1] == "of":
            share = "end" if low[j] in self.ends else "start" if low[j] in self.starts else "mid"
            j += 2
        if lead == ("between",):  # "between October and November 2031": by the end of the later
            later = next((k for k in range(j, min(j + 4, end)) if low[k] == "and"), end)
            j = later + 1
        value, stop = self._value(low, j, end, published, share)
        if value is None or (lead in {("in",), ("on",)} and published and value <= str(published)):
            return None
        return Deadline(i, stop, by=value)

    def _value(
        self, low: list[str], j: int, end: int, published: dt.date | None, share: str
    ) -> tuple[str | None, int]:
        """Return the last day of what is named from token `j` on: a day, a month or a year."""
        day = month = year = None
        if j < end and low[j].rstrip("stndrh").isdecimal() and j + 1 < end:
            number = int(low[j].rstrip("stndrh"))
            if low[j + 1] in self.months and number <= 31:
                day, month, j = number, self.months.index(low[j + 1]) + 1, j + 2
        if month is None and j < end and low[j] in self.months:
            month, j = self.months.index(low[j]) + 1, j + 1
            if j < end and low[j].isdecimal() and len(low[j]) <= 2:
                day, j = int(low[j]), j + 1
        at = j + 1 if j < end and low[j] in {",", "of"} else j
        if at < end and low[at].isdecimal() and len(low[at]) == 4 and low[at][:2] in {"19", "20"}:
            year, j = int(low[at]), at + 1
        if year is None and month is not None and published is not None:
            year = published.year + ((month, day or 31) < (published.month, published.day))
        if year is None:
            return None, j
        if month is None:
            month = {"start": 1, "mid": 6}.get(share, 12)
        last = calendar.monthrange(year, month)[1]
        if day is None:
            day = {"start": 1, "mid": 15}.get(share, last)
        try:
            return dt.date(year, month, day).isoformat(), j
        except ValueError:
            return None, j


_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}


def days_of(term: Deadline | None) -> float | None:
    """Return how many days a term is, or None where it is a day or there is none."""
    if term is None or term.within is None or term.unit is None:
        return None
    return term.within * _DAYS[term.unit]


def as_item(term: Deadline, words: str | None, evidence: str) -> dict[str, Any]:
    """Return a term in the case's format."""
    item: dict[str, Any] = {}
    if term.by is not None:
        item["by"] = term.by
    else:
        number = term.within or 0.0
        item |= {"within": int(number) if number == int(number) else number, "unit": term.unit}
    if words:
        item["after"] = words[:400]
    return item | {"evidence": [evidence]}


def as_duration(found: Duration, words: str, evidence: str) -> dict[str, Any]:
    """Return how long a step lasts, as a number with its unit and in the source's words."""
    value = int(found.value) if found.value == int(found.value) else found.value
    return {"value": value, "unit": found.unit, "said": words[:400], "evidence": [evidence]}
