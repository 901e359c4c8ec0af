"""`tracktwo interview` on a terminal: one question at a time, answered by a number."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.cli.console import prompt, say, status
from tracktwo.errors import Error, UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracktwo.case import CaseFolder
    from tracktwo.questions.interview import InterviewOptions
    from tracktwo.questions.interview.records import Choice, Interview, Unsettled

WIDTH = 78
LONGEST = 500
"""Characters of a reason."""
KEYS = "Its number; s to skip, u to undo the last answer, q to leave: "


def on_terminal() -> bool:
    """Tell whether somebody sits there who could answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@dataclass
class Conversation:
    """An interview with one person.

    Attributes
    ----------
    folder : CaseFolder
        As it stands after the last answer.
    options : InterviewOptions
    ask : callable
        Prints a prompt and returns a line; raises EOFError at the end.
    tell : callable
        Prints a line.
    """

    folder: CaseFolder
    options: InterviewOptions
    ask: Callable[[str], str] = prompt
    tell: Callable[[str], None] = say
    by: str = ""
    skipped: set[str] = field(default_factory=set)
    given: int = 0

    def hold(self) -> None:
        """Ask until nothing is left, or the person leaves."""
        order = self._ordered(self.options.stage)
        stage, finished = order.focus, not order.first_draft
        self._stands(order)
        again: str | None = None
        while True:
            question = order.question(again) if again else None
            question = question or self._next(order)
            again = None
            if question is None:
                self._lines("Nothing is left to ask." + self._left_out())
                break
            before = order.odds
            try:
                again = self._put(question)
            except (EOFError, KeyboardInterrupt):
                self.tell("")
                break
            if again is None:
                continue
            fresh = self._ordered(stage) if self._open() else None
            if fresh is None:
                self._lines("Nothing in the case is a drafting rule's any more.")
                break
            order = fresh
            self._moved(before, order)
            self._stands(order)
            if not finished and not order.first_draft:
                self._lines("The odds are the case's now. What is left matters less; q leaves.")
            finished = not order.first_draft
        self.tell(f"{self.given} answered; each is in the case already.")

    # --- one question ------------------------------------------------------------------------

    def _put(self, question: Unsettled) -> str | None:
        """Put a question; return what is open again or "" after a change, None without one."""
        points = abs(question.swing) * 100
        self.tell("")
        self._lines(question.text)
        self._lines(f"Assumed until you say: {question.now}", "  ")
        decides = " It is one of the decisive." if question.decides else ""
        self._lines(f"An answer could move the odds by {points:.1f} points.{decides}", "  ")
        for number, choice in enumerate(question.choices, start=1):
            self._lines(f"{number:>3}  {choice.label}", "  ", "       ")
        while True:
            line = self.ask(KEYS).strip().casefold()
            match line:
                case "q":
                    raise EOFError
                case "s":
                    self.skipped.add(question.id)
                    return None
                case "u":
                    taken = self._take_back()
                    if taken is not None:
                        return taken
                case _ if line.isdecimal() and 1 <= int(line) <= len(question.choices):
                    if self._answer(question, question.choices[int(line) - 1]):
                        return ""
                case _:
                    self.tell(f"  There are 1 to {len(question.choices)}, s, u and q.")

    def _answer(self, question: Unsettled, choice: Choice) -> bool:
        from tracktwo.questions.interview.answers import Answer, answer

        why = " ".join(self.ask(f"Why? (Enter: {choice.reason.rstrip('.')}) ").split())[:LONGEST]
        if not self.by:
            self.by = self.ask("Your name, which is kept with it (Enter: an expert): ").strip()[:80]
            self.by = self.by or "an expert"
        one = Answer(question.id, choice.key, why=_clean(why) or None, by=_clean(self.by))
        try:
            self.folder = answer(self.folder, [one])
        except Error as error:
            self._lines(f"Not answered: {error}", "  ")
            return False
        self.given += 1
        self._lines(f"Noted, by {one.by}: {one.why or choice.reason}")
        return True

    def _take_back(self) -> str | None:
        from tracktwo.questions.interview.answers import undo

        try:
            self.folder, question = undo(self.folder)
        except UnanswerableError as error:
            self._lines(f"{str(error).capitalize()}.", "  ")
            return None
        self.given = max(0, self.given - 1)
        self.skipped.discard(question)
        self.tell("The last answer is taken back.")
        return question

    # --- where the case stands ---------------------------------------------------------------

    def _ordered(self, stage: str | None) -> Interview:
        from tracktwo.questions.interview.interview import interview

        given = self.options
        with status("Weighing the questions"):
            return interview(
                self.folder, stage=stage, draws=given.draws, seed=given.seed, threads=given.threads
            )

    def _open(self) -> bool:
        from tracktwo.questions.interview.unsettled import unsettled

        return bool(unsettled(self.folder.case))

    def _next(self, order: Interview) -> Unsettled | None:
        return next((one for one in order.questions if one.id not in self.skipped), None)

    def _stands(self, order: Interview) -> None:
        from tracktwo.blocks import words

        name = next(s.name for s in self.folder.case.roadmap.stages if s.id == order.focus)
        whose = "A first draft's odds" if order.first_draft else "The odds"
        self._lines(f"{whose} of “{name}”: {words.percent(order.odds)}.")
        are = "is" if order.yours == 1 else "are"
        self._lines(f"{order.yours} of {order.decisive} decisive numbers {are} yours.")

    def _moved(self, before: float, order: Interview) -> None:
        from tracktwo.blocks import words

        old, new = words.percent(before), words.percent(order.odds)
        self._lines(f"The odds were {old} and are {new}.")

    def _left_out(self) -> str:
        return f" You skipped {len(self.skipped)}." if self.skipped else ""

    def _lines(self, text: str, indent: str = "", hanging: str | None = None) -> None:
        for line in _wrapped(_clean(text), indent, indent if hanging is None else hanging):
            self.tell(line)


def _wrapped(text: str, first: str, later: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False
    )


def _clean(text: str) -> str:
    """Return text from documents without what could command a terminal."""
    from tracktwo.blocks import words

    return words.clean(text)
