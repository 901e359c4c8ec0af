"""Bargaining tables in CSV: the long layout, KTAB's and the Decide model's, in and out.

long    one row per actor and issue: actor, issue, position, salience, capability and, if wanted,
        status_quo, low and high (the same on every row of an issue)
ktab    a row "name, description, actors, issues", a header, then a row per actor: name,
        description, influence, then position and salience per issue, both 0-100
decide  rows #A actor, #P issue, #M issue point (the scale's ends), #D actor issue position
        salience power; #/ begins a comment; tab, semicolon or comma between fields

A salience of 0.5 is a half where the top of the scale is 1 and next to nothing where it is 100,
so the top is never guessed: 100 in the first two layouts, 1 in the third, unless given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracktwo.bargaining import BargainingTable
from tracktwo.case.files import read_bytes
from tracktwo.case.problems import CaseError, Problem, shown
from tracktwo.case.tables import LIMIT, Cell, number, read_rows, write_rows
from tracktwo.case.tables import read_table as read_cells
from tracktwo.errors import UnanswerableError
from tracktwo.formats.workbooks import by_cell, is_workbook, sheet_text
from tracktwo.typed import TypedError, delimiter_of, readable, typed_number
from tracktwo.typed.naming import folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["LAYOUTS", "Layout", "read_noted", "read_table", "write_table"]

Layout = Literal["long", "ktab", "decide"]
LAYOUTS: tuple[Layout, ...] = ("long", "ktab", "decide")

LARGEST = 1e9
"""Largest number that a table may hold, and 1 over the smallest: beyond, sums lose what matters."""

_SYNONYMS = {
    "actor": ("actor", "stakeholder", "party", "name"),
    "issue": ("issue", "dimension"),
    "position": ("position", "position: most likely"),
    "salience": ("salience", "salience: most likely"),
    "capability": ("capability", "power", "influence", "resources"),
    "status_quo": ("status_quo", "status quo", "reference point"),
    "low": ("low", "lower"),
    "high": ("high", "upper"),
}


@dataclass
class _Draft:
    """What has been read so far: cells by actor and issue, scales by issue, and problems."""

    file: str
    top: float
    cells: dict[tuple[str, str], tuple[float, float, float]] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    ends: dict[str, list[float]] = field(default_factory=dict)
    status_quo: dict[str, float] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mark: str = ","
    """What stands between columns."""
    weighs_all_alike: bool = False
    """Whether the file gives no capability."""
    joined: dict[tuple[str, str], None] = field(default_factory=dict)
    """Names that differ from an earlier one only in case or accents, with that one."""
    spelt: dict[tuple[str, str], str] = field(default_factory=dict)
    """Kind and folded name to the name as it was first written."""

    def named(self, kind: str, name: str) -> str:
        """Return a name as it was first written, without regard to case and accents."""
        first = self.spelt.setdefault((kind, folded(name)), name)
        if first != name:
            self.joined[name, first] = None
        return first

    def wrong(self, at: Cell | int | None, what: str, right: str) -> None:
        line, column = (at.line, at.column) if isinstance(at, Cell) else (at, None)
        self.problems.append(Problem(self.file, line, column, "", what, right))

    def number(self, cell: Cell, name: str) -> float:
        """Read a number; one that is none, or too large or small to reckon with, is told."""
        value = number(cell.text)
        if value is None:
            try:
                value = typed_number(cell.text, self.top if name == "salience" else None)
            except TypedError as error:
                right = "write it like 62.5" if error.none else error.hint
                self.wrong(cell, f"{name} {error.message}", right)
                return np.nan
        if abs(value) > LARGEST or 0 < abs(value) < 1 / LARGEST:
            size = "large" if abs(value) > 1 else "small"
            right = f"choose a unit in which it lies between 1/{LARGEST:g} and {LARGEST:g}"
            self.wrong(cell, f"{name} {cell.text} is too {size}", right)
            return np.nan
        return value

    def cell(self, actor: str, issue: str, cells: Sequence[Cell | None]) -> None:
        """Take in one actor's position, salience and capability (1 if None) on one issue."""
        names = ("position", "salience", "capability")
        values = [
            1.0 if cell is None else self.number(cell, name)
            for name, cell in zip(names, cells, strict=True)
        ]
        line = next(cell.line for cell in cells if cell is not None)
        if values[1] > self.top or values[1] < 0:
            self.wrong(
                line,
                f"salience {values[1]:g} lies outside 0-{self.top:g}",
                f"say which scale it is on: salience top {100 if self.top == 1 else 1}?",
            )
        if values[2] < 0:
            self.wrong(line, f"capability {values[2]:g} is negative", "use 0 or more")
        if (actor, issue) in self.cells:
            self.wrong(line, f"{actor!r} has a position on {issue!r} already", "keep one of them")
        self.actors.setdefault(actor, line)
        self.issues.setdefault(issue, line)
        self.cells[actor, issue] = (values[0], values[1] / self.top, values[2])

    def table(self) -> BargainingTable:
        """Check what only shows on the whole, and build the table."""
        if not self.cells and not self.problems:
            self.wrong(None, "there are no positions in it", "see docs/bargaining.md for layouts")
        for (actor, issue), (position, _, _) in self.cells.items():
            low, high = self._scale(issue)
            if low < high and not low <= position <= high and np.isfinite(position):
                self.wrong(
                    None,
                    f"{actor!r} stands at {position:g} on {issue!r}, outside {low:g}-{high:g}",
                    "give the scale's ends as low and high (#M rows in the Decide layout)",
                )
        for issue, quo in self.status_quo.items():
            low, high = self._scale(issue)
            if not low <= quo <= high:
                what = f"the status quo of {issue!r}, {quo:g}, lies outside {low:g}-{high:g}"
                self.wrong(self.issues.get(issue), what, "move it onto the scale")
        for issue in self.issues:
            low, high = self._scale(issue)
            if not low < high:
                what = f"the scale of {issue!r} runs from {low:g} to {high:g}"
                self.wrong(self.issues[issue], what, "its low end must lie below its high end")
        salience = np.array([cell[1] for cell in self.cells.values()]) * self.top
        if self.top == 100 and len(salience) and 0 < salience.max() <= 1:
            self.wrong(
                None,
                "no salience is above 1 on a scale of 0-100",
                "if they are on 0-1, say so: salience top 1",
            )
        if self.problems:
            raise CaseError(self.problems)
        actors, issues = list(self.actors), list(self.issues)
        row = {name: place for place, name in enumerate(actors)}
        column = {name: place for place, name in enumerate(issues)}
        shape = (len(actors), len(issues))
        parts = [np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)]
        for (actor, issue), values in self.cells.items():
            for part, value in zip(parts, values, strict=True):
                part[row[actor], column[issue]] = value
        scales = np.array([self._scale(issue) for issue in issues])
        return BargainingTable.of(
            parts[0],
            np.clip(parts[1], 0, 1),
            parts[2],
            status_quo=np.array([self.status_quo.get(issue, np.nan) for issue in issues]),
            low=scales[:, 0],
            high=scales[:, 1],
            actors=actors,
            issues=issues,
        )

    def _scale(self, issue: str) -> tuple[float, float]:
        ends = self.ends.get(issue)
        return (min(ends), max(ends)) if ends else (0.0, 100.0)


def read_table(
    path: Path, layout: Layout | None = None, *, salience_top: float | None = None
) -> BargainingTable:
    """Read a table of positions.

    Parameters
    ----------
    path : Path
        The file.
    layout : {"long", "ktab", "decide"}, optional
        How it is laid out; told from its first rows if left out.
    salience_top : float, optional
        The salience that means "matters most": 1 or 100. By default 100, or 1 in the Decide
        layout.

    Returns
    -------
    BargainingTable
        With one draw.

    Raises
    ------
    CaseError
        With every problem found: file, line, column, what is wrong, what would be right.
    UnanswerableError
        If no scale of salience can have that top.
    """
    return read_noted(path, layout, salience_top=salience_top)[0]


def read_noted(
    path: Path, layout: Layout | None = None, *, salience_top: float | None = None
) -> tuple[BargainingTable, tuple[str, ...]]:
    """Read a table as `read_table` does, and say what was taken for granted.

    Returns
    -------
    BargainingTable
    tuple of str
        Sentences for whoever reads what comes of the table.
    """
    if salience_top is not None and not 0 < salience_top <= LARGEST:
        raise UnanswerableError(
            f"the top of the scale of salience cannot be {salience_top:g}; it is usually 1 or 100"
        )
    raw, problems = read_bytes(path, path.name, LIMIT)
    if raw is None:
        raise CaseError(problems)
    if is_workbook(raw):
        text, sheet = sheet_text(raw, path.name)
        try:
            return _read_text(text, "", path, layout, salience_top)
        except CaseError as error:
            raise CaseError(by_cell(list(error.problems), text, path.name, sheet)) from None
    try:
        text, taken = readable(raw)
    except TypedError as error:
        raise CaseError(
            [Problem(path.name, error.line, None, "", error.message, error.hint)]
        ) from None
    return _read_text(text, taken, path, layout, salience_top)


def _read_text(
    text: str, taken: str, path: Path, layout: Layout | None, salience_top: float | None
) -> tuple[BargainingTable, tuple[str, ...]]:
    text, mark = delimiter_of(text, tuple(name for names in _SYNONYMS.values() for name in names))
    chosen = layout or _layout_of(text, mark)
    top = salience_top if salience_top is not None else 1.0 if chosen == "decide" else 100.0
    draft = _Draft(path.name, top, mark=mark)
    {"long": _read_long, "ktab": _read_ktab, "decide": _read_decide}[chosen](text, draft)
    table = draft.table()
    notes = []
    if taken == "Windows-1252":
        notes.append(f"{path.name} was read as {taken}; save it as UTF-8 if a name looks wrong.")
    notes += [f"{path.name}: “{name}” was taken for “{first}”." for name, first in draft.joined]
    if draft.weighs_all_alike:
        note = f"{path.name} gives no capability, so that every actor weighs the same."
        if (path.parent / "case.yaml").is_file():
            note += f" Its case does: tracktwo bargain {path.parent}"
        notes.append(note)
    return table, tuple(notes)


def write_table(table: BargainingTable, layout: Layout = "long") -> str:
    """Write a table of one draw as text.

    Parameters
    ----------
    table : BargainingTable
        With one draw.
    layout : {"long", "ktab", "decide"}
        How to lay it out. KTAB's has no place for scales, the status quo or missing positions,
        Decide's none for the status quo; a table that needs them is refused.

    Returns
    -------
    str
        The file's text; numbers are written so that they read back the same.
    """
    if table.draws != 1:
        raise UnanswerableError(f"the table has {table.draws} draws; a file holds one")
    return {"long": _write_long, "ktab": _write_ktab, "decide": _write_decide}[layout](table)


def _layout_of(text: str, mark: str) -> Layout:
    lines = [line for line in text.splitlines() if line.strip()][:2]
    if lines and lines[0].lstrip("'\" ").startswith("#"):
        return "decide"
    rows, _ = read_rows("\n".join(lines), "", mark)
    counts = [cell.text for cell in rows[0][2:4]] if len(rows) == 2 else []
    if len(counts) == 2 and all(count.isdecimal() for count in counts):
        return "ktab"
    return "long"


def _read_long(text: str, draft: _Draft) -> None:
    table, problems = read_cells(text, draft.file, draft.mark)
    draft.problems += problems
    if not table.header:
        return
    at = {name: table.column(*words) for name, words in _SYNONYMS.items()}
    draft.weighs_all_alike = at["capability"] is None
    lost = [name for name in ("actor", "position", "salience") if at[name] is None]
    if lost:
        draft.wrong(
            table.header[0].line,
            f"no column {', '.join(lost)}",
            "the header names actor, issue, position, salience, capability",
        )
        return
    for cells in table.rows:
        given = {name: cells[place] for name, place in at.items() if place is not None}
        line, actor = cells[0].line, draft.named("actor", given["actor"].text)
        issue = draft.named("issue", given["issue"].text) if "issue" in given else "issue"
        if not actor or not issue:
            draft.wrong(line, "an actor or issue without a name", "name it")
            continue
        if not given["position"].text:  # listed, but without a position here
            draft.actors.setdefault(actor, line)
            draft.issues.setdefault(issue, line)
            continue
        draft.cell(actor, issue, (given["position"], given["salience"], given.get("capability")))
        ends = [
            draft.number(given[name], name)
            for name in ("low", "high")
            if name in given and given[name].text
        ]
        if len(ends) == 1:
            draft.wrong(line, "only one end of the scale", "give both low and high, or neither")
        elif ends and draft.ends.setdefault(issue, ends) != ends:
            draft.wrong(line, f"another scale for {issue!r}", "an issue has one scale")
        if "status_quo" in given and given["status_quo"].text:
            quo = draft.number(given["status_quo"], "status_quo")
            if draft.status_quo.setdefault(issue, quo) != quo:
                draft.wrong(line, f"another status quo for {issue!r}", "an issue has one")


def _read_ktab(text: str, draft: _Draft) -> None:
    rows, problems = read_rows(text, draft.file, draft.mark)
    draft.problems += problems
    if len(rows) < 3:
        draft.wrong(None, "too short for KTAB's layout", "name row, header, a row per actor")
        return
    counts = [cell.text for cell in rows[0][2:4]]
    if len(counts) < 2 or not all(count.isdecimal() and len(count) < 6 for count in counts):
        what = "the first row does not count actors and issues"
        right = "name, description, number of actors, number of issues"
        draft.wrong(rows[0][0].line, what, right)
        return
    actors, issues = map(int, counts)
    if len(rows) - 2 != actors:
        what = f"{len(rows) - 2} actors where the first row says {actors}"
        draft.wrong(rows[0][2], what, "make them agree")
    header = rows[1]
    if len(header) < 3 + 2 * issues:
        what = f"{len(header)} columns for {issues} issues"
        right = "actor, description, influence, position and salience each"
        draft.wrong(header[0].line, what, right)
        return
    names: list[str] = []
    for issue in range(issues):
        name = header[3 + 2 * issue].text
        for ending in (" position", " pos"):
            name = name[: -len(ending)] if name.lower().endswith(ending) else name
        names.append(name if name and name not in names else f"issue {issue + 1}")
    for cells in rows[2:]:
        if len(cells) < 3 + 2 * issues:
            what = f"{len(cells)} fields for {issues} issues"
            draft.wrong(cells[0].line, what, f"{3 + 2 * issues} are needed")
            continue
        for issue, name in enumerate(names):
            position, salience = cells[3 + 2 * issue], cells[4 + 2 * issue]
            actor = draft.named("actor", cells[0].text)
            draft.cell(actor, name, (position, salience, cells[2]))


def _read_decide(text: str, draft: _Draft) -> None:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((mark for mark in "\t;," if mark in first), ",")
    rows, problems = read_rows(text, draft.file, delimiter)
    draft.problems += problems
    for cells in rows:
        bare = [replace(cell, text=cell.text.strip("'\" ")) for cell in cells]
        kind, rest, line = bare[0].text, bare[1:], cells[0].line
        needed = {"#A": 1, "#P": 1, "#M": 2, "#D": 5}.get(kind)
        if needed is None:
            if not kind.startswith("#/"):
                draft.wrong(line, f"a row {shown(kind)}", "rows begin with #A, #P, #M, #D or #/")
        elif len(rest) < needed or not all(cell.text for cell in rest[:needed]):
            draft.wrong(line, f"a row {kind} with too few fields", f"it takes {needed} at least")
        elif kind == "#A":
            draft.actors.setdefault(rest[0].text, line)
        elif kind == "#P":
            draft.issues.setdefault(rest[0].text, line)
        elif kind == "#M":
            point = draft.number(rest[1], "scale point")
            draft.ends.setdefault(rest[0].text, []).append(point)
        else:
            for known, name in ((draft.actors, rest[0]), (draft.issues, rest[1])):
                if name.text not in known:
                    right = "add its #A or #P row above"
                    draft.wrong(line, f"{name.text!r} is not declared", right)
            draft.cell(rest[0].text, rest[1].text, rest[2:5])


def _plain(value: float) -> str:
    """Write a number in full, without a needless fraction."""
    return f"{value:.0f}" if value == int(value) else repr(float(value))


def _cells(table: BargainingTable) -> list[tuple[int, int]]:
    actors, issues = table.position.shape[1:]
    present = table.has_position[0]
    return [(a, i) for i in range(issues) for a in range(actors) if present[a, i]]


def _write_long(table: BargainingTable) -> str:
    rows: list[list[object]] = [
        ["actor", "issue", "position", "salience", "capability", "status_quo", "low", "high"]
    ]
    for actor, issue in _cells(table):
        quo = table.status_quo[0, issue]
        rows.append(
            [
                table.actors[actor],
                table.issues[issue],
                _plain(table.position[0, actor, issue]),
                _plain(100 * table.salience[0, actor, issue]),
                _plain(table.capability[0, actor, issue]),
                "" if np.isnan(quo) else _plain(quo),
                _plain(table.low[issue]),
                _plain(table.high[issue]),
            ]
        )
    return write_rows(rows)


def _write_ktab(table: BargainingTable) -> str:
    if (table.low != 0).any() or (table.high != 100).any() or not table.has_position.all():
        raise UnanswerableError(
            "KTAB's layout has scales of 0-100 and a position of everyone on everything; "
            "write the long layout instead"
        )
    if (table.capability != table.capability[:, :, :1]).any():
        raise UnanswerableError("KTAB's layout has one capability per actor; write the long layout")
    actors, issues = table.position.shape[1:]
    named: list[object] = []
    for name in table.issues:
        named += [f"{name} Position", f"{name} Salience"]
    rows: list[list[object]] = [
        ["Table", "", actors, issues],
        ["Actor", "Description", "Influence", *named],
    ]
    for actor, name in enumerate(table.actors):
        cells: list[object] = []
        for issue in range(issues):
            cells.append(_plain(table.position[0, actor, issue]))
            cells.append(_plain(100 * table.salience[0, actor, issue]))
        rows.append([name, name, _plain(table.capability[0, actor, 0]), *cells])
    return write_rows(rows)


def _write_decide(table: BargainingTable) -> str:
    rows: list[list[object]] = [["#A", name, name, ""] for name in table.actors]
    for issue, name in enumerate(table.issues):
        rows.append(["#P", name, name, ""])
        rows.append(["#M", name, _plain(table.low[issue])])
        rows.append(["#M", name, _plain(table.high[issue])])
    for actor, issue in _cells(table):
        rows.append(
            [
                "#D",
                table.actors[actor],
                table.issues[issue],
                _plain(table.position[0, actor, issue]),
                _plain(table.salience[0, actor, issue]),
                _plain(table.capability[0, actor, issue]),
            ]
        )
    return write_rows(rows, ";")
