"""Whom a text names: by name or alias, and by the nouns for who holds power."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracktwo.drafting.facts import Item

RULERS = re.compile(
    r"\b(?:the|its|their) (?:(?:ruling|military|de facto|current|country['\u2019]s) )*"
    r"(?:generals|junta|regime|authorities|rulers|putschists|coup (?:leaders|makers)"
    r"|government(?! of\b)|state administration)\b",
    re.IGNORECASE,
)
"""How a text speaks of who holds power, without a name."""


def spans(actors: Iterable[Item], text: str) -> list[tuple[int, int, str]]:
    """Return where a text names actors: start, end, id; no name inside a longer one."""
    found = [
        (m.start(), m.end(), str(actor["id"]))
        for actor in actors
        for name in _names(actor)
        for m in _pattern(name).finditer(text)
    ]
    return sorted(
        (start, end, id_)
        for start, end, id_ in found
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
    )


def named(actors: Iterable[Item], text: str) -> list[str]:
    """Return the actors that a text names, each once, in the text's order."""
    return list(dict.fromkeys(id_ for _, _, id_ in spans(actors, text)))


def _names(actor: Item) -> Iterator[str]:
    for name in (actor["name"], actor.get("short"), *(actor.get("aliases") or [])):
        if name:
            yield str(name)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a name: of several words in any case, of one as it is written.

    A word by itself may be a common one (the Front, in front of): in another case it is a name only
    after an article.
    """
    bare = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    end = r"(?!\w)"
    if " " in bare:
        made = rf"(?<!\w)(?i:{re.escape(bare)}){end}"
        head, of, rest = bare.partition(" of ")
        if of:  # the Government of Halvan is Halvan's government
            made += rf"|(?<!\w)(?i:{re.escape(rest)}(?:['\u2019]s?)? {re.escape(head)}){end}"
        return re.compile(made)
    return re.compile(rf"(?<!\w){re.escape(bare)}{end}|(?<=\b[Tt]he )(?i:{re.escape(bare)}){end}")
