"""Parts: who is a side to the process, who mediates, hosts, vouches, watches, presses or speaks.

The lexicon (`parts`) holds patterns of words around actors (`@`, or several joined by "and"):
"brokered by @ between @ and @", "@ hosted", "under @ leadership". What is said outright that an
actor does for others is counted here, and weighed at the end (`settling.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entities import BORDERS
from tracktwo.reading.actors.entity import head_of
from tracktwo.reading.parts.patterns import ACTIVE, PARTS, THIRD, book
from tracktwo.reading.statements.patterns import FOUGHT
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.reading.actors.entities import Entity
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_SIDES = {"party", "coalition", "organisation", "armed-group", "government", "group", "community"}
"""Kinds of actor that are a side where they take a stand."""
_ALONE = {None, "person", "state", "unknown"}
_AND_OF = re.compile(r"^(?:and of (?:the )?@\d+ )+")
_BODIES = {"state", "organisation", "government", "coalition"}
_ASIDE = re.compile(r"(@\d+ ), (?:which|who|whose|an?|led|headed) [^@,]{1,80}, ")
_WHO = re.compile(r"(@\d+ ), (?:who|which) ([^@,;:]*[^,;:]*)")
"""What somebody does whom a clause describes: "Ana Orlo, who chaired the talks"."""
_SIGN = frozenset({"sign", "signed", "initialled", "concluded", "reached", "struck", "agreed"})
_NEAR = 4
"""Words before "agreement between" in which "the" tells that there is one."""
_OFTEN = 2
"""What several patterns tell of somebody in one sentence counts no more often than this."""
_MET = re.compile(r"\b(?:met|meet|meeting|gathered|held|convened|assembled) (?:again )?(?:at|in) @")
"""Where those met who were invited: who invited them received them."""
_APART = "~"
"""After this stand clauses that only describe somebody."""
_TWICE = re.compile(r"(@\d+) , (@\d+) , ")
_SECOND = re.compile(r"(@\d+ )(?!and )[\w'’-]+(?: [^@,;:]{0,60}?)? and (?=((\w+) [^;:]*))")
"""Who does two things: "A paid for the venue and brought both sides to the table"."""
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
        self.book = book(lexicon.language)
        self.nouns = {w: part for part, text in table["nouns"].items() for w in text.split()}
        self.special = set(table["special"].split())
        self.sides = set(table["sides"].split())
        self.serving = set(table["serving"].split())
        self.helping = set(table["helping"].split())
        self._inside: list[Mention] = []
        self.evidence: dict[str, Counter[int]] = {part: Counter() for part in (*PARTS, "attended")}
        cues = table["cues"]
        self.cues = {
            part: tuple(cues[part].split()) for part in cues if part not in {"venue", "beside"}
        }
        self.beside = tuple(cues["beside"].split())
        self.offices = set(table["offices"].split())
        self.unions, self.unioned = set(table["unions"].split()), set(table["unioned"].split())
        self.ours = lexicon.words["first_person"]
        self.signing = set(table["signing"].split())
        self.behind = [[f"-{w}"] for w in table["behind"].split()]
        self.venue = set(cues["venue"].split())
        self.wars = set(table["wars"].split())
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
                mention.head in {"envoy", "representative", "coordinator"}
                and phrase & self.special
                and mention.entity >= 0
            ):
                self.evidence["mediator"][mention.entity] += 1
        self._nearby(sentence, mentions)
        top = sorted(
            (m for m in mentions if not m.within and m.stands_for and self._told(m)),
            key=lambda m: m.start,
        )
        if not top:
            return stances
        told: Counter[tuple[str, tuple[str, ...]]] = Counter()
        for text, by_number in self._written(sentence, top):
            for part, regex in self.book.fitting(text):
                for match in regex.finditer(text):
                    if part in {"signed", "out"} and _APART in text[: match.start()]:
                        continue  # "the Front, which was not invited, sent no delegation"
                    if part == "signed" and _FOUGHT.search(match[0]):
                        continue  # "signed in May, and ended the war between A and B"
                    if part == "signed" and not self._made(text, match):
                        continue  # "a proposal for an agreement between A and B"
                    if part == "party" and self._borders(text, match, by_number):
                        continue
                    if part == "mediator" and self._of_body(text, match, by_number):
                        continue
                    if part == "mediator" and self._other(text, match, by_number):
                        continue
                    if part == "mediator" and "invitation" in match[0] and _MET.search(text):
                        part = "host"  # noqa: PLW2901  ("meeting at Garo at the invitation of X")
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
                    told[part, tuple(found)] += 1
                    if told[part, tuple(found)] <= _OFTEN:
                        for number in found:
                            placed = f" in {number} " in text and by_number[number].kind is None
                            led = match[0].startswith(f"{number} -")  # "in Oman-led talks"
                            opens = match[0].startswith(number) and by_number[number].place
                            opens &= not led
                            if (placed or (opens and text[: match.start()].endswith(" in "))) and (
                                part != "host"
                            ):
                                continue  # "a truce in Gaza put forward", "rivals in Tarn signed"
                            thing = " , which " in match[0]
                            self._count(part, by_number[number], thing=thing)
        return stances

    def _other(self, text: str, match: re.Match[str], by_number: Mapping[str, Mention]) -> bool:
        """Tell whether words that tell of help tell it of another, or of none.

        "A truce between A and B, brokered by C"; "the army under the leadership of Orr".
        """
        after = text[match.end() :].lstrip()
        if after.startswith(("itself", "themselves")):
            return True  # "drawn up by Norvia itself": a side
        if match[0].endswith("ed ") and after.startswith("by @"):
            return True
        who = re.findall(r"@\d+", match[0])
        led = "leadership of" in match[0] or "guidance of" in match[0]
        return led and all(by_number[x].kind == "person" for x in who)

    def _made(self, text: str, match: re.Match[str]) -> bool:
        """Tell whether an agreement between two is there: "the accord between", "was signed".

        Not one that is yet to be: "will be signed by", "A and B will need to sign".
        """
        words = match[0].split()
        sign = next((i for i, w in enumerate(words) if w in _SIGN), 0)
        before = [*text[: match.start()].split(), *words[:sign]][-1:]
        if words[sign] == "sign" or (words[sign] in _SIGN and before == ["be"]):
            return False
        if " between " not in match[0] or match[0].split()[1] != "between":
            return True
        before = text[: match.start()].split()[-_NEAR:]
        made = self.signing | {"reached", "concluded", "struck", "sealed", "agreed", "announced"}
        return "the" in before or not before or not made.isdisjoint(text.split())

    def _told(self, mention: Mention) -> bool:
        """Tell whether a phrase may stand in a pattern: of pronouns, subjects but for "we"."""
        if mention.sort != "pronoun":
            return True
        return not mention.governed and mention.head not in self.ours

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
            text = text if bare == text else f"{text}; {bare}"
            described = [m[1] + m[2] for m in _WHO.finditer(text)]
            same = _TWICE.search(text)
            if same and by_number[same[1]].entity == by_number[same[2]].entity >= 0:
                # "Ana Orlo, its leader, signed"
                text += f"; {_TWICE.sub(same[1] + ' ', text, count=1)}"
            second = [m[1] + m[2] for m in _SECOND.finditer(text) if m[3] in self.lex.forms]
            apart = [_APART, *described] if described else []
            found.append(("; ".join([text, *second, *apart]), by_number))
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
            if low[max(0, i - 1) : i + 1] == ["capital", "of"] and i > 1:
                i = town = i - 2 - (low[i - 2] == "the")
            if i > 1 and low[i] == ",":
                town = i - 1
                while town > 0 and sentence.tokens[town].capital:
                    town -= 1
            if town >= 0 and low[town] in {"in", "at"}:
                fought = town > 0 and low[town - 1] in self.wars  # "talks to end the war in"
                if not fought and not self.venue.isdisjoint(low[max(0, town - 12) : town]):
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
        opens = before[-1:] in {"", ",", ";"} or before in self.lex.words["prepositions"]
        return does and opens and "," in match[0]

    def _of_body(self, text: str, match: re.Match[str], by_number: dict[str, Mention]) -> bool:
        """Tell whether what is led is no talks: "a commission, chaired by the League"."""
        before = text[: match.start()].removesuffix(" ").split()[-6:]
        while before and before[-1] in self.lex.words["auxiliaries"] | {",", "to", "which", "that"}:
            before.pop()
        led = before[-1] if before else ""
        return (by_number[led].head if led in by_number else led) in self.lex.who["instruments"]

    def _borders(self, text: str, match: re.Match[str], by_number: dict[str, Mention]) -> bool:
        """Tell whether "between A and B" is where something lies: a border, the Tarn Corridor."""
        if not match[0].startswith("between "):
            return False
        before = text[: match.start()].split()[-1:]
        return any(w in BORDERS or (w in by_number and by_number[w].place) for w in before)

    def _count(self, part: str, mention: Mention, *, thing: bool = False) -> None:
        """Count what a pattern tells; of a person's state alone, where "which" says so."""
        crowd = part == "host" and mention.sort == "common" and mention.plural
        if mention.sort == "pronoun" and (part not in ACTIVE or mention.joint):
            return  # "it hosted the talks", but not whatever was done to it
        if not crowd and not (thing and mention.kind == "person"):
            for entity in mention.stands_for:
                self.evidence[part][entity] += 1
        if part in THIRD:  # "President Odo of Gabon": the state too
            words = {mention.head, *(mention.title or "").lower().split()}
            governs = not words.isdisjoint(self.lex.who["governing"])
            for other in self._inside:
                serving = mention.sort == "common" and mention.head in self.serving
                theirs = governs or (serving and other is mention.owner)
                known = other.kind in _BODIES or (theirs and other.kind in {"unknown", None})
                if mention.start <= other.start < max(mention.end, mention.extent) and (
                    known and other.entity >= 0
                ):
                    self.evidence[part][other.entity] += 1

    def _by_noun(self, mention: Mention, mentions: Sequence[Mention]) -> None:
        """Take "the facilitator", "mediators from Chile", "UN envoy Ana Orlo" at their word."""
        if mention.entity < 0 or mention.sort == "pronoun":
            return
        part = self.nouns.get(mention.head) if mention.sort == "common" else None
        if mention.title and mention.sort == "name":
            part = self._titled(mention.title.lower().split(), part)
        if part is not None:
            self.evidence[part][mention.entity] += 1
            if mention.sort == "common" and mention.owner is not None:
                for other in mentions:
                    inside = mention.start <= other.start < max(mention.end, mention.extent)
                    if inside and other.sort == "name" and other.entity >= 0:
                        self.evidence[part][other.entity] += 1

    def headed(self, entity: int, office: Sequence[str]) -> None:
        """Take the office of whose statement a text is: "Briefing by the Facilitator, Ana Orlo"."""
        part = self._titled(office, None) if entity >= 0 else None
        if part is not None:
            self.evidence[part][entity] += 1

    def _titled(self, words: Sequence[str], part: str | None) -> str | None:
        """Return the part that an office is, in place of another where it is a special envoy's."""
        sent = {"envoy", "representative", "coordinator"} & set(words)
        if sent and self.special & set(words):
            return "mediator"
        return part or next((self.nouns[w] for w in words if w in self.nouns), None)

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
        if known and entity.kind == "organisation":
            return True
        return entity.kind in {"organisation", "coalition"} and self._of_states(words)

    def _of_states(self, words: Sequence[str]) -> bool:
        """Tell whether a name is that of a body of states: "Council of the Lake States"."""
        if " ".join(words[:2]) == "contact group" or words[-1] in {"quartet", "troika"}:
            return True
        heads = {i for i, w in enumerate(words) if w in self.unions}
        states = {i for i, w in enumerate(words) if w in self.unioned}
        before = any(i + 1 in heads for i in states)  # "the Lake States Community"
        return before or any(h < i and "of" in words[h + 1 : i] for h in heads for i in states)


def _tokens(text: str, span: tuple[int, int], by_number: dict[str, Mention]) -> tuple[int, int]:
    """Return the tokens of a sentence that a match in its numbered text stands for."""
    inside = [by_number[x] for x in re.findall(r"@\d+", text[span[0] : span[1]])]
    first = min(m.start for m in inside)
    last = max(max(m.end, m.extent) for m in inside)
    matched = text[span[0] : span[1]]
    lead = matched.split("@", 1)[0].split()
    tail = re.split(r"@\d+", matched)[-1].split()
    return max(0, first - len(lead)), last + len(tail)
