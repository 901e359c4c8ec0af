"""Sources from files that a user names; what is not named is what the package carries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracktwo.casebook import pax, ucdp
from tracktwo.casebook.reading import CasebookError, date_of, rows_of
from tracktwo.casebook.records import Mediation
from tracktwo.casebook.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tracktwo.casebook.records import Sources


@dataclass(frozen=True)
class Files:
    """Files that a user hands over; each may be None.

    Attributes
    ----------
    ucdp : Path
        UCDP Peace Agreement Dataset, in CSV.
    conflicts : Path
        UCDP/PRIO Armed Conflict Dataset, in CSV.
    pax : Path
        PA-X agreements, in CSV.
    mediations : Path
        First mediations: columns country, med.begins_d, name.of.third.party.
    elections, regimes : Path
        REIGN's lists, in CSV.
    """

    ucdp: Path | None = None
    conflicts: Path | None = None
    pax: Path | None = None
    mediations: Path | None = None
    elections: Path | None = None
    regimes: Path | None = None

    @property
    def any(self) -> bool:
        """Whether one is named."""
        return any(getattr(self, name) for name in self.__dataclass_fields__)


def sources(files: Files) -> Sources:
    """Return the sources of a casebook: what is shipped, and in its place what is named.

    Raises
    ------
    CasebookError
        For every file that is not what it should be, all at once.
    """
    found, wrong = shipped(), []
    for step in (_ucdp, _conflicts, _reign, _pax, _mediations):
        try:
            found = step(found, files)
        except CasebookError as error:
            wrong.append(str(error))
    if wrong:
        raise CasebookError("\n".join(wrong))
    return found


def _ucdp(found: Sources, files: Files) -> Sources:
    if not files.ucdp:
        return found
    mine = ucdp.agreements(files.ucdp)
    last = max((a.date for a in mine), default=found.agreements_end)
    return replace(
        found, agreements=mine, agreements_end=max(dt.date(last.year, 12, 31), found.agreements_end)
    )


def _conflicts(found: Sources, files: Files) -> Sources:
    return replace(found, years=ucdp.conflict_years(files.conflicts)) if files.conflicts else found


def _reign(found: Sources, files: Files) -> Sources:
    if files.elections:
        found = replace(found, votes=ucdp.votes(files.elections))
    if files.regimes:
        found = replace(found, provisional=ucdp.provisional(files.regimes))
    return found


def _pax(found: Sources, files: Files) -> Sources:
    if not files.pax:
        return found
    mine = pax.agreements(files.pax)
    last = max((a.date for a in mine), default=found.agreements_end)
    ends = {**found.ends, "pax": max(found.agreements_end, dt.date(last.year, 12, 31))}
    return replace(found, agreements=(*found.agreements, *mine), ends=ends)


def _mediations(found: Sources, files: Files) -> Sources:
    if not files.mediations:
        return found
    needed = {"country", "med.begins_d", "name.of.third.party"}
    numbers = _numbers(found)
    made = []
    for row in rows_of(files.mediations, needed, "a table of first mediations"):
        day, country = date_of(row["med.begins_d"]), _number(row["country"], numbers)
        if day is not None and country is not None:
            made.append(Mediation(country, day, " ".join(row["name.of.third.party"].split())))
    return replace(found, mediations=tuple(made))


def _numbers(found: Sources) -> dict[str, str]:
    """Return the numbers of countries by the names under which conflicts stand, and their parts."""
    numbers: dict[str, str] = {}
    for y in found.years:
        for name in {y.place, y.place.split("(")[0], y.place.partition("(")[2].rstrip(")")}:
            if name.strip():
                numbers[name.strip().casefold()] = y.country
    return numbers


_OTHERWISE = {
    "uk": "united kingdom", "democratic republic of congo": "dr congo", "burma": "myanmar",
    "ivory coast": "ivory coast", "cote d'ivoire": "ivory coast",
}  # fmt: skip


def _number(name: str, numbers: dict[str, str]) -> str | None:
    plain = name.split("(", maxsplit=1)[0].strip().casefold()
    return numbers.get(_OTHERWISE.get(plain, plain))
