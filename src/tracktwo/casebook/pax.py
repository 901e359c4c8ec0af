"""PA-X, from the user's own copy, to the same records.

Source: PA-X Peace Agreements Database (Bell and Badanjak 2019, doi:10.1177/0022343318819123),
CC BY-NC-SA 4.0: its rows are never shipped, only figures worked out of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.casebook.reading import date_of, rows_of, signed_by_interim
from tracktwo.casebook.records import SignedAgreement

if TYPE_CHECKING:
    from pathlib import Path

    from tracktwo.casebook.records import AgreementKind

SOURCE = "PA-X"
NATIONAL = {"Intra", "InterIntra"}
"""Types of agreement that are about a state as a whole; local and interstate ones are left out."""
_KINDS: dict[str, AgreementKind] = {
    "Pre": "process", "Cea": "ceasefire", "SubPar": "partial", "SubComp": "full",
    "Imp": "implementation", "Ren": "implementation",
}  # fmt: skip
_ABOUT = {"Government": "government", "Government/territory": "both", "Territory": "territory"}
_PROVIDES = {
    "interim-government": ("Interim", "Yes"),
    "elections": ("Ele", None),
    "constitution": ("Cons", None),
    "ceasefire": ("Ce", None),
    "security-reform": ("SsrDdr", None),
    "amnesty-justice": ("TjAm", None),
    "autonomy": ("Terps", None),
    "monitoring": ("ImPK", None),
}
_THIRD = {
    "UN": "United Nations", "EU": "European Union", "IGO": "Other third parties",
    "P5": "Permanent members of the Security Council",
}  # fmt: skip


def agreements(path: Path) -> tuple[SignedAgreement, ...]:
    """Read the table of PA-X agreements; of national processes, each under its process's name."""
    needed = {
        "AgtId", "PP", "PPName", "Con", "Contp", "Agt",
        "Dat", "Agtp", "Stage", "Loc1GWNO", "Interim",
        "Part", *_THIRD, *(column for column, _ in _PROVIDES.values()),
    }  # fmt: skip
    found = []
    for row in rows_of(path, needed, "PA-X agreements"):
        day = date_of(row["Dat"])
        kind = _KINDS.get(row["Stage"])
        if day is None or kind is None or row["Agtp"] not in NATIONAL or not row["Loc1GWNO"]:
            continue
        country = re.split(r"/|\(", row["Con"])[0].strip()
        found.append(
            SignedAgreement(
                id=f"pax-{row['AgtId']}",
                country=row["Loc1GWNO"].split(".")[0],
                process=f"pax-{row['PP']}",
                name=" ".join(row["Agt"].split())[:160],
                date=day,
                kind=kind,
                parties=(f"Government of {country}", f"Other side of the {row['PPName']}"),
                third=tuple(name for column, name in _THIRD.items() if _there(row[column])),
                provides=frozenset(
                    step
                    for step, (column, word) in _PROVIDES.items()
                    if (row[column] == word if word else _there(row[column]))
                ),
                ended=None,
                source=SOURCE,
                about=_ABOUT.get(row["Contp"], ""),
                by_interim=signed_by_interim(row["Agt"], row["Part"]),
            )
        )
    return tuple(sorted(found, key=lambda a: (a.date, a.id)))


def _there(cell: str) -> bool:
    return cell.strip() not in {"", "0", "0.0", "No"}
