"""Experts' answers, from the files that their forms save; or another coding of the same case."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracktwo.case.format.numbers import ends
from tracktwo.case.load import CaseFolder, load
from tracktwo.case.problems import CaseError
from tracktwo.errors import Error
from tracktwo.pooling.asked import elicited
from tracktwo.pooling.sheet import SUFFIX, read_sheet
from tracktwo.sheets.cells import ReadCell
from tracktwo.sheets.layout import ENDS
from tracktwo.sheets.values import CellError, choice_in, number_in, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tracktwo.case.schema import Case
    from tracktwo.pooling.asked import Elicited

MOST_BYTES, MOST_FILES = 5_000_000, 200
FORM = "tracktwo-answers"
_PARTS = (*ENDS, "choice", "why")


class PoolError(Error):
    """Answers that cannot be pooled; says all that is wrong, file by file."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Judgement:
    """One answer: a number with its range, or a word."""

    low: float = math.nan
    mode: float = math.nan
    high: float = math.nan
    choice: str = ""
    why: str = ""


@dataclass(frozen=True)
class ExpertForm:
    """What one expert answered.

    Attributes
    ----------
    expert : str
    round : int
        1 before any discussion.
    by_path : mapping of str to Judgement
        Of the questions that were answered.
    file : str
    notes : tuple of str
        What of it is passed over.
    """

    expert: str
    round: int
    by_path: Mapping[str, Judgement]
    file: str
    notes: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The expert, however the name is written."""
        return self.expert.casefold()


def latest_answers(answers: Iterable[ExpertForm]) -> list[ExpertForm]:
    """Return one form for each person: the latest, with earlier answers to what it leaves empty."""
    found: dict[str, ExpertForm] = {}
    for one in sorted(answers, key=lambda one: one.round):
        before = found.get(one.person)
        whole = {**(before.by_path if before else {}), **one.by_path}
        found[one.person] = replace(one, by_path=whole)
    return list(found.values())


def read_answers(paths: Iterable[Path], folder: CaseFolder) -> list[ExpertForm]:
    """Read answers to the questions of a case.

    Parameters
    ----------
    paths : files that forms saved (``.json``, ``.xlsx``), or folders with other codings of the case
    folder : the case

    Raises
    ------
    PoolError
        With everything that is wrong in any of them.
    """
    asked = {one.path: one for one in elicited(folder.case)}
    found: list[ExpertForm] = []
    wrong: list[str] = []
    places = list(paths)
    if len(places) > MOST_FILES:
        raise PoolError([f"{len(places)} files; at most {MOST_FILES} are read at once"])
    for place in places:
        try:
            one = _coding(place, folder, asked) if place.is_dir() else _form(place, folder, asked)
        except PoolError as error:
            wrong += error.problems
        else:
            found.append(one)
    seen: dict[tuple[str, int], str] = {}
    for one in found:
        key = (one.person, one.round)
        if key in seen:
            wrong.append(
                f"{one.file}: {one.expert} answered round {one.round} in {seen[key]}, too; keep one"
            )
        seen[key] = one.file
    if wrong:
        raise PoolError(wrong)
    return found


def _form(place: Path, folder: CaseFolder, asked: Mapping[str, Elicited]) -> ExpertForm:
    try:
        raw = place.read_bytes()
    except OSError as error:
        raise PoolError([f"{place}: {error.strerror or error}"]) from None
    if len(raw) > MOST_BYTES:
        raise PoolError([f"{place}: larger than {MOST_BYTES // 1_000_000} MB"])
    wrong: list[str] = []
    data = _saved(raw, place)
    if not isinstance(data, dict) or data.get("form") != FORM:
        raise PoolError([f"{place}: holds no answers; it should be what the form saved"])
    if data.get("case") != folder.case.id:
        wrong.append(f"{place}: answers to the case {data.get('case')}, not {folder.case.id}")
    expert = " ".join(str(data.get("expert") or "").split())
    if not expert:
        wrong.append(f"{place}: names no expert; write the name into it")
    number = data.get("round", 1)
    if isinstance(number, str) and number.strip().isdecimal() and len(number) < 4:
        number = int(number)  # a cell that was made text
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 20:
        wrong.append(f"{place}: round should be a whole number from 1 on")
        number = 1
    answers = data.get("answers")
    given: dict[str, Judgement] = {}
    for path, told in (answers if isinstance(answers, dict) else {}).items():
        cells = _cells(told, str(place))
        if cells is None:
            wrong.append(f"{place}: {path}: the answer should have low, mode and high")
            continue
        filled = [cell for cell in cells.values() if cell.text or cell.formula]
        if not filled:
            continue
        if path not in asked:
            text = str(told.get("text") or path)
            wrong.append(f"{filled[0].ref}: {text}: is no question of this case as it is now; "
                         "take the answer out")  # fmt: skip
            continue
        try:
            given[path] = _answer(cells, asked[path])
        except CellError as error:
            ref = cells[error.field].ref if error.field in cells else filled[0].ref
            wrong.append(f"{ref}: {asked[path].text} {error.message}; {error.hint}")
    if not given and not wrong:
        wrong.append(f"{place}: no question is answered")
    if wrong:
        raise PoolError(wrong)
    return ExpertForm(expert, number, given, str(place))


def _saved(raw: bytes, place: Path) -> Any:
    """Return what a form saved, as values or cells."""
    if place.suffix.lower() == SUFFIX:
        try:
            return read_sheet(raw, str(place))
        except CaseError as error:
            raise PoolError([str(one) for one in error.problems]) from None
    try:
        return json.loads(raw, parse_int=lambda n: int(n) if len(n) < 16 else float(n))
    except (ValueError, RecursionError):
        hint = "a form saves answers as .json, a workbook is .xlsx"
        raise PoolError([f"{place}: holds no answers; {hint}"]) from None


def _cells(told: Any, place: str) -> dict[str, ReadCell] | None:
    """Return the parts of an answer as cells that know where they stand; None if it is none."""
    if not isinstance(told, dict):
        return None
    return {
        part: told[part] if isinstance(told[part], ReadCell) else ReadCell(told[part], place)
        for part in _PARTS if part in told
    }  # fmt: skip


def _answer(cells: Mapping[str, ReadCell], asked: Elicited) -> Judgement:
    for part, cell in cells.items():
        if cell.formula and (cell.value is None or cell.text.startswith("#")):
            what = f"holds the error {cell.text}" if cell.text else (
                "holds a formula whose result was not saved"
            )  # fmt: skip
            raise CellError(part, what, "write the value")
    why = " ".join(text_of(cells.get("why")).split())[:2000]
    if asked.choices:
        if not text_of(cells.get("choice")):
            raise CellError("choice", "has a reason, and no answer", "choose one")
        return Judgement(choice=choice_in(cells["choice"], "choice", asked.choices), why=why)
    span = asked.low, asked.high
    given = {part: number_in(cells[part], part, span) for part in ENDS if text_of(cells.get(part))}
    if "mode" not in given:
        raise CellError("mode", "the most likely value is missing", "write it, too")
    mode = given["mode"]
    low, high = given.get("low", mode), given.get("high", mode)
    if not low <= mode <= high:
        order = " ".join(f"{n:g}" for n in sorted((low, mode, high)))
        raise CellError("mode", "low, most likely and high should rise "
                        f"({low:g}, {mode:g}, {high:g})", f"write {order}")  # fmt: skip
    return Judgement(float(low), float(mode), float(high), why=why)


def _coding(place: Path, folder: CaseFolder, asked: Mapping[str, Elicited]) -> ExpertForm:
    """Take another coding of the case as one person's answers.

    Its id may be another, since people name their folders as they like; then at least half of the
    questions have to be answered for it to be taken for a coding of the same case.
    """
    try:
        other = load(place)
    except CaseError as error:
        raise PoolError([f"{place}/{problem}" for problem in error.problems]) from None
    given: dict[str, Judgement] = {}
    for path, question in asked.items():
        try:
            value = other.value(path)
        except CaseError:
            continue
        if value is None:
            continue
        if question.choices:
            given[path] = Judgement(choice=str(value))
            continue
        why = str(value.get("why") or "") if isinstance(value, dict) else ""
        low, mode, high = ends(value)
        given[path] = Judgement(low, mode, high, why=why)
    notes = _differing(place, folder, other)
    if not given or (other.case.id != folder.case.id and 2 * len(given) < len(asked)):
        counts = f"{len(given)} of the {len(asked)} questions of {folder.case.id}"
        what = f"{place}: is the case {other.case.id}, which answers {counts}; pool codings of one"
        raise PoolError([what, *(notes if given else ())])
    return ExpertForm(place.resolve().name, 1, given, str(place), notes)


def _differing(place: Path, folder: CaseFolder, other: CaseFolder) -> tuple[str, ...]:
    """Say which ids two codings do not share: what is coded of them is compared with nothing."""
    found = []
    for kind in ("actor", "issue", "stage"):
        here, there = ([one.id for one in _of_kind(case.case, kind)] for case in (folder, other))
        lost = [f"lacks {one}" for one in here if one not in there]
        lost += [f"has {one} besides" for one in there if one not in here]
        if lost:
            more = f" and {len(lost) - 12} more" if len(lost) > 12 else ""
            found.append(f"{place}, {kind} ids: {', '.join(lost[:12])}{more}; what is coded of "
                         "these is compared with nothing")  # fmt: skip
    return tuple(found)


def _of_kind(case: Case, kind: str) -> Sequence[Any]:
    if kind == "actor":
        return [one for one in case.actors if one.capability is not None]
    return case.issues if kind == "issue" else case.roadmap.stages
