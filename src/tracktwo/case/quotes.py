"""Quotes: spans of a source text, found again by what they say and where they stood.

Source: W3C Web Annotation Data Model (2017), TextQuoteSelector (exact, prefix, suffix) and
TextPositionSelector (start, end); offsets are Unicode code points into the text in NFC with
line ends as LF.
Departs: `exact` must be verbatim; there is no fuzzy match, only a hint at the nearest text.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.case.files import normalised
from tracktwo.case.problems import Problem, shown, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tracktwo.case.sources import Source

MAX_QUOTES = 20_000
MAX_EXACT = 1_500
"""Characters of a quote: evidence is a short span, not a copy of the source."""

Status = Literal["verified", "moved", "sealed", "not-at-hand"]
_FILE = "evidence.jsonl"


@dataclass(frozen=True)
class Quote:
    """A quote in a source.

    Attributes
    ----------
    id : str
    source : str
        Id of the source.
    exact, prefix, suffix : str
        The quote and the text around it (which may be empty).
    start, end : int or None
        Offsets into the text, corrected where the text is at hand.
    status : {"verified", "moved", "sealed", "not-at-hand"}
        Found where it was said to be; found elsewhere; text not at hand, and the quote is the one
        that was found in it when it was sealed; text not at hand.
    comment : str or None
    line : int
        In evidence.jsonl.
    """

    id: str
    source: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    status: Status
    comment: str | None
    line: int


def read_quotes(
    text: str, sources: Mapping[str, Source], refused: Collection[str] = ()
) -> tuple[dict[str, Quote], set[str], list[Problem]]:
    """Read evidence.jsonl and find every quote in its source.

    Parameters
    ----------
    text : str
    sources : mapping
        Sources by id.
    refused : collection of str
        Ids of sources whose records are at fault; quotes from them are taken on trust, since the
        record's own problem is reported.

    Returns
    -------
    dict
        Quotes by id.
    set of str
        All ids that the file gives, those of refused quotes included.
    list of Problem
    """
    quotes: dict[str, Quote] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    mentioned: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(lines) >= MAX_QUOTES:
            problems.append(Problem(_FILE, number, None, "", f"more than {MAX_QUOTES:,} quotes"))
            break
        reader = _Annotation(number)
        quote = reader.read(line)
        if reader.broken:
            named = re.search(r'"id"\s*:\s*"([^"]*)"', line[:2_000])
            mentioned |= {named[1]} if named else set()
        problems += reader.problems
        if reader.id and reader.id in lines:
            message = f"is given twice (first on line {lines[reader.id]})"
            problems.append(Problem(_FILE, number, None, reader.id, message, "ids are unique"))
            continue
        if reader.id:
            lines[reader.id] = number
        if quote is not None:
            if quote.source in refused:
                quotes[quote.id] = quote
                continue
            placed, found = _place(quote, sources)
            problems += found
            if placed is not None:
                quotes[placed.id] = placed
    return quotes, mentioned | set(lines), problems


class _Annotation:
    """One line of evidence.jsonl."""

    def __init__(self, line: int) -> None:
        self.line, self.id, self.broken = line, "", False
        self.problems: list[Problem] = []

    def refuse(self, path: str, message: str, hint: str | None = None) -> None:
        where = ".".join(part for part in (self.id, path) if part)
        self.problems.append(Problem(_FILE, self.line, None, where, message, hint))

    def read(self, line: str) -> Quote | None:
        try:
            item = json.loads(line, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            self.broken = True
            self.problems.append(
                Problem(_FILE, self.line, error.colno, "", f"is not JSON ({error.msg})")
            )
            return None
        except (RecursionError, ValueError) as error:
            self.broken = True
            self.refuse("", f"is not JSON ({str(error)[:80]})")
            return None
        if not isinstance(item, dict):
            self.refuse("", "should be a JSON object", "one annotation per line")
            return None
        self.id = self.text(item, "id")
        target = item.get("target")
        if item.get("type", "Annotation") != "Annotation":
            self.refuse("type", f"should be 'Annotation' (got {shown(item['type'])})")
        if not isinstance(target, dict):
            self.refuse("target", "should be an object with source and selector")
            return None
        source = self.text(target, "source", "target.source")
        selectors = target.get("selector")
        if isinstance(selectors, dict):
            selectors = [selectors]
        if not isinstance(selectors, list):
            self.refuse("target.selector", "should be a list with a TextQuoteSelector")
            return None
        by_type = {s.get("type"): s for s in selectors if isinstance(s, dict)}
        quote = by_type.get("TextQuoteSelector")
        if quote is None:
            self.refuse("target.selector", "has no TextQuoteSelector", "quotes are found by text")
            return None
        exact = self.text(quote, "exact", "exact")
        prefix, suffix = (self.text(quote, k, k, needed=False) for k in ("prefix", "suffix"))
        start, end = self.offsets(by_type.get("TextPositionSelector", {}))
        comment = self.comment(item)
        if len(exact) > MAX_EXACT:
            self.refuse("exact", f"has {len(exact):,} characters", f"quote at most {MAX_EXACT:,}")
        if self.problems:
            return None
        return Quote(
            self.id, source, normalised(exact), normalised(prefix), normalised(suffix),
            start, end, "not-at-hand", comment, self.line,
        )  # fmt: skip

    def text(self, item: dict[str, Any], key: str, path: str = "", *, needed: bool = True) -> str:
        value = item.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(path or key, f"should be text (got {shown(item.get(key))})")
            return ""
        return value

    def offsets(self, selector: dict[str, Any]) -> tuple[int | None, int | None]:
        start, end = selector.get("start"), selector.get("end")
        if start is None and end is None:
            return None, None
        whole = [x for x in (start, end) if isinstance(x, int) and not isinstance(x, bool)]
        if len(whole) != 2 or not 0 <= whole[0] <= whole[1]:
            self.refuse("start", f"start and end should be offsets (got {start!r}, {end!r})")
            return None, None
        return whole[0], whole[1]

    def comment(self, item: dict[str, Any]) -> str | None:
        body = item.get("bodyValue") or item.get("body")
        bodies = body if isinstance(body, list) else [body]
        texts = [b.get("value") if isinstance(b, dict) else b for b in bodies]
        return "\n".join(t for t in texts if isinstance(t, str)) or None


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _place(quote: Quote, sources: Mapping[str, Source]) -> tuple[Quote | None, list[Problem]]:
    from dataclasses import replace  # noqa: PLC0415

    def refused(message: str, hint: str | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(_FILE, quote.line, None, quote.id, message, hint)]

    if quote.source not in sources:
        message, hint = unknown("source", quote.source, sources)
        return refused(message, hint or f"add sources/{quote.source}.json")
    text, seal = sources[quote.source].text, sources[quote.source].seal
    if text is None:
        if seal is None or not seal.keeps(quote):
            return quote, []
        at = seal.quotes[quote.id]
        return replace(quote, status="sealed", start=at.start, end=at.end), []
    places = find(text, quote.exact, quote.prefix, quote.suffix)
    if not places:
        if quote.exact in text:
            around = [f"after {shown(quote.prefix)}"] if quote.prefix else []
            around += [f"before {shown(quote.suffix)}"] if quote.suffix else []
            return refused(
                f"{shown(quote.exact)} is in the source, but not {' and '.join(around)}",
                "correct prefix and suffix",
            )
        near = nearest(text, quote.exact)
        return refused(
            f"is not in the source, word for word: {shown(quote.exact, 200)}",
            f"the nearest text is {shown(near, 240)}" if near else None,
        )
    if quote.start in places and quote.end == quote.start + len(quote.exact):
        return replace(quote, status="verified"), []
    if len(places) > 1:
        return refused(
            f"{shown(quote.exact)} stands at {len(places)} places in the source "
            f"(offsets {', '.join(map(str, places[:5]))})",
            "a longer prefix or suffix would tell which is meant",
        )
    start, end = places[0], places[0] + len(quote.exact)
    moved = replace(quote, start=start, end=end, status="moved")
    if quote.start is None:
        return replace(moved, status="verified"), []
    message = f"stands at {start}-{end} in the source (the file says {quote.start}-{quote.end})"
    return moved, [Problem(_FILE, quote.line, None, quote.id, message, "corrected here", "note")]


def find(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[int]:
    """Return the offsets at which the quote stands between its prefix and its suffix."""
    found, at = [], text.find(exact)
    while at >= 0:
        end = at + len(exact)
        if text.endswith(prefix, 0, at) and text.startswith(suffix, end):
            found.append(at)
        at = text.find(exact, at + 1)
    return found


def nearest(text: str, exact: str) -> str:
    """Return the span of the text that is most like the quote, or nothing."""
    words = set(re.findall(r"\w+", exact.lower()))
    # A paragraph that shares most words is searched closely; the whole text would be slow.
    paragraphs = sorted(
        text.split("\n"),
        key=lambda p: -len(words & set(re.findall(r"\w+", p.lower()))),
    )
    best = paragraphs[0][:20_000]
    match = difflib.SequenceMatcher(None, best, exact, autojunk=False)
    block = match.find_longest_match(0, len(best), 0, len(exact))
    if block.size < min(8, len(exact)):
        return ""
    start = max(0, block.a - block.b)
    end = min(len(best), start + len(exact))
    while start > 0 and best[start - 1].isalnum() and best[start].isalnum():
        start -= 1
    while end < len(best) and best[end - 1].isalnum() and best[end].isalnum():
        end += 1
    return best[start:end].strip()
