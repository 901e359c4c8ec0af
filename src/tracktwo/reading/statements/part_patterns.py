"""Patterns of parts: words around actors, as the lexicon writes them, made regular expressions.

`@` is one or several actors, `@@` one that is not meant, `_` up to three words, `__` a dozen, `a|b`
either word, `x*` any word that begins so.
"""

from __future__ import annotations

import re
from functools import cache

_BE = r"(?:is|are|was|were|be|been|being)"
_DONE = r"(?:[\w'’-]+ed|led|held|drawn|given|put|made|sent|set|brought|sought)"
"""A participle, as far as its ending or the list tells."""
_OTHER = rf"(?!{_DONE} (?:up |out |\w+ly )?(?:by|in|on|at|under|with|after|from|for) )"
"""Another verb: "a deal brokered by", "talks held in"; "a detailed plan" has none."""
_TURN = r"(?!(?:and|but|or|while|when|as|whose|with) )"
"""After a comma another clause begins: "the Front, and the mediator"."""


@cache
def needs(phrase: str) -> frozenset[str]:
    """Return words of which a sentence must hold one for a pattern to fit; empty if unknown."""
    groups = [
        frozenset(word.split("|"))
        for word in phrase.split()
        if word not in {"@", "@@", "_", "__"} and "*" not in word and word not in {"and", ","}
    ]
    return min(groups, key=len, default=frozenset())


@cache
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
                re.escape(w.rstrip("*")) + (r"[\w'’-]*" if w.endswith("*") else "")
                for w in word.split("|")
            ]
            parts.append(f"(?:{'|'.join(options)}) ")
    done = words[-1].split("|")
    closing = r"(?!(?:up |\w+ly )?by )" if any(w.endswith("ed") for w in done) else ""
    return re.compile(r"(?<!\S)" + "".join(parts) + closing)
