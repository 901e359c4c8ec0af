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

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracktwo.bargaining import BargainingTable
from tracktwo.case.problems import CaseError, Problem
from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LAYOUTS", "Layout", "read_table", "write_table"]

Layout = Literal["long", "ktab", "decide"]
LAYOUTS: tuple[Layout, ...] = ("long", "ktab", "decide")

_SYNONYMS = {
    "actor": ("actor", "stakeholder", "party", "name"),
    "issue": ("issue", "dimension"),
    "position": ("position",),
    "salience": ("salience",),
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

    def wrong(self, line: int | None, what: str, right: str) -> None:
        self.problems.append(Problem(self.file, line, None, "", what, right))

    def number(self, line: int, name: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not np.isfinite(value):
            self.wrong(line, f"{name} {text.strip()!r} is no number", "write it like 62.5")
            return np.nan
        return value

    def cell(self, line: int, actor: str, issue: str, texts: tuple[str, str, str]) -> None:
        """Take in one actor's position, salience and capability on one issue."""
        names = ("position", "salience", "capability")
        values = [self.number(line, name, text) for name, text in zip(names, texts, strict=True)]
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
        shape = (len(actors), len(issues))
        parts = [np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)]
        for (actor, issue), values in self.cells.items():
            for part, value in zip(parts, values, strict=True):
                part[actors.index(actor), issues.index(issue)] = value
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
        With every problem found: file, line, what is wrong, what would be right.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8 text"
        problem = Problem(path.name, None, None, "", what, "save it as CSV in UTF-8")
        raise CaseError([problem]) from None
    chosen = layout or _layout_of(text)
    draft = _Draft(path.name, salience_top or (1.0 if chosen == "decide" else 100.0))
    {"long": _read_long, "ktab": _read_ktab, "decide": _read_decide}[chosen](text, draft)
    return draft.table()


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


def _layout_of(text: str) -> Layout:
    lines = [line for line in text.splitlines() if line.strip()][:2]
    if lines and lines[0].lstrip("'\" ").startswith("#"):
        return "decide"
    first = next(csv.reader(lines), [])
    if len(lines) == 2 and len(first) >= 4 and all(part.strip().isdigit() for part in first[2:4]):
        return "ktab"
    return "long"


def _rows(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    """Give the rows that are not empty, with their line numbers."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    rows = []
    line = 1
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return rows


def _read_long(text: str, draft: _Draft) -> None:
    rows = _rows(text)
    if not rows:
        return
    header = [name.lower() for name in rows[0][1]]
    at = {
        name: next((header.index(word) for word in words if word in header), None)
        for name, words in _SYNONYMS.items()
    }
    lost = [name for name in ("actor", "position", "salience") if at[name] is None]
    if lost:
        draft.wrong(
            rows[0][0],
            f"no column {', '.join(lost)}",
            "the header names actor, issue, position, salience, capability",
        )
        return
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            what = f"{len(cells)} fields under a header of {len(header)}"
            draft.wrong(line, what, "quote a field that contains a comma")
            continue
        given = {name: cells[place] for name, place in at.items() if place is not None}
        issue = given.get("issue", "issue")
        if not given["actor"] or not issue:
            draft.wrong(line, "an actor or issue without a name", "name it")
            continue
        if not given["position"]:  # listed, but without a position here
            draft.actors.setdefault(given["actor"], line)
            draft.issues.setdefault(issue, line)
            continue
        capability = given.get("capability", "1")
        draft.cell(line, given["actor"], issue, (given["position"], given["salience"], capability))
        ends = [
            draft.number(line, name, given[name]) for name in ("low", "high") if given.get(name)
        ]
        if len(ends) == 1:
            draft.wrong(line, "only one end of the scale", "give both low and high, or neither")
        elif ends and draft.ends.setdefault(issue, ends) != ends:
            draft.wrong(line, f"another scale for {issue!r}", "an issue has one scale")
        if given.get("status_quo"):
            quo = draft.number(line, "status_quo", given["status_quo"])
            if draft.status_quo.setdefault(issue, quo) != quo:
                draft.wrong(line, f"another status quo for {issue!r}", "an issue has one")


def _read_ktab(text: str, draft: _Draft) -> None:
    rows = _rows(text)
    if len(rows) < 3:
        draft.wrong(None, "too short for KTAB's layout", "name row, header, a row per actor")
        return
    head = rows[0][1]
    try:
        actors, issues = int(head[2]), int(head[3])
    except (IndexError, ValueError):
        what = "the first row does not count actors and issues"
        draft.wrong(rows[0][0], what, "name, description, number of actors, number of issues")
        return
    if len(rows) - 2 != actors:
        what = f"{len(rows) - 2} actors where the first row says {actors}"
        draft.wrong(rows[0][0], what, "make them agree")
    header = rows[1][1]
    if len(header) < 3 + 2 * issues:
        what = f"{len(header)} columns for {issues} issues"
        draft.wrong(rows[1][0], what, "actor, description, influence, position and salience each")
        return
    names = []
    for issue in range(issues):
        name = header[3 + 2 * issue]
        for ending in (" position", " pos"):
            name = name[: -len(ending)] if name.lower().endswith(ending) else name
        names.append(name if name and name not in names else f"issue {issue + 1}")
    for line, cells in rows[2:]:
        if len(cells) < 3 + 2 * issues:
            what = f"{len(cells)} fields for {issues} issues"
            draft.wrong(line, what, f"{3 + 2 * issues} are needed")
            continue
        for issue, name in enumerate(names):
            position, salience = cells[3 + 2 * issue], cells[4 + 2 * issue]
            draft.cell(line, cells[0], name, (position, salience, cells[2]))


def _read_decide(text: str, draft: _Draft) -> None:
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = next((mark for mark in "\t;," if mark in first), ",")
    for line, cells in _rows(text, delimiter):
        kind, *rest = (cell.strip("'\" ") for cell in cells)
        needed = {"#A": 1, "#P": 1, "#M": 2, "#D": 5}.get(kind)
        if needed is None:
            if not kind.startswith("#/"):
                draft.wrong(line, f"a row {kind!r}", "rows begin with #A, #P, #M, #D or #/")
        elif len(rest) < needed or not all(rest[:needed]):
            draft.wrong(line, f"a row {kind} with too few fields", f"it takes {needed} at least")
        elif kind == "#A":
            draft.actors.setdefault(rest[0], line)
        elif kind == "#P":
            draft.issues.setdefault(rest[0], line)
        elif kind == "#M":
            point = draft.number(line, "scale point", rest[1].replace(",", "."))
            draft.ends.setdefault(rest[0], []).append(point)
        else:
            for known, name in ((draft.actors, rest[0]), (draft.issues, rest[1])):
                if name not in known:
                    draft.wrong(line, f"{name!r} is not declared", "add its #A or #P row above")
            texts = [text.replace(",", ".") for text in rest[2:5]]
            draft.cell(line, rest[0], rest[1], (texts[0], texts[1], texts[2]))


def _text(rows: list[list[object]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


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
    return _text(rows)


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
    return _text(rows)


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
    return _text(rows, ";")
