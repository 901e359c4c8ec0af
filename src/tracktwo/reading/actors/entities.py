"""Entities: mentions of the same actor under several names become one actor.

Names are joined by what they share (a surname, the head of a body's name, its initials), common
nouns by what they stand beside ("its leader, Ansel Draga") or by what they repeat ("the
governor"), pronouns by what was last the subject. The actors that a case already has come
first, so that a name or an alias of theirs is recognised.
"""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import Entity
from tracktwo.reading.actors.unnamed import UnnamedActors
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence, Token

__all__ = ["Entity", "Register"]

_BODIES = frozenset({"party", "coalition", "organisation", "armed-group"})
BORDERS = frozenset({"crossing", "crossings", "border", "borders", "corridor", "frontier"})
"""Before "with", of neighbours: "border crossings with A and B" makes no pair of them."""
_LED_IN = 24
"""Tokens of a sentence within which its subject stands behind words of time."""
_SIDES = frozenset({"government", "armed-group"})
_HEAD = 4
"""Tokens in which the subject of a sentence begins."""


class Register(UnnamedActors):
    """The actors of a text, growing as its sentences are read."""

    def _belong(self, tokens: Sequence[Token], mentions: list[Mention]) -> None:
        """Tell whose people are: "Dan Orr of the Front", "Dan Orr, who speaks for the Front"."""
        low = [t.low for t in tokens] + [""] * 5
        leads = self.lex.who["leading"]
        named = [m for m in mentions if m.sort == "name" and m.entity >= 0]
        bodies = {m.start: m for m in named if self.entities[m.entity].kind in _BODIES}
        ends = {max(m.end, m.extent): m for m in bodies.values()}
        for person in named:
            if self.entities[person.entity].kind != "person" or person.start in bodies:
                continue
            end = max(person.end, person.extent)
            body: Mention | None = None
            if low[end] in {"of", "from", "("}:
                body = bodies.get(end + 1)
            elif low[end] == "," and low[end + 1] == "who" and low[end + 2] in leads:
                at = end + 3 + (low[end + 3] in {"for", "on"})
                body = bodies.get(at) or next((m for m in named if m.start == at), None)
                if body is not None and self.entities[body.entity].kind in {"person", "state"}:
                    body = None
            elif person.start > 1 and low[person.start - 1] == "'s":
                body = ends.get(person.start - 1)
            elif person.title and {"its", "their"} & set(low[person.start - 1 : person.start + 1]):
                body = next((b for _, b in sorted(bodies.items(), reverse=True)
                             if b.end < person.start), None)  # fmt: skip
            back = person.start - 1 - (low[person.start - 1] in self.lex.words["determiners"])
            if body is None and back > 1 and low[back] == "by" and low[back - 1] in leads:
                at = back - 1 - (low[back - 2] in {",", "("})
                of = next(
                    (m.start - 1 for m in named if m.end == at and low[m.start - 1] == "of"), 0
                )
                body = ends.get(at) or ends.get(of)  # "the Front of Garo, led by Dan Orr"
            if body is None and person.owner is not None and person.owner.entity >= 0:
                body = person.owner  # "Foreign Minister Ana Orlo of Norvia"
            if body is not None and body.entity != person.entity:
                ends_at = max(body.end, body.extent, person.end)
                place = (person.sentence, min(person.start, body.start), ends_at)
                self.entities[person.entity].parents.setdefault(body.entity, place)

    def resolve(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Give every mention of a sentence its entity."""
        tokens = sentence.tokens
        opening = [t.low for t in tokens[sentence.mark : sentence.mark + 2]]
        self.paper |= opening[:1] == ["it"] and not self.laying.isdisjoint(opening)
        for mention in sorted(mentions, key=lambda m: (m.sort == "pronoun", not m.within, m.start)):
            if mention.sort == "name":
                known = len(self.entities)
                mention.entity = self._name(tokens, mention)
                if mention.entity == known:
                    self.entities[known].planned = self._to_come(tokens, mention)
        self._apposed(tokens, mentions)
        for mention in sorted(mentions, key=lambda m: not m.within):  # an owner, then what is its
            if mention.sort == "common" and mention.entity < 0:
                self.here = [
                    m.entity for m in mentions
                    if m.sort == "name" and m.entity >= 0 and m.end <= mention.start
                ]  # fmt: skip
                mention.entity = self._common(tokens, mention)
        for mention in mentions:  # "Red Banner chief Suraj"
            owner = mention.owner
            if mention.sort != "name" or owner is None or owner.entity < 0 or mention.entity < 0:
                continue
            if self.entities[mention.entity].person and mention.start <= owner.start < mention.end:
                place = (mention.sentence, mention.start, mention.end)
                self._officials.append((mention.entity, owner, place))
        for official, body, place in self._officials:
            if body.entity >= 0 and body.entity != official:
                self.entities[official].parents[body.entity] = place
        self._officials.clear()
        self._belong(tokens, mentions)
        self._pairs(tokens, mentions)
        self._several(tokens, mentions)
        for mention in sorted(mentions, key=lambda m: m.start):
            if mention.joint:
                continue
            if mention.sort == "pronoun":
                ours = mention.head in self.lex.words["first_person"]
                if ours and mention.plural and self.issuers and not sentence.quoted(mention.start):
                    mention.joint = self.issuers
                    continue
                alone = self.issuer >= 0 and self.entities[self.issuer].person
                if ours and (mention.plural or alone) and not sentence.quoted(mention.start):
                    mention.entity = self.issuer
                    continue
                both = self._they(mention, mentions)
                if both:
                    mention.joint = both
                    continue
                mention.entity = self._pronoun(mention, mentions)
                if mention.entity >= 0 and mention.head in self.lex.words["person_pronouns"]:
                    self.entities[mention.entity].human = True
            elif mention.entity >= 0:
                entity = self.entities[mention.entity]
                entity.mentions.append(mention)
                entity.female = self._sex(mention) if entity.female is None else entity.female
                if mention.title_span and mention.title:
                    entity.roles.append((mention.sentence, *mention.title_span))
                    entity.heads.add(key(mention.title).split()[-1])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """What number words say: "four"."""
        return {w: i for i, w in enumerate(self.lex.raw["stages"]["cardinals"], start=1)}

    def _several(self, tokens: tuple[Token, ...], mentions: list[Mention]) -> None:
        """Let "the ministers of A, B and C" and "the three countries" stand for these states."""
        for mention in mentions:
            phrase = {t.low for t in tokens[mention.start : mention.end]}
            size = next((self._numbers[w] for w in phrase if w in self._numbers), 0)
            if mention.head in self.lex.who["several"] and size > 2 and size == len(self.listed):
                mention.joint, mention.entity = self.listed, -1
        for mention in mentions:
            owners = tuple(m.entity for m in mention.owners if m.entity >= 0)
            if mention.owner is not None and mention.owner.joint:
                owners = mention.owner.joint
            if len(owners) > 2 and mention.sort == "common":
                mention.joint, mention.entity = owners, -1
                self.listed = owners
            elif len(owners) == 2 and mention.head in self.lex.who["acting"]:
                mention.joint, mention.entity = owners, -1  # "elders of the Benu and the Ashi"
                self.pair = owners
        run: list[Mention] = []
        for mention in sorted((m for m in mentions if not m.within), key=lambda m: m.start):
            if mention.sort != "name" or mention.kind in {"person", "armed-group"}:
                run = []
                continue
            last = max(run[-1].end, run[-1].extent) if run else mention.start
            gap = [t.low for t in tokens[last : mention.start]]
            run = [*run, mention] if gap in ([","], ["and"], [",", "and"]) else [mention]
            if len(run) > 2 and gap[-1:] == ["and"]:
                self.listed = tuple(m.entity for m in run if m.entity >= 0)

    def _sex(self, mention: Mention) -> bool | None:
        """Tell what "Ms" or "spokesman" says of a person."""
        words = {*(mention.title or "").lower().split(), mention.head}
        if words & self.lex.who["women"]:
            return True
        return False if words & self.lex.who["men"] else None

    def _pairs(self, tokens: tuple[Token, ...], mentions: list[Mention]) -> None:
        """Let "both" and "the two sides" stand for the two actors last joined by "and"."""
        both = self.lex.who["both"]
        found = list(self._joined(tokens, mentions, both))
        for mention in sorted(mentions, key=lambda m: m.start):
            while found and found[0][0].end <= mention.start and found[0][2]:
                self._pair(*found.pop(0)[:2])
            first = tokens[mention.start].low
            phrase = {t.low for t in tokens[mention.start : mention.end]}
            plain = mention.head == "parties" and mention.definite and len(phrase) == 2
            rivals = mention.head in self.lex.who["rivals"] and bool(self.pair)
            sides = (mention.head in self.lex.who["sides"] or rivals) and (
                bool(phrase & both) or plain
            )
            pronoun = mention.sort == "pronoun" and first in both
            two = mention.sort == "common" and sides and mention.owner is None
            if (pronoun or two) and (self.pair or not plain):
                mention.joint, mention.entity = self.pair, -1
            # "A and B drew closer when their foreign ministers agreed": A and B did
            theirs = mention.plural and mention.head in self.lex.who["acting"] and first == "their"
            here = next(((b, a) for a, b, _ in found if a.end <= mention.start), None)
            if theirs and here is not None and here[0].start <= 1:
                mention.joint, mention.entity = tuple(m.entity for m in here), -1
        for right, left, _ in found:
            self._pair(right, left)

    def _pair(self, right: Mention, left: Mention) -> None:
        """Remember two actors that stand side by side."""
        states = all(m.kind in {"state", "organisation"} for m in (left, right))
        kinds = {self.entities[i].kind for i in self.pair}
        if states and kinds & {"government", "armed-group"}:
            return
        self.pairs.append((left.entity, right.entity))
        self.pair = (left.entity, right.entity)

    def _joined(
        self, tokens: tuple[Token, ...], mentions: list[Mention], both: frozenset[str]
    ) -> list[tuple[Mention, Mention, bool]]:
        """Return who is joined by "and": the second, the first, and whether by "between"."""
        found: list[tuple[Mention, Mention, bool]] = []
        top = [m for m in mentions if not m.within and m.entity >= 0 and m.sort != "pronoun"]
        for left, right in itertools.pairwise(top):
            gap = [t.low for t in tokens[max(left.end, left.extent) : right.start]]
            sides = all(  # and "delegates of the government": who they are is what counts
                m.sort == "name" or {m.kind, self.entities[m.entity].kind} & _SIDES
                for m in (left, right)
            )  # fmt: skip
            between = left.start > 0 and tokens[left.start - 1].low == "between"
            others = not between and any(  # "A and B handed the two armies a text": not A and B
                m.start > right.end and m.head in self.lex.who["sides"]
                and both & {t.low for t in tokens[m.start : m.end]} for m in mentions
            )  # fmt: skip
            object_ = left.governed and tokens[left.start - 1].low in self.lex.forms
            border = {t.low for t in tokens[max(0, left.start - 2) : left.start]} & BORDERS
            named = gap in (["and"], ["and", "of"]) and left.entity != right.entity and not border
            if named and sides and not others and not object_:
                found.append((right, left, between))
        return found

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

    def close(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Remember, after a sentence, who was spoken of and who was its subject."""
        low = [t.low for t in sentence.tokens[sentence.mark : sentence.mark + 5]]
        first = low[:1] == ["it"] and self.paper
        noun = next((w for w in low[1:] if w in self.papers), None)
        actor = any(m.start <= sentence.mark + 1 and m.sort != "pronoun" for m in mentions)
        begins = low[:1] and low[0] in {"the", "this", "that"} and noun is not None
        self.paper = bool(first or (begins and not actor) or self._laid(sentence, mentions))
        top = [m for m in mentions if not m.within and m.entity >= 0 and m.sort != "pronoun"]
        for mention in top:
            if mention.entity in self.recent:
                self.recent.remove(mention.entity)
            self.recent.append(mention.entity)
        del self.recent[:-12]
        opens = min(
            (m for m in mentions if not m.within and m.sort != "pronoun"),
            key=lambda m: m.start, default=None,
        )  # fmt: skip
        if opens is not None:
            self.joined = opens.joint or self._row(sentence.tokens, opens, mentions)
        t = (*sentence.tokens, sentence.tokens[-1])
        named = [
            m for m in mentions
            if not m.within and m.entity >= 0 and not m.governed and t[m.end].low != "'s"
        ]  # fmt: skip
        outside = [m for m in named if not sentence.quoted(m.start)]  # who is quoted of may be none
        for mention in (outside or named)[1::-1]:
            self.subject(mention.entity)
        told = [m.entity for m in outside]
        self.told = told or self.told

    def _laid(self, sentence: Sentence, mentions: list[Mention]) -> bool:
        """Tell whether a text is the subject behind words of time: "After that, the deal binds"."""
        low = [t.low for t in sentence.tokens[:_LED_IN]]
        comma = next((i for i in range(len(low) - 1, 1, -1) if low[i] == ","), -1)
        after = low[comma + 1 : comma + 4]
        led = comma > 0 and low[0] in self.lex.words["prepositions"] | {"after", "before"}
        paper = after[:1] == ["the"] and not self.papers.isdisjoint(after[1:])
        return led and paper and not any(m.start in {comma + 1, comma + 2} for m in mentions)

    def _row(
        self, tokens: Sequence[Token], first: Mention, mentions: list[Mention]
    ) -> tuple[int, ...]:
        """Return who stands in a row that a sentence opens with: "A, B and the Front met"."""
        top = {m.start: m for m in mentions if not m.within and m.entity >= 0}
        row, links = [first], [""]
        while True:
            end = max(row[-1].end, row[-1].extent)
            gap = [t.low for t in tokens[end : end + 2]]
            size = 2 if gap == [",", "and"] else 1
            if gap[:1] not in ([","], ["and"]) or end + size not in top:
                break
            row.append(top[end + size])
            links.append(gap[size - 1])
        alike = first.entity >= 0 and first.start < _HEAD and all(m.entity >= 0 for m in row)
        return tuple(m.entity for m in row) if alike and links[-1] == "and" else ()

    def subject(self, entity: int) -> None:
        """Remember the subject of a clause."""
        if entity in self.subjects:
            self.subjects.remove(entity)
        self.subjects.append(entity)
        del self.subjects[:-8]

    def _they(self, mention: Mention, mentions: list[Mention]) -> tuple[int, ...]:
        """Return the two that "They" at a sentence's head takes up: "A and B met. They ..."."""
        begins = mention.head == "they" and not any(m.start < mention.start for m in mentions)
        return self.joined if begins and mention.start < _HEAD else ()

    def _pronoun(self, mention: Mention, mentions: list[Mention]) -> int:
        words = self.lex.words
        low = mention.head
        if low in words["first_person"]:
            return -1
        if low in words["it"] and self.paper and mention.start < 2:
            return -1  # "This agreement ends the war. It calls for ..."
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
        # "Norhaven warned ... It has called ...": whatever it is, it was the subject.
        said = self.subjects[-1] if self.subjects and mention.start < 2 else -1
        for i in order:
            entity = self.entities[i]
            if low in words["person_pronouns"]:
                other = low in self.lex.who["she"]
                fits = entity.person and entity.female in {None, other} and i != self.issuer
            elif entity.planned:
                fits = False  # "until a joint cabinet is formed. It proposes"
            elif low in words["it"]:
                told = entity.kind != "unknown" or (i == said and not entity.human)
                fits = not entity.person and not entity.plural and told
            else:
                fits = not entity.person and (entity.kind != "state" or object_form)
            if fits and not (
                object_form and i == first and len(set(order)) > 1 and not entity.plural
            ):
                return i
        return -1
