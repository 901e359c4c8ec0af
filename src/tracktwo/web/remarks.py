"""What people say beside a case: comments on its numbers, and who changed what in the page.

Both are kept in `remarks.jsonl` in the case folder, a line each, only ever added to. They are no
part of the case: nothing is computed of them.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracktwo.case.files import leaves
from tracktwo.errors import Error
from tracktwo.files import append_line

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

NAME = "remarks.jsonl"
COOKIE = "tracktwo-name"
LONGEST, LONGEST_NAME, LARGEST = 2_000, 80, 20_000_000
NOBODY = "somebody"


class RemarkError(Error):
    """A remark that cannot be kept."""


@dataclass(frozen=True)
class Remark:
    """One remark.

    Attributes
    ----------
    kind : {"comment", "change"}
    path : str
        The number that it is about; of a change of more than one, nothing.
    text : str
    author : str
    at : str
        When, in UTC.
    """

    kind: Literal["comment", "change"]
    path: str
    text: str
    author: str
    at: str

    @property
    def day(self) -> dt.date:
        """The day on which it was made."""
        return dt.date.fromisoformat(self.at[:10])


def author_of(request: Request) -> str:
    """Return who sits at this browser, as that person said; nothing where nobody has."""
    name = request.cookies.get(COOKIE, "")
    try:
        text = bytes.fromhex(name).decode("utf-8")
    except ValueError:
        return ""
    return " ".join(text.split())[:LONGEST_NAME]


def as_cookie(name: str) -> str:
    """Return a name as a cookie can hold it."""
    return " ".join(name.split())[:LONGEST_NAME].encode("utf-8").hex()


def remarks_of(case: Path) -> list[Remark]:
    """Return the remarks kept beside a case, the latest first; lines that are none are left out."""
    place = case / NAME
    if leaves(case, place) or not place.is_file() or place.stat().st_size > LARGEST:
        return []
    found = []
    for line in place.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            told = json.loads(line)
            one = Remark(*(str(told[f]) for f in ("kind", "path", "text", "author", "at")))  # type: ignore[arg-type]
            one.day  # noqa: B018  (raises where it is none)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if one.kind in {"comment", "change"}:
            found.append(one)
    return found[::-1]


def remark(
    case: Path, kind: Literal["comment", "change"], text: str, *, author: str, path: str = ""
) -> None:
    """Keep a remark.

    Raises
    ------
    RemarkError
        If it says nothing, or too much.
    FileError
        If it cannot be written.
    """
    text = " ".join(text.split())
    if not text:
        raise RemarkError("The comment is empty.")
    if len(text) > LONGEST:
        raise RemarkError(f"A comment holds {LONGEST:,} characters at most.")
    place = case / NAME
    if leaves(case, place):
        raise RemarkError(f"{NAME} leads outside the case folder; put the file itself there.")
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = {"kind": kind, "path": path, "text": text, "author": author or NOBODY, "at": at}
    append_line(place, lambda _: json.dumps(told, ensure_ascii=False))
