"""Reading the files of a case folder: inside the folder only, UTF-8 only, of a sane size."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tracktwo.case.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = {"case.yaml": 2_000_000, "positions.csv": 2_000_000, "evidence.jsonl": 8_000_000}
"""Most bytes of each file; a large real case is a tenth of that."""
SOURCE_RECORD, SOURCE_TEXT = 200_000, 8_000_000


def read_text(path: Path, name: str, limit: int) -> tuple[str | None, list[Problem]]:
    """Read a text file.

    Parameters
    ----------
    path : Path
    name : str
        How messages name it.
    limit : int
        Most bytes.

    Returns
    -------
    str or None
        The text with its line ends as they are and without a byte order mark.
    list of Problem
    """
    raw, problems = read_bytes(path, name, limit)
    return (None, problems) if raw is None else decode(raw, name)


def read_bytes(path: Path, name: str, limit: int) -> tuple[bytes | None, list[Problem]]:
    """Read a file, unless it is missing, too large or no file at all."""

    def refused(message: str, hint: str | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(name, None, None, "", message, hint)]

    try:
        size = path.stat().st_size
        if not path.is_file():
            return refused("is not a file")
        if size > limit:
            return refused(
                f"is too large ({size / 1e6:.1f} MB)", f"at most {limit / 1e6:.1f} MB are read"
            )
        return path.read_bytes(), []
    except FileNotFoundError:
        return refused("is missing")
    except OSError as error:
        return refused(f"cannot be read ({error.strerror or error})")


def decode(raw: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8 text; NUL characters are refused, a byte order mark is left out."""

    def refused(message: str, hint: str, before: bytes) -> tuple[None, list[Problem]]:
        return None, [Problem(name, before.count(b"\n") + 1, None, "", message, hint)]

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x}"
        return refused(f"is not UTF-8 ({byte})", "save it as UTF-8", raw[: error.start])
    if "\0" in text:
        before = raw[: raw.index(b"\0")]
        return refused("holds a NUL character", "save it as plain text", before)
    return text, []


def leaves(folder: Path, path: Path) -> bool:
    """Tell whether a path, its links followed, lies outside the folder."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return True


def normalised(text: str) -> str:
    """Return the text that quotes are matched against: NFC, line ends as LF."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
