"""Plans told in running clauses: "Under the plan both armies would stop firing, then ...".

A text lays a plan out where a sentence begins "Under the road map ...", where somebody proposes
that this be done and that, where a plan "begins with" something, or where clauses with "would" or
"will" follow a plan that was just spoken of. From there on each clause that names a kind of step is
one, as long as the next sentence says what is to come as well.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, rejoined, split, unattributed
from tracktwo.reading.plans.steps import PUT_TOGETHER, Plan, Step
from tracktwo.reading.text.phrases import at, phrases

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.sequence import Sequences
    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

_LEAD = 30
"""Tokens in which "Under the road map that ... presented in May" must come to its comma."""
_PAIR = 2
"""Steps that make no sure plan, where nothing puts them in an order."""
_COPIES = frozenset({"copy", "draft", "text", "summary"})
_MOST = 12
"""Steps of a plan that is told."""


class Running:
    """Finds plans that are told clause by clause."""

    def __init__(self, words: Words, sequences: Sequences) -> None:
        self.words = words
        self._sequences = sequences
        table = words.lex.raw["plans"]
        self._texts = words.documents | words.plans | set(table["spoken"].split())
        self._under = set(table["under"].split())
        self._subjects = set(table["subjects"].split())
        self._leads = phrases(table["leads"])
        self._to_come = set(table["to_come"].split())
        self._order = set(table["in_turn"].split()) | words.then | words.in_order

    def find(
        self,
        sentences: Sequence[Sentence],
        pressed: Collection[int] = (),
        told: Collection[int] = (),
    ) -> list[Plan]:
        """Return the plans of a text that are told in clauses.

        Parameters
        ----------
        sentences : sequence of Sentence
        pressed : collection of int
            Sentences in which somebody demands, refuses, warns or sets a condition: what is to
            come there is no plan, unless one is spoken of.
        told : collection of int
            Sentences in which somebody says something: of the plan is there only what is known.
        """
        plans: list[Plan] = []
        chain: list[Step] = []
        last = spoken = -9
        turns = led = False

        def close() -> None:
            kinds = {s.kind for s in chain if s.kind is not None}
            known = sum(s.kind is not None for s in chain)
            enough = len(kinds) > 1 and known * 2 >= len(chain)
            # "Under the compromise" lays steps out even where most are of no kind.
            laid = led and known > 0 and len(chain) > _PAIR
            if 2 <= len(chain) <= _MOST and (enough or laid):
                pair = len(chain) <= _PAIR and not (turns or led)
                loose = {PUT_TOGETHER} if pair or not enough else set()
                plan = Plan(list(chain), ordered=turns, rule="running", led=led, flags=loose)
                plans.append(plan)
            chain.clear()

        for n, sentence in enumerate(sentences):
            if sentence.heading or sentence.mark:
                close()
                continue
            low = [t.low for t in sentence.tokens]
            near = bool(chain) and n - last <= 1
            start, strong = self._opens(sentence, low, spoken=n - spoken <= 1, held=n in pressed)
            steps: list[Step] = []
            if start < 0 and near and n not in pressed:
                start = self._lead(low)
                goes_on = led and n not in told
                steps = self._steps(sentence, n, start, strong=goes_on, goes_on=goes_on)
            elif start >= 0:
                steps = self._steps(sentence, n, start, strong=strong)
            if steps:
                fresh = strong and start > 0 and low[0] in self._under
                if not near or fresh:
                    close()
                    turns = led = False
                chain += steps
                led |= strong and (low[0] in self._under or self._copied(low))
                led |= strong and low[:start].count("that") == 1 and low.count("that") > _PAIR
                turns |= (
                    self.words.turns(low, self._order)
                    or low[0] == "if"
                    or any(x in self.words.in_order for x in low)
                )
                last = n
            elif n - last > 1:
                close()
            if any(x in self._texts and not sentence.quoted(i) for i, x in enumerate(low)):
                spoken = n
        close()
        return plans

    # --- where a plan is laid out ------------------------------------------------------------

    def _opens(
        self, sentence: Sentence, low: Sequence[str], *, spoken: bool, held: bool
    ) -> tuple[int, bool]:
        """Return where the clauses of a plan begin in a sentence, or -1.

        The second value tells whether the sentence itself says that it lays out a plan.
        """
        if low[0] in self._under:
            start = self._after_lead(sentence, low)
            if start >= 0:
                return start, True
        if self._copied(low) and not held:
            return 0, True
        for i, word in enumerate(low[:-3]):
            if word in self.words.proposing and not sentence.quoted(i):
                that = next((k for k in range(i + 1, min(i + 4, len(low))) if low[k] == "that"), -1)
                if that > 0:
                    return that + 1, True
        subject = spoken and low[0] in self._subjects
        for i in range(1, min(len(low), 14)):
            begun = at(low, i, self.words.begin)
            if begun and (subject or any(x in self._texts for x in low[:i])):
                return i + begun, True
        lead = self._lead(low)
        turn = any(x in self.words.then for x in low[2:])
        if low[0] == "first" and turn and self._to_come & set(low):
            return lead, True  # "First they would have to leave; only then ..."
        if spoken and (not held or lead or low[0] in {"if", "once"}):
            for i in range(lead, len(low) - 1):
                comes = low[i] in self.words.lex.words["be"] and low[i + 1] == "to"
                comes = comes or self.words.ahead(low, i)
                if comes and not sentence.quoted(i):
                    return lead, bool(lead) or low[0] in {"if", "once"}
        return -1, False

    def _copied(self, low: Sequence[str]) -> bool:
        """Tell whether a sentence tells what a text says: "..., according to a copy of it"."""
        return any(
            low[i] == "according" and not _COPIES.isdisjoint(low[i + 2 : i + 5])
            for i in range(_PAIR, len(low) - _PAIR)
        )

    def _after_lead(self, sentence: Sentence, low: Sequence[str]) -> int:
        """Return where "Under the accord (that X presented)," ends, or -1."""
        text = next(
            (i for i in range(1, min(10, len(low))) if low[i] in self._texts and low[i - 1] != ","),
            -1,
        )
        if text < 0 or sentence.quoted(text):
            return -1
        while text + 1 < len(low) and low[text + 1] in self._texts:
            text += 1  # "road map", "ceasefire agreement text"
        after = text + 1
        words = self.words.lex
        if after >= len(low):
            return -1
        follows = (
            low[after] in words.words["prepositions"] | words.words["relatives"]
            or low[after] == ","
            or self.words.done(low[after])
            or low[after] in {"drawn", "put", "set", "laid", "made", "seen"}
        )
        if not follows:
            return after
        commas = [i for i in range(after, min(_LEAD, len(low))) if low[i] == ","]
        for comma in commas:
            next_ = low[comma + 1] if comma + 1 < len(low) else ""
            form = words.forms.get(next_)
            aside = (
                next_ in words.words["relatives"]
                or next_.endswith("ed")
                or (form is not None and form.participle and not form.base)
            )
            if not aside:
                return comma + 1
        return -1

    def _lead(self, low: Sequence[str]) -> int:
        """Return how many tokens say that the next step comes: "in the next phase", "then"."""
        length = at(low, 0, self.words.next) or at(low, 0, self._leads)
        if not length:
            comma = next((i for i in range(1, min(7, len(low))) if low[i] == ","), -1)
            later = comma > 1 and low[comma - 1] in {"later", "on", "afterwards"}
            return comma + 1 if later else 0  # "A month later, ..."
        if length < len(low) and low[length] in self.words.heads | {"one"}:
            length += 1
        while length < len(low) and low[length] in {",", ":", "would", "will", "see", "is"}:
            length += 1
        return length

    def clauses(self, sentence: Sentence, number: int) -> list[Step]:
        """Return the steps of a sentence that goes on a plan: "In between, both would ..."."""
        low = [t.low for t in sentence.tokens]
        return self._steps(sentence, number, self._lead(low), strong=True)

    # --- their steps -------------------------------------------------------------------------

    def _steps(
        self,
        sentence: Sentence,
        number: int,
        start: int,
        *,
        strong: bool,
        goes_on: bool = False,
    ) -> list[Step]:
        """Return the steps of a sentence from a token on.

        `strong`: clauses without a known kind of step count too, beside one with; `goes_on`:
        without one as well.
        """
        t, w = sentence.tokens, self.words
        if sentence.quoted(start):
            return []
        linked = self._sequences.parts(sentence, number, start)
        end = unattributed(w, t, start, len(t))
        low = [x.low for x in t]
        phase = bool(start) and self._lead(low) == start
        phase = phase and any(x in w.heads or x == "one" for x in low[:start])
        phase |= low[:2] == ["the", "first"] and low[2:3] in (["would"], ["will"])
        proposed = low[start - 1] == "that" if start else False
        pieces = self._clauses(t, start, end, whole=phase)
        pieces = [p for p in pieces if 0 < p[1] - p[0] <= LONGEST]
        found: list[Step] = []
        for a, b in pieces:
            if _spoken_aside(w, t, a, b):
                continue
            hits = w.kinds.standing(t, a, b)
            said = {x.low for x in t[a:b]}
            if "not" in said and said & {"has", "have", "had"} and not said & w.future:
                continue  # "it has not done so"
            comes = phase or proposed or any(w.modal(x) for x in t[a:b])
            comes = comes or any(w.ahead(low, i) for i in range(a, b - 1))
            if not strong and not comes and not found:
                continue
            first = not found and t[0].low in {"once", "if"} and a <= 1  # "Once the flags are down"
            told = strong and (comes or found or first) and self._acts(t, a + first, b)
            if hits or told or phase:
                kind = hits[0].kind if hits else None
                found.append(Step(number, (a, b), kind, w.terms.find(t, a, b)))
        if strong and found and not goes_on and not any(s.kind for s in found):
            return []
        return linked if len(linked) > len(found) and not phase else found

    def _clauses(
        self, tokens: Sequence[Token], start: int, end: int, *, whole: bool = False
    ) -> list[tuple[int, int]]:
        """Return the clauses of a sentence, each as it names one step; `whole`: it is one step."""
        w = self.words
        if whole:
            return [clean(w, tokens, start, end)]  # a phase
        marks = [i for i in range(start, end) if tokens[i].text == ";"]
        bounds = [start - 1, *marks, end]
        found: list[tuple[int, int]] = []
        for x, y in itertools.pairwise(bounds):
            a, b = clean(w, tokens, x + 1, y)
            if a >= b:
                continue
            lead = self._lead([token.low for token in tokens[a:b]])
            for c, d in rejoined(w, tokens, split(w, tokens, a + lead, b)):
                inner = self._lead([token.low for token in tokens[c:d]]) if c > a + lead else 0
                found += self._two(tokens, c + inner, d, modal=lead + inner > 0)
        found = [(a + (tokens[a].low == "that"), b) for a, b in found if a < b]
        return [clean(w, tokens, a, b) for a, b in found]

    def _two(
        self, tokens: Sequence[Token], a: int, b: int, *, modal: bool
    ) -> list[tuple[int, int]]:
        """Cut "lift the curfew and open the roads": what follows "and" begins with a step."""
        w = self.words
        for i in range(b - 2, a + 1, -1):
            if tokens[i].low != "and":
                continue
            if w.modal(tokens[i + 1]) and any(w.modal(t) for t in tokens[a:i]):
                return [(a, i), (i + 1, b)]  # "will be named in May and will form a cabinet"
            right = next(iter(w.kinds.find(tokens, i + 1, b)), None)
            left = w.kinds.name(tokens, a, i)
            comes = modal or any(w.modal(t) for t in tokens[a:i])
            if right and right.start == i + 1 and comes and left != right.kind:
                return [(a, i), (i + 1, b)]
        return [(a, b)]

    def _acts(self, tokens: Sequence[Token], a: int, b: int) -> bool:
        """Tell whether a clause without a kind of step may be one."""
        words = self.words.lex.words
        first = tokens[a].low
        weak = words["relatives"] | words["subordinators"] | words["prepositions"]
        goes_on = [x.low for x in tokens[a : a + 2]] == ["to", "be"]  # "to be followed by a vote"
        opens = goes_on or first not in weak
        return 2 <= b - a <= 20 and opens and not tokens[a].low.endswith("ing")


def _spoken_aside(words: Words, tokens: Sequence[Token], a: int, b: int) -> bool:
    """Tell whether a piece between commas only says who speaks: "he said"."""
    if b - a > 6 or words.kinds.find(tokens, a, b):
        return False
    return any(words.reports(t.low) for t in tokens[a:b])
