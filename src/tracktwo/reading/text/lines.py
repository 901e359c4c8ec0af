"""Lines as paragraphs: what was only wrapped at a width is joined, what is a line stays one.

A line was wrapped where its end is even: with the first word of the next line it would be about
as long as the longest, and no sentence ends there. A list, an address, a table or a verse ends its
lines where there was room, or begins them alike, or each with a capital letter.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.reading.text.lexicon import Lexicon

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"([-•*–—·▪◦‣●■]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_RUNNING = re.compile(r"[^\s:;.] \((?:\d{1,2}|[a-z])\) ")
_STOPS = frozenset(".:;,!?")
_WORD = re.compile(r"[^\W\d_](?:[\w'’]*[^\W_])?")
_CUT = re.compile(r"[^\W\d_]-\n(?=[^\W\d_])")
_WIDEST = 140
"""Characters of the widest lines that a text is wrapped at."""
_BROAD = 50
"""Characters of a line that is no name, no line of an address and hardly one of a poem."""
_EVEN = 0.85
"""Share of the width that a line and the next word must come to."""


_LABEL = re.compile(r"[A-Z][\w'’-]*(?: [\w'’-]+){0,2}: ")
"""What a line of a fact sheet begins with."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and the one right under it."""

    upper: str
    lower: str
    mark: str
    """What the lower line begins with, as a line of a list does: "", "-", "1", "(1"."""

    @property
    def closed(self) -> bool:
        """Whether the upper line ends as a sentence or a heading of a list does."""
        return self.upper.rstrip("\"”»')]’")[-1:] in set(".!?…؟。:;")

    @property
    def small(self) -> bool:
        """Whether the lower line goes on in lower case."""
        return self.lower[0].islower()

    @property
    def columns(self) -> bool:
        """Whether one of them is a row of a table."""
        return any("\t" in x or "|" in x or " " * 4 in x for x in (self.upper, self.lower))

    @property
    def running(self) -> bool:
        """Whether the lower line goes on with what was counted: "(1) a truce, (2) a vote"."""
        return self.lower[0] == "(" and _RUNNING.search(self.upper) is not None

    @property
    def cut(self) -> bool:
        """Whether a word is cut at the end of the upper line."""
        return self.upper[-1] == "-" and self.upper[-2:-1].isalpha() and self.lower[0].isalpha()

    def even(self, width: float) -> bool:
        """Tell whether the next word had no room in the upper line."""
        word = self.lower.split(None, 1)[0]
        return not self.columns and len(self.upper) + 1 + len(word) >= width


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a text begin and end."""
    lines = [m.span() for m in _LINE.finditer(text)]
    pairs: list[_Pair | None] = [None] * len(lines)
    for i in range(1, len(lines)):
        upper, lower = text[slice(*lines[i - 1])], text[slice(*lines[i])]
        if lines[i][0] == lines[i - 1][1] + 1 and upper.strip() and lower.strip():
            pairs[i] = _Pair(upper, lower, _mark(lower))
    width, exact = _width([p for p in pairs if p], [end - start for start, end in lines])
    marks = {p.mark for p in pairs if p and p.mark and (p.closed or not p.even(width))}
    marks |= {_mark(text[slice(*line)]) for line, p in zip(lines, pairs, strict=True) if p is None}
    found: list[tuple[int, int]] = []
    for block in _blocks(pairs):
        under = [p for p in pairs[block.start + 1 : block.stop] if p]
        prose = width > 0 and not _listed(under, width, exact=exact)
        for i in block:
            pair = pairs[i]
            so_far = found[-1] if found else (0, 0)
            if pair is not None and _goes_on(pair, text, so_far, width if prose else 0, marks):
                found[-1] = (so_far[0], lines[i][1])
            else:
                found.append(lines[i])
    return found


def _goes_on(
    pair: _Pair, text: str, so_far: tuple[int, int], width: float, marks: set[str]
) -> bool:
    """Tell whether a line goes on with the paragraph over it."""
    start, end = so_far
    if _LABEL.match(pair.lower) and _LABEL.match(text, start):
        return False  # "Parties: ..." over "Facilitator: ..."
    if pair.upper.isupper() and not pair.lower.isupper():
        return False  # a heading over what it heads
    even = width > 0 and pair.even(width)
    if pair.mark:
        near = max(start, end - 400)
        running = even and pair.lower[0] == "(" and _RUNNING.search(text, near, end)
        if not running and (pair.mark in marks or not even or pair.upper[-1] in _STOPS):
            return False  # but "(1) a truce, (2) a vote" runs on
    broken = pair.small and not pair.closed and end - start >= 30
    return even or broken or pair.cut


def _mark(line: str) -> str:
    """Return the sort of mark that a line begins with, if it begins as one of a list does."""
    match = _MARK.match(line)
    if match is None:
        return ""
    mark = match[1].strip("().")
    kind = "1" if mark.isdecimal() else "a" if mark.isalpha() else mark
    # "eight (8) months" is no point of a list of "1." and "2."
    return f"({kind}" if match[1][0] == "(" else kind


def _blocks(pairs: Sequence[_Pair | None]) -> Iterable[range]:
    """Yield the runs of lines without an empty line between them."""
    starts = [i for i, pair in enumerate(pairs) if pair is None]
    return (range(a, b) for a, b in itertools.pairwise([*starts, len(pairs)]))


def _width(pairs: Sequence[_Pair], all_lengths: Sequence[int]) -> tuple[float, bool]:
    """Return what a line and the next word come to where a text is wrapped; 0 if it is not.

    And whether all lines are filled to the last word that fits, as programs do; people and
    typesetters leave more room.
    """
    plain = [p for p in pairs if (p.running or not p.mark) and not p.columns]
    lengths = sorted(len(p.upper) for p in plain)
    inside = [p for p in plain if not p.closed]
    if not inside:
        return 0, False
    full = max(len(x) for p in plain for x in (p.upper, p.lower)) + 1
    if sum(x > full for x in all_lengths) * 5 > len(all_lengths):
        return 0, False  # its paragraphs are lines
    most = lengths[(len(lengths) * 9 - 1) // 10]  # but for an address that did not fit
    for width in (full, most * _EVEN):
        even = [p for p in inside if p.even(width)]
        telling = most >= _BROAD or sum(p.small for p in even) * 3 >= len(even)
        if even and len(even) * 3 >= len(inside) * 2 and telling and most <= _WIDEST:
            return width, width == full
    return 0, False


def _listed(block: Sequence[_Pair], width: float, *, exact: bool) -> bool:
    """Tell whether lines are those of a list or a verse: alike, with commas, or uneven."""
    inside = [p for p in block if not p.mark and not p.closed]
    if not exact and sum(p.even(width) for p in inside) * 2 < len(inside):
        return True
    if len(block) < 2 or any(p.mark for p in block):
        return False
    lines = [block[0].upper, *(p.lower for p in block)]
    first = Counter(line.split(None, 1)[0].lower() for line in lines).most_common(1)[0][1]
    ends = sum(line[-1] in ",;" for line in lines)
    return len(lines) > 2 and (first * 5 >= len(lines) * 4 or ends * 3 >= len(lines) * 2)


# --- words cut at the end of a line -------------------------------------------------------------


def joins(text: str, lexicon: Lexicon) -> dict[int, str]:
    """Return where a hyphen at the end of a line stands, and what is read in its place.

    "Inter-" over "state" is one word where "Interstate" or "Inter-state" stands elsewhere in the
    text, or where the second half begins in lower case; but "pre-" over "and post-war" is none.
    A word keeps its hyphen where it is known with it, or where both halves are words.
    """
    found: dict[int, str] = {}
    cuts = [m.start() + 1 for m in _CUT.finditer(text)]
    if not cuts:
        return found
    starts = {start for start, _ in paragraphs(text)}
    here = set(re.findall(r"\w[\w'’-]*", text.lower()))
    known = lexicon.vocabulary | lexicon.who["linked"]
    links = lexicon.words["conjunctions"] | lexicon.words["prepositions"]
    for at in cuts:
        head = re.split(r"[^\w'’-]", text[max(0, at - 60) : at])[-1]
        match = _WORD.match(text, at + 2)
        if at + 2 in starts or match is None or not head:
            continue
        tail = match[0]
        if tail.lower() in links and f"{head}{tail}".lower() not in here:
            continue
        found[at] = _joint(head.lower(), tail, here, known)
    return found


def _joint(head: str, tail: str, here: set[str], known: frozenset[str]) -> str:
    """Return what stands between the halves of a word: a hyphen or nothing."""
    one, hyphened = head + tail.lower(), f"{head}-{tail.lower()}"
    for words in (here, known):
        if (one in words) != (hyphened in words):
            return "" if one in words else "-"
    halves = all(half in here or half in known for half in (head, tail.lower()))
    return "-" if halves or tail[0].isupper() else ""


def joined(text: str, start: int, end: int, joins: Mapping[int, str]) -> str:
    """Return a stretch of text with the words whole that are cut at the ends of lines."""
    said = []
    for at in sorted(x for x in joins if start <= x < end - 1):
        said += [text[start:at], joins[at]]
        start = at + 2
    return "".join([*said, text[start:end]])
