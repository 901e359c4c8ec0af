"""A casebook: cases drafted from what was known on their day, and outcomes sealed apart."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.case.tables import read_table, write_rows
from tracktwo.casebook.known import conditions, facts
from tracktwo.casebook.outcomes import outcomes
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.seal import as_csv, opened, seal
from tracktwo.casebook.starts import Start, starts
from tracktwo.drafting import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracktwo.casebook.outcomes import StageOutcome
    from tracktwo.casebook.records import Sources
    from tracktwo.drafting import Draft

OUTCOMES, SEAL, INDEX, CASES = "outcomes.csv", "seal.txt", "index.csv", "cases"
_COLUMNS = ("case", "road", "process", "country", "day", "mediated", "condition", "stages")
_ABOUT = """\
A casebook of past processes, made by rule: tracktwo casebook build

cases/        ordinary case folders, drafted from what was known on their day
index.csv     which process each is, and what will be judged
outcomes.csv  what then happened, with dates, sources and precision; not to be looked at first
seal.txt      SHA-256 of outcomes.csv, taken when it was built

Score it with: tracktwo record score --casebook FOLDER
Data: UCDP (CC BY 4.0) and REIGN (MIT). What was built from a copy of PA-X (CC BY-NC-SA 4.0), whose
cases begin with "pax-", may be shared on its terms only.
"""


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


def past_cases(sources: Sources) -> tuple[PastCase, ...]:
    """Return the cases of a casebook, by day; those in which nothing is left open are none."""
    found = []
    for start in starts(sources):
        stages = tuple(o.stage for o in outcomes(sources, start))
        if stages:
            found.append(PastCase(start, stages, conditions(sources, start)))
    return tuple(found)


def drafted(sources: Sources, start: Start) -> Draft:
    """Draft a case from what was known on its day: nothing dated later is looked at."""
    return draft(facts(sources.known_on(start.day), _as_known(start)))


def _as_known(start: Start) -> Start:
    """Return a start whose agreement does not say how it ended."""
    if start.first is None:
        return start
    return replace(start, first=replace(start.first, ended=None))


def sealed(sources: Sources, cases: Iterable[PastCase]) -> tuple[StageOutcome, ...]:
    """Return what became of all cases, in their order."""
    return tuple(o for case in cases for o in outcomes(sources, case.start))


def write_case(made: Draft, folder: Path) -> None:
    """Write a draft as a case folder."""
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(made.case_yaml, encoding="utf-8")
    (folder / "positions.csv").write_text(made.positions_csv, encoding="utf-8")
    (folder / "evidence.jsonl").write_text("", encoding="utf-8")


def build(
    sources: Sources, out: Path, *, tell: Callable[[int, int], None] | None = None
) -> tuple[PastCase, ...]:
    """Write a casebook to a new folder, whole or not at all.

    Parameters
    ----------
    sources : all rows
    out : a folder that is not there yet, or is empty
    tell : called with how many cases are written, and of how many

    Raises
    ------
    CasebookError
        If there is something in the folder, or no case to write.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CasebookError(f"{out} is there already and not empty; name a new folder")
    if not out.absolute().parent.is_dir():
        raise CasebookError(f"{out.absolute().parent}: there is no such folder to write to")
    cases = past_cases(sources)
    if not cases:
        raise CasebookError("the sources hold no process with a usable start; nothing was written")
    text = as_csv(sealed(sources, cases))
    place = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    try:
        (place / OUTCOMES).write_text(text, encoding="utf-8", newline="")
        (place / SEAL).write_text(f"{seal(text)}\n", encoding="utf-8")
        (place / INDEX).write_text(_index(cases), encoding="utf-8", newline="")
        (place / "README.txt").write_text(_ABOUT, encoding="utf-8")
        for done, case in enumerate(cases, start=1):
            write_case(drafted(sources, case.start), place / CASES / case.start.id)
            if tell is not None:
                tell(done, len(cases))
        place.chmod(0o755)
        if out.exists():
            out.rmdir()
        place.rename(out)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return cases


def _index(cases: Sequence[PastCase]) -> str:
    rows: list[Sequence[object]] = [_COLUMNS]
    rows += [
        [
            c.start.id, c.start.road, c.start.process, c.start.country, c.start.day,
            int(c.start.mediated), c.condition, " ".join(c.stages),
        ]
        for c in cases
    ]  # fmt: skip
    return write_rows(rows)


def read_built(folder: Path) -> tuple[tuple[PastCase, ...], str, str]:
    """Return the cases of a built casebook, the text of its outcomes, and its seal.

    Raises
    ------
    CasebookError
        If it is no casebook, or its outcomes were changed after they were sealed.
    """
    missing = [n for n in (INDEX, OUTCOMES, SEAL, CASES) if not (folder / n).exists()]
    if missing:
        raise CasebookError(
            f"{folder}: is no casebook, it has no {', '.join(missing)}; make one with "
            "tracktwo casebook build FOLDER"
        )
    table, problems = read_table((folder / INDEX).read_text("utf-8"), str(folder / INDEX))
    if problems or table.names != list(_COLUMNS):
        raise CasebookError(f"{folder / INDEX}: should have the columns {', '.join(_COLUMNS)}")
    cases = []
    for cells in table.rows:
        r = dict(zip(table.names, (c.text for c in cells), strict=True))
        start = Start(
            r["case"],
            r["road"],  # type: ignore[arg-type]
            r["process"],
            r["country"],
            dt.date.fromisoformat(r["day"]),
            mediated=r["mediated"] == "1",
        )
        cases.append(PastCase(start, tuple(r["stages"].split()), r["condition"]))
    with (folder / OUTCOMES).open(encoding="utf-8", newline="") as file:
        text = file.read()
    shut = (folder / SEAL).read_text("utf-8").strip()
    opened(text, shut, str(folder / OUTCOMES))
    return tuple(cases), text, shut
