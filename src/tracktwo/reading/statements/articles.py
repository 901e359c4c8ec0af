"""Articles: numbered lines of a declaration, whose subject stands in the line before them.

"The Government of Maresh and the Coast Front, meeting in Orla,", then "1. agree to a truce;",
"2. request the Union to send observers." Who opens the list says each of its lines.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon


class Articles:
    """Reads the lines of a declaration, one after another."""

    def __init__(self, lexicon: Lexicon, register: Register) -> None:
        self.lex, self.register = lexicon, register
        table = lexicon.raw["articles"]
        self.kinds = [
            (tuple(p.split()), kind)
            for kind in ("demands", "accepts", "refuses", "commits")
            for p in table[kind]
        ]
        self.openers = set(table["open"].split())
        self.by: tuple[int, ...] = ()

    def take(self, sentence: Sentence, mentions: Sequence[Mention], number: int) -> list[Fact]:
        """Return what a line says, where it goes on the sentence before the list."""
        t = sentence.tokens
        if not sentence.mark or t[-1].text == ":":
            found = self._open(sentence, mentions) or self._last(sentence, mentions)
            goes_on = t[-1].text == "," and not any(m.start < 2 for m in mentions)
            self.by = found or (self.by if goes_on else ())  # "Determined to spare ...,"
            return []
        low = [x.low for x in t[sentence.mark :]]
        while low and (low[0] == "to" or (low[0].endswith("ly") and len(low[0]) > 4)):
            low = low[1:]  # "strongly condemns"
        first = len(t) - len(low)
        kind = next((k for p, k in self.kinds if _begins(low, p)), None) or self._verb(low)
        if not self.by or kind is None:
            return []
        end = len(t)
        while (end > first and not t[end - 1].word) or t[end - 1].low == "and":
            end -= 1
        span = (first, end)
        return [Fact(kind, self.by, (), number, span, span, "article", None, {"far-subject"})]

    def _verb(self, low: Sequence[str]) -> str | None:
        """Return the kind of statement that a line's first verb makes: "calls for the ..."."""
        form = self.lex.forms.get(low[0]) if low else None
        if form is None or form.ing:
            return None
        for frame in self.lex.frames.get(form.lemma, ()):
            lead = tuple(itertools.takewhile(lambda p: p not in {"@", "*"}, frame.parts))
            if tuple(low[1 : len(lead) + 1]) == lead and "@" not in frame.parts[1:]:
                return None if frame.kind == "states" else frame.kind
        return None

    def speaks_for(self, sentence: Sentence, mentions: Sequence[Mention]) -> int:
        """Return whose "we" follows: "The Command of the Front informs the public as follows:"."""
        named = [m for m in mentions if m.sort == "name" and m.entity >= 0]
        if not named or named[0].start > 1 or sentence.tokens[-1].text != ":":
            return -1
        entity = self.register.entities[named[0].entity]
        return -1 if entity.kind in {"person", "state"} else named[0].entity

    def opens(self, sentence: Sentence) -> bool:
        """Tell whether a line of some length goes on in the lines that follow."""
        t = sentence.tokens
        if t[-1].text == ":" and len(t) > 1 and t[0].low == "the":
            return True  # "The Summit:"
        return len(t) > 5 and (t[-1].text in {",", ":"} or t[-1].low in self.openers)

    def _last(self, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[int, ...]:
        """Return who stands before the colon: "3. After deliberations, the Authority:"."""
        t = sentence.tokens
        if t[-1].text != ":":
            return ()
        last = [m for m in mentions if not m.within and max(m.end, m.extent) == len(t) - 1]
        apart = [m for m in last if m.start > 0 and t[m.start - 1].text == "," and not m.governed]
        return apart[0].stands_for if apart and apart[0].sort != "pronoun" else ()

    def _open(self, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[int, ...]:
        """Return who opens a list: named first in a sentence that has not come to its end."""
        t = sentence.tokens
        if not self.opens(sentence):
            return ()
        top = [m for m in mentions if not m.within and m.sort != "pronoun" and m.stands_for]
        papers = self.lex.who["papers"]
        top = sorted((m for m in top if m.head not in papers), key=lambda m: m.start)
        if len(t) < 5 and not top and len(t) > 1 and t[1].capital:  # the body that meets
            bodies = [
                i for i in reversed(self.register.recent)
                if self.register.entities[i].kind in {"organisation", "coalition", "government"}
            ]  # fmt: skip
            return tuple(bodies[:1])
        if not top or top[0].start > 1 or self.register.entities[top[0].entity].person:
            return ()
        found = list(top[0].stands_for)
        last = max(top[0].end, top[0].extent)
        for mention in top[1:]:
            gap = [x.low for x in t[last : mention.start]]
            if not gap or set(gap) - {",", "and", "of", "the", "one", "other", "part"}:
                break
            found += mention.stands_for
            last = max(mention.end, mention.extent)
        return tuple(dict.fromkeys(i for i in found if i >= 0))


def _begins(low: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Tell whether a line begins with a phrase, its verb in either form: "condemns"."""
    head = low[0] if low else ""
    stems = {head, head.removesuffix("s"), head.removesuffix("es")}
    return phrase[0] in stems and tuple(low[1 : len(phrase)]) == phrase[1:]
