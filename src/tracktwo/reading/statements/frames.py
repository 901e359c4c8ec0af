"""Frames: which verb reports a statement, who makes it, to whom, and what is said.

A cue is a verb of the lexicon outside quotation marks. Its subject is looked for to the left
(through relative clauses, appositions, coordination), or to the right where it stands after
what is said; in the passive the subject is the one addressed, or the thing refused, and the
speaker stands after "by".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import Cue, Fact
from tracktwo.reading.statements.conditions import Conditions
from tracktwo.reading.statements.patterns import ASKING
from tracktwo.reading.statements.told import Told

if TYPE_CHECKING:
    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon


_REPLY = frozenset({"comment", "comments"})
_MINDS = frozenset({"readiness", "willingness", "agreement", "commitment", "consent", "refusal"})
"""What is of those named after "of", and not of who announces it."""


class Frames(Told):
    """Finds the statements of one sentence after another."""

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        super().__init__(lexicon, register)
        self.ties = Conditions(lexicon)

    def find(self, sentence: Sentence, mentions: list[Mention], number: int) -> list[Fact]:
        """Return the statements of a sentence."""
        self.take(sentence, mentions, number)
        before, self.whole = self.whole, None
        if self._asks():
            return []
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
        facts += self._signed(cues, before)
        if not cues and not facts and self._all_quoted():
            self.whole = (sentence, number)
        spoken = [c for c in cues if c.by and not c.passive]
        if spoken:
            self.speaker = spoken[-1].by
            for cue in reversed(spoken):
                if cue.by[0].entity >= 0:
                    self.register.subject(cue.by[0].entity)
        last = self.s.quotes[-1] if self.s.quotes else None
        self.goes_on = last is not None and last.end == len(self.t)
        if self.t[-1].text == ":":  # "Ana Orlo told parliament:", and what she said below
            self.goes_on = bool(spoken) and spoken[-1].lemma in self.lex.reporting
        for fact in facts:
            fact.content = self._trimmed(*fact.content) if fact.sentence == number else fact.content
        return self._distinct([f for f in facts if f.content[1] > f.content[0]])

    def _facts(self, cue: Cue, cues: list[Cue]) -> list[Fact]:
        frame = cue.frame
        assert frame is not None  # noqa: S101  (a cue without a frame was dropped)
        start, end = cue.content
        if end <= start or sum(x.word for x in self.t[start:end]) < 1:
            return []
        thing, alone = self.t[start].low, end - start == 1
        after = self.t[min(start + 1, end - 1)].low
        aside = after in self.lex.words["prepositions"] - {"as"}
        empty = (alone and thing in self.lex.empty) or (aside and thing in self.lex.words["it"])
        empty = empty and not self.s.quotes  # "denied it", "praises it in public"
        if (frame.kind == "states" and empty) or (alone and thing in _REPLY):
            return []  # "denied it", "said so", "messages seeking comment"
        if cue.lemma in {"declare", "proclaim"} and thing == "independence":
            return []  # long ago, and of no plan
        if self._silent(cue, start):
            return []
        if (
            cue.passive
            and self._reduced(cue)
            and (cue.lemma in self.lex.light or self._led_by(cue))
        ):
            return []
        if (
            len(self.t) > start + 1
            and self.t[start].low == "be"
            and self.t[start + 1].low in self.lex.anonymous
        ):
            return []
        if cue.passive and cue.at == self.s.mark:
            return []  # "Backed by Belland, the Front rejected it"
        inner = self._reporter_of(cue, cues)
        if self._of_actor(cue):
            return []
        if self._open(cue, cues):
            self._present(cue)
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
        kind, flags = self._insisted(cue, frame.kind), set(cue.flags)
        sets = self.sets
        judging = kind == "states" and cue.lemma in sets["judging"]
        if judging and not cue.negated and not cue.passive:
            kind = self.content.judged([x.low for x in self.t[start:end]])
        if kind == "demands" and self._of_proposal(cue, cues):
            kind = "proposes"  # "presented a plan, calling for a truce"
        vowing = kind == "states" and cue.lemma in sets["announcing"] and not cue.negated
        near = {x.low for x in self.t[start : start + 9]} if vowing else set()
        if vowing and self._of_others_told(start):
            return []  # "announced the readiness of both armies to leave"
        if near & sets["vowed"] and "that" not in {self.t[start].low, self.t[start - 1].low}:
            kind = "commits"  # "announced a truce"
        if (
            kind in {"commits", "proposes", "states"}
            and not cue.negated
            and self._presses(start, end)
        ):
            kind = "warns"  # "their readiness to consider measures"
        given = {x.low for x in self.t[cue.at + 1 : start + 2]} & sets["thanks"]
        if given and kind in {"states", "proposes"}:
            return []  # "expressed gratitude", "offered his condolences"
        crowd = any(m.head in self.lex.who["passive_groups"] for m in cue.to)
        if not by and not (cue.passive and to and not crowd):
            return []  # but "the Union was asked to send monitors"
        if not by:
            flags.add("no-speaker")
        subject = cue.by[0] if cue.by else None
        before = self.t[subject.start - 1].low if subject is not None and subject.start else ""
        clause = self.content.ifs | {"unless", "until", "whether", "how", "why", "what"}
        past = before == "when" and self._past(cue)  # "when the Front walked out"
        if before in clause and kind not in {"states", "proposes"} and not past:
            return []  # "if Congress approves it": nobody has
        if subject is not None and subject.sort == "pronoun":
            flags.add("pronoun")
        opens = {before, self.t[subject.start].low if subject is not None else ""}
        cue.negated ^= not opens.isdisjoint({"nor", "neither"})  # "neither A nor B ruled it out"
        everyone = before == "but" and self.t[subject.start - 2].low if subject else ""
        cue.negated ^= everyone in {"all", "everyone", "everybody"}  # "all but the Front signed"
        if kind == "states" and cue.lemma in self.lex.denying:
            start = cue.left  # "denied that it arms the Front": without the denial, the reverse
        if kind in {"accepts", "commits"} and self._naught(start):
            cue.negated, start = not cue.negated, cue.left  # "agreed to nothing of the kind"
        if cue.negated:
            flags.add("negated")
            if cue.lemma in self.lex.reporting | self.lex.denying:
                return []
            if kind == "refuses":  # "no longer rejects the plan", whole
                adjacent = subject is not None and cue.left in (subject.end, subject.extent)
                start = subject.start if subject is not None and adjacent else cue.left
            turned = "accepts" if self._unopposed(cue) else "states"
            if kind in {"accepts", "commits"} and self._not_yet(cue):
                flags.add("undecided")  # "has yet to sign": neither accepted nor refused
                kind, start = "states", cue.left
            else:
                kind = "refuses" if kind in {"accepts", "commits", "states"} else turned
        if kind == "accepts" and cue.lemma == "sign" and cue.passive and cue.modal:
            return []  # "will be signed by both"
        if kind == "accepts" and self._gives_up(cue, start):
            kind, start = "commits", cue.left  # "dropped its demands for independence"
        if kind == "refuses" and cue.lemma in sets["blaming"] and self._guest_actor(start):
            kind = "states"  # "criticised the envoy for being biased"
        if inner is not None and cue is not inner:
            same = set(by) == {m.entity for m in inner.by}
            first = subject.start if subject is not None else 0
            own = bool(subject) and self.t[first].low in self.lex.words["possessives"]
            speakers = tuple(i for m in inner.by for i in m.stands_for)
            at = inner.by[0].start if inner.by else 0
            beside = {x.low for x in self.t[max(first, at - 4) : at + 1]}
            theirs = not beside.isdisjoint({"its", "their"})  # "..., their leader, Ana Orlo, said"
            # "said the Front will sign": another thinks so
            told = cue.modal and not theirs and self._of_others(first, speakers)
            if told:
                self._present(cue)
            if kind == "states" or same or own or not by or told:
                return []
            bodies = {p for i in speakers for p in self.register.entities[i].parents}
            by = (*speakers, *by) if set(by) <= bodies else by  # "Orlo said the Front expected"
        tells = cue.lemma in self.lex.reporting or {"that", "clear", "plain"} & {*frame.parts}
        reporting = kind == "states" and bool(tells) and cue.lemma not in self.lex.denying
        first = min(cue.left, start)
        last = max(cue.at + 1, end)
        if cue.postposed:
            first, last = start, end
        facts: list[Fact] = []
        silent = self.lex.who["media"] | self.lex.who["papers"]
        meets = subject is not None and subject.head == "summit" and subject.sort == "name"
        if subject is not None and (subject.outlet or (subject.head in silent and not meets)):
            return []
        entities = self.register.entities
        outlets = self.lex.who["outlets"]
        if any(entities[b].heads & outlets for i in by for b in entities[i].parents):
            return []  # "the BBC's Ana Orlo in Garo says"
        heads = [entities[i].heads for i in by]
        if heads and not meets and all(h and h <= self.lex.who["papers"] for h in heads):
            return []  # "It called for a vote": the agreement
        self.subject_at = subject.start if subject is not None else 0
        if reporting and kind == "states":
            by, first_by = self._through(by, start, end)
            subject = first_by or subject
        if reporting:
            nested = None if self.t[start].low in ASKING else self._nested(cue, cues)
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
        if self._happened(cue, start, end):
            return []
        if kind == "accepts" and cue.lemma == "agree" and self._so(start, end):
            kind = "states"  # "agrees that he has not kept his word"
        if kind == "commits" and self._only_says(start, end):
            kind = "states"  # "guaranteed that the talks are on a good path"
        if kind == "demands" and not to and "that" in frame.parts:
            to = self._about(kind, start, by)
        on = self._depends(cue, kind, start, end)
        if on is not None:
            adjacent = subject is not None and cue.left in (subject.end, subject.extent)
            whole = (subject.start if subject is not None and adjacent else cue.left, end)
            if on[1] <= whole[0]:
                whole = (on[0] - 1, end)  # "Unless the army leaves, ..."
            return [
                Fact("conditions", by, to, self.number, whole, (min(first, whole[0]), last),
                     cue.lemma, subject, flags - {"negated"}, on)
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
            tie = self.ties.tie(self.t, start, end)
            if tie is not None and self.t[tie[0]].low == "until":
                pieces = [(kind, start, end)]  # "a truce until May"
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

    def _of_proposal(self, cue: Cue, cues: list[Cue]) -> bool:
        """Tell whether a verb in -ing says what is in the plan that was just proposed."""
        earlier = [c for c in cues if c.at < cue.at and c.frame is not None]
        last = earlier[-1].frame if cue.ing and earlier else None
        return last is not None and last.kind == "proposes" and earlier[-1].by == cue.by

    def _of_others_told(self, start: int) -> bool:
        """Tell whether what is announced is what others are ready for, or refuse."""
        low = [x.low for x in self.t[start : start + 3]]
        head = next((i for i, w in enumerate(low) if w in _MINDS), -1)
        after = self.t[start + head + 1].low if 0 <= head < len(self.t) - start - 1 else ""
        return head >= 0 and after == "of" and not {"its", "their", "his", "her"} & set(low)

    def _through(
        self, by: tuple[int, ...], start: int, end: int
    ) -> tuple[tuple[int, ...], Mention | None]:
        """Return for whom an unnamed spokesman speaks: whose stance he tells of."""
        entities = self.register.entities
        mute = self.lex.who["mouthpieces"]
        if len(by) != 1 or entities[by[0]].sort == "name" or entities[by[0]].parents:
            return by, None
        first = start + (self.t[start].low == "that")
        mention = self.at.get(first)
        if not entities[by[0]].heads & mute or mention is None or mention.entity < 0:
            return by, None
        body = entities[mention.entity]
        acts = self._predicate(max(mention.end, mention.extent))
        taking = any(
            k in {"conditions", "refuses", "commits", "demands", "accepts", "warns"}
            for k, *_ in self.content.kinds(self.t, start, end, "states")
        )
        if body.sort != "name" or body.person or not acts or not taking:
            return by, None
        return (mention.entity,), mention

    def _guest_actor(self, at: int) -> bool:
        """Tell whether somebody stands here, and nothing of theirs."""
        mention = self.at.get(at)
        if mention is None or mention.entity < 0 or not self._alone(mention):
            return False
        if mention.head in self.lex.who["papers"]:
            return False  # "denounced the Garo Accord"
        return mention.sort != "pronoun" or mention.head in self.lex.words["person_pronouns"]

    def _so(self, start: int, end: int) -> bool:
        """Tell whether those who agree say what is so: "agreed that she has left"."""
        low = [x.low for x in self.t[start:end]]
        verb = next((w for w in low[:9] if w in self.lex.words["auxiliaries"]), "")
        clause = self.t[start - 1].low == "that" or start in self.at
        return clause and verb in {"has", "have", "had", "is", "are"} and "to" not in low[:3]

    def _only_says(self, start: int, end: int) -> bool:
        """Tell whether a clause with "that" is of what is so, and takes nothing on."""
        if self.t[start - 1].low != "that":
            return False
        low = [x.low for x in self.t[start:end]]
        verb = next((w for w in low if w in self.lex.words["auxiliaries"]), "")
        return verb in {"is", "are", "was", "were"} and "to" not in low

    def _present(self, cue: Cue) -> None:
        """Keep as actors those whose stance is hoped for, doubted or denied: they are in it."""
        for i in (i for m in cue.by for i in m.stands_for):
            self.register.entities[i].active = True

    def _whose(self, kind: str, about: int, start: int, end: int) -> int:
        """Return where the subject of a stance begins that stands late in a clause.

        "I am sorry to say that the government will not have it".
        """
        at = self.content.place(kind, [x.low for x in self.t[start:end]])
        if at < 5:
            return about
        near = [m for m in self.top if start < m.start and 0 <= start + at - m.end <= 2]
        return near[-1].start if near and near[-1].sort != "pronoun" else about

    def _depends(self, cue: Cue, kind: str, start: int, end: int) -> tuple[int, int] | None:
        """Return what a deed, a refusal or an offer is tied to: "will not sign unless ..."."""
        if cue.passive or (kind in {"states", "warns"} and cue.lemma != "reserve"):
            return None
        t, words = self.t, self.lex.words
        ready = kind in {"commits", "accepts"}
        ties = {"unless", "provided", "if"} | (self.content.ifs if ready else set())
        begin = cue.by[0].start if cue.by else cue.left
        if t[0].low in ties and begin > 2 and t[begin - 1].text == ",":
            return 1, begin - 1
        made = [i for i in range(start, end - 1) if t[i].low in self.ties.tied]
        if cue.lemma == "make" and made:  # "made its support for the plan conditional on a vote"
            return made[0] + 2, end
        found = self.ties.tie(t, start, end, strict=True)
        if found is not None:
            tie, a, b = found
            word, before = t[tie].low, t[tie - 1].low
            wanted = kind == "demands" and word in {"unless", "until", "if"}
            lasts = word == "until" and (kind != "refuses" or self._day(a))
            loose = word == "if" and before in {"as", "even", "what", "see", "asked", "know"}
            apart = any(x.low in words["relatives"] for x in t[start:tie])
            if not (wanted or lasts or loose or apart):
                return a, b
        if not ready:
            return None
        tie = next((i for i in range(start + 1, end) if t[i].low in ties), 0)
        later = tie and cue.lemma in self.lex.minds and t[tie - 1].low not in {"as", "even", "at"}
        return (tie + 1, end) if later and tie + 1 < end else None

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
                    verb = self.t[first.start - 1].low if first.start else ""
                    object_ = verb.endswith("ed") and first.start - 1 != cue.at  # "that joined it"
                    pronoun = first.sort == "pronoun" and not object_
                    if pronoun or (own and first.sort == "common"):
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

    def issued(self, issuer: int) -> list[Fact]:
        """Take "All parties must ..." in somebody's own statement for a demand of theirs."""
        if self.s.quotes or self._asks():
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
