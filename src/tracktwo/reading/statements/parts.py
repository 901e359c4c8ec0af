"""Parts: who is a side to the process, who mediates, hosts, vouches, watches, presses or speaks.

The lexicon (`parts`) holds patterns of words around actors (`@`, or several joined by "and"):
"brokered by @ between @ and @", "@ hosted", "under @ leadership". What is said outright that an
actor does for others outweighs what it says itself; a side is who signs, accepts, refuses or
commits, who is fought or dealt with, and who is armed.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, cast

from tracktwo.reading.actors.entity import head_of, member
from tracktwo.reading.actors.lands import of_people
from tracktwo.reading.statements.part_patterns import compiled, needs
from tracktwo.reading.statements.patterns import FOUGHT
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.case.steps import ProcessPart
    from tracktwo.reading.actors.entities import Entity
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.statements.relations import Link
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_THIRD = ("mediator", "guarantor", "host", "observer", "pressure")
"""The parts of those who are no side, the surest first."""
_ACTIVE = frozenset({"mediator", "host", "guarantor"})
"""Parts whose patterns tell what somebody does, and not what is done to them."""
_SIDES = {"party", "coalition", "organisation", "armed-group", "government", "group", "community"}
"""Kinds of actor that are a side where they take a stand."""
_ALONE = {None, "person", "state", "unknown"}
_AND_OF = re.compile(r"^(?:and of (?:the )?@\d+ )+")
_ASIDE = re.compile(r"(@\d+ ), (?:which|who|whose|an?|led|headed) [^@,]{1,80}, ")
_FOUGHT = re.compile(rf" (?:{'|'.join(sorted(FOUGHT))}) between ")
_LONG = 8
"""Words of a name that is a line of names, and no government's."""
_MARKS = frozenset({'"', "“", "”", "‘", "''"})
_OF = (["of"], ["of", "the"])


class Parts:
    """Gathers what a text says of the part of each actor, and settles it at the end."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lex = lexicon
        table = lexicon.raw["parts"]
        self.patterns = {
            part: [compiled(p, active=part in _ACTIVE) for p in table[part]]
            for part in (*_THIRD, "party", "proposer", "signed", "out")
        }
        self.needs = {part: [needs(p) for p in table[part]] for part in self.patterns}
        self.nouns = {w: part for part, text in table["nouns"].items() for w in text.split()}
        self.special = set(table["special"].split())
        self.sides = set(table["sides"].split())
        self.helping = set(table["helping"].split())
        self._inside: list[Mention] = []
        self.evidence: dict[str, Counter[int]] = {
            part: Counter() for part in (*self.patterns, "attended")
        }
        cues = table["cues"]
        self.cues = {
            part: tuple(cues[part].split()) for part in cues if part not in {"venue", "beside"}
        }
        self.beside = tuple(cues["beside"].split())
        self.offices = set(table["offices"].split())
        self.signing = set(table["signing"].split())
        self.behind = [[f"-{w}"] for w in table["behind"].split()]
        self.venue = set(cues["venue"].split())
        self.near: dict[str, Counter[int]] = {part: Counter() for part in cues}

    def attended(self, entities: Sequence[Entity], present: Iterable[int]) -> None:
        """Count the states, and bodies of states, that sat in on a meeting."""
        for i in present:
            if entities[i].kind == "state" or self.international(entities[i]):
                self.evidence["attended"][i] += 1

    def find(
        self, sentence: Sentence, mentions: Sequence[Mention]
    ) -> list[tuple[str, tuple[int, ...], tuple[int, int]]]:
        """Take in what a sentence says of the parts of its actors.

        Returns
        -------
        list of tuple
            Who signed and who stayed out: ("signed" or "out", actors, tokens that say so).
        """
        stances: list[tuple[str, tuple[int, ...], tuple[int, int]]] = []
        t = sentence.tokens
        self._inside = [m for m in mentions if m.within and m.sort == "name"]
        for mention in mentions:
            self._by_noun(mention, mentions)
            phrase = {x.low for x in t[mention.start : mention.end]}
            if mention.sort == "name" and mention.entity >= 0 and phrase & self.helping:
                self.evidence["mediator"][mention.entity] += 1  # "the Joint Mediation Team"
            if mention.entity >= 0 and phrase & self.sides and mention.sort != "pronoun":
                self.evidence["party"][mention.entity] += 2  # "the separatist Coast Assembly"
            if (
                mention.head in {"envoy", "representative"}
                and phrase & self.special
                and mention.entity >= 0
            ):
                self.evidence["mediator"][mention.entity] += 1
        self._nearby(sentence, mentions)
        top = sorted(
            (m for m in mentions if not m.within and m.stands_for and m.sort != "pronoun"),
            key=lambda m: m.start,
        )
        if not top:
            return stances
        told: set[tuple[str, int, tuple[str, ...]]] = set()
        for text, by_number in self._written(sentence, top):
            words = set(text.split())
            for part, patterns in self.patterns.items():
                for n, regex in enumerate(patterns):
                    if (some := self.needs[part][n]) and some.isdisjoint(words):
                        continue
                    for match in regex.finditer(text):
                        if part == "signed" and _FOUGHT.search(match[0]):
                            continue  # "signed in May, and ended the war between A and B"
                        if part == "mediator" and self._of_body(text, match, by_number):
                            continue
                        if part in {"signed", "out"}:
                            groups = " ".join(g or "" for g in match.groups())
                            who = [by_number[x] for x in re.findall(r"@\d+", groups)]
                            named = tuple(i for m in who for i in m.stands_for)
                            span = _tokens(text, match.span(), by_number)
                            if (part, named, span) not in stances:
                                stances.append((part, named, span))
                            continue
                        found = re.findall(r"@\d+", " ".join(g or "" for g in match.groups()))
                        if self._opens(text, match):
                            found = found[:1]
                        if (part, n, tuple(found)) not in told:
                            told.add((part, n, tuple(found)))
                            for number in found:
                                thing = " , which " in match[0]
                                self._count(part, by_number[number], thing=thing)
        return stances

    def _written(
        self, sentence: Sentence, top: Sequence[Mention]
    ) -> list[tuple[str, dict[str, Mention]]]:
        """Write a sentence with a number for each actor, in the ways that patterns may fit.

        As it stands; without asides ("Oman, which borders the north, has offered to host"); and
        with "mediator", "guarantors" as words: "Ana Orlo acted as mediator".
        """
        found = []
        helping = [m for m in top if m.sort == "name" or m.head not in self.nouns]
        for mentions in (top, helping) if len(helping) < len(top) else (top,):
            text, by_number = self._numbered([t.low for t in sentence.tokens], mentions)
            bare = _ASIDE.sub(r"\1", text)
            found.append((text if bare == text else f"{text}; {bare}", by_number))
        return found

    def _numbered(
        self, low: Sequence[str], top: Sequence[Mention]
    ) -> tuple[str, dict[str, Mention]]:
        words: list[str] = []
        by_number: dict[str, Mention] = {}
        i = 0
        for n, mention in enumerate(top):
            if mention.start < i:
                continue
            before = by_number.get(words[-1]) if words else None
            joined = before is not None and before.sort == "name" and before.kind not in _ALONE
            end = max(mention.end, mention.extent)
            if joined and mention.sort == "name" and low[i : mention.start] in _OF:
                i = end  # "the Interfaith Council of Maresh facilitated": one actor
                continue
            words += [*(w for w in low[i : mention.start] if w not in _MARKS), f"@{n}"]
            by_number[f"@{n}"] = mention
            i = end
        return " ".join([*words, *(w for w in low[i:] if w not in _MARKS)]) + " ", by_number

    def _nearby(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Remember which states, and bodies of states, a sentence about help names.

        "The agreement, reached through mediation, was welcomed by Chad" tells of Chad that it is
        no side where nothing else does; "signed in Muscat, Oman" that Oman was host.
        """
        low = [t.low for t in sentence.tokens]
        low = [f"third-{w}" if low[i - 1 : i] == ["third"] else w for i, w in enumerate(low)]
        told = next(
            (p for p, cues in self.cues.items() if any(w.startswith(cues) for w in low)), ""
        )
        helped = any(w.startswith(self.beside) for w in low)
        sides = self.lex.who["institutions"]
        ruled = {
            m.owner.entity
            for m in mentions
            if m.owner and (m.kind in {"government", "armed-group"} or m.head in sides)
        }
        for mention in mentions:
            if mention.sort != "name" or mention.entity < 0 or mention.kind == "person":
                continue
            if mention.entity in ruled or low[mention.end : mention.end + 1] in self.behind:
                continue  # "Mali's army", "the Saudi-backed government"
            if helped and not mention.place:
                self.near["beside"][mention.entity] += 1
            i = mention.start - 1
            town = i
            if low[max(0, i - 2) : i + 1] == [",", "capital", "of"]:
                i, town = i - 2, i - 2
            if i > 1 and low[i] == ",":
                town = i - 1
                while town > 0 and sentence.tokens[town].capital:
                    town -= 1
            if town >= 0 and low[town] in {"in", "at"}:
                if not self.venue.isdisjoint(low[max(0, town - 12) : town]):
                    self.near["venue"][mention.entity] += 1
            elif told and not mention.place:
                self.near[told][mention.entity] += 1
            elif (self._officer(low, mention) or mention.inner) and not self.signing.isdisjoint(
                low
            ):
                self.evidence["attended"][mention.entity] += 1

    def _officer(self, low: Sequence[str], mention: Mention) -> bool:
        """Tell whether a name is that of an officer's state or body: "the President of Chad"."""
        before = low[max(0, mention.start - 5) : mention.start]
        return "of" in before and not self.offices.isdisjoint(before[: before.index("of")])

    def _opens(self, text: str, match: re.Match[str]) -> bool:
        """Tell whether who stands last in a phrase does the verb: "at the request of A, B met"."""
        before = text[: match.start()].rstrip()
        after = _AND_OF.sub("", text[match.end() :]).partition(" ")[0]
        does = after in self.lex.forms or after in self.lex.words["auxiliaries"]
        return does and before[-1:] in {"", ",", ";"} and "," in match[0]

    def _of_body(self, text: str, match: re.Match[str], by_number: dict[str, Mention]) -> bool:
        """Tell whether what is led is no talks: "a commission, chaired by the League"."""
        before = text[: match.start()].removesuffix(" ").split()[-6:]
        while before and before[-1] in self.lex.words["auxiliaries"] | {",", "to", "which", "that"}:
            before.pop()
        led = before[-1] if before else ""
        return (by_number[led].head if led in by_number else led) in self.lex.who["instruments"]

    def _count(self, part: str, mention: Mention, *, thing: bool = False) -> None:
        """Count what a pattern tells; of a person's state alone, where "which" says so."""
        if part == "host" and mention.sort == "common" and mention.plural:
            return
        if not (thing and mention.kind == "person"):
            for entity in mention.stands_for:
                self.evidence[part][entity] += 1
        if part in _THIRD:  # "President Odo of Gabon": the state too
            for other in self._inside:
                if mention.start <= other.start < max(mention.end, mention.extent) and (
                    other.kind in {"state", "organisation", "government", "coalition"}
                    and other.entity >= 0
                ):
                    self.evidence[part][other.entity] += 1

    def _by_noun(self, mention: Mention, mentions: Sequence[Mention]) -> None:
        """Take "the facilitator", "mediators from Chile", "UN envoy Ana Orlo" at their word."""
        if mention.entity < 0 or mention.sort == "pronoun":
            return
        part = self.nouns.get(mention.head) if mention.sort == "common" else None
        if mention.title and mention.sort == "name":
            titled = mention.title.lower().split()
            part = part or next((self.nouns[w] for w in titled if w in self.nouns), None)
            sent = {"envoy", "representative"} & set(titled)
            if sent and self.special & set(titled):
                part = "mediator"
        if part is not None:
            self.evidence[part][mention.entity] += 1
            if mention.sort == "common" and mention.owner is not None:
                for other in mentions:
                    inside = mention.start <= other.start < max(mention.end, mention.extent)
                    if inside and other.sort == "name" and other.entity >= 0:
                        self.evidence[part][other.entity] += 1

    # --- at the end --------------------------------------------------------------------------

    def settle(
        self,
        entities: Sequence[Entity],
        facts: Iterable[Fact],
        links: Iterable[Link],
        pairs: Iterable[tuple[int, int]] = (),
        *,
        agreed: bool = False,
    ) -> dict[int, ProcessPart]:
        """Return the part of each actor, where the text tells it.

        Parameters
        ----------
        entities, facts, links, pairs
            As found in the text.
        agreed : bool
            Whether the text sets out an agreement.
        """
        party, spoke = Counter(self.evidence["party"]), Counter[int]()
        for fact in facts:
            for i in fact.by:
                spoke[i] += 1
                own = fact.kind in {"refuses", "commits", "conditions"}
                outside = entities[i].kind == "state" or self.international(entities[i])
                taking = own or fact.kind == "accepts"
                shared = fact.kind == "demands" and len(fact.by) > 2
                if outside and fact.about and (fact.kind == "proposes" or shared):
                    self.evidence["proposer"][i] += 1
                pressing = fact.kind in {"demands", "warns"} and entities[i].sort == "name"
                pressing &= all(entities[j].kind != "state" for j in fact.by)  # none with states
                if entities[i].kind in _SIDES and not outside and (taking or pressing):
                    party[i] += 1  # who takes a stand is a side, unless it is known as another
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
        parts: dict[int, ProcessPart] = {}
        for i, entity in enumerate(entities):
            third = {part: self.evidence[part][i] for part in _THIRD if self.evidence[part][i]}
            mine = party[i] + (2 if entity.kind == "armed-group" else 0) + (
                1 if entity.heads & self.lex.who["institutions"] else 0
            )  # fmt: skip
            if self.international(entity) or (entity.kind == "state" and i in abroad):
                mine = 0
            mine = 0 if i in guests else mine
            if entity.kind == "state" and not spoke[i] and self._has_ruler(entity, entities):
                continue  # its government is the actor: "the conflict in Qadar"
            if third and not (mine > 2 * sum(third.values()) and entity.kind != "state"):
                best = max(third, key=lambda p: (third[p], -_THIRD.index(p)))
                parts[i] = cast("ProcessPart", best)
            elif mine and (
                entity.kind != "person" or (party[i] > 2 and not member(entity, entities))
            ):
                parts[i] = "party"
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
            elif entity.active and self._political(entity):
                parts[i] = "party"  # a council or a movement of which nothing else is told
        return parts

    def _has_ruler(self, state: Entity, entities: Sequence[Entity]) -> bool:
        """Tell whether the government of a state stands in the text under its own name."""
        if state.name in self.lex.states.values():
            return False
        land = key(state.name)
        return any(
            word == land or of_people(word, land, self.lex)
            for entity in entities
            if entity.kind == "government"
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
        return {i for i in states if len(entities[i].mentions) >= most}

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

    def told_of(self, entities: Sequence[Entity], found: Iterable[int]) -> bool:
        """Tell whether those who are said to sign are no sides: persons alone, bodies of states."""
        return all(entities[i].kind == "person" or self.international(entities[i]) for i in found)

    def international(self, entity: Entity) -> bool:
        """Tell whether an actor is a body of states that everybody knows."""
        name = entity.name
        words = key(name).split()
        known = (
            name in self.lex.known.values()
            or "heads of state" in key(name)
            or (words[0] in self.lex.who["between"] and self.lex.heads.get(head_of(name)))
            or any(" ".join(words[:n]) in self.lex.known for n in (1, 2, 3) if n < len(words))
            or any(
                " ".join(words[a:]).removeprefix("the ") in self.lex.known
                for a in range(2, len(words))
                if words[a - 1] == "of"
            )
        )  # "the African Union Mission", "the Commission of the African Union"
        return known and entity.kind == "organisation"


def _tokens(text: str, span: tuple[int, int], by_number: dict[str, Mention]) -> tuple[int, int]:
    """Return the tokens of a sentence that a match in its numbered text stands for."""
    inside = [by_number[x] for x in re.findall(r"@\d+", text[span[0] : span[1]])]
    first = min(m.start for m in inside)
    last = max(max(m.end, m.extent) for m in inside)
    matched = text[span[0] : span[1]]
    lead = matched.split("@", 1)[0].split()
    tail = re.split(r"@\d+", matched)[-1].split()
    return max(0, first - len(lead)), last + len(tail)
