"""Kinds of actor at the end of a text: what a name is of which no word tells the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from tracktwo.reading.actors.entity import Entity
    from tracktwo.reading.text.lexicon import Lexicon

FOR_OTHERS = frozenset({"host", "mediator", "guarantor", "observer", "pressure"})
"""Parts of those who are no side: of a single word without more, mostly a state's."""


def settled(
    entity: Entity,
    part: str | None,
    lexicon: Lexicon,
    lands: Container[str],
    *,
    real: bool = False,
) -> str:
    """Return the kind of an actor, where its own words leave it open.

    A name is a state's with evidence alone: what the text says of its government, capital or
    people, its ending ("Belland"), that it stands for a place, or that it is one plain word and
    helps others. Anything else is an organisation until somebody says otherwise.

    Parameters
    ----------
    entity : Entity
    part : str or None
        Its part in the process.
    lexicon : Lexicon
    lands : container of str
        Names in lower case that the text tells to be those of lands.
    real : bool
        Whether the text is about states that exist: then where a word stands makes none.

    Returns
    -------
    str
    """
    if entity.kind != "unknown":
        return entity.kind
    name = entity.name
    word = name.isalpha() and not name.isupper() and not entity.plural and not real
    bare = all(not m.definite for m in entity.mentions if m.sort == "name")
    land = name.endswith(tuple(lexicon.who["lands"])) and not entity.plural and not real
    half = name.count(" ") == 1 and key(name).split()[0] in lexicon.who["halves"]
    told = land or half or any(key(n) in lands for n in (name, *entity.names))
    placed = word and bare and any(m.place for m in entity.mentions)
    helping = word and bare and part in FOR_OTHERS
    return "state" if entity.sort == "name" and (told or placed or helping) else "organisation"


def joined_lands(entities: Sequence[Entity], pairs: Iterable[tuple[int, int]]) -> set[str]:
    """Return names of one word that are joined to a state: "Tamra and Velo".

    Parameters
    ----------
    entities : sequence of Entity
    pairs : iterable of tuple of int
        Actors joined by "and".

    Returns
    -------
    set of str
        In lower case.
    """
    both = ((entities[a], entities[b]) for pair in pairs for a, b in (pair, pair[::-1]))
    return {
        key(one.name) for one, other in both
        if one.kind == "unknown" and other.kind == "state" and one.name.isalpha()
        and not one.name.isupper() and not one.plural
    }  # fmt: skip
