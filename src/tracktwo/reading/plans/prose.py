"""Plans told in prose: clauses about what is to come, one after another, each naming a step.

"Under the outline shelling would cease on day one. Within a week convoys are to be let in, and a
cabinet of both sides will be sworn in by May." A passage holds a plan where a plan is spoken of in
it or just before, and two clauses and more with "would", "will" or "is to" name kinds of step, in
sentences that follow on each other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, unattributed
from tracktwo.reading.plans.steps import PUT_TOGETHER, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

_NEAR = 2
"""Sentences between a plan that is spoken of and its first step, or between two steps."""
_FEW = 3
"""Steps below which a plan is never sure."""
_BREAKS = frozenset({",", ";", ":", "and", "but", "that", "while", "–", "—", "-", "which", "said"})
"""What a clause begins after."""


class Prose:
    """Finds plans that a passage tells clause by clause."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["plans"]
        self._texts = words.documents | words.plans | set(table["spoken"].split())
        self._texts |= set(table["papers"].split())
        self._open = set(table["open"].split())
        self._times = set(table["times"].split())
        self._order = set(table["in_turn"].split()) | words.then | {"finally", "later", "within"}

    def find(self, sentences: Sequence[Sentence], pressed: Collection[int] = ()) -> list[Plan]:
        """Return the plans of a text that are told in prose.

        Parameters
        ----------
        sentences : sequence of Sentence
        pressed : collection of int
            Sentences in which somebody takes a stance: what is to come there is no step.
        """
        plans: list[Plan] = []
        chain: list[Step] = []
        last = spoken = -9
        turns = False
        for n, sentence in enumerate(sentences):
            if sentence.heading or sentence.mark:
                continue
            low = [t.low for t in sentence.tokens]
            if any(w in self._texts and not sentence.quoted(i) for i, w in enumerate(low)):
                spoken = n
            if low[0] in {"under", "according"} and not self._texts.isdisjoint(low[:8]):
                last = n if chain else last  # "Under the deal": more of what was told before
            timed = self._timed(low)
            goes_on = bool(chain) and n - last < _NEAR + timed
            if not goes_on and n - spoken > _NEAR:
                continue
            steps = [] if n in pressed else self._steps(sentence, n, timed=timed)
            if steps:
                if not goes_on:
                    plans += self._plan(chain, turns=turns)
                    chain, turns = [], False
                chain, last = [*chain, *steps], n
                turns |= timed or bool(self._order & set(low))
        return [*plans, *self._plan(chain, turns=turns)]

    def _plan(self, chain: Sequence[Step], *, turns: bool) -> list[Plan]:
        """Return a chain of steps as a plan, if it is one: two kinds and more, told apart."""
        kinds = [s.kind for s in chain if s.kind]
        if len(set(kinds)) < 2 or len(kinds) * 2 < len(chain) or len({*chain}) < 2:
            return []
        loose = not turns or len(chain) < _FEW
        return [
            Plan(list(chain), ordered=turns, rule="prose", flags={PUT_TOGETHER} if loose else set())
        ]

    def _timed(self, low: Sequence[str]) -> bool:
        """Tell whether a sentence begins with when: "Within ten days", "A week later"."""
        head = [w for w in low[:4] if w.isalnum()]
        return bool(head) and (
            head[0] in self._times or bool({"later", "on", "after"} & set(head[1:]))
        )

    def _steps(self, sentence: Sentence, number: int, *, timed: bool) -> list[Step]:
        """Return the clauses of a sentence that are about what is to come and name a step."""
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        marks = [i for i in range(len(t)) if w.ahead(low, i) and not sentence.quoted(i)]
        if not marks or t[-1].text == "?":
            return []
        starts = [self._start(low, i) for i in marks]
        bounds = [*starts, max(unattributed(w, t, 0, len(t)), marks[-1] + 1)]
        found: list[Step] = []
        for (a, b), mark in zip(pairwise(bounds), marks, strict=True):
            if self._open & {*low[a : mark + 3]} or (
                "off" in low[mark : mark + 6] and "put" in low[mark:b]
            ):
                continue
            for c, stop in self._verbs(t, *clean(w, t, a, b)):
                d = self._main(low, mark, c, stop)
                hits = [h for h in w.kinds.find(t, c, d) if w.kinds.stands(t, h, c)]
                plain = timed and not self._reports(low)  # what happens then, of whatever kind
                if (hits or plain) and d - c <= LONGEST:
                    kind = hits[0].kind if hits else None
                    found.append(Step(number, (c, d), kind, w.terms.find(t, c, d)))
        return found

    def _start(self, low: Sequence[str], mark: int) -> int:
        """Return where the clause of such a verb begins."""
        i = mark
        while i > 0 and low[i - 1] not in _BREAKS:
            i -= 1
        return i

    def _reports(self, low: Sequence[str]) -> bool:
        """Tell whether somebody says something in a sentence."""
        lex = self.words.lex
        return any((form := lex.forms.get(w)) is not None and form.lemma in lex.reporting
                   and not form.base for w in low)  # fmt: skip

    def _main(self, low: Sequence[str], mark: int, a: int, b: int) -> int:
        """Return where a clause ends before what is only added: ", succeeding X, who ..."."""
        for i in range(max(mark, a) + 2, b - 1):
            after = low[i + 1]
            added = after in {"who", "which", "whose", "where"} or after.endswith("ing")
            if low[i] == "," and added:
                return i
        return b

    def _verbs(self, tokens: Sequence[Token], a: int, b: int) -> list[tuple[int, int]]:
        """Cut "swap their prisoners and let an assembly meet", "freeze the front, open the road".

        Before a verb after "and", and before words that name a kind of step after "and" or a comma.
        """
        words, low = self.words.lex.words, [x.low for x in tokens]
        named = {h.start for h in self.words.kinds.find(tokens, a, b)}
        for i in range(b - 2, a + 3, -1):
            form = self.words.lex.forms.get(low[i + 1])
            verb = form is not None and form.base and low[i + 2] in words["determiners"]
            if (low[i] == "and" and verb) or (low[i] in {"and", ","} and i + 1 in named):
                return [*self._verbs(tokens, a, i - (low[i - 1] == ",")), (i + 1, b)]
        return [(a, b)]
