"""Whether a plan is told as agreed: "signed a peace deal", "an accord reached on Monday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.plans.steps import Plan
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

AGREED = "agreed"
"""Flag of a plan that the text tells as agreed, whoever it was that agreed."""
_BEFORE = 4
"""Sentences before its steps in which it is said that a plan was agreed."""
_NEAR = 8
"""Words between a deal and what was done with it."""
_OPEN = 4
"""Words before a deed that say that it is yet to come."""


class Agreed:
    """Tells plans that were agreed from those that are only proposed."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.raw["agreed"]
        self._deals = frozenset(table["deals"].split())
        self._done = frozenset(table["done"].split())
        self._open = frozenset(table["open"].split()) | lexicon.words["negations"]
        self._open |= lexicon.words["modals"]

    def mark(self, plans: Sequence[Plan], sentences: Sequence[Sentence]) -> None:
        """Flag the plans of which the sentences before, or the first of them, tell so."""
        for plan in plans:
            near = sentences[max(0, plan.sentence - _BEFORE) : plan.sentence + 1]
            if any(self.tells(sentence) for sentence in near):
                plan.flags.add(AGREED)

    def tells(self, sentence: Sentence) -> bool:
        """Tell whether a deal is said to have been signed, reached or taken on."""
        low = [t.low for t in sentence.tokens]
        for i, word in enumerate(low):
            if word not in self._done or sentence.quoted(i):
                continue
            first, last = max(0, i - _NEAR), min(len(low), i + _NEAR + 1)
            near = {low[k] for k in range(first, last)}
            ahead = self._open.isdisjoint(low[max(0, i - _OPEN) : i])
            if ahead and not self._deals.isdisjoint(near):
                return True
        return False
