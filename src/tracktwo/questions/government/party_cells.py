"""A column for each party, and cells of chances for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Naming
    from tracktwo.results.bands import Band


def columns(head: str, parties: Sequence[str], names: Naming) -> tuple[Column, ...]:
    """Return a column for the heads of the rows, and one for each party."""
    return (Column(head), *(Column(names.actor(party, first=True)) for party in parties))


def briefly(bands: Sequence[Band]) -> tuple[str, ...]:
    """Write chances in the least space, a cell each."""
    return tuple(words.brief(band) for band in bands)


def percents(parts: Sequence[float]) -> tuple[str, ...]:
    """Write shares of draws, a cell each."""
    return tuple(words.percent(part) for part in parts)
