"""Reading a workbook back into a case: what changed, all that is wrong by cell, nothing halfway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.building import removing
from tracktwo.building.changing import rename
from tracktwo.building.problems import BuildError
from tracktwo.case.document import item_name
from tracktwo.case.problems import CaseError, Problem, shown
from tracktwo.case.save import rewrite
from tracktwo.errors import Error
from tracktwo.sheets.adding import Adder
from tracktwo.sheets.cells import FORM, read_book, said
from tracktwo.sheets.changing import set_field, step_of
from tracktwo.sheets.layout import SPARE, CaseNames, by_fields, pages
from tracktwo.sheets.values import CellError

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.sheets.cells import Book, ReadCell, ReadRow
    from tracktwo.sheets.layout import SheetLayout

ORDER = ("Actors", "Issues", "Roadmap", "Levers", "Stances", "Positions", "Numbers")
"""What others name comes first."""


@dataclass(frozen=True)
class Removal:
    """An item whose row was emptied or taken out."""

    page: str
    id: str
    ref: str
    label: str


@dataclass(frozen=True)
class WorkbookChanges:
    """What a workbook says that the case does not.

    Attributes
    ----------
    data : the case as it would be, in the form of `CaseFolder.plain`
    changed : paths of numbers and words that differ
    added : paths of what is new
    removed : what would go
    places : path to the cell or row that says so
    rows : path of each item to its row, changed or not
    """

    data: dict[str, Any]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[Removal, ...]
    places: dict[str, str]
    rows: dict[str, str]

    def written(self, folder: CaseFolder) -> CaseFolder:
        """Write it into the files of the case; nothing is written if it makes no case.

        Raises
        ------
        CaseError
            With every problem, by cell where one says so.
        """
        if not (self.changed or self.added or self.removed):
            return folder
        try:
            return rewrite(folder, self.data)
        except CaseError as error:
            raise CaseError([self._placed(problem) for problem in error.problems]) from None

    def _placed(self, problem: Problem) -> Problem:
        path = problem.path
        whole = f"{path}."
        said_by = [p for p in self.places if whole.startswith(f"{p}.") or p.startswith(whole)]
        above = [p for p in self.rows if whole.startswith(f"{p}.")]
        hint = problem.hint
        if "nothing changes in stage" in problem.message:
            hint = (
                "add the stage on the page Build, which asks what it changes: tracktwo serve CASE"
            )
        if path and said_by:
            ref = self.places[max(said_by, key=len)]
        elif path and above:
            ref = self.rows[max(above, key=len)]
        elif len(self.removed) == 1:
            ref = self.removed[0].ref
        else:
            ref = "workbook"
        return Problem(ref, None, None, path, problem.message, hint, problem.severity)


def read_workbook(raw: bytes, folder: CaseFolder, file: str = "workbook") -> WorkbookChanges:
    """Read a workbook of a case.

    Parameters
    ----------
    raw : content of the file
    folder : the case that it is of
    file : its name in messages

    Raises
    ------
    CaseError
        With everything that is wrong in it, by sheet and cell.
    MissingExtraError
        Without openpyxl.
    """
    return _Reader(read_book(raw, file), folder).read()


class _Reader:
    def __init__(self, book: Book, folder: CaseFolder) -> None:
        self.book, self.folder = book, folder
        self.data = folder.plain()
        self.cast = CaseNames.of(self.data)
        self.adder = Adder(self.data, self.cast)
        self.pages = {page.name: page for page in pages(folder)}
        self.now = {
            (page.name, line.id): {f: said(v) for f, v in line.cells.items()} | {"id": line.id}
            for page in self.pages.values() for line in page.lines
        }  # fmt: skip
        self.problems: list[Problem] = []
        self.changed: list[str] = []
        self.added: list[str] = []
        self.removed: list[Removal] = []
        self.places: dict[str, str] = {}
        self.rows: dict[str, str] = {}
        self.renamed: dict[str, str] = {}

    def refuse(self, ref: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(ref, None, None, "", message, hint))

    def read(self) -> WorkbookChanges:
        about, file = self.book.about, self.book.file
        if about.get("form") != FORM:
            self.refuse(file, "is no workbook of a case",
                        "tracktwo sheet CASE OUT.xlsx writes one")  # fmt: skip
        elif about.get("case") != self.folder.case.id:
            self.refuse(f"{file} About!B2", f"is of the case {shown(about.get('case'))}",
                        f"this one is {self.folder.case.id}")  # fmt: skip
        if self.problems:
            raise CaseError(self.problems)
        new: list[tuple[SheetLayout, ReadRow, dict[str, ReadCell]]] = []
        for name in ORDER:
            self._page(self.pages[name], new)
        for page, row, cells in new:
            self._add(page, row, cells)
        self._remove()
        if self.problems:
            raise CaseError(self.problems)
        return WorkbookChanges(
            self.data,
            tuple(self.changed),
            tuple(self.added),
            tuple(self.removed),
            self.places,
            self.rows,
        )

    def _page(
        self, page: SheetLayout, new: list[tuple[SheetLayout, ReadRow, dict[str, ReadCell]]]
    ) -> None:
        sheet = self.book.sheets.get(page.name.casefold())
        if sheet is None:
            self.refuse(self.book.file, f"has no sheet {page.name}", "put it back")
            return
        missing = [column for column in page.columns if column.head.casefold() not in sheet.heads]
        for column in missing:
            ref = f"{self.book.file} {sheet.name}!A1"
            self.refuse(ref, f"has no column {shown(column.head)}", "put its heading back")
        if missing:
            return
        fields = {column.head.casefold(): column.field for column in page.columns}
        self._renames(page, sheet.rows, fields)
        seen: dict[str, str] = {}
        for row in sheet.rows:
            cells = {fields[head]: cell for head, cell in row.cells.items() if head in fields}
            for head, cell in row.cells.items():
                if head not in fields and cell.text:
                    self.refuse(cell.ref, "stands under no heading of this sheet", "take it out")
            id_ = cells["id"].text if "id" in cells else ""
            bad = [cell for cell in cells.values() if cell.formula and cell.value is None]
            for cell in bad:
                self.refuse(cell.ref, "holds a formula whose result was not saved",
                            "write the value")  # fmt: skip
            wrong = [cell for cell in cells.values()
                     if cell.formula and cell.text.startswith("#")]  # fmt: skip
            for cell in wrong:
                self.refuse(cell.ref, f"holds the error {cell.text}", "write the value")
            if bad or wrong:
                if id_:
                    seen.setdefault(id_, row.place)
            elif not id_:
                if page.name in SPARE:
                    new.append((page, row, cells))
                else:
                    self.refuse(row.place, "a row without an id", _NOT_HERE[page.name])
            elif id_ in seen:
                self.refuse(row.place, f"{shown(id_)} stands twice (first at {seen[id_]})",
                            "a new row has no id; take this one out")  # fmt: skip
            else:
                seen[id_] = row.place
                self.rows[self._path(page.name, id_)] = row.place
                self._row(page, row, id_, cells)
        at = f"{self.book.file} {page.name}!A1"
        for key in self.book.base or self.now:
            if key[0] == page.name and key[1] not in seen and key in self.now:
                self._gone(page, key[1], at)

    def _path(self, page: str, id_: str) -> str:
        """Return where in the case the item of a row stands."""
        if page == "Numbers":
            return id_
        try:
            return step_of(self.data, id_)[0] if page == "Roadmap" else f"{page.casefold()}.{id_}"
        except KeyError:
            return f"roadmap.{id_}"

    def _renames(self, page: SheetLayout, rows: list[ReadRow], fields: dict[str, str]) -> None:
        """Note which items of a sheet get another name."""
        self.renamed = {}
        for row in rows:
            cells = {fields[head]: cell for head, cell in row.cells.items() if head in fields}
            id_, name = (cells[f].text if f in cells else "" for f in ("id", "name"))
            now = self.now.get((page.name, id_))
            if now is not None and name and name != now.get("name", name):
                self.renamed[id_] = name

    def _make_way(self, page: str, id_: str) -> None:
        """Let go of a name that another item takes over, where its own is to be another, too."""
        name = self.renamed.get(id_, "").casefold()
        for path, item in _items(self.data, page):
            other = item["id"]
            if other != id_ and other in self.renamed and str(item["name"]).casefold() == name:
                rename(self.data, path, f"(renamed {other})")

    def _row(self, page: SheetLayout, row: ReadRow, id_: str, cells: dict[str, ReadCell]) -> None:
        key = page.name, id_
        now, base = self.now.get(key), self.book.base.get(key)
        if now is None and base is None:
            self.refuse(cells["id"].ref, f"there is no {shown(id_)} in the case",
                        "leave the id of a new row empty")  # fmt: skip
            return
        line = next((line for line in page.lines if line.id == id_), None)
        closed = line.closed if line is not None else frozenset[str]()
        written = base if base is not None else now or {}
        texts = {c.field: cells[c.field].text if c.field in cells else "" for c in page.columns}
        fields = [c.field for c in page.columns if c.field != "id"]
        if not any(texts[f] for f in fields if f not in closed):
            if now is not None:
                self._gone(page, id_, row.place)
            return
        differ = [f for f in fields if texts[f] != written.get(f, "")]
        differ = [f for f in differ if now is None or texts[f] != now.get(f, "")]
        if differ and now is None:
            self.refuse(row.place, f"{shown(id_)} was taken out of the case since this was written",
                        "write the workbook anew, or leave the row")  # fmt: skip
            return
        ok = []
        for one in differ:
            ref = self._ref(cells, one, row)
            if one in closed:
                what = "belongs elsewhere or is fixed"
                was = written.get(one, "")
                self.refuse(ref, what, f"write {shown(was)}" if was else "leave it empty")
            elif now is not None and now.get(one, "") != written.get(one, ""):
                self.refuse(ref, f"the case says {shown(now.get(one) or None)} here since this was "
                            "written", "write the workbook anew, and change that")  # fmt: skip
            else:
                ok.append(one)
        # A row keeps its identity until all else of it is set.
        groups = sorted(by_fields(ok), key=lambda pair: pair[0] in {"actor", "issue", "on"})
        current = id_
        for at, group in groups:
            current = self._set(page, row, cells, current, at=at, first=group[0])

    def _set(
        self,
        page: SheetLayout,
        row: ReadRow,
        cells: dict[str, ReadCell],
        id_: str,
        *,
        at: str,
        first: str,
    ) -> str:
        ref = self._ref(cells, first, row)
        try:
            if at == "name":
                self._make_way(page.name, id_)
            path = set_field(self.data, self.cast, page.name, id_, at, cells=cells)
        except CellError as error:
            self.refuse(self._ref(cells, error.field, row), error.message, error.hint)
            return id_
        except (BuildError, Error) as error:
            self.refuse(ref, str(error).rstrip("."))
            return id_
        self.changed.append(path)
        self.places[path] = ref
        if at in {"name", "short", "aliases"}:
            self.cast.renew(self.data)
        if page.name in {"Positions", "Stances"}:
            return path.split(".", 1)[1].rpartition(".")[0]
        return id_

    def _ref(self, cells: dict[str, ReadCell], field: str, row: ReadRow) -> str:
        """Return the reference of a cell that may be empty."""
        if field in cells:
            return cells[field].ref
        sheet, _, place = row.place.rpartition("!A")
        page = self.pages[sheet.rpartition(f"{self.book.file} ")[2]]
        column = next((c for c in page.columns if c.field == field), None)
        if column is None:
            return row.place
        head = self.book.sheets[page.name.casefold()].heads[column.head.casefold()]
        letters = head.rpartition("!")[2].rstrip("0123456789")
        return f"{sheet}!{letters}{place}"

    def _add(self, page: SheetLayout, row: ReadRow, cells: dict[str, ReadCell]) -> None:
        try:
            path = self.adder.add(page.name, cells)
        except CellError as error:
            self.refuse(self._ref(cells, error.field, row), error.message, error.hint)
        except BuildError as error:
            for field, text in (error.fields or {"": str(error)}).items():
                self.refuse(self._ref(cells, field, row), text.rstrip("."))
        except Error as error:
            self.refuse(row.place, str(error))
        else:
            self.added.append(path)
            self.places[path] = row.place

    def _gone(self, page: SheetLayout, id_: str, ref: str) -> None:
        if page.name == "Numbers":
            self.refuse(ref, f"the number {id_} is missing", "put it back; it cannot be taken out")
            return
        line = next(line for line in page.lines if line.id == id_)
        label = str(line.cells.get("name") or id_)
        self.removed.append(Removal(page.name, id_, ref, label))

    def _remove(self) -> None:
        """Take out what was emptied: what points to others before what is pointed to."""
        order = ("Positions", "Stances", "Levers", "Roadmap", "Issues", "Actors")
        for one in sorted(self.removed, key=lambda removal: order.index(removal.page)):
            try:
                self._take(one)
            except Error as error:
                self.refuse(one.ref, str(error).rstrip("."))

    def _take(self, one: Removal) -> None:
        match one.page:
            case "Positions":
                actor, _, issue = one.id.partition(".")
                pair = actor, issue
                rows = [r for r in self.data["positions"] if (r["actor"], r["issue"]) != pair]
                self.data["positions"] = rows
            case "Stances":
                kept = [s for n, s in enumerate(self.data["stances"]) if item_name(s, n) != one.id]
                self.data["stances"] = kept
            case "Roadmap":
                try:
                    path, _ = step_of(self.data, one.id)
                except KeyError:
                    return  # it went with its stage
                removing.remove(self.data, path)
            case _:
                removing.remove(self.data, f"{one.page.casefold()}.{one.id}")
        self.places.setdefault(f"{one.page.casefold()}.{one.id}", one.ref)


def _items(data: dict[str, Any], page: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the path and the mapping of each item that a sheet names."""
    if page != "Roadmap":
        kind = page.casefold()
        return [(f"{kind}.{one['id']}", one) for one in data.get(kind) or []]
    stages = data["roadmap"]["stages"]
    steps = [*stages, *(one for stage in stages for one in stage["milestones"])]
    return [step_of(data, one["id"]) for one in steps]


_NOT_HERE = {
    "Issues": "issues are added on the page Build: tracktwo serve CASE",
    "Numbers": "this sheet takes no new rows",
}
