"""Lists in lines: bulleted and numbered ones under a heading or a colon."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tracktwo.reading.plans.items import LONGEST, clean
from tracktwo.reading.plans.steps import Plan, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence


_AGREED = frozenset({"agreement", "accord", "accords", "pact", "declaration", "treaty"})
_SUBJECT = 9
"""Tokens in which the verb of a meeting stands: "The Heads of State and Government reject"."""
_DONE = frozenset({"met", "meet", "take", "takes", "note", "notes", "express", "expresses",
                   "commend", "commends", "adopt", "adopts", "recall", "recalls", "reaffirm",
                   "decide", "decides", "reiterate", "direct", "directs"})  # fmt: skip
"""What a meeting does, beside what it demands, accepts and refuses."""
_PAIR = 2
_LINE = 30
"""Tokens of a line without a mark below a colon."""


class Lists:
    """Finds plans written as lists of lines."""

    def __init__(self, words: Words) -> None:
        self.words = words
        table = words.lex.raw["articles"]
        acts = ("demands", "accepts", "refuses", "commits")
        self._acts = {phrase.split()[0] for kind in acts for phrase in table[kind]}
        self._promises = {phrase.split()[0] for phrase in table["commits"]}
        self._thanks = set(table["thanks"].split())

    def find(self, sentences: Sequence[Sentence]) -> list[Plan]:
        """Return the plans of a text that are lists of lines."""
        return [*self._marked(sentences), *self._plain(sentences), *self._calendar(sentences)]

    def _calendar(self, sentences: Sequence[Sentence]) -> Iterator[Plan]:
        """Find lines that begin with a day: "31 March: the council hands over"."""
        run: list[Step] = []
        for n in [*range(len(sentences)), -1]:
            last = run[-1].term.by if run and run[-1].term else None
            step = self._day(sentences[n], n, last) if n >= 0 and not sentences[n].heading else None
            if step is not None:
                run.append(step)
                continue
            if len(run) > _PAIR and self._introduced(sentences, run[0].sentence):
                yield Plan(run, ordered=True, rule="lines", led=True)
            run = []

    def _day(self, sentence: Sentence, number: int, last: str | None) -> Step | None:
        """Return what a line says that is to be on a day, not before the last, or None."""
        t, w = sentence.tokens, self.words
        since = dt.date.fromisoformat(last) if last else None
        stop, term = w.terms.dated(t, sentence.mark, since)
        if stop == sentence.mark or stop >= len(t) - 1 or t[stop].text not in {":", "–", "—"}:
            return None
        a, b = clean(w, t, stop + 1, len(t))
        kind = w.kinds.name(t, a, b)
        return Step(number, (a, b), kind, term) if 0 < b - a <= LONGEST else None

    def _introduced(self, sentences: Sequence[Sentence], first: int) -> bool:
        """Tell whether lines stand below a colon or the name of a plan."""
        before = sentences[max(0, first - 2) : first]
        texts = self.words.documents | self.words.plans | self.words.in_order
        said = any(t.low in texts for s in before for t in s.tokens)
        return said or (bool(before) and before[-1].tokens[-1].text == ":")

    def _plain(self, sentences: Sequence[Sentence]) -> Iterator[Plan]:
        """Find lines without a mark below a colon: "The declaration commits both sides to:"."""
        words = self.words.lex.words
        verbs = words["auxiliaries"] | words["modals"] | words["subject_pronouns"]
        for n, sentence in enumerate(sentences):
            if sentence.mark or sentence.heading or sentence.tokens[-1].text != ":":
                continue
            if not any(t.low in self.words.documents | self.words.plans for t in sentence.tokens):
                continue
            run: list[int] = []
            for k in range(n + 1, len(sentences)):
                line = sentences[k]
                apart = line.paragraph != sentences[k - 1].paragraph
                low = {t.low for t in line.tokens}
                said = any(self.words.reports(x) for x in low)
                if line.mark or not apart or said or low & verbs or len(line.tokens) > _LINE:
                    break
                run.append(k)
            if run and run[-1] + 1 < len(sentences):
                alone = sentences[run[-1] + 1].paragraph != sentences[run[-1]].paragraph
                run = run if alone else run[:-1]
            yield from self._list(sentences, run, 1)

    def _marked(self, sentences: Sequence[Sentence]) -> Iterator[Plan]:
        """Find runs of lines that are marked alike."""
        run: list[int] = []
        for n in [*range(len(sentences)), -1]:
            sentence = sentences[n] if n >= 0 else None
            if sentence is not None and sentence.mark:
                if run and not self._alike(sentences[run[-1]], sentence):
                    yield from self._list(sentences, run)
                    run = []
                run.append(n)
            elif run and (sentence is None or sentence.paragraph != sentences[n - 1].paragraph):
                yield from self._list(sentences, run)
                run = []

    def _alike(self, one: Sentence, other: Sentence) -> bool:
        a, b = one.tokens[0].text, other.tokens[0].text
        if a[0].isalnum() != b[0].isalnum() or (a[0].isdecimal() != b[0].isdecimal()):
            return False
        return (
            not a[0].isdecimal() or int(b) == int(a) + 1
            if a.isdecimal() and b.isdecimal()
            else True
        )

    def _list(
        self, sentences: Sequence[Sentence], run: list[int], reach: int = 2
    ) -> Iterator[Plan]:
        """Make a plan of lines; `reach`: sentences before them that may introduce it."""
        if len(run) < 2 or len(run) > 20:
            return
        number = next(
            (t.text for t in sentences[run[0]].tokens[:2] if t.text.rstrip(".)").isdecimal()), "1"
        )
        if number.rstrip(".)") not in {"0", "1"}:
            return  # the paragraphs of a long report
        before = sentences[max(0, run[0] - reach) : run[0]]
        intro = [t.low for s in before for t in s.tokens]
        announced, head = self.words.announced(intro)
        steps = []
        for order, n in enumerate(run, start=1):
            tokens = sentences[n].tokens
            a, b = clean(self.words, tokens, sentences[n].mark, len(tokens))
            if a < b and self.words.lex.lemma(tokens[a].low) not in self._thanks:
                kind = self.words.kinds.name(tokens, a, b)
                steps.append(Step(n, (a, b), kind, self.words.terms.find(tokens, a, b), order))
        others = (self._positions, self._past, self._minutes)
        if len(steps) < 2 or any(tells(sentences, steps) for tells in others):
            return
        known = sum(step.kind is not None for step in steps)
        told = bool(
            set(intro) & (self.words.plans | self.words.heads | self.words.documents)
            or (before and before[-1].tokens[-1].text == ":")
        )
        resolved = self._resolved(sentences, steps)
        if not (known * 2 >= len(steps) or (told and known and not resolved)):
            return
        numbered = sentences[run[0]].tokens[0].text != "(" and any(
            t.text.isdecimal() for t in sentences[run[0]].tokens[: sentences[run[0]].mark]
        )
        shall = sum("shall" in {t.low for t in sentences[n].tokens} for n in run)
        articles = resolved or shall * 2 > len(run)  # of an agreement, in no order of time
        ordered = self._ordered(intro, head, numbered=numbered and not articles)
        yield Plan(steps, ordered, announced, rule="lines")

    def _resolved(self, sentences: Sequence[Sentence], steps: Sequence[Step]) -> bool:
        """Tell whether lines are those of a resolution: "1. welcomes ...; 2. calls on ..."."""
        low = [[t.low for t in sentences[s.sentence].tokens[s.span[0] :][:2]] for s in steps]
        acts = sum(any(self.words.lex.lemma(x) in self._acts for x in words) for words in low)
        return acts * 2 > len(steps)

    def _minutes(self, sentences: Sequence[Sentence], steps: Sequence[Step]) -> bool:
        """Tell whether lines tell what a meeting did: "2. The Summit rejects ... 3. It thanks"."""
        told, acts = 0, (self._acts | self._thanks | _DONE) - self._promises
        for step in steps:
            low = [t.low for t in sentences[step.sentence].tokens[step.span[0] :][:_SUBJECT]]
            verbs = {self.words.lex.lemma(x) or x for x in low[1:]}
            told += low[0] in {"the", "it"} and bool(verbs & acts)
        return told * 2 >= len(steps)

    def _past(self, sentences: Sequence[Sentence], steps: Sequence[Step]) -> bool:
        """Tell whether lines are sentences of what was: "- The deal broke down, and was left"."""
        be, have = {"was", "were"}, self.words.lex.words["have"]
        if all(s.kind for s in steps):
            return False  # what a deal brought, point by point
        past = 0
        for step in steps:
            low = {t.low for t in sentences[step.sentence].tokens}
            past += bool(low & (be | have)) and not low & self.words.future
        return past * 2 >= len(steps)

    def _positions(self, sentences: Sequence[Sentence], steps: Sequence[Step]) -> bool:
        """Tell whether lines say where somebody stands: "2. It cannot accept chapter three"."""
        lex, stands = self.words.lex, 0
        for step in steps:
            low = [t.low for t in sentences[step.sentence].tokens[step.span[0] :][:4]]
            takes = {f.kind for x in low for f in lex.frames.get(lex.lemma(x) or "", ())}
            takes &= {"accepts", "refuses", "demands", "warns"}
            stands += low[0] in lex.words["subject_pronouns"] and bool(takes or "cannot" in low)
        return stands * 2 >= len(steps)

    def _ordered(self, intro: list[str], head: str, *, numbered: bool) -> bool:
        if "order" in intro or head in self.words.in_order:
            return True
        compound = {w.rsplit("-", 1)[-1] for w in intro if "-" in w}
        if head in self.words.side_by_side or compound & self.words.side_by_side:
            return False
        said = set(intro) | compound
        if said & self.words.in_order:
            return True
        # The points of an agreement are numbered in whatever order they come in force.
        agreed = bool(said & _AGREED) and not said & self.words.plans - _AGREED
        return numbered and not agreed and not said & self.words.side_by_side
