"""Patterns of parts: words around actors, as the lexicon writes them, made regular expressions.

`@` is one or several actors, `@@` one that is not meant, `_` up to three words, `__` a dozen, `a|b`
either word, `x*` any word that begins so, `&name` any word of a class of the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracktwo.reading.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

THIRD = ("mediator", "guarantor", "host", "observer", "pressure")
"""The parts of those who are no side, the surest first."""
PARTS = (*THIRD, "party", "proposer", "signed", "out")
"""What the lexicon has patterns for."""
ACTIVE = frozenset({"mediator", "host", "guarantor"})
"""Parts whose patterns tell what somebody does, and not what is done to them."""

_BE = r"(?:is|are|was|were|be|been|being)"
_DONE = r"(?:[\w'’-]+ed|led|held|drawn|given|put|made|sent|set|brought|sought)"
"""A participle, as far as its ending or the list tells."""
_OTHER = rf"(?!{_DONE} (?:up |out |\w+ly )?(?:by|in|on|at|under|with|after|from|for) )"
"""Another verb: "a deal brokered by", "talks held in"; "a detailed plan" has none."""
_TURN = r"(?!(?:and|but|or|while|when|as|whose|with) )"
"""After a comma another clause begins: "the Front, and the mediator"."""


def spelled(phrase: str, classes: Mapping[str, str]) -> str:
    """Return a pattern with the words of its classes: "&talks" becomes "talks|negotiations"."""
    return " ".join(
        "|".join(
            word for part in token.split("|")
            for word in (classes[part[1:]].split() if part.startswith("&") else [part])
        )
        for token in phrase.split()
    )  # fmt: skip


def needs(phrase: str) -> frozenset[str]:
    """Return words of which a sentence must hold one for a pattern to fit; empty if unknown."""
    groups = [
        frozenset(word.split("|"))
        for word in phrase.split()
        if "@" not in word and "*" not in word and word not in {"_", "__", "and", ","}
    ]
    return min(groups, key=len, default=frozenset())


_SPEAKS = r"(?!(?:said|say|says|told|added|announced) )"
"""What follows a noun that is not said of the actor before it: "left Norvia, mediators said"."""


def compiled(phrase: str, *, active: bool = False) -> re.Pattern[str]:
    """Compile a pattern.

    A gap before "by" holds no other verb: "signed a deal brokered by X" does not tell that X
    signed. A pattern that ends in what somebody does is none where "by" follows.

    Parameters
    ----------
    phrase : str
        Words of the pattern.
    active : bool
        Whether the actor before a verb is the one who does it, so that neither a passive nor
        another noun may stand between: "the talks of @ were hosted", "@ signed a deal brokered".
    """
    words = phrase.split()
    parts = []
    for n, word in enumerate(words):
        following = words[n + 1] if n + 1 < len(words) else ""
        bar = _OTHER if following == "by" else ""
        if active and "@" in words[:n] and any(w.endswith("ed") for w in following.split("|")):
            bar += rf"(?!(?:a|an|the) |{_BE} (?:\w+ly )?{_DONE} )"
        if word == "@":
            parts.append(r"(@\d+ (?:(?:, and|,|and|as well as) (?:of )?(?:the )?@\d+ )*)")
        elif word == "_":
            first = _TURN if n and words[n - 1] == "," else ""
            parts.append(rf"{first}(?:{bar}[\w'’-]+ ){{0,3}}?")
        elif word == "__":
            parts.append(rf"(?:{bar}[^;: ]+ ){{0,18}}?" if bar else r"(?:[^;:]{0,90}? )??")
        elif word == "@@":
            parts.append(r"(?:@\d+ )")
        else:
            options = [
                r"@\d+"
                if w == "@@"
                else re.escape(w.rstrip("*")) + (r"[\w'’-]*" if w.endswith("*") else "")
                for w in word.split("|")
            ]
            parts.append(f"(?:{'|'.join(options)}) ")
            agent = any("by" in w.split("|") for w in words[n + 1 : n + 3])
            if active and "@" in words[:n] and n + 1 < len(words) and not agent:
                parts.append("(?!by )")  # "joined talks convened by X": others convened them
    done = words[-1].split("|")
    closing = r"(?!(?:up |\w+ly )?by )" if any(w.endswith("ed") for w in done) else ""
    if words[:2] == ["@", ","]:
        closing += _SPEAKS
    return re.compile(r"(?<!\S)" + "".join(parts) + closing)


@dataclass(frozen=True)
class Book:
    """The patterns of a language, by the words that a sentence must hold for them.

    Attributes
    ----------
    rows : tuple of tuple
        A part and a pattern.
    needing : mapping
        A word: the rows that need it; "" for those that need none.
    """

    rows: tuple[tuple[str, re.Pattern[str]], ...]
    needing: Mapping[str, tuple[int, ...]]

    def fitting(self, text: str) -> list[tuple[str, re.Pattern[str]]]:
        """Return the patterns that a sentence may fit, in the order of the lexicon."""
        rows = {row for word in {"", *text.split()} for row in self.needing.get(word, ())}
        return [self.rows[row] for row in sorted(rows)]


@cache
def book(language: str) -> Book:
    """Return the patterns of a language's lexicon."""
    table = lexicon(language).raw["parts"]
    rows: list[tuple[str, re.Pattern[str]]] = []
    needing: dict[str, list[int]] = {}
    for part in PARTS:
        for phrase in table[part]:
            written = spelled(phrase, table["classes"])
            for word in needs(written) or {""}:
                needing.setdefault(word, []).append(len(rows))
            rows.append((part, compiled(written, active=part in ACTIVE)))
    return Book(tuple(rows), {word: tuple(found) for word, found in needing.items()})
