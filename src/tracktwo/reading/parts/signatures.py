"""Signatures: the lines under an agreement that say who signed for whom and who was there.

"For the Government of Maresh: ...", "In the presence of: ...", "Guarantors:". A line that opens so
holds until the next one does, or until whole sentences begin again.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.text.article import shouted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Finder, Mention
    from tracktwo.reading.parts.evidence import Parts
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

SENTENCE = 14
"""Words of a line with a full stop that is a sentence, and no signature."""
_SIGNED = frozenset({"signed", "witnessed", "co-signed", "initialled"})
_AFTER = frozenset({"the", "a", "an", "by", "in", "as", "this", "it", "on"})
"""After these verbs, in small letters, a sentence goes on, and no line of signatures."""
_NAMED = frozenset({"parties", "sides", "belligerents"})
_JOINS = frozenset({"and", "the", "of", "for"})


class Signatures:
    """Reads signature lines, one after another."""

    def __init__(self, lexicon: Lexicon, finder: Finder, register: Register, parts: Parts) -> None:
        self.lex, self.finder, self.register, self.parts = lexicon, finder, register, parts
        table = lexicon.raw["signatures"]
        self.openers: list[tuple[tuple[str, ...], str]] = sorted(
            ((tuple(p.split()), str(part)) for part in table for p in table[part]),
            key=lambda pair: -len(pair[0]),
        )
        self.mode = ""
        self.paragraph = -1

    def take(self, sentence: Sentence, number: int) -> list[int] | None:
        """Read a line; return who signed there, or None where it is no signature.

        The mentions of the line are resolved, and the parts of its actors counted.
        """
        low = [t.low for t in sentence.tokens[sentence.mark :]]
        length, part = self._opener(low)
        if not number and ":" not in low:
            return None  # a headline: "Mediators Unveil a Plan"
        after = sentence.tokens[sentence.mark + length : sentence.mark + length + 1]
        small = bool(after) and after[0].word and not after[0].capital and after[0].low != "the"
        if part == "party" and small and low[-1] == ".":
            return None  # "For each of them thirty prisoners go free."
        apart = sentence.paragraph > self.paragraph + 3
        if low[1:2] == [":"] and low[0] in _NAMED:  # of a fact sheet, signed or not
            mentions = self.finder.find(sentence, number)
            self.register.resolve(sentence, mentions)
            for mention in mentions:
                if mention.sort == "name" and not mention.within and mention.entity >= 0:
                    self.parts.evidence["party"][mention.entity] += 3
            return []
        told = self._announced(low)
        if told:  # "The following witnessed it:", and the lines of names come next
            self.mode, self.paragraph = told, sentence.paragraph
            return None
        listed = part == "party" and bool(sentence.mark) and not self._verbs(sentence)
        if (self.speaks(sentence) and not listed) or (not part and (not self.mode or apart)):
            self.mode = "" if self.speaks(sentence) or apart else self.mode
            return None
        if not (
            part == "party" and self.mode in {"guarantor", "observer", "mediator"} and not apart
        ):
            self.mode = part or self.mode  # "Guarantors: For Tanzania: ..." goes on
        self.paragraph = sentence.paragraph
        mentions = self.finder.find(sentence, number)
        self.register.resolve(sentence, mentions)
        return self._count(sentence, mentions, sentence.mark + length, self.mode, opened=bool(part))

    def attend(self, mentions: Sequence[Mention]) -> list[int]:
        """Read a line of names that says no part: "Ali Odo, President of the Republic of Gabon".

        Who is not in the text otherwise may be known from here, and a state or a body of states
        whose officer stands in such a line was there.

        Returns
        -------
        list of int
            The bodies that the line names.
        """
        bodies = []
        for mention in mentions:
            if mention.entity < 0 or mention.sort != "name":
                continue
            entity = self.register.entities[mention.entity]
            outside = entity.kind == "state" or self.parts.international(entity)
            if outside and not mention.place:
                self.parts.evidence["attended"][mention.entity] += 1
            elif entity.kind not in {"person", "state", "unknown", "community"}:
                bodies.append(mention.entity)
        return bodies

    def lists(self, sentence: Sentence) -> bool:
        """Tell whether a line only names people and their offices, or bodies."""
        if self.speaks(sentence):
            return False
        t = sentence.tokens
        named = not self.parts.offices.isdisjoint(x.low for x in t)
        bare = len(t) > 3 and all(x.capital or not x.word or x.low in _JOINS for x in t)
        return sentence.heading or bool(sentence.mark) or named or bare

    def tells(self, sentence: Sentence) -> bool:
        """Tell whether a line is a sentence without its full stop, and no headline.

        "South Africa facilitated the process": headlines are in the present.
        """
        t = sentence.tokens
        if shouted(t):
            return False  # a title: "CAN THE VOTE BE PUT OFF?"
        return any(x.low in self.lex.words["auxiliaries"] for x in t) or any(
            y.low.endswith("ed") and x.capital and not y.capital and y.low != "signed"
            for x, y in itertools.pairwise(t)
        )

    def speaks(self, sentence: Sentence) -> bool:
        """Tell whether a line is a sentence of its own: it has a verb, or a quotation."""
        t = sentence.tokens
        return (
            self._verbs(sentence)
            or any(
                x.low in _SIGNED and not x.capital and (y.low in _AFTER or y.capital)
                for x, y in itertools.pairwise(t)
            )
            or self.tells(sentence)
            or bool(sentence.quotes)
            or bool(sentence.mark and t[0].text in "-•*" and not self._names_officer(sentence))
        )

    def _names_officer(self, sentence: Sentence) -> bool:
        """Tell whether a line is mostly names, an office among them."""
        words = [x for x in sentence.tokens if x.word]
        capital = sum(x.capital for x in words)
        return not self.parts.offices.isdisjoint(x.low for x in words) and capital * 2 >= len(words)

    def _verbs(self, sentence: Sentence) -> bool:
        return any(
            x.low in self.lex.words["auxiliaries"]
            or ((form := self.lex.forms.get(x.low)) is not None and not form.base and not x.capital
                and form.lemma not in {"sign", "witness", "lead", "head"})
            for x in sentence.tokens
        )  # fmt: skip

    def _announced(self, low: Sequence[str]) -> str:
        """Return the part of those whose names follow a line such as "It was witnessed by:"."""
        if low[-1:] != [":"] or len(low) < 3:
            return ""
        tail = list(low[:-1])
        for phrase, part in self.openers:
            if part != "party" and tuple(tail[-len(phrase) :]) == phrase:
                return part
        return ""

    def _opener(self, low: Sequence[str]) -> tuple[int, str]:
        """Return with how many words a line opens, and for which part."""
        for phrase, part in self.openers:
            n = len(phrase)
            if tuple(low[:n]) == phrase:
                return n, part
            if low[:1] == ["the"] and tuple(low[1 : n + 1]) == phrase:
                return n + 1, part
            if (
                n == 1
                and low[-1:] == [":"]
                and len(low) < 9
                and part != "party"
                and (phrase[0] in low)
            ):
                return len(low), part  # "International partners as witnesses:"
        return 0, ""

    def _officer(self, sentence: Sentence, mention: Mention) -> None:
        """Count the state of an officer who stands under an agreement, for no side."""
        entity = self.register.entities[mention.entity]
        if entity.kind != "state" and not self.parts.international(entity):
            return
        t = sentence.tokens
        named = not self.parts.offices.isdisjoint(x.low for x in t)
        bare = all(x.capital or not x.word or x.low in _JOINS for x in t)
        if mention.sort == "name" and not mention.place and (named or bare):
            self.parts.evidence["attended"][mention.entity] += 1

    def _body(self, sentence: Sentence, mention: Mention, mode: str) -> bool:
        """Tell whether a name in such a line is somebody there: no portfolio, no bare witness."""
        entity = self.register.entities[mention.entity]
        before = [t.low for t in sentence.tokens[max(0, mention.start - 4) : mention.start]]
        if {"minister", "ministry", "secretary", "department", "affairs"} & set(before):
            return entity.kind == "state" or self.parts.international(entity)
        if entity.kind == "person":
            return mode in {"mediator", "guarantor"}
        return entity.kind in {"state", "organisation", "coalition", "government"}

    def _count(
        self, sentence: Sentence, mentions: list[Mention], after: int, mode: str, *, opened: bool
    ) -> list[int]:
        signed: list[int] = []
        colon = next(
            (i for i, t in enumerate(sentence.tokens) if t.text == ":" and i >= after),
            len(sentence.tokens),
        )
        for mention in mentions:
            if mention.entity < 0 or mention.start < after - 1 or mention.sort == "pronoun":
                continue
            entity = self.register.entities[mention.entity]
            if mode == "party":
                if not opened or mention.start > min(colon, after + 2) or mention.within:
                    self._officer(sentence, mention)
                    continue
                if self.parts.international(entity):
                    self.parts.evidence["observer"][mention.entity] += 2
                elif entity.kind != "person":
                    self.parts.evidence["party"][mention.entity] += 3
                    signed.append(mention.entity)
            elif mention.sort == "name" and self._body(sentence, mention, mode):
                self.parts.evidence[mode][mention.entity] += 2
        return signed
