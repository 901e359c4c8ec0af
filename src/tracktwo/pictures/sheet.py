"""A sheet on which a scene is put together from top to bottom: texts, panels, bars of chances."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.pictures.lettering import LINE, lines
from tracktwo.pictures.scene import INK, Backing, Box, Letters, Mark, Polyline, Scene

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.results.bands import Band

MUTED = "var(--muted)"
BAR = 13.0
"""Height of a bar."""


@dataclass
class Drawing:
    """What a drawing holds so far."""

    panels: list[Backing] = field(default_factory=list)
    lines: list[Polyline] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    letters: list[Letters] = field(default_factory=list)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        most: float,
        *,
        size: float = 11,
        bold: bool = False,
        colour: str = INK,
        count: int = 4,
    ) -> float:
        """Write a text over as many lines as it takes, and return where the next begins.

        Parameters
        ----------
        text : what is cut where it takes more than `count` lines
        x, y : left upper corner
        most : how wide a line may be
        size, bold, colour : of the letters
        count : lines at most
        """
        for line in lines(text, size, most, count, bold=bold):
            middle = round(y + size * LINE / 2, 2)
            self.letters.append(Letters(x, middle, line, size, bold=bold, colour=colour))
            y += size * LINE
        return y

    def bar(self, band: Band, x: float, y: float, *, top: float, length: float, said: str) -> float:
        """Draw a chance on a rail from 0 to `top`, with where nine draws in ten lie.

        Returns
        -------
        float
            Where it ends.
        """
        middle = y + BAR / 2

        def at(chance: float) -> float:
            return round(x + length * min(chance, top) / top, 1)

        self.lines.append(Polyline(((x, middle), (x + length, middle)), "var(--line)", 1.0))
        ends = ((at(band.p05), middle), (at(band.p95), middle))
        self.lines.append(Polyline(ends, "var(--stage2)", 5.0, said=said))
        self.marks.append(Mark(at(band.mean), middle, 4.0, "circle", "var(--reached)",
                               stroke="var(--card)", said=said))  # fmt: skip
        return y + BAR

    def panel(self, box: Box, fill: str, stroke: str = "var(--line)") -> None:
        """Put a panel below all that is written."""
        self.panels.append(Backing(box, fill, stroke))

    def arrow(
        self, points: Iterable[tuple[float, float]], colour: str, said: str, *, dashed: bool = False
    ) -> None:
        """Draw an arrow through points."""
        dash = (4, 3) if dashed else ()
        self.lines.append(Polyline(tuple(points), colour, 1.6, dash, said, arrow=True))

    def scene(self, width: float, height: float) -> Scene:
        """Return what has been drawn."""
        return Scene(
            width, round(height, 1), tuple(self.panels), tuple(self.lines), tuple(self.marks),
            tuple(self.letters),
        )  # fmt: skip
