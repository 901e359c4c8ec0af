"""Who does a step, by its words: whom they make the subject, or do it by.

A step's own name is often the table's (“The prisoners are released”): then the stage's name says
who, or what the text adds to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.drafting.naming import RULERS, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.drafting.facts import Facts
    from tracktwo.drafting.roles import Cast

_BEGINS = re.compile(r"^(?:that |both |for )?(?:the )?$", re.IGNORECASE)
_ACTS = re.compile(
    r"^(?:['\u2019]s?)?,? (?!(?:of|in|on|at|for|with|from|by|and|or|under|against|to the)\b)[a-z]"
)
"""What follows the subject of a step."""
_JOINED = re.compile(r"^(?:,|,? (?:and|or)) (?:the )?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from)(?: the| both)? $", re.IGNORECASE)
_THEIRS = re.compile(
    r"^(?:['\u2019]s?)? (?:(?:political|captured|jailed|detained|imprisoned|wounded|sick|former"
    r"|remaining|\d+) )?(?:prisoners?|detainees?|captives?|hostages?|fighters?|members?"
    r"|leaders?|supporters?)\b",
    re.IGNORECASE,
)
"""What follows whose people something is done for."""


def doers_of(facts: Facts, cast: Cast, texts: Iterable[str | None]) -> list[str]:
    """Return who does a step; nobody where the words do not say.

    Parameters
    ----------
    facts, cast : what was accepted, and who is who
    texts : the names and descriptions of the step and its stage, the nearest first
    """
    return next((found for text in texts if text and (found := _doers(facts, cast, text))), [])


def _doers(facts: Facts, cast: Cast, text: str) -> list[str]:
    places = [(s, e, cast.voice(id_)) for s, e, id_ in spans(facts.actors, text)]
    if cast.holder is not None:
        taken = [(s, e) for s, e, _ in places]
        # The match takes the article along, which a name does not.
        places += [
            (m.start() + 4 * m[0].lower().startswith("the "), m.end(), cast.holder)
            for m in RULERS.finditer(text)
            if not any(s < m.end() and m.start() < e for s, e in taken)
        ]
    places = [(s, e, a) for s, e, a in sorted(places) if cast.parts.get(a) not in {"speaker", None}]
    subject = _subject(places, text)
    agents = [a for s, _, a in places if _BY.search(text[:s])]
    if subject or agents:
        return list(dict.fromkeys(subject or agents))
    own = [a for _, e, a in places if a in cast.sides and not _THEIRS.match(text[e:])]
    theirs = [a for _, e, a in places if a in cast.sides and _THEIRS.match(text[e:])]
    if theirs and not own:  # whose people they are does not hold them
        others = [a for a in cast.sides if a not in theirs]
        own = [a for a in others if a == cast.holder] or (others if len(others) == 1 else [])
    return [a for a in cast.sides if a in own]


def _subject(places: list[tuple[int, int, str]], text: str) -> list[str]:
    """Return the actors that begin a text and then do something."""
    found: list[str] = []
    end = 0
    for start, stop, actor in places:
        before = _JOINED if found else _BEGINS
        if not before.match(text[end:start]):
            break
        found.append(actor)
        end = stop
    rest = text[end:]
    return found if found and _ACTS.match(rest) and not _THEIRS.match(rest) else []
