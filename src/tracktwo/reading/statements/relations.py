"""Relations: who hosts, fights, mediates between, opposes or is close to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon


@dataclass(frozen=True)
class Link:
    """A relation between two actors, and the words that say so."""

    kind: str
    source: int
    target: int
    sentence: int
    span: tuple[int, int]


class Relations:
    """Finds the relations that one sentence after another states."""

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        self.lex, self.register = lexicon, register
        table = lexicon.raw["relations"]
        self.verbs = {v: kind for kind, text in table["verbs"].items() for v in text.split()}
        self.nouns = {n: kind for kind, text in table["nouns"].items() for n in text.split()}
        self.links = {kind: set(text.split()) for kind, text in table["links"].items()}
        self.living = set(table["living"].split())
        self.opposes = set(table["opposes"].split())
        self.members = set(table["members"].split())
        self.places = set(table["places"].split())

    def find(self, sentence: Sentence, mentions: list[Mention], number: int) -> list[Link]:
        """Return the relations of a sentence."""
        self.t, self.number, self.s = sentence.tokens, number, sentence
        self.low = [t.low for t in self.t]
        self.top = sorted(
            (m for m in mentions if not m.within and m.entity >= 0), key=lambda m: m.start
        )
        self.every = sorted((m for m in mentions if m.entity >= 0), key=lambda m: m.start)
        found: list[Link] = []
        for i, word in enumerate(self.low):
            if sentence.quoted(i):
                continue
            form = self.lex.forms.get(word)
            lemma = form.lemma if form else word
            if (
                lemma in self.verbs
                and form is not None
                and not any(m.start <= i < m.end for m in self.top)
            ):
                found += self._verb(i, self.verbs[lemma])
            if lemma in self.living and form is not None:
                found += self._living(i)
            if word in self.nouns:
                found += self._noun(i, self.nouns[word])
        found += self._opponents(mentions)
        return [x for x in dict.fromkeys(found) if x.source != x.target]

    def _subjects(self, left: int) -> list[Mention]:
        """Return the actors joined before a verb."""
        before = [m for m in self.top if m.end <= left and not m.governed]
        if not before:
            return []
        last = before[-1]
        group = [last]
        for mention in reversed(before[:-1]):
            gap = self.low[max(mention.end, mention.extent) : group[0].start]
            if (
                gap
                and all(w in {"and", ","} for w in gap)
                and "and" in self.low[mention.end : last.start]
            ):
                group.insert(0, mention)
            else:
                break
        return group

    def _objects(self, start: int) -> list[Mention]:
        found: list[Mention] = []
        at = start
        for mention in self.top:
            if mention.start < start:
                continue
            gap = self.low[at : mention.start]
            fillers = {
                "and",
                ",",
                "or",
                "the",
                "with",
                "against",
                "between",
                "either",
                "both",
                "in",
            }
            if any(w not in fillers for w in gap):
                break
            found.append(mention)
            at = max(mention.end, mention.extent)
        return found

    def _past(self, i: int, words: set[str], reach: int = 3) -> int:
        for j in range(i + 1, min(i + 1 + reach, len(self.low))):
            if self.low[j] in words:
                return j
        return -1

    def _verb(self, i: int, kind: str) -> list[Link]:
        left = i
        be = False
        while left > 0 and (
            self.low[left - 1] in self.lex.words["auxiliaries"]
            or self.low[left - 1] in self.lex.words["adverbs"]
            or self.low[left - 1].endswith("ly")
        ):
            left -= 1
            be |= self.low[left] in self.lex.words["be"]
        if left and self.low[left - 1] in {"to"} | self.lex.words["negations"] | self.lex.ending:
            return []
        noun = self.low[i - 1] in {"'s", "'"} | self.lex.words["determiners"] if i else False
        if self.lex.forms[self.low[i]].base and left == i and noun:
            return []  # "Maresh's finance minister"
        if (
            self.lex.forms[self.low[i]].ing
            and left == i
            and i
            and (self.low[i - 1] in self.lex.words["determiners"])
        ):
            return []  # "the fighting"
        bare = self.lex.forms[self.low[i]].ing and not be and left == i
        if (
            bare
            and not any(i in (m.end, m.extent) for m in self.top)
            and (i == 0 or self.low[i - 1] not in {",", "for", "and", "which", "who", "that"})
        ):
            return []  # "renewed fighting in"
        if any((f := self.lex.forms.get(w)) and f.lemma in self.lex.denying for w in self.low[:i]):
            return []
        if any(w in self.lex.words["negations"] | {"no"} for w in self.low[left:i]):
            return []
        if self.lex.forms[self.low[i]].base and self.low[i] in self.nouns and left == i:
            return []  # "an armed fight"
        form = self.lex.forms[self.low[i]]
        by = i + 1 if i + 1 < len(self.low) and self.low[i + 1] == "by" else -1
        if by > 0 and form.participle and not be and left and self.low[left - 1] == "and":
            return []  # "drafted by X and backed by Y" is said of something before
        if by > 0 and form.participle:
            agents = self._objects(by + 1)[:1]
            patients = self._subjects(left) or self._nearest_body(left)
            if not be and kind == "supports":
                patients = patients[-1:]  # "A and the B rebels, backed by C": these
            if kind == "hosts" and agents and not patients:
                return []
            if kind == "mediates":
                between = next((j for j, w in enumerate(self.low) if w == "between"), -1)
                patients = self._objects(between + 1) if between >= 0 else []
            return self._links(
                kind,
                agents,
                patients,
                (patients[0].start if patients else i, self._end(agents, by)),
            )
        if be and form.participle and not form.ing:
            return []
        subjects = self._subjects(left)
        if left and self.low[left - 1] == "for" and form.ing:  # "thanked Malawi for hosting"
            subjects = [m for m in self.top if left - 1 in (m.end, m.extent)]
        elif left and self.low[left - 1] in {"who", "which", "that"}:
            end = left - 1 - (self.low[left - 2] == ",")
            subjects = [m for m in self.top if end in (m.end, m.extent)] or subjects
        elif left and self.low[left - 1] == ",":
            subjects = self._before_parenthesis(left - 1) or subjects
        start = i + 1
        if kind == "mediates":
            between = self._past(i, {"between"})
            objects = self._objects(between + 1) if between > 0 else []
        else:
            objects = self._objects(start)
            if kind in self.links and not objects:
                link = self._past(i, self.links[kind], 8)
                objects = self._objects(link + 1) if link > 0 else []
        objects = (
            objects
            or [m for m in self.every if m.start >= start and m.within and m.start <= start + 2][:1]
        )
        first = subjects[0].start if subjects else i
        return self._links(kind, subjects, objects, (first, self._end(objects, i)))

    def _nearest_body(self, left: int) -> list[Mention]:
        bodies = [
            m
            for m in self.top
            if m.end <= left and self.register.entities[m.entity].kind != "person"
        ]
        return bodies[-1:] if bodies else []

    def _before_parenthesis(self, comma: int) -> list[Mention]:
        for k in range(comma - 1, 0, -1):
            if self.low[k] == ",":
                found = [m for m in self.top if k in (m.end, m.extent)]
                if found and not found[0].governed:
                    return found
        return []

    def _end(self, mentions: list[Mention], otherwise: int) -> int:
        return max([otherwise + 1, *(max(m.end, m.extent) for m in mentions)])

    def _living(self, i: int) -> list[Link]:
        """People living somewhere: the state hosts them."""
        place = self._past(i, self.places, 7)
        if place < 0:
            return []
        hosts = self._objects(place + 1)
        states = [
            m for m in hosts
            if self.register.entities[m.entity].kind == "state"
            or m.head in {"countries", "states", "country", "neighbours", "neighbors"}
        ]  # fmt: skip
        people = [
            m for m in self.top if m.end <= i and self.register.entities[m.entity].kind != "state"
        ]
        named = [m for m in people if not m.governed] or people
        if self.low[i] == "based" and people:
            named = people[-1:]
        if not states or not named:
            return []
        return self._links("hosts", states, named[:1], (i, self._end(states, place)))

    def _noun(self, i: int, kind: str) -> list[Link]:
        if any(m.start <= i < m.end for m in self.top):
            return []
        link = self._past(i, self.links.get(kind, {"with"}), 2)
        if link < 0:
            return []
        verb = next(
            (j for j in range(i - 1, max(-1, i - 9), -1) if self.low[j] in self.lex.forms
             or self.low[j] in self.lex.words["auxiliaries"]), -1
        )  # fmt: skip
        if verb < 0:
            return []
        left = verb
        while left > 0 and (
            self.low[left - 1] in self.lex.words["auxiliaries"]
            or self.low[left - 1] in self.lex.words["adverbs"]
            or self.low[left - 1].endswith("ly")
        ):
            left -= 1
        subjects = self._subjects(left)
        if left and self.low[left - 1] in self.lex.words["relatives"]:
            end = left - 1 - (self.low[left - 2] == ",")
            subjects = [m for m in self.top if end in (m.end, m.extent)] or subjects[-1:]
        if left and self.low[left - 1] == ",":
            across = self._before_parenthesis(left - 1)
            if across:
                subjects = self._subjects(max(across[0].end, across[0].extent)) or across
        objects = self._objects(link + 1)
        if not subjects:
            return []
        return self._links(
            kind, subjects, objects[:1], (subjects[0].start, self._end(objects[:1], link))
        )

    def _opponents(self, mentions: list[Mention]) -> list[Link]:
        """Find "X's opponents" and "opponents of X", where they are an actor known otherwise."""
        found = []
        for m in mentions:
            if m.sort != "common" or m.head not in self.opposes or m.owner is None:
                continue
            entity = self.register.entities[m.entity] if m.entity >= 0 else None
            if entity is not None and entity.sort == "name" and m.owner.entity >= 0:
                found.append(
                    Link(
                        "opposes",
                        m.entity,
                        m.owner.entity,
                        self.number,
                        (m.start, max(m.end, m.extent)),
                    )
                )
        return found

    def _links(
        self, kind: str, sources: list[Mention], targets: list[Mention], span: tuple[int, int]
    ) -> list[Link]:
        if span[0] >= span[1]:  # "Brokered by Oman between ...": the verb comes first
            both = [*sources, *targets]
            span = (
                min([span[1], *(m.start for m in both)]),
                max([span[0] + 1, *(max(m.end, m.extent) for m in both)]),
            )
        return [
            Link(kind, a.entity, b.entity, self.number, span)
            for a in sources
            for b in targets
            if a.entity >= 0 and b.entity >= 0
        ]
