"""The ids that a case gives, which its other parts may refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracktwo.case.document import Node


class _Anything(set[str]):
    """The ids of a list that the case lacks: any may be meant, none is called unknown."""

    def __contains__(self, _item: object) -> bool:
        return True

    def __or__(self, _other: object) -> _Anything:  # type: ignore[override]
        return self

    __ror__ = __or__


@dataclass
class Known:
    """Ids that may be referred to.

    Filled from the text of the folder, so that an item with another fault in it still counts
    as known. `evidence` is None where evidence.jsonl could not be read.
    """

    actors: set[str] = field(default_factory=set)
    players: set[str] = field(default_factory=set)
    issues: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    milestones: set[str] = field(default_factory=set)
    levers: set[str] = field(default_factory=set)
    meetings: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    """Fields at the top of the document, faulty ones included."""
    evidence: set[str] | None = None

    @classmethod
    def of(cls, root: Node, evidence: set[str] | None) -> Known:
        """Gather the ids that a document gives, faulty items included."""
        known = cls(evidence=evidence)
        for group in ("actors", "issues", "levers", "meetings"):
            setattr(known, group, set(_ids(_items(_child(root, group)))))
        for group in ("actors", "issues"):
            if not _items(_child(root, group)):
                setattr(known, group, _Anything())
        for actor in _items(_child(root, "actors")):
            if _child(actor, "capability") is not None:
                known.players |= set(_ids([actor]))
        known.written = set(root.value) if isinstance(root.value, dict) else set()
        parties = _items(_child(_child(root, "power"), "parties"))
        known.parties = {node.value for node in parties if isinstance(node.value, str)}
        if not parties:
            known.parties = _Anything()
        stages = _items(_child(_child(root, "roadmap"), "stages"))
        known.stages = set(_ids(stages))
        for stage in stages:
            known.milestones |= set(_ids(_items(_child(stage, "milestones"))))
        if not stages:
            known.stages = _Anything()
        if not all(_items(_child(stage, "milestones")) for stage in stages):
            known.milestones = _Anything()
        return known


def _child(node: Node | None, key: str) -> Node | None:
    return node.value.get(key) if node is not None and isinstance(node.value, dict) else None


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _ids(items: Iterable[Node]) -> Iterator[str]:
    for item in items:
        name = _child(item, "id")
        if name is not None and isinstance(name.value, str):
            yield name.value
