"""Frames: which verb reports a statement, who makes it, to whom, and what is said.

A cue is a verb of the lexicon outside quotation marks. Its subject is looked for to the left
(through relative clauses, appositions, coordination), or to the right where it stands after
what is said; in the passive the subject is the one addressed, or the thing refused, and the
speaker stands after "by".
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.statements.bounds import Bounds
from tracktwo.reading.statements.clause import Cue, Fact

if TYPE_CHECKING:
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence

_CROWDS = {"parties", "sides"}
"""Whom everybody addresses: "called on all parties"."""


class Frames(Bounds):
    """Finds the statements of one sentence after another."""

    def find(self, sentence: Sentence, mentions: list[Mention], number: int) -> list[Fact]:
        """Return the statements of a sentence."""
        self.take(sentence, mentions, number)
        cues = self._cues()
        facts: list[Fact] = []
        for cue in cues:
            self._subject(cue, cues)
        cues = [c for c in cues if self._frame(c)]
        for cue in cues:
            self._bound(cue, cues)
        cues = [c for c in cues if not self._nobody(c)]
        for cue in cues:
            facts += self._facts(cue, cues)
        facts += [
            fact
            for fact in self._according()
            if not any(
                f.by
                and f.kind != "states"
                and fact.content[0] <= f.content[0]
                and f.content[1] <= fact.content[1]
                for f in facts
            )
        ]
        facts += self._continued(cues)
        facts += self._printed(cues)
        spoken = [c for c in cues if c.by and not c.passive]
        if spoken:
            self.speaker = spoken[-1].by
            for cue in reversed(spoken):
                if cue.by[0].entity >= 0:
                    self.register.subject(cue.by[0].entity)
        return self._distinct(facts)

    def _facts(self, cue: Cue, cues: list[Cue]) -> list[Fact]:
        frame = cue.frame
        assert frame is not None  # noqa: S101  (a cue without a frame was dropped)
        start, end = cue.content
        if end <= start or sum(x.word for x in self.t[start:end]) < 1:
            return []
        empty = end - start == 1 and self.t[start].low in self.lex.empty and not self.s.quotes
        if frame.kind == "states" and empty:
            return []  # "denied it", "said so"
        if cue.lemma in {"decline", "refuse"} and self.t[start].low in self.lex.silent:
            return []
        if cue.passive and cue.lemma in self.lex.light and self._reduced(cue):
            return []
        if (
            len(self.t) > start + 1
            and self.t[start].low == "be"
            and self.t[start + 1].low in self.lex.anonymous
        ):
            return []
        inner = self._reporter_of(cue, cues)
        if (inner is not None and inner.lemma in self.lex.denying) or self._of_actor(cue):
            return []
        by = tuple(dict.fromkeys(i for m in cue.by for i in m.stands_for))
        media = self.lex.who["media"]
        to = tuple(
            dict.fromkeys(
                m.entity
                for m in cue.to
                if m.entity >= 0
                and m.entity not in by
                and m.head not in media
                and not m.outlet
                and not self._crowd(m, cue)
            )
        )
        kind, flags = frame.kind, set(cue.flags)
        sets = self.sets
        judging = kind == "states" and cue.lemma in sets["judging"]
        if judging and not cue.negated and not cue.passive:
            kind = self.content.judged([x.low for x in self.t[start:end]])
        vowing = kind == "states" and cue.lemma in sets["announcing"] and not cue.negated
        near = {x.low for x in self.t[start : start + 6]} if vowing else set()
        if near & sets["vowed"] and self.t[start].low != "that":
            kind = "commits"  # "announced a truce"
        if cue.lemma in {"express", "voice"} and self.t[start].low in sets["thanks"]:
            return []
        if not by and not (cue.passive and to):
            return []  # but "the Union was asked to send monitors"
        if not by:
            flags.add("no-speaker")
        subject = cue.by[0] if cue.by else None
        before = self.t[subject.start - 1].low if subject is not None and subject.start else ""
        clause = self.content.ifs | {"unless", "until", "whether", "how", "why", "what"}
        if before in clause and kind not in {"states", "proposes"}:
            return []  # "if Congress approves it": nobody has
        if subject is not None and subject.sort == "pronoun":
            flags.add("pronoun")
        if cue.negated:
            flags.add("negated")
            if cue.lemma in self.lex.reporting:
                return []
            kind = {"refuses": "states", "states": "refuses"}.get(kind, "refuses")
        if inner is not None and cue is not inner:
            same = set(by) == {m.entity for m in inner.by}
            first = subject.start if subject is not None else 0
            own = bool(subject) and self.t[first].low in self.lex.words["possessives"]
            if kind == "states" or same or own or not by:
                return []
        reporting = cue.lemma in self.lex.reporting and kind == "states"
        first = min(cue.left, start)
        last = max(cue.at + 1, end)
        if cue.postposed:
            first, last = start, end
        facts: list[Fact] = []
        silent = self.lex.who["media"] | self.lex.who["papers"]
        if subject is not None and (subject.outlet or subject.head in silent):
            return []
        heads = [self.register.entities[i].heads for i in by]
        if heads and all(h and h <= self.lex.who["papers"] for h in heads):
            return []  # "It called for a vote": the agreement
        if reporting:
            nested = self._nested(cue, cues)
            for kind_, a, b, about in self.content.kinds(self.t, start, end, kind):
                target = to or self._about(kind_, about, by)
                final = said = kind_
                if kind_ in {"refuses", "commits", "accepts"} and self._of_others(
                    self._whose(kind_, about, a, b), by
                ):
                    final, said = "states", "states"  # "said the government will not have it"
                if nested is not None and said == "states" and nested.frame is not None:
                    final = nested.frame.kind
                    target = tuple(m.entity for m in nested.to if m.entity >= 0) or target
                if final == "conditions" and not self._promised(a, b):
                    final = "states"
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
        on = self._depends(cue, start, end) if kind in {"commits", "accepts"} else None
        if on is not None:
            return [
                Fact("conditions", by, to, self.number, (start, end), (first, last), cue.lemma,
                     subject, flags, on)
            ]  # fmt: skip
        pieces = [(kind, start, end)]
        if (
            kind in {"demands", "proposes"} and not cue.passive and cue.lemma not in self.lex.light
        ) or kind == "demands":
            pieces = self.content.split(self.t, start, end, kind)
        elif cue.lemma in {"promise", "pledge", "agree", "vow", "undertake"} | self.lex.minds:
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

    def _whose(self, kind: str, about: int, start: int, end: int) -> int:
        """Return where the subject of a stance begins that stands late in a clause.

        "I am sorry to say that the government will not have it".
        """
        at = self.content.place(kind, [x.low for x in self.t[start:end]])
        if at < 5:
            return about
        near = [m for m in self.top if start < m.start and 0 <= start + at - m.end <= 2]
        return near[-1].start if near and near[-1].sort != "pronoun" else about

    def _promised(self, start: int, end: int) -> bool:
        """Tell whether a clause with "when" ties somebody's deed, and does not date an event."""
        low = [x.low for x in self.t[start:end]]
        if set(low) & {"if", "unless", "until", "only", "provided", "not"}:
            return True
        if not set(low) & {"when", "once"}:
            return True
        done = any(a in self.lex.words["modals"] and b == "be" for a, b in itertools.pairwise(low))
        return not done  # "would be released when the deal is signed"

    def _crowd(self, mention: Mention, cue: Cue) -> bool:
        """Tell whether those addressed are everybody, or only listen: "told his troops"."""
        if mention.sort != "common":
            return False
        owner = mention.owner
        if owner is not None and not (
            owner.place and mention.head in self.lex.who["passive_groups"]
        ):
            return False
        bare = mention.plural and mention.extent - mention.start == 1
        if mention.head in _CROWDS or bare:
            return True  # "called on all parties", "urged leaders"
        hearing = cue.lemma == "tell" and cue.frame is not None and cue.frame.kind == "states"
        return hearing and mention.plural and mention.head not in self.lex.who["institutions"]

    def _of_others(self, start: int, by: tuple[int, ...]) -> bool:
        """Tell whether a reported clause speaks of what another actor does."""
        first = start + (start < len(self.t) and self.t[start].low == "that")
        mention = self.at.get(first)
        if mention is None or mention.sort == "pronoun" or not mention.stands_for:
            return False
        if not self._predicate(max(mention.end, mention.extent)):
            return False
        if self.t[first].low in self.lex.words["possessives"] or set(mention.stands_for) & set(by):
            return False
        for i in by:
            entity = self.register.entities[i]
            if set(mention.stands_for) & entity.parents.keys():
                return False
            ours = {"state", "government"}
            kinds = {self.register.entities[m].kind for m in mention.stands_for}
            if entity.person and kinds <= ours and entity.heads & self.lex.who["governing"]:
                return False  # "the minister said Maresh would not sign"
        return True

    def _depends(self, cue: Cue, start: int, end: int) -> tuple[int, int] | None:
        """Return what readiness is tied to: "once these steps are taken, we are prepared to"."""
        t, ties = self.t, self.content.ifs | {"unless", "provided"}
        begin = cue.by[0].start if cue.by else cue.left
        if t[0].low in ties and begin > 2 and t[begin - 1].text == ",":
            return 1, begin - 1
        tie = next((i for i in range(start + 1, end) if t[i].low in ties), 0)
        later = tie and cue.lemma in self.lex.minds and t[tie - 1].low not in {"as", "even", "at"}
        return (tie + 1, end) if later and tie + 1 < end else None

    def _reduced(self, cue: Cue) -> bool:
        """Tell whether a participle only describes a noun: "The document, drafted by Qatar"."""
        before = self.t[cue.left - 1] if cue.left else None
        return before is not None and (before.text in ",(" or before.low not in self.lex.being)

    def _nobody(self, cue: Cue) -> bool:
        """Tell whether those who report do not say who they are: "officials said"."""
        bare = cue.lemma in self.lex.reporting  # "mediators said", "ministers announced"
        return bool(cue.by) and all(
            m.sort == "common"
            and (
                m.head in self.lex.who["nobody"]
                or (m.head in self.lex.who["unnamed"] and m.owner is not None)
                or (bare and m.plural and m.end - m.start == 1 and m.extent == m.end)
            )
            and (
                m.owner is None
                or m.head in _CROWDS
                or m.owner.head in self.lex.who["sides"]
                or self.t[m.start].low in ({"a", "an"} if m.plural else {"a", "an", m.head})
            )
            and not m.joint
            for m in cue.by
        )

    def _of_actor(self, cue: Cue) -> bool:
        """Tell whether what is backed is an actor: "supports the M30" is a relation."""
        mention = self.at.get(cue.content[0])
        return (
            cue.lemma in {"support", "back"}
            and mention is not None
            and mention.entity >= 0
            and (mention.sort == "name" or mention.definite or mention.plural)
            and max(mention.end, mention.extent) >= cue.content[1]
        )

    def _reporter_of(self, cue: Cue, cues: list[Cue]) -> Cue | None:
        """Return the reporting cue within whose content another cue stands."""
        for other in cues:
            if (
                other is not cue
                and other.lemma in self.lex.reporting
                and (other.content[0] <= cue.at < other.content[1])
            ):
                return other
        return None

    def _nested(self, cue: Cue, cues: list[Cue]) -> Cue | None:
        """Return a cue inside, said of the speaker: "said it rejected ..."."""
        speakers = {m.entity for m in cue.by}
        for other in cues:
            if other is not cue and cue.content[0] <= other.at < cue.content[1] and other.frame:
                if other.by and {m.entity for m in other.by} & speakers and not other.negated:
                    return other
                first = other.by[0] if other.by else None
                if first is not None and not other.negated:
                    own = self.t[first.start].low in self.lex.words["possessives"]
                    if first.sort == "pronoun" or (own and first.sort == "common"):
                        return other  # "said his group had accepted it"
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
            or (mention.sort == "common" and mention.head in self.lex.who["passive_groups"])
        ):
            return ()
        return tuple(m.entity for m in (mention,) if m.entity >= 0)

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

    def _continued(self, cues: list[Cue]) -> list[Fact]:
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

    def issued(self, issuer: int) -> list[Fact]:
        """Take "All parties must ..." in somebody's own statement for a demand of theirs."""
        if self.s.quotes:
            return []
        end = len(self.t)
        while end and not self.t[end - 1].word:
            end -= 1
        found = self.content.kinds(self.t, 0, end, "states")
        return [
            Fact(kind, (issuer,), self._about(kind, a, (issuer,)), self.number, (a, b), (a, b),
                 "statement", None, {"issuer"})
            for kind, a, b, _ in found
            if kind in {"demands", "refuses", "conditions"}
        ]  # fmt: skip

    def _printed(self, cues: list[Cue]) -> list[Fact]:
        """Find 'Minister Paul Deng: "..."' and '"..." - Prime Minister Ines Roca'."""
        t = self.t
        if cues or not self.s.quotes:
            return []
        quote = self.s.quotes[0]
        speaker: Mention | None = None
        opening = quote.start - 1
        if opening > 0 and t[opening - 1].text == ":" and opening <= 14:
            inside = [m for m in self.top if m.end <= opening - 1]
            speaker = inside[0] if inside and inside[0].start <= 1 else None
        elif opening == 0 and quote.end + 2 < len(t) and t[quote.end + 1].text in {"-", "–", "—"}:
            speaker = self.at.get(quote.end + 2)
        if speaker is None or speaker.entity < 0 or quote.end - quote.start < 3:
            return []
        end = quote.end
        while end > quote.start and not t[end - 1].word:
            end -= 1
        return [
            Fact(kind, speaker.stands_for, (), self.number, (a, b), (a, b), "quote", speaker)
            for kind, a, b, _ in self.content.kinds(t, quote.start, end, "states")
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
