"""Cells that tables of many sections share: a number over where nine draws in ten of it lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.blocks.block import Cell
from tracktwo.blocks.text import Harm, Small

if TYPE_CHECKING:
    from tracktwo.blocks.text import Text
    from tracktwo.results.bands import Band


def odds(band: Band) -> Cell:
    """Write a chance over its band."""
    return Cell((words.percent(band.mean), Small(words.percent_range(band))))


def moves(band: Band, *more: Text) -> Cell:
    """Write a difference of chances in points over its band; `more` are lines below."""
    return Cell((words.move(band), Small(words.move_range(band)), *more))


def signed(band: Band) -> Cell:
    """Write a number with its sign over its band."""
    low, high = words.signed(band.p05), words.signed(band.p95)
    return Cell((words.signed(band.mean), Small(f"{low} to {high}")))


def harm(band: Band, over: float | None = None) -> Cell:
    """Write harm to civilians over its band.

    Parameters
    ----------
    band : Band
    over : float, optional
        Share of draws in which it is over the limit.
    """
    low, high = words.number_tidy(band.p05), words.number_tidy(band.p95)
    lines: list[Text] = [Harm(words.number_tidy(band.mean))]
    if low != high:
        lines.append(Small(f"{low} to {high}"))
    if over:
        lines.append(Small(f"over the limit in {words.percent(over)} of draws"))
    return Cell(tuple(lines))
