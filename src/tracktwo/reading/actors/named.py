"""Names: which actor a name stands for, by what names share.

A surname, the head of a body's name, its initials, a plural; "the Republic of X" is X.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import BODIES, Entity, bare, head_of, initials
from tracktwo.reading.actors.mentions import Mention, written
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon


_OF_NATIONS = frozenset({"un", "u.n.", "united", "nations", "the", "of"})
"""Words of an office that may be left out."""


class NamedActors:
    """The actors of a text, by their names."""

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
        self.joined: tuple[int, ...] = ()  # who the subject of the last sentence was, in a row
        self.told: list[int] = []  # named in the last sentence outside quotation marks, in order
        self.insiders: dict[str, int] = {}  # "the leaders": of whom they were, when last named
        self.here: list[int] = []  # named before, in the same sentence
        plans = lexicon.raw["plans"]
        self.papers = set(lexicon.who["papers"])
        for table in ("documents", "papers"):
            self.papers.update(plans[table].split())
        self.laying = frozenset(lexicon.raw["plans"]["lays"].split())  # "It grants them seats"
        self.paper = False  # whether the last sentence was about a text: "The agreement ..."
        self.listed: tuple[int, ...] = ()  # three or more named in a row
        self.issuers: tuple[int, ...] = ()  # who "we" are, where they are several
        self.issuer = -1  # whose statement the text is
        self._officials: list[tuple[int, Mention, tuple[int, int, int]]] = []
        for id_, name, kind, others in known:
            index = self._new(name, kind, "name" if name[:1].isupper() else "common", known=id_)
            for other in others:
                self.by_key.setdefault(key(bare(other, lexicon)), index)
            if name[:1].isupper():
                self.entities[index].heads.add(head_of(name))

    def _new(self, name: str, kind: str | None, sort: str, *, known: str | None = None) -> int:
        self.entities.append(Entity(name, kind or "unknown", sort, known=known))
        index = len(self.entities) - 1
        self.by_key.setdefault(key(bare(name, self.lex)), index)
        return index

    def named(self, sentence: Sentence, mention: Mention) -> int:
        """Return the actor that a name stands for."""
        return self._name(sentence.tokens, mention)

    def _name(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        name = written(tokens, *mention.core)
        k = key(name)
        lex = self.lex
        after = [t.low for t in tokens[mention.end : mention.end + 2]]
        if mention.kind is None and after in (["and", "his"], ["and", "her"]):
            mention.kind = "person"  # "Orlo and his ministers"
        canonical = lex.known.get(k) or lex.states.get(k) or self._styled(k)
        if canonical is None and k in lex.capitals and self._acts(tokens, mention):
            canonical = lex.capitals[k]  # "Kigali denied it"
        if canonical is None and mention.kind == "state" and k in lex.demonyms:
            canonical = lex.demonyms[k]
        if canonical in lex.states.values():
            mention.kind = "state"
        plain = self._plain(k) if mention.kind == "state" else k
        index = self.by_key.get(k)
        if index is None and (holder := self._in_office(tokens, mention)) is not None:
            mention.title = name  # an office, and no other name
            return holder
        if index is None and canonical is None and " " not in k and len(k) > 4:
            index = self.by_key.get(k.removesuffix("s") if k.endswith("s") else f"{k}s")
        index = self.by_key.get(plain) if index is None else index
        if index is None and canonical:
            index = self.by_key.get(key(canonical))
            index = self._of_a_land(canonical) if index is None else index
        if index is None and mention.acronym and self._same_body(name, key(mention.acronym)):
            index = self.by_key[key(mention.acronym)]
            self.entities[index].kind = mention.kind or self.entities[index].kind
        halves = [key(half) for half in name.split("/")] if "/" in name else []
        index = next((self.by_key[h] for h in halves if h in self.by_key), index)
        land = mention.kind == "state" and mention.title is None
        if index is None and canonical is None and not land:
            index = self._partly(tokens, name, mention)
        if index is None:
            index = self._new(canonical or name, mention.kind, "name")
        entity = self.entities[index]
        if not (mention.place and k in lex.capitals):  # "in Riyadh" is a town, no other name
            entity.names[name] += 1
        entity.heads.add(head_of(name))
        for one in (k, plain, *halves):  # "the AFC/M23", and further down "the M23"
            self.by_key.setdefault(one, index)
        if mention.acronym:
            self.by_key[key(mention.acronym)] = index
            entity.names[mention.acronym] += 1
        better = mention.kind and (
            entity.kind == "unknown" or (mention.title and not mention.definite)
        )
        if better and entity.known is None and entity.kind not in BODIES:
            entity.kind = mention.kind or entity.kind
        longer = len(name) > len(entity.name) and name.count(" ") < 8
        if longer and canonical is None and entity.known is None and entity.sort == "name":
            entity.name = name
        return index

    def _in_office(self, tokens: tuple[Token, ...], mention: Mention) -> int | None:
        """Return whom an office in capitals is, where one alone was named as that.

        "UN Secretary General Ana Orlo", and further down "the Secretary General".
        """
        words = {t.low for t in tokens[slice(*mention.core)] if t.word} - _OF_NATIONS
        last = tokens[mention.core[1] - 1].low
        office = last in self.lex.who["titles"] | self.lex.who["roles"]
        if mention.title or not office or len(words) < 2:
            return None
        held = [
            i for i, e in enumerate(self.entities)
            if e.person
            and any(m.title and words <= set(key(m.title).split()) for m in e.mentions)
        ]  # fmt: skip
        return held[0] if len(held) == 1 else None

    def _of_a_land(self, canonical: str) -> int | None:
        """Return the one body that a well-known name is here: "the Pakistani Taliban"."""
        short = key(canonical)
        found = [
            i for i, e in enumerate(self.entities)
            if e.sort == "name" and key(e.name).endswith(f" {short}")
            and key(e.name).removesuffix(f" {short}") in self.lex.demonyms
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _acts(self, tokens: tuple[Token, ...], mention: Mention) -> bool:
        """Tell whether a verb follows a name that nothing governs."""
        after = tokens[mention.end].low if mention.end < len(tokens) else ""
        form = self.lex.forms.get(after)
        verb = after in self.lex.words["auxiliaries"] or (form is not None and not form.ing)
        return verb and not mention.governed and not mention.place

    def _same_body(self, name: str, acronym: str) -> bool:
        """Tell whether an acronym is of an actor that a name does not gainsay.

        Two long names that differ are two bodies, whatever their initials.
        """
        index = self.by_key.get(acronym)
        if index is None:
            return False
        links = self.lex.words["name_links"]
        ours, theirs = ({w for w in key(n).split() if w not in links}
                        for n in (name, self.entities[index].name))  # fmt: skip
        return len(theirs) < 2 or ours <= theirs or theirs <= ours

    def _plain(self, k: str) -> str:
        """Return the name of a land without its style: "the Republic of Ardel" is Ardel."""
        style = next((s for s in self.lex.styles if k.startswith(s)), "")
        return k.removeprefix(style).removeprefix("the ")

    def _styled(self, k: str) -> str | None:
        """Return the state that "the Republic of South Africa" or "the Tanzanian Republic" is."""
        first, _, last = k.rpartition(" ")
        if (
            last in {"republic", "kingdom", "federation"}
            and first in self.lex.demonyms | self.lex.states
        ):
            return self.lex.demonyms.get(first) or self.lex.states.get(first)
        for style in self.lex.styles:
            if k.startswith(style):
                return self.lex.states.get(k.removeprefix(style).removeprefix("the "))
        return None

    def _words(self, name: str) -> list[str]:
        """Return the words of a name that may be left out or not: "bashir" of "Omar al-Bashir"."""
        words = (w for w in key(name).split() if w not in self.lex.words["name_links"])
        return [w[3:] if w[:3] in {"al-", "el-"} else w for w in words]

    def _partly(self, tokens: tuple[Token, ...], name: str, mention: Mention) -> int | None:
        """Find the actor of whose name this is a part, or that is a part of this name."""
        words = self._words(name)
        if not words:
            return None
        if len(words) == 1 and name.isupper():
            for i, entity in enumerate(self.entities):
                if initials(entity.name, self.lex) == name.replace(".", ""):
                    return i
        body = words[-1] in self.lex.heads or mention.kind in BODIES
        order = [*reversed(self.recent), *reversed(range(len(self.entities)))]
        for i in order:
            entity = self.entities[i]
            if entity.sort != "name" or entity.kind == "state":
                continue
            full = key(entity.name).split()
            theirs = self._words(entity.name)
            if not theirs:
                continue
            papers = self.lex.who["papers"]
            if (words[-1] in papers) != (theirs[-1] in papers) and not entity.person:
                continue  # the Loro Accord is not the army of Loro
            lone = len(words) == 1 and words[0] in full and words[0] not in self.lex.heads
            before = full[: full.index(words[0])] if lone and not entity.person else []
            if "of" in before or "in" in before:
                continue  # "Kassoria" is not the People's Front of Kassoria
            if entity.known is not None and len(theirs) == 1 and theirs[0] in self.lex.heads:
                continue  # the case's "Army" is not the Northern Army of another report
            same_sort = body == (entity.kind in BODIES and not entity.person)
            if entity.kind == "unknown" or mention.kind is None:
                same_sort = True
            if not same_sort:
                continue
            small, large = sorted((words, theirs), key=len)
            if set(small) <= set(large) and (body or len(max(small, key=len)) > 2):
                if body and small == words and len(words) == 1 and not mention.definite:
                    # "Council" alone may be any council; "the Council" is the one spoken of.
                    return i if entity.kind in BODIES else None
                if small == words and self._place_of(tokens, mention, entity, words):
                    return None  # "in Sarn", beside the Sarn Liberation Council
                if small == theirs and body and self._only_placed(entity, theirs):
                    continue  # the other way round: "in Sarn" was first
                ends = {large[0], large[-1]}
                if len(small) > 1 or body or small[0] in ends or (entity.person and lone):
                    return i
        return None

    def _place_of(
        self, tokens: tuple[Token, ...], mention: Mention, entity: Entity, words: list[str]
    ) -> bool:
        """Tell whether a word of a body's name stands alone for the place, not for the body."""
        if len(words) != 1 or entity.kind not in BODIES or mention.definite:
            return False
        before = tokens[mention.start - 1].low if mention.start else ""
        placed = mention.place or before in self.lex.words["prepositions"] - {"by", "with"}
        return placed and words[0] not in self.lex.heads and not words[0].isupper()

    def _only_placed(self, entity: Entity, words: list[str]) -> bool:
        """Tell whether one word has only been said of a place so far."""
        alone = len(words) == 1 and entity.kind not in BODIES and not entity.name.isupper()
        return alone and bool(entity.mentions) and all(m.place for m in entity.mentions)
