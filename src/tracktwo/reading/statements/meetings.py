"""Presence: who presided over a meeting, who was there, and who was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_RISINGS = frozenset(
    {"coup", "putsch", "revolt", "rebellion", "insurgency", "mutiny", "war", "protests"}
)
"""What may be led that is no meeting."""


@dataclass
class Seat:
    """One actor's part in a meeting: chair, present or absent, and the words that say so."""

    part: str
    entity: int
    sentence: int
    span: tuple[int, int]


@dataclass
class Gathering:
    """A meeting of the text."""

    seats: list[Seat] = field(default_factory=list)
    body: int = -1
    sentence: int = -1
    span: tuple[int, int] = (0, 0)

    def of(self, part: str) -> list[int]:
        """Return who has a part, in the order of the text, each once."""
        return list(dict.fromkeys(s.entity for s in self.seats if s.part == part))


class Presence:
    """Finds who has which part in a meeting, sentence after sentence."""

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        self.lex, self.register = lexicon, register
        self.event = -10  # the last sentence that spoke of a meeting
        table = lexicon.raw["presence"]
        self.events = set(table["events"].split()) | {"there"}
        self.verbs = {
            part: [tuple(p.split()) for p in table[part]] for part in ("chair", "present", "absent")
        }
        self.nouns = {
            part: [tuple(p.split()) for p in table[f"{part}_nouns"]]
            for part in ("chair", "present", "absent")
        }

        self.leaving = {"withdraw", "pull", "walk", "skip", "miss", "boycott", "shun"}
        self.first = {p[0] for phrases in self.verbs.values() for p in phrases}

    def find(self, sentence: Sentence, mentions: list[Mention], number: int) -> list[Seat]:
        """Return the parts that a sentence gives to actors."""
        self.s, self.t, self.number = sentence, sentence.tokens, number
        self.low = [t.low for t in self.t]
        self.lemmas = [self._lemma(i) for i in range(len(self.t))]
        self.top = [m for m in mentions if not m.within]
        if any(w in self.events for w in self.low if w != "there"):
            self.event = number
        found: list[Seat] = self._absence(mentions)
        for part, phrases in self.nouns.items():
            for phrase in phrases:
                found += self._after(part, phrase)
        used = {s.span for s in found}
        for i in range(len(self.t)):
            if not self.s.quoted(i):
                found += self._verb(i, {s.entity for s in found if s.span in used})
        return found

    def _lemma(self, i: int) -> str:
        low = self.low[i]
        form = self.lex.forms.get(low)
        if low in self.lex.words["be"]:
            return "be"
        return form.lemma if form else low

    def _person(self, mention: Mention) -> bool:
        if mention.entity < 0:
            return False
        entity = self.register.entities[mention.entity]
        return entity.person or (entity.kind in {"unknown", "group"} and entity.sort == "name")

    def _near_event(self, i: int, j: int) -> bool:
        if any(w in self.events for w in self.low[max(0, i - 8) : j + 14]):
            return True
        # "X stayed away." of a meeting spoken of shortly before.
        ends = (
            j >= len(self.low) or not self.t[j].word or self.low[j] in {"because", "due", "either"}
        )
        return ends and 0 < self.number - self.event <= 3

    def _absence(self, mentions: list[Mention]) -> list[Seat]:
        """Find "in X's absence"."""
        found = []
        for m in mentions:
            after = tuple(self.low[m.end : m.end + 2])
            if after == ("'s", "absence") and self._person(m):
                found.append(Seat("absent", m.entity, self.number, (m.start, m.end + 2)))
        return found

    def _after(self, part: str, phrase: tuple[str, ...]) -> list[Seat]:
        """Find "attended by A, B and C" and "in attendance were A and B"."""
        n = len(phrase)
        if phrase[0] not in self.low:
            return []
        for i in range(len(self.low) - n):
            if tuple(self.low[i : i + n]) != phrase or self.s.quoted(i):
                continue
            if part == "chair" and not any(
                w in self.events for w in self.low[max(0, i - 9) : i + 1]
            ):
                continue
            body = self.low[i - 1] == ")" or any(m.end == i and m.sort == "name" for m in self.top)
            body |= not _RISINGS.isdisjoint(self.low[max(0, i - 6) : i])
            if self.low[i - 1] in self.lex.who["groups"] or (body and phrase[0] == "led"):
                continue  # "talks with negotiators led by Orr", "the Front (OF) led by Orr"
            listed = self._list(i + n)
            if part == "chair":
                listed = listed[:1]
            return [
                Seat(part, m.entity, self.number, (i, max(m.end for m in listed)))
                for m in listed
                if self._person(m)
            ]
        return []

    def _list(self, start: int) -> list[Mention]:
        """Return the phrases of a list that begins at a token."""
        found: list[Mention] = []
        at = start
        for mention in sorted(self.top, key=lambda m: m.start):
            if mention.start < start or mention.sort == "pronoun":
                continue
            gap = self.low[at : mention.start]
            fillers = {",", "and", "the", "also", ";", "as", "well"}
            if any(w not in fillers for w in gap):
                break
            found.append(mention)
            at = max(mention.end, mention.extent)
        return found

    def _verb(self, i: int, done: set[int]) -> list[Seat]:
        part, length = self._phrase(i)
        if not part:
            return []
        left, negated, modal = i, False, False
        while left > 0:
            word = self.low[left - 1]
            if word in self.lex.words["negations"]:
                negated = True
            elif word in self.lex.words["modals"]:
                modal |= word in {"will", "would", "shall"}
            elif not (
                word in self.lex.words["auxiliaries"]
                or word in self.lex.words["adverbs"]
                or word == "to"
            ):
                break
            left -= 1
        if modal or (i and self.low[i - 1] == "to" and part != "absent" and not negated):
            return []
        passive = any(self.lemmas[k] == "be" for k in range(left, i)) and part == "chair"
        if passive:
            return []
        end = i + length
        if part != "chair" and not self._near_event(i, end):
            return []
        negated |= any(w in self.lex.words["negations"] for w in self.low[i:end])
        begin = self._clause(left)
        neither = self.low[begin] in {"neither", "no"} if begin < len(self.low) else False
        if part == "present" and (negated or neither):
            part = "absent"
        elif part == "absent" and negated:
            part = "present"
        if part == "absent" and self.lemmas[i] in self.leaving and not negated:
            near = self.low[end : end + 5]
            ends = end >= len(self.low) or not self.t[end].word
            if not ends and not any(w in self.events for w in near):
                return []  # "withdraw from the city"
        if any(w in {"unless", "if", "whether"} for w in self.low[begin:left]):
            return []
        bodies = self._bodies(left)
        who = [
            m for m in self.top
            if begin <= m.start and m.end <= left
            and ((not m.governed and self._named(m)) or m in bodies)
        ]  # fmt: skip
        if part == "chair":
            who = [m for m in who if self._person(m)][:1]
        seats: list[Seat] = []
        for m in who:
            if m.entity in done or m.entity in {s.entity for s in seats}:
                continue
            seats.append(
                Seat(part, m.entity, self.number, (m.start if part == "chair" else begin, end))
            )
        return seats

    def _bodies(self, left: int) -> list[Mention]:
        """Return the named bodies that are the subject right before a verb, joined by "and"."""
        found: list[Mention] = []
        at = left
        for m in sorted(self.top, key=lambda m: -m.start):
            joined = self.low[max(m.end, m.extent) : at] in ([], ["and"], [","], [",", "and"])
            if max(m.end, m.extent) > at or not joined:
                continue
            if m.entity < 0 or self.register.entities[m.entity].sort != "name":
                break
            found.append(m)
            at = m.start
        return [m for m in found if not m.governed]

    def _named(self, mention: Mention) -> bool:
        if mention.sort == "pronoun":
            return mention.entity >= 0 and self.register.entities[mention.entity].person
        if mention.entity >= 0 and mention.plural and mention.sort == "common":
            return False
        return self._person(mention)

    def _clause(self, left: int) -> int:
        """Return where the clause of a verb begins."""
        for k in range(left - 1, -1, -1):
            word = self.low[k]
            if word in {";", ":", "but", "while", "whereas", "though", "although"}:
                return k + 1
        return 0

    def _phrase(self, i: int) -> tuple[str, int]:
        if self.lemmas[i] not in self.first and self.low[i] not in self.first:
            return "", 0
        for part in ("absent", "present", "chair"):
            for phrase in self.verbs[part]:
                j, ok = i, True
                for n, word in enumerate(phrase):
                    # Words may stand in between: "were also other prominent figures present".
                    if n and phrase[0] == "be":
                        stop = min(j + 6, len(self.lemmas))
                        k = next((k for k in range(j, stop) if self.low[k] == word), -1)
                        if k < 0 or any(
                            self.low[x] in {",", ";", ":", "that"} for x in range(j, k)
                        ):
                            ok = False
                            break
                        j = k + 1
                        continue
                    if j >= len(self.lemmas) or word not in (self.lemmas[j], self.low[j]):
                        ok = False
                        break
                    j += 1
                if ok:
                    return part, j - i
        return "", 0
