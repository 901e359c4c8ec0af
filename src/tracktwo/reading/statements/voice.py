"""Voice: who "we" and "I" are outside quotation marks.

In a statement it is who issues it; in an interview who is named before the colon: "Stell: We
accept that." A paragraph of questions has no voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence

_ASKS = frozenset({"question", "q", "interviewer", "host", "moderator"})


class Voice:
    """Keeps the register's issuer right from paragraph to paragraph."""

    def __init__(self, register: Register, sentences: Sequence[Sentence]) -> None:
        self.register = register
        self.ours = any(s.tokens[s.mark].low == "we" for s in sentences if len(s.tokens) > s.mark)
        self.paragraph = -1
        self.labelled = False
        self.outer = -1

    def several(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Take "We, the ministers of A, B and C," for who "we" are from here on."""
        t = sentence.tokens
        if len(t) < 4 or t[sentence.mark].low != "we" or t[sentence.mark + 1].text != ",":
            return
        first = next((m for m in mentions if m.start > sentence.mark and not m.within), None)
        if first is not None and len(first.joint) > 1:
            self.register.issuers = first.joint

    def offices(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Take "Chair: Ana Orlo" for who "the Chair" is in minutes."""
        t, roles = sentence.tokens, self.register.lex.who["roles"]
        for m in mentions:
            person = m.sort == "name" and m.entity >= 0 and self.register.entities[m.entity].person
            if person and m.start >= 2 and t[m.start - 1].text == ":":
                office = t[m.start - 2]
                if office.low in roles and (m.start == 2 or not t[m.start - 3].word):
                    self.register.by_key[office.low] = m.entity

    def turn(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Turn to a sentence before its pronouns are resolved."""
        if sentence.paragraph == self.paragraph:
            return
        self.paragraph = sentence.paragraph
        if self.labelled:
            self.register.issuer, self.labelled = self.outer, False
        t = sentence.tokens
        colon = next((i for i, x in enumerate(t[:7]) if x.text == ":"), 0)
        if not colon or colon + 2 >= len(t) or t[colon + 1].text in {'"', "“"}:
            return
        asks = colon == 1 and t[0].low in _ASKS
        name = next(
            (m for m in mentions if m.sort == "name" and m.start <= 1 and m.end == colon), None
        )
        if name is not None and name.kind not in {"person", None}:
            name = None
        if asks or name is not None:
            self.outer, self.labelled = self.register.issuer, True
            self.register.issuer = -1 if name is None else self.register.named(sentence, name)

    def announce(self, entity: int) -> None:
        """Take who opens a list of what "we" do for whose statement it is."""
        if self.ours and entity >= 0 and self.register.issuer < 0 and not self.labelled:
            self.register.issuer = entity
