"""Patterns: what follows a cue, as the frames of the lexicon say it may."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import OPPOSITE
from tracktwo.reading.statements.objects import Objects
from tracktwo.reading.text.lexicon import Frame

if TYPE_CHECKING:
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.statements.clause import Cue


ASKING = frozenset({"how", "why", "whether", "what", "where"})
"""What opens a question that is only told of."""
FOUGHT = frozenset({"war", "conflict", "fighting", "hostilities", "dispute", "clashes"})
"""Between whom these are, nobody signed."""


_HARDLY = frozenset({"no", "little", "scant"})
"""Before a noun that names an act: it is not done."""
_HEARERS = 9
"""Words that name to whom a quotation was said."""
_ALL = frozenset({"everyone", "everybody", "others"})
"""Who is addressed without a name: "asked everyone to stay"."""


class Patterns(Objects):
    """Matches the frames of the lexicon, active and passive."""

    def _frame(self, cue: Cue) -> bool:
        """Find the pattern that fits what follows a cue."""
        if cue.passive:
            return self._passive(cue)
        start = self._reported_at(cue)
        if cue.lemma in self.lex.carriers and self._act(cue):
            return True
        if cue.inverted and cue.by:
            start = max(cue.by[-1].end, cue.by[-1].extent)
        opening = self._introduces(cue)
        listening = self._listening(cue)
        if listening and (cue.lemma != "tell" or self._ends_clause(cue, listening)):
            cue.postposed = True
            cue.frame = Frame("states", cue.lemma, ("*",))
            cue.content = (listening, len(self.t))
            return True
        for frame in self.lex.frames.get(cue.lemma, ()):
            if cue.lemma in self.lex.weak and not self._actor(cue.by):
                continue
            fit = self._fits(frame.parts, start) or self._around_object(cue, frame)
            if fit is None:
                continue
            content, to = max(fit[0], opening), fit[1]
            after = self.t[content].low if content < len(self.t) else ""
            if cue.lemma == "make" and after in {"sure", "certain"}:
                continue
            if cue.lemma == "back" and after in {"down", "off"}:
                continue  # "backed down": nothing is supported
            if cue.lemma == "against" and self._foe(content):
                continue  # "stood against the army": no stance to a text
            if cue.lemma in {"want", "seek"} and after == "to" and frame.kind == "demands":
                continue  # "wants to bring them together": what it means to do
            if after.endswith(("self", "selves")):
                continue  # "ruled himself out": nothing is refused
            whom = "to" in frame.parts and cue.lemma in self.lex.addressing
            if frame.addressed and not to and (whom or frame.parts[-2:] == ("@", "*")):
                continue
            if [x.low for x in self.t[max(content - 2, 0) : content]] == ["not", "to"]:
                content -= 2  # "urged the League not to sign"
            cue.frame, cue.to = frame, to
            cue.content = (content, len(self.t))
            if self._empty(content) and cue.lemma not in self.lex.reporting:
                if not (cue.negated and cue.lemma in self.lex.bare and frame.parts == ("*",)):
                    continue
                cue.content = (cue.left, cue.at + 1)  # "did not sign"
                return self._actor(cue.by)
            if cue.lemma == "sign" and self.t[content].low in self.lex.words["prepositions"]:
                cue.content = (cue.at, len(self.t))  # "signed for the League": it has signed
                whose = self.at.get(content + 1) if self.t[content].low == "for" else None
                body = whose is not None and whose.kind not in {"person", None}
                if whose is not None and body and (whose.sort == "name" or whose.definite):
                    cue.by = (*cue.by, whose)
                return self._actor(cue.by)
            if frame.kind == "accepts" and frame.parts[-2:] == ("to", "*") and self._does(content):
                cue.frame = Frame("commits", frame.verb, frame.parts)
            if frame.kind == "accepts" and cue.lemma == "agree" and self._undertakes(content):
                cue.frame = Frame("commits", frame.verb, frame.parts)
            if frame.kind == "refuses" and self._refusing(content):
                cue.frame = Frame("states", frame.verb, frame.parts)  # "refused to reject it"
            ended = {x.low for x in self.t[content : content + 4]} & self.sets["hostile_acts"]
            if ended and frame.kind == "refuses" and cue.lemma in {"call", "suspend", "drop"}:
                cue.frame = Frame("accepts", frame.verb, frame.parts)  # "called off the strike"
            elif not self._about_process(cue.lemma, frame.kind, content):
                continue
            if frame.kind == "proposes" and cue.lemma in self.lex.light:
                near = self.t[content : content + 7]
                if not any(x.low.rstrip("s") in self.plans for x in near) or (
                    near[0].low in self.lex.words["possessives"] or near[0].low == "the"
                ):
                    continue  # "released their proposal" speaks of one already reported
            cue.postposed = self._ends_clause(cue, content)
            return not (cue.postposed and cue.lemma not in self.lex.reporting)
        if opening:
            cue.frame, cue.content = Frame("states", cue.lemma, ("*",)), (opening, len(self.t))
            return True
        bare = self._skip(start)
        if cue.lemma == "agree" and self._undertakes(bare):  # "agreed they would leave"
            cue.frame, cue.content = Frame("commits", cue.lemma, ("*",)), (bare, len(self.t))
            return self._actor(cue.by)
        if cue.inverted or (cue.lemma in self.lex.reporting and self._ends_clause(cue, cue.at + 1)):
            cue.postposed = True
            cue.frame = self.lex.frames[cue.lemma][-1]
            cue.content = (cue.at + 1, len(self.t))
            return True
        return False

    def _around_object(self, cue: Cue, frame: Frame) -> tuple[int, tuple[Mention, ...]] | None:
        """Match a particle that stands behind its object: "turned the offer down"."""
        j, words = self._skip(cue.at + 1), self.lex.words
        if len(frame.parts) != 2 or frame.parts[0] not in self.sets["particles"]:
            return None
        if j >= len(self.t) or not (j in self.at or self.t[j].low in words["determiners"]):
            return None
        for k in range(j + 1, min(j + 9, len(self.t))):
            low = self.t[k].low
            if low == frame.parts[0]:
                cue.stop = k
                return j, ()
            inner = words["prepositions"] - {"of", "for", "to", "on"}
            if not self.t[k].word or low in inner | words["auxiliaries"] | words["relatives"]:
                return None
        return None

    def _introduces(self, cue: Cue) -> int:
        """Return where the quotation opens that a verb of saying leads up to, or 0.

        "Wrote on her page on Monday: ...", "told Radio One, ..."; or the end of the sentence,
        where the quotation stands below: "replied to the envoy:".
        """
        below = len(self.t) if self.t[-1].text == ":" else 0
        opening = next((q.start - 1 for q in self.s.quotes if q.start - 1 > cue.at), below)
        gap = self.t[cue.at + 1 : opening]
        if any(q.end < cue.at and q.end - q.start > 2 for q in self.s.quotes):
            return 0  # '"We reject it," he said, "and what it stands for."'
        if cue.lemma not in self.lex.reporting or cue.inverted or not gap or len(gap) > 14:
            return 0
        between, words = gap[:-1], self.lex.words
        clause = (
            words["auxiliaries"] | words["relatives"] | words["subordinators"] | {";", ":", ","}
        )
        if any(x.low in clause for x in between):
            return 0
        placed = not between or between[0].low in words["prepositions"] or cue.lemma == "tell"
        colon = gap[-1].text == ":" and opening < len(self.t)
        return opening if colon or (gap[-1].text in {":", ","} and placed) else 0

    def _unopposed(self, cue: Cue) -> bool:
        """Tell whether a denial takes a refusal back: "does not object", "no longer opposes"."""
        longer = cue.lemma == "oppose" and self.t[cue.at - 1].low == "longer"
        return longer or cue.lemma in self.sets["opposing"]

    def _reduced(self, cue: Cue) -> bool:
        """Tell whether a participle only describes a noun: "The document, drafted by Qatar"."""
        before = self.t[cue.left - 1] if cue.left else None
        return before is not None and (before.text in ",(" or before.low not in self.lex.being)

    def _listening(self, cue: Cue) -> int:
        """Return where "told a news conference" ends: who listens is no party to it."""
        if cue.lemma in {"say", "announce", "add"} and self._on_occasion(cue):
            return cue.at + 1
        if cue.lemma != "tell":
            return 0
        for j in range(cue.at + 1, min(cue.at + 6, len(self.t))):
            if self.t[j].low in self.lex.words["audience"] and not self.t[j].capital:
                return j + 1
            if self.t[j].low in {"that", "to"}:
                return 0
            if not self.t[j].word:
                break
        return self._hearers(cue.at + 1)

    def _hearers(self, start: int) -> int:
        """Return where "told the co-chairs" behind a quotation ends with the sentence, or 0."""
        end = len(self.t) - (not self.t[-1].word)
        short = 0 < end - start <= _HEARERS
        quoted = any(q.end < start and q.end - q.start > 2 for q in self.s.quotes)
        later = any(q.start > start for q in self.s.quotes)
        stops = {"that", "to", ":", ","} | self.lex.words["auxiliaries"]
        if not quoted or later or not short or stops & {x.low for x in self.t[start:end]}:
            return 0
        return end

    def _act(self, cue: Cue) -> bool:
        """Find "renewed its call for ...", "issued an ultimatum to X to ..."."""
        for i in range(cue.at + 1, min(cue.at + 6, len(self.t) - 1)):
            kind = self.lex.acts.get(self.t[i].low)
            if kind is None:
                if not self.t[i].word or i in self.at:
                    return False
                continue
            if _HARDLY & {x.low for x in self.t[cue.at + 1 : i]}:
                kind = OPPOSITE.get(kind)  # "gave no support to", "voiced no objection to"
                if kind is None:
                    return False
            j = self._skip(i + 1)
            to: tuple[Mention, ...] = ()
            if j + 1 < len(self.t) and self.t[j].low in {"to", "on", "upon"} and j + 1 in self.at:
                mention = self.at[j + 1]
                to = (mention,) if mention.entity >= 0 else ()
                j = max(mention.end, mention.extent)
            if j < len(self.t) and self.t[j].low in {"that", "to", "for", "of"}:
                j += 1
            elif not to:
                if kind != "accepts" or not (j >= len(self.t) or not self.t[j].word):
                    return False
                cue.frame, cue.content = Frame(kind, cue.lemma, ("*",)), (i, i + 1)
                return True  # "also expressed support."
            if self._empty(j):
                return False
            cue.frame, cue.to, cue.content = Frame(kind, cue.lemma, ("*",)), to, (j, len(self.t))
            return True
        return False

    def _ends_clause(self, cue: Cue, i: int) -> bool:
        """Tell whether nothing is said after the cue, so that it stands before it."""
        i = self._skip(i)
        if i >= len(self.t) or self.t[i].text in ".?!":
            return True
        if self.t[i].low == "that":
            return False
        quoted_before = any(q.end < cue.at for q in self.s.quotes if q.end - q.start > 2)
        comma_before = cue.left > 0 and any(
            t.text == "," for t in self.t[max(0, cue.left - 14) : cue.left + 1]
        )
        if cue.inverted:
            return True
        if self.t[i].text == "," and (quoted_before or comma_before):
            return True
        low = self.t[i].low
        opens = any(m.start and self.t[m.start - 1].text == "," and m.start > 4 for m in cue.by)
        if comma_before and opens and low in self.lex.words["prepositions"]:
            return True  # "..., the envoy said after a meeting in Oslo."
        short = len(self.t) - i <= 6  # ", a negotiator told reporters in Oslo."
        if comma_before and short and low in {"in", "at", "after"} and cue.lemma == "tell":
            return True
        return quoted_before and comma_before and low in self.sets["after_saying"]

    def _fits(self, parts: tuple[str, ...], i: int) -> tuple[int, tuple[Mention, ...]] | None:
        """Match a pattern after a verb; return where the content begins and who is addressed."""
        to: tuple[Mention, ...] = ()
        for n, part in enumerate(parts):
            j = self._skip(i) if part != "on" else i
            if part == "*":
                if (
                    j < len(self.t)
                    and self.t[j].low in self.lex.told
                    and i
                    and (self.lex.lemma(self.t[i - 1].low) in self.lex.reporting)
                ):
                    j += 1  # "told me I was"
                if n and parts[n - 1] != "@" and self._empty(j):
                    return None
                return j, to
            if part == "@":
                stop = parts[n + 1]
                if j < len(self.t) and self.t[j].low.endswith(("self", "selves")):
                    return None  # "gave themselves until May"
                i = self._addressee_end(j, stop)
                if i < 0 or not (
                    j in self.at
                    or (
                        stop in {"to", "that"}
                        and self.t[j].low in self.lex.words["determiners"] | _ALL
                    )
                ):
                    return None
                to = self._addressed(j, i)
                continue
            own = self.lex.words["possessives"]
            if j + 1 < len(self.t) and self.t[j].low in own and self.t[j + 1].low == part:
                j += 1  # "withdrew its support for"
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
            if mention.head in self.lex.words["subject_pronouns"] - {"it", "you"}:
                return -1  # "told a paper he would": who does it
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
            short = token.text == "." and self.t[j - 1].low in self.lex.words["abbreviations"]
            if (token.text in '.;:"“' and not short) or token.low in {"that", "to", "if"}:
                return -1
            if token.low in self.lex.words["auxiliaries"] | ASKING:
                return -1  # "told parliament how he wants to end it"
            inside = any(m.start <= j < m.end for m in self.top)
            if token.low in self.lex.frames and not inside and token.low in self.lex.forms:
                return -1
        return -1

    def _addressed(self, start: int, end: int) -> tuple[Mention, ...]:
        found = [m for m in self.top if start <= m.start < end]
        lead = {x.low for x in self.t[start : found[0].start]} if found else {"of"}
        if not lead.isdisjoint({"of", "from"}):
            return ()  # "the appointment of officers to senior posts"
        joined = (m for m in found[1:] if self.t[m.start - 1].low in {"and", ","})
        return (found[0], *joined)

    def _passive(self, cue: Cue) -> bool:
        """Match a pattern in the passive."""
        t = self.t
        start = cue.at + 1
        agent_at = next(
            (
                j
                for j in range(start, min(start + 14, len(t)))
                if j + 1 in self.at
                and (
                    t[j].low == "by"
                    or (
                        t[j].low == "between" and cue.lemma == "sign" and t[j - 1].low not in FOUGHT
                    )
                )
            ),
            -1,
        )
        stops = {*",;:", "that", "which", "who"}
        apart = any(x.low in stops for x in t[start:agent_at]) or any(
            x.low == "for" and y.low.endswith("ing")
            for x, y in itertools.pairwise(t[start : max(start, agent_at)])
        )  # "criticised for failing to free those held by both"
        if agent_at > 0 and not apart:
            first = self.at[agent_at + 1]
            agents = [first]
            end = max(first.end, first.extent)
            while end + 1 < len(t) and t[end].low in {"and", ","}:
                if t[end].low == "and" and t[end + 1].text == ",":  # "and, after a night, by B"
                    end = next((j for j in range(end + 2, min(end + 12, len(t) - 1))
                                if t[j].text == ","), end)  # fmt: skip
                later = end + 2 < len(t) and t[end + 2].low == "by" and not t[end + 1].capital
                after = end + 1 + later + (later or t[end + 1].low == "by")  # "and later by B"
                if after not in self.at:
                    break
                agents.append(self.at[after])
                end = max(agents[-1].end, agents[-1].extent)
            cue.agent = tuple(agents)
        for frame in self.lex.frames.get(cue.lemma, ()):
            rest = tuple(p for p in frame.parts if p != "@")
            i = start
            if frame.addressed and cue.lemma in self.sets["foreseen"]:
                continue
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
                if particles[:1] == ("that",) or (frame.kind == "accepts" and not self._told(cue)):
                    continue
                if (
                    frame.kind == "accepts"
                    and cue.lemma == "drop"
                    and not self._obstacle(0, cue.at)
                ):
                    continue  # "the plan was dropped"
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

    def _told(self, cue: Cue) -> bool:
        """Tell whether a passive is the verb of its clause: no "deal backed by the Front"."""
        return any(x.low in self.lex.words["be"] for x in self.t[max(0, cue.at - 4) : cue.at])

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
