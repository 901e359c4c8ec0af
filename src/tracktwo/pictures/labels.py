"""Where the names of a few points of a chart go, among many that have none."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.pictures.lettering import LINE, width
from tracktwo.pictures.scene import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.pictures.scene import Point

_AWAY = (10, 18, 28, 40, 54, 70)
"""Pixels from a point to its name, the nearest first."""
_SIDES = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))


def named(
    points: Sequence[tuple[float, float, str]],
    others: Sequence[Point],
    paper: Box,
    size: float = 12,
    reach: float = 6,
) -> list[Box]:
    """Return the place of each name: as near to its point as it hides nothing.

    Parameters
    ----------
    points : x, y and the name of each point that has one, in pixels
    others : x and y of those without
    paper : what no name leaves
    size : of the letters
    reach : from the middle of a point to its side

    Returns
    -------
    list of Box
        As `points`. Where there is no free place at all it is the nearest one.
    """
    dots = [(x, y) for x, y, _ in points]
    taken = [_around(x, y, reach) for x, y in (*dots, *others)]
    found: list[Box] = []
    for x, y, name in points:
        places = [
            _beside(x, y, side, away=away, wide=width(name, size), high=size * LINE)
            for away, side in itertools.product(_AWAY, _SIDES)
        ]
        free = (
            box for box in places
            if paper.holds(box) and not any(box.meets(other) for other in (*taken, *found))
        )  # fmt: skip
        found.append(next(free, places[0]))
    return found


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _beside(
    x: float, y: float, side: tuple[int, int], *, away: float, wide: float, high: float
) -> Box:
    across, down = side
    left = {1: x + away, -1: x - away - wide, 0: x - wide / 2}[across]
    top = {0: y - high / 2, -1: y - away - high / 2, 1: y + away - high / 2}[down]
    return Box(left, top, left + wide, top + high)
