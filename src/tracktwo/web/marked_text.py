"""Texts of sources with spans marked in them, ready for a template.

Spans may lie within one another and may overlap. A span within another is an element within an
element; one that overlaps another is cut where the other ends, and both pieces carry its name.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from tracktwo.reading.review.headline import sentence_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AROUND = 240
"""Characters shown on either side of a span where a text is not shown whole."""

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


@dataclass(frozen=True)
class MarkedSpan:
    """A marked part of a text: characters `start` to `end`, and what names it."""

    start: int
    end: int
    name: str
    anchor: bool = True
    """Whether this is the place that its name leads to, where several spans share one."""


@dataclass(frozen=True)
class Piece:
    """One piece of a text with marks: it opens a span, closes one, or is text.

    Attributes
    ----------
    kind : open, close, text, or gap where something is left out
    text : of kind text, escaped
    span : of kinds open and close
    first, last : whether the span begins, or ends, here
    """

    kind: Literal["open", "close", "text", "gap"]
    text: Markup = Markup()  # noqa: RUF009  (a constant)
    span: MarkedSpan | None = None
    first: bool = False
    last: bool = False


def source_text(text: str) -> Markup:
    """Return text of a source as markup.

    Marks that tell a reader's machine the direction of a single place (as U+200F in Arabic and
    Hebrew) stay; what could turn the text around it, and controls, are replaced.
    """
    return escape(_STEERING.sub("\ufffd", text))


def marked(text: str, spans: Iterable[MarkedSpan], *, whole: bool = True) -> list[Piece]:
    """Cut a text into pieces at its spans.

    Parameters
    ----------
    text : str
    spans : iterable of MarkedSpan
        Those that lie outside the text, or are empty, are left out.
    whole : bool
        Whether all of the text is returned, or only what stands near a span.
    """
    fit = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    pieces: list[Piece] = []
    at = 0
    for start, end in [(0, len(text))] if whole else _windows(text, fit):
        if start > at or (start and not pieces):
            pieces.append(Piece("gap"))
        pieces += _cut(text, start, end, [s for s in fit if start <= s.start < end])
        at = end
    if at < len(text) and pieces:
        pieces.append(Piece("gap"))
    return pieces


def _cut(text: str, at: int, end: int, spans: Sequence[MarkedSpan]) -> list[Piece]:
    """Return the pieces of one stretch of text, which no span leaves."""
    pieces: list[Piece] = []
    # Begun longest first, so that what lies within another is opened after it.
    waiting = [(s.start, -s.end, n, s, True) for n, s in enumerate(spans)]
    heapq.heapify(waiting)
    opened: list[tuple[int, MarkedSpan]] = []

    def write(until: int) -> None:
        nonlocal at
        if until > at:
            pieces.append(Piece("text", source_text(text[at:until])))
            at = until

    def close_until(place: int) -> None:
        while opened and opened[-1][0] <= place:
            stop, span = opened.pop()
            write(stop)
            pieces.append(Piece("close", span=span, last=stop == span.end))

    while waiting:
        start, _, number, span, first = heapq.heappop(waiting)
        close_until(start)
        write(start)
        stop = span.end
        if opened and stop > opened[-1][0]:  # it overlaps: the rest of it comes after
            stop = opened[-1][0]
            heapq.heappush(waiting, (stop, -span.end, number, span, False))
        pieces.append(Piece("open", span=span, first=first))
        opened.append((stop, span))
    close_until(end)
    write(end)
    return pieces


def _windows(text: str, spans: Sequence[MarkedSpan]) -> list[tuple[int, int]]:
    """Return the stretches of a text near spans; each begins and ends between words."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: s.start):
        start = max(span.start - AROUND, 0)
        start = text.rfind(" ", 0, start) + 1 if start else 0
        end = min(span.end + AROUND, len(text))
        space = text.find(" ", end)
        end = len(text) if space < 0 or space > end + AROUND else space
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def sentences(text: str, spans: Sequence[MarkedSpan], most: int = 3) -> list[list[Piece]]:
    """Return the first few sentences that hold a span, each cut at its spans."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: s.start):
        start, end = sentence_around(text, span.start, span.end)
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif len(found) < most:
            found.append((start, end))
    return [
        _cut(text, start, end, [s for s in spans if start <= s.start and s.end <= end])
        for start, end in found
    ]
