"""A casebook: cases drafted from what was known on their day, and outcomes sealed apart."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.casebook.index import PastCase, as_index, read_index
from tracktwo.casebook.known import conditions, facts
from tracktwo.casebook.outcomes import outcomes
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.seal import as_csv, opened, seal, unchanged
from tracktwo.casebook.starts import starts
from tracktwo.drafting import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracktwo.casebook.outcomes import StageOutcome
    from tracktwo.casebook.records import Sources
    from tracktwo.casebook.starts import Start
    from tracktwo.drafting import Draft

OUTCOMES, SEAL, INDEX, CASES = "outcomes.csv", "seal.txt", "index.csv", "cases"
_ABOUT = """\
A casebook of past processes, made by rule: tracktwo casebook build

cases/        ordinary case folders, drafted from what was known on their day
index.csv     which process each is, and what will be judged
outcomes.csv  what then happened, with dates, sources and precision; not to be looked at first
seal.txt      SHA-256 of both tables, taken when it was built: sha256sum -c seal.txt

Score it with: tracktwo record score --casebook FOLDER
Data: UCDP (CC BY 4.0) and REIGN (MIT). What was built from a copy of PA-X (CC BY-NC-SA 4.0), whose
cases begin with "pax-", may be shared on its terms only.
"""


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
        index = as_index(cases)
        (place / INDEX).write_text(index, encoding="utf-8", newline="")
        shut = f"{seal(text)}  {OUTCOMES}\n{seal(index)}  {INDEX}\n"
        (place / SEAL).write_text(shut, encoding="utf-8", newline="")
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


def read_built(folder: Path) -> tuple[tuple[PastCase, ...], str, str]:
    """Return the cases of a built casebook, the text of its outcomes, and the seal of those.

    Raises
    ------
    CasebookError
        If it is no casebook, its list of cases or its outcomes were changed after they were
        sealed, or a row of them is not what it should be.
    """
    missing = [n for n in (INDEX, OUTCOMES, SEAL, CASES) if not (folder / n).exists()]
    if missing:
        raise CasebookError(
            f"{folder}: is no casebook, it has no {', '.join(missing)}; make one with "
            "tracktwo casebook build FOLDER"
        )
    shut = _seals(folder / SEAL)
    text, index = _text(folder / OUTCOMES), _text(folder / INDEX)
    told = opened(text, shut[OUTCOMES], str(folder / OUTCOMES))
    unchanged(index, shut[INDEX], str(folder / INDEX), "the list was changed after it was")
    cases = read_index(index, str(folder / INDEX), told, OUTCOMES)
    return cases, text, shut[OUTCOMES]


def _seals(file: Path) -> dict[str, str]:
    """Return the seals of both tables, by the name of the file."""
    rows = [line.split() for line in _text(file).splitlines() if line.strip()]
    found = {row[1]: row[0] for row in rows if len(row) == 2}
    if set(found) != {OUTCOMES, INDEX}:
        raise CasebookError(
            f"{file}: should have a line each for {OUTCOMES} and {INDEX}, a SHA-256 and the name; "
            "build the casebook anew with tracktwo casebook build"
        )
    return found


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as opening:
            return opening.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CasebookError(f"{file}: cannot be read as text ({error})") from None
