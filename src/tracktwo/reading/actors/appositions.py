"""Appositions: who a noun stands for that stands beside a name: "its leader, Ansel Draga"."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import BODIES
from tracktwo.reading.actors.named import NamedActors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Token


_BARE = 2
_FAR = 3
"""Words between an office, the land that it is sent to, and its holder."""
_STYLE = 5
"""Words of "of the emirate (of Dur)"."""


class Appositions(NamedActors):
    """Joins nouns to the names beside them."""

    def _apposed(self, tokens: tuple[Token, ...], mentions: list[Mention]) -> None:
        """Join "its leader, Ansel Draga" and "Saw Naw Htoo, secretary of the Council"."""
        tops = [m for m in mentions if not m.within and m.sort != "pronoun"]
        for left, land, right in zip(tops, tops[1:], tops[2:], strict=False):
            sent = {t.low for t in tokens[left.end : land.start]} & {"to", "for"}
            near = land.start - left.end < _FAR and right.start - land.end < _BARE
            if sent and near and left.sort == right.sort == "name" and land.kind == "state":
                between = [t.text for t in tokens[land.end : right.start]]
                closed = between == [","]
                if (closed or not between) and self._office(tokens, left, right, closed=closed):
                    self._same(tokens, left, right)  # "the UN Envoy for Norvia, Ana Orlo,"
        for left, right in itertools.pairwise(tops):
            end = self._portfolio(tokens, max(left.end, left.extent), right.start)
            gap = tokens[end : right.start]
            known = [t.low for t in gap] == [",", "known", "as"]
            # "the mediator, former Lissian premier Paulo Orr"
            known |= (
                right.title is not None
                and len(gap) in {2, 3}
                and all(t.low in self.lex.who["past"] or t.capital for t in gap[1:])
            )
            if (
                end >= len(tokens)
                or tokens[end].text != ","
                or (right.start != end + 1 and not known)
            ):
                continue
            person, role = (left, right) if left.sort == "name" else (right, left)
            if left.sort == right.sort == "name" and self._office(tokens, left, right):
                self._same(tokens, left, right)
            if person.sort != "name" or role.sort != "common":
                continue
            taken = left is role and role.entity not in {-1, person.entity}
            if taken and left.start and tokens[left.start - 1].text == ",":
                continue  # "Odo Klar, leader of the Front, Ana Orlo, chair of the League, ..."
            if left.start and tokens[left.start - 1].low in self.lex.who["along"]:
                continue  # "would deploy along the Tarn, the envoys said"
            if role.plural and self.entities[person.entity].kind in {"person", "state"}:
                continue
            after = (
                self._of_what(tokens, right, tops)
                if right is role
                else max(right.end, right.extent)
            )
            closed = (
                after >= len(tokens)
                or tokens[after].text in ",.;:"
                or (
                    tokens[after].low in self.lex.forms
                    or tokens[after].low in self.lex.words["auxiliaries"]
                    or tokens[after].low in {"who", "and", "in", "of"}
                )
            )
            if right is role and after < len(tokens) and tokens[after].text not in ",.;:-–—(":
                continue  # "15 Saudis, the UN envoy said": a subject of its own
            listed = after < len(tokens) and tokens[after].low == "and"
            if not closed or (listed and right.sort == "name"):
                continue
            unnamed = role.head in self.lex.who["unnamed"] and tokens[role.start].low == "the"
            if unnamed or (role.plural and role.head in self.lex.who["nobody"]):
                continue  # "in the presence of Orlo, the official told reporters"
            entity = self.entities[person.entity]
            human = role.head in self.lex.who["roles"]
            if role.entity >= 0 and not human:
                continue  # "the League, a bloc of seven states, Minister Ana Orlo said"
            helper = role.head in self.lex.helpers  # "Algeria, the chief mediator"
            if (
                human
                and entity.kind in BODIES
                and entity.kind not in {"group", "unknown"}
                and (not helper)
            ):
                continue
            role.entity = person.entity
            if human and entity.kind == "unknown":
                entity.kind = "person"
            if not human and entity.known is None and entity.kind not in {"state", "government"}:
                said = self._said_to_be(tokens, role)
                entity.kind = said or (role.kind if entity.person else None) or entity.kind
            entity.heads.add(role.head)
            entity.roles.append((role.sentence, role.core[0], max(role.end, role.extent)))
            whose = self._whose(tokens, role, person, mentions) if role.owner is None else []
            for body in whose:  # "the Front and its chairman, Ana Orlo", "his deputy, Dan Teff"
                entity.parents.setdefault(
                    body, (role.sentence, min(role.start, person.start), after)
                )
            if role.owner is not None:
                self._officials.append(
                    (person.entity, role.owner, (role.sentence, person.start, after))
                )

    def _of_what(self, tokens: tuple[Token, ...], role: Mention, tops: Sequence[Mention]) -> int:
        """Return where "the minister (of the emirate of Dur)" ends."""
        after = max(role.end, role.extent)
        while after + 1 < len(tokens) and tokens[after].low == "of":
            near = range(after + 1, min(after + _STYLE, len(tokens)))
            of = next((m for m in tops if m.start in near[:_BARE]), None)
            again = next((i for i in near if tokens[i].low == "of"), -1)
            if of is None and again < 0:
                return after
            after = max(of.end, of.extent) if of is not None else again
        return after

    def _portfolio(self, tokens: tuple[Token, ...], end: int, start: int) -> int:
        """Return where "(the Minister) of the Interior, (Ana Orlo)" ends: before the comma."""
        if end >= len(tokens) or tokens[end].low not in {"of", "for", "to"} or start - end > 9:
            return end
        words = tokens[end + 1 : start - 1]
        inner = all(t.capital or t.low in {"the", "and", "of", ","} for t in words)
        return start - 1 if words and inner and tokens[start - 1].text == "," else end

    def _office(
        self, tokens: tuple[Token, ...], left: Mention, right: Mention, *, closed: bool = True
    ) -> bool:
        """Tell whether an office in capitals stands before who holds it: "UN Envoy, Ana Orlo,".

        `closed`: only where a comma or the end stands behind the name.
        """
        after = tokens[min(max(right.end, right.extent), len(tokens) - 1)]
        office = tokens[left.end - 1].low in self.lex.who["roles"] | self.lex.who["titles"]
        named = right.kind in {"person", None} and right.end - right.start > 1
        alone = self.entities[left.entity].kind in {"person", "organisation"} and not left.title
        return office and named and alone and (not closed or after.text in {",", "."})

    def _same(self, tokens: tuple[Token, ...], left: Mention, right: Mention) -> None:
        """Let an office and its holder be one actor."""
        if left.entity == right.entity or self.entities[left.entity].mentions:
            return
        holder = self.entities[right.entity]
        holder.kind = "person" if holder.kind == "unknown" else holder.kind
        holder.heads.add(tokens[left.end - 1].low)
        holder.roles.append((left.sentence, left.start, left.end))
        for name, index in list(self.by_key.items()):
            if index == left.entity:
                self.by_key[name] = right.entity
        left.entity = right.entity

    def _whose(
        self, tokens: tuple[Token, ...], role: Mention, person: Mention, mentions: list[Mention]
    ) -> list[int]:
        """Return the body in "its chairman", or that of whose deputy "his deputy" is."""
        first = tokens[role.start].low
        if role.head not in self.lex.who["roles"]:
            return []
        start = min(role.start, person.start)
        before = [
            m.entity
            for m in reversed(mentions)
            if m.end <= start and m.entity >= 0 and not m.within and m.sort != "pronoun"
        ]
        # Where "the government" stands here, "its" is not of a sentence before.
        unnamed = any(m.end <= start and m.sort == "common" and m.entity < 0 for m in mentions)
        order = before if unnamed else [*before, *reversed(self.subjects)]
        if first in {"its", "their"}:
            bodies = (i for i in order if self.entities[i].kind in BODIES - {"state"})
            return [i for i in bodies if not self.entities[i].person][:1]
        if first in {"his", "her"}:
            people = (i for i in order if self.entities[i].person and i != person.entity)
            other = next(people, -1)
            theirs = self.entities[other].parents if other >= 0 else {}
            return [b for b in theirs if self.entities[b].kind in BODIES - {"state"}][-1:]
        return []

    def _said_to_be(self, tokens: tuple[Token, ...], role: Mention) -> str | None:
        """Return the kind that "a coalition of parties", "an armed group" tells of a name."""
        low = [t.low for t in tokens[role.start : role.end]]
        named = role.owner is not None and role.owner.sort == "name"
        if low[0] not in {"a", "an", "the"} or named:
            return None
        if not self.lex.who["fighting"].isdisjoint(low):
            return "armed-group"
        kind = self.lex.heads.get(role.head)
        return kind if kind in {"coalition", "party", "armed-group"} else None
