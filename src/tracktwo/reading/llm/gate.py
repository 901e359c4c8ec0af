"""The gate: a fact of a model passes only if its words are in the text, exactly.

Typographic variants (curly quotes, dashes, runs of blanks) are the same; nothing else is. A
missing word, an added "not" or another name fails. What fails is counted, never shown as a
proposal and never repaired.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from tracktwo.reading.llm.schema import ActorFact, Fact, PresenceFact, StatementFact

MIN_WORDS = 3
"""Words of a quote, but for a name: fewer are found anywhere."""
_SAME = {"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-"}
_FACT: TypeAdapter[ActorFact | StatementFact | PresenceFact] = TypeAdapter(Fact)


@dataclass(frozen=True)
class Passed:
    """A fact that may be proposed, with the places of its words in the text."""

    fact: ActorFact | StatementFact | PresenceFact
    quote: tuple[int, int]
    content: tuple[int, int]
    who: tuple[int, int]
    to: tuple[int, int] | None = None


@dataclass
class Gate:
    """Lets facts pass, and counts what it rejects and why.

    Parameters
    ----------
    text : str
        Of the whole article.
    """

    text: str
    rejected: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._plain, self._map = plain(self.text)

    def check(self, item: object, window: tuple[int, int]) -> Passed | None:
        """Return a fact with its places, or None where it is rejected.

        Parameters
        ----------
        item : object
            As the model gave it.
        window : tuple of int
            The part of the text that the model saw.
        """
        try:
            fact = _FACT.validate_python(item)
        except ValidationError:
            return self._reject("not of the form asked for")
        quote = self._find(fact.quote, window)
        if quote is None:
            return self._reject("quote not in the text")
        if not isinstance(fact, ActorFact) and len(fact.quote.split()) < MIN_WORDS:
            return self._reject("quote too short")
        name = (
            fact.name
            if isinstance(fact, ActorFact)
            else (fact.speaker if isinstance(fact, StatementFact) else fact.actor)
        )
        who = self._find(name, quote) or self._find(name, window)
        if who is None:
            return self._reject("name not in the text")
        if isinstance(fact, ActorFact):
            return Passed(fact, quote, who, who)
        if isinstance(fact, PresenceFact):
            return Passed(fact, quote, quote, who)
        content = self._find(fact.content, quote)
        if content is None:
            return self._reject("content not in the quote")
        to = None
        if fact.addressee:
            to = self._find(fact.addressee, quote) or self._find(fact.addressee, window)
            if to is None:
                return self._reject("addressee not in the text")
        return Passed(fact, quote, content, who, to)

    def _reject(self, why: str) -> Passed | None:
        self.rejected[why] += 1
        return None

    def _find(self, words: str, within: tuple[int, int]) -> tuple[int, int] | None:
        """Return where words stand, as whole words, within a part of the text."""
        wanted, _ = plain(words)
        wanted = wanted.strip()
        if not wanted:
            return None
        at = self._plain.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            start_, end_ = self._map[at], self._map[end - 1] + 1
            whole = not (_joins(self._plain, at - 1, at) or _joins(self._plain, end - 1, end))
            if whole and within[0] <= start_ and end_ <= within[1]:
                return start_, end_
            at = self._plain.find(wanted, at + 1)
        return None


def plain(text: str) -> tuple[str, list[int]]:
    """Return a text without typographic variants, and for each character where it stood."""
    found: list[str] = []
    places: list[int] = []
    blank = False
    for i, c in enumerate(text):
        if c.isspace():
            if not blank:
                found.append(" ")
                places.append(i)
            blank = True
            continue
        blank = False
        found.append(_SAME.get(c, c))
        places.append(i)
    return "".join(found), places


def _joins(text: str, left: int, right: int) -> bool:
    """Tell whether two neighbours belong to one word."""
    if left < 0 or right >= len(text):
        return False
    return text[left].isalnum() and text[right].isalnum()
