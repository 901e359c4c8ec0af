"""Quotations that no verb reports, by how they are set, and what is so "according to" somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.bounds import Bounds
from tracktwo.reading.statements.clause import Fact

if TYPE_CHECKING:
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.statements.clause import Cue
    from tracktwo.reading.text.article import Sentence

_DASHES = {"-", "–", "—"}
"""Between a quotation and who is named for it."""


class Quotations(Bounds):
    """Gives a quotation to who is named before, after or below it."""

    whole: tuple[Sentence, int] | None = None
    """The sentence before and its number, if all of it is quotation and nobody is named for it."""

    def _according(self) -> list[Fact]:
        """Find "according to X, ..."."""
        t = self.t
        for i in range(len(t) - 2):
            if t[i].low == "according" and t[i + 1].low == "to" and not self.s.quoted(i):
                mention = self.at.get(i + 2)
                if mention is None or mention.entity < 0 or mention.head in self.lex.words["it"]:
                    continue  # "according to it": to the plan
                end = max(mention.end, mention.extent)
                if end < len(t) and t[end].low in self.plans | self.lex.who["papers"]:
                    continue  # "according to the Union's programme"
                start, stop = (end, len(t)) if i < 3 else (0, i)
                while start < stop and not t[start].word and t[start].text not in '"“':
                    start += 1
                while stop > start and not t[stop - 1].word:
                    stop -= 1
                return [
                    Fact(
                        kind,
                        (mention.entity,),
                        (),
                        self.number,
                        (a, b),
                        (a, b),
                        "according",
                        mention,
                    )
                    for kind, a, b, _ in self.content.kinds(t, start, stop, "states")
                ]
        return []

    def _continued(self, cues: list[Cue]) -> list[Fact]:
        """Give a sentence that is all quotation to who spoke before it in the paragraph."""
        if not self.speaker or cues or not self.s.quotes or self.speaker[0].entity < 0:
            return []
        if not self._all_quoted():
            return []
        return self._quote(self.s, self.number, self.speaker[0], {"continued"})

    def _all_quoted(self) -> bool:
        quotes = self.s.quotes[:1]
        return bool(quotes) and not any(
            x.word and not quotes[0].start <= i < quotes[0].end for i, x in enumerate(self.t)
        )

    def _quote(
        self, sentence: Sentence, number: int, speaker: Mention, flags: set[str]
    ) -> list[Fact]:
        """Give the first quotation of a sentence to a speaker."""
        quote, t = sentence.quotes[0], sentence.tokens
        end = quote.end
        while end > quote.start and not t[end - 1].word:
            end -= 1
        if speaker.entity < 0 or end - quote.start < 3:
            return []
        by = speaker.stands_for if not flags else (speaker.entity,)
        return [
            Fact(kind, by, (), number, (a, b), (a, b), "quote", speaker, set(flags))
            for kind, a, b, _ in self.content.kinds(t, quote.start, end, "states")
        ]

    def _signed(self, cues: list[Cue], before: tuple[Sentence, int] | None) -> list[Fact]:
        """Give a paragraph of quotation to who stands below it: "- Ana Orlo, head of the Front"."""
        if before is None or cues or len(self.t) > 24 or self.t[0].text not in _DASHES:
            return []
        speaker = self.at.get(1)
        if speaker is None or speaker.sort != "name" or before[0].paragraph == self.s.paragraph:
            return []
        return self._quote(*before, speaker, set())

    def _printed(self, cues: list[Cue]) -> list[Fact]:
        """Find 'Minister Paul Deng: "..."' and '"..." - Prime Minister Ines Roca'."""
        t = self.t
        if cues or not self.s.quotes:
            return []
        quote = self.s.quotes[0]
        speaker: Mention | None = None
        opening = quote.start - 1
        if opening > 0 and t[opening - 1].text == ":" and opening <= 14:
            inside = [m for m in self.top if m.end <= opening - 1]
            speaker = inside[0] if inside and inside[0].start <= 1 else None
        elif opening == 0 and quote.end + 2 < len(t) and t[quote.end + 1].text in _DASHES:
            speaker = self.at.get(quote.end + 2)
        elif opening == 0 and quote.end + 2 < len(t):  # '"I fed them," he laughed.'
            after = self.at.get(quote.end + 1)
            end = max(after.end, after.extent) if after is not None else 0
            if after is not None and end + 1 < len(t) and not t[end + 1].word:
                speaker = after if t[end].text.islower() else None
        return [] if speaker is None else self._quote(self.s, self.number, speaker, set())
