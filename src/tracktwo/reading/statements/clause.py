"""A clause: what the search for statements knows about the sentence at hand.

Who ends or begins where, who is joined to whom, what may be skipped after a verb.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.reading.statements.content import Content

if TYPE_CHECKING:
    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Frame, Lexicon


OPPOSITE = {"accepts": "refuses", "refuses": "accepts"}
"""What a stance is once it is denied."""


_PUT = frozenset(["read", "issued", "broadcast", "carried", "posted", "published", "released"])
"""How a statement comes to the public."""


_OCCASIONS = frozenset({"conference", "interview", "statement", "speech", "briefing", "address"})
"""What somebody speaks in or at."""
_LED = 3
"""Words into a sentence in which a place leads to its subject: "In Garo"."""


@dataclass
class Fact:
    """A statement as found, in tokens of its sentence.

    Attributes
    ----------
    kind : str
    by, to : tuple of int
        Entities; empty where the text does not say.
    content : tuple of int
        Tokens of what is said.
    evidence : tuple of int
        Tokens of the cue and the content together.
    subject : Mention or None
        Of the first speaker.
    flags : set of str
        Why a person should look closely: passive, pronoun, far-subject, no-speaker, negated.
    on : tuple of int or None
        Tokens of the condition that is set.
    about : tuple of str
        What it is about: "plan" for a plan as a whole, or kinds of step.
    idle : bool
        Whether it is of a kind that is wrong too often to be proposed.
    """

    kind: str
    by: tuple[int, ...]
    to: tuple[int, ...]
    sentence: int
    content: tuple[int, int]
    evidence: tuple[int, int]
    cue: str
    subject: Mention | None = None
    flags: set[str] = field(default_factory=set)
    on: tuple[int, int] | None = None
    about: tuple[str, ...] = ()
    idle: bool = False


@dataclass
class Cue:
    """A verb that may report a statement, and what was found around it."""

    at: int
    left: int  # where the verb group begins
    lemma: str
    passive: bool
    negated: bool
    ing: bool
    modal: bool
    frame: Frame | None = None
    content: tuple[int, int] = (0, 0)
    to: tuple[Mention, ...] = ()
    agent: tuple[Mention, ...] = ()
    by: tuple[Mention, ...] = ()
    stop: int = 0  # where what is said ends, if a particle of the verb stands there
    inverted: bool = False
    postposed: bool = False
    flags: set[str] = field(default_factory=set)


class Clause:
    """The sentence at hand, and look-ups in it.

    Parameters
    ----------
    lexicon : Lexicon
    register : Register
    """

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        self.lex = lexicon
        self.register = register
        self.content = Content(lexicon)
        self.paragraph = -1
        self.speaker: tuple[Mention, ...] = ()
        self.goes_on = False  # what the speaker says, in the next paragraph
        self.plans = set(lexicon.raw["stages"]["plans"].split())
        self.documents = set(lexicon.raw["plans"]["documents"].split())
        names = (
            "judging", "thanks", "announcing", "vowed", "dealing", "leaving", "praising",
            "weighing", "penalties", "process", "expecting", "omitting", "opposing", "signing",
            "chaining", "particles", "foreseen", "hostile_acts", "after_saying", "guests",
            "questioned", "blaming", "obstacles",
        )  # fmt: skip
        self.sets = {name: frozenset(lexicon.raw["frames"][name].split()) for name in names}
        self.manner = [tuple(p.split()) for p in lexicon.raw["frames"]["manner"]]
        self.leads = {m[0] for m in self.manner}
        self.skippable = lexicon.words["adverbs"] | set(lexicon.raw["dates"]["weekdays"])

    def take(self, sentence: Sentence, mentions: list[Mention], number: int) -> None:
        """Turn to a sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.speaker = self.speaker if self.goes_on else ()
        self.s, self.t, self.number = sentence, sentence.tokens, number
        self.top = [m for m in mentions if not m.within]
        self.all = mentions
        self.at = {m.start: m for m in reversed(self.top)}

    def _closes(self, i: int) -> bool:
        """Tell whether a token closes a quotation, or looks as if it did."""
        return self.t[i].text in {'"', "”", "''", "»"} or any(q.end == i for q in self.s.quotes)

    def _asks(self) -> bool:
        """Tell whether the sentence is a question in the text's own words: it states nothing."""
        return self.t[-1].text == "?" and not self.s.quoted(len(self.t) - 1)

    def _ending(self, end: int) -> Mention | None:
        found = [m for m in self.top if end in (m.extent, m.end)]
        return min(found, key=lambda m: m.start) if found else None

    def _joint(self, mention: Mention) -> tuple[Mention, ...]:
        """Return a mention with those it is joined to by "and" or commas before it."""
        group = [mention]
        while True:
            start = group[0].start
            low = self.t[start - 1].low if start > 1 else ""
            neither = low in {"nor", "or"} and self._neither(start - 1)
            if low not in {"and", ","} and not neither:
                break
            before = start - 1
            if self.t[before].low == "and" and self.t[before - 1].text == ",":
                before -= 1
            other = self._ending(before) or self._described(before)
            if other is None or other.sort == "pronoun" or len(group) > 8:
                break
            if self.t[start - 1].text == "," and len(group) == 1:
                break
            if other.entity >= 0 and other.entity == mention.entity:
                break
            group.insert(0, other)
        if group[0].governed and len(group) > 1 and self.t[group[0].start - 1].low != "as":
            return (mention,)
        return tuple(group)

    def _described(self, comma: int) -> Mention | None:
        """Return who a relative clause that ends with this comma describes."""
        other = self._across(comma) if self.t[comma].text == "," else None
        end = max(other.end, other.extent) if other is not None else 0
        opens = [x.low for x in self.t[end : end + 2]]
        told = opens[:1] == [","] and opens[1] in self.lex.words["relatives"]
        return other if told and end < comma else None

    def _neither(self, at: int) -> bool:
        """Tell whether "neither" or "either" opens a list that "nor", "or" go on with."""
        return any(self.t[k].low in {"neither", "either"} for k in range(max(0, at - 9), at))

    def _across(self, comma: int) -> Mention | None:
        """Find the subject before a parenthesis that ends with this comma."""
        t = self.t
        tries = 0
        k = comma - 1
        while k > 0 and tries < 4:
            if t[k].text == "," and not self.s.quoted(k):
                tries += 1
                opening = t[k + 1].low
                mention = self._ending(k)
                aside = opening in self.lex.words["conjunctions"]
                if [x.low for x in t[k + 1 : k + 3]] == ["but", "not"]:
                    aside = False  # "the Front and the League, but not Kolar, signed"
                if mention is not None and not mention.governed and not aside:
                    return mention
                if mention is not None and mention.governed and mention.start < _LED:
                    mention = None  # "In Garo, the head of the team, Odo Klar, said"
                if mention is not None and opening in self.lex.words["relatives"] | {
                    "another",
                    "a",
                    "an",
                    "the",
                }:
                    return self._ruling(mention)
            elif t[k].text in ".;:":
                break
            k -= 1
        mention = self._ending(comma)
        return mention if mention is not None and not mention.governed else None

    def _ruling(self, mention: Mention) -> Mention:
        """Return whose name a land or another only ends: "the Shura of the South, which ...,"."""
        before = mention.start - 1 - (self.t[mention.start - 1].low == "the")
        if not mention.governed or before < 1 or self.t[before].low != "of":
            return mention
        names = (m for m in self.top if m.end == before and m.sort == "name")
        # "The United States of Meridia" is a land as it stands.
        return next((m for m in names if m.kind != "state"), mention)

    def _along(self, mention: Mention, left: int) -> tuple[Mention, ...]:
        """Return those who do it too: "the Front, along with the League and Kolar, signed"."""
        end = max(mention.end, mention.extent)
        phrase = [x.low for x in self.t[end + 1 : end + 4]]
        if phrase[:2] not in (["along", "with"], ["together", "with"]) and phrase != [
            "as", "well", "as",
        ]:  # fmt: skip
            return ()
        return tuple(m for m in self.top if end < m.start and m.end < left and m.stands_for)

    def _nearest(self, left: int) -> Mention | None:
        """Find the nearest noun phrase to the left that can be a subject."""
        for mention in sorted(self.top, key=lambda m: -m.start):
            if mention.end > left or mention.governed or self.s.quoted(mention.start):
                continue
            if left - mention.end > 40:
                break
            end = max(mention.end, mention.extent)
            if end < left and self.t[end].low == "'s" and mention.kind == "state":
                continue  # "Maresh's rival parliaments rejected": these did
            if any(t.text in ";:" for t in self.t[mention.end : left]):
                break
            if (
                mention.start
                and self.t[mention.start - 1].low in {"and", "or"}
                and mention.sort != "pronoun"
            ):
                group = self._joint(mention)
                if len(group) == 1 and self._prepositional(mention.start):
                    continue
            return mention
        return None

    def _prepositional(self, start: int) -> bool:
        """Tell whether a joined phrase belongs to a preposition: "with X and Y"."""
        return any(
            self.t[k].low in self.lex.words["prepositions"] for k in range(max(0, start - 6), start)
        )

    def _predicate(self, i: int) -> bool:
        """Tell whether a verb follows, so that what precedes is the subject of a clause.

        Also behind the mark that opens its words: 'the Front "will never sign"'.
        """
        if i + 1 < len(self.t) and self.t[i].text in {'"', "“", "‘"}:
            i += 1
        return i < len(self.t) and (
            self.t[i].low in self.lex.words["auxiliaries"]
            or self.t[i].low in self.lex.words["negations"]
            or (self.t[i].low in self.lex.forms and not self.lex.forms[self.t[i].low].ing)
        )

    def _before_time(self, left: int) -> int:
        """Step back over a phrase of time before a verb: "X on Tuesday demanded"."""
        dates, words = self.lex.raw["dates"], self.lex.words
        low = [t.low for t in self.t[:left]]
        if low and low[-1] in dates["weekdays"]:
            left -= 1 + (len(low) > 1 and low[-2] in words["prepositions"])
        elif low and low[-1] in dates["months"] and len(low) > 1:
            left -= 2 if low[-2] in words["prepositions"] else 0
            if len(low) > 2 and low[-2].isdecimal():
                left -= 2 + (low[-3] == "on")
        elif len(low) > 1 and low[-1] in {"week", "month", "year"} and low[-2] in {"this", "last"}:
            left -= 2
        while left > 0 and self.t[left - 1].low in words["adverbs"]:
            left -= 1
        return left

    def _empty(self, i: int) -> bool:
        return (
            i >= len(self.t)
            or (not self.t[i].word and self.t[i].text not in '"“‘(')
            or (self.t[i].low in {"by", "and", "or"})
        )

    def _actor(self, by: tuple[Mention, ...]) -> bool:
        return bool(by) and any(m.stands_for or m.sort != "pronoun" for m in by)

    def _that_after(self, i: int) -> int:
        """Return where "that" stands after words of place and time, or 0."""
        for j in range(i + 1, min(i + 7, len(self.t))):
            low = self.t[j].low
            if low == "that":
                return j if j > i + 1 else 0
            if not self.t[j].capital and low not in self.skippable | {"on", "of", "the"}:
                return 0
        return 0

    def _stand(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether these words stand here."""
        return self.t[i].low == phrase[0] and phrase == tuple(
            x.low for x in self.t[i : i + len(phrase)]
        )

    def _reported_at(self, cue: Cue) -> int:
        """Return where the "that" of a verb stands behind words of place, time or manner.

        "Said on state television that it would not go"; the word after the verb itself where
        none does, or where the words belong to the verb: "insisted on a text that all accept".
        """
        start, words = cue.at + 1, self.lex.words
        frames = self.lex.frames.get(cue.lemma, ())
        first = self.t[start].low if start < len(self.t) else ""
        taken = {f.parts[0] for f in frames} | {"of", "with", "against"}
        if cue.lemma == "agree" and first in {"at", "in", "during", "after", "on"}:
            return self._agreed_to(start)
        if first not in words["prepositions"] - taken or ("that", "*") not in {
            f.parts for f in frames
        }:
            return start
        for j in range(start + 1, min(start + 9, len(self.t) - 1)):
            low = self.t[j].low
            if low == "that":
                clause = self.t[j + 1].low
                verb = clause in words["auxiliaries"] or clause in self.lex.forms
                return start if verb else j
            inside = self.t[j].text in "()" or low == "'s"  # "on X (formerly Y) that"
            if not (self.t[j].word or inside) or low in words["auxiliaries"] | words["relatives"]:
                return start
        return start

    def _on_occasion(self, cue: Cue) -> bool:
        """Tell whether only where it was said follows: "..., Orlo said in a press conference"."""
        at = cue.at + 1
        days = {"on", *self.lex.raw["dates"]["weekdays"]}
        while at < len(self.t) and self.t[at].low in days:
            at += 1
        low = [x.low for x in self.t[at : at + 5]]
        later = low[:1] == ["after"] and "".join(low[1:2]).endswith(
            "ing"
        )  # "said after chairing talks"
        there = low[:1] in (["in"], ["at"], ["during"]) and not _OCCASIONS.isdisjoint(low)
        if not later and not there:
            return False
        start = cue.by[0].start if cue.by else 0
        verbs = self.lex.words["auxiliaries"] | self.lex.forms.keys()
        said = any(x.low in verbs for x in self.t[:start])
        more = "that" in {x.low for x in self.t[cue.at :]}
        quoted = any(q.start > cue.at for q in self.s.quotes)
        comma = any(x.text == "," for x in self.t[max(0, start - 5) : start])
        return said and not more and not quoted and comma

    def _agreed_to(self, start: int) -> int:
        """Return where "to" stands behind where or when it was agreed: "at talks in Garo to"."""
        for j in range(start + 1, min(start + 8, len(self.t) - 1)):
            if self.t[j].low == "to":
                return j
            if not self.t[j].word or self.t[j].low in {"on", "that", "with"}:
                break
        return start

    def _alone(self, mention: Mention) -> bool:
        """Tell whether somebody is meant, and nothing of theirs: not "the army's plan"."""
        after = max(mention.end, mention.extent)
        return after >= len(self.t) or self.t[after].low not in {"'s", "'"}

    def _aside_to(self, comma: int) -> int:
        """Return where "to" or "that" stands behind an aside: ", among other things, to"; or 0."""
        words = self.lex.words
        if not (comma and self.t[comma - 1].low in self.lex.forms):
            return 0
        first = self.t[comma + 1].low if comma + 1 < len(self.t) else ""
        if first not in words["prepositions"] | words["adverbs"]:
            return 0
        for j in range(comma + 2, min(comma + 8, len(self.t) - 1)):
            if self.t[j].text == ",":
                return j + 1 if self.t[j + 1].low in {"to", "that", "on"} else 0
            if not self.t[j].word or self.t[j].low in words["auxiliaries"]:
                return 0
        return 0

    def _there(self, i: int) -> bool:
        """Tell whether "there" begins a clause: "said there could be no talks"."""
        after = self.t[i + 1].low if i + 1 < len(self.t) else ""
        return self.t[i].low == "there" and after in self.lex.words["auxiliaries"]

    def _skip(self, i: int) -> int:
        """Skip adverbs and phrases of time and place of saying after a verb."""
        t, words = self.t, self.lex.words
        dates = self.lex.raw["dates"]
        while i < len(t):
            low = t[i].low
            manner = None
            if low in self.leads:
                manner = next((m for m in self.manner if self._stand(i, m)), None)
            hears = i + 1 < len(t) and t[i + 1].low in words["audience"] - self.lex.who["media"]
            if manner is not None:
                i += len(manner)
            elif hears and low in {"the", "a"} and t[i - 1].low in {"tell", "told", "telling"}:
                i += 1  # "told the chamber the bargain was dead"
            elif (
                (low in words["audience"] and self.t[i - 1].low != "by")
                # "told Radio One": the name of who listens
                or (
                    t[i].capital
                    and i
                    and t[i - 1].capital
                    and t[i - 1].low in words["audience"] & self.lex.who["media"]
                )
                or (low in self.skippable and not self._there(i))
                or (low.endswith("ly") and len(low) > 4 and not t[i].capital)
            ):
                i += 1
            elif (
                low in {"last", "this", "earlier", "late", "early"}
                and i + 1 < len(t)
                and (
                    t[i + 1].low in {"week", "weekend", "month", "year", "night", "morning"}
                    or t[i + 1].low in dates["weekdays"]
                )
            ):
                i += 2
            elif (
                low == "on"
                and i + 1 < len(t)
                and (t[i + 1].low in dates["weekdays"] or t[i + 1].text[0].isdecimal())
            ):
                i += 2
                if i < len(t) and t[i].low in dates["months"]:
                    i += 1
            elif low == "in" and i + 1 < len(t) and t[i + 1].low in dates["months"]:
                i += 2
            elif (
                low in {"in", "at", "by", "during", "through"}
                and i + 2 < len(t)
                and (
                    t[i + 1].low in words["determiners"]
                    and any(x.low in _OCCASIONS for x in t[i + 2 : i + 5])
                )
            ):
                i += 2
                while t[i].low not in _OCCASIONS:
                    i += 1
                i += 1
            elif t[i].text == "," and (over := self._aside_to(i)):
                i = over  # "agreed, among other things, to"
            elif low == "by" and i + 1 < len(t) and t[i + 1].low in {"telephone", "phone", "email"}:
                i += 2
            elif (
                i
                and low in {"state", "national", "local", "the"}
                and i + 1 < len(t)
                and not t[i + 1].capital
                and (t[i + 1].low in words["audience"] and t[i - 1].low in self.lex.forms)
            ):
                i += 2  # "told state television"
            elif low in _PUT and self.t[i - 1].low in _OCCASIONS and self._that_after(i):
                i = self._that_after(i)  # "in a statement read on state television that"
            elif low in {"from", "in", "at"} and self._that_after(i):
                i = self._that_after(i)  # "replied from Madrid on Sunday that"
            else:
                break
        return i
