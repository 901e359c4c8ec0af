"""Deeds: what statements, and what officers and elders say, tell of the parts of their bodies.

Whoever can withhold aid, sanctions or recognition presses; who is asked again and again is a side;
a land whose ruler refuses, accepts or commits takes a stand, and so do those whose elders do.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.actors.entities import Entity
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_STANDS = frozenset({"accepts", "refuses", "commits", "conditions"})


class Deeds:
    """Counts the deeds of a text by actor.

    Attributes
    ----------
    stands : Counter
        How often a land or a body without a part takes a stand, itself or through its people.
    asked : Counter
        How often something is demanded of it, or it is warned.
    presses : Counter
        How often it says what it may withhold or grant from outside.
    demands : Counter
        How often it demands something or warns.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.raw["deeds"]
        pull = "|".join(table["pull"].split())
        self.levers = frozenset(table["levers"].split())
        lever = "|".join(table["levers"].split())
        self._lever = re.compile(rf"\b(?:{pull})\w*\b(?:\W+\w+){{0,4}}?\W+(?:{lever})\b")
        self._stops = re.compile(
            rf"\b(?:{lever}) (?:\w+ ){{0,2}}(?:{'|'.join(table['ends'].split())})\b"
        )
        self.stands: Counter[int] = Counter()
        self.asked: Counter[int] = Counter()
        self.presses: Counter[int] = Counter()
        self.demands: Counter[int] = Counter()

    def count(
        self, facts: Iterable[Fact], entities: Sequence[Entity], sentences: Sequence[Sentence]
    ) -> None:
        """Count what the statements of a text tell."""
        for fact in facts:
            if not fact.by:
                continue
            pulls = self._pulls(fact, sentences[fact.sentence])
            speakers = {j for i in fact.by for j in self.voiced(i, entities)}
            for i in speakers:
                wants = fact.kind == "demands" and entities[i].kind in {"state", "unknown"}
                self.presses[i] += pulls or (wants and self._levers(fact, sentences[fact.sentence]))
                self.demands[i] += fact.kind in {"demands", "warns"}
                self.stands[i] += fact.kind in _STANDS and not pulls
            for i in fact.to:
                if fact.kind in {"demands", "warns"} and i not in speakers:
                    self.asked[i] += 1

    def voiced(self, i: int, entities: Sequence[Entity]) -> set[int]:
        """Return for whom an actor speaks: itself, and the land or body that it is one of."""
        entity = entities[i]
        if not entity.person and not (entity.plural and entity.sort == "common"):
            return {i}
        return {i, *entity.parents}

    def _levers(self, fact: Fact, sentence: Sentence) -> bool:
        """Tell whether what is demanded begins with a lever: "travel bans on obstructors"."""
        start = fact.content[0]
        return not self.levers.isdisjoint(t.low for t in sentence.tokens[start : start + 3])

    def _pulls(self, fact: Fact, sentence: Sentence) -> bool:
        """Tell whether a statement says what its speaker may withhold: "would suspend its aid"."""
        if fact.kind not in {"conditions", "warns", "commits", "states", "proposes"}:
            return False
        start, end = min(fact.content[0], fact.evidence[0]), fact.content[1]
        on = range(*fact.on) if fact.on is not None else range(0)
        text = " ".join(
            t.low for k, t in enumerate(sentence.tokens[start:end], start=start) if k not in on
        )
        return bool(self._lever.search(text) or self._stops.search(text))
