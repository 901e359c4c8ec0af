"""A land and its government: one actor where the text tells them by two names.

"Indonesia in turn promised an amnesty" is said of the Indonesian government. Where a text knows two
governments of a land, or one that is to come, nothing is joined.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import bare
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from tracktwo.reading.actors.entity import Entity
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_OTHERS = frozenset({"armed-group", "party", "coalition", "organisation", "group"})
"""Kinds of those with whom a government makes peace."""
_GOVERNMENT = re.compile(r"(?:'s)?\s+(?:government|authorities)$|^government of (?:the )?")
_REGIME = re.compile(r"\b(?:junta|putschists|(?:military|army) (?:rulers|government|leaders))$")
_COUNCIL = re.compile(r"\b(?:council|committee|command|directorate)\b")
_CAUSE = re.compile(
    r"\b(?:military|officers|salvation|renewal|redress|restoration|recovery|redemption|"
    r"rectification|safeguard)\b"
)
"""What councils that seize power call themselves after."""
_ASIDE = re.compile(r"\s*\([^)]*\)")


def one_government(
    entities: Sequence[Entity],
    pairs: Iterable[tuple[int, int]],
    helping: Container[int],
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
) -> dict[int, int]:
    """Return which actors are another: a land its government, or the government its land.

    The land stands for both where it helps the sides, the government where it does not. "The
    government" alone is the one land that stands beside those who fight it.

    Parameters
    ----------
    entities : sequence of Entity
    pairs : iterable of tuple of int
        Actors joined by "and".
    helping : container of int
        Those who are told to mediate, to host, to watch or to press.
    sentences : sequence of Sentence
        Of the text.
    lexicon : Lexicon
    """
    if any(map(_rivals, sentences)):
        return {}
    lands = [i for i, e in enumerate(entities) if e.kind == "state" and e.mentions]
    governments = [i for i, e in enumerate(entities) if e.kind == "government" and e.mentions]
    others = {
        i for i, e in enumerate(entities) if e.kind in _OTHERS and key(e.name) not in lexicon.known
    }
    beside = {i for pair in pairs if others & set(pair) for i in pair} - others
    ruled: dict[int, list[int]] = {}
    for i in governments:
        land = _land(entities[i], [(s, entities[s]) for s in lands], lexicon)
        if land is None and key(bare(entities[i].name, lexicon)) == "government":
            sides = [s for s in lands if s in beside]
            land = sides[0] if len(sides) == 1 and len(governments) == 1 else None
        if land is not None:
            ruled.setdefault(land, []).append(i)
    found = {}
    for land, its in ruled.items():
        known = [i for i in (land, *its) if entities[i].known is not None]
        if known:
            continue  # the case knows which they are
        side = land in beside or its[0] in beside
        helps = not side and (land in helping or its[0] in helping)
        told = _land(entities[its[0]], [(land, entities[land])], lexicon) is not None
        if not side and len(its) == 1 and entities[its[0]].sort == "name":
            continue  # "for the Government of Norvia", in a line of signatures
        one = its[0] if told and not helps else land
        found.update({i: one for i in (land, *its) if i != one})
    regime = _one_regime(entities, pairs)
    if not {*regime, *regime.values()} & {*found, *found.values()}:
        found.update(regime)
    return found


def _one_regime(entities: Sequence[Entity], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return which of those who seized power are one: the council that rules, else the first.

    "The National Salvation Committee", "the junta", "Norvia's military rulers".
    """
    here = [i for i, e in enumerate(entities) if e.mentions and e.known is None]
    called = [
        i for i in here if entities[i].sort == "common" and _REGIME.search(key(entities[i].name))
    ]
    bodies = [
        i
        for i in here
        if entities[i].sort == "name"
        and not entities[i].person
        and _COUNCIL.search(name := key(entities[i].name))
        and _CAUSE.search(name)
    ]
    lands = {frozenset(entities[i].parents) for i in called} - {frozenset()}
    if not called or len(bodies) > 1 or len(lands) > 1:
        return {}
    one = (bodies or called)[0]
    apart = {*called, *bodies}
    if any({a, b} <= apart for a, b in pairs):
        return {}  # "the junta and the National Council": two
    return {i: one for i in called if i != one}


def _rivals(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of governments beside each other: "rival governments"."""
    low = [t.low for t in sentence.tokens]
    near = (low[i + 1 : i + 4] for i, word in enumerate(low) if word in {"rival", "parallel"})
    return any(word.startswith(("government", "administration")) for n in near for word in n)


def _land(entity: Entity, lands: Sequence[tuple[int, Entity]], lexicon: Lexicon) -> int | None:
    """Return whose government it is, where its name says no more than that."""
    name = key(_ASIDE.sub("", bare(entity.name, lexicon)))
    ruled, count = _GOVERNMENT.subn("", name)
    if not count:
        return None
    called = lexicon.states.get(ruled) or lexicon.demonyms.get(ruled)
    for index, land in lands:
        if land.name == called or ruled in {key(n) for n in (land.name, *land.names)}:
            return index
    return None


def join(entities: Sequence[Entity], gone: Mapping[int, int]) -> None:
    """Let actors take over what is told of others that are the same."""
    for old, new in gone.items():
        one, other = entities[new], entities[old]
        one.names.update(other.names)
        one.sort = "name" if other.sort == "name" else one.sort
        one.heads |= other.heads
        one.roles += other.roles
        one.mentions = sorted([*one.mentions, *other.mentions], key=lambda m: (m.sentence, m.start))
        one.parents = {i: at for i, at in {**other.parents, **one.parents}.items() if i != old}
        one.parents.pop(new, None)
        one.active |= other.active
        other.active, other.mentions = False, []
        for mention in one.mentions:
            mention.entity = new
    for entity in entities:
        for old in entity.parents.keys() & gone.keys():
            at = entity.parents.pop(old)
            entity.parents.setdefault(gone[old], at)
