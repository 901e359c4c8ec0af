"""An actor of a text, and what its names have in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.lexicon import Lexicon

BODIES = frozenset(
    {"government", "coalition", "party", "armed-group", "organisation", "state", "group"}
)
INSIDERS = frozenset(
    [
        "members",
        "leaders",
        "delegates",
        "officials",
        "representatives",
        "leadership",
        "figures",
        "member",
        "rebels",
        "fighters",
        "forces",
        "troops",
        "militants",
        "insurgents",
        "guerrillas",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "negotiators",
        "negotiator",
        "delegation",
        "envoys",
        "soldiers",
        "side",
        "delegate",
        "representative",
    ]
)
"""Nouns that stand for the body they belong to: "Council members", "leaders of the Congress"."""


@dataclass
class Entity:
    """An actor of the text.

    Attributes
    ----------
    name : str
        The fullest name that the text gives.
    kind : str
        Kind of actor, a suggestion.
    names : Counter
        Every way it is named, by how often.
    roles : list of tuple
        (sentence, first token, end token) of phrases that give it a role or a title.
    parents : set of int
        Entities it is a member or an official of.
    known : str or None
        Id of the actor in the case.
    human : bool
        Whether "he" or "she" took it up.
    planned : bool
        Whether it was told first as a body that is yet to be: "a joint cabinet to be formed".
    """

    name: str
    kind: str
    sort: str
    names: Counter[str] = field(default_factory=Counter)
    heads: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[tuple[int, int, int]] = field(default_factory=list)
    parents: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    plural: bool = False
    known: str | None = None
    active: bool = False
    joint: tuple[int, ...] = ()
    female: bool | None = None
    human: bool = False
    planned: bool = False

    @property
    def person(self) -> bool:
        """Whether it is one person."""
        return self.kind == "person"


def bare(name: str, lexicon: Lexicon) -> str:
    """Return a name without its determiner."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in lexicon.words["determiners"] else name


def head_of(name: str) -> str:
    """Return the noun that a name of a body turns on: its last word before "of", "for" or "on"."""
    words = key(name).split()
    for i, word in enumerate(words[1:], start=1):
        if word in {"of", "for", "in", "on"}:
            return words[i - 1]
    return words[-1] if words else ""


def initials(name: str, lexicon: Lexicon) -> str:
    """Return the initials of a name, joining words left out."""
    return "".join(
        w[0] for w in name.split() if w.lower() not in lexicon.words["name_links"]
    ).upper()


def member(entity: Entity, entities: Sequence[Entity]) -> bool:
    """Tell whether a person belongs to a body, and not only to a state."""
    return any(entities[i].kind not in {"state", "unknown"} for i in entity.parents)
