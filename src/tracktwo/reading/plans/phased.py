"""Plans in phases, each with what is in it: stages with their milestones.

"Phase 1 (45 days)" above bullets, "Phase One: ...", and in prose: "The first phase lasts six weeks
and involves a ceasefire, a withdrawal and an exchange of prisoners. Phase two would bring ... In
the third and last stage, ..." A phase runs to where the next one begins. What is in it are its
lines, or the items of its sentences; one alone is the phase itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean, split, unattributed
from tracktwo.reading.plans.steps import LAST, Plan, Step, trimmed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

_APART = 14
"""Sentences and lines of a phase."""
_CLOSE = 6
"""Sentences of a phase that is told in prose."""
_AFTER = 2
"""Sentences that go on the last phase of all, where nothing marks its end."""
_VERB = 14
"""Tokens after "the first phase" in which what it does stands."""
_ASIDE = 26
"""Tokens of an aside after "phase one"."""
_BETWEEN = 3
"""Words between an ordinal and its noun: "the first six-week phase"."""
_SHORT = 3
"""Tokens of a piece that is hardly an item, where it names no kind of step."""


@dataclass(frozen=True)
class Mark:
    """Where a phase begins: its number, the words that name it, and its content."""

    sentence: int
    order: int
    title: tuple[int, int]
    after: int
    line: bool
    first: bool = False
    """Whether it begins a paragraph."""
    end: int | None = None
    """Where its content ends, if not where its sentence does."""


class Phased:
    """Finds plans in phases."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["plans"]
        self._says = {k: frozenset(v.split()) for k, v in words.lex.raw["phases"].items()}
        self._about = set(table["concerns"].split()) | words.provide
        self._about |= {p[0] for p in words.consists} - {"made", "namely"}
        self._about |= {"see", "bring", "entail", "involve"}
        self._about -= {"is", "are", "has", "would", "will", "be", *self._says["starts"]}
        self._verbs = self._about | words.future | {"is"}
        self._verbs |= self._says["starts"] | self._says["lasts"] | self._says["opens"]
        self._skip = {"with", "for", "of", "to", "on", "out", "about", ":", "be"}

    def find(self, sentences: Sequence[Sentence], pressed: Collection[int] = ()) -> list[Plan]:
        """Return the plans of a text that are told in phases.

        Parameters
        ----------
        sentences : sequence of Sentence
        pressed : collection of int
            Sentences in which somebody takes a stance: what is told there goes on no phase.
        """
        plans: list[Plan] = []
        chain: list[Mark] = []
        for mark in [*self._marks(sentences), None]:
            if mark is not None and chain and self._follows(chain, mark):
                chain.append(mark)
                continue
            if len(chain) > 1:
                plans += self._plan(sentences, chain, pressed)
            chain = [mark] if mark is not None and mark.order == 1 else []
        return plans

    def _follows(self, chain: Sequence[Mark], mark: Mark) -> bool:
        last = chain[-1]
        near = mark.sentence - last.sentence <= (_APART if last.line or mark.first else _CLOSE)
        return near and mark.line == last.line and mark.order in {last.order + 1, LAST}

    # --- where phases begin -------------------------------------------------------------------

    def _marks(self, sentences: Sequence[Sentence]) -> Iterator[Mark]:
        seen: set[int] = set()
        begun = 0
        for n, sentence in enumerate(sentences):
            first = sentence.paragraph not in seen
            seen.add(sentence.paragraph)
            mark = self._line(sentence, n) if first else None
            if mark is None and not sentence.heading and not sentence.mark:
                mark = self._told(sentence, n, going_on=n - begun <= _CLOSE)
                mark = mark or self._turned(sentence, n) or self._last(sentence, n)
            if mark is not None:
                begun = n
                yield replace(mark, first=first)

    def _line(self, sentence: Sentence, number: int) -> Mark | None:
        """Return a phase that a line begins with: "Phase One: ...", "Stage 2 (90 days)"."""
        w = self.words
        t = sentence.tokens[sentence.mark :]
        lead = int(len(t) > 2 and t[0].low == "the")
        t = t[lead:]
        if len(t) < 2:
            return None
        a, b = t[0].low, t[1].low
        order = w.count.get(b, w.roman.get(b, 0)) if a in w.heads else 0
        if not order and b in w.heads and a in w.ordinals:
            order = w.ordinals[a]
        if not order and b in w.heads and a in w.last and lead and len(t) < _BETWEEN + 1:
            order = LAST  # "The final phase"
        alone = len(t) == 2
        if not order or not (alone or t[2].text in {":", "-", "–", "—", ".", "("}):
            return None
        first = sentence.mark + lead
        after = first + (2 if alone or t[2].text == "(" else 3)
        return Mark(number, order, (first, first + 2), after, line=True)

    def _told(self, sentence: Sentence, number: int, *, going_on: bool) -> Mark | None:
        """Return a phase that a sentence begins with: "The first phase would", "In phase two,"."""
        w = self.words
        low = [x.low for x in sentence.tokens]
        i, lead = self._begins(low)
        if i >= len(low) - 1:
            return None
        order, end = self._named(low, i)
        if not order and going_on and low[i - 1 : i] == ["the"] and low[i] in w.ordinals:
            order, end = w.ordinals[low[i]], i + 1  # "The second would ..."
            order = order if low[end : end + 1] and low[end] in self._verbs | {","} else 0
        if not order or end >= len(low) - 1:
            return None
        title = (i, end)
        if low[end] == "of":  # "the first phase of the plan"
            texts = w.documents | w.plans
            end = next((k + 1 for k in range(end, min(end + 5, len(low))) if low[k] in texts), end)
        if end >= len(low) - 1:
            return None
        if low[end] == "(":
            end = next((k + 1 for k in range(end, min(end + 8, len(low))) if low[k] == ")"), end)
        following = low[end + 1] if end + 1 < len(low) else ""
        if low[end : end + 1] == [","] and (not lead or following in {"lasting", "which"}):
            end = self._after_aside(low, end, lead=lead)  # "The first phase, lasting 42 days,"
        end += low[end : end + 1] == [","]
        if end >= len(low) - 1:
            return None
        end = self._said(low, end)
        plain = (
            low[i] in self._says["heads"] and low[end][:1].isalpha()
        )  # "Stage two hangs on talks"
        verb = low[end] in self._verbs or low[end] in {"-", "–", "—"}
        if not (lead or verb or plain):
            return None
        hangs = (not lead and not verb) or (
            low[end] == "is" and low[end + 1] in self._says["hangs"]
        )
        after = len(low) if hangs else self._content(low, end, lead=lead)
        return Mark(number, order, title, after, line=False)

    def _after_aside(self, low: Sequence[str], start: int, *, lead: bool) -> int:
        """Return the comma that ends an aside: the one before a verb, else the next.

        `lead`: behind "Under phase one, which lasts a month," others than the phase act.
        """
        commas = [k for k in range(start + 1, min(start + _ASIDE, len(low) - 1)) if low[k] == ","]
        verb = (k for k in commas if low[k + 1] in self._verbs and not lead)
        return next(verb, commas[0] if commas else len(low))

    def _turned(self, sentence: Sentence, number: int) -> Mark | None:
        """Return a phase that is named last: "A vote and a pact are elements of phase two"."""
        low = [x.low for x in sentence.tokens]
        for i in range(2, len(low) - 2):
            if low[i] != "of" or low[i - 1] not in self._says["elements"]:
                continue
            at = i + 1 + (low[i + 1] == "the")
            order, end = self._named(low, at)
            verb = next((k for k in range(i - 1, 0, -1) if low[k] in {"are", "is", "form"}), 0)
            if order and verb:
                return Mark(number, order, (at, end), 0, line=False, end=verb)
        return None

    def _last(self, sentence: Sentence, number: int) -> Mark | None:
        """Return a phase that a sentence ends with: "Both will disarm in a first phase of a month".

        What stands behind its name may only be how long it lasts.
        """
        t = sentence.tokens
        low = [x.low for x in t]
        named = []
        for i in range(2, len(low) - 2):
            at = i + 1 + (low[i + 1] in {"the", "a", "an"})
            if low[i] in self._says["leads"] and not sentence.quoted(i):
                order, end = self._named(low, at)
                named += [(order, i, at, end)] if order else []
        if len(named) != 1:
            return None
        order, i, at, end = named[0]
        lasts = self.words.terms.length(t, end, len(t))
        over = lasts.end if lasts is not None and lasts.start - end < _BETWEEN else end
        start = self._begins(low)[0]
        comes = any(self.words.ahead(low, k) for k in range(start, i))
        if any(x.word for x in t[over:]) or not comes:
            return None
        return Mark(number, order, (at, end), start, line=False, end=i)

    def _said(self, low: Sequence[str], start: int) -> int:
        """Return where what is said begins behind who says so: "In phase two, Orr explained, "."""
        comma = next((i for i in range(start, min(start + 6, len(low) - 1)) if low[i] == ","), -1)
        told = comma > 0 and any(map(self.words.reports, low[start:comma]))
        return comma + 1 if told else start

    def _begins(self, low: Sequence[str]) -> tuple[int, bool]:
        """Return where the name of a phase may stand, and whether "in" leads to it."""
        i = 0
        named = self._named(low, 1 + (low[1:2] == ["the"]))[0]  # "Under phase one, both would"
        if low[0] == "under" and named:
            return 1 + (low[1] == "the"), True
        if low[0] in {"under", "according"}:  # "Under the deal signed in May, the first phase"
            i = next((k + 1 for k in range(min(_VERB, len(low))) if low[k] == ","), 0)
        lead = low[i : i + 1] != [] and low[i] in self._says["leads"]
        i += lead
        return i + (low[i : i + 1] in (["the"], ["a"], ["its"])), lead

    def _named(self, low: Sequence[str], i: int) -> tuple[int, int]:
        """Return the number of the phase that is named at a place, and where its name ends."""
        w = self.words
        if i + 1 >= len(low):
            return 0, i
        if low[i] in self._says["heads"]:
            order = w.count.get(low[i + 1], w.roman.get(low[i + 1], 0))
            return order, i + 2
        order = w.ordinals.get(low[i], 0) or (1 if low[i] in self._says["first"] else 0)
        order = order or (LAST if low[i] in w.last else 0)
        for k in range(i + 1, min(i + 2 + _BETWEEN, len(low))):
            if low[k] in self._says["heads"]:
                return order, k + 1
            if not low[k][:1].isalnum() or low[k] in w.lex.words["prepositions"]:
                break
        return 0, i

    def _content(self, low: Sequence[str], start: int, *, lead: bool) -> int:
        """Return where what a phase holds begins: behind "would see", "lasts a month and involves".

        `lead`: after "In the first phase,", where only "calls for" and the like are passed.
        """
        colon = next((k for k in range(start, min(start + 6, len(low) - 1)) if low[k] == ":"), -1)
        if colon > 0 and low[start] == "is":
            return colon + 1  # "The first phase is six weeks: a truce and ..."
        stop = min(start + (_BETWEEN if lead else _VERB), len(low) - 1)
        opens, starts = self._about | self._says["opens"], self._says["starts"]
        verbs = [
            k for k in range(start, stop)
            if (low[k] in opens and low[k + 1] != "down")  # "they will lay down their arms"
            or (low[k] in starts and low[k + 1] == "with")
        ]  # fmt: skip
        at = verbs[0] + 1 if verbs else start
        modal = self.words.future if not lead or verbs else set()
        while at < len(low) - 1 and low[at] in self._skip | modal:
            at += 1
        if not verbs and low[at] in self._says["lasts"]:  # "The first phase would last 42 days."
            return next((k for k in range(at, len(low)) if low[k] in {",", ";", "and"}), len(low))
        return at

    # --- what is in them ----------------------------------------------------------------------

    def _plan(
        self, sentences: Sequence[Sentence], chain: Sequence[Mark], pressed: Collection[int]
    ) -> list[Plan]:
        steps: list[Step] = []
        for k, mark in enumerate(chain):
            stop = chain[k + 1].sentence if k + 1 < len(chain) else self._end(sentences, mark)
            step = self.phase(sentences, mark, stop, pressed)
            if step is not None:
                steps.append(step)
        known = any(s.kind or any(p.kind for p in s.parts) for s in steps)
        if len(steps) < 2 or not (known or chain[0].line):
            return []
        rule = "phases" if chain[0].line else "phased"
        return [Plan(steps, ordered=True, rule=rule, led=True)]

    def _end(self, sentences: Sequence[Sentence], mark: Mark) -> int:
        """Return the sentence before which the last phase ends."""
        n = mark.sentence + 1
        if mark.line:
            while n < len(sentences) and sentences[n].mark and n - mark.sentence <= _APART:
                n += 1
            here = n == mark.sentence + 1
            return min(len(sentences), mark.sentence + 3) if here else n
        paragraph = sentences[mark.sentence].paragraph
        while n < len(sentences) and sentences[n].paragraph == paragraph:
            n += 1
        return min(n, mark.sentence + 1 + _AFTER)

    def phase(
        self, sentences: Sequence[Sentence], mark: Mark, stop: int, pressed: Collection[int]
    ) -> Step | None:
        """Return a phase as a step: its words, and what is in it, where that is more than one."""
        number, w = mark.sentence, self.words
        t = sentences[number].tokens
        after, shut = mark.after, mark.after
        if mark.line and after < len(t) and t[after].text == "(":  # "Phase 1 (45 days)"
            shut = next((i for i in range(after, len(t)) if t[i].text == ")"), len(t) - 1)
            after = shut + 1
        over = max(shut, mark.after) if mark.end is None else len(t)
        lasts = w.terms.length(t, mark.title[1], over)
        end = len(t) if mark.line else mark.end or self._cut(sentences[number], after)
        a, b = clean(w, t, after, end)
        parts = self._parts(sentences, mark, (a, b), stop, pressed)
        if a >= b and number + 1 < stop:
            number += 1
            t = sentences[number].tokens
            a, b = clean(w, t, sentences[number].mark, len(t))
        if a >= b or b - a > LONGEST:
            if not parts:
                return None
            number, (a, b) = parts[0].sentence, parts[0].span
            t = sentences[number].tokens
        kind = w.kinds.name(t, a, b)
        if mark.line and not parts:
            for other in range(number + 1, stop):
                kind = kind or w.kinds.name(sentences[other].tokens)
        here = lasts if number == mark.sentence else None
        found = Step(number, (a, b), kind, w.terms.find(t, a, b), mark.order, here)
        if len(parts) < 2:
            alone = parts and kind is None and not mark.line  # "Phase two hangs on talks. It ..."
            return replace(parts[0], order=mark.order) if alone else found
        name = mark.title
        if mark.line and sentences[parts[0].sentence].mark:  # "Phase 2: Transition", above bullets
            t = sentences[mark.sentence].tokens
            shut = next((i for i in range(mark.after, len(t)) if t[i].text == "("), len(t))
            lasts = lasts or w.terms.length(t, shut, len(t))
            name = trimmed(t, mark.title[0], shut) if mark.after < shut else name
        title = (mark.sentence, name)
        return replace(found, term=None, lasts=lasts, parts=tuple(parts), title=title)

    def _parts(
        self,
        sentences: Sequence[Sentence],
        mark: Mark,
        content: tuple[int, int],
        stop: int,
        pressed: Collection[int],
    ) -> list[Step]:
        """Return what is in a phase: its lines, or the items of its sentences."""
        w = self.words
        found: list[Step] = []
        below = mark.sentence + 1 < stop and sentences[mark.sentence + 1].mark
        if content[0] < content[1] and not (mark.line and below):
            found += self._items(sentences[mark.sentence], mark.sentence, *content)
        for n in range(mark.sentence + 1, stop):
            sentence = sentences[n]
            t = sentence.tokens
            if sentence.mark:
                a, b = clean(w, t, sentence.mark, len(t))
                if a < b:
                    found.append(Step(n, (a, b), w.kinds.name(t, a, b), w.terms.find(t, a, b)))
            elif n not in pressed and not sentence.heading and self._comes(t):
                if any(x.low in w.documents | w.plans for x in t[1:3]):
                    break  # "The draft would be watched by monitors": of the whole plan
                low = [x.low for x in t]
                if low[0] in self._says["remarks"]:
                    continue  # "This exchange is expected to build trust"
                at = self._holds(low)
                items = self._items(sentence, n, at, self._cut(sentence, at))
                found += [s for s in items if s.kind is not None]
        return found

    def _holds(self, low: Sequence[str]) -> int:
        """Return where what a phase holds begins in a sentence that goes on: "it would entail"."""
        for i in range(1, len(low) - 2):
            modal = low[i - 1] in self.words.future or low[i - 1] == "also" or i < _BETWEEN + 1
            if low[i] in self._about and modal:
                return self._content(low[: i + 1 + _VERB], i, lead=False)
        return 0

    def _comes(self, tokens: Sequence[Token]) -> bool:
        """Tell whether a sentence says what is to come."""
        low = [t.low for t in tokens]
        return any(self.words.ahead(low, i) for i in range(len(low) - 1)) or any(
            x in self._about | self._says["opens"] for x in low[1:6]
        )

    def _cut(self, sentence: Sentence, start: int) -> int:
        """Return where what a sentence lists ends: before who says so, or what it hangs on."""
        t = sentence.tokens
        end = unattributed(self.words, t, start, len(t))
        for i in range(start + 2, end):
            if t[i - 1].text == "," and t[i].low in self._says["provided"]:
                return i - 1
        return end

    def _items(self, sentence: Sentence, number: int, a: int, b: int) -> list[Step]:
        """Return the items of a list in a sentence, each a step."""
        w, t = self.words, sentence.tokens
        found: list[Step] = []
        for c, d in self._pieces(sentence, a, b):
            if not 0 < d - c <= LONGEST:
                continue
            kind = w.kinds.name(t, c, d)
            first = t[c].low
            loose = (
                first
                in w.lex.words["relatives"] | w.lex.words["prepositions"] | self._says["provided"]
            )
            if kind is None and (d - c < _SHORT or loose or not found):
                continue
            found.append(Step(number, (c, d), kind, w.terms.find(t, c, d)))
        return found

    def _deed(self, tokens: Sequence[Token], a: int, b: int) -> bool:
        """Tell whether words begin with a verb, or with what is done: "elections held"."""
        if tokens[a].low in self.words.lex.forms:
            return True
        return any(hit.start == a for hit in self.words.kinds.standing(tokens, a, b))

    def _pieces(self, sentence: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
        """Cut a list at its commas and "and", clauses where each side has its verb.

        "Prisoners would go home and a cabinet would be formed"; "talks would resume on the return
        of captives and prisoners" is one, "troops would leave, alongside a return of exiles" two.
        """
        t, future = sentence.tokens, self.words.future
        modals = [i for i in range(a, b) if t[i].low in future]
        if not modals or modals[0] == a:
            yield from split(self.words, t, a, b)
            return
        passive = t[modals[0] + 1].low == "be"  # "a council would be formed and elections held"
        deeds = list(split(self.words, t, a if passive else modals[0] + 1, b))
        if len(deeds) > 1 and all(self._deed(t, c, d) for c, d in deeds[passive:]):
            yield from deeds  # "both sides would stop shelling, open the road and free captives"
            return
        begin = a
        for i in range(a + 1, b - 1):
            beside = t[i].text == "," and t[i + 1].low in self._says["beside"]
            joint = t[i].low == "and" or t[i].text in {",", ";"}
            sides = (t[begin:i], t[i + 1 : b])
            verbs = all(any(x.low in future for x in side) for side in sides)
            verb = next((m for m in modals if m > i), i)
            opens = not any(x.text == "," for x in t[i + 1 : verb])
            if beside or (joint and verbs and opens):
                yield clean(self.words, t, begin, i)
                begin = i + 1 + (2 if beside else 0)
        yield clean(self.words, t, begin, b)
