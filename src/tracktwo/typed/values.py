"""Numbers and dates as people type them: read where only one thing can be meant, else named."""

from __future__ import annotations

import datetime as dt
import re

from tracktwo.errors import Error

_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?P<mark>[ .,'])\d{3}(?:(?P=mark)\d{3})*(?:(?P<end>[.,])\d+)?")
_MADE_DATE = re.compile(
    r"(?=.*\d)(?:\d{1,2}[. /-]+)?"
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sept?|o[ck]t|nov|de[cz])[a-z]{0,6}\.?"
    r"(?:[. /-]+\d{1,4})?", re.IGNORECASE,
)  # fmt: skip
"""What a spreadsheet makes of 1.5 or 5/24, in English or German."""
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)")
LARGEST = 1e9


class TypedError(Error):
    """What was typed is no number or date, or could be two.

    Attributes
    ----------
    message, hint : str
        What is wrong, and what to write.
    line : int or None
        Of a text, where.
    none : bool
        Whether it is no number or date at all, rather than one that could be two or is out of
        bounds: whoever asked may know better what to write.
    """

    def __init__(
        self, message: str, hint: str, line: int | None = None, *, none: bool = False
    ) -> None:
        self.message, self.hint, self.line, self.none = message, hint, line, none
        super().__init__(f"{message}; {hint}")


def typed_number(text: str, top: float | None = None) -> float:
    """Read a number with a point or a comma, a percentage or a fraction.

    Parameters
    ----------
    text : str
    top : float, optional
        The end of its scale where that is known: percent are of it (of 1: a share).

    Raises
    ------
    TypedError
        If it is none, or could be two.
    """
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().replace("\u2212", "-")
    plain = plain.replace("\u2019", "'")
    if plain.endswith("%"):
        share = _decimal(plain[:-1].strip(), text) / 100
        if top in (1, 100):
            return round(share * top, 12)
        raise TypedError(f"{_shown(text)} is a share of something", f"write {share:g}")
    fraction = _FRACTION.fullmatch(plain)
    if fraction:
        over = float(fraction[2])
        if not over:
            raise TypedError(f"{_shown(text)} is no number", "write it like 0.45", none=True)
        value = float(fraction[1]) / over
        if top is None or top == 1:
            return value
        raise TypedError(f"{_shown(text)} could be {value:.3g} or a part of {top:g}",
                         f"write {value:.3g} or {value * top:.3g}")  # fmt: skip
    return _decimal(plain, text)


def _decimal(plain: str, text: str) -> float:
    if not plain.isascii():
        raise TypedError(f"{_shown(text)} is no number", "write it like 0.45", none=True)
    grouped = _GROUPED.fullmatch(plain)
    if grouped and grouped["mark"] in ".," and not grouped["end"]:
        mark = grouped["mark"]
        once = plain.count(mark) == 1
        if (once and mark == ".") or (once and plain.lstrip("+-").startswith("0")):
            plain = plain.replace(",", ".")  # 0,450 and 1.234: as a program writes them
        elif once:
            hint = f"write {plain.replace(',', '.')} or {plain.replace(',', '')}"
            raise TypedError(f"{_shown(text)} can be read in two ways", hint)
        else:
            plain = plain.replace(mark, "")
    elif grouped:
        if grouped["end"] == grouped["mark"]:
            raise TypedError(f"{_shown(text)} is no number", "write it like 1234.5", none=True)
        plain = plain.replace(grouped["mark"], "").replace(",", ".")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _MADE_DATE.fullmatch(plain):
        raise TypedError(f"{_shown(text)} is a date, which the spreadsheet made of a number",
                         "write the number, and set the cell's format to a number")  # fmt: skip
    if not _PLAIN.fullmatch(plain):
        raise TypedError(f"{_shown(text)} is no number", "write it like 0.45", none=True)
    value = float(plain)
    if not abs(value) < LARGEST:
        raise TypedError(f"{_shown(text)} is too large", f"write one below {LARGEST:,.0f}")
    return value


def typed_date(text: str, *, day: bool = False) -> str:
    """Read a day or a month, and write it as YYYY-MM-DD or YYYY-MM.

    Parameters
    ----------
    text : str
        As ``2024-03-01``, ``1 March 2024``, ``March 2024``, ``13.3.2024`` or ``3/2024``.
    day : bool
        Whether it has to be a day.

    Raises
    ------
    TypedError
        If it is none, or the day and the month could be either: ``3/4/2024``.
    """
    plain = " ".join(text.replace(",", " ").split()).rstrip(".").casefold()
    found = _ymd(plain, text)
    year, month, number = found
    try:
        dt.date(year, month, number or 1)
    except ValueError:
        raise TypedError(f"{_shown(text)} is no day of the calendar",
                         "write it as 2024-03-01") from None  # fmt: skip
    if number:
        return f"{year:04}-{month:02}-{number:02}"
    if day:
        raise TypedError(f"{_shown(text)} names no day", f"write it as {year:04}-{month:02}-01")
    return f"{year:04}-{month:02}"


def _ymd(plain: str, text: str) -> tuple[int, int, int]:
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[ t]00:00(?::00)?)?", plain)
    if match:
        return int(match[1]), int(match[2]), int(match[3] or 0)
    match = re.fullmatch(r"(\d{1,2})[./-](\d{4})", plain)
    if match:
        return int(match[2]), int(match[1]), 0
    match = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})", plain)
    if match:
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        if one > 12 >= two or match[2] == "." or one == two:
            return year, two, one  # points stand between day, month and year
        if two > 12 >= one:
            return year, one, two
        raise TypedError(f"{_shown(text)} could be the {one} of month {two} or the reverse",
                         f"write {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}")  # fmt: skip
    words = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th|\.)? )?([a-z]{3,9})\.? "
                         r"(?:(\d{1,2})(?:st|nd|rd|th)? )?(\d{4})", plain)  # fmt: skip
    names = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
             "october", "november", "december")  # fmt: skip
    if words and not (words[1] and words[3]):
        short = "sep" if words[2] == "sept" else words[2]
        month = next((n for n, name in enumerate(names, 1) if short in {name, name[:3]}), 0)
        if month:
            return int(words[4]), month, int(words[1] or words[3] or 0)
    raise TypedError(f"{_shown(text)} is no date", "write it as 2024-03-01, or 2024-03", none=True)


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return repr(plain if len(plain) <= 40 else f"{plain[:37]}...") if plain else "nothing"
