"""Several questions of a case at once, each answered as it would be alone.

What cannot be answered is left out with the reason. Nothing else is caught: a fault of the program
in one question ends them all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracktwo.errors import UnanswerableError
from tracktwo.questions import question, questions
from tracktwo.roadmap.engines import kernel_is_ready
from tracktwo.roadmap.exact import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.questions.definition import Question
    from tracktwo.results.progress import Progress


MOST_AT_ONCE = 4
"""Questions that are answered side by side, each of which takes some hundred megabytes."""


@dataclass(frozen=True)
class LeftOut:
    """A question that was not answered, and why."""

    question: str
    why: str
    extra: str | None = None
    """The extra to install, where that is all that is missing."""


@dataclass(frozen=True)
class Answers:
    """What was found out about a case, by the names of the questions."""

    found: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.found

    def __getitem__(self, name: str) -> Any:
        return self.found[name]

    def get(self, name: str) -> Any:
        """Return an answer; None where the question was not asked or could not be answered."""
        return self.found.get(name)

    @property
    def uninstalled(self) -> tuple[str, ...]:
        """The questions that were left out for want of something to install."""
        return tuple(one.question for one in self.left_out if one.extra is not None)

    def missing(self, name: str) -> LeftOut | None:
        """Return why a question was left out; None where it was answered or not asked."""
        return next((one for one in self.left_out if one.question == name), None)


def in_report() -> tuple[Question, ...]:
    """Return the questions that a report answers, in its order."""
    return tuple(one for one in questions() if one.in_report)


def ask(
    folder: CaseFolder,
    *,
    only: Collection[str] | None = None,
    stage: str | None = None,
    seed: int = 1,
    draws: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answers:
    """Ask a case the questions of a report.

    Parameters
    ----------
    folder : a loaded case
    only : names of those to ask; all of them by default
    stage : id of the stage to ask about; the one that the question turns on by default
    seed, threads, progress : as in `run`; with one thread, one question after the other
    draws : for all questions alike; their own number by default

    Returns
    -------
    Answers
        A question that the case cannot answer (it has no levers, nothing in it is uncertain) or
        for which something is not installed is left out with the reason.

    Raises
    ------
    UnanswerableError
        If there is no such stage or question.
    """
    unknown = sorted(set(only or ()) - {one.name for one in in_report()})
    if unknown:
        known = ", ".join(one.name for one in in_report())
        raise UnanswerableError(f"no question {', '.join(unknown)}; there are: {known}")
    stages = [s.id for s in folder.case.roadmap.stages]
    if stage is not None and stage not in stages:
        raise UnanswerableError(f"no stage {stage}; there are: {', '.join(stages)}")
    options: dict[str, Any] = {"stage": stage, "seed": seed, "threads": threads}
    if draws is not None:
        options["draws"] = draws
    wanted = [one for one in in_report() if only is None or one.name in only]

    def answer(one: Question) -> Any:
        its = {option.name for option in one.fields}
        mine = {name: value for name, value in options.items() if name in its}
        return answered(folder, one.name, mine, progress=progress)

    answers = _at_once(answer, wanted, threads)
    left_out = [one for one in answers if isinstance(one, LeftOut)]
    return Answers(
        {
            one.name: found
            for one, found in zip(wanted, answers, strict=True)
            if not isinstance(found, LeftOut)
        },
        tuple(left_out),
    )


def _at_once(
    answer: Callable[[Question], Any], wanted: Sequence[Question], threads: int | None
) -> list[Any]:
    """Answer questions side by side: while one solves, another lays out what it will.

    Each has its own seed and nothing in common with another but what is looked up, so the answers
    are the same as one by one.
    """
    workers = min(threads or cores(), MOST_AT_ONCE, len(wanted))
    if workers < 2:
        return [answer(one) for one in wanted]
    kernel_is_ready()  # loads it where it is, so that no question's engine depends on another's
    for package in filter(None, (one.loads for one in wanted)):
        import_module(package)
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(answer, one) for one in wanted]
        try:
            return [one.result() for one in waiting]
        finally:
            for one in waiting:
                one.cancel()


def answered(
    folder: CaseFolder,
    name: str,
    options: Mapping[str, Any],
    *,
    progress: Progress | None = None,
) -> Any:
    """Ask a case one question, with its defaults where no options are given.

    Returns
    -------
    LeftOut
        If something is not installed, or the case cannot answer; otherwise the question's record.

    Raises
    ------
    UnanswerableError
        If there is no such question or option, or a value is outside its limits.
    """
    one = question(name)
    if one.missing:
        why = f"it needs {' and '.join(one.missing)}, which this installation is without"
        return LeftOut(name, why, one.extra)
    values = one.values(options)
    try:
        return one.ask(folder, values, progress)
    except UnanswerableError as error:
        return LeftOut(name, str(error))
