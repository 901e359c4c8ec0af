"""Outcomes as one file, and its hash: sealed before any odds are run."""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from tracktwo.case.tables import read_table, write_rows
from tracktwo.casebook.outcomes import StageOutcome
from tracktwo.casebook.reading import CasebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ("case", "stage", "passed", "precision", "source", "seen_until", "broken")


def as_csv(outcomes: Iterable[StageOutcome]) -> str:
    """Return outcomes as a table in CSV; the same outcomes give the same bytes."""
    rows: list[Sequence[object]] = [COLUMNS]
    rows += [
        [o.case, o.stage, o.passed or "", o.precision, o.source, o.seen_until, o.broken or ""]
        for o in sorted(outcomes, key=lambda o: (o.case, o.stage))
    ]
    return write_rows(rows)


def seal(text: str) -> str:
    """Return the SHA-256 of a table of outcomes."""
    return hashlib.sha256(text.encode()).hexdigest()


def unchanged(text: str, sealed: str, where: str, what: str) -> None:
    """Refuse a table that is not the one that was sealed.

    Raises
    ------
    CasebookError
        If it is another one.
    """
    found = seal(text)
    if found != sealed.strip():
        raise CasebookError(
            f"{where}: {what} sealed (SHA-256 {found[:12]}, sealed "
            f"as {sealed.strip()[:12]}); build the casebook anew with tracktwo casebook build"
        )


def opened(text: str, sealed: str, where: str) -> tuple[StageOutcome, ...]:
    """Return the outcomes of a table whose seal is whole.

    Raises
    ------
    CasebookError
        If the table is not the one that was sealed, or a row of it is no outcome.
    """
    unchanged(text, sealed, where, "outcomes were changed after they were")
    table, problems = read_table(text, where)
    if problems or table.names != list(COLUMNS):
        raise CasebookError(f"{where}: should have the columns {', '.join(COLUMNS)}")
    found_rows = []
    for cells in table.rows:
        r = dict(zip(table.names, (c.text for c in cells), strict=True))
        try:
            found_rows.append(
                StageOutcome(
                    r["case"],
                    r["stage"],
                    _day(r["passed"]),
                    r["precision"],  # type: ignore[arg-type]
                    r["source"],
                    dt.date.fromisoformat(r["seen_until"]),
                    _day(r["broken"]),
                )
            )
        except ValueError as error:
            raise CasebookError(
                f"{where}:{cells[0].line}: days should be YYYY-MM-DD ({error})"
            ) from None
    return tuple(found_rows)


def shipped_seal() -> str:
    """Return the seal of the outcomes of the casebook that the package carries."""
    folder = resources.files("tracktwo.data").joinpath("casebook")
    return folder.joinpath("seal.txt").read_text("utf-8").strip()


def _day(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None
