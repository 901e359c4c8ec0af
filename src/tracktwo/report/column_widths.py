"""How wide each column of a table is where the room is short, as on a terminal."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

_Cell: TypeAlias = "list[list[int]]"
"""Lines, each with the lengths of its words."""

_FEW_ROWS = 40
"""Up to how many rows it is tried to even widths out."""


def shared_out(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Share out the characters of a line among columns.

    Parameters
    ----------
    columns : sequence of sequences of str
        The texts of the cells of each column, of several lines where they hold line feeds.
    room : int
        Characters for all columns together.

    Returns
    -------
    list of int or None
        Widths at which no word is broken and the tallest cell has as few lines as can be; room
        that is left goes where it saves lines for the least. None where not even the longest
        words fit side by side.
    """
    measured = [[_measured(text) for text in column] for column in columns]
    if sum(map(_longest_word, measured)) > room:
        return None
    # With a line for each word, all columns are as narrow as they can be.
    most = max((sum(map(len, cell)) for cells in measured for cell in cells), default=1)
    lines = next(n for n in range(1, max(most, 1) + 1) if _total(measured, n) <= room)
    widths = [_width(cells, lines) for cells in measured]
    while True:
        left = room - sum(widths)
        wider = [(_width(cells, _height(cells, at) - 1), n)
                 for n, (cells, at) in enumerate(zip(measured, widths, strict=True))]  # fmt: skip
        steps = [(to - widths[n], n) for to, n in wider if 0 < to - widths[n] <= left]
        if not steps:
            return widths
        step, n = min(steps)
        widths[n] += step


def evened_out(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """Move room between columns until their rows take as few lines together as that can do.

    What is wide for the sake of one cell gives way where that cell is not the tallest of its row.

    Parameters
    ----------
    columns : as for `shared_out`, of the same rows
    widths : to begin with
    """
    if len(columns[0]) > _FEW_ROWS:
        return list(widths)
    measured = [[_measured(text) for text in column] for column in columns]
    least = [_longest_word(cells) for cells in measured]
    found = list(widths)

    @cache
    def heights(column: int, width: int) -> list[int]:
        return [_cell_height(cell, width) for cell in measured[column]]

    def lines(tried: Sequence[int]) -> tuple[int, int]:
        rows = [heights(column, width) for column, width in enumerate(tried)]
        return sum(map(max, zip(*rows, strict=True))), sum(map(sum, rows))

    best = lines(found)
    while True:
        tries = []
        for give, take in itertools.permutations(range(len(found)), 2):
            for part in range(1, found[give] - least[give] + 1):
                tried = found.copy()
                tried[give] -= part
                tried[take] += part
                tries.append((lines(tried), tried))
        if not tries or min(tries)[0] >= best:
            return found
        best, found = min(tries)


def _measured(text: str) -> _Cell:
    return [[cell_len(word) for word in line.split()] for line in text.split("\n")]


def _total(columns: list[list[_Cell]], lines: int) -> int:
    return sum(_width(cells, lines) for cells in columns)


def _longest_word(cells: list[_Cell]) -> int:
    return max((word for cell in cells for line in cell for word in line), default=1)


def _width(cells: list[_Cell], most: int) -> int:
    """Return the least width at which no cell has more than `most` lines.

    Where there is none it is that at which no line is broken.
    """
    whole = max((sum(line) + len(line) - 1 for cell in cells for line in cell), default=1)
    least = _longest_word(cells)
    return next((w for w in range(least, whole) if _height(cells, w) <= most), max(whole, 1))


def _height(cells: list[_Cell], width: int) -> int:
    return max((_cell_height(cell, width) for cell in cells), default=1)


def _cell_height(cell: _Cell, width: int) -> int:
    return sum(_lines(line, width) for line in cell)


def _lines(words: list[int], width: int) -> int:
    """Return how many lines words of these lengths take."""
    lines, taken = 1, -1
    for word in words:
        if taken + 1 + word > width:
            lines, taken = lines + 1, -1
        taken += 1 + word
    return lines
