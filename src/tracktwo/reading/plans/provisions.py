"""Provisions: "The agreement provided for ... It also stipulated ...", sentence after sentence.

A text lays down what is to happen where an agreement, a plan or "the parties" are the subject of
a verb such as "provides for" or "agreed". From there on, sentences that say what is to be ("will
be", "is to be", "was established") belong to it. Each kind of step counts once; what is named
after another kind without "and" or a comma between them is what that is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.duties import duty
from tracktwo.reading.plans.items import LONGEST, clean, rejoined, split, unattributed
from tracktwo.reading.plans.openings import Openings
from tracktwo.reading.plans.steps import PAPERS, PUT_TOGETHER, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracktwo.reading.plans.kinds import Hit
    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence, Token

_TOWNS = frozenset(["capital", "city", "town", "port", "province", "island", "village"])
_ABOUT = frozenset(["focus", "focuses", "deal", "deals", "discuss", "discusses", "address"])
MOST = 24
"""Milestones of a plan; a treaty in full has more, and is no list to review."""


_TELLS = frozenset(
    {"alleged", "alleges", "allege", "accused", "accuses", "accuse", "blamed", "blames", "blame",
     "claimed", "claims", "follows", "expresses", "expressed", "represents", "represented",
     "reflects", "reflected", "marks", "marked"}
)  # fmt: skip
"""What tells of others' deeds or of the text itself, and not what is agreed."""
_THING, _CLAUSE = 14, 24
"""Tokens of an item of no known kind."""
_HOLDS = frozenset(["hold", "organise", "organize", "prepare", "oversee", "run", "supervise"])
"""What a cabinet does with a vote, which is one step."""
_ABSTRACT = frozenset(
    {"guidelines", "mission", "vision", "responsibilities", "principles", "values", "details",
     "objectives"}
)  # fmt: skip
"""What a text is said to hold, and that cannot happen."""
_MORE = frozenset({"including", "to", "which", "that", "with", "in", "as", "under", "for", "and"})
"""What goes on with a step behind a comma right after its name: "a truce, to last a month"."""


class Provisions:
    """Finds what agreements provide for."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._openings = Openings(words)
        table = words.lex.raw["plans"]
        self._sides = set(table["sides"].split())
        self._take = set(table["take"].split())
        self._subject = set(table["subjects"].split())
        self._renewed = set(table["talks"].split())
        self._held = set(table["held"].split())
        self._weak = set(table["aside"].split())
        self._joins = set(table["joins"].split()) | {",", ";"}

    def find(
        self,
        sentences: Sequence[Sentence],
        told: Collection[int] = (),
        stances: Collection[int] = (),
    ) -> list[Plan]:
        """Return the provisions of a text as one plan without an order, if there are two.

        One alone counts where an agreement itself is said to lay it down, throughout the text. What
        somebody only agrees to makes no plan; each such step is returned for the plan that may be
        told next to it.

        Parameters
        ----------
        sentences : sequence of Sentence
        told, stances : collection of int
            Sentences in which somebody says something; those in which somebody demands, refuses,
            accepts or commits to something: their words are no provisions, unless an agreement
            is the subject there.
        """
        steps: list[Step] = []
        since = 99  # sentences since one that spoke as an agreement does
        whole = self.throughout(sentences, told)
        laid = whole and any(self._openings.opens(s, 99)[1] for s in sentences if not s.heading)
        explicit = 0
        weak: list[Step] = []  # "both agreed to a truce": where they stand, and no text
        for n, sentence in enumerate(sentences):
            if sentence.heading or sentence.mark:
                continue
            start, strong = self._openings.opens(sentence, since)
            free = not strong and not laid
            held = free and n in stances
            taken = start >= 0 and sentence.tokens[start].low in self._take
            if free and (taken or (held and self._takes(sentence))):
                since += 1
                continue
            if self._openings.as_follows(sentence):
                since = -len(sentences)  # the articles of the agreement itself
                explicit += 1
                continue
            if start < 0 and self._openings.speaks_of(sentence):
                since = min(since, 1)
            if start >= 0:
                since = min(since, 0)
                explicit += strong or whole
                found = self._steps(sentence, n, start, bare=strong)
                several = len({s.kind for s in found} - {None}) > 1
                if held and not several and not self._goes_on(sentence):
                    weak += found
                steps += found
            elif (
                (since <= 2 or whole)
                and n not in told
                and (explicit or whole)
                and (_TELLS.isdisjoint(t.low for t in sentence.tokens))
            ):
                since += 1
                start = self._openings.says_what_is_to_be(sentence)
                if start >= 0 or whole:
                    found = self._steps(sentence, n, max(start, 0), bare=False)
                    found = found or (duty(self.words, sentence, n) if explicit and steps else [])
                    weak += found if held else []
                    steps += found
                    since = min(since, 1) if found else since
            else:
                since += 1
        steps = self.once(steps)[:MOST]
        known = sum(s.kind is not None for s in steps)
        if not explicit or not known or (not laid and (len(steps) < 2 or known * 2 < len(steps))):
            return [Plan([s], ordered=False, rule="provisions") for s in self.once(weak)]
        if all(s in weak for s in steps):
            return [Plan([s], ordered=False, rule="provisions") for s in steps]
        flags = {PUT_TOGETHER} if any(s in weak for s in steps) else set()
        return [Plan(steps, ordered=False, rule="provisions", led=laid, flags=flags)]

    def _takes(self, sentence: Sentence) -> bool:
        """Tell whether somebody takes what is laid down: "both accepted the truce"."""
        low = [t.low for t in sentence.tokens]
        return any(x in self._take for x in low) and not any(x in self.words.lay for x in low)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Tell whether what was agreed goes on: "They also agreed to ..."."""
        low = [t.low for t in sentence.tokens[:5]]
        return "also" in low and bool({low[0], low[1]} & (self._subject | self._sides))

    def throughout(self, sentences: Sequence[Sentence], told: Collection[int] = ()) -> bool:
        """Tell whether a text is about an agreement throughout, and no report of events."""
        if len(told) * 4 > len(sentences):
            return False
        read = [s for s in sentences if not s.heading]
        if not read:
            return False
        opened = sum(self.lays_down(s) for s in read)
        about = sum(self.lays_down(s) or self._openings.speaks_of(s) for s in read)
        return opened > 0 and about * 3 >= len(read)

    def lays_down(self, sentence: Sentence) -> bool:
        """Tell whether a sentence says what an agreement or a plan lays down."""
        return self._openings.opens(sentence, 99)[0] >= 0

    def named(self, sentence: Sentence, number: int) -> list[Step]:
        """Return the steps of known kinds that a sentence names as to come."""
        return self._steps(sentence, number, 0, bare=False)

    # --- their steps -------------------------------------------------------------------------

    def _steps(self, sentence: Sentence, number: int, start: int, *, bare: bool) -> list[Step]:
        """Return the steps that a sentence names; `bare`: items without a kind count too."""
        t, w = sentence.tokens, self.words
        led = bool(t) and t[0].low in {"under", "according", "by"}
        end = min(self._topics(sentence), self._clause_end(sentence, start))
        hits = [
            h
            for h in w.kinds.find(t, start if led else 0, end)
            if w.kinds.stands(t, h, 0)
            and not self._aside(sentence, h)
            and self._to_come(sentence, h)
            and not (bare and h.end <= start and (h.kind in PAPERS or h.end == start))
            # the text itself, and "the arrangements include"
        ]
        found: list[Step] = []
        if bare and start > 0:
            begin = start + 1
            while (
                begin < len(t)
                and t[begin].low in {"for", "that", "a", "to", "on", "out"}
                and (t[begin].low != "a")
            ):
                begin += 1
            such = next((i for i in range(begin, len(t) - 2) if t[i].low == "such"), -1)
            if (
                such > 0
                and t[such + 1].low == "as"
                and t[such - 1].low in {*w.heads, ",", "measures"}
            ):
                begin = such + 2  # "a series of measures, such as a and b"
            pieces = split(w, t, begin, min(end, unattributed(w, t, begin, len(t))))
            pieces = rejoined(w, t, pieces)
            if 1 < len(pieces) <= 8 and t[start].low == "to":  # what a plan asks both sides to do
                kinds = [next((h.kind for h in hits if a <= h.start < b), None) for a, b in pieces]
                return [
                    Step(number, (a, b), kind, w.terms.find(t, a, b))
                    for (a, b), kind in zip(pieces, kinds, strict=True)
                ]
            if 1 < len(pieces) <= 8:
                for a, b in pieces:
                    if t[a].low == "to" and b - a > 2:
                        a += 1  # noqa: PLW2901  (", and to restart the count")
                    inside = [h for h in hits if a <= h.start < b]
                    short = 2 <= b - a <= self._most(t[a:b])
                    if not inside and short and not self._loose(sentence, a, b):
                        found.append(Step(number, (a, b), None, w.terms.find(t, a, b)))
        items = pieces if bare and start > 0 and len(pieces) > 1 else []
        heads: list[Hit] = []
        for hit in hits:
            if heads and self._does(t[heads[-1].end : hit.start]):
                heads[-1] = hit  # "a caretaker cabinet will hold elections"
            elif not heads or self._apart(sentence, heads[-1], hit):
                heads.append(hit)
        for n, hit in enumerate(heads):
            after = (led or bare) and start > 0
            a, b = self._borders(sentence, heads, n, start + 1 if after else 0)
            b = next((min(b, y) for x, y in items if x <= hit.start < y), b)
            if b > a:
                found.append(Step(number, (a, b), hit.kind, w.terms.find(t, a, b)))
        return sorted(found, key=lambda s: s.span)

    def _topics(self, sentence: Sentence) -> int:
        """Return where a clause begins that tells what talks will be about, or the end."""
        low = [t.low for t in sentence.tokens]
        for i, word in enumerate(low):
            if word in {"which", "that"} and i and not _ABOUT.isdisjoint(low[i + 1 : i + 4]):
                return i
        return len(low)

    def _clause_end(self, sentence: Sentence, start: int) -> int:
        """Return where "(the accord,) which provides for a and b, (is not carried out)" ends."""
        t, words = sentence.tokens, self.words.lex.words
        if not {x.low for x in t[max(0, start - 3) : start]} & {"which", "that"}:
            return len(t)
        for i in range(start + 2, len(t) - 1):
            if t[i].text == "," and t[i + 1].low in words["auxiliaries"]:
                return i
        return len(t)

    def _apart(self, sentence: Sentence, one: Hit, other: Hit) -> bool:
        """Tell whether a step is one of its own, and not what the one before is about."""
        words = self.words.lex
        return any(
            t.low in self._joins
            or t.low in words.words["auxiliaries"]
            or t.low in words.words["relatives"]
            or ((form := words.forms.get(t.low)) is not None and not form.base)
            for t in sentence.tokens[one.end : other.start]
        )

    def _most(self, tokens: Sequence[Token]) -> int:
        """Return how many tokens a thing may have, or a clause that says what will be."""
        return _CLAUSE if any(map(self.words.modal, tokens)) else _THING

    def _does(self, between: Sequence[Token]) -> bool:
        """Tell whether one thing does the other: "will hold", "is to organise"."""
        low = [x.low for x in between[:3]]
        return not _HOLDS.isdisjoint(low) and any(map(self.words.modal, between[:1]))

    def _loose(self, sentence: Sentence, a: int, b: int) -> bool:
        """Tell whether a piece is no thing that can happen: a clause of its own, a name, a time."""
        t = sentence.tokens
        first = t[a].low
        return (
            first in self.words.lex.words["relatives"]
            or first in self.words.lex.words["subordinators"]
            or first in self.words.lex.words["prepositions"]
            or first in self._weak | {"along", "together", "alongside"}
            or any(x.low in _ABSTRACT for x in t[a:b])
            or t[b - 1].low == "time"  # "10 November, Moscow time"
            or self._apposed(sentence, a)
            or t[a + 1].low == "by"  # "seen by this newspaper"
            or first in {"according", "prompting", "sparking", "leaving", "raising"}
            or (self.words.done(first) and t[a + 1].low in self.words.lex.words["prepositions"])
            or all(
                x.capital or not x.word or x.low in self.words.lex.words["determiners"]
                for x in t[a:b]
            )
            or self._named_alone(sentence, a, b)
        )

    def _named_alone(self, sentence: Sentence, a: int, b: int) -> bool:
        """Tell whether a piece only names who acts: "would see Ana Orlo", "the president"."""
        t, who = sentence.tokens, self.words.lex.who
        while a < b and (t[a].low in self.words.future or t[a].low in {"see", "have"}):
            a += 1
        office = t[a].low == "the" and all(x.low in who["titles"] for x in t[a + 1 : b])
        return office or all(x.capital or not x.word for x in t[a:b])

    def _apposed(self, sentence: Sentence, a: int) -> bool:
        """Tell whether a piece says who the name before it is: "the Democrats, a party of ..."."""
        t, lex = sentence.tokens, self.words.lex
        named = a > 1 and t[a - 1].text == "," and t[a - 2].capital
        bodies = lex.common.keys() | lex.who["groups"] | lex.who["roles"]
        place = t[a].low == "the" and any(x.low in _TOWNS for x in t[a + 1 : a + 4])
        body = t[a].low in {"a", "an"} and any(x.low in bodies for x in t[a + 1 : a + 4])
        return named and (place or body)  # "in Sanaa, the rebel-held capital"

    def _aside(self, sentence: Sentence, hit: Hit) -> bool:
        """Tell whether a step is only where or when something else is agreed."""
        t = sentence.tokens
        before = [x.low for x in t[max(0, hit.start - 4) : hit.start]]
        after = t[hit.end].low if hit.end < len(t) else ""
        held = self.words.kinds.renewed & {x.low for x in t[max(0, hit.start - 8) : hit.start]}
        if after in {"agreement", "accord", "agreements"}:
            return not held
        return bool(self._weak & set(before)) and not held

    def _to_come(self, sentence: Sentence, hit: Hit) -> bool:
        """Tell whether talks are agreed on, and not those in which the agreement was made."""
        if hit.kind != "talks":
            return True
        low = [x.low for x in sentence.tokens]
        near = set(low[max(0, hit.start - 8) : hit.end + 4])
        marks = {"mark", "marks", "marked", "marking"} & near  # "marks the first direct talks"
        return bool(near & self._renewed) and not near & self._held and not marks

    def _borders(
        self, sentence: Sentence, heads: Sequence[Hit], n: int, first: int
    ) -> tuple[int, int]:
        """Return the words of one step: from the joint before it to the joint after it.

        `first`: where the words of the first may begin, after "Under the plan".
        """
        t = sentence.tokens
        hit = heads[n]
        floor = heads[n - 1].end if n else min(first, hit.start)
        ceiling = heads[n + 1].start if n + 1 < len(heads) else len(t)
        told = unattributed(self.words, t, floor, len(t))  # "..., an official said"
        ceiling = min(ceiling, told) if told >= hit.end else ceiling
        a = hit.start
        marks = {",", ";", ":", "(", ")", '"', "“"}
        while a > floor and t[a - 1].text not in marks and t[a - 1].low not in {
            "and", "that", "for", "while", "but", "including", "as",
        }:  # fmt: skip
            who = self._sides | self.words.agree
            if t[a - 1].low in {"to", "on"} and a > 1 and t[a - 2].low in who:
                break  # "commits the sides to a truce", "both agreed on a truce"
            a -= 1
        a += a < hit.start and t[a].low in self.words.provide  # "(that) included a truce"
        anew = self._anew(t, floor, hit.start) if n else -1
        a = anew + 2 if anew >= 0 else a
        b = hit.end
        while (
            b < ceiling
            and t[b].text not in {";", ":", "("}
            and not (
                t[b].text == "," and (b > hit.end or t[min(b + 1, len(t) - 1)].low not in _MORE)
            )
            and not (t[b].low == "and" and {x.low for x in t[b + 1 : b + 2]} & self.words.provide)
            and b - a < LONGEST
        ):
            b += 1
        if ceiling < len(t):
            joint = [i for i in range(hit.end, ceiling) if t[i].low in self._joins]
            anew = self._anew(t, hit.end, ceiling)
            b = min(b, anew if anew >= 0 else joint[-1]) if joint else b
        return clean(self.words, t, a, b)

    def _anew(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return the "and" of "(calls for a truce) and for both sides to disarm", or -1."""
        return next(
            (i for i in range(start, end - 1)
             if tokens[i].low == "and" and tokens[i + 1].low in {"for", "that"}), -1
        )  # fmt: skip

    def once(self, steps: Sequence[Step]) -> list[Step]:
        """Keep each kind once, where it is first named."""
        seen: set[str] = set()
        kept = []
        for step in steps:
            if step.kind is None:
                kept.append(step)
            elif step.kind not in seen:
                seen.add(step.kind)
                kept.append(step)
        return kept
