"""Plans told in prose: clauses about what is to come, one after another, each naming a step.

"Under the outline shelling would cease on day one. Within a week convoys are to be let in, and a
cabinet of both sides will be sworn in by May." A passage holds a plan where a plan is spoken of in
it or just before, and two clauses and more with "would", "will" or "is to" name kinds of step, in
sentences that follow on each other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, split, unattributed
from tracktwo.reading.plans.steps import PUT_TOGETHER, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

_NEAR = 2
"""Sentences between a plan that is spoken of and its first step, or between two steps."""
_LONG = 5
"""Sentences after "It would go like this" that may say what is to be in the present."""
_FEW = 3
"""Steps below which a plan is never sure."""
_BREAKS = frozenset({",", ";", ":", "and", "but", "that", "while", "–", "—", "-", "which", "said"})
"""What a clause begins after."""
_SIDES = frozenset({"both", "sides", "parties"})
"""Who agreed, where it was more than one."""


class Prose:
    """Finds plans that a passage tells clause by clause."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["plans"]
        self._texts = words.documents | words.plans | set(table["spoken"].split())
        self._texts |= set(table["papers"].split())
        self._take = set(table["take"].split())  # "both accepted the truce" lays nothing down
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
        last = spoken = laid = -9
        turns = False
        n = -1  # of the sentences that are read: headings and questions do not count
        for number, sentence in enumerate(sentences):
            low = [t.low for t in sentence.tokens]
            asks = low[-1] == "?" and low[0].startswith(("what", "how", "who", "when", "why"))
            if sentence.heading or sentence.mark or asks:
                continue
            n += 1
            if any(w in self._texts and not sentence.quoted(i) for i, w in enumerate(low)):
                spoken = n
            agreed = self._agreed(low)
            if agreed:
                spoken = n
            if low[0] in {"under", "according"} and not self._texts.isdisjoint(low[:8]):
                last = n if chain else last  # "Under the deal": more of what was told before
            if "".join(low[-3:]) in {"likethis.", "asfollows.", "likethis:", "asfollows:"}:
                laid = n if spoken == n else laid
            timed = self._timed(low)
            goes_on = bool(chain) and n - last < _NEAR + timed
            if not goes_on and n - spoken > _NEAR:
                continue
            steps = [] if number in pressed else self._steps(sentence, number, timed=timed)
            outright = agreed or 0 < n - laid <= _LONG  # "The garrison leaves before Easter"
            outright = outright or (goes_on and self._present(low))
            if outright and not steps and number not in pressed:
                steps = self._taken(sentence, number, agreed)
            if steps:
                if not goes_on:
                    plans += self._plan(chain, turns=turns)
                    chain, turns = [], False
                chain, last = [*chain, *steps], n
                turns |= timed or self.words.turns(low, self._order)
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

    def _agreed(self, low: Sequence[str]) -> int:
        """Return where "The two sides have agreed to" ends, or 0."""
        head = low[:9]
        agreed = self.words.agree - self._take
        verb = next((i for i, w in enumerate(head) if w in agreed), 0)
        return verb + 1 if verb and _SIDES & set(head[:verb]) else 0

    def _present(self, low: Sequence[str]) -> bool:
        """Tell whether a sentence tells in the present what happens then, and nobody says it."""
        words = self.words.lex.words
        past = words["have"] | {"was", "were", "did", "not", "no"}
        return (
            not self._reports(low)
            and past.isdisjoint(low)
            and not any(w.endswith("ed") for w in low)
        )

    def _taken(self, sentence: Sentence, number: int, start: int) -> list[Step]:
        """Return the steps that sides have agreed to: "a permanent ceasefire"."""
        t, w = sentence.tokens, self.words
        found = []
        for a, b in split(w, t, start, len(t)):
            c, d = clean(w, t, a + (t[a].low in {"to", "on"}), b)
            hits = w.kinds.standing(t, c, d)
            if hits and d - c <= LONGEST:
                found.append(Step(number, (c, d), hits[0].kind, w.terms.find(t, c, d)))
        return found

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
                hits = w.kinds.standing(t, c, d)
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
        if (
            i == mark and i > 1 and low[i - 1] == ","
        ):  # "Foreign fighters, Russians among them, are"
            before = next((k for k in range(i - 2, -1, -1) if low[k] in _BREAKS), -1)
            if before > 0 and low[before] == ",":
                return self._start(low, before)
        return i

    def _reports(self, low: Sequence[str]) -> bool:
        """Tell whether somebody says something in a sentence."""
        return any(map(self.words.reports, low))

    def _main(self, low: Sequence[str], mark: int, a: int, b: int) -> int:
        """Return where a clause ends before what is only added: ", succeeding X, who ..."."""
        for i in range(max(mark, a) + 2, b - 1):
            after = low[i + 1]
            added = after in {"who", "which", "whose", "where", "with"} or after.endswith("ing")
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
            after = low[i + 2] if i + 2 < len(low) else ""
            verb = form is not None and form.base and after in words["determiners"]
            if (low[i] == "and" and verb) or (low[i] in {"and", ","} and i + 1 in named):
                return [*self._verbs(tokens, a, i - (low[i - 1] == ",")), (i + 1, b)]
        return [(a, b)]
