"""Processes that answer questions of a case beside this one.

What Python does of an answer, threads of one process take in turns; processes do not. A helper
takes most of a second to start, so it is begun before the case is read.
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from tracktwo.questions import question
from tracktwo.questions.definition import load_name
from tracktwo.roadmap.engines import kernel_is_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection

    from tracktwo.case import CaseFolder

    Answer = Callable[[CaseFolder, str, Mapping[str, Any]], Any]


class HelperGoneError(Exception):
    """A helper ended without an answer: too little memory, or killed."""


class Helper:
    """A process that answers one question after the other.

    Parameters
    ----------
    answer : of a module, called there with a case, a question's name and its options
    ahead : names of questions whose parts it loads while it waits for the first
    """

    def __init__(self, answer: Answer, ahead: Sequence[str] = ()) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of threads may hang
        self._pipe, theirs = context.Pipe()
        given = (theirs, answer, tuple(ahead))
        self._process = context.Process(target=_serve, args=given, daemon=True)
        self._folder: CaseFolder | None = None
        with _deaf():  # who interrupts the program ends its helpers, which need not say so
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    def answer(self, folder: CaseFolder, name: str, options: Mapping[str, Any]) -> Any:
        """Return what is answered there about a loaded case.

        Raises
        ------
        HelperGoneError
            If the process ended before, or cannot solve as this one does.
        Exception
            Whatever the answer raised.
        """
        try:
            new = None if folder is self._folder else folder
            self._pipe.send((new, name, dict(options)))
            self._folder = folder
            word, found = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise HelperGoneError from error
        if word == "raised":
            raise found
        if word == "unready":
            raise HelperGoneError
        return found

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


@contextmanager
def helping(answer: Answer, count: int, ahead: Sequence[str] = ()) -> Iterator[list[Helper]]:
    """Start some helpers, which end with the block."""
    helpers: list[Helper] = []
    try:
        with suppress(OSError):  # no process to be had: then this one answers alone
            helpers += (Helper(answer, ahead) for _ in range(count))
        yield helpers
    finally:
        for one in helpers:
            one.stop()


@contextmanager
def _deaf() -> Iterator[None]:
    """Put interrupts off for the block; what is started in it never hears of them."""
    if not hasattr(signal, "pthread_sigmask"):  # not on Windows
        yield
        return
    resource_tracker.ensure_running()  # which would let interrupts through again as it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, answer: Answer, ahead: Sequence[str]) -> None:
    """Answer what is asked, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where none could be put off
    ready = kernel_is_ready()
    for one in ahead:
        load_name(question(one).function)
    about: Any = None
    with suppress(EOFError, OSError):
        while True:
            folder, name, options = pipe.recv()
            about = about if folder is None else folder
            try:
                # Without the kernel it would take another engine than who asks.
                found = ("found", answer(about, name, options)) if ready else ("unready", None)
            except Exception as error:  # noqa: BLE001  (raised again by who asked)
                error.add_note(traceback.format_exc())
                found = ("raised", error)
            pipe.send(found)
