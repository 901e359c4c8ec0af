"""Files that only grow, a line at a time: no line is torn, lost or written over.

A line goes to the end in one write, through the lock of its folder, and has reached the disk
before it counts. What a killed program left of a line (it has no line end) was never said to be
kept: the next one takes it away before it writes.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from tracktwo.files.lock import locked
from tracktwo.files.problems import FileError, unwritable
from tracktwo.files.write import place_of, to_disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def append_line(
    path: Path, line: Callable[[bytes], str], *, whole: Callable[[bytes], bool] | None = None
) -> None:
    """Write one line at the end of a file, which is made where it is missing.

    Parameters
    ----------
    path : Path
        Its folder must exist.
    line : function of bytes to str
        Told what the file holds, all of it whole lines; returns the line to add, without an end.
        The lock is held meanwhile, so that what it decides by cannot change. What it raises goes
        on, and nothing is written.
    whole : function of bytes to bool, optional
        Whether a last line that lacks only its end is whole (an editor left it so): it gets its
        end. Anything else without one is the rest of a write that broke off, and is taken away.

    Raises
    ------
    FileError
        If it cannot be written. Then no part of the line is kept.
    """
    folder = path.parent
    if not folder.is_dir():
        raise FileError(path, f"there is no folder {folder}", "make it first")
    place = place_of(path)
    with locked(place.parent):
        try:
            held = place.read_bytes() if place.exists() else b""
        except OSError as error:
            raise unwritable(path, error) from error
        kept = held[: held.rfind(b"\n") + 1]
        rest = held[len(kept) :]
        if rest and whole is not None and whole(rest):
            kept = held + b"\n"
        new = kept[len(held) :] + f"{line(kept)}\n".encode()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        fresh = not place.exists()
        try:
            descriptor = os.open(place, flags, 0o666)
            try:
                _write(descriptor, new, min(len(kept), len(held)))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise unwritable(path, error) from error
        if fresh:
            to_disk(place.parent)


def _write(descriptor: int, new: bytes, before: int) -> None:
    """Write at the end, to the disk; or leave the file as long as it is without that."""
    os.ftruncate(descriptor, before)
    try:
        if os.write(descriptor, new) != len(new):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, before)
        raise
