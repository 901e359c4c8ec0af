"""Common nouns: which actor "its leader", "the governor" or "the rebels" stands for."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import BODIES, INSIDERS
from tracktwo.reading.actors.mentions import Mention, written
from tracktwo.reading.actors.named import NamedActors
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Token


_AHEAD = frozenset({"be", "will", "would", "shall", "should", "must"})
"""After a body that is yet to be: "a council to be elected", "a cabinet would be formed"."""
_BARE = 2
_FAR = 3
_THEIRS = frozenset({"its", "their", "whose"})


class UnnamedActors(NamedActors):
    """Joins common nouns to actors: by what they stand beside, or by what they repeat."""

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
            if left.start and tokens[left.start - 1].low in self.lex.who["along"]:
                continue  # "would deploy along the Tarn, the envoys said"
            if role.plural and self.entities[person.entity].kind in {"person", "state"}:
                continue
            after = max(right.end, right.extent)
            closed = (
                after >= len(tokens)
                or tokens[after].text in ",.;:"
                or (
                    tokens[after].low in self.lex.forms
                    or tokens[after].low in self.lex.words["auxiliaries"]
                    or tokens[after].low in {"who", "and", "in"}
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

    def _common(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        """Resolve a common noun: to its body, to one spoken of before, or to a new actor."""
        owner = mention.owner
        if tokens[mention.core[0]].capital and tokens[mention.core[1] - 1].capital:
            holder = self._in_office(tokens, mention)  # "the Foreign Secretary"
            if holder is not None:
                return holder
        named = self._named_body(tokens, mention)
        if named is None:
            named = self._own_body(tokens, mention)
        if named is None:
            named = self._ministers(tokens, mention)
        if named is None:
            named = self._insiders(tokens, mention)
        if named is None:
            named = self._holder(tokens, mention)
        if named is not None:
            if mention.head not in self.lex.who["roles"]:  # "leader" names more than one
                self.entities[named].names[written(tokens, *mention.core)] += 1
            return named
        insider = mention.head in INSIDERS or mention.head in self.lex.helpers
        if owner is not None and owner.entity >= 0 and insider:
            body = self.entities[owner.entity]
            armed = mention.head in self.lex.who["fighters"] and body.sort == "name"
            if armed and body.kind == "unknown":
                body.kind = "armed-group"
            if body.kind in BODIES and body.kind not in {"state", "group"} and not body.plural:
                return owner.entity
            spoken_for = mention.head in self.lex.who["sent"]
            if body.kind in {"state", "unknown"} and body.sort == "name" and spoken_for:
                return owner.entity  # "the representative of Chad said", "Chad's delegate"
            helping = mention.head in self.lex.helpers and mention.plural and body.sort == "name"
            alone = mention.extent in {owner.end, owner.extent, mention.end}
            if helping and body.kind in {"state", "organisation"} and alone:
                return owner.entity  # "mediators from the Lakes Union"
            if body.person and mention.head.startswith("spokes"):
                return owner.entity  # "Kale's spokeswoman" speaks for Kale
        first = tokens[mention.start].low
        if first in self.lex.words["possessives"] and mention.head in INSIDERS:
            whose = self._owner(first)
            if whose >= 0:
                return whose
        if (
            mention.head in self.lex.who["passive_groups"]
            and first in self.lex.words["demonstratives"]
        ):
            return self._latest(plural=True)
        if first in self.lex.words["demonstratives"] and first != "the" and mention.plural:
            return self._latest(plural=True)
        phrase = key(written(tokens, mention.core[0], max(mention.end, mention.extent)))
        short = key(written(tokens, *mention.core))
        led = self._led(tokens, mention) if first in _THEIRS else -1
        index = self.by_key.get(phrase) if led < 0 else None
        if index is None and led < 0 and (owner is None or owner.entity < 0):
            index = self.by_key.get(short)
        if index is not None:
            self.entities[index].names[written(tokens, *mention.core)] += 1
            return index
        owned = first in self.lex.words["possessives"]
        if (mention.definite and not owned) or (mention.plural and not owned):
            index = self._repeated(mention, short)
            if index is not None:
                self.entities[index].names[written(tokens, *mention.core)] += 1
                return index
        name = written(tokens, mention.core[0], max(mention.end, mention.extent))
        if led >= 0:  # not the leader of another body, whom the text does not name either
            name = f"{name} of {self.entities[led].name}"
        index = self._new(name, mention.kind, "common")
        entity = self.entities[index]
        entity.names[written(tokens, *mention.core) if led < 0 else name] += 1
        entity.heads.add(mention.head)
        entity.plural = mention.plural
        entity.planned = self._to_come(tokens, mention)
        if led >= 0:
            entity.parents[led] = (mention.sentence, mention.start, mention.end)
        else:
            self.by_key.setdefault(short, index)
        if owner is not None and owner.entity >= 0 and tokens[mention.end - 1].low != "people":
            entity.parents[owner.entity] = (
                mention.sentence,
                mention.start,
                max(mention.end, mention.extent),
            )
        return index

    def _to_come(self, tokens: tuple[Token, ...], mention: Mention) -> bool:
        """Tell whether a body is yet to be: "a joint cabinet to be formed", "form a council"."""
        if mention.plural or tokens[mention.start].low not in {"a", "an"}:
            return False
        if mention.kind not in BODIES - {"state"} and mention.head not in self.lex.common:
            return False
        before = {t.low for t in tokens[max(0, mention.start - 3) : mention.start]}
        end = max(mention.end, mention.extent)
        after = [t.low for t in tokens[end : end + 6]]
        if not self.lex.who["creation"].isdisjoint(before):
            return True
        ahead = next((i for i, w in enumerate(after) if w in _AHEAD), -1)
        made = ahead >= 0 and not self.lex.who["creation"].isdisjoint(after[ahead:])
        due = [after[k : k + 2] for k in range(3)]
        return made or (["to", "be"] in due and after[:1] != ["is"]) or after[:1] == ["would"]

    def _insiders(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "the leaders" for those of the body whose leaders were named before."""
        if not mention.plural or mention.head not in INSIDERS:
            return None
        owner, first = mention.owner, tokens[mention.start].low
        if owner is not None:
            bodies = BODIES - {"state", "group"}
            if owner.entity >= 0 and self.entities[owner.entity].kind in bodies:
                self.insiders[mention.head] = owner.entity
            return None
        bare = first == "the" and mention.end - mention.start == 2
        return self.insiders.get(mention.head) if bare else None

    def _holder(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "its leader", "the group's leader" for the one whom the text has named as that."""
        body = self._led(tokens, mention)
        held = [
            i for i, e in enumerate(self.entities)
            if e.person and body in e.parents and mention.head in e.heads
        ]  # fmt: skip
        named = [i for i in held if self.entities[i].sort == "name"]
        return named[0] if len(named) == 1 else held[0] if len(held) == 1 else None

    def _led(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        """Return the body of which "its leader" or "the group's leader" is one; -1 for none."""
        owner = mention.owner
        if mention.plural or mention.head not in self.lex.who["roles"]:
            return -1
        if tokens[mention.start].low not in _THEIRS:
            return owner.entity if owner is not None else -1
        spoken = [*reversed(self.here), *self.told, *reversed(self.subjects)]
        theirs = (  # of someone, the body is meant: "Orr, its envoy, refused. Its leader"
            body for i in spoken for body in
            ([*self.entities[i].parents] if self.entities[i].person else [i])
        )  # fmt: skip
        led = BODIES - {"group"} | {"unknown"}
        return next((i for i in theirs if self.entities[i].kind in led), -1)

    def _ministers(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "the cabinet" that acts for the one government of the text."""
        bare = mention.end - mention.start == 2 and mention.owner is None
        if mention.head != "cabinet" or not bare or tokens[mention.start].low != "the":
            return None
        ruling = [
            i for i, e in enumerate(self.entities)
            if e.kind == "government" and not e.planned and e.mentions
            and self.lex.who["not_now"].isdisjoint(key(e.name).split())
        ]  # fmt: skip
        return ruling[0] if len(ruling) == 1 else None

    def _named_body(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "the Houthi movement" for the Houthis, "government forces" for the government."""
        owner = mention.owner
        before = tokens[mention.end - 2].low if mention.end - mention.start > 1 else ""
        bare = mention.core[1] - mention.core[0] == 2
        if bare and before in self.lex.common and mention.head in INSIDERS:
            kind = self.lex.common[before]
            if kind == "government":
                return next(
                    (i for i in reversed(range(len(self.entities)))
                     if before in self.entities[i].heads), None
                )  # fmt: skip
        sent = mention.plural and mention.head in self.lex.who["sent"]
        if before == "government" and sent and mention.core[1] - mention.core[0] > _BARE:
            # "Thai government representatives" speak for the Thai government
            whose = written(tokens, mention.core[0], mention.core[1] - 1)
            found = self.by_key.get(key(whose))
            if found is None:
                found = self._new(whose, "government", "common")
                self.entities[found].heads.add("government")
            return found
        ruled = owner is not None and owner.entity >= 0 and self.entities[owner.entity].person
        his = tokens[mention.start].low in {"his", "her"}
        if mention.head == "government" and (ruled or his):  # "the Odo government"
            for i, entity in enumerate(self.entities):
                now = not set(key(entity.name).split()) & self.lex.who["not_now"]
                if entity.kind == "government" and "government" in entity.heads and now:
                    return i
        if owner is None or owner.entity < 0 or owner.sort != "name":
            return None
        described = {t.low for t in tokens[owner.end : mention.end - 1]}  # "the Sarn rebel front"
        who = self.entities[owner.entity]
        of = tokens[mention.end].low == "of" if mention.end < len(tokens) else False
        leader = mention.head in self.lex.who["roles"] and owner.end == mention.end - 1
        if who.person and leader and of:
            return owner.entity  # "Ana Orlo leader of the Front", without a comma
        if mention.head not in self.lex.who["generic"] or described - self.lex.who["fighting"]:
            return None
        if owner.end > mention.end - 1:
            return None
        body = self.entities[owner.entity]
        if body.kind in {"state", "community", "person"} or body.known is not None:
            return None
        if body.kind == "unknown":
            armed = mention.head in self.lex.who["fighters"]
            body.kind = (
                "armed-group" if armed else self.lex.common.get(mention.head, "organisation")
            )
        body.heads.add(mention.head)
        return owner.entity

    def _own_body(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "his group" for the body of the person last spoken of, "the rebels" for a side."""
        first = tokens[mention.start].low
        ours = self.issuer >= 0 and mention.head in self.entities[self.issuer].heads
        fighters = self.lex.who["fighters"] | self.lex.who["breakaway"]
        if not ours and mention.head not in self.lex.who["own"] | fighters:
            return None
        if first == "our" and self.issuer >= 0:
            return self.issuer
        if first in {"his", "her"}:
            for i in [*reversed(self.here), *reversed(self.subjects), *reversed(self.recent)]:
                if self.entities[i].person:
                    parents = [
                        p for p in self.entities[i].parents
                        if self.entities[p].kind not in {"state", "person"}
                    ]  # fmt: skip
                    return parents[-1] if parents else None
            if mention.head == "delegation" and self.here:
                return self.here[-1]  # "the delegate of Chad, explaining his delegation's vote"
        if (
            (first == "the" or (mention.start == 0 and mention.end == 1))  # "Insurgents want"
            and mention.head in fighters
            and mention.plural
            and all(  # "the rebels", "the Iran-backed rebels"
                t.capital or "-" in t.text for t in tokens[mention.start + 1 : mention.end - 1]
            )
        ):
            armed = [i for i, e in enumerate(self.entities)
                     if e.kind == "armed-group" and e.sort == "name"]  # fmt: skip
            kinds = [self.entities[i].kind for i in self.pair]
            if "government" in kinds and len(self.pair) == 2:
                other = self.pair[1 - kinds.index("government")]
                named = self.entities[other].sort == "name" or (
                    self.entities[other].kind == "armed-group" and not armed
                )
                if named and kinds.count("government") == 1:
                    return other
            return armed[0] if len(armed) == 1 else None
        return None

    def _repeated(self, mention: Mention, phrase: str) -> int | None:
        """Find the actor that "the governor" or "the company" repeats."""
        if mention.owner is not None:
            return None
        ranks = self.lex.who["ranks"]  # "the Special Envoy" repeats the envoy
        people = () if mention.plural else self.lex.demonyms.keys()  # "the Palestinian group"
        bare = len([w for w in phrase.split() if w not in ranks and w not in people]) == 1
        order = list(dict.fromkeys([*reversed(self.recent), *reversed(range(len(self.entities)))]))
        order = [i for i in order if not (bare and self.entities[i].planned)]
        ours = self._lands_in(phrase)  # "the Kenyan army" does not repeat the Sudanese one
        order = [
            i for i in order
            if not ours or not (theirs := self._lands_in(key(self.entities[i].name)))
            or ours & theirs
        ]  # fmt: skip
        for i in order:
            entity = self.entities[i]
            if (
                mention.head in entity.heads
                and (bare or entity.sort == "common")
                and (not mention.plural or entity.plural or entity.sort == "name")
            ):
                if not bare and entity.sort == "common":
                    continue
                return i
        if not bare and mention.definite:
            words = set(phrase.split())
            for i in order:
                entity = self.entities[i]
                if (
                    entity.sort == "name"
                    and words < set(key(entity.name).split())
                    and (entity.kind != "person")
                ):
                    return i
        if not bare or mention.plural:
            return None
        for i in order:
            entity = self.entities[i]
            generic = mention.head in {
                "group",
                "movement",
                "organisation",
                "organization",
                "company",
                "party",
            }
            if (
                generic
                and entity.sort == "name"
                and entity.kind in {"armed-group", "party", "organisation", "group", "coalition"}
            ):
                return i
        return None

    def _lands_in(self, phrase: str) -> set[str]:
        """Return the lands that words name, or whose people they name."""
        words = phrase.removesuffix("'s").replace("'s ", " ").split()
        lands = (self.lex.demonyms.get(w) or self.lex.states.get(w) for w in words)
        return {land for land in lands if land is not None}

    def _latest(self, *, plural: bool) -> int:
        for i in [*reversed(self.subjects), *reversed(self.recent)]:
            entity = self.entities[i]
            if plural and (entity.kind in BODIES or entity.plural) and entity.kind != "state":
                return i
        return -1

    def _owner(self, low: str) -> int:
        """Return whose members "its members" are: of the body last spoken of."""
        if low not in self.lex.words["it"] | self.lex.words["they"] | {"their"}:
            return -1
        for i in [*reversed(self.subjects), *reversed(self.recent)]:
            entity = self.entities[i]
            if entity.kind in BODIES - {"state", "group"} and not entity.person:
                return i
        return -1
