"""Where everything of the map goes: marks, labels, lines, and the key below."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracktwo.pictures.lettering import LINE, lines, width
from tracktwo.pictures.network import Arc, Room, bent, spread, springs
from tracktwo.pictures.scene import Box, Point, passes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.questions.map.actor_map import ActorMap

WIDE, NARROW = 960, 340
"""Widths of the map where there is room, and on a phone."""
_SIDES = (
    "below", "right", "left", "above", "below right", "below left", "above right", "above left",
)  # fmt: skip
"""Of a mark, where its label may stand; the first that serve are taken."""
_LEAST, _MOST = 6.5, 17.0
"""How far the smallest and the largest mark reach."""


@dataclass(frozen=True)
class Layout:
    """Places in pixels, of one width."""

    width: float
    height: float
    size: float
    """Of the letters."""
    at: dict[str, Point]
    reach: dict[str, float]
    labels: dict[str, tuple[str, ...]]
    boxes: dict[str, Box]
    """Where the label of each stands."""
    arcs: tuple[Arc, ...]
    """As the ties of the answer."""
    loose: float | None
    """Where what is said above those without a tie stands; None where all have one."""


def laid_out(found: ActorMap, names: Mapping[str, str], across: float = WIDE) -> Layout:
    """Return where everything goes; the same for the same map.

    Parameters
    ----------
    found : the answer
    names : of the actors, by id
    across : how wide the picture is
    """
    return _laid_out(found, tuple(names[one.actor] for one in found.actors), across)


@lru_cache(maxsize=16)
def _laid_out(found: ActorMap, names: tuple[str, ...], across: float) -> Layout:
    many = len(found.actors) > 15
    size = 11.0 if many or across < WIDE else 12.0
    most = 112.0 if across >= WIDE else 84.0
    reach = {one.actor: _reach(found, one.actor) for one in found.actors}
    labels = {
        one.actor: tuple(lines(name, size, most, count=3))
        for one, name in zip(found.actors, names, strict=True)
    }
    rooms = {actor: _room(labels[actor], reach[actor], size) for actor in reach}
    ends = tuple((tie.source, tie.target) for tie in found.ties)
    tied = tuple(one.actor for one in found.actors if any(one.actor in pair for pair in ends))
    alone = [one.actor for one in found.actors if one.actor not in tied]
    area = sum(2 * r.half * (r.above + r.below) for r in (rooms[a] for a in tied))
    height = (
        max(min(200.0, 70.0 * len(tied)), min(0.62 * across, 45.0 * len(tied)), 3.2 * area / across)
        if tied
        else 0.0
    )
    at, height = spread(springs(tied, ends), {a: rooms[a] for a in tied}, across, round(height))
    loose = None
    if alone:
        loose = height + 14
        rows, bottom = _rows(alone, rooms, across, loose + 12)
        at, height = {**at, **rows}, bottom
    boxes = {actor: _beside("below", at[actor], labels[actor], reach[actor], size) for actor in at}
    arcs = bent(ends, at, reach, boxes)
    paths = [arc.points for arc in arcs]
    for actor in tied:
        sides = [
            _beside(side, at[actor], labels[actor], reach[actor] + far, size)
            for far in (0, 9)  # further off, arrowheads do not reach
            for side in _SIDES
        ]
        others = [box for name, box in boxes.items() if name != actor]
        others += [_around(at[name], reach[name]) for name in at if name != actor]
        boxes[actor] = _clearest(sides, others, paths, Box(0, 0, across, math.inf))
    return Layout(across, height, size, at, reach, labels, boxes, tuple(arcs), loose)


def _reach(found: ActorMap, actor: str) -> float:
    """Return how large a mark is: its area grows with what hangs on the actor's consent."""
    hangs = {one.actor: abs(one.hangs_on_it.mean) if one.hangs_on_it else 0.0
             for one in found.actors}  # fmt: skip
    top = max(hangs.values(), default=0.0)
    share = hangs[actor] / top if top > 0 else 0.0
    return round(math.sqrt(_LEAST**2 + share * (_MOST**2 - _LEAST**2)), 1)


def _room(label: Sequence[str], reach: float, size: float) -> Room:
    wide = max((width(line, size) for line in label), default=0.0)
    return Room(max(wide / 2, reach) + 2, reach + 3, reach + 5 + size * LINE * len(label))


def _beside(side: str, at: Point, label: Sequence[str], reach: float, size: float) -> Box:
    """Return the place of a label on one side of its mark."""
    wide = max((width(line, size) for line in label), default=0.0)
    high = size * LINE * len(label)
    away, askew = reach + 3, reach + 1
    # Beside a mark at the upper edge a label stands as low as it needs.
    middle = max(at[1] - high / 2, 0.0)
    left, top = {
        "below": (at[0] - wide / 2, at[1] + away),
        "above": (at[0] - wide / 2, at[1] - away - high),
        "right": (at[0] + away + 2, middle),
        "left": (at[0] - away - 2 - wide, middle),
        "below right": (at[0] + askew, at[1] + askew),
        "below left": (at[0] - askew - wide, at[1] + askew),
        "above right": (at[0] + askew, at[1] - askew - high),
        "above left": (at[0] - askew - wide, at[1] - askew - high),
    }[side]
    return Box(left, top, left + wide, top + high)


def _clearest(
    sides: Sequence[Box], others: Sequence[Box], paths: Sequence[tuple[Point, ...]], paper: Box
) -> Box:
    """Return the place of a label that is crossed by fewest lines and hides nothing.

    Parameters
    ----------
    sides : places to choose from; the first is known to be free
    others : marks and labels that it must not lie on
    paths : the lines
    paper : it must not leave
    """

    def crossings(box: Box) -> int:
        return sum(any(passes(box, a, b) for a, b in itertools.pairwise(path)) for path in paths)

    best, least = sides[0], crossings(sides[0])
    for box in sides[1:]:
        free = paper.holds(box) and not any(box.meets(other, 1.0) for other in others)
        if least and free and crossings(box) < least:
            best, least = box, crossings(box)
    return best


def _around(at: Point, reach: float) -> Box:
    return Box(at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)


def _rows(
    actors: Sequence[str], rooms: Mapping[str, Room], across: float, top: float
) -> tuple[dict[str, Point], float]:
    """Return places one after the other in rows, and where the last row ends."""
    at: dict[str, Point] = {}
    x, row = 8.0, list[str]()

    def close() -> None:
        nonlocal top, x
        above = max(rooms[a].above for a in row)
        for a in row:
            at[a] = (at[a][0], round(top + above, 1))
        top += above + max(rooms[a].below for a in row) + 6
        x = 8.0
        row.clear()

    for actor in actors:
        wide = 2 * rooms[actor].half
        if row and x + wide > across - 4:
            close()
        at[actor] = (round(x + wide / 2, 1), 0.0)
        x += wide + 16
        row.append(actor)
    if row:
        close()
    return at, top
