"""An article as paragraphs, sentences and words, every one with its place in the text.

Offsets are Unicode code points into the text in NFC with line ends as LF, which is what the
evidence of a case counts in. All patterns here are linear in the text.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.files import normalised
from tracktwo.reading.text.lines import joins, paragraphs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from tracktwo.reading.text.lexicon import Lexicon

SILENT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners and blanks without width: dropped for reading, kept in offsets."""
_W = rf"\w[\w{SILENT}]*"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|\d+(?:[.,:]\d+)*(?![\w{SILENT}]|-[^\W\d_])|{_W}(?:[-'’‑]{_W})*|``|''|[^\s{SILENT}]"
)
_SILENT = str.maketrans("", "", SILENT)
_TOP = 3
"""Paragraphs that may begin with a dateline."""
_LINE_OF_PLACE = 120
"""Characters that a dateline takes at most."""
_TERMINAL = frozenset(".!?…؟。")
_ALIKE = frozenset({'"', "”", "''"})
"""Marks that close a quotation, whichever of them opened it: texts that were edited mix them."""
_OPEN = {"“": "”", "«": "»", "„": "“", "``": "''"}
_CLOSERS = frozenset("\"”»')]’") | {"''"}
_BULLETS = frozenset("-•*–—·▪◦‣●■")
_ROMAN = re.compile(r"[ivx]{1,4}")
MAX_WORDS = 400
"""Words of a sentence. Beyond that it is a table or noise, and is cut."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation; `low` is what lexicons are matched against."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word and not punctuation."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of tokens of a sentence, `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence.

    Attributes
    ----------
    tokens : tuple of Token
    quotes : tuple of Span
        What stands between quotation marks, the marks left out.
    paragraph : int
    heading : bool
        A paragraph without a full stop: a title, a caption.
    mark : int
        Tokens at its beginning that number or mark it as a line of a list; 0 if it is none.
    """

    tokens: tuple[Token, ...]
    quotes: tuple[Span, ...]
    paragraph: int
    heading: bool
    mark: int = 0

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.tokens[-1].end

    def quoted(self, index: int) -> bool:
        """Tell whether a token stands within quotation marks."""
        return bool(self.quotes) and any(s.start <= index < s.end for s in self.quotes)


@dataclass(frozen=True)
class Article:
    """A text to read, and what is known about it.

    Attributes
    ----------
    source : str
        Id of its source record.
    text : str
        NFC, line ends LF.
    title : str or None
    published : datetime.date or None
    """

    source: str
    text: str
    title: str | None = None
    published: dt.date | None = None

    @property
    def sha256(self) -> str:
        """Fingerprint of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def tidy(text: str) -> str:
    """Return a text as it is stored: NFC, LF, no trailing blanks, at most one empty line."""
    lines = [line.strip(" \t\f\v\u00a0\u200e\u200f") for line in normalised(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def tokens(text: str, start: int, end: int, linked: frozenset[str] = frozenset()) -> list[Token]:
    """Return the tokens of a stretch of text.

    A possessive ending is a token of its own, and so is what is written together with a name:
    "Norvia" and "-mediated", where the word is one of `linked`.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match[0].translate(_SILENT), match.start()
        if len(word) > 2 and word[-2] in "'’" and word[-1] in "sS" and word[0].isalnum():
            stem = word[:-2]
            split = match.end() - 2 - (match[0][-2] in SILENT)
            found.append(Token(stem, stem.lower(), at, split))
            found.append(Token(word[-2:], "'s", split, match.end()))
        elif (
            linked
            and "-" in word[1:]
            and word[0].isupper()
            and ((tail := word.rpartition("-")[2]) in linked)
        ):
            cut = match.end() - len(tail) - 1
            stem = word[: -len(tail) - 1]
            found.append(Token(stem, stem.lower().replace("’", "'"), at, cut))
            found.append(Token(f"-{tail}", f"-{tail}", cut, match.end()))
        else:
            found.append(Token(word, word.lower().replace("’", "'"), at, match.end()))
    return found


def sentences(text: str, lexicon: Lexicon, cut: Mapping[int, str] | None = None) -> list[Sentence]:
    """Split a text into sentences, paragraph by paragraph; datelines and bylines left out.

    Parameters
    ----------
    text : str
    lexicon : Lexicon
    cut : mapping of int to str, optional
        Where words are cut at the ends of lines, as `joins` finds them, if that is known.
    """
    found: list[Sentence] = []
    cut = joins(text, lexicon) if cut is None else cut
    stretches = paragraphs(text)
    for number, (start, end) in enumerate(stretches):
        following = text[stretches[number + 1][0]] if number + 1 < len(stretches) else ""
        words = tokens(text, start, end, lexicon.who["linked"])
        if cut:
            words = _whole(words, cut, lexicon.who["linked"])
        words = _full_months(words[dateline(words, lexicon, town=number < _LEAD) :], lexicon)
        if words:
            found += _split(words, number, lexicon, following)
    return found


def _full_months(words: list[Token], lexicon: Lexicon) -> list[Token]:
    """Return tokens with months read in full, and their stops part of them: "Aug. 8"."""
    short: dict[str, str] = lexicon.raw["dates"]["short"]
    found: list[Token] = []
    at = 0
    while at < len(words):
        token, stop = words[at], at + 1
        if token.low in short and token.capital:
            stop += stop < len(words) and words[stop].text == "."
            after = stop < len(words) and words[stop].text[0].isdecimal()
            if after or (found and found[-1].text[0].isdecimal()):
                token = Token(token.text, short[token.low], token.start, words[stop - 1].end)
            else:
                stop = at + 1
        found.append(token)
        at = stop
    return found


def _whole(words: list[Token], cut: Mapping[int, str], linked: frozenset[str]) -> list[Token]:
    """Return tokens with the words whole that are cut at the ends of lines."""
    found: list[Token] = []
    for token in words:
        last = found[-1] if found else None
        before = found[-2] if len(found) > 1 else None
        at_cut = last is not None and last.text == "-" and last.start in cut
        if last and before and at_cut and last.end + 1 == token.start:
            found.pop()
            if token.low in linked and before.capital:
                found.append(Token(f"-{token.text}", f"-{token.low}", last.start, token.end))
                continue
            joint = cut[last.start]
            low = before.low + joint + token.low
            found[-1] = Token(before.text + joint + token.text, low, before.start, token.end)
        else:
            found.append(token)
    return found


def seen(text: str) -> str:
    """Return words of a text as one reads them: on one line, nothing invisible in them."""
    return " ".join(text.translate(_SILENT).split())


_LEAD = 2
"""Paragraphs of which one opens a report, below its title."""
_LABEL = 12
"""Tokens of a line that begins with a label, for whom one signs or who speaks."""
_DASHES = frozenset({"-", "–", "—", "--"})


def dateline(words: list[Token], lexicon: Lexicon, *, town: bool = False) -> int:
    """Return how many tokens at the beginning of a paragraph say where and who reports.

    "MARVOK (Agency) -", "BERLIN, 5 Jan (Wire) -", "April 2, 2024 (MARVOK) -", "By Ana Orlo".
    `town`: also "MARVOK: Talks broke up", which further down is who speaks, or signs.
    """
    if not words:
        return 0
    if words[0].text == "(":  # "(MARVOK) Talks broke up"
        close = next((i for i, w in enumerate(words[:8]) if w.text == ")"), 0)
        inside = [w.text for w in words[1:close] if w.word]
        opens = close + 1 < len(words) and words[close + 1].capital
        if close and close + 1 < len(words) and words[close + 1].text in _DASHES:
            return close + 2  # "(Agency) - Talks broke up"
        plain = all(w[:1].isupper() for w in inside) and 0 < len(inside) < 4
        return close + 1 if close and plain and opens and inside[0].lower() != "signed" else 0
    if not words[0].word:
        return 0
    layout = lexicon.raw["layout"]
    months = {m[:3] for m in lexicon.raw["dates"]["months"]}
    if words[0].low in layout["byline"].split():
        named = [w for w in words[1:] if w.word]
        short = 1 <= len(named) <= 8 and words[-1].text not in _TERMINAL
        if short and all(w.capital or w.low in {"and", "in", "de", "van"} for w in named):
            return len(words)
    if words[0].low in {"source", "sources"} and len(words) > 1 and words[1].text == ":":
        return len(words)
    if town and (capital := _capital(words, lexicon)):
        return capital
    signs = shouted = opened = 0
    for i, token in enumerate(words[:18]):
        following = words[i + 1] if i + 1 < len(words) else None
        if token.text == ")" and shouted and signs > 1 and following and following.capital:
            return i + 1  # "KATHMANDU, Nov 12 (Reuters) Rebels said"
        opened += (token.text == "(") - (token.text == ")")
        if token.text in _DASHES and i:
            apart = words[i - 1].end < token.start
            capitals = all(w.text.isupper() for w in words[:i])
            if token.text == "—" and not signs and capitals:
                apart = True  # "PORT CLARE—Talks broke up"
            cried = i > 1 and capitals  # "BAY OF LORN - Talks"
            return i + 1 if apart and (signs or shouted or cried) else 0
        if token.text == ":" and i and signs and words[1].text == ",":
            return i + 1  # "Cairo, Nov 14: ", and not "ORLO: We will"
        if town and token.text == ":" and i and shouted and len(words) > _LABEL:
            capitals = all(len(w.text) > 2 and w.text.isupper() for w in words[:i])
            after = words[i + 1 : i + 3]
            goes_on = bool(after) and (after[0].text[0].isupper() or after[0].text in _DASHES)
            if capitals and i < 3 and goes_on:
                return i + 1 + (after[0].text in _DASHES)  # "MARVOK: Talks broke up"
        if token.text in {"(", ")", ",", ".", "/", ":", "|"}:
            signs += token.text == "("
        elif not (token.capital or token.text[0].isdecimal() or opened):
            return 0
        else:
            signs += token.low[:3] in months and token.low not in layout["heads"].split()
            shouted += i == 0 and len(token.text) > 3 and token.text.isupper()
        if i == 0 and token.low in layout["heads"].split():
            return 0
    return 0


def _capital(words: list[Token], lexicon: Lexicon) -> int:
    """Return the tokens of a capital that stands before a report: "LUSAKA Zambia's", "Lusaka :"."""
    for n in range(min(3, len(words) - 2), 0, -1):
        town, after = words[:n], words[n]
        if " ".join(w.low for w in town) not in lexicon.capitals:
            continue
        if after.text == ":" and len(words) > _LABEL and words[n + 1].capital:
            return n + 1
        shouted = all(w.text.isupper() for w in town)
        if shouted and after.capital and not after.text.isupper():
            return n
    return 0


def reported_from(text: str, lexicon: Lexicon) -> set[str]:
    """Return the places in the datelines of a text's first paragraphs, in lower case."""
    found: set[str] = set()
    for start, end in paragraphs(text)[:_TOP]:
        words = tokens(text, start, min(end, start + _LINE_OF_PLACE), lexicon.who["linked"])
        place = [w.low for w in itertools.takewhile(lambda w: w.text.isupper(), words)]
        if place and dateline(words, lexicon):
            found.add(" ".join(place))
    return found


def _marker(words: list[Token]) -> int:
    """Return how many tokens at the beginning mark a line of a list."""
    if len(words) < 2:
        return 0
    first, second = words[0], words[1]
    if first.text in _BULLETS and (second.start > first.end or first.text in "•▪◦‣●■"):
        return 1
    if first.text == "(" and len(words) > 3 and words[2].text == ")":
        return 3 if _counts(second) else 0
    if second.text in {".", ")"} and second.start == first.end and _counts(first):
        following = words[2] if len(words) > 2 else None
        return 2 if following is not None and following.start > second.end else 0
    return 0


def _counts(token: Token) -> bool:
    text = token.text
    return (text.isdecimal() and len(text) < 3) or (
        (len(text) == 1 and text.isalpha() and text.islower()) or bool(_ROMAN.fullmatch(text))
    )


def _quotes(words: list[Token], following: str = "") -> list[Span]:
    """Find what stands between quotation marks; unbalanced marks are no quotation.

    But one that the next paragraph opens again runs to the end of its own.
    """
    found: list[Span] = []
    opened, closer = -1, ""
    for i, token in enumerate(words):
        mark = token.text
        if opened < 0:
            if mark == '"':
                opened, closer = i, '"'
            elif mark in _OPEN:
                opened, closer = i, _OPEN[mark]
            elif mark == "‘":
                opened, closer = i, "’"
            elif mark == "'" and _single(words, i):
                opened, closer = i, "'"
        elif mark == closer or {mark, closer} <= _ALIKE:
            if mark in "'’" and _possessive(words, i, closer):
                continue
            found.append(Span(opened + 1, i))
            opened = -1
    if opened >= 0 and words[opened].text == following and opened + 2 < len(words):
        found.append(Span(opened + 1, len(words)))
    return found


def _single(words: list[Token], i: int) -> bool:
    """Tell whether a straight mark opens a quotation: apart from what precedes, not from a word."""
    apart = i == 0 or words[i - 1].end < words[i].start or not words[i - 1].word
    return apart and i + 1 < len(words) and words[i + 1].start == words[i].end


def _possessive(words: list[Token], i: int, closer: str) -> bool:
    """Tell whether a mark belongs to a plural within a quotation: "the soldiers' plan"."""
    before, after = words[i - 1], words[i + 1] if i + 1 < len(words) else None
    owned = before.low.endswith("s") and before.end == words[i].start and after is not None
    if not owned or after is None or not after.text[0].islower() or after.start == words[i].end:
        return False
    later = next((x.text for x in words[i + 1 :] if x.text in {"‘", "'", "’"}), "")
    return later == closer


def shouted(words: Sequence[Token]) -> bool:
    """Tell whether a line is in capitals throughout: "WHO SIGNED IT?" is a title too."""
    spelled = [t.text for t in words if t.text.isalpha() and len(t.text) > 1]
    return len(spelled) > 1 and all(w.isupper() for w in spelled)


def _split(words: list[Token], paragraph: int, lexicon: Lexicon, below: str = "") -> list[Sentence]:
    quotes = _quotes(words, below)
    inside = bytearray(len(words))
    openers = {span.start - 1 for span in quotes}
    for span in quotes:
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    bounds = [0]
    mark = _marker(words)
    for i, token in enumerate(words[:-1]):
        if i < mark:
            continue
        if i + 1 - bounds[-1] >= MAX_WORDS:
            bounds.append(i + 1)
        if token.text not in _TERMINAL or i < bounds[-1]:
            continue
        stop = i + 1
        while stop < len(words) and words[stop].text in _CLOSERS and stop not in openers:
            stop += 1
        if stop >= len(words) or inside[stop - 1]:
            continue
        following = words[stop]
        before = words[i - 1] if i else None
        if token.text == "." and before is not None and before.end == token.start:
            if before.low in lexicon.words["abbreviations"]:
                continue
            if len(before.text) == 1 and before.capital:  # an initial
                continue
        if following.start == words[stop - 1].end and not following.text[0].isupper():
            continue
        if stop > i + 1 and following.text in {"-", "–", "—"} and bounds[-1] == 0:
            continue  # '"..." - Prime Minister Ana Orlo'
        if not following.text[0].islower():
            bounds.append(stop)
    bounds.append(len(words))
    closed = any(q.end - q.start > 2 for q in quotes) or any(
        token.text in _TERMINAL or token.text == ":" for token in words[-3:]
    )
    closed &= not shouted(words)
    found = []
    for a, b in itertools.pairwise(bounds):
        if a < b:
            inner = tuple(Span(q.start - a, min(q.end, b) - a) for q in quotes if a <= q.start < b)
            found.append(
                Sentence(
                    tuple(words[a:b]), inner, paragraph, not closed and not mark, 0 if a else mark
                )
            )
    return found
