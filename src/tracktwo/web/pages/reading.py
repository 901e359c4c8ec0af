"""Reading a new article from the page: a file or a pasted text, in a process of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.blocks.words import clean
from tracktwo.reading.problems import ReadingError
from tracktwo.web.actions import action, overlay_of, text
from tracktwo.web.pages.evidence import waiting_of
from tracktwo.web.render import page, view
from tracktwo.web.security import MOST_BYTES

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.served_case import ServedCase

SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx")
"""Endings that a temporary file may have; anything else is taken for text."""
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def form_page(request: Request) -> Response:
    """Show the form."""
    seen = view(request)
    return page(
        seen, "read.html.j2", here="evidence", tab="read", waiting=waiting_of(seen),
        most_mb=MOST_BYTES // 1_000_000,
    )  # fmt: skip


@action
def begin(request: Request, form: FormData) -> Response:
    """Put what was sent into a temporary file of our own, and read that."""
    served: ServedCase = request.app.state.served
    content, name = _sent(form)
    published = _published(text(form, "published"), name)
    suffix = PurePosixPath(name).suffix.lower()
    folder = Path(tempfile.mkdtemp(prefix="tracktwo-"))
    try:
        place = folder / f"article{suffix if suffix in SUFFIXES else '.txt'}"
        place.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        job = served.jobs.start(
            f"read:{digest}:{published}:{folder.name}",
            f"Reading {name}",
            "tracktwo.web.reading_job:read_article",
            {"place": place, "name": name, "published": published, "sources": served.sources},
            waits=False,
            after=lambda: shutil.rmtree(folder, ignore_errors=True),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    parts = [overlay_of(form).query, urlencode({"job": job.id})]
    query = "&".join(part for part in parts if part)
    return RedirectResponse(f"/evidence/review?{query}", status_code=303)


def _sent(form: FormData) -> tuple[bytes, str]:
    """Return the content and a name to show for it; the name is never used as a path.

    Raises
    ------
    ReadingError
        If nothing was sent.
    """
    file = form.get("file")
    if isinstance(file, UploadFile):
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


def _published(given: str, name: str) -> dt.date | None:
    """Return the day of publication: as given, else as the name of the file has it."""
    match = _DAY.search(name)
    for candidate in (given, match[1] if match else ""):
        try:
            return dt.date.fromisoformat(candidate)
        except ValueError:
            if candidate and candidate == given:
                raise ReadingError(
                    f"{given[:40]!r} is no day of publication; write it as 2023-03-19"
                ) from None
    return None


ROUTES = (
    Route("/evidence/read", form_page, methods=["GET"]),
    Route("/evidence/read", begin, methods=["POST"]),
)
