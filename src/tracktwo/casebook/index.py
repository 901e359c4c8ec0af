"""The list of a built casebook's cases: which process each is, and what is judged of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.tables import read_table, write_rows
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.starts import ROADS, Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.casebook.outcomes import StageOutcome

COLUMNS = ("case", "road", "process", "country", "day", "mediated", "condition", "stages")
CONDITIONS = ("agreed lately", "mediated", "neither")


@dataclass(frozen=True)
class PastCase:
    """A case of the casebook before its outcome is looked at.

    Attributes
    ----------
    start : Start
    stages : tuple of str
        Stages and milestones that have an outcome, by id.
    condition : str
        What is known to bear on a first agreement.
    """

    start: Start
    stages: tuple[str, ...]
    condition: str


def as_index(cases: Sequence[PastCase]) -> str:
    """Return the list of cases as a table in CSV."""
    rows: list[Sequence[object]] = [COLUMNS]
    rows += [
        [
            c.start.id, c.start.road, c.start.process, c.start.country, c.start.day,
            int(c.start.mediated), c.condition, " ".join(c.stages),
        ]
        for c in cases
    ]  # fmt: skip
    return write_rows(rows)


def read_index(
    text: str, where: str, outcomes: Iterable[StageOutcome], told: str
) -> tuple[PastCase, ...]:
    """Return the cases of a list, each with an outcome for all that is judged of it.

    Parameters
    ----------
    text, where : the list, and its name in messages
    outcomes, told : what became of the cases, and the name of its table in messages

    Raises
    ------
    CasebookError
        For every row that is not what it should be, all at once; and for outcomes of no row.
    """
    table, problems = read_table(text, where)
    if problems or table.names != list(COLUMNS):
        raise CasebookError(f"{where}: should have the columns {', '.join(COLUMNS)}")
    known: dict[str, set[str]] = {}
    for o in outcomes:
        known.setdefault(o.case, set()).add(o.stage)
    cases: list[PastCase] = []
    wrong: list[str] = []
    for cells in table.rows:
        r = dict(zip(table.names, (c.text for c in cells), strict=True))
        found = _wrong(r, known, told)
        if any(r["case"] == c.start.id for c in cases):
            found.append(f"{r['case']} stands in the list already; leave out one of the two")
        wrong += [f"{where}:{cells[0].line}: {one}" for one in found]
        if not found:
            start = Start(
                r["case"],
                r["road"],  # type: ignore[arg-type]
                r["process"],
                r["country"],
                dt.date.fromisoformat(r["day"]),
                mediated=r["mediated"] == "1",
            )
            cases.append(PastCase(start, tuple(r["stages"].split()), r["condition"]))
    if not wrong:
        judged = {(c.start.id, stage) for c in cases for stage in c.stages}
        left = [f"{c} {s}" for c in known for s in sorted(known[c]) if (c, s) not in judged]
        if left:
            more = f" and {len(left) - 3} more" if len(left) > 3 else ""
            wrong.append(f"{where}: lacks what {told} tells of: {', '.join(left[:3])}{more}")
    if wrong:
        raise CasebookError("\n".join(wrong))
    return tuple(cases)


def _wrong(row: dict[str, str], known: dict[str, set[str]], told: str) -> list[str]:
    """Return what is wrong with a row, and what would be right."""
    found = []
    if row["road"] not in ROADS:
        found.append(f"{row['road']!r} is no road; there are: {', '.join(ROADS)}")
    try:
        dt.date.fromisoformat(row["day"])
    except ValueError:
        found.append(f"{row['day']!r} is no day; it should be YYYY-MM-DD")
    if row["mediated"] not in {"0", "1"}:
        found.append(f"mediated should be 0 or 1 (got {row['mediated']!r})")
    if row["condition"] not in CONDITIONS:
        found.append(f"{row['condition']!r} is no condition; there are: {', '.join(CONDITIONS)}")
    here = known.get(row["case"], set())
    for stage in row["stages"].split():
        if stage not in here:
            right = f"it has: {', '.join(sorted(here))}" if here else "it has none of this case"
            found.append(f"{told} has no outcome of {stage!r} of {row['case']}; {right}")
    if not row["stages"].split():
        found.append(f"{row['case']} names no stage to judge")
    return found
