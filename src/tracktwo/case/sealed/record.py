"""Seals: what was found out about the quotes of a source, for those who do not have its text.

A text whose licence does not allow it stays out of the case folder. `sources/ID.seal` then says
that its quotes were found in it word for word: when, in a text of which sha256, and for each quote
a hash of its words and place, and one of the text around it. Without the text a quote can be seen
to be the one that was checked; with the text it is checked for real, and a text other than the one
sealed is told by what stands around its quotes. A seal is its author's word, not a proof.

Source: SHA-256, FIPS 180-4. Each hash begins with that of the whole text, as a salt.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tracktwo.case.files import SOURCE_RECORD, leaves, read_text
from tracktwo.case.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

AROUND = 40
"""Letters and digits on each side of a quote that count as its surroundings."""

_HASH = re.compile(r"[0-9a-f]{64}")


class QuoteToSeal(Protocol):
    """What is asked of a quote here: see `tracktwo.case.quotes.Quote`."""

    @property
    def id(self) -> str:
        """Its name in evidence.jsonl."""

    @property
    def exact(self) -> str:
        """Its words."""

    @property
    def prefix(self) -> str:
        """What stands before it."""

    @property
    def suffix(self) -> str:
        """What stands after it."""

    @property
    def start(self) -> int | None:
        """Where it begins in the text."""

    @property
    def end(self) -> int | None:
        """Where it ends."""

    @property
    def status(self) -> str:
        """How it was found."""


@dataclass(frozen=True)
class SealedQuote:
    """What is kept of one quote."""

    words: str
    """Hash of the quote as evidence.jsonl has it: exact, prefix and suffix."""
    start: int
    end: int
    around: str
    """Hash of the letters and digits on either side of it, in lower case."""


@dataclass(frozen=True)
class Seal:
    """What was found out about the quotes of one source.

    Attributes
    ----------
    sha256 : str
        Of the text that they were found in, as `tracktwo.case.sources.fingerprint` has it.
    checked : datetime.date
    quotes : mapping of str to SealedQuote
        By id.
    """

    sha256: str
    checked: dt.date
    quotes: Mapping[str, SealedQuote]

    def keeps(self, quote: QuoteToSeal) -> bool:
        """Tell whether a quote is, to the letter and the place, the one that was checked."""
        kept = self.quotes.get(quote.id)
        if kept is None or kept.words != _words(self.sha256, quote):
            return False
        return quote.start is None or (quote.start, quote.end) == (kept.start, kept.end)

    def around(self, quote: QuoteToSeal, text: str) -> bool:
        """Tell whether a quote stands among the same words in a text as in the one checked."""
        kept = self.quotes.get(quote.id)
        if kept is None or quote.start is None or quote.end is None:
            return True
        return kept.around == _around(self.sha256, text, quote.start, quote.end)

    def said(self) -> str:
        """Say when and against what the quotes were checked."""
        return f"checked against its text (sha256 {self.sha256[:12]}...) on {self.checked}"


def sealed(source: str, sha256: str, text: str, quotes: Iterable[QuoteToSeal], day: dt.date) -> str:
    """Return what `sources/ID.seal` says of quotes that were just found in a text.

    Parameters
    ----------
    source : id of the source
    sha256 : of the text
    text : the text
    quotes : those of the source, with their places in it
    day : the day they were found
    """
    entries = {
        quote.id: {
            "words": _words(sha256, quote),
            "at": [quote.start, quote.end],
            "around": _around(sha256, text, quote.start or 0, quote.end or 0),
        }
        for quote in quotes
    }
    whole = {"format": 1, "source": source, "sha256": sha256, "checked": str(day)}
    return json.dumps({**whole, "quotes": entries}, indent=1, ensure_ascii=False) + "\n"


def read_seal(folder: Path, source: str) -> tuple[Seal | None, list[Problem]]:
    """Read the seal of a source, if there is one."""
    path = folder / "sources" / f"{source}.seal"
    name = f"sources/{path.name}"
    if not (path.exists() or path.is_symlink()):
        return None, []
    if leaves(folder, path):
        return None, [Problem(name, None, None, "", "leads outside the case folder")]
    text, problems = read_text(path, name, 10 * SOURCE_RECORD)
    if text is None:
        return None, problems
    try:
        found = _seal(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError):
        hint = "take it away, or write it anew: tracktwo check CASE --sources FOLDER --seal"
        return None, [Problem(name, None, None, "", "is no seal of quotes", hint)]
    return found, []


def _seal(data: Any) -> Seal:
    if data["format"] != 1 or not _HASH.fullmatch(data["sha256"]):
        raise ValueError
    quotes = {
        str(id_): SealedQuote(str(one["words"]), int(start), int(end), str(one["around"]))
        for id_, one in data["quotes"].items()
        for start, end in [one["at"]]
    }
    return Seal(data["sha256"], dt.date.fromisoformat(data["checked"]), quotes)


def _words(salt: str, quote: QuoteToSeal) -> str:
    return _hash(salt, quote.exact, quote.prefix, quote.suffix)


def _around(salt: str, text: str, start: int, end: int) -> str:
    # Line breaks, spaces and marks differ between copies of a text; its words do not.
    before = "".join(re.findall(r"\w", text[max(0, start - 4 * AROUND) : start].casefold()))
    after = "".join(re.findall(r"\w", text[end : end + 4 * AROUND].casefold()))
    return _hash(salt, before[-AROUND:], after[:AROUND])


def _hash(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
