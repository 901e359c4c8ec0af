"""Stages: the steps of a proposal, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon


@dataclass(frozen=True)
class Step:
    """A stage of a proposal: its place in the order and its words."""

    order: int
    sentence: int
    span: tuple[int, int]


class Stages:
    """Finds stages: a list after "four stages:", or sentences that count them."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.raw["stages"]
        self.heads = set(table["heads"].split())
        self.plans = set(table["plans"].split())
        self.then = set(table["then"].split())
        self.count: dict[str, int] = {}
        for name in ("ordinals", "ordinal_adverbs", "cardinals"):
            self.count |= {word: i for i, word in enumerate(table[name], start=1)}
        self.count |= {str(i): i for i in range(1, 11)}
        self.ordinals = {w: i for i, w in enumerate(table["ordinals"], start=1)}
        self.adverbs = {w: i for i, w in enumerate(table["ordinal_adverbs"], start=1)}
        self.last = set(table["last"].split())

    def listed(self, sentence: Sentence, number: int) -> list[Step]:
        """Find a list of stages in one sentence."""
        t = sentence.tokens
        low = [x.low for x in t]
        colon = next((i for i, w in enumerate(low) if w == ":" and not sentence.quoted(i)), -1)
        if colon > 0:
            announced = any(
                w in self.heads
                or (w in self.plans and self._number_before(low, i))
                or (
                    "-" in w and w.rsplit("-", 1)[1] in self.heads and w.split("-")[0] in self.count
                )
                for i, w in enumerate(low[:colon])
            )
            if announced:
                return self._items(sentence, number, colon + 1)
        return self._counted_clauses(sentence, number)

    def _number_before(self, low: list[str], i: int) -> bool:
        return i > 0 and low[i - 1] in self.count

    def _items(self, sentence: Sentence, number: int, start: int) -> list[Step]:
        t = sentence.tokens
        end = len(t)
        while end > start and not t[end - 1].word:
            end -= 1
        separator = ";" if any(x.text == ";" for x in t[start:end]) else ","
        bounds = [
            i
            for i in range(start, end)
            if t[i].text == separator and not self._ordinal_comma(t, i, start)
        ]
        pieces: list[tuple[int, int]] = []
        a = start
        for b in [*bounds, end]:
            pieces.append((a, b))
            a = b + 1
        last_a, last_b = pieces[-1]
        ands = [i for i in range(last_a, last_b) if t[i].low == "and"]
        if ands and ands[0] == last_a:
            pieces[-1] = (last_a + 1, last_b)
        elif ands and separator == ",":
            pieces[-1:] = [(last_a, ands[0]), (ands[0] + 1, last_b)]
        steps: list[Step] = []
        for a, b in pieces:
            a2 = a
            while a2 < b and (
                t[a2].low in self.ordinals
                or t[a2].low in self.adverbs
                or t[a2].low in self.last
                or t[a2].low in {"and", ",", "then", "(", ")", "next"}
                or (t[a2].text.isdigit())
            ):
                a2 += 1
            if b - a2 >= 1 and any(x.word for x in t[a2:b]) and b - a2 <= 30:
                steps.append(Step(len(steps) + 1, number, (a2, b)))
        return steps if 2 <= len(steps) <= 12 else []

    def _ordinal_comma(self, t: tuple[object, ...], i: int, start: int) -> bool:
        before = getattr(t[i - 1], "low", "")
        return (
            (i == start + 1 and before in self.ordinals)
            or before in self.adverbs
            or before in self.ordinals
        )

    def _counted_clauses(self, sentence: Sentence, number: int) -> list[Step]:
        """Find "Phase one is a ceasefire", "in the second phase, weapons ..."."""
        t = sentence.tokens
        low = [x.low for x in t]
        marks: list[tuple[int, int, int]] = []  # order, from, to
        for i, word in enumerate(low):
            if word not in self.heads or word.endswith("s"):
                continue
            if i + 1 < len(low) and low[i + 1] in self.count:
                marks.append((self.count[low[i + 1]], i, i + 2))
            elif i and low[i - 1] in self.ordinals:
                marks.append((self.ordinals[low[i - 1]], i - 1, i + 1))
            elif i and low[i - 1] in self.last:
                marks.append((99, i - 1, i + 1))
        steps = []
        for n, (order, _, after) in enumerate(marks):
            stop = marks[n + 1][1] if n + 1 < len(marks) else len(t)
            a = after
            while a < stop and low[a] in {
                "is",
                "was",
                "would",
                "will",
                "be",
                "are",
                ",",
                ":",
                "of",
                "see",
                "involve",
                "involves",
                "calls",
                "for",
                "foresees",
                "sees",
                "include",
                "includes",
                "to",
                "comprises",
                "provides",
                "consists",
            }:
                a += 1
            b = stop
            while b > a and (
                not t[b - 1].word or low[b - 1] in {"and", "the", "in", "then", "while"}
            ):
                b -= 1
            if b > a > after:
                steps.append(Step(order, number, (a, b)))
        return steps

    def ordered(self, found: list[list[Step]]) -> list[list[Step]]:
        """Make proposals of what the sentences gave: a list each, counted sentences together."""
        plans: list[list[Step]] = []
        counted: list[Step] = []
        for steps in found:
            if (
                len(steps) >= 2
                and [s.order for s in steps] == list(range(1, len(steps) + 1))
                and not counted
            ):
                plans.append(steps)
                continue
            for step in steps:
                if counted and step.order <= counted[-1].order:
                    plans += [counted] if len(counted) > 1 else []
                    counted = []
                if step.order in {1, 99} or counted:
                    counted = [*counted, step]
        if len(counted) > 1:
            plans.append(counted)
        return plans
