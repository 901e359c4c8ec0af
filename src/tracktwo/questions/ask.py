"""Several questions of a case at once, each answered as it would be alone.

What cannot be answered is left out with the reason. Nothing else is caught: a fault of the program
in one question ends them all.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import open_focus
from tracktwo.questions import question, questions
from tracktwo.questions.helpers import HelperGoneError, helping
from tracktwo.roadmap.engines import kernel_is_ready
from tracktwo.roadmap.exact import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from tracktwo.case import CaseFolder
    from tracktwo.questions.definition import Question
    from tracktwo.questions.helpers import Helper
    from tracktwo.results.odds import Result
    from tracktwo.results.progress import Progress


MOST_AT_ONCE = 4
"""Questions that are answered side by side, each of which takes some hundred megabytes."""

LONGEST = ("matters", "agree", "levers", "what-if", "who")
"""The questions that take longest, longest first: they are begun in this order, so that none is
left for the end."""


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


@dataclass
class Asking:
    """Questions of a case that are being answered."""

    _folder: CaseFolder
    _options: Mapping[str, Any]
    _wanted: Sequence[Question]
    _helpers: Sequence[Helper]
    _local: int
    _progress: Progress | None
    _waiting: deque[Question]
    _pool: ThreadPoolExecutor
    _found: dict[str, Any] = field(default_factory=dict)
    _working: list[Future[None]] = field(default_factory=list)

    def answers(self) -> Answers:
        """Return what was found, answering here too what nobody has begun yet."""
        here = min(self._local, len(self._waiting))
        if here > 1:
            for package in filter(None, (one.loads for one in self._wanted)):
                import_module(package)  # by one thread: several would wait for each other
            self._working += [self._pool.submit(self._work, self._here) for _ in range(here)]
        else:
            self._work(self._here)
        for one in self._working:
            one.result()
        self._work(self._here)  # what a helper left that ended early
        found = [(one.name, self._found[one.name]) for one in self._wanted]
        return Answers(
            {name: answer for name, answer in found if not isinstance(answer, LeftOut)},
            tuple(answer for _, answer in found if isinstance(answer, LeftOut)),
        )

    def begin(self) -> None:
        """Let the helpers begin."""
        self._working += [self._pool.submit(self._work, self._by(one)) for one in self._helpers]

    def end(self) -> None:
        """Begin no further question."""
        self._waiting.clear()

    def _work(self, answer: Callable[[str, Mapping[str, Any]], Any]) -> None:
        while self._waiting:
            try:
                one = self._waiting.popleft()
            except IndexError:  # another took the last
                return
            its = {option.name for option in one.fields}
            mine = {name: value for name, value in self._options.items() if name in its}
            try:
                self._found[one.name] = answer(one.name, mine)
                if self._progress and self._helpers:
                    self._progress("questions", len(self._found), len(self._wanted))
            except HelperGoneError:
                self._waiting.append(one)
                return
            except BaseException:
                self.end()
                raise

    def _here(self, name: str, options: Mapping[str, Any]) -> Any:
        return answered(self._folder, name, options, progress=self._progress)

    def _by(self, helper: Helper) -> Callable[[str, Mapping[str, Any]], Any]:
        """Return what has a helper answer, on one core: the others have theirs."""
        return lambda name, options: helper.answer(
            self._folder, name, {**options, "threads": 1} if "threads" in options else options
        )


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
    with asking(
        folder,
        only=only,
        stage=stage,
        seed=seed,
        draws=draws,
        threads=threads,
        progress=progress,
    ) as begun:
        return begun.answers()


@contextmanager
def asking(
    folder: CaseFolder,
    *,
    only: Collection[str] | None = None,
    stage: str | None = None,
    seed: int = 1,
    draws: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    helpers: Sequence[Helper] = (),
) -> Iterator[Asking]:
    """Begin to ask a case the questions of a report, and do something else in the meantime.

    Each question has its own seed and nothing in common with another but what is looked up, so the
    answers are the same as one by one.

    Parameters
    ----------
    only, stage, seed, draws, threads, progress : as in `ask`
    helpers : processes that answer too, from now on; without any, threads of this one answer

    Raises
    ------
    UnanswerableError
        As in `ask`.
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
    longest = {name: place for place, name in enumerate(LONGEST)}
    waiting = deque(sorted(wanted, key=lambda one: longest.get(one.name, len(longest))))
    local = 1 if helpers else min(threads or cores(), MOST_AT_ONCE)
    if helpers or local > 1:
        kernel_is_ready()  # loads it, so that no question's engine depends on another's
    with ThreadPoolExecutor(len(helpers) + local) as pool:
        begun = Asking(folder, options, wanted, helpers, local, progress, waiting, pool)
        try:
            begun.begin()
            yield begun
        finally:
            begun.end()
            for one in helpers:
                one.stop()


def run_and_ask(
    folder: CaseFolder,
    *,
    draws: int,
    seed: int = 1,
    progress: Progress | None = None,
    meanwhile: Callable[[Result], object] | None = None,
    helpers: Sequence[Helper] | None = None,
) -> tuple[Result, Answers]:
    """Compute the odds of a case and ask it the questions of a report, on all cores.

    A program that calls this needs the guard of ``__main__`` that `multiprocessing` asks for.

    Parameters
    ----------
    draws, seed, progress : as in `run`
    meanwhile : called with the odds once they are known, while others answer questions
    helpers : as `helping_hands` starts them, which are stopped; started now by default
    """
    from tracktwo.questions.odds.run import run  # noqa: PLC0415  (heavy: others start meanwhile)

    def odds() -> Result:
        return run(folder, draws=draws, seed=seed, progress=progress)

    with nullcontext(helpers) if helpers is not None else helping_hands() as hands:
        stage, result = open_focus(folder.case), None
        if stage is None:  # the odds say which it is
            result = odds()
            stage = result.focus
        with asking(
            folder, stage=stage, seed=seed, draws=draws, progress=progress, helpers=hands
        ) as begun:
            result = result or odds()
            if meanwhile:
                meanwhile(result)
            return result, begun.answers()


def helping_hands() -> AbstractContextManager[list[Helper]]:
    """Start the processes that answer a report's questions beside this one, on its other cores."""
    return helping(answered, min(cores(), MOST_AT_ONCE) - 1, LONGEST)


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
