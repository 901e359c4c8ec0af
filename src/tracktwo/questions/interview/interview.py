"""What is worth asking: all that only a drafting rule has set, by what it could do to the odds.

The value of a question is the change in the odds of the focus stage between its low and high
thirds: how far an answer can be expected to move them. All numbers are screened on one sample
(`odds.inputs.swing`); those that seem to matter most are then moved from one third to the other
with all else as it is, since among hundreds of numbers some seem to matter by luck of the draws.
For who must agree, the odds are solved for each answer. Constants of the model are listed apart
and never asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case import CaseError
from tracktwo.case.files import read_text
from tracktwo.case.marks import drafted
from tracktwo.errors import UnanswerableError
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, settle, stage_index
from tracktwo.questions.interview import InterviewOptions
from tracktwo.questions.interview.answers import LIMIT, answer, read_answers
from tracktwo.questions.interview.answers import undo as taken_back
from tracktwo.questions.interview.records import Constant, Interview, Unsettled
from tracktwo.questions.interview.unsettled import unsettled
from tracktwo.questions.odds.swings import FEWEST_DRAWS, swing
from tracktwo.questions.options import within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress

PAIRED_DRAWS = 64
"""Draws behind each answer, and each third of a number: differences are paired, so few do."""
SIFTED = 40
"""Numbers that are moved with all else as it is."""


@within(InterviewOptions)
def interview(
    folder: CaseFolder,
    *,
    answers: Path | None = InterviewOptions.answers,
    undo: bool = InterviewOptions.undo,
    stage: str | None = InterviewOptions.stage,
    draws: int = InterviewOptions.draws,
    seed: int = InterviewOptions.seed,
    threads: int | None = InterviewOptions.threads,
    progress: Progress | None = None,
) -> Interview:
    """Order what is unsettled in a case by what it could do to the odds.

    Parameters
    ----------
    folder : a loaded case
    answers : file of answers to put into the case first (see `interview.answers`)
    undo : take the last answer back first
    stage : id of the stage whose odds count; the one that the question turns on by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If no drafting rule has set anything in the case, an answer fits no question, or there is
        no such stage.
    CaseError
        If the file of answers is broken, or the case would not load with one.
    """
    draws = max(draws, FEWEST_DRAWS)
    unanswered = folder
    changed: tuple[str, ...] = ()
    if undo:
        folder, again = taken_back(folder)
        changed = (again,)
    if answers is not None:
        given = read_answers(_text(answers), answers.name)
        folder = answer(folder, given)
        changed = (*changed, *(one.question for one in given))
    case = folder.case
    standing = drafted(case)
    setting = settle([case], draws=draws, seed=seed, threads=threads)[0]
    earlier = setting
    if changed:
        earlier = settle([unanswered.case], draws=draws, seed=seed, threads=threads)[0]
    # An answer may move the hinge: what it did is told of the stage that was asked about.
    focus = stage_index(earlier, stage)
    before = float(earlier.odds[:, focus].mean())
    questions = unsettled(case)
    if not questions and not changed:
        raise UnanswerableError(
            "nothing in this case is still a drafting rule's: every number in it is somebody's own"
        )
    numbers = [
        replace(q, swing=_moved(setting, str(q.factor), focus)) for q in questions if q.factor
    ]
    numbers = _sifted(numbers, setting, focus)
    if progress:
        progress("questions", 1, 2)
    alone = [q for q in questions if q.factor is None and q.kind == "consent" and not q.within]
    rules = [_weighed(folder, q, setting, focus) for q in alone]
    inner = [q for q in questions if q.factor is None and q.within]
    groups = [q for q in questions if q.parts and q.kind != "consent"]
    rules += [*inner, *_moved_together(groups, numbers, setting, focus)]
    if progress:
        progress("questions", 2, 2)
    questions = [*numbers, *rules]
    return Interview(
        case_id=case.id,
        case_digest=folder.digest,
        draws=setting.draws,
        seed=seed,
        focus=setting.stages[focus],
        odds=float(setting.odds[:, focus].mean()),
        questions=tuple(sorted(questions, key=lambda q: q.rank)),
        constants=tuple(_constants(setting, focus)),
        before=before,
        changed=changed,
        first_draft=not standing.finished,
        yours=standing.yours,
        decisive=standing.total,
    )


def _text(path: Path) -> str:
    """Return the text of a file of answers."""
    text, problems = read_text(path, path.name, LIMIT)
    if text is None:
        raise CaseError(problems)
    return text


def _moved(setting: Setting, path: str, focus: int) -> float:
    """Return the swing of the odds with a number, on the sample as it is."""
    span = setting.lowered.spans.get(path)
    if span is None or not span.uncertain:
        return 0.0
    return float(swing(setting.values[path], setting.odds[:, focus])[0])


def _sifted(questions: list[Unsettled], setting: Setting, focus: int) -> list[Unsettled]:
    """Return the questions with the swings of the foremost measured with all else as it is."""
    ranked = sorted(questions, key=lambda q: (-abs(q.swing), q.id))
    first = [q for q in ranked[:SIFTED] if q.factor in setting.lowered.spans and q.swing]
    few = setting.first(PAIRED_DRAWS)
    changes = []
    for question in first:
        factor = str(question.factor)
        span, u = setting.lowered.spans[factor], few.sample.uniform(factor)
        changes += [{factor: span.at(u / 3)}, {factor: span.at((2 + u) / 3)}]
    if not changes:
        return ranked
    found = few.odds_with_many(changes)[:, :, focus].mean(axis=1)
    least = float(np.abs(found[1::2] - found[::2]).min())
    measured = {
        q.id: replace(q, swing=float(high - low))
        for q, low, high in zip(first, found[::2], found[1::2], strict=True)
    }
    # What the sample ranks below those that were measured does not come before any of them.
    return [
        measured[q.id] if q.id in measured else replace(q, swing=max(-least, min(q.swing, least)))
        for q in ranked
    ]


def _moved_together(
    groups: list[Unsettled], numbers: list[Unsettled], setting: Setting, focus: int
) -> list[Unsettled]:
    """Return questions on several numbers with what all of them together could do to the odds.

    What an actor would agree to is moved together; its positions pull in different directions, so
    that the one which could do most stands for them.
    """
    known = {q.id: q for q in numbers}
    few = setting.first(PAIRED_DRAWS)
    spans = setting.lowered.spans
    changes, most = [], []
    for group in groups:
        parts = [known[id_] for id_ in group.parts if id_ in known]
        most.append(max((abs(one.swing) for one in parts), default=0.0))
        factors = [str(one.factor) for one in parts if one.kind != "position"]
        factors = [one for one in factors if one in spans and spans[one].uncertain]
        u = {one: few.sample.uniform(one) for one in factors}
        changes += [
            {one: spans[one].at(u[one] / 3) for one in factors},
            {one: spans[one].at((2 + u[one]) / 3) for one in factors},
        ]
    if not groups:
        return []
    found = few.odds_with_many(changes)[:, :, focus].mean(axis=1)
    return [
        replace(group, swing=max(float(high - low), least, key=abs))
        for group, least, low, high in zip(groups, most, found[::2], found[1::2], strict=True)
    ]


def _weighed(folder: CaseFolder, question: Unsettled, setting: Setting, focus: int) -> Unsettled:
    """Return a question on who must agree with the difference that its answers make."""
    stages = folder.case.roadmap.stages
    number = next(n for n, s in enumerate(stages) if s.id == question.id.split(".")[2])
    if number > focus:
        return question  # felt at the focus stage by foresight only, and little
    few = setting.first(PAIRED_DRAWS)
    found = [float(few.odds[:, focus].mean())]
    for option in question.choices[1:]:
        other = lower(folder.overlay(option.changes))
        odds = Setting(other, few.sample, few.threads, few.engine).odds
        found.append(float(odds[:, focus].mean()))
    # Between answers, not between thirds: two thirds of the range count as expected.
    return replace(question, swing=(max(found) - min(found)) * 2 / 3)


def _constants(setting: Setting, focus: int) -> Iterator[Constant]:
    found = []
    for factor in setting.lowered.factors:
        if factor.group == "model" and factor.span.uncertain:
            moved = abs(_moved(setting, factor.path, focus))
            span = factor.span
            found.append(
                Constant(
                    factor.path, factor.label, span.low, span.mode, span.high, factor.why, moved
                )
            )
    yield from sorted(found, key=lambda c: (-c.swing, c.path))
