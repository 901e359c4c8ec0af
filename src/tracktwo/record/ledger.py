"""The ledger file: read as far as it is whole, and added to at its end."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.files import decode
from tracktwo.case.problems import CaseError, Problem
from tracktwo.errors import UnanswerableError
from tracktwo.files import append_line
from tracktwo.record.entries import Forecast, Resolution, read_entry, with_id, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tracktwo.record.entries import Entry

NAME = "record.jsonl"
"""The ledger of a case, in its folder."""
LARGEST = 200_000_000
"""Bytes; a ledger with more is none."""


@dataclass(frozen=True)
class Ledger:
    """What a ledger holds, in the order in which it was written."""

    path: Path
    forecasts: tuple[Forecast, ...]
    resolutions: tuple[Resolution, ...]
    """All of them, those that were superseded too."""
    notes: tuple[str, ...] = ()
    """What a reader should know of the file."""

    def of(self, case: str) -> Ledger:
        """Return what it holds of one case."""
        return dataclasses.replace(
            self,
            forecasts=tuple(one for one in self.forecasts if one.case == case),
            resolutions=tuple(one for one in self.resolutions if one.case == case),
        )

    @property
    def ids(self) -> set[str]:
        """Ids of all entries."""
        return {one.id for one in self.forecasts} | {one.id for one in self.resolutions}

    @property
    def standing(self) -> dict[tuple[str, str], Resolution]:
        """The resolution that counts, by case and stage: the last one written."""
        return {(one.case, one.stage): one for one in self.resolutions}


def place_of_ledger(case: Path | None, ledger: Path | None) -> Path:
    """Return the file of a ledger: the one named, else that of the case.

    Parameters
    ----------
    case : its folder
    ledger : a file, or a folder that holds `record.jsonl`
    """
    if ledger is not None:
        return ledger / NAME if ledger.is_dir() else ledger
    assert case is not None  # noqa: S101  (one of the two is named)
    return case / NAME


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; one that is not there is empty.

    A last line that broke off in the middle was never said to be kept: it is left out and noted.

    Raises
    ------
    CaseError
        With every line that is wrong.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnanswerableError(f"{path}: is too large for a ledger")
        raw = path.read_bytes()
    except FileNotFoundError:
        return Ledger(path, (), ())
    return _read(path, raw)


def add(path: Path, make: Callable[[Ledger], Entry]) -> Entry:
    """Add an entry at the end of a ledger, and return it with its id.

    Parameters
    ----------
    path : Path
        Of the ledger; made where it is missing.
    make : function of Ledger to Entry
        Makes the entry from what the ledger holds; nobody else can write meanwhile.

    Raises
    ------
    CaseError
        If the ledger cannot be read.
    FileError
        If it cannot be written.
    """
    done: list[Entry] = []

    def line(held: bytes) -> str:
        ledger = _read(path, held)
        entry = with_id(make(ledger))
        if entry.id in ledger.ids:
            raise UnanswerableError(
                f"{path} holds the same already ({entry.id}): nothing was added"
            )
        done.append(entry)
        return written(entry)

    append_line(path, line, whole=_is_whole)
    return done[-1]


def _is_whole(line: bytes) -> bool:
    try:
        read_entry(line.decode("utf-8"))
    except ValueError:
        return False
    return True


def _read(path: Path, raw: bytes) -> Ledger:
    name, notes = str(path), []
    end = raw.rfind(b"\n") + 1
    if raw[end:] and not _is_whole(raw[end:]):
        number = raw[:end].count(b"\n") + 1
        notes.append(
            f"{name}:{number}: the last line broke off in the middle and is left out; the next "
            "entry takes its place"
        )
        raw = raw[:end]
    text, problems = decode(raw, name)
    found: list[Entry] = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(read_entry(line))
        except ValueError as error:
            hint = "put back the line as it was, or take it out"
            problems.append(Problem(name, number, None, "", str(error), hint))
    if problems:
        raise CaseError(problems)
    return Ledger(path, *_parted(found), tuple(notes))


def _parted(found: Iterable[Entry]) -> tuple[tuple[Forecast, ...], tuple[Resolution, ...]]:
    """Return each entry once: two copies of a ledger put together hold some twice."""
    entries: dict[str, Entry] = {}
    for one in found:
        entries.setdefault(one.id, one)
    return (
        tuple(one for one in entries.values() if isinstance(one, Forecast)),
        tuple(one for one in entries.values() if isinstance(one, Resolution)),
    )


def ledgers_in(places: Iterable[Path]) -> list[Path]:
    """Return the ledgers that places name: files, folders of cases, folders of such folders.

    Raises
    ------
    UnanswerableError
        If one holds none.
    """
    out: list[Path] = []
    for place in places:
        if place.is_file():
            out.append(place)
            continue
        near = [place / NAME] if (place / NAME).is_file() else sorted(place.glob(f"*/{NAME}"))
        if not near:
            raise UnanswerableError(
                f"{place}: holds no ledger ({NAME}); tracktwo record add CASE begins one"
                if place.exists()
                else f"there is no {place}"
            )
        out += near
    return list(dict.fromkeys(out))
