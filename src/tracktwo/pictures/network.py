"""Where the nodes of a network go: near those they are tied to, with room for every label.

1. Kamada and Kawai's springs (1989, doi:10.1016/0020-0190(89)90102-6), through NetworkX, from the
   places of a circle: no random number, so the same network lies the same way every time.
   Compared with Fruchterman and Reingold's (`spring_layout`) on networks of 5 to 40 nodes: fewer
   lines cross, and they are of more even length.
2. The picture is filled: places are stretched to its sides.
3. Boxes of mark and label that meet are pushed apart along the shorter way until none does; where
   there is no room, the picture grows downwards.
4. A line that would pass under another node's mark or label is bent around it.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.pictures.scene import Box, Point, passes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GAP = 8.0
"""Pixels between boxes."""
_BENDS = (0.0, 0.12, -0.12, 0.22, -0.22, 0.34, -0.34, 0.5, -0.5)
"""How far the middle of a line may lie from the straight one, in shares of its length."""
_BENT = 0.5
"""What speaks against a bend, for each of its shares of the length; a label in the way is 1."""
_ROUNDS = 600


@dataclass(frozen=True)
class Arc:
    """A line between two nodes."""

    points: tuple[Point, ...]
    bend: float
    """How far its middle lies from the straight line, in shares of its length."""


@dataclass(frozen=True)
class Room:
    """What a node takes up around its middle: half of its width, above and below."""

    half: float
    above: float
    below: float


@lru_cache(maxsize=16)
def springs(nodes: tuple[str, ...], ties: tuple[tuple[str, str], ...]) -> dict[str, Point]:
    """Return places from 0 to 1 in which those that are tied lie close.

    Worked out once for each network, which is drawn at several widths.

    Parameters
    ----------
    nodes : their order is that of the circle which the springs start from
    ties : pairs of nodes
    """
    import networkx as nx  # noqa: PLC0415  (imported only when a map is drawn)

    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(ties)
    if len(nodes) < 2:
        return dict.fromkeys(nodes, (0.5, 0.5))
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    longest = max(max(row.values()) for row in lengths.values())
    # Parts of the network that nothing ties together lie a step further apart than any that are.
    far = {a: {b: lengths[a].get(b, longest + 1) for b in nodes} for a in nodes}
    placed = nx.kamada_kawai_layout(graph, dist=far, pos=nx.circular_layout(graph))
    spots = np.array([placed[node] for node in nodes])
    low, high = spots.min(axis=0), spots.max(axis=0)
    spots = (spots - low) / np.where(high - low < 1e-6, 1.0, high - low)
    # A hundredth of the picture decides nothing, and differs not between processors.
    return {
        node: (round(float(x), 3), round(float(y), 3))
        for node, (x, y) in zip(nodes, spots, strict=True)
    }


def spread(
    places: dict[str, Point], rooms: dict[str, Room], width: float, height: float
) -> tuple[dict[str, Point], float]:
    """Return middles of nodes in pixels, whose boxes do not meet, and how high the picture is.

    Parameters
    ----------
    places : from 0 to 1 either way
    rooms : what each takes up
    width, height : of the picture; it grows downwards until there is room for all
    """
    names = list(places)
    if not names:
        return {}, height
    half = np.array([rooms[name].half for name in names])
    above = np.array([rooms[name].above for name in names])
    below = np.array([rooms[name].below for name in names])
    while True:
        share = np.array([places[name] for name in names])
        # Boxes, not middles, fill the picture; a box is placed by its own middle.
        size = np.stack([half, (above + below) / 2], axis=1) + GAP / 2
        middle = size + share * (np.array([width, height]) - 2 * size)
        middle = _apart(middle, size, width, height)
        if not _meeting(middle, size - GAP / 4).any():
            at = middle.copy()
            at[:, 1] += (above - below) / 2
            spots = zip(names, at.round(1).tolist(), strict=True)
            return {name: (x, y) for name, (x, y) in spots}, height
        height = round(height * 1.08)


def _meeting(middle: Floats, size: Floats) -> NDArray[np.bool_]:
    away = np.abs(middle[:, None] - middle[None])
    near = np.asarray((away < size[:, None] + size[None]).all(axis=2))
    np.fill_diagonal(near, val=False)
    return near


def _apart(middle: Floats, size: Floats, width: float, height: float) -> Floats:
    """Push boxes that meet apart, each of two by half, within the picture."""
    middle = middle.copy()
    paper = np.array([width, height])
    for _ in range(_ROUNDS):
        near = _meeting(middle, size)
        if not near.any():
            break
        for a, b in zip(*np.nonzero(np.triu(near)), strict=True):
            gap = middle[b] - middle[a]
            lacks = size[a] + size[b] - np.abs(gap)
            if (lacks <= 0).any():
                continue  # an earlier push has parted them
            axis = int(lacks[1] < lacks[0])
            push = (lacks[axis] / 2 + 0.05) * (1 if gap[axis] >= 0 else -1)
            middle[a, axis] -= push
            middle[b, axis] += push
        middle = np.clip(middle, size, np.maximum(paper - size, size))
    return middle


def bent(
    ends: Sequence[tuple[str, str]],
    at: dict[str, Point],
    reach: dict[str, float],
    boxes: dict[str, Box],
) -> list[Arc]:
    """Return a line for each tie, bent where a straight one would hide what it is about.

    Parameters
    ----------
    ends : pairs of nodes; a pair may be named several times, each then has a bend of its own
    at : middles of the nodes
    reach : how far the mark of each reaches from there
    boxes : of their labels
    """
    found: list[Arc] = []
    taken: set[tuple[frozenset[str], float]] = set()
    for one, other in ends:
        pair = frozenset((one, other))
        # Seen from the same end, so that a line back does not lie on the line there.
        way = 1 if one <= other else -1
        free = [bend for bend in _BENDS if (pair, way * bend) not in taken] or [0.0]
        best, least = None, math.inf
        for bend in free:
            if _BENT * abs(bend) >= least:
                break  # those to come are bent as much or more
            arc = Arc(_curve(at[one], at[other], bend, reach[one] + 2, reach[other] + 3), bend)
            cost = _cost(arc, pair, at, reach, boxes)
            if cost < least:
                best, least = arc, cost
        assert best is not None  # noqa: S101  (the first is never left out)
        taken.add((pair, way * best.bend))
        found.append(best)
    return found


def _cost(
    arc: Arc,
    ends: frozenset[str],
    at: dict[str, Point],
    reach: dict[str, float],
    boxes: dict[str, Box],
) -> float:
    """Return what speaks against a line: marks and labels in its way, and its bend."""
    cost = _BENT * abs(arc.bend)
    across, down = zip(*arc.points, strict=True)
    around = Box(min(across), min(down), max(across), max(down))
    for name, (x, y) in at.items():
        if name not in ends:
            r = reach[name] + 3
            mark = Box(x - r, y - r, x + r, y + r)
            cost += 4.0 * (around.meets(mark, 1) and _hits(mark, arc.points))
        label = boxes[name]
        cost += 1.0 * (around.meets(label, 1) and _hits(label, arc.points))
    return cost


def _hits(box: Box, line: Sequence[Point]) -> bool:
    return any(passes(box, a, b) for a, b in itertools.pairwise(line))


def _curve(start: Point, end: Point, bend: float, leave: float, arrive: float) -> tuple[Point, ...]:
    """Return points of an arc between two nodes, from the side of one to the side of the other."""
    (x, y), (to_x, to_y) = start, end
    away = (to_x - x, to_y - y)
    length = math.hypot(*away) or 1.0
    over = (x + away[0] / 2 - 2 * bend * away[1] / 2, y + away[1] / 2 + 2 * bend * away[0] / 2)
    steps = 24 if bend else 1
    points = []
    for n in range(steps + 1):
        t = n / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * x + b * over[0] + c * to_x, a * y + b * over[1] + c * to_y))
    if length <= leave + arrive:  # no room for a line between them
        return (points[0], points[-1])
    inner = [
        p for p in points
        if math.dist(p, start) > leave and math.dist(p, end) > arrive
    ]  # fmt: skip
    first, last = inner[0] if inner else points[-1], inner[-1] if inner else points[0]
    ends = (_towards(start, first, leave), *inner, _towards(end, last, arrive))
    return tuple((round(px, 1), round(py, 1)) for px, py in ends)


def _towards(start: Point, to: Point, by: float) -> Point:
    length = math.dist(start, to) or 1.0
    return (
        start[0] + (to[0] - start[0]) * by / length,
        start[1] + (to[1] - start[1]) * by / length,
    )
