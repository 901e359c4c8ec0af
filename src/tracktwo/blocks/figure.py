"""Figures: charts with what they say in words, and in characters where there is no picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tracktwo.blocks.chart_parts import WHOLE, widened

if TYPE_CHECKING:
    from tracktwo.blocks.chart_parts import Spec
    from tracktwo.blocks.text import Text


@dataclass(frozen=True)
class Bar:
    """One row of a figure where there are only characters to draw it with."""

    label: str
    values: tuple[float, ...]
    """The bar reaches from the least of them to the largest, and to zero in any case."""
    said: str
    """The same in words."""


@dataclass(frozen=True)
class Spark:
    """A course of numbers, none below zero, in a row of characters."""

    label: str
    values: tuple[float, ...]
    top: float
    """Shown as the highest character."""
    said: str
    """What the row stands for in words, as its scale."""


@dataclass(frozen=True)
class Key:
    """What a colour of a figure stands for."""

    colour: str
    """One that the style sheet names, as ``up``."""
    text: Text
    thin: bool = False
    """Whether the figure has it as a line."""


@dataclass(frozen=True)
class Legend:
    """What the colours of the figures below stand for."""

    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Figure:
    """A chart, with what it says in words for those who cannot see it."""

    spec: Spec
    """In Vega-Lite, its data inline."""
    title: str
    """Read out as the name of the picture."""
    description: str
    """What the picture shows: the numbers, in words."""
    heading: Text = ""
    """Above it on the page."""
    scale: Text = ""
    """From where to where its axis runs, where figures beside it have others."""
    caption: Text = ""
    """What is shown, in which units."""
    reading: Text = ""
    """How to read the drawing; left out where there is none."""
    keys: tuple[Key, ...] = ()
    bars: tuple[Bar | Spark, ...] = ()
    """The figure in characters; none where a table says the same."""
    level: Literal[3, 4] = 3
    """Of the heading."""
    wide: Spec | None = None
    """The same drawn for a whole page's width, where that shows more than enlarging it would;
    `spec` is then for a phone."""

    @property
    def best(self) -> Spec:
        """The drawing for paper, slides and files: the wide one where there is one."""
        return self.wide or self.spec

    def at(self, across: float) -> Spec:
        """Return the drawing for so much room, in points: the wide one where it can be read."""
        return self.best if across >= _READABLE else self.spec

    def among(self, count: int) -> Figure:
        """Return the figure as it fills the width it has where `count` stand side by side."""
        if self.wide is not None or count > len(_SHARES):
            return self
        return replace(self, wide=widened(self.spec, _SHARES[count - 1]))


_READABLE = 400
"""Points across below which letters of a wide drawing are too small."""

_SHARES = (WHOLE, 510)
"""Width of a figure that stands alone, and of one of two; more share a page as they are."""


@dataclass(frozen=True)
class Figures:
    """Charts side by side where there is room."""

    figures: tuple[Figure, ...]

    @property
    def fitted(self) -> tuple[Figure, ...]:
        """The figures, each as wide as what it has of the page."""
        return tuple(one.among(len(self.figures)) for one in self.figures)
