"""Experts' answers, from the files that their forms save; or another coding of the same case."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case.load import CaseFolder, load
from tracktwo.case.problems import CaseError
from tracktwo.errors import Error
from tracktwo.pooling.asked import elicited
from tracktwo.pooling.sheet import SUFFIX, read_sheet
from tracktwo.typed import TypedError, typed_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tracktwo.pooling.asked import Elicited

MOST_BYTES, MOST_FILES = 5_000_000, 200
FORM = "tracktwo-answers"


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
    """

    expert: str
    round: int
    by_path: Mapping[str, Judgement]
    file: str


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
            one = _coding(place, asked) if place.is_dir() else _form(place, folder, asked)
        except PoolError as error:
            wrong += error.problems
        else:
            found.append(one)
    seen: dict[tuple[str, int], str] = {}
    for one in found:
        key = (one.expert.casefold(), one.round)
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
    if place.suffix.lower() == SUFFIX:
        try:
            data = read_sheet(raw)
        except ValueError as error:
            raise PoolError([f"{place}: {error}"]) from None
    else:
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            hint = "a form saves answers as .json, a workbook is .xlsx"
            raise PoolError([f"{place}: holds no answers; {hint}"]) from None
    if not isinstance(data, dict) or data.get("form") != FORM:
        raise PoolError([f"{place}: holds no answers; it should be what the form saved"])
    if data.get("case") != folder.case.id:
        wrong.append(f"{place}: answers to the case {data.get('case')}, not {folder.case.id}")
    expert = " ".join(str(data.get("expert") or "").split())
    if not expert:
        wrong.append(f"{place}: names no expert; write the name into it")
    number = data.get("round", 1)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 20:
        wrong.append(f"{place}: round should be a whole number from 1 on")
        number = 1
    answers = data.get("answers")
    given: dict[str, Judgement] = {}
    for path, told in (answers if isinstance(answers, dict) else {}).items():
        if path not in asked:
            wrong.append(f"{place}: {path}: is no question of this case")
            continue
        try:
            one = _answer(told, asked[path])
        except ValueError as error:
            wrong.append(f"{place}: {asked[path].text} {error}")
        else:
            if one is not None:
                given[path] = one
    if not given and not wrong:
        wrong.append(f"{place}: no question is answered")
    if wrong:
        raise PoolError(wrong)
    return ExpertForm(expert, number, given, str(place))


def _answer(told: Any, asked: Elicited) -> Judgement | None:
    if not isinstance(told, dict):
        raise ValueError("the answer should have low, mode and high")  # noqa: TRY004
    why = " ".join(str(told.get("why") or "").split())[:2000]
    if asked.choices:
        choice = str(told.get("choice") or "").strip()
        if not choice:
            return None
        if choice not in asked.choices:
            raise ValueError(f"“{choice}” is none of: {', '.join(asked.choices)}")
        return Judgement(choice=choice, why=why)
    low, mode, high = (_number(told.get(name)) for name in ("low", "mode", "high"))
    if low is None and mode is None and high is None:
        return None
    if mode is None:
        raise ValueError("the most likely value is missing")
    low, high = mode if low is None else low, mode if high is None else high
    if not low <= mode <= high:
        raise ValueError(f"low, most likely and high should rise: {low:g}, {mode:g}, {high:g}")
    if low < asked.low or high > asked.high:
        raise ValueError(f"should lie between {asked.low:g} and {asked.high:g}")
    return Judgement(low, mode, high, why=why)


def _number(value: Any) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        try:
            return typed_number(value)
        except TypedError as error:
            raise ValueError(str(error)) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"“{value}” is no number")
    return float(value)


def _coding(place: Path, asked: Mapping[str, Elicited]) -> ExpertForm:
    """Take another coding of the case as one person's answers."""
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
        number: Any = value.get("range", value.get("value")) if isinstance(value, dict) else value
        low, mode, high = number if isinstance(number, list) else (number,) * 3
        why = str(value.get("why") or "") if isinstance(value, dict) else ""
        given[path] = Judgement(float(low), float(mode), float(high), why=why)
    return ExpertForm(place.resolve().name, 1, given, str(place))
