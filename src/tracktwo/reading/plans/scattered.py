"""The last resort: steps that a text speaks of here and there, where no plan was made out.

Plans are told in more ways than rules know, but the kinds of step are few and their names are
known. Where a text speaks of a plan or an agreement and no shape of one was found, each kind that
stands in a sentence about what is to come is taken for a step. Whoever reviews them strikes out
what is none, which is quicker than to write them: such a plan is never sure.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tracktwo.reading.plans.steps import PUT_TOGETHER, Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.provisions import Provisions
    from tracktwo.reading.plans.steps import Step, Words
    from tracktwo.reading.text.article import Sentence

_AHEAD = frozenset({"will", "would", "shall", "should", "must"})


class Scattered:
    """Puts a plan together from what a text speaks of."""

    def __init__(self, words: Words, provisions: Provisions) -> None:
        self.words = words
        self._provisions = provisions
        self._plans = words.documents | words.plans

    def find(self, sentences: Sequence[Sentence], told: Collection[int]) -> list[Plan]:
        """Return one plan of at least two kinds of step, or none.

        Parameters
        ----------
        sentences : sequence of Sentence
        told : collection of int
            Sentences in which somebody says something: if all steps stand in such, they are
            what several people want, and no plan.
        """
        if not any(t.low in self._plans for s in sentences for t in s.tokens):
            return []
        steps: list[Step] = []
        for n, sentence in enumerate(sentences):
            if not sentence.heading and self._ahead(sentence):
                steps += self._provisions.named(sentence, n)
        steps = self._provisions.once(steps)
        if len(steps) < 2 or all(s.sentence in told for s in steps):
            return []
        return [Plan(steps, ordered=False, rule="scattered", flags={PUT_TOGETHER})]

    def _ahead(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is about what is to come, as far as its verbs tell."""
        low = [t.low for t in sentence.tokens]
        forms, be = self.words.lex.forms, self.words.lex.words["be"]
        for word, after in pairwise(low):
            if word in _AHEAD or (word in be and after == "to"):
                return True
            if word == "to" and (form := forms.get(after)) is not None and form.base:
                return True
        return self._provisions.lays_down(sentence)
