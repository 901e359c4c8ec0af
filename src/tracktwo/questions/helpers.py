"""Processes that answer questions of a case beside this one.

What Python does of an answer, threads of one process take in turns; processes do not. A helper
takes some seconds to start, so it is begun before the odds of the case are worked out.
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from tracktwo.roadmap.engines import kernel_is_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from tracktwo.case import CaseFolder

    Answer = Callable[[CaseFolder, str, Mapping[str, Any]], Any]


class HelperGoneError(Exception):
    """A helper ended without an answer: too little memory, or killed."""


class Helper:
    """A process that answers one question after the other.

    Parameters
    ----------
    folder : the loaded case that the questions are about
    answer : of a module, called there with the case, a question's name and its options
    """

    def __init__(self, folder: CaseFolder, answer: Answer) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of threads may hang
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, answer), daemon=True)
        self._folder: CaseFolder | None = folder
        with _deaf():  # who interrupts the program ends its helpers, which need not say so
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    def answer(self, name: str, options: Mapping[str, Any]) -> Any:
        """Return what is answered there.

        Raises
        ------
        HelperGoneError
            If the process ended before, or cannot solve as this one does.
        Exception
            Whatever the answer raised.
        """
        try:
            if self._folder is not None:  # not at the start, which would wait until it is read
                self._pipe.send(self._folder)
                self._folder = None
            self._pipe.send((name, dict(options)))
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
def helping(folder: CaseFolder, answer: Answer, count: int) -> Iterator[list[Helper]]:
    """Start some helpers, which end with the block."""
    helpers: list[Helper] = []
    try:
        with suppress(OSError):  # no process to be had: then this one answers alone
            helpers += (Helper(folder, answer) for _ in range(count))
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


def _serve(pipe: Connection, answer: Answer) -> None:
    """Answer what is asked, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where none could be put off
    ready = kernel_is_ready()
    with suppress(EOFError, OSError):
        folder: CaseFolder = pipe.recv()
        while True:
            name, options = pipe.recv()
            try:
                # Without the kernel it would take another engine than who asks.
                found = ("found", answer(folder, name, options)) if ready else ("unready", None)
            except Exception as error:  # noqa: BLE001  (raised again by who asked)
                error.add_note(traceback.format_exc())
                found = ("raised", error)
            pipe.send(found)
