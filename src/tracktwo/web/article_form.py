"""An article that a form sends, as a file or as text, and the job that reads it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

from tracktwo.blocks.words import clean
from tracktwo.reading.problems import ReadingError
from tracktwo.web.actions import text

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from tracktwo.web.case_to_be import CaseToBe
    from tracktwo.web.jobs import Job
    from tracktwo.web.served_case import ServedCase

SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".rtf")
"""Endings that a temporary file may have; anything else is taken for text."""
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def reading_of(
    form: FormData, served: ServedCase | CaseToBe, case: Path | None, within: Path
) -> Job:
    """Put what was sent into a temporary file of our own, and start reading that.

    Parameters
    ----------
    form : with a `file`, or a `title` and `text`; and the day on which it was `published`
    served : whose jobs it is one of
    case, within : as in `reading_job.read_article`

    Raises
    ------
    ReadingError
        If nothing was sent, or the day is none.
    """
    content, name = _sent(form)
    published = day_of(text(form, "published")) or _named_day(name)
    suffix = PurePosixPath(name).suffix.lower()
    folder = Path(tempfile.mkdtemp(prefix="tracktwo-"))
    try:
        place = folder / f"article{suffix if suffix in SUFFIXES else '.txt'}"
        place.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        return served.jobs.start(
            f"read:{digest}:{published}:{folder.name}",
            f"Reading {name}",
            "tracktwo.web.reading_job:read_article",
            {
                "case": case, "within": within, "place": place, "name": name,
                "published": published, "sources": served.sources,
            },
            waits=False,
            loads=False,
            after=lambda: shutil.rmtree(folder, ignore_errors=True),
        )  # fmt: skip
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sent(form: FormData) -> tuple[bytes, str]:
    """Return the content and a name to show for it; the name is never used as a path.

    Raises
    ------
    ReadingError
        If nothing was sent.
    """
    file = form.get("file")
    if isinstance(file, UploadFile) and (file.filename or file.size):
        content, name = file.file.read(), shown_name(file.filename or "")
    else:
        title, body = clean(text(form, "title")).strip(), text(form, "text")
        joined = f"{title}\n\n{body}" if title and body.strip() else body
        content, name = joined.encode("utf-8", "replace"), shown_name(title) or "the pasted text"
    if not content.strip():
        raise ReadingError("Nothing was sent: choose a file, or paste a text.")
    return content, name or "the file"


def shown_name(name: str) -> str:
    """Return the last part of a file name, without what a page should not be given."""
    last = re.split(r"[/\\]", name)[-1]
    return " ".join(clean(last).split())[:120]


def day_of(given: str) -> dt.date | None:
    """Return a day as a form gives it; None where it is left empty.

    Raises
    ------
    ReadingError
        If it is no day.
    """
    if not given:
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise ReadingError(
            f"{given[:40]!r} is no day of publication; write it as 2023-03-19"
        ) from None


def _named_day(name: str) -> dt.date | None:
    """Return the day that stands in the name of a file."""
    match = _DAY.search(name)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
