"""A scene: panels, lines, marks and texts at places in pixels, and what hides what.

One description of a drawing for all its uses: a Vega-Lite specification (`spec`), the moving map
of the page, and the test that no label is printed over a mark or another label.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tracktwo.pictures.lettering import LINE, width

if TYPE_CHECKING:
    from collections.abc import Iterator

Shape = Literal["circle", "square", "diamond", "triangle-up"]
INK = "var(--ink)"
Point = tuple[float, float]
_TOUCH = -0.5
"""Boxes that share less than half a pixel touch, and hide nothing."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, apart: float = 0.0) -> bool:
        """Tell whether two come closer than some pixels."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def holds(self, other: Box, slack: float = 0.5) -> bool:
        """Tell whether another lies within this."""
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.top - slack <= other.top
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True)
class Backing:
    """A filled rectangle that texts may stand on."""

    box: Box
    fill: str
    stroke: str = "var(--line)"


@dataclass(frozen=True)
class Polyline:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    thick: float = 1.5
    dash: tuple[int, ...] = ()
    said: str = ""
    """What it stands for, shown where a pointer rests on it."""
    arrow: bool = False
    """Whether it ends in an arrowhead."""


@dataclass(frozen=True)
class Mark:
    """A shape around a place."""

    x: float
    y: float
    reach: float
    """From its middle to its side."""
    shape: Shape
    fill: str
    stroke: str = INK
    said: str = ""
    """What it stands for, shown where a pointer rests on it."""

    @property
    def box(self) -> Box:
        """The place that it takes."""
        return Box(
            self.x - self.reach, self.y - self.reach, self.x + self.reach, self.y + self.reach
        )


def outline(shape: Shape, reach: float) -> str:
    """Return a shape around 0, 0 as a path of SVG."""
    r = round(reach, 1)
    if shape == "circle":
        return f"M{-r} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    corners = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "diamond": ((0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)),
        "triangle-up": ((0.0, -r), (r, r), (-r, r)),
    }[shape]
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"


@dataclass(frozen=True)
class Letters:
    """A line of text; y is the middle of its height."""

    x: float
    y: float
    text: str
    size: float = 12
    anchor: Literal["left", "middle", "right"] = "left"
    bold: bool = False
    colour: str = INK
    halo: bool = False
    """Whether it stands on a rim of the paper's colour, where lines may pass under it."""

    @property
    def box(self) -> Box:
        """The place that it takes at most."""
        wide = width(self.text, self.size, bold=self.bold)
        left = self.x - wide * {"left": 0.0, "middle": 0.5, "right": 1.0}[self.anchor]
        half = self.size * LINE / 2
        return Box(left, self.y - half, left + wide, self.y + half)


@dataclass(frozen=True)
class Scene:
    """A drawing."""

    width: float
    height: float
    panels: tuple[Backing, ...] = ()
    lines: tuple[Polyline, ...] = ()
    marks: tuple[Mark, ...] = ()
    letters: tuple[Letters, ...] = field(default=())

    def hidden(self) -> Iterator[str]:
        """Say which texts are printed over one another, over a mark or beyond the edge."""
        paper = Box(0, 0, self.width, self.height)
        for text in self.letters:
            if not paper.holds(text.box):
                yield f"“{text.text}” leaves the picture"
            for mark in self.marks:
                if text.box.meets(mark.box, _TOUCH):
                    yield f"“{text.text}” lies on the mark of “{mark.said}”"
            for panel in self.panels:
                if text.box.meets(panel.box, _TOUCH) and not panel.box.holds(text.box, slack=1.5):
                    yield f"“{text.text}” crosses the side of a panel"
        for one, other in itertools.combinations(self.letters, 2):
            if one.box.meets(other.box, _TOUCH):
                yield f"“{one.text}” lies on “{other.text}”"
        for one_mark, other_mark in itertools.combinations(self.marks, 2):
            if one_mark.box.meets(other_mark.box, _TOUCH):
                yield f"the mark of “{one_mark.said}” lies on that of “{other_mark.said}”"

    def crossed(self) -> Iterator[str]:
        """Say which texts a line passes through."""
        for text, line in itertools.product(self.letters, self.lines):
            if any(passes(text.box, a, b) for a, b in itertools.pairwise(line.points)):
                yield f"“{text.text}” is crossed by the line of “{line.said}”"


def passes(box: Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Tell whether a line from point to point passes through a box.

    Source: Liang and Barsky (1984), doi:10.1145/357332.357333.
    """
    (x, y), (to_x, to_y) = start, end
    first, last = 0.0, 1.0
    for step, room in (
        (x - to_x, x - box.left),
        (to_x - x, box.right - x),
        (y - to_y, y - box.top),
        (to_y - y, box.bottom - y),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    return first < last
