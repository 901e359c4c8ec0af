"""Whose part is whose: who leads a side is one, who acts for a mediator mediates with it.

What an officer's part is follows from his office and from the part of his body. A leader ("its
leader, Ana Orlo", "General Teff", "President Dane") has the part of the body that he leads, and
where no body of his is named, a ruler or a commander is a side. Ministers, envoys and delegates
have the part of their body where it helps, and only speak where it is a side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import BODIES
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tracktwo.case.steps import ProcessPart
    from tracktwo.reading.actors.entities import Entity
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_HELP = frozenset({"mediator", "host", "guarantor"})
_TAKES = frozenset({"accepts", "refuses", "commits", "conditions", "demands", "warns", "proposes"})
_LEADS = frozenset({"ruler", "leader", "commander"})
_OPEN = frozenset({None, "speaker"})
_BACK = 5
"""Words before an office in which what ended it may stand."""


class Offices:
    """Knows what offices a text gives its persons.

    Parameters
    ----------
    lexicon : Lexicon
    sentences : sequence of Sentence
    """

    def __init__(self, lexicon: Lexicon, sentences: Sequence[Sentence]) -> None:
        self.sentences, self.lex = sentences, lexicon
        table = lexicon.raw["offices"]
        self.words = {name: frozenset(text.split()) for name, text in table.items()}

    def _phrases(self, entity: Entity) -> list[list[str]]:
        """Return the words of each office, up to "of": "leader", "deputy foreign minister"."""
        found = []
        for number, start, end in entity.roles:
            t = self.sentences[number].tokens
            before = {x.low for x in t[max(0, start - 2) : start]} & self.words["past"]
            before |= self._ended([x.low for x in t[max(0, start - _BACK) : start]])
            found.append([*before, *(x.low for x in t[start:end])])  # "former Norvian premier"
        for m in entity.mentions:
            near = self.sentences[m.sentence].tokens[max(0, m.start - _BACK) : m.start]
            if m.title:
                found.append([*self._ended([x.low for x in near]), *key(m.title).split()])
        cut = []
        for phrase in found:
            words = [w for w in phrase if w not in self.words["styles"]]
            of = next((i for i, w in enumerate(words) if i and w in {"of", "for", "in"}), None)
            if words:
                cut.append(words[:of])
        return cut

    def _ended(self, before: list[str]) -> set[str]:
        """Return "former" where what comes before tells that an office ended."""
        of = next((i for i in range(len(before) - 1, 0, -1) if before[i] == "of"), 0)
        return {"former"} if of and before[of - 1] in self.words["gone"] else set()

    def lands(self, words: Sequence[str]) -> set[str]:
        """Return the states that words name: "south african president"."""
        found = set()
        for a in range(len(words)):
            for b in range(a + 1, min(a + 4, len(words)) + 1):
                name = " ".join(words[a:b]).removesuffix("'s")
                found |= {self.lex.demonyms.get(name), self.lex.states.get(name)}
        return {name for name in found if name}

    def abroad(
        self, entity: Entity, entities: Sequence[Entity], parts: Mapping[int, ProcessPart]
    ) -> bool:
        """Tell whether a ruler's title is of another state than the sides are of."""
        own = {
            land for m in entity.mentions if m.title for land in self.lands(key(m.title).split())
        }
        sides = {
            land for i, e in enumerate(entities) if parts.get(i) == "party" and not e.person
            for land in self.lands(key(e.name).split())
        }  # fmt: skip
        if not sides:  # of which land a text speaks most
            told = [e for e in entities if e.kind == "state" and len(e.mentions) > 1]
            sides = {max(told, key=lambda e: len(e.mentions)).name} if told else set()
        return bool(own) and bool(sides) and not own & sides

    def rank(self, entity: Entity) -> str:
        """Return "ruler", "leader", "commander", "officer" or "", the highest that is told.

        Who speaks for another as a spokesman is none of these, whatever his rank.
        """
        phrases = self._phrases(entity)
        if any(self.words["voices"] & set(words) for words in phrases):
            return ""
        ranks = {self._rank(words) for words in phrases}
        order = ("ruler", "leader", "commander", "officer")
        return next((r for r in order if r in ranks), "")

    def sent(self, entity: Entity) -> bool:
        """Tell whether a person is somebody's envoy."""
        return any(self.words["envoys"] & set(words[-1:]) for words in self._phrases(entity))

    def _rank(self, words: list[str]) -> str:
        if self.words["past"] & set(words):
            return ""
        last = words[-1]
        if self.words["second"] & set(words) and last not in self.words["commanders"]:
            return "officer"
        ruler = last in self.words["rulers"] or (last == "minister" and "prime" in words)
        if ruler:
            return "leader" if "'s" in words else "ruler"
        if last in self.words["leaders"] or words[-2:] == ["general", "secretary"]:
            return "ruler" if set(words) & self.words["fighting"] else "leader"
        if last in self.words["commanders"]:
            return "commander"
        return "officer" if last in self.words["officers"] else ""


def shared_parts(
    entities: Sequence[Entity],
    parts: dict[int, ProcessPart],
    facts: Iterable[Fact],
    offices: Offices,
    *,
    sides: Mapping[int, int] | Counter[int],
    outside: Callable[[int], bool],
    makers: Mapping[int, int],
) -> None:
    """Give who leads or acts for a body the part of that body, and a body that of its mediator.

    Parameters
    ----------
    entities : sequence of Entity
    parts : dict
        Index of an entity: its part; changed in place. What the text tells of an actor stays.
    facts : iterable of Fact
    offices : Offices
    sides : mapping
        Index of an entity: how often the text tells outright that it is a side.
    outside : callable
        Whether an entity is a body of states.
    makers : mapping
        Index of an entity: how often a plan is said to be its own.
    """
    facts = list(facts)
    spoke = {i for f in facts for i in f.by}
    takes = {i for f in facts if f.kind in _TAKES for i in f.by}
    for i, entity in enumerate(entities):
        if not entity.person:
            continue
        bodies = [b for b in entity.parents if entities[b].sort == "name" or b in parts]
        lands = [b for b in bodies if entities[b].kind in {"state", "unknown"}]
        bodies = [b for b in bodies if b not in lands and entities[b].kind != "person"]
        rank = offices.rank(entity)
        if parts.get(i) in _OPEN and any(map(outside, bodies)) and offices.sent(entity):
            parts[i] = "mediator"  # "the Envoy of the League of Lake States"
        if parts.get(i) == "mediator":
            for body in bodies:
                if entities[body].active and entities[body].kind != "government":
                    parts.setdefault(body, "mediator")
        if parts.get(i) not in _OPEN:
            continue
        held = [parts.get(b) for b in (bodies or lands)]
        part = held[-1] if held else None
        told = sides[i] > 0 or i in (spoke if rank == "commander" else takes)
        home = part is None and (bodies or not lands) and not any(map(outside, bodies))
        if home and rank == "ruler" and not sides[i] and offices.abroad(entity, entities, parts):
            home = False  # "South African President Ana Orlo urged both sides"
        if part in _HELP and (rank or bodies):
            parts[i] = part
        elif (part == "party" and (rank in _LEADS or sides[i])) or (
            home and (rank == "ruler" or (told and rank in _LEADS))
        ):
            parts[i] = "party"
        elif makers.get(i) and part is None and not sides[i] and rank not in _LEADS:
            parts[i] = "mediator"
            continue
        if parts.get(i) == "party":
            for body in bodies:
                if entities[body].active and entities[body].kind in BODIES:
                    parts.setdefault(body, "party")
