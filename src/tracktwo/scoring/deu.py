"""Read the DEU data: positions, salience and outcomes of European law-making.

Source: Thomson, Stokman, Achen and König (eds, 2006), The European Union Decides,
doi:10.1017/CBO9780511492082; Thomson et al. (2012), Journal of European Public Policy 19(4),
doi:10.1080/13501763.2012.662028. One row per controversial issue: `p<actor>` position,
`s<actor>` salience (both 0-100), `rp` status quo, `out` outcome, `prnrnmc` number of the
proposal, `cod` its reference with the procedure in brackets.

Departs: an actor with a position and no salience gets the mean salience of that issue's others
(50 where nobody has one). Every actor has the same capability, so that the file alone suffices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.bargaining import BargainingTable
from tracktwo.case.files import read_text
from tracktwo.case.problems import CaseError, Problem
from tracktwo.case.tables import LIMIT, Cell, read_table
from tracktwo.case.tables import number as as_number

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

__all__ = ["DeuIssues", "read_deu"]

FILE = "DEU2.csv"
_LAST_OF_FIRST_WAVE = 66  # the first project studied proposals 1 to 66, its successor the others
_PROCEDURES = {"COD": "co-decision", "CNS": "consultation"}


@dataclass(frozen=True, eq=False)
class DeuIssues:
    """The issues whose outcome is known.

    Attributes
    ----------
    position, salience : (issues, actors) float
        0..100 and 0..1; NaN where an actor has no position.
    status_quo, outcome : (issues,) float
        0..100; the status quo is NaN where unknown.
    proposal : (issues,) int
        The issues of one proposal were negotiated together.
    wave, procedure, kind : (issues,) str
        The project that studied it; co-decision or consultation; how many different positions
        there are, which tells a yes-or-no question from a graded one.
    issues, actors : tuple of str
        References and abbreviations.
    """

    position: FloatArray
    salience: FloatArray
    status_quo: FloatArray
    outcome: FloatArray
    proposal: npt.NDArray[np.int64]
    wave: npt.NDArray[np.str_]
    procedure: npt.NDArray[np.str_]
    kind: npt.NDArray[np.str_]
    issues: tuple[str, ...]
    actors: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.outcome)

    def one_by_one(self) -> BargainingTable:
        """Give every issue as a draw of one issue."""
        return BargainingTable.of(
            self.position[:, :, None],
            self.salience[:, :, None],
            status_quo=self.status_quo[:, None],
            actors=self.actors,
        )

    def of_proposal(self, number: int) -> tuple[npt.NDArray[np.int64], BargainingTable]:
        """Give the rows of a proposal, and its issues as one table."""
        rows = np.flatnonzero(self.proposal == number)
        table = BargainingTable.of(
            self.position[rows].T,
            self.salience[rows].T,
            status_quo=self.status_quo[rows],
            actors=self.actors,
        )
        return rows, table


def read_deu(path: Path) -> DeuIssues:
    """Read `DEU2.csv`, given as the file or its folder.

    Parameters
    ----------
    path : Path
        The file, or the folder that holds it.

    Returns
    -------
    DeuIssues
        Issues with a known outcome and at least one position.

    Raises
    ------
    CaseError
        With everything that is wrong, by line.
    """
    file = path / FILE if path.is_dir() else path
    text, problems = read_text(file, file.name, LIMIT)
    table, found = read_table(text or "", file.name)
    names = table.names
    if problems or found:
        raise CaseError([*problems, *found])
    needed = ("prnrnmc", "cod", "isnr", "rp", "out")
    missing = [name for name in needed if name not in names]
    actors = [name[1:] for name in names if re.fullmatch(r"p(com|ep|[a-z]{2})", name)]
    missing += [f"s{actor}" for actor in actors if f"s{actor}" not in names]
    if missing or not actors:
        lost = ", ".join(missing) or "p<actor>"
        right = "the header of DEU2.csv names prnrnmc, cod, isnr, p<actor>, s<actor>, rp and out"
        raise CaseError([Problem(file.name, 1, None, "", f"no column {lost}", right)])
    rows = [dict(zip(names, cells, strict=True)) for cells in table.rows]

    def number(row: dict[str, Cell], column: str) -> float:
        cell = row[column]
        if not cell.text:
            return np.nan
        value = as_number(cell.text)
        if value is None or not 0 <= value <= 100:
            what = f"{cell.text!r} is no number from 0 to 100"
            right = "leave it empty if unknown"
            problems.append(Problem(file.name, cell.line, cell.column, column, what, right))
            return np.nan
        return value

    read = [
        (
            [number(row, f"p{actor}") for actor in actors],
            [number(row, f"s{actor}") for actor in actors],
            number(row, "rp"),
            number(row, "out"),
        )
        for row in rows
    ]
    proposals: list[int] = []
    procedures: list[str] = []
    for row in rows:
        cell = row["prnrnmc"]
        known = cell.text.isdecimal()
        if not known:
            what = f"{cell.text!r} is no number of a proposal"
            place = (file.name, cell.line, cell.column, "prnrnmc")
            problems.append(Problem(*place, what, "use 1, 2, ..."))
        proposals.append(int(cell.text) if known else 0)
        code = re.search(r"\((\w+)\)", row["cod"].text)
        procedures.append(_PROCEDURES.get(code[1] if code else "", "other"))
    if problems:
        raise CaseError(problems)
    position = np.array([entry[0] for entry in read])
    keep = ~np.isnan([entry[3] for entry in read]) & ~np.isnan(position).all(axis=1)
    position = position[keep]
    present = ~np.isnan(position)
    salience = np.array([entry[1] for entry in read])[keep] / 100
    known = ~np.isnan(salience)
    total = np.where(known, salience, 0.0).sum(axis=1)
    usual = np.divide(
        total, known.sum(axis=1), out=np.full(len(total), 0.5), where=known.any(axis=1)
    )
    salience = np.where(known, salience, usual[:, None])
    proposal_numbers = np.array(proposals)[keep]
    different = np.array([len(np.unique(row[~np.isnan(row)])) for row in position])
    return DeuIssues(
        position,
        np.where(present, salience, 0.0),
        np.array([entry[2] for entry in read])[keep],
        np.array([entry[3] for entry in read])[keep],
        proposal_numbers,
        np.where(proposal_numbers <= _LAST_OF_FIRST_WAVE, "DEU I", "DEU II"),
        np.array(procedures)[keep],
        np.where(
            different <= 2, "two positions", np.where(different == 3, "three", "four or more")
        ),
        tuple(row["isnr"].text for row, kept in zip(rows, keep, strict=True) if kept),
        tuple(actors),
    )
