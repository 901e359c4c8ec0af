"""What cells say, as values of case.yaml: numbers with their reason, choices, dates, lists."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, TypeVar

from tracktwo.case.format.numbers import bare
from tracktwo.case.problems import meant, shown
from tracktwo.sheets.layout import ENDS
from tracktwo.typed import TypedError, typed_date, typed_number
from tracktwo.typed.values import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracktwo.sheets.cells import ReadCell

_Found = TypeVar("_Found")


class CellError(Exception):
    """A cell cannot be read."""

    def __init__(self, field: str, message: str, hint: str) -> None:
        self.field, self.message, self.hint = field, message, hint
        super().__init__(message)


def text_of(cell: ReadCell | None) -> str:
    """Return what a cell says; nothing where there is none."""
    return cell.text if cell is not None else ""


def number_in(cell: ReadCell, field: str, span: tuple[float, float]) -> float | int:
    """Return the number in a cell.

    Raises
    ------
    CellError
        If it holds none, or one outside its limits.
    """
    value, (low, high) = cell.value, span
    if isinstance(value, dt.date | dt.datetime | dt.time):
        raise CellError(field, f"{cell.text} is a date, which the spreadsheet made of it",
                        "write it as 0.33, and set the cell's format to a number")  # fmt: skip
    if isinstance(value, bool):
        raise CellError(field, f"{cell.text} is no number", f"write one from {low:g} to {high:g}")
    if isinstance(value, int | float):
        number = float(value) if abs(value) < LARGEST else math.inf
        if cell.percent:
            number = round(number * high, 12) if high in {1, 100} else number
    else:
        try:
            number = typed_number(str(value), high)
        except TypedError as error:
            raise CellError(field, error.message, error.hint) from None
    if not low <= number <= high:
        hint = f"write one from {low:g} to {high:g}"
        if high == 1 and 1 < number <= 100 and low == 0:
            hint += f", as {number / 100:g} for {number:g} %"
        raise CellError(field, f"{number:g} lies outside {low:g}-{high:g}", hint)
    return int(number) if number.is_integer() else number


def quantity_in(cells: Mapping[str, ReadCell], at: str, was: Any, span: tuple[float, float]) -> Any:
    """Return the number that four cells make, None where they are empty.

    What it was keeps its evidence; the mark of a drafting rule goes, and with a changed number the
    rule's reason.

    Parameters
    ----------
    cells : by field; those of the number are ``AT.low``, ``AT.mode``, ``AT.high``, ``AT.why``
    was : in the form of case.yaml

    Raises
    ------
    CellError
        If one cannot be read, or they are not in order.
    """
    given = {
        end: number_in(cells[f"{at}.{end}"], f"{at}.{end}", span)
        for end in ENDS if text_of(cells.get(f"{at}.{end}"))
    }  # fmt: skip
    why = " ".join(text_of(cells.get(f"{at}.why")).split())
    if not given:
        if why:
            raise CellError(f"{at}.mode", "a reason, and no number", "write the most likely value")
        return None
    if "mode" not in given:
        raise CellError(f"{at}.mode", "the most likely value is missing", "write it, too")
    mode = given["mode"]
    low, high = given.get("low", mode), given.get("high", mode)
    if not low <= mode <= high:
        order = " ".join(f"{n:g}" for n in sorted((low, mode, high)))
        raise CellError(f"{at}.mode", f"low, most likely and high do not rise ({low:g}, {mode:g}, "
                        f"{high:g})", f"write {order}")  # fmt: skip
    noted = was if isinstance(was, dict) else {}
    evidence = noted.get("evidence")
    form = {"value": mode} if low == high else {"range": [low, mode, high]}
    kept = why == " ".join(str(noted.get("why") or "").split())
    if noted.get("rule") and kept and bare(form) != bare(was):
        why = ""  # the rule's reason is not that of a person's number
    if not why and not evidence and not isinstance(was, dict):
        return next(iter(form.values()))
    made = form | ({"why": why} if why else {})
    return made | ({"evidence": evidence} if evidence else {})


def choice_in(cell: ReadCell, field: str, choices: Sequence[str]) -> str:
    """Return the one of some words that a cell says.

    Raises
    ------
    CellError
        If it is none of them.
    """
    plain = cell.text.casefold()
    if plain in choices:
        return plain
    near = meant(plain, choices)
    hint = f"write {near}" if near else f"write one of: {', '.join(choices)}"
    raise CellError(field, f"{shown(cell.text)} is none of the choices", hint)


def date_in(cell: ReadCell, field: str) -> str:
    """Return a day or a month.

    Raises
    ------
    CellError
        If it is none, or could be two.
    """
    try:
        return typed_date(cell.text)
    except TypedError as error:
        raise CellError(field, error.message, error.hint) from None


def named_in(cell: ReadCell, field: str, find: Callable[[str], _Found]) -> _Found:
    """Return what a name, a list of names or a rule stands for.

    Raises
    ------
    CellError
        If somebody is not known, or more than one is meant.
    """
    try:
        return find(cell.text)
    except TypedError as error:
        raise CellError(field, error.message, error.hint) from None
