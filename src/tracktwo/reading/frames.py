"""Frames: which verb reports a statement, who makes it, to whom, and what is said.

A cue is a verb of the lexicon outside quotation marks. Its subject is looked for to the left
(through relative clauses, appositions, coordination), or to the right where it stands after
what is said; in the passive the subject is the one addressed, or the thing refused, and the
speaker stands after "by".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.reading.content import Content
from tracktwo.reading.lexicon import Frame

if TYPE_CHECKING:
    from tracktwo.reading.entities import Register
    from tracktwo.reading.lexicon import Lexicon
    from tracktwo.reading.mentions import Mention
    from tracktwo.reading.text import Sentence


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


@dataclass
class _Cue:
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
    inverted: bool = False
    postposed: bool = False
    flags: set[str] = field(default_factory=set)


class Frames:
    """Finds the statements of one sentence after another."""

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        self.lex = lexicon
        self.register = register
        self.content = Content(lexicon)
        self.paragraph = -1
        self.speaker: tuple[Mention, ...] = ()
        self.plans = set(lexicon.raw["stages"]["plans"].split())
        self.skippable = lexicon.words["adverbs"] | set(lexicon.raw["dates"]["weekdays"])

    def find(self, sentence: Sentence, mentions: list[Mention], number: int) -> list[Fact]:
        """Return the statements of a sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.speaker = sentence.paragraph, ()
        self.s, self.t, self.number = sentence, sentence.tokens, number
        self.top = [m for m in mentions if not m.within]
        self.all = mentions
        self.at = {m.start: m for m in reversed(self.top)}
        cues = self._cues()
        facts: list[Fact] = []
        for cue in cues:
            self._subject(cue, cues)
        cues = [c for c in cues if self._frame(c)]
        for cue in cues:
            self._bound(cue, cues)
        for cue in cues:
            facts += self._facts(cue, cues)
        facts += self._according()
        facts += self._continued(cues)
        spoken = [c for c in cues if c.by and not c.passive]
        if spoken:
            self.speaker = spoken[-1].by
            for cue in reversed(spoken):
                if cue.by[0].entity >= 0:
                    self.register.subject(cue.by[0].entity)
        return self._distinct(facts)

    # --- cues --------------------------------------------------------------------------------

    def _cues(self) -> list[_Cue]:
        found: list[_Cue] = []
        words, lex = self.lex.words, self.lex
        for i, token in enumerate(self.t):
            form = lex.forms.get(token.low)
            known = form is not None and (form.lemma in lex.frames or form.lemma in lex.carriers)
            if form is None or not known or self.s.quoted(i):
                continue
            if any(m.start <= i < m.end for m in self.top):
                continue
            left, passive, negated, modal, auxiliary = i, False, False, False, False
            while left > 0:
                before = self.t[left - 1].low
                if before in words["auxiliaries"] or before in words["negations"]:
                    passive |= before in words["be"]
                    negated |= before in words["negations"]
                    modal |= before in words["modals"] or before in words["must"]
                    auxiliary |= before in words["auxiliaries"]
                elif not (
                    before in words["adverbs"] or (before.endswith("ly") and len(before) > 4)
                ):
                    break
                left -= 1
            left = self._before_time(left)
            before = self.t[left - 1].low if left else ""
            if before == "to" and form.base:
                continue
            if modal and form.base:
                continue
            if passive and (form.base or not (form.participle or form.ing)):
                continue
            if passive and form.ing:
                passive = False
            if not auxiliary:
                if (
                    before in words["determiners"]
                    or before in {"'s", "'"}
                    or self.t[i - 1].low in words["determiners"]
                ):
                    continue
                if before in words["prepositions"] - {"on"} and not (left < i):
                    continue
                if form.base and not self._plural_before(left):
                    continue
                if form.participle and not form.base and self._agent_near(i):
                    passive = True  # "a plan, floated in March by X": a reduced relative clause
            found.append(
                _Cue(i, left, form.lemma, passive and not form.ing, negated, form.ing, modal)
            )
        return found

    def _agent_near(self, i: int) -> bool:
        """Tell whether "by" and somebody follow a participle closely."""
        for j in range(i + 1, min(i + 5, len(self.t) - 1)):
            if self.t[j].low == "by":
                return j + 1 in self.at
            if not self.t[j].word or self.t[j].low == "to":
                return False
        return False

    def _plural_before(self, left: int) -> bool:
        """Tell whether a base form can be a verb here: after a plural or after I, we, they."""
        for m in self.top:
            if left in (m.end, m.extent):
                return (
                    m.plural
                    or m.kind in {"group", "community"}
                    or m.head in {"i", "we", "they", "you"}
                )
        return left > 0 and self.t[left - 1].low in {"who", "which"}

    # --- speakers ----------------------------------------------------------------------------

    def _ending(self, end: int) -> Mention | None:
        found = [m for m in self.top if end in (m.extent, m.end)]
        return min(found, key=lambda m: m.start) if found else None

    def _joint(self, mention: Mention) -> tuple[Mention, ...]:
        """Return a mention with those it is joined to by "and" or commas before it."""
        group = [mention]
        while True:
            start = group[0].start
            if start < 2 or self.t[start - 1].low not in {"and", ","}:
                break
            before = start - 1
            if self.t[before].low == "and" and self.t[before - 1].text == ",":
                before -= 1
            other = self._ending(before)
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

    def _subject(self, cue: _Cue, cues: list[_Cue]) -> None:
        """Find the grammatical subject of a cue."""
        t, left = self.t, cue.left
        words = self.lex.words
        before = t[left - 1].low if left else ""
        after = t[cue.at + 1] if cue.at + 1 < len(t) else None
        # Inverted: '... ," said X'.
        if (
            cue.lemma in self.lex.reporting
            and after is not None
            and left == cue.at
            and left
            and (before in {",", '"', "”", "''", "»", "?", "!"} or left == 1)
        ):
            mention = self.at.get(cue.at + 1)
            if (
                mention is not None
                and not self._predicate(max(mention.end, mention.extent))
                and (mention.sort != "pronoun" or before != ",")
            ):
                cue.by, cue.inverted = (mention,), True
                return
        if cue.ing and not (left < cue.at and t[cue.at - 1].low in words["be"]):
            earlier = [c for c in cues if c.at < cue.at and c.by]
            if before in {",", "and"} or self._ending(left) is None:
                if earlier and not earlier[-1].passive:
                    cue.by = earlier[-1].by
                else:
                    first = next((m for m in self.top if not m.governed and m.end <= left), None)
                    cue.by = (first,) if first else ()
                return
            if earlier:
                cue.by = earlier[-1].by
                return
        explicit = self._ending(left)
        if explicit is not None and not explicit.governed:
            cue.by = self._joint(explicit)
            return
        if before in words["relatives"] and left > 1:
            end = left - 1
            if t[end - 1].text == ",":
                end -= 1
            antecedent = self._ending(end)
            if antecedent is not None:
                cue.by = (
                    self._joint(antecedent)
                    if before == "which" and antecedent.governed is False
                    else (antecedent,)
                )
                return
        if before == ",":
            found = self._across(left - 1)
            if found is not None:
                cue.by = self._joint(found)
                return
        if before in words["conjunctions"] or (before == "," and cues):
            earlier = [c for c in cues if c.at < cue.at and c.by and not c.ing]
            near = self._nearest(left)
            if earlier and (near is None or near.start < earlier[-1].at):
                cue.by = tuple(earlier[-1].by)
                if earlier[-1].passive and not cue.passive and earlier[-1].agent:
                    cue.by = earlier[-1].agent
                return
            if near is not None:
                cue.by = (near,)
                cue.flags.add("far-subject")
            return
        near = self._nearest(left)
        if near is not None:
            cue.by = self._joint(near)
            if any(tok.low in self.lex.forms for tok in t[near.end : left]):
                cue.flags.add("far-subject")

    def _predicate(self, i: int) -> bool:
        """Tell whether a verb follows, so that what precedes is the subject of a clause."""
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
            if len(low) > 2 and low[-2].isdigit():
                left -= 2 + (low[-3] == "on")
        elif len(low) > 1 and low[-1] in {"week", "month", "year"} and low[-2] in {"this", "last"}:
            left -= 2
        while left > 0 and self.t[left - 1].low in words["adverbs"]:
            left -= 1
        return left

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
                if (
                    mention is not None
                    and not mention.governed
                    and opening not in self.lex.words["conjunctions"]
                ):
                    return mention
                if mention is not None and opening in self.lex.words["relatives"] | {
                    "another",
                    "a",
                    "an",
                    "the",
                }:
                    return mention
            elif t[k].text in ".;:":
                break
            k -= 1
        mention = self._ending(comma)
        return mention if mention is not None and not mention.governed else None

    def _nearest(self, left: int) -> Mention | None:
        """Find the nearest noun phrase to the left that can be a subject."""
        for mention in sorted(self.top, key=lambda m: -m.start):
            if mention.end > left or mention.governed or self.s.quoted(mention.start):
                continue
            if left - mention.end > 40:
                break
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

    # --- patterns ----------------------------------------------------------------------------

    def _skip(self, i: int) -> int:
        """Skip adverbs and phrases of time and place of saying after a verb."""
        t, words = self.t, self.lex.words
        dates = self.lex.raw["dates"]
        while i < len(t):
            low = t[i].low
            if (
                (low in words["audience"] and self.t[i - 1].low != "by")
                or low in self.skippable
                or (low.endswith("ly") and len(low) > 4 and not t[i].capital)
            ):
                i += 1
            elif (
                low in {"last", "this", "earlier", "late", "early"}
                and i + 1 < len(t)
                and (
                    t[i + 1].low in {"week", "month", "year", "night"}
                    or t[i + 1].low in dates["weekdays"]
                )
            ):
                i += 2
            elif (
                low == "on"
                and i + 1 < len(t)
                and (t[i + 1].low in dates["weekdays"] or t[i + 1].text[0].isdigit())
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
                    and any(
                        x.low
                        in {
                            "statement",
                            "interview",
                            "conference",
                            "telephone",
                            "speech",
                            "letter",
                            "message",
                            "briefing",
                            "meeting",
                            "communique",
                            "communiqué",
                            "declaration",
                        }
                        for x in t[i + 2 : i + 5]
                    )
                )
            ):
                i += 2
                while t[i].low not in {
                    "statement",
                    "interview",
                    "conference",
                    "telephone",
                    "speech",
                    "letter",
                    "message",
                    "briefing",
                    "meeting",
                    "communique",
                    "communiqué",
                    "declaration",
                }:
                    i += 1
                i += 1
            elif low == "by" and i + 1 < len(t) and t[i + 1].low in {"telephone", "phone", "email"}:
                i += 2
            else:
                break
        return i

    def _frame(self, cue: _Cue) -> bool:
        """Find the pattern that fits what follows a cue."""
        if cue.passive:
            return self._passive(cue)
        start = cue.at + 1
        if cue.lemma in self.lex.carriers and self._act(cue):
            return True
        if cue.inverted and cue.by:
            start = max(cue.by[-1].end, cue.by[-1].extent)
        for frame in self.lex.frames.get(cue.lemma, ()):
            if cue.lemma in self.lex.weak and not self._actor(cue.by):
                continue
            fit = self._fits(frame.parts, start)
            if fit is None:
                continue
            content, to = fit
            if frame.addressed and frame.parts[-2:] == ("@", "*") and not to:
                continue
            if frame.addressed and cue.lemma in {"want", "tell"} and not to and "to" in frame.parts:
                continue
            cue.frame, cue.to = frame, to
            cue.content = (content, len(self.t))
            if self._empty(content) and cue.lemma not in self.lex.reporting:
                continue
            if frame.kind == "proposes" and cue.lemma in self.lex.light:
                near = self.t[content : content + 7]
                if not any(x.low.rstrip("s") in self.plans for x in near) or (
                    near[0].low in self.lex.words["possessives"] or near[0].low == "the"
                ):
                    continue  # "released their proposal" speaks of one already reported
            cue.postposed = self._ends_clause(cue, content)
            return not (cue.postposed and cue.lemma not in self.lex.reporting)
        if cue.inverted or (cue.lemma in self.lex.reporting and self._ends_clause(cue, cue.at + 1)):
            cue.postposed = True
            cue.frame = self.lex.frames[cue.lemma][-1]
            cue.content = (cue.at + 1, len(self.t))
            return True
        return False

    def _act(self, cue: _Cue) -> bool:
        """Find "renewed its call for ...", "issued an ultimatum to X to ..."."""
        for i in range(cue.at + 1, min(cue.at + 6, len(self.t) - 1)):
            kind = self.lex.acts.get(self.t[i].low)
            if kind is None:
                if not self.t[i].word or i in self.at:
                    return False
                continue
            j = self._skip(i + 1)
            to: tuple[Mention, ...] = ()
            if j + 1 < len(self.t) and self.t[j].low in {"to", "on"} and j + 1 in self.at:
                mention = self.at[j + 1]
                to = (mention,) if mention.entity >= 0 else ()
                j = max(mention.end, mention.extent)
            if j < len(self.t) and self.t[j].low in {"that", "to", "for", "of"}:
                j += 1
            elif not to:
                return False
            if self._empty(j):
                return False
            cue.frame, cue.to, cue.content = Frame(kind, cue.lemma, ("*",)), to, (j, len(self.t))
            return True
        return False

    def _actor(self, by: tuple[Mention, ...]) -> bool:
        return bool(by) and any(m.entity >= 0 or m.sort != "pronoun" for m in by)

    def _empty(self, i: int) -> bool:
        return (
            i >= len(self.t)
            or (not self.t[i].word and self.t[i].text not in '"“‘(')
            or (self.t[i].low in {"by", "and", "or"})
        )

    def _ends_clause(self, cue: _Cue, i: int) -> bool:
        """Tell whether nothing is said after the cue, so that it stands before it."""
        i = self._skip(i)
        if i >= len(self.t) or self.t[i].text in ".?!":
            return True
        quoted_before = any(q.end < cue.at for q in self.s.quotes if q.end - q.start > 2)
        comma_before = cue.left > 0 and any(
            t.text == "," for t in self.t[max(0, cue.left - 14) : cue.left + 1]
        )
        if cue.inverted:
            return True
        if self.t[i].text == "," and (quoted_before or comma_before):
            return True
        low = self.t[i].low
        return (
            quoted_before
            and comma_before
            and low in {"of", "in", "at", "on", "after", "to", "as", "reporters", "from"}
        )

    def _fits(self, parts: tuple[str, ...], i: int) -> tuple[int, tuple[Mention, ...]] | None:
        """Match a pattern after a verb; return where the content begins and who is addressed."""
        to: tuple[Mention, ...] = ()
        for n, part in enumerate(parts):
            j = self._skip(i) if part != "on" else i
            if part == "*":
                if n and parts[n - 1] != "@" and self._empty(j):
                    return None
                return j, to
            if part == "@":
                stop = parts[n + 1]
                i = self._addressee_end(j, stop)
                if i < 0 or not (
                    j in self.at
                    or (stop == "to" and self.t[j].low in self.lex.words["determiners"])
                ):
                    return None
                to = self._addressed(j, i)
                continue
            if j >= len(self.t) or self.t[j].low != part:
                return None
            i = j + 1
        return i, to

    def _addressee_end(self, i: int, stop: str) -> int:
        """Find where the one addressed ends: at the word that the pattern has next."""
        if stop == "*":
            mention = self.at.get(i)
            if mention is None or mention.entity < 0:
                return -1
            end = max(mention.end, mention.extent)
            while end + 1 < len(self.t) and self.t[end].low == "and" and end + 1 in self.at:
                end = self.at[end + 1].end
            return end
        for j in range(i + 1, min(i + 30, len(self.t))):
            token = self.t[j]
            if token.low == stop:
                return j
            if (
                stop == "to"
                and token.low == "not"
                and j + 1 < len(self.t)
                and self.t[j + 1].low == "to"
            ):
                return j + 1
            if token.text in '.;:"“' or token.low in {"that", "to", "if"}:
                return -1
            if token.low in self.lex.words["auxiliaries"]:
                return -1
            inside = any(m.start <= j < m.end for m in self.top)
            if token.low in self.lex.frames and not inside and token.low in self.lex.forms:
                return -1
        return -1

    def _addressed(self, start: int, end: int) -> tuple[Mention, ...]:
        found = [m for m in self.top if start <= m.start < end]
        if not found:
            return ()
        joined = (m for m in found[1:] if self.t[m.start - 1].low in {"and", ","})
        return (found[0], *joined)

    def _passive(self, cue: _Cue) -> bool:
        """Match a pattern in the passive."""
        t = self.t
        start = cue.at + 1
        agent_at = next(
            (
                j
                for j in range(start, min(start + 14, len(t)))
                if t[j].low == "by" and j + 1 in self.at
            ),
            -1,
        )
        if agent_at > 0 and not any(x.text in ",;:" for x in t[start:agent_at]):
            first = self.at[agent_at + 1]
            agents = [first]
            end = max(first.end, first.extent)
            while end + 1 < len(t) and t[end].low in {"and", ","} and end + 1 in self.at:
                agents.append(self.at[end + 1])
                end = max(agents[-1].end, agents[-1].extent)
            cue.agent = tuple(agents)
        for frame in self.lex.frames.get(cue.lemma, ()):
            rest = tuple(p for p in frame.parts if p != "@")
            i = start
            if (
                frame.addressed
                and len(rest) > 1
                and rest[0] in {"on", "upon", "with", "from", "of"}
            ):
                rest = rest[1:] if i < len(t) and t[i].low == rest[0] else ("\0",)
                i += 1
            if frame.addressed:
                j = max(cue.agent[-1].end, cue.agent[-1].extent) if cue.agent else i
                fit = self._fits(rest, self._skip(j)) if rest != ("*",) else None
                if fit is not None:
                    cue.frame, cue.to = frame, cue.by
                    cue.content = (fit[0], len(t))
                    cue.by = cue.agent
                    cue.flags.add("passive")
                    return True
            elif frame.parts[-1] == "*":
                particles = frame.parts[:-1]
                if particles and particles[0] == "that":
                    continue
                if tuple(x.low for x in t[i : i + len(particles)]) == particles and (
                    cue.agent
                    or (frame.kind in {"refuses", "demands"} and cue.lemma not in self.lex.weak)
                ):
                    cue.frame = frame
                    cue.content = (self._clause_start(cue.left), cue.at + 1 + len(particles))
                    cue.by = cue.agent
                    cue.flags.add("passive")
                    return True
        return False

    def _clause_start(self, left: int) -> int:
        """Return where the clause of a passive verb begins."""
        i = left
        while (
            i > 0
            and self.t[i - 1].text not in ';:"“'
            and not (self.t[i - 1].low in {"but", "that"} or self.t[i - 1].low == "said")
        ):
            i -= 1
        return i

    # --- what is said ------------------------------------------------------------------------

    def _bound(self, cue: _Cue, cues: list[_Cue]) -> None:
        """Find where what is said begins and ends."""
        t = self.t
        if cue.passive and cue.content[1] < len(t):
            return
        start, end = cue.content
        last = len(t)
        while last > start and (
            t[last - 1].text in ".?!"
            or (not t[last - 1].word and t[last - 1].text not in "\"”’')%")
        ):
            last -= 1
        if cue.postposed:
            cue.content = self._before(cue, cues)
            return
        end = last
        for other in cues:
            if other.at <= cue.at or other.at >= end or other is cue:
                continue
            cut = self._parts(other, start)
            if cut >= 0:
                end = min(end, cut)
        for j in range(start + 1, end):
            if t[j].text == ";" and not self.s.quoted(j):
                end = j
                break
            if (
                t[j].low == "but"
                and not self.s.quoted(j)
                and j > start + 2
                and t[j - 1].text == ","
            ):
                follows = self._verb_follows(j)
                if follows:
                    end = j
                    break
            if cue.lemma in self.lex.light and t[j].low in self.lex.words["relatives"]:
                end = j - (t[j - 1].low in self.lex.words["prepositions"])
                break
        while end > start and (t[end - 1].text in ",;:" or t[end - 1].low in {"and", "but"}):
            end -= 1
        cue.content = (start, max(end, start))

    def _verb_follows(self, j: int) -> bool:
        return any(
            x.low in self.lex.words["auxiliaries"] or x.low in self.lex.forms
            for x in self.t[j + 1 : j + 8]
        ) and self.t[j + 1].low not in {"in", "not", "only", "with"}

    def _parts(self, other: _Cue, start: int) -> int:
        """Return where a later cue begins a clause of its own, or -1 if it stands within."""
        t = self.t
        if other.postposed:
            j = min([other.left, *(m.start for m in other.by)])
            while j > start and t[j - 1].text != ",":
                j -= 1
            return j - 1 if j > start else -1
        j = other.left
        if other.by and other.by[0].start >= start and other.by[0].end <= other.left:
            j = other.by[0].start
        if j <= start:
            return -1
        before = t[j - 1]
        if other.ing:
            return j - 1 if before.text == "," else -1
        if before.text in '"”' or (before.text == "," and other.by and other.by[0].start < start):
            return j - 1
        if before.low in {"and", "but", "while", "though", "although", "or"}:
            if before.low in {"and", "or"} and j == other.left and t[j - 2].low == "to":
                return -1
            cut = j - 1
            if cut > start and t[cut - 1].text == ",":
                cut -= 1
            return cut
        return -1

    def _before(self, cue: _Cue, cues: list[_Cue]) -> tuple[int, int]:
        """Return what stands before a cue that follows what it reports."""
        t = self.t
        begin = min([cue.left, *(m.start for m in cue.by if m.end <= cue.left)])
        # Appositions belong to the speaker: '..., its secretary general, Hernán Ibarra, said'.
        quotes = [q for q in self.s.quotes if q.end <= begin and q.end - q.start > 1]
        if quotes:
            gap = t[quotes[-1].end : begin]
            if sum(x.word for x in gap) <= 14 and len(gap) - 1 <= 18:
                whole = quotes[-1]
                clause = [x for x in t[: whole.start] if x.word]
                if not clause:
                    end = whole.end
                    while end > whole.start and t[end - 1].text in ",.":
                        end -= 1
                    return whole.start, end
        end = begin
        while end > 0 and t[end - 1].text not in {",", '"', "”", "''", "?"}:
            end -= 1
        role = self._ending(end - 1) if end else None
        if role is not None and cue.by and role.entity == cue.by[0].entity and end - 1 > 0:
            k = role.start
            while k > 0 and t[k - 1].text not in {",", '"', "”"}:
                k -= 1
            end = k if k > 0 else end
        while end > 0 and not t[end - 1].word and t[end - 1].text not in '"”)':
            end -= 1
        earlier = [c for c in cues if c.at < cue.at and c.postposed]
        start = earlier[-1].at + 1 if earlier else 0
        return start, max(end, start)

    def _facts(self, cue: _Cue, cues: list[_Cue]) -> list[Fact]:
        frame = cue.frame
        assert frame is not None  # noqa: S101  (a cue without a frame was dropped)
        start, end = cue.content
        if end <= start or sum(x.word for x in self.t[start:end]) < 1:
            return []
        if (
            len(self.t) > start + 1
            and self.t[start].low == "be"
            and self.t[start + 1].low in self.lex.anonymous
        ):
            return []
        inner = self._reporter_of(cue, cues)
        by = tuple(dict.fromkeys(m.entity for m in cue.by if m.entity >= 0))
        media = self.lex.who["media"]
        to = tuple(
            dict.fromkeys(
                m.entity
                for m in cue.to
                if m.entity >= 0 and m.entity not in by and m.head not in media
            )
        )
        kind, flags = frame.kind, set(cue.flags)
        if not by:
            if kind == "states" or cue.lemma in self.lex.weak:
                return []
            flags.add("no-speaker")
        subject = cue.by[0] if cue.by else None
        if subject is not None and subject.sort == "pronoun":
            flags.add("pronoun")
        if cue.negated:
            flags.add("negated")
            if cue.lemma in self.lex.reporting:
                return []
            kind = {"refuses": "states", "states": "refuses"}.get(kind, "refuses")
        if inner is not None and cue is not inner:
            same = set(by) == {m.entity for m in inner.by}
            if kind == "states" or same or not by:
                return []
        reporting = cue.lemma in self.lex.reporting and kind == "states"
        first = min(cue.left, start)
        last = max(cue.at + 1, end)
        if cue.postposed:
            first, last = start, end
        facts: list[Fact] = []
        if subject is not None and subject.head in self.lex.who["media"]:
            return []
        if reporting:
            nested = self._nested(cue, cues)
            for kind_, a, b, about in self.content.kinds(self.t, start, end, kind):
                target = to or self._about(kind_, about, by)
                final = kind_
                if nested is not None and kind_ == "states" and nested.frame is not None:
                    final = nested.frame.kind
                    target = tuple(m.entity for m in nested.to if m.entity >= 0) or target
                facts.append(
                    Fact(
                        final,
                        by,
                        target,
                        self.number,
                        (a, b),
                        (a if cue.postposed else (first if a == start else a), b),
                        cue.lemma,
                        subject,
                        set(flags),
                    )
                )
            return facts
        pieces = [(kind, start, end)]
        if (
            kind in {"demands", "proposes"} and not cue.passive and cue.lemma not in self.lex.light
        ) or kind == "demands":
            pieces = self.content.split(self.t, start, end, kind)
        elif cue.lemma in {"promise", "pledge", "agree", "vow", "undertake"}:
            pieces = [
                (k, a, b)
                for k, a, b, _ in self.content.kinds(self.t, start, end, kind, only={"conditions"})
            ]
        if kind == "demands" and not to and "that" in frame.parts:
            to = self._about(kind, start, by)
        for n, (kind_, a, b) in enumerate(pieces):
            facts.append(
                Fact(
                    kind_,
                    by,
                    to,
                    self.number,
                    (a, b),
                    (first if n == 0 else a, b if len(pieces) > 1 else last),
                    cue.lemma,
                    subject,
                    set(flags),
                )
            )
        return facts

    def _reporter_of(self, cue: _Cue, cues: list[_Cue]) -> _Cue | None:
        """Return the reporting cue within whose content another cue stands."""
        for other in cues:
            if (
                other is not cue
                and other.lemma in self.lex.reporting
                and (other.content[0] <= cue.at < other.content[1])
            ):
                return other
        return None

    def _nested(self, cue: _Cue, cues: list[_Cue]) -> _Cue | None:
        """Return a cue inside, said of the speaker: "said it rejected ..."."""
        speakers = {m.entity for m in cue.by}
        for other in cues:
            if other is not cue and cue.content[0] <= other.at < cue.content[1] and other.frame:
                if other.by and {m.entity for m in other.by} & speakers and not other.negated:
                    return other
                if other.by and other.by[0].head in {"we", "i"} and not other.negated:
                    return other
        return None

    def _about(self, kind: str, start: int, by: tuple[int, ...]) -> tuple[int, ...]:
        """Return whom "X must ..." is demanded of."""
        if kind != "demands":
            return ()
        mention = self.at.get(start)
        if (
            mention is None
            or mention.entity < 0
            or mention.entity in by
            or mention.sort == "pronoun"
        ):
            return ()
        return tuple(m.entity for m in (mention,) if m.entity >= 0)

    # --- without a cue -----------------------------------------------------------------------

    def _according(self) -> list[Fact]:
        """Find "according to X, ..."."""
        t = self.t
        for i in range(len(t) - 2):
            if t[i].low == "according" and t[i + 1].low == "to" and not self.s.quoted(i):
                mention = self.at.get(i + 2)
                if mention is None or mention.entity < 0:
                    continue
                end = max(mention.end, mention.extent)
                start, stop = (end, len(t)) if i < 3 else (0, i)
                while start < stop and not t[start].word and t[start].text not in '"“':
                    start += 1
                while stop > start and not t[stop - 1].word:
                    stop -= 1
                return [
                    Fact(
                        kind,
                        (mention.entity,),
                        (),
                        self.number,
                        (a, b),
                        (a, b),
                        "according",
                        mention,
                    )
                    for kind, a, b, _ in self.content.kinds(t, start, stop, "states")
                ]
        return []

    def _continued(self, cues: list[_Cue]) -> list[Fact]:
        """Give a sentence that is all quotation to who spoke before it in the paragraph."""
        if not self.speaker or cues or not self.s.quotes or self.speaker[0].entity < 0:
            return []
        quote = self.s.quotes[0]
        outside = [x for i, x in enumerate(self.t) if x.word and not quote.start <= i < quote.end]
        end = quote.end
        while end > quote.start and not self.t[end - 1].word:
            end -= 1
        if outside or end - quote.start < 3:
            return []
        return [
            Fact(
                kind,
                (self.speaker[0].entity,),
                (),
                self.number,
                (a, b),
                (a, b),
                "quote",
                self.speaker[0],
                {"continued"},
            )
            for kind, a, b, _ in self.content.kinds(self.t, quote.start, end, "states")
        ]

    def _distinct(self, facts: list[Fact]) -> list[Fact]:
        """Keep one of two facts that say the same of the same words."""
        kept: list[Fact] = []
        for fact in sorted(facts, key=lambda f: (f.content[0], -f.content[1])):
            if not any(
                k.by == fact.by
                and (fact.kind in (k.kind, "states"))
                and k.content[0] <= fact.content[0]
                and fact.content[1] <= k.content[1]
                for k in kept
            ):
                kept.append(fact)
        return kept
