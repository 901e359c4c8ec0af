"""Plans under heads: "Immediate truce (three months)", its bullets, "Permanent ceasefire", ...

A text announces phases, steps or points, and gives each a line of its own that names it, without a
number, above what belongs to it. Phases and steps are stages, with what stands under them; points
are milestones of one stage, as they are named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tracktwo.reading.plans.phased import Mark
from tracktwo.reading.plans.steps import Plan, Step, trimmed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.case.steps import StepKind
    from tracktwo.reading.plans.phased import Phased
    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence

_WORDS = 9
"""Words of a head."""
_LONG = 16
"""Words of a numbered head."""
_NEAR = 3
"""Sentences before the first head in which it is announced."""
_FAR = 12
"""Sentences under a head."""


@dataclass(frozen=True)
class _Head:
    """A line that names what stands under it."""

    sentence: int
    span: tuple[int, int]
    kind: StepKind | None
    stop: int


class Headed:
    """Finds plans whose steps have heads without a number.

    Parameters
    ----------
    words : Words
    phased : Phased
        Finds what is in each.
    """

    def __init__(self, words: Words, phased: Phased) -> None:
        self.words, self._phased = words, phased
        self._points = frozenset(words.lex.raw["phases"]["points"].split())

    def find(self, sentences: Sequence[Sentence], pressed: Collection[int] = ()) -> list[Plan]:
        """Return the plans of a text under heads; arguments as in `Phased.find`."""
        plans: list[Plan] = []
        run: list[_Head] = []
        for head in [*self._heads(sentences), None]:
            if head is not None and run and run[-1].stop == head.sentence:
                run.append(head)
                continue
            plans += self._plan(sentences, run, pressed)
            run = [head] if head is not None else []
        return plans

    def _heads(self, sentences: Sequence[Sentence]) -> list[_Head]:
        """Return the heads of a text, each with where what stands under it ends."""
        spans = [
            (n, span) for n, s in enumerate(sentences) if (span := self._head(sentences, n, s))
        ]
        ends = [*(n for n, _ in spans), len(sentences)][1:]
        return [
            _Head(
                n,
                span,
                self.words.kinds.name(list(sentences[n].tokens), *span),  # in capitals, no name
                stop if stop - n <= _FAR else n + 1,
            )
            for (n, span), stop in zip(spans, ends, strict=True)
        ]

    def _head(
        self, sentences: Sequence[Sentence], number: int, sentence: Sentence
    ) -> tuple[int, int] | None:
        """Return the words of a head: a short line above others, without what is in brackets."""
        t = sentence.tokens
        dashes = sentence.mark == 1 and t[-1].text == t[0].text  # "- Ceasefire -"
        # "Power decentralised", and "3. Monitoring by the League" above a paragraph.
        open_ = (sentence.heading or t[-1].word) and len(t) - sentence.mark <= _LONG
        if not (dashes or open_) or (sentence.mark and not dashes and not t[0].text[0].isdecimal()):
            return None
        after = sentences[number + 1] if number + 1 < len(sentences) else None
        if after is not None and after.heading and not after.mark:
            return None
        if after is not None and sentence.mark and after.mark and not dashes:
            return None  # a list
        shut = next((i for i, x in enumerate(t) if x.text == "("), len(t))
        a, b = trimmed(t, sentence.mark, shut)
        return (a, b) if 0 < b - a <= (_LONG if sentence.mark else _WORDS) else None

    def _plan(
        self, sentences: Sequence[Sentence], run: Sequence[_Head], pressed: Collection[int]
    ) -> list[Plan]:
        told = [n for n, h in enumerate(run) if h.kind]  # others count between those
        run = run[told[0] : told[-1] + 1] if told else []
        run = [h if h.kind else self._by_body(sentences, h) for h in run]
        if len(told) < 2 or sum(h.kind is not None for h in run) * 3 < 2 * len(run):
            return []
        first = run[0].sentence
        low = [t.low for s in sentences[max(0, first - _NEAR) : first] for t in s.tokens]
        number, noun = self.words.announced(low)
        text = self.words.documents | self.words.plans
        if not (noun or (not self._points.isdisjoint(low) and not text.isdisjoint(low))):
            return []
        plan = partial(
            Plan, announced=number, rule="phases", led=True,
            under=frozenset(range(first, run[-1].stop)),
        )  # fmt: skip
        if noun not in self.words.in_order:
            return [plan([Step(h.sentence, h.span, h.kind) for h in run], ordered=False)]
        found = [
            self._phased.phase(
                sentences,
                Mark(h.sentence, n, h.span, len(sentences[h.sentence].tokens), line=True),
                h.stop,
                pressed,
            )
            for n, h in enumerate(run, start=1)
        ]
        return [plan([s for s in found if s], ordered=True)]

    def _by_body(self, sentences: Sequence[Sentence], head: _Head) -> _Head:
        """Return a head with the kind of step that what stands under it names."""
        for sentence in sentences[head.sentence + 1 : head.stop]:
            hits = self.words.kinds.standing(sentence.tokens, 0, len(sentence.tokens))
            if hits:
                return replace(head, kind=hits[0].kind)
        return head
