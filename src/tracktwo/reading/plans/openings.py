"""Openings: the sentences in which an agreement or a plan says what is to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence

_CALLS = frozenset(["call", "calls", "called"])
_EARLY = 7
"""Tokens in which the verb of a short subject stands."""
_ASKS = frozenset(
    ["urge", "urges", "urged", "ask", "asks", "asked", "call", "calls", "called", "require",
     "requires", "required", "commits", "committed", "obliges", "obliged", "binds"]
)  # fmt: skip
"""What a plan does that says what both sides are to do."""
_LISTS = frozenset(["include", "included", "are", "were", "comprise", "pertain", "relate"])
"""What measures or steps do where they are named."""


class Openings:
    """Tells where a sentence begins to say what is agreed."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["plans"]
        self._sides = set(table["sides"].split())
        self._subject = set(table["subjects"].split())
        self._adds = {"proposed", "proposes", "offered", "offers", "includes", "included"}

    def opens(self, sentence: Sentence, since: int) -> tuple[int, bool]:
        """Return where a sentence of an agreement begins to say what is agreed, or -1.

        The second value tells whether the agreement itself is the subject.
        """
        low = [t.low for t in sentence.tokens]
        w = self.words
        document = -1
        listed = self._lists(low)
        if listed > 0:
            return listed, True
        for i, word in enumerate(low[:40]):
            if sentence.quoted(i):
                continue
            apart = document >= 0 and i > document + 2 and low[i - 1] == low[document + 1] == ","
            to = self._asks(low, i) if document >= 0 and (apart or i - document <= 2) else -1
            if to > 0:
                return to, True  # "The plan urges both sides to free prisoners, lift ..."
            if word in _CALLS and low[i + 1 : i + 2] != ["for"]:
                continue  # "calls on them to leave" demands
            if i and low[i - 1] in {"a", "an", "the", "its", "their"} and word in w.provide:
                continue  # "the accord, as well as an outline of ..., were sent"
            if word in w.documents and not (i + 1 < len(low) and low[i + 1] in w.documents):
                document = i
            if word in w.provide and (
                0 < i - document <= 12 and document >= 0 and self._clear(low, document + 1, i)
            ):
                return i, True
            if word in w.provide and document >= 0 and low[i - 1] == low[document + 1] == ",":
                return i, True  # "The deal, signed in Garo by A and B, provides for"
            near = since <= 2 or (since == 3 and word in self.words.lay)
            if word in w.provide and near and 0 < i <= 3 and low[0] in self._subject:
                return i, True
            also = i > 1 and low[i - 1] == "also" and word in self._adds and i < _EARLY
            if also and since <= 2:  # "Riyadh also proposed reopening the airport"
                return i, True
            if word in w.agree and any(x in self._sides for x in low[max(0, i - 8) : i]):
                text = low[0] == "in" and low[1] in {"the", "this"} and low[2] in w.documents
                return i, text  # "In the agreement the two sides agreed ..."
        if (
            low
            and low[0] in {"under", "according", "by"}
            and any(x in w.documents for x in low[1:9])
        ):
            comma = low.index(",") if "," in low else 0
            aside = comma and comma + 1 < len(low) and w.done(low[comma + 1])
            if aside:  # "Under the accord, hammered out in Garo, all raids stop"
                comma = next((i for i in range(comma + 1, len(low) - 1) if low[i] == ","), comma)
            if any(x in w.future for x in low[:comma]):  # "Under the plan the army would ..., and"
                comma = next(i for i, x in enumerate(low[1:9], start=1) if x in w.documents)
            return comma, True
        return -1, False

    def _lists(self, low: Sequence[str]) -> int:
        """Return where the verb of "The measures include", "These phases pertain to" is, or -1."""
        heads = self.words.heads | self.words.documents
        if len(low) < 6 or low[0] not in {"the", "these"} or low[1] not in heads:
            return -1
        if not low[1].endswith("s"):
            return -1
        verb = low[2] if low[2] not in self.words.lex.words["adverbs"] else low[3]
        return low.index(verb) if verb in _LISTS else -1

    def _asks(self, low: Sequence[str], i: int) -> int:
        """Return where "to" stands behind whom a plan asks: "urges the sides to", or -1."""
        if low[i] not in _ASKS:
            return -1
        to = next((k for k in range(i + 2, min(i + 12, len(low) - 1)) if low[k] == "to"), -1)
        stops = {",", ";", "that", "for"}
        return to if to > 0 and not stops & set(low[i + 1 : to]) else -1

    def as_follows(self, sentence: Sentence) -> bool:
        """Tell whether the articles of an agreement begin: "have agreed as follows"."""
        low = [t.low for t in sentence.tokens if t.word]
        return low[-2:] == ["as", "follows"] and any(x in self.words.agree for x in low)

    def speaks_of(self, sentence: Sentence) -> bool:
        """Tell whether a sentence speaks of an agreement, so that "it" may stand for that next."""
        return any(
            t.low in self.words.documents and not sentence.quoted(i)
            for i, t in enumerate(sentence.tokens)
        )

    def _clear(self, low: Sequence[str], a: int, b: int) -> bool:
        """Tell whether only words of its own stand between an agreement and its verb."""
        return not {"said", "says", "rejected", "signed", "that"} & set(low[a:b])

    def says_what_is_to_be(self, sentence: Sentence) -> int:
        """Return 0 where a sentence says what is to happen, else -1."""
        low = [t.low for t in sentence.tokens]
        be = self.words.lex.words["be"]
        for i, word in enumerate(low[:-1]):
            if sentence.quoted(i):
                continue
            if word in {"will", "would", "shall", "should"}:
                return 0
            if word in be and low[i + 1] == "to":
                return 0
            if word in {"was", "were"} and low[i + 1] in {
                "established", "created", "agreed", "granted", "provided", "stipulated", "set",
                "included", "formed", "decided", "given", "guaranteed", "regulated", "allowed",
            }:  # fmt: skip
                return 0
        return -1
