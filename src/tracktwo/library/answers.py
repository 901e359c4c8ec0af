"""Answers: the record of a question with ways to look at it, take it into a frame, and save it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.library.charts import Chart
    from tracktwo.library.frames import Backend
    from tracktwo.results.bands import Band
    from tracktwo.results.tables import Table


@dataclass(frozen=True)
class Answer:
    """What a case says to one question.

    Every field of the question's own record can be read from it as well: `answer.focus`,
    `answer.stages`, and so on.

    Attributes
    ----------
    question : str
        Its name, as `tracktwo.questions()` lists it.
    parameters : mapping
        The options it was asked with.
    record : dataclass
        Plain and frozen; bands are over draws, chances between 0 and 1.
    """

    question: str
    parameters: Mapping[str, Any]
    record: Any = field(repr=False)
    _main: str | None = field(default=None, repr=False)
    _figures: Any = field(default=None, repr=False, compare=False)
    """Makes the charts, where the question has some."""
    _of: Any = field(default=None, repr=False, compare=False)
    """What was asked: of a first draft, the answer says so."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    # --- tables ------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """All that the answer says, as tidy tables by name."""
        from tracktwo.results.tables import tables  # noqa: PLC0415  (as late as needed)

        return tables(self.record)

    def table(self, name: str | None = None) -> Table:
        """Return one table; the main one of the question unless named.

        Raises
        ------
        Error
            If there is none of that name; the message lists those there are.
        """
        main = self._main if self._main in self.tables else None
        wanted = name or main or next((n for n in self.tables if n != "answer"), "answer")
        if wanted not in self.tables:
            raise Error(f"no table {wanted!r}; there are: {', '.join(self.tables)}")
        return self.tables[wanted]

    def to_frame(self, table: str | None = None, backend: Backend | None = None) -> Any:
        """Return a table as a data frame of pandas or polars, whichever is installed.

        Parameters
        ----------
        table : str, optional
            Name of one of `tables`; the main one of the question unless given.
        backend : "pandas" or "polars", optional

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            Tidy: a row an observation. A pandas frame holds the units in `attrs["units"]`.

        Raises
        ------
        Error
            If there is no such table.
        MissingExtraError
            If no library of data frames is installed.
        """
        from tracktwo.library.frames import frame  # noqa: PLC0415  (as late as needed)

        return frame(self.table(table), backend)

    def units(self, table: str | None = None) -> dict[str, str]:
        """Return the unit of each column of a table that has one."""
        return self.table(table).units

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values: floats to ten digits, None for what is not."""
        from tracktwo.questions import question  # noqa: PLC0415  (as late as needed)

        values: dict[str, Any] = question(self.question).plain(self.record, self._of)
        return values

    def save(self, path: Path | str) -> Path:
        """Write the answer to a file, in the format of its ending.

        Parameters
        ----------
        path : path
            .json (everything), .xlsx (every table on a sheet of its own, with a sheet of notes),
            .csv or .parquet (the main table), .svg or .png (the charts; several are numbered);
            and what else a question writes, as the map .graphml.

        Returns
        -------
        Path
            The file; of several the first.

        Raises
        ------
        Error
            If the ending is another, or the file cannot be written.
        MissingExtraError
            If the format needs something that is not installed.
        """
        return self.write(Path(path))[0]

    def write(self, path: Path) -> tuple[Path, ...]:
        """Write the answer as `save` does; return every file that was written."""
        from tracktwo.library.naming import names_of  # noqa: PLC0415  (as late as needed)
        from tracktwo.library.saving import FileContent, save  # noqa: PLC0415  (the same)
        from tracktwo.questions.definition import load_name  # noqa: PLC0415  (the same)

        told = FileContent(
            self.question,
            self.parameters,
            self.tables,
            self.table(),
            self.to_json,
            lambda: self.charts,
            names_of(self._of),
            lambda made: load_name(made)(self.record, self._of),
        )
        return save(told, path)

    # --- pictures ----------------------------------------------------------------------------

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that the report shows of this answer."""
        return () if self._figures is None else tuple(self._figures())

    def plot(self, number: int = 0) -> Chart:
        """Return a chart, shown live by a notebook; `save` writes it as SVG or PNG.

        Parameters
        ----------
        number : int
            Which of `charts`.

        Raises
        ------
        Error
            If the answer has no such chart.
        """
        if not 0 <= number < len(self.charts):
            raise Error(f"this answer has {len(self.charts)} charts, numbered from 0")
        return self.charts[number]

    # --- in short ----------------------------------------------------------------------------

    @property
    def difference(self) -> dict[str, Band]:
        """What the change does to the odds of each stage, by stage, of an answer on one change."""
        scenarios = getattr(self.record, "scenarios", None)
        one = scenarios[0] if scenarios and len(scenarios) == 1 else self.record
        bands = one.__dict__.get("difference")
        if bands is None:
            raise Error("this answer is not about one change; see its tables")
        return dict(zip(one.stages, bands, strict=True))

    def __repr__(self) -> str:
        """Return a short table: what the main table says, a dozen rows at most."""
        table = self.table()
        shown = _shown(table)
        lines = [f"{self.question}: {table.name}, {len(table.rows)} rows"]
        widths = [max(len(row[i]) for row in shown) for i in range(len(shown[0]))]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in shown
        ]
        if len(table.rows) > ROWS:
            lines.append(f"... and {len(table.rows) - ROWS} more rows")
        lines.append(f"tables: {', '.join(self.tables)}"[:200])
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415  (only in notebooks)

        head, *rows = _shown(self.table())
        cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        chart = self.charts[0].svg() if self.charts else ""
        return (
            f"<p><b>{escape(self.question)}</b>: {escape(self.table().name)}</p>"
            f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>{chart}"
        )


ROWS, COLUMNS, WIDTH = 12, 7, 40


def _shown(table: Table) -> list[list[str]]:
    """Return the head and the first rows of a table as text: of bands the mean and 90 %."""
    names = [c.name for c in table.columns]
    keep = [
        i
        for i, name in enumerate(names)
        if not name.endswith(("_p25", "_p50", "_p75")) and name not in {"p25", "p50", "p75"}
    ][:COLUMNS]
    rows = [[names[i] for i in keep]]
    rows += [[_cell(row[i]) for i in keep] for row in table.rows[:ROWS]]
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
