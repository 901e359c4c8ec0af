"""Kinds of step: which of the known kinds words name.

The phrases of the lexicon (`steps.kinds`) are looked for in the words of a sentence. Of two that
overlap the longer one holds; of several in one step the first names it, since what follows is
what it is about: "talks on a constitution" are talks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.steps import StepKind
    from tracktwo.reading.text.article import Token
    from tracktwo.reading.text.lexicon import Lexicon

REACH = 10
"""Words before a step in which a denial counts for it."""


@dataclass(frozen=True)
class Hit:
    """Words that name a kind of step."""

    kind: StepKind
    start: int
    end: int


class Kinds:
    """Finds the kinds of step that words name."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.raw["steps"]
        self.patterns = {kind: _compiled(tuple(p)) for kind, p in table["kinds"].items()}
        self.names_of = frozenset(table["words"]["names"].split())
        self.denied = frozenset(table["words"]["denied"].split())
        self.renewed = frozenset(table["words"]["renewed"].split())
        self.past = frozenset(table["words"]["past"].split())
        # Most words name no step: the first letters of all phrases tell quickly which may.
        self._any, self._by_stem = _stems(tuple((k, tuple(p)) for k, p in table["kinds"].items()))
        self.names: dict[int, list[tuple[int, int]]] = {}  # by the id of a sentence's tokens
        self._words: tuple[Sequence[Token], str, list[int]] | None = None

    def find(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> list[Hit]:
        """Return the kinds named in a stretch of tokens, in order, none inside another.

        Of kinds that stand side by side in one noun the last is what it is: "truce talks".
        """
        if self._words is None or self._words[0] is not tokens:
            text, places = "", []
            for token in tokens:
                places.append(len(text))
                text += token.low + " "
            self._words = (tokens, text, places)
        _, text, places = self._words
        stop = len(tokens) if end is None else end
        if start >= stop:
            return []
        a = places[start]
        b = places[stop] if stop < len(places) else len(text)
        found: list[Hit] = []
        upto = dict.fromkeys(self.patterns, a)
        for stem in self._any.finditer(text, a, b):
            for kind in self._by_stem[stem[0]]:
                match = self.patterns[kind].match(text, stem.start(), b)
                if match is None or match.start() < upto[kind]:
                    continue
                upto[kind] = match.end()
                first = bisect_right(places, match.start()) - 1
                last = bisect_right(places, match.end() - 1)
                found.append(Hit(cast("StepKind", kind), first, last))
        names = self.names.get(id(tokens), ())
        found = [h for h in found if not any(x <= h.start and h.end <= y for x, y in names)]
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
            if all(hit.end <= k.start or hit.start >= k.end for k in kept):
                kept.append(hit)
        nouns: list[Hit] = []
        for hit in sorted(kept, key=lambda h: h.start):
            told = tokens[hit.start].low.endswith("ed")  # "a truce monitored by", no noun
            joint = nouns and nouns[-1].end == hit.start and not told
            start = nouns.pop().start if joint else hit.start
            nouns.append(Hit(hit.kind, start, hit.end))
        return nouns

    def standing(self, tokens: Sequence[Token], start: int, end: int) -> list[Hit]:
        """Return the kinds in a stretch of tokens that it says are to come."""
        return [hit for hit in self.find(tokens, start, end) if self.stands(tokens, hit, start)]

    def name(
        self, tokens: Sequence[Token], start: int = 0, end: int | None = None
    ) -> StepKind | None:
        """Return the kind of one step, or None where its words name none."""
        hits = self.find(tokens, start, end)
        return hits[0].kind if hits else None

    def stands(self, tokens: Sequence[Token], hit: Hit, start: int) -> bool:
        """Tell whether a step is said to come: not denied, not past, no part of a name."""
        before = [t.low for t in tokens[max(start, hit.start - REACH) : hit.start]]
        for mark in (",", ";", ":"):
            if mark in before:
                before = before[len(before) - before[::-1].index(mark) :]
        if self.denied & set(before):
            return False
        agent = [w for w in before if w not in {"a", "an", "the"}][-2:]
        if agent[1:] == ["by"] and agent[0] in {"led", "headed", "chaired"}:
            return False  # "a cabinet led by a caretaker premier": who, not what
        held = self.renewed & {t.low for t in tokens[start : hit.start]}
        if before and before[-1] in self.past and not held:
            return False
        return not (hit.start > start and self._named(tokens, hit))

    def _named(self, tokens: Sequence[Token], hit: Hit) -> bool:
        """Tell whether a step is part of a name: "the 2002 Ceasefire Agreement"."""
        a, b = hit.start, hit.end
        if not all(t.capital for t in tokens[a:b] if t.word):
            return False
        while a > 0 and tokens[a - 1].capital:
            a -= 1
        while b < len(tokens) and (
            tokens[b].capital or tokens[b].low in {"of", "on", "and", "for"}
        ):
            b += 1
        return any(t.low in self.names_of for t in tokens[a:b])


@cache
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return phrases as one regular expression, the longest first."""
    return re.compile("|".join(pattern(p) for p in sorted(phrases, key=len, reverse=True)))


@cache
def _stems(
    phrases: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """Return what any phrase may begin with, and of which kinds those are that begin so."""
    kinds: dict[str, set[str]] = {}
    for kind, texts in phrases:
        for word in (w for text in texts for w in text.split()[0].split("|")):
            kinds.setdefault(word.strip("*")[:4], set()).add(kind)
    # The shortest is found first, and stands for the longer ones that begin with it.
    for stem, its in kinds.items():
        its.update(*(kinds[longer] for longer in kinds if longer.startswith(stem)))
    order = [kind for kind, _ in phrases]
    stems = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, sorted(kinds)))})")
    return stems, {stem: sorted(its, key=order.index) for stem, its in kinds.items()}


def pattern(phrase: str) -> str:
    """Return a phrase of the lexicon as a regular expression over words with blanks between."""
    parts = []
    for word in phrase.split():
        if word == "_":
            parts.append(r"(?:[\w'’-]+(?:[.,]\d+)* ){0,3}?")
        else:
            options = [
                re.escape(w.rstrip("*")) + (r"[\w'’-]*" if w.endswith("*") else "")
                for w in word.split("|")
            ]
            parts.append(f"(?:{'|'.join(options)}) ")
    return r"(?<!\S)" + "".join(parts)
