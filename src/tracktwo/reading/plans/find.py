"""The plans of a text, whatever shape they are written in, none of them twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tracktwo.reading.plans.agreed import Agreed
from tracktwo.reading.plans.counted import Counted
from tracktwo.reading.plans.duties import duty
from tracktwo.reading.plans.headed import Headed
from tracktwo.reading.plans.items import bared
from tracktwo.reading.plans.join import NEAR, first_step, joined, with_first
from tracktwo.reading.plans.lists import Lists
from tracktwo.reading.plans.outlined import Outlined
from tracktwo.reading.plans.phased import Phased
from tracktwo.reading.plans.prose import Prose
from tracktwo.reading.plans.provisions import Provisions
from tracktwo.reading.plans.running import Running
from tracktwo.reading.plans.scattered import Scattered
from tracktwo.reading.plans.sequence import Sequences
from tracktwo.reading.plans.steps import BYWORDS, LAST, PAPERS, Plan, Step, Words
from tracktwo.reading.plans.terms import days_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_PAIR = 2
"""Steps that are few for a plan."""
_BYGONE = frozenset(
    [("took", "hold"), ("took", "effect"), ("began", "in"), ("began", "on"), ("in", "force"),
     ("began", "last"), ("has", "held"), ("came", "into")]
)  # fmt: skip
"""Words of what is there already."""

__all__ = ["Plan", "Plans", "Step"]


class Plans:
    """Finds the plans of a text, by the surest shape first: lines, lists, counts, sequences."""

    def __init__(self, lexicon: Lexicon, published: dt.date | None = None) -> None:
        self.words = Words(lexicon, published)
        self.kinds = self.words.kinds
        self._lists = Lists(self.words)
        self._phased = Phased(self.words)
        self._headed = Headed(self.words, self._phased)
        self._counted = Counted(self.words)
        self._sequences = Sequences(self.words)
        self._running = Running(self.words, self._sequences)
        self._provisions = Provisions(self.words)
        self._prose = Prose(self.words)
        self._outlined = Outlined(self.words)
        self._scattered = Scattered(self.words, self._provisions)
        self._agreed = Agreed(lexicon)

    def find(
        self,
        sentences: Sequence[Sentence],
        names: Mapping[int, list[tuple[int, int]]] | None = None,
        told: Collection[int] = (),
        pressed: Collection[int] = (),
        taken: Collection[int] = (),
    ) -> list[Plan]:
        """Return the plans of a text, in the order in which they begin.

        Parameters
        ----------
        sentences : sequence of Sentence
        names : mapping or None
            Number of a sentence: tokens of the actors it names; what kind of step their names
            hold ("the federal government") is no step.
        told : collection of int
            Sentences in which somebody says something: no text of an agreement.
        pressed : collection of int
            Those in which somebody demands, refuses, warns or sets a condition.
        taken : collection of int
            Those in which somebody accepts or commits to something.
        """
        self.kinds.names = {id(sentences[n].tokens): spans for n, spans in (names or {}).items()}
        phased = self._phased.find(sentences, {*pressed, *taken})
        found = [p for p in phased if p.rule == "phases"]
        headed = self._headed.find(sentences, {*pressed, *taken})
        found += [p for p in headed if not any(_overlap(o, p) for o in found)]
        found += [p for p in self._lists.find(sentences) if not any(_overlap(p, o) for o in found)]
        counted: list[list[Step]] = []
        begun = False
        for n, sentence in enumerate(sentences):
            plan = self._counted.listed(sentence, n, sentences[n - 1] if n else None)
            if plan is not None and plan.announced != len(plan.steps):
                linked = self._sequences.parts(sentence, n, plan.steps[0].span[0])
                if len(linked) > len(plan.steps):
                    plan = None  # "foresees a truce, followed by talks and then elections"
            if plan is not None:
                found.append(plan)
                counted.append([])
                continue
            steps = self._counted.steps(sentence, n, going_on=begun)
            begun = bool(steps) or (begun and bool(counted and counted[-1]))
            counted.append(steps)
        for plan in self._counted.across(counted):
            start = plan.sentence
            low = [t.low for s in sentences[max(0, start - 1) : start + 1] for t in s.tokens]
            points = any(
                after in self.words.side_by_side - {"parts"} and word in self.words.cardinals
                for word, after in pairwise(low)
            )
            plan.ordered = plan.ordered and not points  # "six principles: the first, ..."
            found.append(plan)
        for plan in phased:  # told in sentences: in place of the same without what is in them
            met = [p for p in found if _overlap(p, plan)]
            size = len(plan.steps) + sum(len(s.parts) for s in plan.steps)
            fuller = any(s.parts or s.lasts for s in plan.steps)
            size += not any(s.parts for s in plan.steps)  # as many, and how long they last
            counts = any(p.rule == "counted" and len(p.steps) > len(plan.steps) for p in met)
            smaller = not counts and all(len(p.steps) < size for p in met)
            if plan not in found and fuller and smaller:
                found = [p for p in found if p not in met] + [plan]
        found += self._sequences.find(sentences, pressed)
        found += [
            plan
            for n, sentence in enumerate(sentences)
            if not sentence.heading and (plan := self._sequences.termed(sentence, n))
        ]
        for plan in self._sequences.dated(sentences):
            met = [p for p in found if _overlap(plan, p)]
            if all(len(p.steps) < len(plan.steps) and p.rule in BYWORDS for p in met):
                found = [p for p in found if p not in met] + [plan]
        running = self._running.find(sentences, {*pressed, *taken}, told)
        aside: list[Plan] = []
        if self._provisions.throughout(sentences, told):  # what it provides for is read below
            aside = [p for p in running if not (p.led and p.ordered)]
            running = [p for p in running if p.led and p.ordered]
        found = _fuller(found, running)
        for plan in self._outlined.find(sentences, pressed):
            met = [p for p in found if _overlap(plan, p)]
            if all(len(p.steps) <= len(plan.steps) for p in met):
                found = [p for p in found if p not in met] + [plan]
        kept: list[Plan] = []
        for plan in found:
            if not any(_overlap(plan, other) or _same(plan, other) for other in kept):
                kept.append(plan)
        for plan in self._provisions.find(sentences, told, {*pressed, *taken}):
            read = [place for p in kept for s in p.steps for place in s.places]
            plan.steps = [
                s
                for s in plan.steps
                if not _inside(s, read)
                and not any(s.sentence in p.under for p in kept)
                and not self._of_the_plan(s, sentences[s.sentence])
            ]
            if plan.known and (plan.led or plan.known * 2 >= len(plan.steps)):
                kept.append(plan)
        if not any(len(p.steps) > 1 or p.led for p in kept):
            kept += aside
        for plan in self._prose.find(sentences, pressed):
            kept = _in_prose(plan, kept)
        if not any(len(p.steps) > 1 or p.led for p in kept):
            kept += self._scattered.find(sentences, told)
        for n, sentence in enumerate(sentences):
            first = None if sentence.heading else first_step(self.words, sentence, n)
            kept = with_first(kept, first) if first is not None else kept
        kept = joined(kept, sentences, self.words)
        several = any(len(p.steps) > 1 for p in kept)
        kept = _without_bywords([p for p in kept if len(p.steps) > 1 or (p.led and not several)])
        kept = [p for p in kept if self._credible(p, sentences)]
        listed = any(p.rule in {"lines", "phases"} and len(p.steps) > _PAIR for p in kept)
        if listed:  # what little is said of the agreement whose points are listed
            kept = [
                p for p in kept if p.rule != "provisions" or len({s.kind for s in p.steps}) > _PAIR
            ]
        for n, plan in enumerate(kept):
            if plan.ordered and len(plan.steps) > 2 and self._bygone(plan, sentences):
                plan.steps = plan.steps[1:]
            plan.steps = [self._whole(step, sentences[step.sentence]) for step in plan.steps]
            days = [days_of(s.term) for s in plan.steps]
            self._between(plan, sentences)
            self._in_turn(plan, sentences)
            added = sentences[plan.steps[-1].sentence].tokens[0].low in {"all", "every"}
            if added and plan.ordered and plan.rule in {"running", "prose"} and None not in days:
                plan.steps.sort(key=lambda s: days_of(s.term) or 0)  # "All leave within 90 days."
            before = max((s.sentence for p in kept[:n] for s in p.steps), default=-1)
            if plan.announced is None:
                plan.announced = self._announced(plan, sentences, before)
            self._one_more(plan, sentences, {*told, *pressed, *taken})
            if not plan.complete:
                plan.flags.add("number-mismatch")
        self._agreed.mark(kept, sentences)
        return kept

    def of_agreement(self, sentences: Sequence[Sentence], told: Collection[int] = ()) -> bool:
        """Tell whether a text is about an agreement throughout, and no report of events."""
        return self._provisions.throughout(sentences, told)

    def _credible(self, plan: Plan, sentences: Sequence[Sentence]) -> bool:
        """Tell whether steps are enough to be a plan in the shape in which they were found.

        Two steps that follow one another are told of everything, and so are two that somebody
        speaks of: in published reports nearly all such pairs were no plan.
        """
        kinds = {s.kind for s in plan.steps} - {None, *PAPERS}
        if len(plan.steps) > _PAIR or plan.led:
            return True
        first, second = plan.steps
        together = first.sentence == second.sentence
        t = sentences[first.sentence].tokens
        if plan.rule == "scattered":
            opens = [sentences[s.sentence].tokens[s.span[0]].low for s in plan.steps]
            return together and not any(w.endswith(("ed", "ing")) or w == "who" for w in opens)
        if plan.rule == "listed":
            return bool(kinds)
        if plan.rule == "provisions":
            return len(kinds) > 1
        if plan.rule != "sequence":
            return True
        between = {x.low for x in t[first.span[1] : second.span[0]]}
        if together and "followed" in between:
            return True
        if together and "leading" in between and not self.words.agree.isdisjoint(x.low for x in t):
            return len(kinds) > 1  # "both agreed to a pause leading to talks"
        near = sentences[max(0, first.sentence - 1) : second.sentence + 1]
        named = {(s.sentence, i) for s in plan.steps for i in range(*s.span)}
        begin = max(0, first.sentence - 1)
        low = {
            x.low for k, s in enumerate(near, start=begin) for i, x in enumerate(s.tokens)
            if (k, i) not in named
        }  # fmt: skip
        return len(kinds) > 1 and not low.isdisjoint(self.words.documents | self.words.plans)

    def _bygone(self, plan: Plan, sentences: Sequence[Sentence]) -> bool:
        """Tell whether what a plan begins with has been already, and is no stage of it.

        "A truce took hold in May. Under the road map a council would be formed, followed by ...".
        """
        step = plan.steps[0]
        t = sentences[step.sentence].tokens
        low, (a, b) = [x.low for x in t], step.span
        if any(self.words.modal(x) for x in t[a:b]):
            return False
        alone = all(s.sentence > step.sentence for s in plan.steps[1:])
        part = low if alone else low[a : b + 6]
        inside = self.words.documents | self.words.plans | self.words.in_order | self.words.heads
        if not alone and low[b : b + 2] != [",", "which"]:
            return False
        return not (alone and inside & set(part)) and not _BYGONE.isdisjoint(
            zip(part, [*part[1:], ""], strict=True)
        )

    def _of_the_plan(self, step: Step, sentence: Sentence) -> bool:
        """Tell whether words are of the plan: "a four-step roadmap", "seen by this agency"."""
        low = [t.low for t in sentence.tokens[slice(*step.span)]]
        if step.kind is None and self.words.done(low[0]) and low[1:2] == ["by"]:
            return True
        number, _ = self.words.announced(low)
        return number is not None and number > 1

    def _whole(self, step: Step, sentence: Sentence) -> Step:
        """Return a step without what only leads to it, and with how long it lasts."""
        if step.parts:
            return step
        span = bared(self.words, sentence.tokens, step.span, step.term)
        kind = step.kind  # "the final agreement says (the rebels will be disarmed)"
        if kind in PAPERS and span != step.span:
            kind = self.words.kinds.name(sentence.tokens, *span)
        return self._lasting(replace(step, span=span, kind=kind), sentence)

    def _lasting(self, step: Step, sentence: Sentence) -> Step:
        """Return a step with how long it is to last, where its words or those after a comma say."""
        t, (a, b) = sentence.tokens, step.span
        if len(t) > b + 1 and t[b].text == "," and t[b + 1].low in {"lasting", "for", "to"}:
            b = min(b + 6, len(t))
        named = [(h.start, h.end) for h in self.kinds.find(t, *step.span)]
        lasts = self.words.terms.lasts(t, a, b, named)
        if lasts and step.term and step.term.start < lasts.end and lasts.start < step.term.end:
            return step
        return replace(step, lasts=lasts) if lasts else step

    def _between(self, plan: Plan, sentences: Sequence[Sentence]) -> None:
        """Put "In between, ..." between what a plan starts with and what it ends with."""
        number = plan.steps[-1].sentence + 1
        after = sentences[number] if number < len(sentences) else None
        if after is None or [t.low for t in after.tokens[:2]] != ["in", "between"]:
            return
        if plan.rule == "sequence":
            plan.steps[-1:-1] = self._running.clauses(after, number)

    def _one_more(self, plan: Plan, sentences: Sequence[Sentence], told: Collection[int]) -> None:
        """Add what is to be, told right behind a list that is one short of what was announced."""
        number = plan.steps[-1].sentence + 1
        near = number < len(sentences) and number not in told
        if plan.rule == "lines" or plan.announced != len(plan.steps) + 1 or not near:
            return
        sentence = sentences[number]
        if not (sentence.heading or sentence.mark):
            plan.steps += duty(self.words, sentence, number)

    def _in_turn(self, plan: Plan, sentences: Sequence[Sentence]) -> None:
        """Put provisions in an order where every sentence but the first says that it is next."""
        numbers = sorted({s.sentence for s in plan.steps})
        if plan.ordered or plan.rule not in {"provisions", "scattered"} or len(numbers) < 3:
            return
        marks = {n: self._outlined.marked(sentences[n]) for n in numbers}
        if all(marks[n][1] for n in numbers[1:]):
            plan.ordered = True
            plan.steps = [
                replace(
                    s, span=(max(s.span[0], min(marks[s.sentence][0], s.span[1] - 1)), s.span[1])
                )
                for s in plan.steps
            ]

    def _announced(self, plan: Plan, sentences: Sequence[Sentence], before: int) -> int | None:
        """Return how many steps the text says a plan has, where it begins or just before.

        Parameters
        ----------
        plan : Plan
        sentences : sequence of Sentence
        before : int
            The last sentence of the plan before it: what is announced there is of that.
        """
        w = self.words
        for n in range(plan.sentence, max(before, plan.sentence - NEAR - 1), -1):
            sentence = sentences[n]
            low = [t.low for i, t in enumerate(sentence.tokens) if not sentence.quoted(i)]
            number, head = w.announced(low)
            spoken = plan.rule == "counted" or any(x in w.documents | w.plans for x in low)
            if number is not None and number > 1 and (spoken or head in w.in_order):
                return number
        return None


def _fuller(found: list[Plan], told: Sequence[Plan]) -> list[Plan]:
    """Add plans told in clauses, in place of what are parts of them.

    Words such as "followed by" are surer than clauses in a row, unless the sentence says that it
    lays the plan out; counting is not where steps in between are not counted ("the last step").
    """
    for plan in told:
        met = [p for p in found if _overlap(plan, p)]
        rules = {p.rule for p in met}
        most = max((len(p.steps) for p in met), default=0)
        led = plan.led and rules <= {"sequence", "terms", "counted"} and len(plan.steps) >= most
        gap = "counted" in rules <= {"counted", "sequence"} and any(
            s.order == LAST and k < 2 for p in met for k, s in enumerate(p.steps)
        )
        if not met or led or (gap and len(plan.steps) > most):
            found = [p for p in found if p not in met] + [plan]
    return found


def _without_bywords(plans: list[Plan]) -> list[Plan]:
    """Leave out what is said in passing where a text lays a whole plan out.

    A report goes on to say what came before, what parties want first and what follows from it.
    """
    whole = [p for p in plans if p.laid_out]
    most = max((p.known for p in whole), default=0)
    phases = max((len(p.steps) for p in whole if p.rule == "phased"), default=0)

    def summed_up(plan: Plan) -> bool:  # "a three-stage plan that includes a, b and c"
        return plan.rule == "listed" and len(plan.steps) <= phases

    return [
        p
        for p in plans
        if p in whole
        or (not summed_up(p) and ((p.known > most and not phases) or p.rule not in BYWORDS))
    ]


def _in_prose(plan: Plan, kept: list[Plan]) -> list[Plan]:
    """Take a plan told in prose where no other is, or for shorter ones that are parts of it."""
    met = [p for p in kept if _overlap(plan, p)]
    loose = all(
        p.rule in {"sequence", "provisions", "terms", "outlined"}
        or (p.rule == "running" and not p.led)
        for p in met
    )
    # Clauses that were found running on are cut finer here, which makes no plan a longer one.
    more = 2 if any(p.rule == "running" for p in met) else 1
    least = max((len(p.steps) for p in met), default=0) + (more if len(met) == 1 else more - 1)
    if loose and met and len(plan.steps) >= least:
        return [p for p in kept if p not in met] + [plan]
    whole = any(len(p.steps) > 1 or p.led for p in kept)
    return kept if whole else [*kept, plan]


def _inside(step: Step, taken: Sequence[tuple[int, tuple[int, int]]]) -> bool:
    a, b = step.span
    return any(n == step.sentence and a < y and x < b for n, (x, y) in taken)


def _overlap(one: Plan, other: Plan) -> bool:
    taken = [place for s in other.steps for place in s.places]
    steps = [*one.steps, *(p for s in one.steps for p in s.parts)]
    return any(_inside(step, taken) or step.sentence in other.under for step in steps)


def _same(one: Plan, other: Plan) -> bool:
    """Tell whether two plans are one, told twice: the same kinds in the same order."""
    kinds = [s.kind for s in one.steps]
    return None not in kinds and kinds == [s.kind for s in other.steps]
