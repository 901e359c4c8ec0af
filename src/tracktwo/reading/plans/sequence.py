"""Sequences: "a truce, followed by a transition and then elections", "X before Y, after which Z".

Words that put one step after another cut a sentence into parts; each part must name a kind of
step, but for one among several. "Before", "after" and "once" count only where the sentence speaks
of what is to come, since they tell of the past just as often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.reading.plans.items import LONGEST, clean, split, unattributed
from tracktwo.reading.plans.steps import PAPERS, Plan, Step
from tracktwo.reading.plans.terms import days_of
from tracktwo.reading.text.phrases import at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.plans.terms import Deadline
    from tracktwo.reading.text.article import Sentence

_LOOSE = {("before",), ("ahead", "of"), ("prior", "to"), ("then",), ("and", "then"), ("following",)}
"""Words that put things in order in a plan as well as in a tale."""
_ASKED = frozenset({"demand", "propose", "want", "seek", "suggest", "urge", "request", "offer"})
_TURNED_DOWN = frozenset({"reject", "refuse", "oppose", "decline", "exclude", "dismiss"})
_PAIR = 2
_TURNED = (["preceded", "by"], ["followed", "by"])
_FEW = 4
"""Words of what is only the end of something: "and concluded in full"."""
_ITEM = 12
"""Words of an item of a list after "followed by"."""


@dataclass
class _Chain:
    """Steps of one sentence, and how they hang on those of the sentence before."""

    steps: list[Step]
    opens: bool = False
    goes_on: bool = False


class Sequences:
    """Finds steps that follow one another by words such as "followed by"."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._only = {"only", "not", "until", "unless"}
        self._told: Collection[int] = ()

    def find(self, sentences: Sequence[Sentence], told: Collection[int] = ()) -> list[Plan]:
        """Return the sequences of a text, put together across sentences.

        Parameters
        ----------
        sentences : sequence of Sentence
        told : collection of int
            Sentences in which somebody demands, refuses or warns: "before" there sets a
            condition, unless a plan is spoken of.
        """
        self._told = {
            n for n in told if not any(t.low in self.words.documents for t in sentences[n].tokens)
        }
        plans: list[Plan] = []
        open_: list[Step] = []
        last = -9
        for n, sentence in enumerate(sentences):
            chain = self._sentence(sentence, n) if not sentence.heading else _Chain([])
            same = bool(
                open_ and chain.steps and chain.steps[0].kind == open_[-1].kind and not chain.opens
            )
            if open_ and chain.steps and n - last <= 1 and (chain.goes_on or same):
                open_ += chain.steps[1:] if same else chain.steps
                last = n
                continue
            if chain.steps and (len(chain.steps) > 1 or chain.opens):
                self._close(plans, open_)
                open_, last = list(chain.steps), n
            elif open_ and n - last > 1:
                self._close(plans, open_)
                open_ = []
        self._close(plans, open_)
        return plans

    def _close(self, plans: list[Plan], steps: list[Step]) -> None:
        kinds = [s.kind for s in steps if s.kind is not None]
        if len(steps) > 1 and len(set(kinds)) > 1 and len(kinds) >= len(steps) - 1:
            plans.append(Plan(list(steps), ordered=True, rule="sequence"))

    def _sentence(self, sentence: Sentence, number: int) -> _Chain:
        low = [t.low for t in sentence.tokens]
        w = self.words
        begun = next((i for i in range(len(low)) if at(low, i, w.begin)), -1)
        if begun > 0 and any(x in w.future or x in w.documents for x in low[:begun]):
            start = begun + at(low, begun, w.begin)
            steps = self.parts(sentence, number, start, begun=True)
            return _Chain(steps or self._one(sentence, number, start, len(low)), opens=True)
        lead = at(low, 0, w.next)
        if lead:
            steps = self.parts(sentence, number, lead)
            return _Chain(steps or self._one(sentence, number, lead, len(low)), goes_on=True)
        closing = next((i for i in range(1, len(low)) if at(low, i, w.closing)), -1)
        if closing > 0 and low[closing - 1] in w.future and closing <= 8:
            return _Chain(self._one(sentence, number, 0, closing - 1), goes_on=True)
        return _Chain(self.parts(sentence, number, 0))

    def _cuts(self, sentence: Sentence, number: int, start: int) -> list[tuple[int, int, bool]]:
        """Return the words that cut: first token, end, and whether what follows comes earlier."""
        low = [t.low for t in sentence.tokens]
        w = self.words
        future = number not in self._told and (
            any(x in w.future or x in w.documents for x in low) or "be" in low
        )
        found: list[tuple[int, int, bool]] = []
        future |= any(
            (n := at(low, i, w.later)) and tuple(low[i : i + n]) not in _LOOSE
            for i in range(start, len(low))
        )
        i = start
        while i < len(low):
            dates = low[i] == "before" and low[i + 1 : i + 3] == ["the", "next"]  # vote
            if dates or (sentence.quoted(i) and not sentence.quoted(start)):
                i += 1
                continue
            length = at(low, i, w.later)
            loose = length and tuple(low[i : i + length]) in _LOOSE
            inside = i > start + 1 and low[i - 1] in w.future
            if inside and low[i] == "then" and low[i - 2] not in w.lex.words["relatives"]:
                i += 1  # "(a cabinet) would then take office", and no ", which would then ..."
                continue
            if length and (not loose or (future and not self._held(low[max(0, i - 12) : i]))):
                found.append((i, i + length, False))
                i += length
                continue
            length = at(low, i, w.earlier)
            if length and future and not self._only & set(low[max(0, i - 3) : i]):
                found.append((i, i + length, True))
                i += length
                continue
            i += 1
        return found

    def _held(self, before: Sequence[str]) -> bool:
        """Tell whether what comes before sets a condition, or turns down what is put in order."""
        lemma = self.words.lex.lemma
        return not self._only.isdisjoint(before) or any(lemma(x) in _TURNED_DOWN for x in before)

    def parts(
        self, sentence: Sentence, number: int, start: int, *, begun: bool = False
    ) -> list[Step]:
        """Return the steps of a sentence from a token on, in their order.

        `begun`: the first stands right there: "beginning with a truce to allow for elections".
        """
        cuts = self._cuts(sentence, number, start)
        if not cuts:
            return []
        t = sentence.tokens
        first = cuts[0]
        if first[2] and first[0] - start <= 1:  # "Once X, Y"
            comma = next((i for i in range(first[1], len(t)) if t[i].text == ","), -1)
            if (
                comma < 0
                or self._tells(sentence, comma + 1)
                or self._past_talks(sentence, *first[:2])
            ):
                return []
            return [
                *self._one(sentence, number, first[1], comma),
                *self._one(sentence, number, comma + 1, len(t)),
            ]
        end = max(unattributed(self.words, t, start, len(t)), cuts[-1][1])
        bounds = [start, *(c[1] for c in cuts)]
        ends = [*(c[0] for c in cuts), end]
        parts: list[list[Step]] = []
        for n, (a, b) in enumerate(zip(bounds, ends, strict=True)):
            find = self._last_items if n == 0 else self._items
            steps = find(sentence, number, a, b)
            parts.append(steps or self._one(sentence, number, a, b, last=n == 0 and not begun))
        if not parts[0] or sum(bool(p) for p in parts) < 2:
            return []
        ordered = list(parts[0])
        for (_, _, before), part in zip(cuts, parts[1:], strict=True):
            if before and ordered:
                ordered[-1:-1] = part
            else:
                ordered += part
        return ordered

    def _past_talks(self, sentence: Sentence, start: int, end: int) -> bool:
        """Tell whether talks are over that a clause begins with: "After three months of talks"."""
        low = [t.low for t in sentence.tokens]
        near = low[end : end + 4]
        lasted = any(x in self.words.terms.units or x in {"round", "rounds"} for x in near)
        return low[start] in {"after", "following"} and lasted and "of" in near

    def _tells(self, sentence: Sentence, start: int) -> bool:
        """Tell whether a clause tells what was, before it says what is to come.

        "(After nine days of talks,) envoys presented a plan that would halt the fighting".
        """
        t, w = sentence.tokens, self.words
        words = w.lex.words
        for i in range(start + 1, len(t)):
            low, before = t[i].low, t[i - 1]
            if low in w.future or low in words["auxiliaries"] or low in w.provide | w.agree:
                return False
            form = w.lex.forms.get(low)
            past = low.endswith("ed") or (form is not None and form.participle and not form.base)
            if past and before.word and before.low not in words["determiners"]:
                return True
        return False

    def _last_items(self, sentence: Sentence, number: int, a: int, b: int) -> list[Step]:
        """Return the items of "a truce, an exchange of prisoners (and then ...)"."""
        found: list[Step] = []
        for piece in reversed(split(self.words, sentence.tokens, a, b)):
            steps = self._one(sentence, number, *piece)
            if not steps or (found and steps[0].kind is None):
                break
            lead = sentence.tokens[a : steps[0].span[0]]
            if steps[0].kind in PAPERS and any(x.low == "under" for x in lead):
                break  # "under the road map, a council would be formed"
            found[:0] = steps
        return found if len(found) > 1 else []

    def _items(self, sentence: Sentence, number: int, a: int, b: int) -> list[Step]:
        """Return the items of "(followed by) disarmament, a referendum and elections"."""
        pieces = split(self.words, sentence.tokens, a, b)
        if len(pieces) < 2 or any(stop - start > _ITEM for start, stop in pieces):
            return []
        found = [self._one(sentence, number, *piece) for piece in pieces]
        return [step for steps in found for step in steps] if all(found) else []

    def _one(
        self, sentence: Sentence, number: int, a: int, b: int, *, last: bool = False
    ) -> list[Step]:
        """Return the step that a part names, with the words that belong to it."""
        t, w = sentence.tokens, self.words
        a, b = clean(w, t, a, b)
        hits = w.kinds.standing(t, a, b)
        if not hits:
            return []
        if last:  # what it is, and not what is done to it: "a truce monitored by the Union"
            hits = [h for h in hits if not t[h.start].low.endswith("ed")] or hits
        hit = hits[-1] if last else hits[0]
        start = self._phrase_start(sentence, a, hit.start)
        stop = hit.end
        while stop < b and t[stop].text not in {",", ";", ":", "(", "–", "—", '"', "“"}:
            stop += 1
        start, stop = clean(w, t, start, stop)
        if stop - start > LONGEST or stop <= start:
            return []
        return [Step(number, (start, stop), hit.kind, w.terms.find(t, start, stop))]

    def _phrase_start(self, sentence: Sentence, a: int, at_: int) -> int:
        """Return where the clause or the noun phrase that names a step begins."""
        t, w = sentence.tokens, self.words
        modal = next((i for i in range(at_, a - 1, -1) if t[i].low in w.future), -1)
        if modal > a:
            start = modal
            while (
                start > a
                and t[start - 1].text not in {",", ";", ":"}
                and (t[start - 1].low not in {"that", "and", "but"})
            ):
                start -= 1
            return start
        start = at_
        words = w.lex.words
        while start > a:
            before = t[start - 1]
            if before.low in words["determiners"] or before.low in words["numbers"]:
                start -= 1
                break
            if (
                not before.word
                or before.low in words["prepositions"] - {"of"}
                or before.low in words["conjunctions"]
                or before.low in {"to", "that", "of"}
                or before.low in w.lex.forms
            ):
                break
            start -= 1
        return start

    # --- terms that count up -----------------------------------------------------------------

    def termed(self, sentence: Sentence, number: int) -> Plan | None:
        """Return "a government within six months and elections within 18 months" as a plan."""
        t, w = sentence.tokens, self.words
        found: list[Step] = []
        a = 0
        while True:
            term = w.terms.find(t, a, len(t))
            if term is None:
                break
            begin = next(
                (i + 1 for i in range(term.start - 1, a - 1, -1) if t[i].text in {",", ";"}), a
            )
            if self._past(sentence, begin, term) or self._past_talks(sentence, begin, begin + 1):
                a = term.end
                continue
            hits = [h for h in w.kinds.find(t, begin, term.start) if w.kinds.stands(t, h, a)]
            if hits[1:] and hits[0].kind in PAPERS:  # "the road map foresees a truce within ..."
                between = {x.low for x in t[hits[0].end : hits[1].start]}
                hits = hits[1:] if between & w.provide else hits
            if hits:
                start = self._phrase_start(sentence, begin, hits[0].start) if not found else begin
            elif found:
                start = begin
            else:
                start = self._named_start(sentence, begin, term.start)
                if start < 0:
                    a = term.end
                    continue
            piece = clean(w, t, start, term.end)
            if piece[1] - piece[0] > LONGEST:
                return None
            if not hits and w.done(t[piece[0]].low) and term.start - piece[0] < _FEW:
                a = term.end
                continue  # "(will begin on 3 May and) concluded by June"
            found.append(Step(number, piece, hits[0].kind if hits else None, term))
            a = term.end
        if len(found) < 2 or sum(s.kind is not None for s in found) * 2 < len(found):
            return None
        days: list[Any] = [days_of(s.term) for s in found]
        if None in days:
            days = [s.term.by if s.term else None for s in found]
        rising = None not in days and days == sorted(days)
        return Plan(found, ordered=rising, rule="terms")

    def dated(self, sentences: Sequence[Sentence]) -> list[Plan]:
        """Return calendars: steps with a day or a month each, in sentences that follow each other.

        "The election will be held in May. It will be preceded by a referendum in March": by date.
        """
        plans: list[Plan] = []
        chain: list[Step] = []
        last = -9
        for n, sentence in enumerate([*sentences, None]):
            steps = self._days(sentence, n) if sentence and not sentence.heading else []
            if chain and (not steps or n - last > 1):
                if len(chain) > _PAIR and len({s.kind for s in chain}) > 1:
                    chain.sort(key=lambda s: str(s.term.by if s.term else ""))
                    plans.append(Plan(chain, ordered=True, rule="terms", led=True))
                chain = []
            chain, last = [*chain, *steps], n
        return plans

    def _days(self, sentence: Sentence, number: int) -> list[Step]:
        """Return the steps of a sentence that have a day to come, one for each."""
        t, w = sentence.tokens, self.words
        found: list[Step] = []
        a = 0
        told = any(w.reports(x.low) for x in t)
        while (term := w.terms.find(t, a, len(t))) is not None:
            if (
                term.start == 0
                and term.by
                and t[min(term.end, len(t) - 1)].text == ","
                and not told
            ):
                commas = (i for i in range(term.end + 1, len(t)) if t[i].text in {",", ";"})
                start, stop = clean(w, t, term.end + 1, next(commas, len(t)))
                named = w.kinds.standing(t, start, stop)
                kind = named[0].kind if named else None
                if 0 < stop - start <= LONGEST:  # "On 20 March, the two banks merge"
                    found.append(Step(number, (start, stop), kind, term))
                a = max(stop, term.end)
                continue
            begin = next(
                (i + 1 for i in range(term.start - 1, a - 1, -1) if t[i].text in {",", ";"}), a
            )
            named = w.kinds.standing(t, begin, term.start)
            if named and term.by is not None and not self._past(sentence, begin, term):
                start = self._phrase_start(sentence, begin, named[0].start)
                low = [x.low for x in t[start : named[0].start]]
                turned = next((i for i in (1, 2, 3, 4) if low[i : i + 2] in _TURNED), -2)
                start, stop = clean(w, t, start + turned + 2, term.end)
                if stop - start <= LONGEST:
                    found.append(Step(number, (start, stop), named[0].kind, term))
            a = term.end
        return found

    def _named_start(self, sentence: Sentence, begin: int, end: int) -> int:
        """Return where what is to happen within a term begins, though its kind is not known, or -1.

        "They demanded (a government) within six months", "Under the plan (a government would be
        formed) within six months".
        """
        t, w = sentence.tokens, self.words
        low = [x.low for x in t]
        if low[begin] == "under":
            text = next((i for i in range(begin, min(begin + 8, end)) if low[i] in w.documents), -1)
            begin = text + 1 if text >= 0 else begin
        if any(x in w.future for x in low[begin:end]) and low[begin] != "under":
            return begin if end - begin <= _ITEM else -1
        asked = any(w.lex.lemma(x) in _ASKED or x in w.provide | w.agree for x in low[begin:end])
        start = self._phrase_start(sentence, begin, end)
        return start if asked and begin < start < end - 1 else -1

    def _past(self, sentence: Sentence, begin: int, term: Deadline) -> bool:
        """Tell whether a clause tells what was: "elections were held within a year"."""
        w = self.words
        low = [x.low for x in sentence.tokens]
        if term.by is not None and w.terms.published:
            said = any(low[i].isdecimal() and len(low[i]) == 4 for i in range(term.start, term.end))
            if term.by < str(w.terms.published):
                return True
            if said:
                return False  # a year to come
        for i in range(begin, term.start):
            form = w.lex.forms.get(low[i])
            if low[i] in w.future or (low[i] == "to" and i + 1 < len(low)):
                return False
            if low[i] in {"was", "were", "had"} and low[i + 1] != "to":
                return True
            said = low[i] in w.provide | w.agree | w.proposing | {"demanded", "wanted"}
            dated = term.by is not None and low[term.start] in {"in", "on"}
            finite = form is not None and form.participle and not form.base
            if dated and finite and not said and low[i - 1] not in w.lex.words["be"]:
                return True
        return False
