"""A proposal: one line of JSON that a person accepts, edits or rejects; its ids and its quotes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.case.quotes import MAX_EXACT
from tracktwo.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["actor", "meeting", "statement", "relation", "roadmap", "alternative"]
ORDER = ("actor", "meeting", "roadmap", "statement", "relation", "alternative")
_CONTEXT = 16
"""Characters of prefix and suffix."""


@dataclass
class Proposal:
    """A proposed part of a case.

    Attributes
    ----------
    id : str
        The same whenever the same article is read.
    kind : str
    source, sha256 : str
        The article.
    item : dict
        In the format of case.yaml; `evidence` names quotes below.
    quotes : list of dict
        W3C Web Annotations.
    spans : list of tuple
        Where the words stand that it rests on: of an actor, every mention.
    tier : {"A", "B", "C"}
    flags : list of str
        Why to look closely.
    method : str
        "rules", or the name of a model.
    """

    id: str
    kind: str
    source: str
    sha256: str
    item: dict[str, Any]
    quotes: list[dict[str, Any]]
    spans: list[tuple[int, int]]
    tier: str = "B"
    flags: list[str] = field(default_factory=list)
    method: str = "rules"
    version: str = __version__

    def as_json(self) -> dict[str, Any]:
        """Return it as a plain object."""
        return dict(vars(self))


def slug(name: str, taken: Mapping[str, Any] | set[str] = frozenset(), longest: int = 40) -> str:  # type: ignore[assignment]
    """Make an id of a name: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    base = (
        "-".join(words)[:longest].strip("-") or "x" + hashlib.sha256(name.encode()).hexdigest()[:6]
    )
    if not base[0].isalpha():
        base = f"x-{base}"
    found, n = base, 2
    while found in taken:
        found, n = f"{base}-{n}", n + 1
    return found


def points_of(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the points of a plan without an order, which stand in one stage; none of others."""
    return (stages[0].get("milestones") or []) if len(stages) == 1 else []


def identify(sha256: str, kind: str, *parts: object) -> str:
    """Return the id of a proposal: of the article, the kind and the place."""
    text = "\0".join([sha256, kind, *map(str, parts)])
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def annotation(id_: str, source: str, text: str, start: int, end: int) -> dict[str, Any]:
    """Return a quote as a W3C Web Annotation."""
    end = min(end, start + MAX_EXACT)
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id_,
        "type": "Annotation",
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - _CONTEXT) : start],
                    "suffix": text[end : end + _CONTEXT],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }
