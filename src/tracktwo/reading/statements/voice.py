"""Voice: who "we" and "I" are outside quotation marks, and who "the warring parties" are.

In a statement it is who issues it; in an interview who is named before the colon: "Stell: We
accept that." A paragraph of questions has no voice. Reports often open with a word for both sides
and name them further down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.entity import Entity
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_TWO = 2
_HELPERS = frozenset({"mediator", "guarantor", "host", "observer"})
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


def name_rivals(
    entities: Sequence[Entity], parts: Mapping[int, str], facts: Iterable[Fact], lex: Lexicon
) -> None:
    """Let words for both sides stand for these, where a text names just two sides.

    Parameters
    ----------
    entities : sequence of Entity
    parts : mapping
        Part in the process by index of an entity.
    facts : iterable of Fact
        Their speakers are changed.
    lex : Lexicon
    """
    sides = tuple(
        i for i, e in enumerate(entities)
        if parts.get(i) == "party" and not e.person and e.mentions
        and (e.sort == "name" or e.kind == "government")
    )  # fmt: skip
    both = {i for i, e in enumerate(entities) if _both(e, lex)} if len(sides) == _TWO else set()
    rebels = _rebels(entities, parts, lex)
    for fact in facts:
        if rebels is not None:  # "rebels", and further down "the Front"
            crowd, named = rebels
            fact.flags |= {"unnamed"} if crowd & set(fact.by) else set()
            fact.by = tuple(dict.fromkeys(named if i in crowd else i for i in fact.by))
            fact.to = tuple(dict.fromkeys(named if i in crowd else i for i in fact.to))
        subject = fact.subject
        meant = subject is not None and subject.head in lex.who["sides"] and len(fact.by) > 1
        if meant and all(parts.get(i) in _HELPERS for i in fact.by):
            # "the parties", behind "A and B, the guarantors": not these
            fact.idle = len(sides) != _TWO
            fact.by = fact.by if fact.idle else sides
        if both & set(fact.by):
            fact.flags.add("unnamed")
            rest = [i for i in fact.by if i not in both]
            fact.by = tuple(dict.fromkeys([*rest, *sides]))
        if both & set(fact.to):
            rest = [i for i in fact.to if i not in both]
            fact.to = tuple(dict.fromkeys([*rest, *(i for i in sides if i not in fact.by)]))
    for i in both | (rebels[0] if rebels is not None else set()):
        entities[i].active = False


def _both(entity: Entity, lex: Lexicon) -> bool:
    """Tell whether an actor without a name is both sides: "the warring parties", "two factions"."""
    if entity.sort != "common" or not entity.plural or not entity.mentions:
        return False
    words = set(key(entity.name).split())
    heads = entity.heads & (lex.who["sides"] | lex.who["rivals"])
    return bool(heads) and not words.isdisjoint(lex.who["opposed"] | lex.who["both"])


def _rebels(
    entities: Sequence[Entity], parts: Mapping[int, str], lex: Lexicon
) -> tuple[set[int], int] | None:
    """Return who is called rebels without a name, and the one armed side that has one."""
    kinds = {"armed-group", "organisation", "coalition", "group"}
    named = [
        i for i, e in enumerate(entities)
        if e.sort == "name" and e.mentions and e.active and parts.get(i) == "party"
        and e.kind in kinds and not e.person
    ]  # fmt: skip
    armed = [i for i in named if entities[i].kind == "armed-group"]
    crowd = {
        i for i, e in enumerate(entities)
        if e.sort == "common" and e.mentions and not e.person and not e.planned
        and e.heads & {"rebels", "group", "insurgents", "guerrillas"}
        and not lex.who["rising"].isdisjoint(key(e.name).split())
        and (lex.words["numbers"] | lex.who["both"] | {"other", "others", "some", "around"})
        .isdisjoint(key(e.name).split())
    }  # fmt: skip
    only = armed if len(armed) == 1 else named if len(named) == 1 else []
    return (crowd, only[0]) if crowd and only else None
