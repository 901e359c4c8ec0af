"""Stances that no verb of their own tells: by a noun, by "so did", by what an idea met with.

"Kolar's rejection of the draft", "the refusal of the Front to name its delegates", "there was no
objection from the army", "the idea was met with refusal by a third", "so does the Chamber",
"and the League followed suit", "the League is opposed".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import OPPOSITE, Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_CAST = frozenset({"voted", "votes", "vote"})
_NEAR = 6
"""Words before "the signing of" in which it is said that it came about."""


class Nominal:
    """Finds such stances in one sentence after another."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lex = lexicon
        table = lexicon.raw["nominal"]
        self.nouns = {w: kind for kind, text in table["nouns"].items() for w in text.split()}
        self.met = {w: kind for kind, text in table["met"].items() for w in text.split()}
        self.sets = {
            name: frozenset(table[name].split())
            for name in (
                "leads",
                "open",
                "greeted",
                "raised",
                "objections",
                "alike",
                "stays",
                "blessing",
                "signings",
                "takes",
                "seen",
            )
        }
        self.documents = frozenset(lexicon.raw["plans"]["documents"].split())
        self.same = frozenset(table["same"])
        self.short = {tuple(p.split()): k for k, ps in table["short"].items() for p in ps}
        self.flat = {w: kind for kind, text in table["flat"].items() for w in text.split()}
        self.last: Fact | None = None  # the last stance, for "so did the League"
        self.last_at = -2

    def find(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        number: int,
        facts: Sequence[Fact],
    ) -> list[Fact]:
        """Return the stances of a sentence that its verbs do not tell.

        Parameters
        ----------
        sentence, mentions, number
        facts : sequence of Fact
            What the verbs of the sentence tell.
        """
        self.s, self.t, self.number = sentence, sentence.tokens, number
        self.low = [x.low for x in self.t] + [""] * 6
        self.top = [m for m in mentions if not m.within and m.stands_for]
        self.all = [m for m in mentions if m.stands_for]
        if self.low[len(self.t) - 1] == "?":
            return []
        for fact in facts:  # "the League said no"
            word = " ".join(self.low[slice(*fact.content)])
            if fact.kind == "states" and word in self.flat:
                fact.kind = self.flat[word]
            elif fact.kind == "states" and word in self.same and (last := self._recent()):
                fact.kind, fact.about = last.kind, last.about  # "Haas says the same"
        found = [
            *self._but_not(facts),
            *self._nouns(), *self._signings(), *self._unopposed(), *self._greeted(), *self._short(),
            *self._given(),
        ]  # fmt: skip
        found = [f for f in found if not any(self._same(f, x) or self._met(f, x) for x in facts)]
        stances = [f for f in (*facts, *found) if f.kind in {"accepts", "refuses"} and f.by]
        found += self._alike(sorted(stances, key=lambda f: f.evidence[0]))
        if stances:
            self.last, self.last_at = max(stances, key=lambda f: f.evidence[0]), number
        return found

    def _but_not(self, facts: Sequence[Fact]) -> list[Fact]:
        """Take "accepts the truce but not the vote" apart: the vote is refused."""
        found = []
        for fact in facts:
            start, end = fact.content
            takes = fact.kind == "accepts" or (
                fact.kind == "commits" and not self.sets["takes"].isdisjoint(self.low[start:end])
            )
            at = next((i for i in range(start + 1, end - 2)
                       if tuple(self.low[i : i + 2]) == ("but", "not")), -1)  # fmt: skip
            thing = self.lex.words["determiners"] | self.lex.words["possessives"]
            if not takes or not fact.by or at < 0 or self.low[at + 2] not in thing:
                continue
            rest, whole = (at + 2, end), (fact.evidence[0], end)
            found.append(Fact("refuses", fact.by, (), self.number, rest, whole, fact.cue,
                              fact.subject, set(fact.flags)))  # fmt: skip
            fact.content = (start, at - (self.t[at - 1].text == ","))
        return found

    def _recent(self) -> Fact | None:
        """Return the stance that the sentence before told last, if it told any."""
        return self.last if self.number - self.last_at <= 1 else None

    def _same(self, new: Fact, old: Fact) -> bool:
        """Tell whether a verb told the same already."""
        over = min(new.evidence[1], old.evidence[1]) - max(new.evidence[0], old.evidence[0])
        return bool(set(new.by) & set(old.by)) and over > 0 and old.kind == new.kind

    def _met(self, new: Fact, old: Fact) -> bool:
        """Tell whether an offer or a demand is what another turned down: his stance counts."""
        inside = old.evidence[0] <= new.content[0] < old.evidence[1]
        answered = old.kind in {"accepts", "refuses"} and not set(old.by) & set(new.by)
        return new.kind in {"proposes", "demands"} and inside and answered

    def _fact(
        self, kind: str, who: Sequence[int], content: tuple[int, int], first: int, cue: str
    ) -> Fact:
        by = tuple(dict.fromkeys(who))
        evidence = (min(first, content[0]), content[1])
        return Fact(kind, by, (), self.number, content, evidence, cue, None, {"far-subject"})

    def _end(self, start: int) -> int:
        """Return where what a noun is about ends: at the verb of its clause, or a stop."""
        words = self.lex.words
        verbs = words["auxiliaries"] | self.lex.being
        last = len(self.t) - (not self.t[-1].word)
        for i in range(start + 1, last):
            form = self.lex.forms.get(self.low[i])
            told = form is not None and not (form.base or form.ing) and i > start + 1
            if told and self.low[i - 1] not in self.lex.words["determiners"]:
                return i  # "Kresz's acceptance of the protocol came late"
            stop = self.t[i].text in ",;:.—–" or self.low[i] in words["relatives"] | {"but"}
            # "the refusal to sign has angered", and not "the demand that it be signed"
            if (stop and self.low[i] != "that") or self.low[i] in verbs - {"be"}:
                return i
        return last

    def _from(self, at: int) -> int:
        """Return who begins after "of", "by", "from": "the refusal of the Front"."""
        return at + 1 if self.low[at] in {"of", "by", "from"} else -1

    def _nouns(self) -> list[Fact]:
        """Find "Kolar's rejection of the draft", "the refusal of the Front to sign"."""
        found = []
        starts = {m.start: m for m in reversed(self.all)}
        for i in range(len(self.t)):
            kind = self.nouns.get(self.low[i])
            if kind is None or self.s.quoted(i):
                continue
            before = [m for m in self.all if max(m.end, m.extent) in (i - 1, i - 2)
                      and self.low[max(m.end, m.extent)] == "'s"]  # fmt: skip
            owner: Mention | None = before[-1] if before else None
            at = i + 1
            who = owner.stands_for if owner is not None else ()
            if owner is None and self.low[at] in {"of", "by", "from"}:
                owner = starts.get(at + 1)
                if owner is not None:
                    who, at = self._several(owner, starts)
            if owner is None or self._unsettled(min(owner.start, i)):
                continue
            wanted = kind == "demands" and self.low[at] in {"is", "was", "remains"}
            leads = wanted or self.low[at] in self.sets["leads"]
            if not leads or at + 1 >= len(self.t):
                continue
            content = (at + 1, self._end(at + 1))
            if content[1] > content[0]:
                first = min(owner.start, i)
                found.append(self._fact(kind, who, content, first, self.low[i]))
        return found

    def _signings(self) -> list[Fact]:
        """Find "welcomes the signing in Garo of the Framework by A and B": those two took it on."""
        found = []
        starts = {m.start: m for m in reversed(self.all)}
        for i in range(1, len(self.t)):
            done = self.low[i] in self.sets["signings"] and not self.s.quoted(i)
            near = self.low[max(0, i - _NEAR) : i]
            if (
                not done
                or self.sets["seen"].isdisjoint(near)
                or not self.sets["open"].isdisjoint(near)
            ):
                continue
            end = next(
                (k for k in range(i, len(self.t)) if self.t[k].text in ",;:.—–"), len(self.t)
            )
            text = next((k for k in range(i + 1, end) if self.low[k] in self.documents), -1)
            by = next((k for k in range(text, end) if self.low[k] == "by"), -1) if text > 0 else -1
            first = starts.get(by + 1) if by > 0 else None
            if first is not None:
                who, at = self._several(first, starts)
                start = next((k for k in range(i, text) if self.low[k] == "of"), text - 1) + 1
                found.append(self._fact("accepts", who, (start, by), i, "sign"))
                found[-1].evidence = (i, at)
        return found

    def _several(
        self, first: Mention, starts: Mapping[int, Mention]
    ) -> tuple[tuple[int, ...], int]:
        """Return those named in a row, and where the row ends: "the readiness of A and B to"."""
        who, at = first.stands_for, max(first.end, first.extent)
        while self.low[at] in {"and", ","} and at + 1 < len(self.t):
            more = starts.get(at + 1 + (self.low[at + 1] == "and"))
            if more is None:
                break
            who, at = (*who, *more.stands_for), max(more.end, more.extent)
        return who, at

    def _unsettled(self, start: int) -> bool:
        """Tell whether a noun is of what is not yet there: "awaits the Front's reply"."""
        near = self.low[max(0, start - 4) : start]
        return not self.sets["open"].isdisjoint(near)

    def _unopposed(self) -> list[Fact]:
        """Find "there was no objection from the army", "neither side raised any objection"."""
        found = []
        for i in range(1, len(self.t)):
            if self.low[i] not in self.sets["objections"] or self.s.quoted(i):
                continue
            denied = {"no", "neither", "without", "any"} & set(self.low[max(0, i - 2) : i])
            start = self._start(i)
            part = self.low[start:i]
            if not denied or ("any" in denied and not {"neither", "not", "n't"} & set(part)):
                continue
            end = self._end(i)
            if self.low[i + 1] in {"from", "by", "among", "on"}:
                who = [m for m in self.top if i + 1 < m.start <= i + 4]
                content = (start, max(who[0].end, who[0].extent)) if who else (0, 0)
            else:
                raised = next((k for k in range(i, start, -1)
                               if self.low[k] in self.sets["raised"]), -1)  # fmt: skip
                who = [m for m in self.top if start <= m.start and m.end <= raised]
                first = i + 2 if self.low[i + 1] == "to" else start
                content = (first, end)
            by = [x for m in who for x in m.stands_for]
            if by:
                found.append(self._fact("accepts", by, content, start, self.low[i]))
        return found

    def _start(self, at: int) -> int:
        """Return where the clause begins in which a word stands."""
        k = at
        while (
            k > self.s.mark
            and self.t[k - 1].text not in ".;:"
            and self.t[k - 1].low not in {"that", "but", "while"}
        ):
            k -= 1
        return k

    def _greeted(self) -> list[Fact]:
        """Find "was met with refusal by a third", "met with a flat no from the League"."""
        found = []
        for i in range(1, len(self.t) - 2):
            if self.low[i] not in self.sets["greeted"] or self.low[i + 1] != "with":
                continue
            noun = next((k for k in range(i + 2, min(i + 6, len(self.t)))
                         if self.low[k] in self.met), -1)  # fmt: skip
            if noun < 0 or self.low[noun + 1] not in {"by", "from", "in", "among"}:
                continue
            who = [m for m in self.top if noun + 1 < m.start <= noun + 3]
            if who:
                end = max(who[0].end, who[0].extent)
                kind = self.met[self.low[noun]]
                found.append(self._fact(kind, who[0].stands_for, (i, end), i, self.low[i]))
        return found

    def _given(self) -> list[Fact]:
        """Find "gave the plan its blessing"."""
        found = []
        for i in range(3, len(self.t)):
            own = self.low[i - 1] in self.lex.words["possessives"]
            if not own or self.low[i] not in self.sets["blessing"] or self.s.quoted(i):
                continue
            verb = next((k for k in range(i - 3, max(0, i - 10), -1)
                         if self.lex.lemma(self.low[k]) == "give"), -1)  # fmt: skip
            who = [m for m in self.top if m.end <= verb and not m.governed]
            denied = self.lex.words["negations"] | self.lex.words["modals"]
            if verb > 0 and who and denied.isdisjoint(self.low[max(0, verb - 3) : verb]):
                m = who[-1]
                found.append(self._fact("accepts", m.stands_for, (verb + 1, i - 1), verb, "give"))
        return found

    def _short(self) -> list[Fact]:
        """Find "the League is opposed", "Vann is in favour as well"."""
        found = []
        for i in range(1, len(self.t)):
            for phrase, kind in self.short.items():
                if tuple(self.low[i : i + len(phrase)]) != phrase or self.s.quoted(i):
                    continue
                end = i + len(phrase)
                while self.low[end] in self.sets["stays"]:
                    end += 1
                cast = self.low[i - 1] in _CAST  # "voted against and said": by a vote
                goes_on = cast and self.low[end] in {"and", "but", "while", "with"}
                if end < len(self.t) and self.t[end].word and not goes_on:
                    continue
                left = i - cast
                while left > 0 and (
                    self.low[left - 1] in self.lex.being | self.lex.words["adverbs"]
                    or self.low[left - 1].endswith("ly")
                ):
                    left -= 1
                who = [m for m in self.top if max(m.end, m.extent) == left and not m.governed]
                if who and left < i and (cast or self.lex.being & set(self.low[left:i])):
                    found.append(self._fact(kind, who[0].stands_for, (left, end), who[0].start,
                                            phrase[-1]))  # fmt: skip
        return found

    def _alike(self, stances: Sequence[Fact]) -> list[Fact]:
        """Find "so did the League", "nor will Kolar", "and the League followed suit"."""
        found: list[Fact] = []
        auxiliaries = self.lex.words["auxiliaries"] | self.lex.words["modals"]
        for i in range(len(self.t)):
            before = [f for f in stances if f.evidence[0] < i]
            fact = before[-1] if before else None
            fact = fact or self._recent()
            if fact is None or self.s.quoted(i):
                continue
            low, after = self.low[i], self.low[i + 1]
            kind = fact.kind
            who: list[Mention] = []
            if low in self.sets["alike"] and after in auxiliaries:
                who = [m for m in self.top if i + 2 <= m.start <= i + 3]
                end = max(who[0].end, who[0].extent) if who else 0
                start = i
            elif tuple(self.low[i : i + 2]) in {("followed", "suit"), ("follows", "suit"),
                                                ("did", "likewise")}:  # fmt: skip
                who = [m for m in self.top if max(m.end, m.extent) == i]
                start, end = i, i + 2
            elif (
                low in auxiliaries
                and after in {"not", "n't"}
                and (i + 2 >= len(self.t) or not self.t[i + 2].word)
            ):
                who = [m for m in self.top if max(m.end, m.extent) == i]
                start, end, kind = i, i + 2, OPPOSITE[fact.kind]
            if not who or set(who[0].stands_for) & set(fact.by):
                continue
            group = [x for m in who[:1] for x in m.stands_for]
            if low == "as" and fact is not self.last and fact.evidence[0] < i:
                fact.by = (*fact.by, *(x for x in group if x not in fact.by))
                cut = i - (self.t[i - 1].text == ",")
                if fact.content[0] < cut < fact.content[1]:
                    fact.content = (fact.content[0], cut)
                    fact.evidence = (min(fact.evidence[0], fact.content[0]), cut)
                continue  # "accepted it, as did the League"
            new = self._fact(kind, group, (start, end), min(start, who[0].start), low)
            new.about = fact.about
            found.append(new)
        return found
