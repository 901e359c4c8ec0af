"""Common nouns: which actor "its leader", "the governor" or "the rebels" stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.actors.appositions import Appositions
from tracktwo.reading.actors.entity import BODIES, INSIDERS
from tracktwo.reading.actors.mentions import Mention, written
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Token


_AHEAD = frozenset({"be", "is", "will", "would", "shall", "should", "must"})
"""After a body that is yet to be: "a council to be elected", "a cabinet would be formed"."""
_BARE = 2
_THEIRS = frozenset({"its", "their", "whose"})


class UnnamedActors(Appositions):
    """Joins common nouns to actors: by what they stand beside, or by what they repeat."""

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
