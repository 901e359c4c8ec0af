"""Entities: mentions of the same actor under several names become one actor.

Names are joined by what they share (a surname, the head of a body's name, its initials), common
nouns by what they stand beside ("its leader, Ansel Draga") or by what they repeat ("the
governor"), pronouns by what was last the subject. The actors that a case already has come
first, so that a name or an alias of theirs is recognised.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.reading.actors.mentions import Mention, written
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon

_BODIES = frozenset(
    {"government", "coalition", "party", "armed-group", "organisation", "state", "group"}
)
_INSIDERS = frozenset(
    [
        "members",
        "leaders",
        "delegates",
        "officials",
        "representatives",
        "leadership",
        "figures",
        "member",
        "rebels",
        "fighters",
        "forces",
        "troops",
        "militants",
        "insurgents",
        "guerrillas",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "negotiators",
        "delegation",
        "envoys",
        "soldiers",
        "side",
    ]
)
"""Nouns that stand for the body they belong to: "Council members", "leaders of the Congress"."""


@dataclass
class Entity:
    """An actor of the text.

    Attributes
    ----------
    name : str
        The fullest name that the text gives.
    kind : str
        Kind of actor, a suggestion.
    names : Counter
        Every way it is named, by how often.
    roles : list of tuple
        (sentence, first token, end token) of phrases that give it a role or a title.
    parents : set of int
        Entities it is a member or an official of.
    known : str or None
        Id of the actor in the case.
    """

    name: str
    kind: str
    sort: str
    names: Counter[str] = field(default_factory=Counter)
    heads: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[tuple[int, int, int]] = field(default_factory=list)
    parents: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    plural: bool = False
    known: str | None = None
    active: bool = False
    joint: tuple[int, ...] = ()

    @property
    def person(self) -> bool:
        """Whether it is one person."""
        return self.kind == "person"


class Register:
    """The actors of a text, growing as its sentences are read."""

    def __init__(
        self, lexicon: Lexicon, known: Iterable[tuple[str, str, str, Sequence[str]]] = ()
    ) -> None:
        self.lex = lexicon
        self.entities: list[Entity] = []
        self.by_key: dict[str, int] = {}
        self.acronyms: dict[str, int] = {}
        self.recent: list[int] = []  # most recent last
        self.subjects: list[int] = []
        self.pair: tuple[int, ...] = ()
        self.pairs: list[tuple[int, int]] = []
        self.issuer = -1  # whose statement the text is
        self._officials: list[tuple[int, Mention, tuple[int, int, int]]] = []
        for id_, name, kind, others in known:
            index = self._new(name, kind, "name" if name[:1].isupper() else "common", known=id_)
            for other in others:
                self.by_key.setdefault(key(_bare(other, lexicon)), index)
            if name[:1].isupper():
                self.entities[index].heads.add(_head(name))

    # --- resolving a sentence --------------------------------------------------------------

    def resolve(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Give every mention of a sentence its entity."""
        tokens = sentence.tokens
        for mention in sorted(mentions, key=lambda m: (m.sort == "pronoun", not m.within, m.start)):
            if mention.sort == "name":
                mention.entity = self._name(tokens, mention)
        self._apposed(tokens, mentions)
        for mention in mentions:
            if mention.sort == "common" and mention.entity < 0:
                mention.entity = self._common(tokens, mention)
        for official, body, place in self._officials:
            if body.entity >= 0 and body.entity != official:
                self.entities[official].parents[body.entity] = place
        self._officials.clear()
        self._pairs(tokens, mentions)
        for mention in sorted(mentions, key=lambda m: m.start):
            if mention.joint:
                continue
            if mention.sort == "pronoun":
                ours = mention.head in self.lex.words["first_person"]
                if ours and mention.plural and not sentence.quoted(mention.start):
                    mention.entity = self.issuer
                    continue
                mention.entity = self._pronoun(mention, mentions)
            elif mention.entity >= 0:
                entity = self.entities[mention.entity]
                entity.mentions.append(mention)
                if mention.title_span and mention.title:
                    entity.roles.append((mention.sentence, *mention.title_span))
                    entity.heads.add(key(mention.title).split()[-1])

    def _pairs(self, tokens: tuple[Token, ...], mentions: list[Mention]) -> None:
        """Let "both" and "the two sides" stand for the two actors last joined by "and"."""
        both = self.lex.who["both"]
        for mention in mentions:
            first = tokens[mention.start].low
            sides = mention.head in self.lex.who["sides"] and (
                {t.low for t in tokens[mention.start : mention.end]} & both
            )
            if (mention.sort == "pronoun" and first in both) or (
                mention.sort == "common" and sides and mention.owner is None
            ):
                mention.joint, mention.entity = self.pair, -1
        top = [m for m in mentions if not m.within and m.entity >= 0 and m.sort != "pronoun"]
        for left, right in itertools.pairwise(top):
            gap = [t.low for t in tokens[max(left.end, left.extent) : right.start]]
            sides = all(
                m.sort == "name" or m.kind in {"government", "armed-group"} for m in (left, right)
            )
            states = all(m.kind in {"state", "organisation"} for m in (left, right))
            if states and any(
                self.entities[i].kind in {"government", "armed-group"} for i in self.pair
            ):
                continue
            if gap == ["and"] and left.entity != right.entity and sides:
                self.pairs.append((left.entity, right.entity))
                self.pair = (left.entity, right.entity)

    def serve(self, sentence: Sentence, mentions: list[Mention], number: int) -> None:
        """Find "who served as Vice President": a role said of a person."""
        tokens = sentence.tokens
        for i in range(1, len(tokens) - 2):
            if tokens[i + 1].low != "as" or tokens[i].low not in {
                "served",
                "serves",
                "serving",
                "serve",
                "acted",
                "acts",
                "works",
                "worked",
            }:
                continue
            before = [m for m in mentions if m.end <= i and m.entity >= 0 and not m.within]
            person = next((m for m in reversed(before) if self.entities[m.entity].person), None)
            end = i + 2
            while end < len(tokens) and tokens[end].text not in ",.;:":
                end += 1
            if person is not None and end > i + 2:
                self.entities[person.entity].roles.append((number, i + 2, end))

    def close(self, mentions: list[Mention]) -> None:
        """Remember, after a sentence, who was spoken of and who was its subject."""
        top = [m for m in mentions if not m.within and m.entity >= 0 and m.sort != "pronoun"]
        for mention in top:
            if mention.entity in self.recent:
                self.recent.remove(mention.entity)
            self.recent.append(mention.entity)
        del self.recent[:-12]
        named = [m.entity for m in mentions if not m.within and m.entity >= 0 and not m.governed]
        for entity in named[1::-1]:
            self.subject(entity)

    def subject(self, entity: int) -> None:
        """Remember the subject of a clause."""
        if entity in self.subjects:
            self.subjects.remove(entity)
        self.subjects.append(entity)
        del self.subjects[:-8]

    # --- names -----------------------------------------------------------------------------

    def _new(self, name: str, kind: str | None, sort: str, *, known: str | None = None) -> int:
        self.entities.append(Entity(name, kind or "unknown", sort, known=known))
        index = len(self.entities) - 1
        self.by_key.setdefault(key(_bare(name, self.lex)), index)
        return index

    def _name(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        name = written(tokens, *mention.core)
        k = key(name)
        lex = self.lex
        canonical = lex.known.get(k) or lex.states.get(k) or self._styled(k)
        if canonical is None and mention.kind == "state" and k in lex.demonyms:
            canonical = lex.demonyms[k]
        if canonical in lex.states.values():
            mention.kind = "state"
        index = self.by_key.get(k)
        if index is None and canonical is None and " " not in k and len(k) > 4:
            index = self.by_key.get(k.removesuffix("s") if k.endswith("s") else f"{k}s")
        if index is None and canonical:
            index = self.by_key.get(key(canonical))
        if index is None and mention.acronym and key(mention.acronym) in self.by_key:
            index = self.by_key[key(mention.acronym)]
            self.entities[index].kind = mention.kind or self.entities[index].kind
        if index is None and canonical is None:
            index = self._partly(name, mention)
        if index is None:
            index = self._new(canonical or name, mention.kind, "name")
        entity = self.entities[index]
        entity.names[name] += 1
        entity.heads.add(_head(name))
        self.by_key.setdefault(k, index)
        if mention.acronym:
            self.by_key[key(mention.acronym)] = index
            entity.names[mention.acronym] += 1
        better = mention.kind and (
            entity.kind == "unknown" or (mention.title and not mention.definite)
        )
        if better and entity.known is None and entity.kind not in _BODIES:
            entity.kind = mention.kind or entity.kind
        longer = len(name) > len(entity.name) and name.count(" ") < 8
        if longer and canonical is None and entity.known is None and entity.sort == "name":
            entity.name = name
        return index

    def _styled(self, k: str) -> str | None:
        """Return the state that "the Republic of South Africa" is."""
        for style in self.lex.styles:
            if k.startswith(style):
                return self.lex.states.get(k.removeprefix(style).removeprefix("the "))
        return None

    def _partly(self, name: str, mention: Mention) -> int | None:
        """Find the actor of whose name this is a part, or that is a part of this name."""
        words = [w for w in key(name).split() if w not in self.lex.words["name_links"]]
        if not words:
            return None
        if len(words) == 1 and name.isupper():
            for i, entity in enumerate(self.entities):
                if _initials(entity.name, self.lex) == name.replace(".", ""):
                    return i
        body = words[-1] in self.lex.heads or mention.kind in _BODIES
        order = [*reversed(self.recent), *reversed(range(len(self.entities)))]
        for i in order:
            entity = self.entities[i]
            if entity.sort != "name" or entity.kind == "state":
                continue
            theirs = [w for w in key(entity.name).split() if w not in self.lex.words["name_links"]]
            if not theirs:
                continue
            same_sort = body == (entity.kind in _BODIES and not entity.person)
            if entity.kind == "unknown" or mention.kind is None:
                same_sort = True
            if not same_sort:
                continue
            small, large = sorted((words, theirs), key=len)
            if set(small) <= set(large) and (body or len(small[0]) > 2):
                if body and small == words and len(words) == 1 and not mention.definite:
                    # "Council" alone may be any council; "the Council" is the one spoken of.
                    return i if entity.kind in _BODIES else None
                if len(small) > 1 or body or small[0] in {large[0], large[-1]}:
                    return i
        return None

    # --- common nouns ----------------------------------------------------------------------

    def _apposed(self, tokens: tuple[Token, ...], mentions: list[Mention]) -> None:
        """Join "its leader, Ansel Draga" and "Saw Naw Htoo, secretary of the Council"."""
        tops = [m for m in mentions if not m.within and m.sort != "pronoun"]
        for left, right in itertools.pairwise(tops):
            end = max(left.end, left.extent)
            if end >= len(tokens) or tokens[end].text != "," or right.start != end + 1:
                continue
            person, role = (left, right) if left.sort == "name" else (right, left)
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
            entity = self.entities[person.entity]
            human = role.head in self.lex.who["roles"]
            if human and entity.kind in _BODIES and entity.kind not in {"group", "unknown"}:
                continue
            role.entity = person.entity
            if human and entity.kind == "unknown":
                entity.kind = "person"
            if not human and entity.kind == "person" and entity.known is None:
                entity.kind = role.kind or entity.kind
            entity.heads.add(role.head)
            entity.roles.append((role.sentence, role.core[0], max(role.end, role.extent)))
            if role.owner is not None:
                self._officials.append(
                    (person.entity, role.owner, (role.sentence, person.start, after))
                )

    def _common(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        """Resolve a common noun: to its body, to one spoken of before, or to a new actor."""
        owner = mention.owner
        named = self._named_body(tokens, mention) or self._own_body(tokens, mention)
        if named is not None:
            self.entities[named].names[written(tokens, *mention.core)] += 1
            return named
        if owner is not None and owner.entity >= 0 and mention.head in _INSIDERS:
            body = self.entities[owner.entity]
            armed = mention.head in self.lex.who["fighters"] and body.sort == "name"
            if armed and body.kind == "unknown":
                body.kind = "armed-group"
            if body.kind in _BODIES and body.kind not in {"state", "group"} and not body.plural:
                return owner.entity
        first = tokens[mention.start].low
        if first in self.lex.words["possessives"] and mention.head in _INSIDERS:
            body = self._owner(first)
            if body >= 0:
                return body
        if (
            mention.head in self.lex.who["passive_groups"]
            and first in self.lex.words["demonstratives"]
        ):
            return self._latest(plural=True)
        if first in self.lex.words["demonstratives"] and first != "the" and mention.plural:
            return self._latest(plural=True)
        phrase = key(written(tokens, mention.core[0], max(mention.end, mention.extent)))
        short = key(written(tokens, *mention.core))
        index = self.by_key.get(phrase)
        if index is None:
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
        index = self._new(name, mention.kind, "common")
        entity = self.entities[index]
        entity.names[written(tokens, *mention.core)] += 1
        entity.heads.add(mention.head)
        entity.plural = mention.plural
        self.by_key.setdefault(short, index)
        if owner is not None and owner.entity >= 0 and tokens[mention.end - 1].low != "people":
            entity.parents[owner.entity] = (
                mention.sentence,
                mention.start,
                max(mention.end, mention.extent),
            )
        return index

    def _named_body(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Take "the Houthi movement" for the Houthis, "government forces" for the government."""
        owner = mention.owner
        before = tokens[mention.end - 2].low if mention.end - mention.start > 1 else ""
        bare = mention.core[1] - mention.core[0] == 2
        if bare and before in self.lex.common and mention.head in _INSIDERS:
            kind = self.lex.common[before]
            if kind == "government":
                return next(
                    (i for i in reversed(range(len(self.entities)))
                     if before in self.entities[i].heads), None
                )  # fmt: skip
        if owner is None or owner.entity < 0 or owner.sort != "name":
            return None
        if mention.head not in self.lex.who["generic"] or owner.end != mention.end - 1:
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
        if not ours and mention.head not in self.lex.who["own"] | self.lex.who["fighters"]:
            return None
        if first == "our" and self.issuer >= 0:
            return self.issuer
        if first in {"his", "her"}:
            for i in [*reversed(self.subjects), *reversed(self.recent)]:
                if self.entities[i].person:
                    parents = [
                        p for p in self.entities[i].parents
                        if self.entities[p].kind not in {"state", "person"}
                    ]  # fmt: skip
                    return parents[-1] if parents else None
        if (
            first == "the"
            and mention.head in self.lex.who["fighters"]
            and mention.plural
            and (mention.end - mention.start == 2)
        ):
            armed = [i for i, e in enumerate(self.entities)
                     if e.kind == "armed-group" and e.sort == "name"]  # fmt: skip
            kinds = [self.entities[i].kind for i in self.pair]
            if "government" in kinds and len(self.pair) == 2:
                other = self.pair[1 - kinds.index("government")]
                if self.entities[other].sort == "name" and kinds.count("government") == 1:
                    return other
            return armed[0] if len(armed) == 1 else None
        return None

    def _repeated(self, mention: Mention, phrase: str) -> int | None:
        """Find the actor that "the governor" or "the company" repeats."""
        if mention.owner is not None:
            return None
        bare = len(phrase.split()) == 1
        order = list(dict.fromkeys([*reversed(self.recent), *reversed(range(len(self.entities)))]))
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

    # --- pronouns --------------------------------------------------------------------------

    def _latest(self, *, plural: bool) -> int:
        for i in [*reversed(self.subjects), *reversed(self.recent)]:
            entity = self.entities[i]
            if plural and (entity.kind in _BODIES or entity.plural) and entity.kind != "state":
                return i
        return -1

    def _owner(self, low: str) -> int:
        """Return whose members "its members" are: of the body last spoken of."""
        if low not in self.lex.words["it"] | self.lex.words["they"] | {"their"}:
            return -1
        for i in [*reversed(self.subjects), *reversed(self.recent)]:
            entity = self.entities[i]
            if entity.kind in _BODIES - {"state", "group"} and not entity.person:
                return i
        return -1

    def _pronoun(self, mention: Mention, mentions: list[Mention]) -> int:
        words = self.lex.words
        low = mention.head
        if low in words["first_person"]:
            return -1
        here = [
            m.entity
            for m in mentions
            if m.start < mention.start and m.entity >= 0 and not m.within and m.sort != "pronoun"
        ]
        ahead = [
            m.entity
            for m in mentions
            if m.start < mention.start and m.entity >= 0 and not m.governed and not m.within
        ]
        object_form = low in {"him", "her", "them"}
        order = [*ahead, *reversed(self.subjects), *reversed(here), *reversed(self.recent)]
        if object_form and here:
            order = [*reversed(here), *order]
        first = ahead[0] if ahead else None
        for i in order:
            entity = self.entities[i]
            if low in words["person_pronouns"]:
                fits = entity.person
            elif low in words["it"]:
                fits = not entity.person and not entity.plural and entity.kind != "unknown"
            else:
                fits = not entity.person and (entity.kind != "state" or object_form)
            if fits and not (
                object_form and i == first and len(set(order)) > 1 and not entity.plural
            ):
                return i
        return -1


def _bare(name: str, lexicon: Lexicon) -> str:
    """Return a name without its determiner."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in lexicon.words["determiners"] else name


def _head(name: str) -> str:
    """Return the noun that a name of a body turns on: its last word before "of" or "for"."""
    words = key(name).split()
    for i, word in enumerate(words[1:], start=1):
        if word in {"of", "for", "in"}:
            return words[i - 1]
    return words[-1] if words else ""


def _initials(name: str, lexicon: Lexicon) -> str:
    return "".join(
        w[0] for w in name.split() if w.lower() not in lexicon.words["name_links"]
    ).upper()
