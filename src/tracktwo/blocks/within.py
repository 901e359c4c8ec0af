"""What stands somewhere within blocks, however deep."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator


def figures(block: Any) -> Iterator[Figure]:
    """Yield the figures among blocks, in their order."""
    match block:
        case Figure():
            yield block
        case tuple() | list():
            for one in block:
                yield from figures(one)
        case _ if dataclasses.is_dataclass(block):
            for field in dataclasses.fields(block):
                yield from figures(getattr(block, field.name))
        case _:
            return
