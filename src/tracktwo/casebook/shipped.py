"""The tables that the package carries, cut down to what a casebook takes, and how they are cut.

They hold UCDP's agreements and conflict-years and REIGN's votes and provisional regimes as records
(`tracktwo/data/casebook`, with licences and citations); PA-X and mediations come only from the
user's own copy.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from tracktwo.case.tables import read_table, write_rows
from tracktwo.casebook.records import ConflictYear, Provisional, SignedAgreement, Sources, Vote
from tracktwo.casebook.ucdp import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("agreements", "conflict_years", "votes", "provisional")
_AGREEMENTS = (
    "id", "country", "process", "name", "date", "kind", "parties", "third", "provides", "ended",
    "by_interim",
)  # fmt: skip
_YEARS = (
    "conflict", "country", "place", "government", "opposed", "about", "year", "war", "internal",
)  # fmt: skip
_VOTES = ("country", "date", "precision", "of")
_PROVISIONAL = ("country", "begins", "ends")
BAR = " | "
"""Between the names in one cell."""


def as_text(sources: Sources) -> dict[str, str]:
    """Return the tables of a casebook as CSV: those of UCDP and REIGN.

    Of votes and regimes only those of countries with an agreement or a conflict are kept.
    """
    own = [a for a in sources.agreements if a.source == SOURCE]
    countries = {a.country for a in own} | {y.country for y in sources.years}
    rows: dict[str, list[list[Any]]] = {
        "agreements": [
            [*_AGREEMENTS],
            *(
                [
                    a.id, a.country, a.process, a.name, a.date, a.kind, BAR.join(a.parties),
                    BAR.join(a.third), " ".join(sorted(a.provides)), a.ended or "",
                    int(a.by_interim),
                ]
                for a in own
            ),
        ],
        "conflict_years": [
            [*_YEARS],
            *(
                [
                    y.conflict, y.country, y.place, y.government, BAR.join(y.opposed), y.about,
                    y.year, int(y.war), int(y.internal),
                ]
                for y in sources.years
            ),
        ],
        "votes": [
            [*_VOTES],
            *(
                [v.country, v.date, v.precision, v.of]
                for v in sources.votes
                if v.country in countries
            ),
        ],
        "provisional": [
            [*_PROVISIONAL],
            *([p.country, p.begins, p.ends] for p in sources.provisional if p.country in countries),
        ],
    }  # fmt: skip
    return {name: write_rows(rows[name]) for name in FILES}


@lru_cache(maxsize=1)
def shipped() -> Sources:
    """Return the sources that the package carries."""
    folder = resources.files("tracktwo.data").joinpath("casebook")
    return _sources({n: folder.joinpath(f"{n}.csv").read_text("utf-8") for n in FILES})


def written(folder: Path) -> Sources:
    """Return sources as `as_text` wrote them to a folder."""
    return _sources({n: (folder / f"{n}.csv").read_text("utf-8") for n in FILES})


def _sources(texts: dict[str, str]) -> Sources:
    rows = {name: _rows(text, name) for name, text in texts.items()}
    return Sources(
        agreements=tuple(
            SignedAgreement(
                id=r["id"],
                country=r["country"],
                process=r["process"],
                name=r["name"],
                date=dt.date.fromisoformat(r["date"]),
                kind=r["kind"],  # type: ignore[arg-type]
                parties=_names(r["parties"]),
                third=_names(r["third"]),
                provides=frozenset(r["provides"].split()),
                ended=dt.date.fromisoformat(r["ended"]) if r["ended"] else None,
                source=SOURCE,
                by_interim=r["by_interim"] == "1",
            )
            for r in rows["agreements"]
        ),
        years=tuple(
            ConflictYear(
                conflict=r["conflict"],
                country=r["country"],
                place=r["place"],
                government=r["government"],
                opposed=_names(r["opposed"]),
                about=r["about"],  # type: ignore[arg-type]
                year=int(r["year"]),
                war=r["war"] == "1",
                internal=r["internal"] == "1",
            )
            for r in rows["conflict_years"]
        ),
        votes=tuple(
            Vote(
                r["country"],
                dt.date.fromisoformat(r["date"]),
                r["precision"],  # type: ignore[arg-type]
                r["of"],  # type: ignore[arg-type]
            )
            for r in rows["votes"]
        ),
        provisional=tuple(
            Provisional(
                r["country"], dt.date.fromisoformat(r["begins"]), dt.date.fromisoformat(r["ends"])
            )
            for r in rows["provisional"]
        ),
    )


def _rows(text: str, name: str) -> list[dict[str, str]]:
    table, _ = read_table(text, f"{name}.csv")
    return [dict(zip(table.names, (c.text for c in cells), strict=True)) for cells in table.rows]


def _names(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(BAR)) if cell else ()
