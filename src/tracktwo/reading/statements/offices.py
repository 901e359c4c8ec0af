"""Whose part is whose: an envoy mediates with the body that sent him, and it with him."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.steps import ProcessPart
    from tracktwo.reading.actors.entities import Entity


def shared_parts(entities: Sequence[Entity], parts: dict[int, ProcessPart]) -> None:
    """Give who acts for a mediator the part of a mediator, and a body that of its mediator.

    Parameters
    ----------
    entities : sequence of Entity
    parts : dict
        Index of an entity: its part; changed in place. What the text tells of an actor stays.
    """
    for i, entity in enumerate(entities):
        if not entity.person or not entity.parents:
            continue
        bodies = [
            b for b in entity.parents
            if entities[b].sort == "name" and entities[b].kind not in {"state", "government"}
        ]  # fmt: skip
        if parts.get(i, "speaker") == "speaker" and bodies and parts.get(bodies[-1]) == "mediator":
            parts[i] = "mediator"
        elif parts.get(i) == "mediator":
            for body in (b for b in bodies if entities[b].active):
                parts.setdefault(body, "mediator")
