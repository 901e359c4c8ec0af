"""Rows of a published table, with errors for a person where it is another one."""

from __future__ import annotations

import csv
import datetime as dt
import re
from typing import TYPE_CHECKING

from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class CasebookError(Error):
    """A casebook cannot be read or built; the message says what is wrong and what is right."""


def rows_of(path: Path, needed: Iterable[str], what: str) -> list[dict[str, str]]:
    """Return the rows of a table in CSV as text, by the names of its columns.

    Raises
    ------
    CasebookError
        If it is no table, or lacks columns that it should have.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, csv.Error) as error:
        raise CasebookError(f"{path}: cannot be read as a table ({error})") from None
    missing = sorted(set(needed) - set(rows[0] if rows else ()))
    if missing:
        raise CasebookError(
            f"{path}: should be {what} in CSV, and has no column {', '.join(missing[:5])}"
        )
    short = [n for n, row in enumerate(rows, start=2) if None in row.values() or None in row]
    if short:
        raise CasebookError(f"{path}: row {short[0]} has more or fewer cells than its header")
    return rows


def date_of(text: str) -> dt.date | None:
    """Return a day written as YYYY-MM-DD or M/D/YYYY; None where it is none."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, day, year = (int(x) for x in found.groups())
    elif found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})\b", text):
        year, month, day = (int(x) for x in found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a list with commas; a comma within brackets parts nothing."""
    return tuple(n for n in (part.strip() for part in re.split(r",(?![^(]*\))", text)) if n)


_INTERIM = (
    r"(transition\w*|interim) (national )?(government|administration)"
    r"|government of national (unity|reconciliation)"
)
_SIGNED_BY = re.compile(rf"\b({_INTERIM})", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween (the )?({_INTERIM})", re.IGNORECASE)


def signed_by_interim(name: str, signatures: str) -> bool:
    """Tell whether an interim government is among those who sign, by their names and titles."""
    return bool(_SIGNED_BY.search(signatures) or _BETWEEN.search(name))
