"""A second, independent reader: the parse and the entities of an installed spaCy model.

It corrects nothing, since it would mend about as much as it spoils (docs/reading.md has the
figures). It checks what the rules found: an actor whose name it takes for an entity too, and a
statement whose verb it gives the same subject, become tier A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.reading.proposals.score import overlap
from tracktwo.reading.text.models import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.reading.text.article import Article

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "agent"})
_ACTORS = frozenset({"PERSON", "PER", "ORG", "GPE", "NORP", "FAC", "LOC"})


def second_reader(name: str) -> Callable[[Article, list[dict[str, Any]]], None]:
    """Return a function that marks what a spaCy model finds too.

    Raises
    ------
    ReadingError
        If spaCy or the model is not installed; nothing is downloaded.
    """
    model = load(name)

    def check(article: Article, rows: list[dict[str, Any]]) -> None:
        document = model(article.text)
        entities = [(e.start_char, e.end_char) for e in document.ents if e.label_ in _ACTORS]
        subjects = [
            ((t.idx, t.idx + len(t)), (t.head.idx, t.head.idx + len(t.head)))
            for t in document
            if t.dep_ in _SUBJECTS
        ]
        agree(rows, entities, subjects)

    return check


def agree(
    rows: list[dict[str, Any]],
    entities: list[tuple[int, int]],
    subjects: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Raise to tier A what another reader found too.

    Parameters
    ----------
    rows : list of dict
        Proposals, changed in place.
    entities : list of tuple
        Where it sees names.
    subjects : list of tuple
        (subject, verb) as offsets.
    """
    mentions = {
        row["item"]["id"]: [tuple(s) for s in row["spans"]]
        for row in rows
        if row["kind"] == "actor"
    }
    for row in rows:
        if row["kind"] == "actor":
            both = any(overlap(e, tuple(s)) >= 0.5 for e in entities for s in row["spans"])
        elif row["kind"] == "statement" and row["item"].get("by"):
            selector = row["quotes"][0]["target"]["selector"][1]
            quote = (selector["start"], selector["end"])
            spoken = mentions.get(row["item"]["by"], [])
            both = any(
                overlap(verb, quote) >= 0.5 and any(overlap(subject, m) >= 0.5 for m in spoken)
                for subject, verb in subjects
            )
        else:
            continue
        if both and not set(row["flags"]) & {"kind-unknown", "no-speaker"}:
            row["tier"] = "A"
