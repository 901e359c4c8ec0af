"""Plans that a text announces and then lays out, sentence after sentence, with words of order.

"The first part concerns security: a halt to shelling. The second deals with status: a vote." And
in the present: "The terms are simple. The guns fall silent on day one. A month later the rebels
hand in their tanks. The last step is an election." Every sentence but the first of such a row says
by a word of its own that it comes next, where it is no answer to "What does it say?"; the first
stands right behind what announces the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, unattributed
from tracktwo.reading.plans.steps import LAST, PUT_TOGETHER, Plan, Step
from tracktwo.reading.text.phrases import at, phrases

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence

_NEAR = 2
"""Sentences after an announcement in which the first step stands."""
_FAR = 99
_EARLY = 9
"""Tokens of a sentence in which "then" is of its main clause."""
_SUBJECT = 12
"""Tokens between an ordinal and its verb: "the third, to be opened a year later, deals with"."""
_TOPIC = 8
"""Tokens of a topic before a colon: "deals with status: a vote"."""


class Outlined:
    """Finds plans whose steps are told one sentence each, in their order."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["plans"]
        self._texts = words.documents | words.plans | set(table["spoken"].split())
        self._texts |= set(table["papers"].split())
        self._about = set(table["concerns"].split())
        self._asked = set(table["asked"].split())
        self._plain = set(table["plainly"].split())
        self._leads = phrases(table["leads"])
        self._ordinals = {**words.ordinals, **dict.fromkeys(words.last, LAST)}

    def find(self, sentences: Sequence[Sentence], pressed: Collection[int] = ()) -> list[Plan]:
        """Return the plans of a text that are told so.

        Parameters
        ----------
        sentences : sequence of Sentence
        pressed : collection of int
            Sentences in which somebody takes a stance: what is told there is no step.
        """
        tables = [p for n, s in enumerate(sentences) if (p := self._timetable(s, n))]
        each = self._each(sentences)
        return [*tables, *self._ordinal(sentences), *each, *self._present(sentences, pressed)]

    def marked(self, sentence: Sentence) -> tuple[int, bool]:
        """Return where a step begins in a sentence, and whether a word says that it is next."""
        return self._lead([t.low for t in sentence.tokens])

    def _timetable(self, sentence: Sentence, number: int) -> Plan | None:
        """Return "the timetable: a, followed by b, then c" as a plan, whatever its steps are."""
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        colon = next((i for i in range(1, len(low)) if low[i] == ":"), 0)
        if not colon or low[colon - 1] not in w.in_order | w.plans or sentence.heading:
            return None
        bounds, i = [colon + 1], colon + 1
        ends: list[int] = []
        while i < len(low):
            length = at(low, i, w.later)
            if length and low[i - 1] in {",", ";"}:
                ends.append(i)
                bounds.append(i + length)
            i += max(length, 1)
        spans = [clean(w, t, a, b) for a, b in zip(bounds, [*ends, len(t)], strict=True)]
        if len(spans) < 3 or any(not 0 < b - a <= LONGEST for a, b in spans):
            return None
        steps = [Step(number, s, w.kinds.name(t, *s), w.terms.find(t, *s)) for s in spans]
        return Plan(steps, ordered=True, rule="outlined", led=True)

    # --- "The first concerns ..., the second ..." ----------------------------------------------

    def _ordinal(self, sentences: Sequence[Sentence]) -> list[Plan]:
        plans: list[Plan] = []
        chain: list[Step] = []
        for number, sentence in enumerate([*sentences, None]):
            step = self._subject(sentence, number) if sentence and not sentence.heading else None
            near = bool(chain) and number - chain[-1].sentence <= _NEAR
            if step and near and step.order in {chain[-1].order + 1, LAST}:
                chain.append(step)
                continue
            if chain and (step is not None or not near or sentence is None):
                if len(chain) > 1 and any(s.kind for s in chain):
                    plans.append(Plan(chain, ordered=True, rule="outlined", led=True))
                chain = []
            if step is not None and step.order == 1:
                chain = [step]
        return plans

    def _subject(self, sentence: Sentence, number: int) -> Step | None:
        """Return the step of "The second part covers X", "Only the third deals with Y: Z"."""
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        i = sentence.mark
        while i < len(low) and low[i] in {"only", "and", "but"}:
            i += 1
        if low[i : i + 1] != ["the"] or i + 2 >= len(low) or low[i + 1] not in self._ordinals:
            return None
        order = self._ordinals[low[i + 1]]
        i += 2
        while (
            low[i] in w.heads | w.last | {"and", "of", "them", "these", "the"} and i < len(low) - 1
        ):
            i += 1
        if low[i] == ",":
            i = next((k + 1 for k in range(i + 1, min(i + _SUBJECT, len(low))) if low[k] == ","), i)
        if i >= len(low) - 1 or low[i] not in self._about:
            return None
        i += 1
        while i < len(low) - 1 and low[i] in {"with", "for", "to", "of", "about", "be", "by", "in"}:
            i += 1
        colon = next((k for k in range(i, min(i + _TOPIC, len(low) - 1)) if low[k] == ":"), -1)
        a, b = clean(w, t, colon + 1 if colon > 0 else i, unattributed(w, t, 0, len(t)))
        if b <= a or b - a > LONGEST:
            return None
        return Step(number, (a, b), w.kinds.name(t, a, b), w.terms.find(t, a, b), order)

    # --- "One basket is ... Another is ... The last is ..." ------------------------------------

    def _each(self, sentences: Sequence[Sentence]) -> list[Plan]:
        """Return what a text says it has so many of, and names one by one in no order."""
        plans: list[Plan] = []
        chain: list[Step] = []
        for number, sentence in enumerate([*sentences, None]):
            step = self._item(sentence, number, opens=not chain) if sentence else None
            if step is not None:
                chain.append(step)
                continue
            first = chain[0].sentence if chain else 0
            before = [x.low for s in sentences[max(0, first - 1) : first] for x in s.tokens]
            said = any(self.words.cardinals.get(x) == len(chain) for x in before)
            plan = not self._texts.isdisjoint(before) or any(s.kind for s in chain)
            if len(chain) > 1 and said and plan:
                plans.append(Plan(chain, ordered=False, rule="outlined", led=True))
            chain = []
        return plans

    def _item(self, sentence: Sentence, number: int, *, opens: bool) -> Step | None:
        """Return the step of "One basket is X", "Another is Y", "The last is Z"."""
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        if sentence.heading or len(low) < _EARLY // 2:
            return None
        at = 1 + (low[0] in {"the", "a"})
        other = low[0] == "another" or low[at - 1] in {*self._ordinals, "other"}
        if low[0] != "one" if opens else not other:
            return None
        verb = next((i for i in range(at, at + 2) if low[i] in self._about | {"is"}), 0)
        a, b = clean(w, t, verb + 1, unattributed(w, t, 0, len(t)))
        if not verb or not 0 < b - a <= LONGEST:
            return None
        return Step(number, (a, b), w.kinds.name(t, a, b), w.terms.find(t, a, b))

    # --- in the present ----------------------------------------------------------------------

    def _present(self, sentences: Sequence[Sentence], pressed: Collection[int]) -> list[Plan]:
        plans: list[Plan] = []
        chain: list[Step] = []
        told = turns = 0
        last = announced = asked = -_FAR
        n = -1
        for number, sentence in enumerate(sentences):
            low = [t.low for t in sentence.tokens]
            if self._announces(low, heading=sentence.heading or low[-1] == "?"):
                announced = n
                asked = number if low[-1] == "?" else -_FAR
                if sentence.heading or low[-1] in {"?", ":"}:
                    continue
            if sentence.heading:
                continue
            n += 1
            said = 2 if low[1:2] == [":"] and len(low) > 3 else 0  # "Bost: First the rebels leave"
            start, marked = self._lead(low[said:])
            start += said
            colon = low.index(":") if ":" in low[:_SUBJECT] else 0
            if colon and not chain and self._announces(low[: colon + 1], heading=False):
                announced, start = n - 1, colon + 1  # "This is what happens now: the army leaves"
            opens = not chain and 0 <= n - announced - 1 < _NEAR
            marked |= bool(chain and self.words.terms.find(sentence.tokens, 0, len(low)))
            steps: list[Step] = []
            answer = (
                sentence.paragraph - sentences[asked].paragraph < _NEAR if asked >= 0 else False
            )
            goes_on = bool(chain) and (marked or answer) and n - last == 1
            if number not in pressed and (opens or goes_on):
                steps = self._steps(sentence, number, start, marked=marked or answer)
            if steps:
                chain, last = [*chain, *steps], n
                told += 1
                turns += marked or (answer and turns > 0)
            elif chain:
                plans += self._plan(chain, told, turns, answer=asked >= 0)
                chain, told, turns = [], 0, 0
        return [*plans, *self._plan(chain, told, turns, answer=asked >= 0)]

    def _plan(self, chain: list[Step], told: int, turns: int, *, answer: bool) -> list[Plan]:
        kinds = {s.kind for s in chain if s.kind}
        known = sum(s.kind is not None for s in chain)
        if len(chain) < 3 or told < 2 or turns < told - 1 or not (kinds or answer):
            return []
        loose = set() if known * 2 >= len(chain) and len(kinds) > 1 else {PUT_TOGETHER}
        return [Plan(chain, ordered=True, rule="outlined", led=not loose, flags=loose)]

    def _announces(self, low: Sequence[str], *, heading: bool) -> bool:
        """Tell whether a sentence says that a plan follows: "The terms are simple."."""
        if low[-1] == "?":
            return bool({"what", "how"} & set(low[:4])) and not self._asked.isdisjoint(low)
        text = not self._texts.isdisjoint(low)
        if low[-1] == ":":
            return text or not {"now", "next", "follows"}.isdisjoint(low)
        if heading:
            return False
        return text and (not self._plain.isdisjoint(low) or low[-3:-1] == ["like", "this"])

    def _lead(self, low: Sequence[str]) -> tuple[int, bool]:
        """Return where a step begins, and whether words before it or in it say that it is next."""
        w = self.words
        length = at(low, 0, w.next) or at(low, 0, self._leads)
        if length:
            while length < len(low) - 1 and low[length] in w.heads | w.last | {
                ",", ":", "and", "is", "would", "be", "will",
            }:  # fmt: skip
                length += 1
            return length, True
        head = [x for x in low[:5] if x.isalnum()]
        when = head[:1] and head[0] in {"within", "by", "once", "after"}
        later = bool({"later", "after"} & set(head[1:])) or head[1:2] == ["on"]
        then = any(x in w.then for x in low[1:_EARLY])
        first = low[:3] == ["to", "begin", "with"]
        return (4 if first else 0), bool(when or later or then or first)

    def _steps(self, sentence: Sentence, number: int, start: int, *, marked: bool) -> list[Step]:
        """Return the clauses of a sentence that tells what is to be: not what was, or is said."""
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        end = unattributed(w, t, start, len(t))
        if self._past(low[:end]) or any(map(w.reports, low[start:end])) or sentence.quoted(start):
            return []
        bounds = [start]
        bounds += [
            i + 1 for i in range(start + 2, end - 2)
            if low[i] == ";" or (low[i] == "and" and low[i - 1] == "," and ":" not in low)
        ]  # fmt: skip
        found: list[Step] = []
        for a, b in zip(bounds, [*(i - 1 for i in bounds[1:]), end], strict=True):
            c, d = clean(w, t, a, b)
            if not 0 < d - c <= LONGEST:
                continue
            kind = w.kinds.name(t, c, d)
            term = w.terms.find(t, c, d)
            if not marked and kind is None and term is None and not found:
                return []
            found.append(Step(number, (c, d), kind, term))
        return found

    def _past(self, low: Sequence[str]) -> bool:
        """Tell whether a sentence tells what was, what has been done, or what is not so."""
        words = self.words.lex.words
        be = words["be"]
        if {"was", "were", "had", "did", "not", "n't", "no", "never"} & set(low):
            return True
        if {"has", "have"} & set(low) and not self.words.future & set(low):
            return True
        after = words["determiners"] | words["prepositions"]
        for i in range(1, len(low) - 1):
            form = self.words.lex.forms.get(low[i])
            done = low[i].endswith("ed") or (
                form is not None and not (form.base or form.ing or low[i].endswith("s"))
            )
            bare = low[i - 1] not in be | words["determiners"] | words["have"] | {"to", "and"}
            if done and bare and low[i + 1] in after and not self.words.future & set(low[:i]):
                return True
        return False
