"""Duties: what a plan binds somebody to, of whatever kind: "the army will have to leave"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, split
from tracktwo.reading.plans.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence


def duty(words: Words, sentence: Sentence, number: int) -> list[Step]:
    """Return the one step that a sentence binds somebody to, if it does and nobody says it."""
    t = sentence.tokens
    low = [x.low for x in t]
    bound = next((i for i in range(1, len(low) - 3) if _binds(words, low, i)), -1)
    if bound < 0 or sentence.quoted(bound) or any(map(words.reports, low)):
        return []
    a, b = next(((a, b) for a, b in split(words, t, 0, len(t)) if b > bound), (0, 0))
    if a == bound:
        a = 0  # "Refugees, put at 40,000, would be allowed to go home"
    if not a <= bound < b or b - a > LONGEST or low[a] in words.lex.words["subordinators"]:
        return []
    hits = words.kinds.standing(t, a, b)
    return [Step(number, (a, b), hits[0].kind if hits else None, words.terms.find(t, a, b))]


def _binds(words: Words, low: Sequence[str], i: int) -> bool:
    """Tell whether words bind somebody: "will have to", "will be let", "are to be", "must"."""
    if low[i] in {"will", "would"}:
        if low[i + 1] == "be" and words.done(low[i + 2]):
            return True
        return "have" in low[i + 1 : i + 3] and low[low.index("have", i) + 1] == "to"
    if low[i] in {"is", "are"}:
        return low[i + 1 : i + 3] == ["to", "be"]
    return low[i] in {"must", "shall"} and low[i + 1] not in {"not", "have"}
