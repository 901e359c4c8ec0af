"""Conditions: who set it, for what and on what.

"Said it would sign only if the siege ended" is found as a statement by its words; here the part
after "only if" is told from what it is set for. Conditions that the text itself reports ("The
League will not disarm unless the army leaves") and announced ones ("set one condition: ...") are
found too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import Fact
from tracktwo.reading.statements.content import BY, CAN, SOON
from tracktwo.reading.text.phrases import phrase_at, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon


class Conditions:
    """Finds what a statement is conditional on, and conditions that nobody is quoted for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lex = lexicon
        table = lexicon.raw["content"]
        self.on = sorted((tuple(p.split()) for p in table["on"]), key=len, reverse=True)
        self.strong = phrases(set(table["narrated"]) & set(table["on"]))
        self.tied = set(table["tied"].split())
        self.loose = {("without",), ("after",), ("before",), ("when",), ("once",)}
        dates = lexicon.raw["dates"]
        self.days = {*dates["weekdays"], *dates["months"], *dates["next"].split(), "then"}
        self.tying = set(table["tying"].split())
        self.tying_to = set(table["tying_to"].split())
        self.nouns = set(table["nouns"].split())
        self.set = set(table["set"].split())

    def condition(
        self, tokens: Sequence[Token], start: int, end: int, *, strict: bool = False
    ) -> tuple[int, int] | None:
        """Return the words that something is conditional on, within what is said."""
        tie = self.tie(tokens, start, end, strict=strict)
        return None if tie is None else tie[1:]

    def tie(
        self, tokens: Sequence[Token], start: int, end: int, *, strict: bool = False
    ) -> tuple[int, int, int] | None:
        """Return where the words begin that tie ("only if"), and where what follows them stands."""
        low = [t.low for t in tokens[start:end]]
        for phrase in self.on:
            if strict and phrase in self.loose:
                continue
            for i in range(len(low) - len(phrase)):
                if low[i] != phrase[0] or tuple(low[i : i + len(phrase)]) != phrase:
                    continue
                denied = set(low[:i]) & {"not", "no", "nothing", "never", "nobody", "none"}
                if phrase in {("before",), ("after",), ("without",)} and not denied:
                    continue
                if self._was(low, i):
                    continue  # "will not accept the post that he held before the coup"
                a = start + i + len(phrase)
                if phrase == SOON and [x.low for x in tokens[a : a + 1]] in CAN:
                    continue  # "as soon as can be"
                if phrase == ("provided",) and [x.low for x in tokens[a : a + 1]] in BY:
                    continue  # "the rights provided by law"
                b = end
                if i == 0:  # "Unless X leaves, ..."
                    inverted = phrase[0] == "only"  # "Only when it leaves will we sign"
                    b = next(
                        (
                            k
                            for k in range(a, end)
                            if tokens[k].text == ","
                            or (k > a + 1 and self._resumes(tokens, k, end, inverted))
                        ),
                        end,
                    )
                while a < b and tokens[a].low in {"that", ":"}:
                    a += 1
                while b > a and not (tokens[b - 1].word or tokens[b - 1].text in '"”’)%'):
                    b -= 1
                if b > a:
                    return start + i, a, b
        return None

    def _was(self, low: Sequence[str], i: int) -> bool:
        """Tell whether somebody is said to have done something before: "he held before"."""
        if low[i] != "before":
            return False
        form = self.lex.forms.get(low[i - 1]) if i > 1 else None
        who = low[i - 2] in self.lex.words["subject_pronouns"] if i > 1 else False
        return who and form is not None and not form.base and not form.ing

    def _resumes(self, tokens: Sequence[Token], k: int, end: int, inverted: bool) -> bool:
        """Tell whether a main clause begins here: "it will", or inverted, "will we"."""
        words = self.lex.words
        verbs = words["modals"] | {"do", "does", "did", "'ll"}
        after = tokens[k + 1] if k + 1 < end else None
        if after is None:
            return False
        if not inverted:
            return tokens[k].low in words["subject_pronouns"] and after.low in verbs
        return tokens[k].low in verbs and (
            after.capital or after.low in words["subject_pronouns"] | words["determiners"]
        )

    def mark(self, facts: Sequence[Fact], sentences: Sequence[Sentence]) -> None:
        """Give conditions that were stated what they are set on."""
        for fact in facts:
            if fact.kind == "conditions" and fact.on is None:
                t = sentences[fact.sentence].tokens
                fact.on = self.condition(t, *fact.content)
                low = [x.low for x in t]
                if fact.on is None and any(self._was(low, i) for i in range(*fact.content)):
                    fact.kind = "refuses"

    def narrated(
        self, sentence: Sentence, mentions: Sequence[Mention], number: int, facts: Sequence[Fact]
    ) -> list[Fact]:
        """Find conditions in the text's own words, where no statement covers them."""
        t = sentence.tokens
        if t[-1].text == "?":
            return []
        low = [x.low for x in t]
        top = [m for m in mentions if not m.within]
        announced = self._announced(sentence, top, number)
        if announced is None and not any(f.on for f in facts):
            announced = self._made(sentence, top, number)
        if announced is not None:
            return [announced]
        words = self.lex.words
        for i in range(2, len(low)):
            phrase = phrase_at(low, i, self.strong)
            if not phrase or sentence.quoted(i):
                continue
            after = low[i + len(phrase)] if i + len(phrase) < len(low) else ""
            if phrase == ("until",) and (after in self.days or after[:1].isdecimal()):
                continue  # "will have until September"
            modal = next(
                (k for k in range(i - 1, 0, -1) if low[k] in words["modals"] and not
                 sentence.quoted(k)), -1
            )  # fmt: skip
            if modal < 0:
                return []
            if any(f.content[0] <= i < f.content[1] and f.by for f in facts):
                return []
            subject = next(
                (m for m in reversed(top)
                 if max(m.end, m.extent) <= modal and not m.governed
                 and (modal - m.end <= 3 or low[modal - 1] in {"but", "and"})), None
            )  # fmt: skip
            if subject is None or subject.entity < 0 or _done_to(t, subject.start):
                return []
            end = i
            while end < len(t) and t[end].text not in {";", ".", '"', "“", "”"}:
                if t[end].text == "," and end > i + 2:
                    break
                end += 1
            on = self.condition(t, i, end) or (i, end)
            if i == 0 or end - i < 2:
                return []
            flags = {"pronoun"} if subject.sort == "pronoun" else set()
            span = (subject.start, end)
            return [
                Fact("conditions", (subject.entity,), (), number, span, span, "condition",
                     subject, flags, on)
            ]  # fmt: skip
        return []

    def _announced(self, sentence: Sentence, top: Sequence[Mention], number: int) -> Fact | None:
        """Find "X set one condition for ...: ..."."""
        t = sentence.tokens
        for i, token in enumerate(t):
            if token.low not in self.nouns or sentence.quoted(i):
                continue
            colon = next((k for k in range(i, len(t)) if t[k].text == ":"), -1)
            verb = next((k for k in range(i - 1, max(0, i - 5), -1) if t[k].low in self.set), -1)
            if colon < 0 or verb < 0:
                continue
            subject = next(
                (m for m in reversed(top) if max(m.end, m.extent) <= verb and not m.governed), None
            )
            if subject is None or subject.entity < 0:
                continue
            end = len(t)
            while end > colon and not t[end - 1].word:
                end -= 1
            if end - colon > 2:
                return Fact(
                    "conditions", (subject.entity,), (), number, (colon + 1, end), (verb, end),
                    "condition", subject, set(), (colon + 1, end),
                )  # fmt: skip
        return None

    def _made(self, sentence: Sentence, top: Sequence[Mention], number: int) -> Fact | None:
        """Find "X made its signature conditional on ...", "made a vote a condition for ..."."""
        t = sentence.tokens
        for i in range(2, len(t) - 2):
            a, after = i + 2, t[i + 1].low
            if t[i].low in self.tied and after in {"on", "upon"}:
                verb = self._make(t, i)
            elif t[i].low in self.nouns and after in {"for", "of", "to"} and t[i - 1].low == "a":
                verb = self._make(t, i)
                a = verb + 1
            elif t[i].low in self.tying | self.tying_to:
                verb = i
                ons = {"to"} if t[i].low in self.tying_to else {"on", "upon"}
                on = next((k for k in range(i + 2, min(i + 10, len(t) - 1))
                           if t[k].low in ons), -1)  # fmt: skip
                if on < 0:
                    continue
                a = on + 1
            else:
                continue
            subject = next(
                (m for m in reversed(top) if max(m.end, m.extent) <= verb and not m.governed), None
            )
            if sentence.quoted(i) or subject is None or subject.entity < 0:
                continue
            if self.lex.words["negations"] & {x.low for x in t[subject.start : i]}:
                continue
            end = i + 2
            while end < len(t) and t[end].text not in {";", ".", ",", '"', "“", "”"}:
                end += 1
            span = (subject.start, end)
            flags = {"pronoun"} if subject.sort == "pronoun" else set()
            on_what = (a, i - 1) if a < i else (a, end)
            return Fact("conditions", (subject.entity,), (), number, span, span, "condition",
                        subject, flags, on_what)  # fmt: skip
        return None

    def _make(self, tokens: Sequence[Token], i: int) -> int:
        """Return where "made" stands before a tie, or -1."""
        near = range(i - 1, max(0, i - 12), -1)
        return next((k for k in near if self.lex.lemma(tokens[k].low) == "make"), -1)


def _done_to(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a verb in -ing has a phrase for its object: "Electing them can wait"."""
    before = tokens[start - 1].low if start else ""
    return before.endswith("ing") and len(before) > 4
