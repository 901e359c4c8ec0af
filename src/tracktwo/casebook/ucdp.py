"""UCDP's and REIGN's tables as they are published, to records.

Sources: UCDP Peace Agreement Dataset 22.1 (Pettersson, Högbladh and Öberg 2019,
doi:10.1177/0022343319850755) and UCDP/PRIO Armed Conflict Dataset 25.1 (Davies et al. 2025), both
CC BY 4.0; REIGN lists of elections and regimes (Bell 2016), MIT.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.casebook.reading import date_of, names_in, rows_of, signed_by_interim
from tracktwo.casebook.records import ConflictYear, Provisional, SignedAgreement, Vote
from tracktwo.reading.proposals.summaries import CODES

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from tracktwo.casebook.records import AgreementKind

SOURCE = "UCDP Peace Agreement Dataset 22.1"
KINDS: dict[str, AgreementKind] = {"1": "full", "2": "partial", "3": "process"}
_ABOUT = {"1": "territory", "2": "government", "3": "both"}
PROVIDES: dict[str, tuple[str, ...]] = {**CODES, "interim-government": ("interim",)}
"""Kind of step: the columns that code it; a share in a government is no interim one."""
THIRD = {
    "African Union": r"\bAU\b|African Union|\bOAU\b|Organi[sz]ation of African Unity",
    "Arab League": r"Arab League|League of Arab",
    "Economic Community of West African States": r"ECOWAS|Economic Community of West",
    "European Union": r"\bEU\b|\bEC\b|European (Union|Communit)",
    "IGAD": r"\bIGAD",
    "Organization for Security and Co-operation in Europe": r"\b[OC]SCE\b",
    "Organization of American States": r"\bOAS\b|Organi[sz]ation of American",
    "Organization of Islamic Cooperation": r"\bOIC\b|Organi[sz]ation of (the )?Islamic",
    "United Nations": r"\bUN\b|United Nations|\bU\.N\.|MINUSCA|BIN\w+",
    "United States": r"\bUSA?\b|United States|\bU\.S\.",
}
OTHER_THIRD = "Other third parties"


def third_in(text: str) -> tuple[str, ...]:
    """Return the third parties that a text names: known bodies, else that there were some."""
    if not text.strip():
        return ()
    found = tuple(name for name, words in THIRD.items() if re.search(words, text))
    return found or (OTHER_THIRD,)


def agreements(path: Path) -> tuple[SignedAgreement, ...]:
    """Read the table of agreements; of those with a day."""
    coded = {c for columns in PROVIDES.values() for c in columns}
    needed = {
        "paid", "gwno", "conflict_id", "actor_name", "pa_name", "pa_date", "pa_3rd", "ended",
        "duration", "pa_type", "dyad_name", "pa_sign", *coded,
    }  # fmt: skip
    found = []
    for row in rows_of(path, needed, "the UCDP Peace Agreement Dataset"):
        day = date_of(row["pa_date"])
        if day is None or "," in row["gwno"]:
            continue
        government, rebels = _sides(row["actor_name"], row["dyad_name"])
        found.append(
            SignedAgreement(
                id=f"ucdp-{row['paid']}",
                country=row["gwno"],
                process=f"ucdp-{names_in(row['conflict_id'])[0]}",
                name=" ".join(row["pa_name"].split()),
                date=day,
                kind=KINDS[row["pa_type"]],
                parties=(*government, *rebels),
                third=third_in(row["pa_3rd"]),
                provides=frozenset(
                    kind
                    for kind, columns in PROVIDES.items()
                    if any(row[c] == "1" for c in columns)
                ),
                ended=_ended(row),
                source=SOURCE,
                by_interim=signed_by_interim(row["pa_name"], row["pa_sign"]),
            )
        )
    return tuple(sorted(found, key=lambda a: (a.date, a.id)))


def _ended(row: dict[str, str]) -> dt.date | None:
    return date_of(row["duration"]) if row["ended"] in {"True", "1"} else None


def _sides(actors: str, dyads: str) -> tuple[list[str], list[str]]:
    """Return the government and the other signatories: those whom the table pairs in a conflict."""
    sides = {
        side.strip() for pair in re.split(r",(?![^(]*\))", dyads) for side in pair.split(" - ")
    }
    named = names_in(actors)
    own = [n for n in named if n.startswith("Government of") and n in sides]
    others = [n for n in named if not n.startswith("Government of") and not third_in_name(n)]
    return own[:1], others


def third_in_name(name: str) -> bool:
    """Tell whether a signatory is a body of states, and no side."""
    return third_in(name) not in {(OTHER_THIRD,), ()} or name in {
        "Commonwealth Organization", "ECCAS", "ICGL", "ICGLR", "SADC",
        "International Organisation of La Francophonie",
    }  # fmt: skip


def conflict_years(path: Path) -> tuple[ConflictYear, ...]:
    """Read the table of conflict-years; of those in one state."""
    needed = {
        "conflict_id", "location", "side_a", "side_b", "incompatibility", "year",
        "intensity_level", "type_of_conflict", "gwno_loc",
    }  # fmt: skip
    found = [
        ConflictYear(
            conflict=f"ucdp-{row['conflict_id']}",
            country=row["gwno_loc"],
            place=row["location"],
            government=row["side_a"],
            opposed=names_in(row["side_b"]),
            about=_ABOUT[row["incompatibility"]],  # type: ignore[arg-type]
            year=int(row["year"]),
            war=row["intensity_level"] == "2",
            internal=row["type_of_conflict"] in {"3", "4"},
        )
        for row in rows_of(path, needed, "the UCDP/PRIO Armed Conflict Dataset")
        if "," not in row["gwno_loc"]
    ]
    return tuple(sorted(found, key=lambda y: (y.conflict, y.year)))


_OF = {"L": "legislature", "X": "executive", "R": "referendum"}


def votes(path: Path) -> tuple[Vote, ...]:
    """Read REIGN's list of elections; of those that were held."""
    needed = {"ccode", "elec_year", "elec_month", "elec_day", "event", "type"}
    found = {}
    for row in rows_of(path, needed, "REIGN's list of elections"):
        if not row["event"].startswith("Vote") or row["type"] not in _OF:
            continue
        month, day = row["elec_month"].strip() or "7", row["elec_day"].strip()
        held = date_of(f"{row['elec_year']}-{int(month):02}-{int(day or 15):02}")
        if held is not None:
            vote = Vote(
                row["ccode"],
                held,
                "day" if day else "month",
                _OF[row["type"]],  # type: ignore[arg-type]
            )
            found[vote.country, vote.date, vote.of] = vote
    return tuple(sorted(found.values(), key=lambda v: (v.country, v.date, v.of)))


def provisional(path: Path) -> tuple[Provisional, ...]:
    """Read REIGN's list of regimes; of those that are provisional."""
    needed = {"cowcode", "gwf_startdate", "gwf_enddate", "gwf_regimetype"}
    found = []
    for row in rows_of(path, needed, "REIGN's list of regimes"):
        begins, ends = date_of(row["gwf_startdate"]), date_of(row["gwf_enddate"])
        if "provisional" in row["gwf_regimetype"] and begins and ends:
            found.append(Provisional(row["cowcode"], begins, ends))
    return tuple(sorted(found, key=lambda p: (p.country, p.begins)))
