"""Read the DEU data: positions, salience and outcomes of European law-making.

Source: Thomson, Stokman, Achen and König (eds, 2006), The European Union Decides,
doi:10.1017/CBO9780511492082; Thomson et al. (2012), Journal of European Public Policy 19(4),
doi:10.1080/13501763.2012.662028. One row per controversial issue: `p<actor>` position,
`s<actor>` salience (both 0-100), `rp` status quo, `out` outcome, `prnrnmc` number of the
proposal, `cod` its reference with the procedure in brackets.

Departs: an actor with a position and no salience gets the mean salience of that issue's others
(50 where nobody has one).

Weights. By default every actor has the same capability, so that the file alone suffices. The
tables of votes in the Council that lie beside it (`council_votes_EU15.csv` and `_EU27.csv`:
columns `abbr` and `weights`) give member states their votes, or the square root of these (after
Penrose 1946, Journal of the Royal Statistical Society 109(1)); the Commission and the Parliament
then get a tenth of what the Council has together. A proposal on which a state that joined in 2004
or later has a position was decided under the later table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

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

__all__ = ["WEIGHTS", "DeuIssues", "DeuWeights", "read_deu"]

DeuWeights = Literal["equal", "votes", "root"]
"""Every actor the same; votes in the Council; the square root of these."""
WEIGHTS: Final[tuple[DeuWeights, ...]] = get_args(DeuWeights)
FILE = "DEU2.csv"
VOTES = ("council_votes_EU15.csv", "council_votes_EU27.csv")
BODIES = ("com", "ep")
BODY_SHARE = 0.1
"""Of the Council's weight: what the Commission and what the Parliament has."""
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
    votes : (issues, actors) float or None
        Votes in the Council; 0 for other bodies. None where the tables are not at hand.
    capability : (issues, actors) float
        What counts in tables made of this; 1 unless `weighted` was asked for.
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
    votes: FloatArray | None = None
    capability: FloatArray | float = 1.0

    def __len__(self) -> int:
        return len(self.outcome)

    def weighted(self, weights: DeuWeights) -> DeuIssues:
        """Give the same issues with other capabilities.

        Raises
        ------
        ValueError
            If votes are asked for and not at hand.
        """
        if weights == "equal":
            return replace(self, capability=1.0)
        if self.votes is None:
            raise ValueError(f"there are no tables of votes: {' and '.join(VOTES)}")
        power = self.votes ** (0.5 if weights == "root" else 1.0)
        power = power / power.sum(axis=1, keepdims=True)
        power[:, [self.actors.index(body) for body in BODIES if body in self.actors]] = BODY_SHARE
        return replace(self, capability=power)

    def one_by_one(self) -> BargainingTable:
        """Give every issue as a draw of one issue."""
        return BargainingTable.of(
            self.position[:, :, None],
            self.salience[:, :, None],
            self._capability()[:, :, None],
            status_quo=self.status_quo[:, None],
            actors=self.actors,
        )

    def of_proposal(self, number: int) -> tuple[npt.NDArray[np.int64], BargainingTable]:
        """Give the rows of a proposal, and its issues as one table."""
        rows = np.flatnonzero(self.proposal == number)
        table = BargainingTable.of(
            self.position[rows].T,
            self.salience[rows].T,
            self._capability()[rows].T,
            status_quo=self.status_quo[rows],
            actors=self.actors,
        )
        return rows, table

    def _capability(self) -> FloatArray:
        return np.broadcast_to(np.asarray(self.capability, np.float64), self.position.shape)


def read_deu(path: Path) -> DeuIssues:
    """Read `DEU2.csv`, given as the file or its folder, and the votes that lie beside it.

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
        _votes(file.parent, actors, position, proposal_numbers),
    )


def _votes(
    folder: Path,
    actors: list[str],
    position: FloatArray,
    proposal: npt.NDArray[np.int64],
) -> FloatArray | None:
    """Give (issues, actors) votes in the Council, None if a table of them is missing."""
    if not all((folder / name).is_file() for name in VOTES):
        return None
    early, late = ({**dict.fromkeys(actors, 0.0), **_read_votes(folder / name)} for name in VOTES)
    by_time = np.array([[of[actor] for actor in actors] for of in (early, late)])
    joined = (by_time[0] == 0) & (by_time[1] > 0)
    newcomers = (~np.isnan(position[:, joined])).any(axis=1)
    later = np.isin(proposal, proposal[newcomers])
    return np.asarray(by_time[later.astype(np.int64)])


def _read_votes(file: Path) -> dict[str, float]:
    text, problems = read_text(file, file.name, LIMIT)
    table, found = read_table(text or "", file.name)
    problems = [*problems, *found]
    lost = [name for name in ("abbr", "weights") if name not in table.names]
    if lost and not problems:
        right = "its header names abbr, an actor, and weights, its votes"
        problems.append(Problem(file.name, 1, None, "", f"no column {', '.join(lost)}", right))
    votes: dict[str, float] = {}
    for cells in [] if problems else table.rows:
        row = dict(zip(table.names, cells, strict=True))
        cell = row["weights"]
        value = as_number(cell.text)
        if value is None or not 0 < value < np.inf:
            what = f"{cell.text!r} is no number of votes"
            place = (file.name, cell.line, cell.column, "weights")
            problems.append(Problem(*place, what, "use a number above 0"))
        else:
            votes[row["abbr"].text] = value
    if problems:
        raise CaseError(problems)
    return votes
