"""From a file to its text: plain text, HTML, PDF, Word, RTF; or one line on why that cannot be.

HTML, PDF, Word and RTF files are opened in a worker process with a time limit and a memory limit
(`worker.py`), because a small hostile file can keep any parser busy for hours.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.files import SOURCE_TEXT
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.text.article import tidy
from tracktwo.reading.text.language import name as called
from tracktwo.reading.text.language import other
from tracktwo.reading.text.lexicon import languages, lexicon
from tracktwo.typed import TypedError, typed_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracktwo.reading.text.worker import Worker

MAX_BYTES = {"text": SOURCE_TEXT, "html": 20_000_000, "pdf": 60_000_000, "docx": 60_000_000,
             "rtf": 20_000_000}  # fmt: skip
MAX_TEXT = 2_000_000
"""Characters of the text of an article; a long report has a tenth of that."""
_SCRIPTS = ("LATIN", "ARABIC", "HEBREW", "CYRILLIC", "GREEK", "CJK", "DEVANAGARI", "THAI",
            "HANGUL", "HIRAGANA", "KATAKANA", "BENGALI", "TAMIL", "GEORGIAN", "ARMENIAN",
            "ETHIOPIC", "MYANMAR", "KHMER")  # fmt: skip
_ADDRESS = re.compile(r"(?:https?|ftp|www\.)[:/]|www\.", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WHOLE = re.compile(
    r"\b(?:\d{1,2}\.? [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}"
    r"|\d{4}-\d{2}-\d{2})\b"
)
"""A day with its year, as newspapers write it."""
_RUNNING = re.compile(
    r"\b(?:of|since|until|from|before|after|was|were|is|are|had|has|the)\b", re.IGNORECASE
)
"""Before a date these make it one of what is told, as "the accord of 3 March 1999"."""
_CLOCK = re.compile(r"(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,12})?")
_HEAD, _LINE = 5, 90
"""Lines that a head has at most, and letters in one that is no paragraph."""


@dataclass(frozen=True)
class Extracted:
    """The text of a file, and what the file says about it."""

    text: str
    title: str | None = None
    published: dt.date | None = None


def extract(path: Path, worker: Worker, encoding: str | None = None) -> Extracted:
    """Return the text of a file.

    Parameters
    ----------
    path : Path
    worker : Worker
        Opens what is no plain text.
    encoding : str or None
        Of a plain text; UTF-8 unless told.

    Raises
    ------
    ReadingError
        If there is no text to read; the message says why and what would help.
    """
    if _ADDRESS.match(str(path)):
        address = re.sub(r":/+", "://", str(path), count=1)  # a path has no double slash
        raise ReadingError(
            f"{address}: is an address, and nothing is fetched: open the page in a browser, save "
            "it (Ctrl+S, as HTML) and read the saved file"
        )
    if not path.exists():
        raise ReadingError(f"{path}: there is no such file")
    if not path.is_file():
        raise ReadingError(f"{path}: is not a file")
    size = path.stat().st_size
    if size == 0:
        raise ReadingError(f"{path}: is empty")
    with path.open("rb") as file:
        head = file.read(4096)
    form = sniff(head, path.suffix.lower())
    if size > MAX_BYTES[form]:
        raise ReadingError(
            f"{path}: is too large ({size / 1e6:.1f} MB); at most {MAX_BYTES[form] / 1e6:.0f} MB "
            "are read: keep the article and leave out the rest"
        )
    if form == "text":
        found = Extracted(decode(path.read_bytes(), path, encoding))
    else:
        title, published, text = worker.extract(path, form)
        found = Extracted(text, title, _day(published))
    return _checked(path, found, form)


def sniff(head: bytes, suffix: str) -> str:
    """Tell the form of a file by how it begins, then by its name."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith((b"<!doctype html", b"<html")) or suffix in {".html", ".htm", ".xhtml"}:
        return "html"
    return "text"


def decode(raw: bytes, path: Path, encoding: str | None) -> str:
    """Return the text of bytes, or say what they seem to be instead."""
    if encoding is None and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = raw.decode(encoding or "utf-8-sig")
    except LookupError:
        raise ReadingError(f"{path}: there is no encoding {encoding!r}") from None
    except UnicodeDecodeError as error:
        if b"\0" in raw[:4096]:
            raise ReadingError(f"{path}: is no text file (it holds binary data)") from None
        line = raw.count(b"\n", 0, error.start) + 1
        raise ReadingError(
            f"{path}:{line}: is not {encoding or 'UTF-8'} (byte 0x{raw[error.start]:02x}); save it "
            "as UTF-8, or name its encoding, as in --encoding cp1252"
        ) from None
    control = sum(c < " " and c not in "\t\n\r\f\v" for c in text[:20_000])
    if control > len(text[:20_000]) // 100:
        raise ReadingError(f"{path}: is no text file (it holds binary data)")
    return text


def script(text: str) -> tuple[str, float]:
    """Return the script that most letters of a text belong to, and their share."""
    counts: dict[str, int] = {}
    letters = [c for c in text[:20_000] if c.isalpha()]
    for c in letters[:: max(1, len(letters) // 2000)]:
        name = unicodedata.name(c, "").split(" ", 1)[0]
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return "", 0.0
    best = max(counts, key=lambda name: counts[name])
    return best, counts[best] / sum(counts.values())


def _checked(path: Path, found: Extracted, form: str) -> Extracted:
    text = tidy(found.text.replace("\0", ""))
    if not text.strip():
        why = "its pages hold no text (a scan?); run it through OCR first" if form == "pdf" else ""
        raise ReadingError(f"{path}: {why or 'holds no text'}")
    if len(text) > MAX_TEXT:
        raise ReadingError(
            f"{path}: its text is too long ({len(text):,} characters); at most {MAX_TEXT:,} are "
            "read: keep the article and leave out the rest"
        )
    if not re.search(r"\w{2}", text):
        raise ReadingError(f"{path}: holds no words")
    return Extracted(text, found.title, found.published or _day(path.name) or dated(text))


def readable(path: Path, text: str, language: str, parsed: Sequence[str] = ()) -> None:
    """Refuse a text in a script or a language that the lexicon does not cover.

    Parameters
    ----------
    path : Path
    text : str
    language : str
        That the text is to be read in.
    parsed : sequence of str
        Languages that are read from a parse alone, without a lexicon.

    Raises
    ------
    ReadingError
    """
    name, share = script(text)
    if language == "en" and name and name != "LATIN" and share > 0.5:
        shown = name.capitalize() if name in _SCRIPTS else "another"
        raise ReadingError(
            f"{path}: is written in {shown} script, which the lexicon {language!r} does not "
            "cover; docs/reading.md tells how to add a language, or translate it first"
        )
    found = other(text, language, lexicon(language) if language in languages() else None)
    if found is not None:
        covered = [f"{called(code)} ({code})" for code in languages()]
        covered += [f"{called(code)} ({code}, with the extra parse)" for code in parsed]
        raise ReadingError(
            f"{path}: is written in {found}, not in {called(language)}; covered are: "
            f"{', '.join(covered)}. Name one with --language, add one (docs/reading.md), or "
            "translate the text first"
        )


def dated(text: str) -> dt.date | None:
    """Return the day that a text's head says it is of; None where it says none, or two.

    A dateline ("BELPORT, 14 March 2031 (Wire) -"), a byline or a line of its own that ends with a
    whole date. A date within a sentence is of what the sentence tells, and is not taken.
    """
    found = set()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:_HEAD]:
        dateline = re.match(r".{1,80}?(?=\s[-–—]{1,2}\s)", line)
        if dateline is None and len(line) > _LINE:
            continue
        head = (dateline[0] if dateline else line).rstrip(" .)")
        for match in _WHOLE.finditer(head):
            before, after = head[: match.start()], head[match.end() :]
            if dateline:  # names of a place and an agency, and no words
                told = not re.search(r"\b[a-z]{3}", before)
            else:
                told = bool(_CLOCK.fullmatch(after)) and not _RUNNING.search(before)
            if told:
                try:
                    found.add(typed_date(match[0], day=True))
                except TypedError:
                    continue
    return dt.date.fromisoformat(found.pop()) if len(found) == 1 else None


def _day(text: str | None) -> dt.date | None:
    match = _DAY.search(text or "")
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
