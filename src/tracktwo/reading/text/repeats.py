"""What a text says again word for word: read once, where it is first said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.text.article import Sentence

_WORDS = 12
"""Words that a passage has at least; headings and short answers do return."""


def once(split: Sequence[Sentence]) -> list[Sentence]:
    """Leave out passages of two sentences or more that stood in the text before.

    Live pages print an article again under every update, and people paste it twice. A single
    sentence that returns is read again: it may stand under another heading or speaker.
    """
    said = [tuple(t.text for t in s.tokens) for s in split]
    first: dict[tuple[str, ...], int] = {}
    dropped: set[int] = set()
    run: list[int] = []
    before = -1
    for i, words in enumerate(said):
        goes_on = before >= 0 and before + 1 < i and said[before + 1] == words
        if not goes_on:
            dropped |= _passage(run, said)
            run = []
        before = before + 1 if goes_on else first.get(words, -1)
        if before >= 0:
            run.append(i)
        first.setdefault(words, i)
    dropped |= _passage(run, said)
    return [s for i, s in enumerate(split) if i not in dropped]


def _passage(run: Sequence[int], said: Sequence[tuple[str, ...]]) -> set[int]:
    different = {said[i] for i in run}
    return set(run) if len(different) > 1 and sum(map(len, different)) >= _WORDS else set()
