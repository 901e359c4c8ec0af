"""One program at a time: a lock on a folder, held from reading its files to replacing them.

The folder itself is locked where the system can do that, so that nothing is left behind in it;
elsewhere (Windows, folders on some network drives) a small file in it is. The lock is advisory:
it binds those who take it, which is all of this package. It ends with its holder, even a killed
one.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tracktwo.files.problems import FileError, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".tracktwo-lock"
"""The file that is locked where a folder cannot be."""
PATIENCE = 30.0
"""Seconds to wait for another program: a save takes a tenth of one."""

_mine = threading.local()


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a folder; a thread that holds it already goes straight on.

    Parameters
    ----------
    folder : Path
        It must exist.
    patience : float
        Seconds to wait for whoever holds it.

    Raises
    ------
    FileError
        If it is held for longer than that, or cannot be locked.
    """
    key = os.path.realpath(folder)
    held: dict[str, int] = _mine.__dict__.setdefault("held", {})
    if key in held:
        yield
        return
    descriptor = _acquired(folder, patience)
    held[key] = descriptor
    try:
        yield
    finally:
        del held[key]
        os.close(descriptor)  # which gives the lock up


def _acquired(folder: Path, patience: float) -> int:
    descriptor = -1
    try:
        if os.name == "posix":
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            with suppress(OSError):  # a network drive that locks only what may be written
                _wait(descriptor, folder, patience)
                return descriptor
            os.close(descriptor)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(folder / LOCK, flags, 0o666)
        _wait(descriptor, folder, patience)
    except BaseException as error:
        if descriptor >= 0:
            with suppress(OSError):
                os.close(descriptor)
        if isinstance(error, OSError):
            raise unwritable(folder, error) from error
        raise
    return descriptor


def _wait(descriptor: int, folder: Path, patience: float) -> None:
    from filelock import lock_descriptor  # noqa: PLC0415  (needed only where something is saved)

    end = time.monotonic() + patience
    while not lock_descriptor(descriptor, blocking=False):
        if time.monotonic() > end:
            raise FileError(folder, "is being saved by another program", "try again")
        time.sleep(0.01)
