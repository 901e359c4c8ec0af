"""Answers as tidy tables: one row an observation, one column a variable with its unit.

Tables are read off the records themselves, so a new record needs no code here. A tuple of records
becomes a table of its name; what holds one number is a column; a `Band` is one column for its mean
and one for each quantile; a series has a row a month in a table of its own, and its last month
in the row of what it is of; and what has a value for each stage, party,
player or issue has a row for each of them. Which of these a field runs over is told by its name
(`_OVER`), else by the stages of the answer.

Source: Wickham (2014), Tidy Data, doi:10.18637/jss.v059.i10.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.units import CHANCE, COUNT, MONTHS, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BANDS = tuple(field.name for field in dataclasses.fields(Band))

Cells = dict[str, tuple[Any, str]]
Keys = tuple[tuple[str, Any], ...]

_OVER: Mapping[tuple[str, str], str] = {
    ("Variant", "shares"): "parties", ("Variant", "gains"): "players",
    ("Government", "today"): "parties", ("StageRules", "shapley"): "asked",
    ("StageRules", "banzhaf"): "asked", ("Terms", "policy"): "issues",
    ("Terms", "gains"): "parties", ("Zone", "shortfall"): "least_short",
    ("Ministry", "holder"): "parties", ("MilestoneOdds", "reached"): "",
    ("ScenarioEffect", "reached"): "stages", ("IssueForecast", "histogram"): "",
    ("Package", "policy"): "", ("Analogue", "within"): "years",
    **{("SimulatedOdds", name): "stages" for name in (
        "exact", "counted_odds", "coarseness", "simulated", "error")},
    **{("VoteResult", name): "parties" for name in (
        "boycott", "votes", "seats", "shapley", "banzhaf", "government", "power", "left_out")},
    **{("PickResult", name): "parties" for name in (
        "value", "due", "proportional", "envy_free", "envy_free_up_to_one")},
}  # fmt: skip
"""Which list of ids a field has one value for each of, where not the stages: a list of the record
itself, or of what it is part of."""

_SINGULAR = {"stages": "stage", "parties": "party", "players": "player", "issues": "issue",
             "asked": "actor", "least_short": "party", "years": "years"}  # fmt: skip
"""What one of such a list is called."""

_FIXED: Mapping[str, tuple[int, ...]] = {"years": (1, 2, 5)}
"""Lists that are the same for every record."""

_RANGES = frozenset({"quartile_months", "shortest", "harm"})
"""Fields that are a low and a high end; any other pair of numbers is two numbers."""

_PLACES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("AlternativeResult", "series"): ("stages",), ("Package", "policy"): ("stages", "issues"),
    ("PickResult", "order"): ("turn", "parties"), ("IssueForecast", "histogram"): ("bin",),
    ("IssueForecast", "models"): ("model",), ("Returned", "shares"): ("month",),
    ("IssueSettlement", "quantiles"): ("share",),
    ("Variant", "stands"): ("years",), ("Published", "stands"): ("years",),
}  # fmt: skip
"""What tells the numbers apart that lie in one another: a list of ids, else the column's name."""

_LISTED = {"mixes": "mix", "corners": "corner", "steps": "step", "orders": "order",
           "passing": "coalition", "blocking": "coalition"}  # fmt: skip
"""What one of those records is called that have no name of their own and are told by number."""


@dataclass(frozen=True)
class Column:
    """One variable."""

    name: str
    unit: str
    """Empty for names, texts and truths."""


@dataclass(frozen=True)
class Table:
    """A tidy table.

    Attributes
    ----------
    name : str
    columns : tuple of Column
    rows : tuple of tuple
        As `columns`; texts, numbers, truths, or None for what is not there.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def units(self) -> dict[str, str]:
        """Unit by column, of those that have one."""
        return {column.name: column.unit for column in self.columns if column.unit}

    def as_columns(self) -> dict[str, list[Any]]:
        """Return the values by column."""
        return {c.name: [row[i] for row in self.rows] for i, c in enumerate(self.columns)}


def tables(record: Any) -> dict[str, Table]:
    """Return everything that a record says as tidy tables, by name.

    Parameters
    ----------
    record : a frozen record of `tracktwo.results` or of a question

    Returns
    -------
    dict of Table
        First `answer`, which has one row: what there is one of in the whole answer. A table that
        would be empty is left out.
    """
    builder = _Builder()
    builder.add("answer", (), record)
    return {name: rows.table() for name, rows in builder.found.items() if rows.rows}


class _Rows:
    """A table while it grows: rows may know columns that others do not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, str] = {}
        self.rows: list[dict[str, Any]] = []

    def add(self, cells: Cells) -> None:
        """Add a row."""
        for key, (_, unit) in cells.items():
            self.columns.setdefault(key, unit)
        self.rows.append({key: value for key, (value, _) in cells.items()})

    def table(self) -> Table:
        """Return it as it is now."""
        return Table(
            self.name,
            tuple(Column(name, unit) for name, unit in self.columns.items()),
            tuple(tuple(row.get(name) for name in self.columns) for row in self.rows),
        )


class _Builder:
    """Walks a record, and puts what it holds into tables."""

    def __init__(self) -> None:
        self.found: dict[str, _Rows] = {}
        self.within: list[Any] = []
        """The records that the one at hand is part of, the outermost first."""

    def add(self, name: str, keys: Keys, record: Any) -> None:
        """Add one record as a row of a table, and what hangs on it as rows of others.

        Parameters
        ----------
        name : of the table
        keys : names and values of what the record belongs to
        record : dataclass
        """
        kind = type(record).__name__
        self.within.append(record)
        cells: Cells = {key: (value, "") for key, value in keys}
        spread: dict[str, Cells] = {}
        series: Cells = {}
        children: list[tuple[str, Any]] = []
        for field in dataclasses.fields(record):
            value, unit = getattr(record, field.name), unit_of(kind, field.name)
            match value:
                case Band():
                    cells |= _band(field.name, value, unit)
                case BandSeries():
                    series[field.name] = (value, unit)
                    cells |= _band(field.name, value.at(len(value.mean) - 1), unit)
                case tuple() if not value:
                    continue
                case tuple() if all(isinstance(one, str) for one in value):
                    cells[field.name] = (", ".join(value), "")
                case tuple() if (axis := self._axis(kind, field.name, value)) is not None:
                    spread.setdefault(axis, {})[field.name] = (value, unit)
                case (float() | int() as low, float() | int() as high) if field.name in _RANGES:
                    cells |= {f"{field.name}_low": (low, unit), f"{field.name}_high": (high, unit)}
                case tuple() | list():
                    children.append((field.name, value))
                case Mapping():
                    children.append((field.name, tuple(value.items())))
                case _ if dataclasses.is_dataclass(value):
                    children.append((field.name, (value,)))
                case _:
                    cells[field.name] = (value, unit)
        self._put(name, keys, cells, spread)
        own = _identity(cells, keys)
        for cells_of_one in _months(series):
            told: Cells = {key: (value, "") for key, value in own}
            self._rows(f"{name} by month").add({**told, **cells_of_one})
        for field_name, many in children:
            told_as = field_name if name == "answer" else f"{name} {field_name}"
            self._children(told_as, own, many, kind, field_name)
        self.within.pop()

    def _put(self, name: str, keys: Keys, cells: Cells, spread: Mapping[str, Cells]) -> None:
        """Add what a record says of itself, beside what it says by stage where that is all."""
        alone = len(spread) == 1 and name != "answer"
        for axis, fields in spread.items():
            head = cells if alone else {key: (value, "") for key, value in _identity(cells, keys)}
            table = self._rows(name if alone else f"{name} by {_SINGULAR[axis]}")
            for place, id_ in enumerate(self._ids(axis)):
                told = unit_of("", _SINGULAR[axis]) if axis in _FIXED else ""
                row: Cells = {**head, _SINGULAR[axis]: (id_, told)}
                for field, (values, unit) in fields.items():
                    one = values[place]
                    row |= (
                        _band(field, one, unit) if isinstance(one, Band) else {field: (one, unit)}
                    )
                table.add(row)
        if not alone and len(cells) > len(keys):
            self._rows(name).add(cells)

    def _children(self, name: str, keys: Keys, many: Any, kind: str, field: str) -> None:
        number = _LISTED.get(name.rpartition(" ")[2])
        places, unit = _PLACES.get((kind, field), ()), unit_of(kind, field)
        of = places[0] if places else "of"
        for place, one in enumerate(many, start=1):
            if dataclasses.is_dataclass(one) and not isinstance(one, Band | BandSeries):
                told = (*keys, (number, place)) if number else keys
                self.add(name, told, one)
                continue
            row: Cells = {key: (value, "") for key, value in keys}
            match one:
                case (str() | float() as key, int() | float() | None as value):
                    found = {**row, of: (key, unit_of("", of)), field: (value, unit)}
                    self._rows(name).add(found)
                case (int() as key, float() as value) if places:
                    found = {**row, of: (key, unit_of("", of)), field: (value, unit)}
                    self._rows(name).add(found)
                case (key, Band() as band):
                    found = {**row, of: (key, unit_of("", of)), **_band(field, band, unit)}
                    self._rows(name).add(found)
                case Band() as band:
                    found = {**row, **self._place(places, 0, place), **_band(field, band, unit)}
                    self._rows(name).add(found)
                case BandSeries():
                    for months in _months({"odds": (one, CHANCE)}):
                        found = {**row, **self._place(places, 0, place), **months}
                        self._rows(name).add(found)
                case tuple() if one and all(isinstance(x, int | float) for x in one):
                    for inner, value in enumerate(one, start=1):
                        found = {**row, **self._place(places, 0, place)}
                        found |= self._place(places, 1, inner)
                        self._rows(name).add({**found, field: (value, unit)})
                case int() | float():
                    found = {**row, **self._place(places, 0, place)}
                    self._rows(name).add({**found, field: (one, unit)})
                case _:
                    texts = isinstance(one, tuple) and all(isinstance(x, str) for x in one)
                    found = {**row, **self._place(places, 0, place)}
                    text = ", ".join(one) if texts else str(one)
                    self._rows(name).add({**found, field: (text, "")})

    def _place(self, places: tuple[str, ...], depth: int, number: int) -> Cells:
        """Return the column that tells one of several apart: an id, else its number."""
        axis = places[depth] if depth < len(places) else ("number", "part")[depth]
        if axis not in _SINGULAR:
            return {axis: (number, COUNT)}
        ids = self._ids(axis)
        return {_SINGULAR[axis]: (ids[number - 1] if number <= len(ids) else str(number), "")}

    def _axis(self, kind: str, name: str, values: tuple[Any, ...]) -> str | None:
        if not all(isinstance(one, Band | float | int | None) for one in values):
            return None
        bands = any(isinstance(one, Band) for one in values)
        axis = _OVER.get((kind, name), "stages" if bands or name == "sure" else "")
        return axis if axis and len(self._ids(axis)) == len(values) else None

    def _ids(self, axis: str) -> tuple[str | int, ...]:
        """Return the ids of a list of the record at hand, or of the nearest that it is part of."""
        if axis in _FIXED:
            return _FIXED[axis]
        for record in reversed(self.within):
            ids = getattr(record, axis, ())
            if ids:
                return tuple(one if isinstance(one, str) else one.id for one in ids)
        return ()

    def _rows(self, name: str) -> _Rows:
        return self.found.setdefault(name, _Rows(name))


def _identity(cells: Cells, keys: Keys) -> Keys:
    """Return what tells a record from others: what it belongs to, and its own id or name."""
    found = dict(keys)
    for name in ("stage", "actor", "milestone", "body", "member", "party", "issue", "method"):
        if name in cells and isinstance(cells[name][0], str):
            found.setdefault(name, cells[name][0])
    for name in ("id", "name", "path", "label"):
        if name in cells and isinstance(cells[name][0], str):
            found.setdefault(name, cells[name][0])
            break
    return tuple(found.items())


def _band(name: str, band: Band, unit: str) -> Cells:
    joint = f"{name}_" if name else ""
    return {f"{joint}{part}": (getattr(band, part), unit) for part in BANDS}


def _months(series: Cells) -> Iterator[Cells]:
    longest = max((len(value.mean) for value, _ in series.values()), default=0)
    for month in range(longest):
        row: Cells = {"month": (month, MONTHS)}
        for name, (value, unit) in series.items():
            row |= _band(name, value.at(month), unit)
        yield row
