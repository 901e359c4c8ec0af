"""Phrases: what a mention is, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.reading.text.article import Sentence, Token

Sort = Literal["name", "common", "pronoun"]


@dataclass
class Mention:
    """A noun phrase that may stand for an actor.

    Attributes
    ----------
    start, end : int
        Tokens of the whole phrase: determiner, titles and name, or modifiers and noun.
    core : tuple of int
        Tokens of the name alone, or of the phrase without its determiner.
    sort : {"name", "common", "pronoun"}
    head : str
        Its main noun, in lower case.
    kind : str or None
        Kind of actor that the words suggest.
    title : str or None
        Title or office before a name, as written.
    acronym : str or None
        Given in brackets after the name, or before it; `acronym_span`: where.
    owner : Mention or None
        Whose they are: "the Council" in "the Council members", "members of the Council".
    owners : tuple of Mention
        All of them, of several: "the ministers of A, B and C".
    place : bool
        Stands after a preposition of place.
    governed : bool
        Stands after a preposition, or after a verb: no subject.
    entity : int
        Index of the actor that it was resolved to, or -1.
    inner : bool
        A state or a body of states within the name of another: "Commission of the African Union".
    outlet : bool
        Names a paper, an agency or a station.
    joint : tuple of int
        The two actors that "both" or "the two sides" stand for.
    """

    sentence: int
    start: int
    end: int
    core: tuple[int, int]
    sort: Sort
    head: str
    kind: str | None = None
    plural: bool = False
    definite: bool = False
    title: str | None = None
    title_span: tuple[int, int] | None = None
    acronym: str | None = None
    acronym_span: tuple[int, int] | None = None
    owner: Mention | None = None
    owners: tuple[Mention, ...] = ()
    within: bool = False
    place: bool = False
    governed: bool = False
    entity: int = -1
    extent: int = field(default=0)
    joint: tuple[int, ...] = ()
    outlet: bool = False
    inner: bool = False

    @property
    def stands_for(self) -> tuple[int, ...]:
        """The actors meant: both of two sides, or the one it was resolved to."""
        return self.joint or ((self.entity,) if self.entity >= 0 else ())

    def words(self, sentence: Sentence) -> str:
        """Return the phrase as written, without its determiner."""
        return written(sentence.tokens, *self.core)


def written(tokens: tuple[Token, ...], start: int, end: int) -> str:
    """Return tokens as they stand in the text, blanks made even."""
    parts: list[str] = []
    for i in range(start, end):
        if i > start and tokens[i].start > tokens[i - 1].end:
            parts.append(" ")
        parts.append(tokens[i].text)
    return "".join(parts)


def capitalised(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Return the words that stand capitalised inside a sentence somewhere in the text."""
    found: set[str] = set()
    for sentence in sentences:
        if not sentence.heading:
            # Not what opens a quotation or a line, or follows a colon: its capital is for that.
            found |= {
                t.text
                for before, t in pairwise(sentence.tokens[sentence.mark :])
                if t.capital and len(t.text) > 1 and before.text not in '"“‘«:.?!…'
            }
    return frozenset(found)
