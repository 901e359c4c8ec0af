"""Settling: at the end of a text, what each actor's part in the process is.

What a text says outright that an actor does for others outweighs what it says itself; a side is
who signs, accepts, refuses or commits, who is fought or dealt with, and who is armed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, cast

from tracktwo.reading.actors.entity import head_of, member
from tracktwo.reading.actors.lands import of_people
from tracktwo.reading.parts.deeds import Deeds
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from tracktwo.case.steps import ProcessPart
    from tracktwo.reading.actors.entities import Entity
    from tracktwo.reading.parts.evidence import Parts
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.statements.relations import Link

_THIRD = ("mediator", "guarantor", "host", "observer", "pressure")
"""The parts of those who are no side, the surest first."""
_SIDES = {"party", "coalition", "organisation", "armed-group", "government", "group", "community"}
"""Kinds of actor that are a side where they take a stand."""
_INSIDE = frozenset({"armed-group", "government", "party", "person"})
"""Kinds of actor that are a side even where they speak of sanctions and aid alone."""
_WEIGHTS = {"mediator": 2.5, "guarantor": 1.2, "host": 1.2}
"""Who mediates and watches mediates; who hosts or vouches takes part and watches as well."""
_CIVIL = frozenset({"party", "coalition", "organisation", "unknown"})
"""Kinds of actor that may have a view and be no side."""
_AHEAD = frozenset({"future", "autonomous", "unity", "broad-based", "new", "transitional"})
"""What a government is called that is yet to be."""
_PEOPLE = frozenset(
    {"leaders", "ministers", "officials", "factions", "presidents", "negotiators", "allies",
     "soldiers", "rivals", "delegates", "envoys"}
)  # fmt: skip
"""Who acts for sides that a text names by their names."""
_LONG = 8
"""Words of a name that is a line of names, and no government's."""


class Settling:
    """Settles the parts that were gathered.

    Parameters
    ----------
    parts : Parts
        What a text says of the part of each actor.
    """

    def __init__(self, parts: Parts) -> None:
        self.lex, self.international = parts.lex, parts.international
        self.evidence, self.near = parts.evidence, parts.near
        self.cues, self.offices = parts.cues, parts.offices

    def settle(
        self,
        entities: Sequence[Entity],
        facts: Iterable[Fact],
        links: Iterable[Link],
        pairs: Iterable[tuple[int, int]] = (),
        *,
        agreed: bool = False,
        deeds: Deeds | None = None,
        makers: Container[int] = (),
    ) -> dict[int, ProcessPart]:
        """Return the part of each actor, where the text tells it.

        Parameters
        ----------
        entities, facts, links, pairs
            As found in the text.
        agreed : bool
            Whether the text sets out an agreement.
        deeds : Deeds or None
            What statements tell of the parts of others than who makes them.
        makers : container of int
            Who made the plans of the text.
        """
        deeds = deeds or Deeds(self.lex)
        facts = list(facts)
        # A report names many states; an agreement those that were there.
        agreed &= not any(f.cue in self.lex.reporting for f in facts)
        party, spoke = Counter(self.evidence["party"]), Counter[int]()
        only_asks, together = Counter[int](), Counter[int]()
        for fact in facts:
            for i in fact.by:
                spoke[i] += 1
                own = fact.kind in {"refuses", "commits", "conditions"}
                outside = entities[i].kind == "state" or self.international(entities[i])
                taking = own or fact.kind == "accepts"
                shared = fact.kind == "demands" and len(fact.by) > 2
                if outside and fact.about and (fact.kind == "proposes" or shared):
                    self.evidence["proposer"][i] += 1
                    together[i] += shared
                pressing = fact.kind in {"demands", "warns"} and entities[i].sort == "name"
                pressing &= all(entities[j].kind != "state" for j in fact.by)  # none with states
                if entities[i].kind in _SIDES and not outside and (taking or pressing):
                    party[i] += 1  # who takes a stand is a side, unless it is known as another
                    only_asks[i] += not taking
                if entities[i].person and taking:  # whose leader signs, or refuses
                    for body in entities[i].parents:
                        if entities[body].kind in _SIDES and not self.international(entities[body]):
                            party[body] += 1
                if fact.about and (
                    fact.cue == "sign"
                    or (own and not outside)
                    or (fact.cue in {"accept", "agree"} and not outside)
                ):
                    party[i] += 2
        pairs = list(pairs)
        for pair in pairs:  # "the government and the FMLN"
            kinds = [entities[i].kind for i in pair]
            if "government" in kinds and not any(self.international(entities[i]) for i in pair):
                party[pair[0]] += 1
                party[pair[1]] += 1
        links = list(links)
        for link in links:
            if link.kind == "fights":
                party[link.source] += 2
                party[link.target] += 2
        home = self._home(entities, party)
        guests = self._guests(entities, party)
        fought = {i for x in links if x.kind == "fights" for i in (x.source, x.target)}
        abroad: set[int] = set()  # beside a government and those it deals with, states are no sides
        if any(entities[i].kind == "government" and party[i] for i in range(len(entities))):
            abroad = set(range(len(entities))) - home - fought
        served = {
            body for i, e in enumerate(entities)
            if e.person and self.evidence["mediator"][i] for body in e.parents
        }  # fmt: skip
        parts: dict[int, ProcessPart] = {}
        for i, entity in enumerate(entities):
            third = {part: self.evidence[part][i] for part in _THIRD if self.evidence[part][i]}
            if i in makers and set(third) == {"pressure"}:
                third["mediator"] = 1  # it threatens, and it is its plan
            mine = party[i] + (2 if entity.kind == "armed-group" else 0) + (
                1 if entity.heads & self.lex.who["institutions"] else 0
            )  # fmt: skip
            land = entity.kind in {"state", "unknown"} and entity.sort == "name"
            if land and deeds.stands[i] and deeds.stands[i] + deeds.asked[i] > 1:
                mine += 1  # its ruler takes a stand, and something is asked of it
            # A neighbour that takes a stand, and of which something is asked, is no bystander.
            drawn_in = deeds.stands[i] and deeds.asked[i]
            if self.international(entity) or (
                entity.kind == "state" and i in abroad and not drawn_in
            ):
                mine = 0
            mine = 0 if i in guests else mine
            if head_of(entity.name) in self.lex.who["apart"] and not self.evidence["party"][i]:
                mine = 0  # a bank, a church
            if deeds.presses[i] and not deeds.stands[i] and entity.kind not in _INSIDE:
                mine = 0  # it speaks of its aid and of sanctions, and of nothing that it does
            if entity.kind == "state" and not spoke[i] and self._has_ruler(entity, entities):
                continue  # its government is the actor: "the conflict in Qadar"
            if third and not (mine > 2 * sum(third.values()) and entity.kind != "state"):
                weight = {p: n * _WEIGHTS.get(p, 1) for p, n in third.items()}
                best = max(third, key=lambda p: (weight[p], -_THIRD.index(p)))
                parts[i] = cast("ProcessPart", best)
            elif (
                i in makers
                and mine <= only_asks[i]
                and not deeds.asked[i]
                and deeds.demands[i] < 2
                and entity.kind not in _INSIDE
            ):
                parts[i] = "mediator"  # it laid a plan on the table, and takes no stand itself
            elif mine and (
                entity.kind != "person" or (party[i] > 2 and not member(entity, entities))
            ):
                parts[i] = "party"
            elif (
                self._outside(entity, i in home)
                and not mine
                and self.evidence["proposer"][i] <= together[i]  # it laid no plan on the table
                and (deeds.presses[i] or (deeds.demands[i] > 1 and not together[i]))
            ):
                parts[i] = "pressure"
            elif self.evidence["proposer"][i] and entity.kind in {"state", "organisation", "group"}:
                parts[i] = "mediator"
            elif not mine and party[i] and agreed and entity.kind == "state" and i in abroad:
                parts[i] = "observer"  # it signed beside the sides
            elif (beside := self._beside(i, entity, agreed)) and i not in home and not mine:
                parts[i] = beside
            elif agreed and entity.kind == "person" and self._foreign(entity, entities, home):
                parts[i] = "observer"  # an officer of another state, who takes no side
            elif agreed and self.international(entity) and not mine:
                parts[i] = "observer"  # a body of states that an agreement names, and no side
            elif agreed and ((home and i not in home and self._abroad(entity)) or i in guests):
                parts[i] = "observer"  # another state that an agreement names, and not as a place
            elif spoke[i] and entity.kind == "person" and not member(entity, entities):
                parts[i] = "speaker"
            elif i in served and not party[i]:
                parts[i] = "mediator"  # "Ana Orlo, special envoy of the Lakes Union"
            elif entity.active and self._political(entity):
                parts[i] = "party"  # a council or a movement of which nothing else is told
        self._two_sides(entities, parts, deeds)
        together_with = {i for pair in pairs for i in pair} | fought
        for fact in facts:
            if len(fact.by) > 1 and fact.kind in {"accepts", "commits"}:
                together_with.update(fact.by)
        self._bystanders(entities, parts, together_with, spoke)
        return parts

    def _bystanders(
        self,
        entities: Sequence[Entity],
        parts: dict[int, ProcessPart],
        sides: Container[int],
        spoke: Mapping[int, int],
    ) -> None:
        """Take for no side who only has a view, where two sides act together or fight each other.

        "The army and the Front signed. The Farmers' League said it would boycott the vote."

        Parameters
        ----------
        entities, parts
        sides : container of int
            Who is joined by "and", takes something on together, or fights.
        spoke : mapping of int
            How many statements are an actor's.
        """
        named = [
            i for i, part in parts.items()
            if part == "party" and i in sides and not entities[i].person
            and (entities[i].sort == "name" or entities[i].heads & self.lex.who["institutions"])
        ]  # fmt: skip
        others = any(part == "party" and entities[i].kind != "group" for i, part in parts.items())
        for i in [i for i, part in parts.items() if part == "party" and others]:
            if entities[i].sort == "common" and entities[i].heads & _PEOPLE:
                del parts[i]  # "the two leaders", "foreign ministers": of those named elsewhere
        if len(named) < 2:
            return
        for i, part in list(parts.items()):
            entity = entities[i]
            if part != "party" or i in sides or entity.person:
                continue
            crowd = entity.sort == "common" and entity.kind in {"organisation", "group"}
            view = entity.kind in _CIVIL and spoke.get(i, 0) and not self.evidence["party"][i]
            words = set(key(entity.name).split())
            ahead = entity.kind == "government" and not spoke.get(i, 0) and words & _AHEAD
            if (crowd or view) and spoke.get(i, 0):
                parts[i] = "speaker"
            elif crowd or ahead:
                del parts[i]

    def _outside(self, entity: Entity, home: bool) -> bool:
        """Tell whether an actor may press from outside: a land, a bank, a body of states."""
        if entity.kind == "state" or self.international(entity):
            return not home
        return entity.sort == "name" and entity.kind in {"unknown", "organisation", "coalition"}

    def _two_sides(
        self, entities: Sequence[Entity], parts: dict[int, ProcessPart], deeds: Deeds
    ) -> None:
        """Where fewer than two sides are known, take the lands that most speak or are asked."""
        known = sum(part == "party" and not entities[i].person for i, part in parts.items())
        if known > 1:
            return
        weight = {
            i: 2 * deeds.stands[i] + deeds.asked[i] + deeds.demands[i]
            for i, e in enumerate(entities)
            if e.sort == "name" and e.active and not e.person and not self.international(e)
            and parts.get(i) is None
        }  # fmt: skip
        best = sorted((i for i in weight if weight[i]), key=lambda i: (-weight[i], i))
        for i in best[: 2 - known]:
            parts[i] = "party"

    def _has_ruler(self, state: Entity, entities: Sequence[Entity]) -> bool:
        """Tell whether the government of a state stands in the text under its own name."""
        if state.name in self.lex.states.values():
            return False
        land = key(state.name)
        return any(
            word == land or of_people(word, land, self.lex)
            for entity in entities
            if entity.kind == "government" and entity.mentions
            for name in (entity.name, *entity.names)
            for word in key(name).split()
        )

    def _political(self, entity: Entity) -> bool:
        """Tell whether a named body is one of politics, and none of states."""
        words = set(key(entity.name).replace("'s", "").replace("'", "").split())
        political = head_of(entity.name) in self.lex.who["political"] and entity.sort == "name"
        political &= self.lex.who["civic"].isdisjoint(words)
        return political and entity.kind in _SIDES and not self.international(entity)

    def _abroad(self, entity: Entity) -> bool:
        """Tell whether an actor is a state by its name, and more than the place of something."""
        known = entity.kind == "state" and entity.sort == "name"
        return known and not all(m.place for m in entity.mentions)

    def _foreign(self, entity: Entity, entities: Sequence[Entity], home: set[int]) -> bool:
        """Tell whether a person holds an office of another state: "Gabonese President Odo"."""
        own = {entities[i].name for i in home}
        for mention in entity.mentions:
            words = key(mention.title or "").split()
            states = {self.lex.demonyms.get(w) for w in words} - {None}
            if mention.owner is not None and mention.owner.kind == "state":
                states |= (
                    {entities[mention.owner.entity].name} if mention.owner.entity >= 0 else set()
                )
            if states and self.offices & set(words) and own and not states & own:
                return True
        return False

    def _beside(self, i: int, entity: Entity, agreed: bool) -> ProcessPart | None:
        """Return the part of a state or a body of states that is only named beside the sides."""
        outside = entity.kind == "state" or self.international(entity)
        if not outside:
            return None
        near = max(self.cues, key=lambda part: self.near[part][i])
        if self.near[near][i]:
            return cast("ProcessPart", near)
        if self.evidence["attended"][i] or (agreed and self.near["beside"][i]):
            return "observer"
        return "host" if self.near["venue"][i] and entity.kind == "state" else None

    def _home(self, entities: Sequence[Entity], party: Counter[int]) -> set[int]:
        """Return the states that the text is about: most spoken of, or with a government in it.

        Of several states with a government in the text those are meant whose government is a side.
        """
        states = [i for i, e in enumerate(entities) if e.kind == "state" and e.mentions]
        ruled = self._ruled(entities)
        owners = {state for i, state in ruled.items() if i not in self._guests(entities, party)}
        # Who helps, or only gives the town of the signing, is not at home.
        helping = {i for part in _THIRD for i in self.evidence[part]} | set(self.near["venue"])
        if owners:
            return {i for i in states if entities[i].name in owners}
        states = [i for i in states if i not in helping]
        most = max(2, max((len(entities[i].mentions) for i in states), default=0))
        # Of which somebody who is a side is president.
        own = {body for i, e in enumerate(entities) if e.person and party[i] for body in e.parents}
        return {i for i in states if i in own or len(entities[i].mentions) >= most}

    def _ruled(self, entities: Sequence[Entity]) -> dict[int, str]:
        """Return the state of each government that has it in its name."""
        found: dict[int, str] = {}
        tables = (self.lex.common, self.lex.heads)
        for i, e in enumerate(entities):
            if e.kind != "government" or len(e.name.split()) >= _LONG:
                continue
            for name in (key(n).replace("'s", "").split() for n in (*e.names, e.name)):
                if not any("government" in {table.get(w) for w in name} for table in tables):
                    continue
                for a, b in itertools.combinations(range(len(name) + 1), 2):
                    words = " ".join(name[a:b])
                    state = self.lex.demonyms.get(words) or self.lex.states.get(words)
                    if state and b - a < 5:
                        found.setdefault(i, state)
        return found

    def _guests(self, entities: Sequence[Entity], party: Counter[int]) -> set[int]:
        """Return the governments of states that are no sides, where those of others are."""
        ruled = self._ruled(entities)
        weight: Counter[str] = Counter()
        for i, state in ruled.items():
            weight[state] += party[i]
        most = max(weight.values(), default=0)
        return {i for i, state in ruled.items() if most and weight[state] * 4 < most}
