"""Turns of phrase that take a stance with no verb of stance in them.

"The League has serious misgivings about the text", "would not hear of a vote", "the plan won the
backing of the Front". The lexicon writes them word by word: `a|b` is either, `_` up to two words,
`*` what is said (up to the end of the clause), `@` who takes the stance where it stands last;
elsewhere who takes it stands before the phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import OPPOSITE, Fact
from tracktwo.reading.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_DENIED = frozenset({"not", "n't", "never", "no", "little", "any", "neither"})
"""In a turn of phrase, beside its own words: it is denied."""
_OPEN = frozenset({"if", "whether", "unless", "until", "that"})
"""Before who takes a stance: it is not told as a fact."""


@dataclass(frozen=True)
class Idiom:
    """A turn of phrase.

    Attributes
    ----------
    kind, form, words
    last : bool
        Whether who takes the stance stands last.
    alone : bool
        Whether nothing is said after it.
    """

    kind: str
    form: re.Pattern[str]
    words: frozenset[str]
    last: bool
    alone: bool


@cache
def idioms(language: str) -> tuple[dict[str, tuple[int, ...]], tuple[Idiom, ...]]:
    """Return the turns of phrase of a language, and which ones hold each of their first words."""
    found: list[Idiom] = []
    first: dict[str, list[int]] = {}
    for kind, phrases in lexicon(language).raw["idioms"].items():
        for phrase in phrases:
            words = [w for w in phrase.split() if w not in {"*", "@"}]
            for word in words[0].split("|"):
                first.setdefault(word, []).append(len(found))
            form = "".join(
                r"(?:[\w'’-]+ ){0,2}?"
                if w == "_"
                else f"(?:{'|'.join(map(re.escape, w.split('|')))}) "
                for w in words
            )
            found.append(
                Idiom(
                    kind,
                    re.compile(form),
                    frozenset(re.split(r"[ |]", phrase)),
                    phrase.endswith("@"),
                    phrase[-1] not in "*@",
                )
            )
    return {word: tuple(rows) for word, rows in first.items()}, tuple(found)


class Idioms:
    """Finds them in one sentence after another."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lex = lexicon
        self.low: list[str] = []
        self.top: list[Mention] = []
        self.number = 0
        self.first, self.rows = idioms(lexicon.language)
        self.texts = set(lexicon.raw["plans"]["documents"].split()) | set(
            f"idea suggestion {lexicon.raw['frames']['process']}".split()
        )

    def find(
        self, sentence: Sentence, mentions: Sequence[Mention], number: int, facts: Sequence[Fact]
    ) -> list[Fact]:
        """Return the stances that turns of phrase tell; plain talk that holds one becomes it."""
        t = sentence.tokens
        low = self.low = [x.low for x in t]
        self.number = number
        if t[-1].text == "?" or self.first.keys().isdisjoint(low):
            return []
        self.top = [m for m in mentions if not m.within and m.stands_for]
        found: list[Fact] = []
        for i, word in enumerate(low):
            if word not in self.first or sentence.quoted(i):
                continue
            rest = " ".join(low[i : i + 14]) + " "
            for row in self.first[word]:
                idiom = self.rows[row]
                match = idiom.form.match(rest)
                if match is None:
                    continue
                end = i + match[0].count(" ")
                denied = {*match[0].split()} & _DENIED - idiom.words
                kind = OPPOSITE.get(idiom.kind) if denied else idiom.kind
                if kind is None or "any" in denied:
                    break
                fact = (
                    self._ending(kind, i, end) if idiom.last
                    else self._leading(kind, i, end, alone=idiom.alone)
                )  # fmt: skip
                if fact is not None:
                    found += self._new(fact, facts)
                break
        return found

    def _new(self, fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
        """Return a stance that is not told yet; a report of it in so many words becomes it."""
        for old in facts:
            over = min(fact.evidence[1], old.evidence[1]) - max(fact.evidence[0], old.evidence[0])
            if over > 0 and set(old.by) & set(fact.by):
                if old.kind == "states" and "undecided" not in old.flags:
                    old.kind = fact.kind
                return []
        return [fact]

    def _leading(self, kind: str, at: int, end: int, *, alone: bool) -> Fact | None:
        """Take a phrase whose actor stands before it."""
        words, low, top = self.lex.words, self.low, self.top
        left, near = at, set[str]()
        while left > 0 and (
            low[left - 1] in words["auxiliaries"] | words["adverbs"] | words["negations"]
            or (low[left - 1].endswith("ly") and len(low[left - 1]) > 4)
        ):
            left -= 1
            near.add(low[left])
        if near & (words["modals"] | words["must"] | words["negations"]):
            return None
        if low[left - 1] in {"who", "which"}:
            left -= 1 + (low[left - 2] == ",")
        who = next((m for m in top if left in (m.end, m.extent)), None)
        if who is None and low[left - 1] == ",":  # "the Front, however, would hear of none"
            comma = next((k for k in range(left - 2, max(left - 9, 0), -1) if low[k] == ","), -1)
            who = next((m for m in top if comma in (m.end, m.extent)), None)
        if who is None and low[left - 1] in {"and", "but"}:
            who = next((m for m in top if m.end < left and not m.governed), None)
        if who is None or who.governed or low[max(who.start - 1, 0)] in _OPEN - {"that"}:
            return None
        stop = end if alone else self._end(end)
        content = (end, stop) if stop > end else (at, end)
        by = tuple(dict.fromkeys(who.stands_for))
        evidence = (min(left, who.start), stop)
        return Fact(kind, by, (), self.number, content, evidence, low[at], None, {"far-subject"})

    def _ending(self, kind: str, at: int, end: int) -> Fact | None:
        """Take a phrase whose actor stands after it, if it is said of a text or a deed."""
        words, low, top = self.lex.words, self.low, self.top
        who = next((m for m in top if end <= m.start <= end + 1), None)
        start = at
        while start > 0 and low[start - 1] not in {",", ";", ":", "but", "and", "that"}:
            start -= 1
        about = low[start:at]
        if who is None or self.texts.isdisjoint(about):
            return None
        if {*about} & (words["modals"] | words["must"] | words["negations"] | _OPEN):
            return None
        stop = max(who.end, who.extent)
        by, span = tuple(dict.fromkeys(who.stands_for)), (start, stop)
        return Fact(kind, by, (), self.number, span, span, low[at], None, {"far-subject"})

    def _end(self, start: int) -> int:
        """Return where what is said ends."""
        low = self.low
        for i in range(start, len(low)):
            if low[i] in {",", ";", ".", ":", "–", "—", "but"}:
                return i
        return len(low)
