"""Counted steps: "four stages: a, b, c and d", "First: ... Second: ...", "in the second phase ...".

A list in one sentence is announced by a noun ("stages", "pillars", "a five-point plan") before a
colon, a dash or a verb such as "consists of". Clauses and sentences that count themselves are put
together across sentences as long as their numbers rise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, split, unattributed
from tracktwo.reading.plans.steps import LAST, Plan, Step, trimmed
from tracktwo.reading.text.phrases import at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.steps import StepKind
    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

APART = 3
"""Sentences that may stand between two counted ones."""
_OPENS = frozenset({"“", '"', ".", ";", ":", ","})
_THESE = frozenset({"it", "this", "these", "they"})
_PROMISES = frozenset({"promises", "promised", "offers", "offered", "sets", "lists"})
_TEXTS = frozenset({"text", "draft", "document", "charter", "offer", "formula"})
"""What may hold points in any order, unlike a plan or a calendar."""


class Counted:
    """Finds counted steps."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._endings = set(words.lex.raw["stages"]["endings"].split())

    # --- a list in one sentence --------------------------------------------------------------

    def listed(
        self, sentence: Sentence, number: int, before: Sentence | None = None
    ) -> Plan | None:
        """Return the plan that a sentence lists, if it does.

        `before` is the sentence before it: it may announce what "it provides for" here.
        """
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        spoken = [x.low for x in before.tokens] if before is not None and low[0] in _THESE else []
        start = self._list_start(sentence, low, spoken)
        if start < 0:
            return None
        announced, head = w.announced(low[:start])
        if not head and spoken:
            announced, head = w.announced(spoken)
        numbered = "(1)" in "".join(low[start : start + 4]) or low[start : start + 2] == ["1", ")"]
        of_plan = any(self._plan(x) for x in [*low[:start], *spoken])
        if not head and not numbered and not of_plan:
            return None
        end = start
        while end < len(t) and (t[end].text != "." or end < len(t) - 3):
            end += 1
        dash = t[start - 1].text in {"-", "–", "—", "--"}
        shut = [i for i in range(start, end) if t[i].text == t[start - 1].text] if dash else []
        end = shut[0] if shut else unattributed(w, t, start, end)
        pieces = split(w, t, start, end, announced)
        pieces = [(a, b) for a, b in pieces if b - a <= LONGEST]
        steps = [
            Step(number, p, self._kind(t, *p), w.terms.find(t, *p), n)
            for n, p in enumerate(pieces, start=1)
        ]
        known = sum(s.kind is not None for s in steps)
        told = head or announced or numbered
        enough = known * 2 >= len(steps) if told else known * 3 >= 2 * len(steps)
        dated = bool(w.in_order & set(low[:start]))
        things = numbered or low.count(";") > 1  # and no sentence
        enough |= (known > 0 or dated) and things and of_plan
        if not 2 <= len(steps) <= 15 or not (enough or (announced == len(steps))):
            return None
        ordered = self._ordered(low[:start], low[start:], head)
        ordered |= any(
            x.low in {"once", "thereafter"} for s in steps[1:] for x in t[slice(*s.span)]
        )
        return Plan(steps, ordered, announced, rule="listed")

    def _kind(self, tokens: Sequence[Token], a: int, b: int) -> StepKind | None:
        """Return the kind of an item; "at the end of the transition, elections" is elections."""
        w = self.words
        comma = next((i for i in range(a, min(a + 16, b)) if tokens[i].text == ","), -1)
        leads = w.lex.words["prepositions"] | {"not", '"', "“"}
        if comma > 0 and tokens[a].low in leads:
            return w.kinds.name(tokens, comma + 1, b) or w.kinds.name(tokens, a, b)
        return w.kinds.name(tokens, a, b)

    def _plan(self, word: str) -> bool:
        """Tell whether a word is a plan, or several: "her proposals"."""
        return word in self.words.plans or word.removesuffix("s") in self.words.plans

    def _list_start(self, sentence: Sentence, low: list[str], spoken: Sequence[str] = ()) -> int:
        """Return where a list may begin: after a colon, a dash, "consists of".

        `spoken`: the words of the sentence before, where this one begins with "These".
        """
        w = self.words
        several = any(map(self._plan, spoken)) and ";" in low
        if several and low[1:2] in (["include"], ["are"], ["were"], ["included"]):
            return 2 + (low[2:3] == [":"])
        if low.count(";") > 1 and ":" not in low:  # "The offer promises a; b; and c"
            plan = next((i for i, x in enumerate(low) if self._plan(x)), len(low))
            verbs = (i for i in range(plan + 1, low.index(";")) if low[i] in w.provide | _PROMISES)
            verb = next(verbs, -1)
            if verb >= 0:
                return verb + 1
        for i in range(1, len(low) - 2):
            if sentence.quoted(i):
                continue
            counts = low[i : i + 2] == ["1", ")"] and any(
                low[k : k + 2] == ["2", ")"] for k in range(i, len(low))
            )
            if counts and any(map(self._plan, low[:i])):
                return i  # "proposals for agreements on 1) a truce 2) an amnesty"
            announced = any(
                x in w.heads or x in w.plans or x.rpartition("-")[2] in w.heads for x in low[:i]
            )
            if not announced and "".join(low[i + 1 : i + 6]).find("(1)") < 0:
                continue
            if low[i] in {":", "–", "—", "--"} or (low[i] == "-" and self._apart(sentence, i)):
                return i + 1
            length = at(low, i, w.consists)
            if length and (w.announced(low[:i])[0] or "," in low[i:] or ";" in low[i:]):
                return i + length
            if low[i] == "," and w.announced(low[:i])[0] and low[i - 1] in w.heads:
                return i + 1
        return -1

    def _apart(self, sentence: Sentence, i: int) -> bool:
        """Tell whether a hyphen stands for a dash: blanks on both sides."""
        t = sentence.tokens
        return t[i - 1].end < t[i].start and t[i].end < t[i + 1].start

    def _ordered(self, before: list[str], after: list[str], head: str) -> bool:
        w = self.words
        in_turn = (w.adverbs.keys() | w.then) - {"next"}  # "a vote next year"
        if head in w.in_order:
            return True
        if head in w.side_by_side:
            return any(x in in_turn for x in after)
        if (
            not head
            and not (set(before) & w.in_order)
            and before
            and ({x for x in before if x in w.plans} <= _TEXTS)
        ):
            return any(x in in_turn or x == "after" for x in after)
        compound = {x.rpartition("-")[2] for x in before}
        return not (set(before) | compound) & w.side_by_side

    # --- clauses and sentences that count ----------------------------------------------------

    def marks(self, sentence: Sentence, *, going_on: bool) -> list[tuple[int, int, int]]:
        """Return where a sentence counts: order, first and last token of the words that count.

        Parameters
        ----------
        sentence : Sentence
        going_on : bool
            Whether the sentences before have begun to count.
        """
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        found: list[tuple[int, int, int]] = []
        for i in range(sentence.mark, len(low)):
            word = low[i]
            if sentence.quoted(i) and not self._first_is(low, i):
                continue
            if word in w.heads and not word.endswith("s"):
                if i + 1 < len(low) and (low[i + 1] in w.count or low[i + 1] in w.roman):
                    found.append((w.count.get(low[i + 1], w.roman.get(low[i + 1], 0)), i, i + 2))
                elif i and low[i - 1] in w.ordinals:
                    found.append((w.ordinals[low[i - 1]], i - 1, i + 1))
                elif i and low[i - 1] in w.last:
                    found.append((LAST, i - 1, i + 1))
                continue
            opens = (
                i == sentence.mark
                or low[i - 1] in {";", ":", "and", ","}
                or (t[i - 1].text in {"“", '"'})
            )
            after = low[i + 1] if i + 1 < len(low) else ""
            value = w.ordinals.get(word) or w.adverbs.get(word) or (LAST if word in w.last else 0)
            if value and opens and after in {",", ":", "-", "–", "—", "."}:
                if value != LAST or going_on or found:
                    found.append((value, i, i + 2))
            elif (
                value
                and value != 1
                and (going_on or found)
                and (low[i - 1] == "the" or (low[i - 1] == "a" and after == ","))
                and i > 1
                and after not in w.heads
                and (low[i - 2] == "in" or after in w.future or after in {",", "is", "provides"})
            ):
                found.append((value, i - 1, i + 1))
            elif value and self._first_is(low, i) and (value == 1 or going_on or found):
                found.append((value, i - 1, self._first_is(low, i)))
            elif word in w.then and opens and (found or going_on) and i == sentence.mark:
                found.append((0, i, i + 1 + (after == ",")))
        return found

    def _first_is(self, low: Sequence[str], i: int) -> int:
        """Return where the words stand behind "The first: ", "The second [principle] -", or 0."""
        if i < 1 or low[i - 1] != "the" or (i > 1 and low[i - 2] not in _OPENS):
            return 0
        stop = i + 1
        if stop < len(low) and low[stop] in {"[", "("}:
            inside = low[stop : stop + 5]
            stop += next((k + 1 for k, x in enumerate(inside) if x in {"]", ")"}), 0)
        return stop + 1 if stop < len(low) and low[stop] in {"–", "—", ":"} else 0

    def steps(self, sentence: Sentence, number: int, *, going_on: bool) -> list[Step]:
        """Return the counted steps of a sentence; order 0 is one more than the step before."""
        t, w = sentence.tokens, self.words
        marks = self.marks(sentence, going_on=going_on)
        found: list[Step] = []
        for n, (order, first, after) in enumerate(marks):
            stop = marks[n + 1][1] if n + 1 < len(marks) else len(t)
            a, b = after, stop
            while a < stop and t[a].low in self.words.fillers:
                a += 1
            while b > a and (
                (not t[b - 1].word and t[b - 1].text != ")") or (t[b - 1].low in self._endings)
            ):
                b -= 1
            a = self._after_aside(sentence, a, b)
            b = unattributed(w, t, a, b)
            if b - a < 1:  # "elections in the third phase"
                begin = marks[n - 1][2] if n else 0
                a, b = clean(w, t, begin, first)
                while b > a and t[b - 1].low in w.lex.words["prepositions"] | {"the"}:
                    b -= 1
                if b - a > LONGEST or not w.kinds.name(t, a, b):
                    continue
            a, b = trimmed(t, a, b)
            if b > a:
                kind = w.kinds.name(t, a, b)
                found.append(Step(number, (a, b), kind, w.terms.find(t, a, b), order))
        return found

    def _after_aside(self, sentence: Sentence, a: int, b: int) -> int:
        """Skip "the proposal says," at the beginning of what a phase holds."""
        t = sentence.tokens
        for i in range(a, min(a + 6, b)):
            if t[i].text == "," and i > a:
                aside = any(
                    x.low in self.words.lex.reporting
                    or (
                        (form := self.words.lex.forms.get(x.low)) is not None
                        and form.lemma in self.words.lex.reporting
                    )
                    for x in t[a:i]
                )
                return i + 1 if aside else a
        return a

    def across(self, found: Sequence[list[Step]]) -> list[Plan]:
        """Put counted sentences together, as long as their numbers rise."""
        plans: list[Plan] = []
        chain: list[Step] = []

        def close() -> None:
            if len(chain) > 1:
                plans.append(Plan(list(chain), ordered=True, rule="counted"))
            chain.clear()

        for steps in found:
            for step in steps:
                near = chain and step.sentence - chain[-1].sentence <= APART
                order = step.order
                if order == 0 and near:
                    order = chain[-1].order + 1
                if chain and (not near or not (order == LAST or order == chain[-1].order + 1)):
                    close()
                if order == 1 or chain:
                    chain.append(Step(step.sentence, step.span, step.kind, step.term, order))
                    if order == LAST:
                        close()
        close()
        return plans
