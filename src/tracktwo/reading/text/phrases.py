"""Phrases of the lexicon, found by the first of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Phrase: TypeAlias = tuple[str, ...]
Phrases: TypeAlias = dict[str, list[Phrase]]


def phrases(texts: Iterable[str]) -> Phrases:
    """Return phrases as words, by the first of them, the longest first."""
    found: Phrases = {}
    for phrase in sorted((tuple(t.split()) for t in texts), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def phrase_at(low: Sequence[str], i: int, wanted: Phrases) -> Phrase:
    """Return the longest phrase that stands at a place; none if none does."""
    for phrase in wanted.get(low[i], ()):
        if tuple(low[i : i + len(phrase)]) == phrase:
            return phrase
    return ()


def at(low: Sequence[str], i: int, wanted: Phrases) -> int:
    """Return how many words of the longest phrase stand at a place, or 0."""
    return len(phrase_at(low, i, wanted))
