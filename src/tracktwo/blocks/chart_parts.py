"""What all charts of the report are made of: scales, labels above rows, intervals, colours."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.results.bands import Band

Spec = dict[str, Any]

WIDTH, WHOLE = 320, 1060
"""Of a chart that stands beside others, and of one that has the page to itself."""
_LINE, _BAR, _NEAR = 14, 28, 11
"""Heights of a line of a label and of what stands under it; how far under it the middle of a bar
lies, nearer to its own label than to the next."""
INK, MUTED, GRID, PAPER = "var(--ink)", "var(--muted)", "var(--grid)", "var(--card)"
FONT = "sans-serif"
"""One family, for the engine that draws takes many times as long to look through a list of them; a
page sets its own in its style sheet."""
_CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED, "titleColor": MUTED, "gridColor": GRID, "domainColor": MUTED,
        "tickColor": MUTED, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "labelFont": FONT, "titleFont": FONT, "tickSize": 4,
    },
    "text": {"font": FONT, "fontSize": 12, "color": INK},
}  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """One labelled interval of a chart."""

    label: str
    band: Band
    colour: str = "var(--reached)"


def spec(values: list[dict[str, Any]], **parts: Any) -> Spec:
    """Return a specification with the style that all share."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _CONFIG,
        "data": {"values": values},
        **parts,
    }


def widened(chart: Spec, width: int = WHOLE) -> Spec:
    """Return a chart as wide as a page: what it is of one view, or of several side by side."""
    beside = chart.get("hconcat")
    if beside:
        share = (width - (len(beside) - 1) * chart.get("spacing", 20)) // len(beside)
        return {**chart, "hconcat": [{**view, "width": share} for view in beside]}
    if "vconcat" in chart:
        return {**chart, "vconcat": [{**view, "width": width} for view in chart["vconcat"]]}
    return {**chart, "width": width} if "width" in chart else chart


def label_lines(text: str, columns: int = 48, most: int = 2) -> str:
    """Break a text into lines that fit above a row."""
    lines = textwrap.wrap(" ".join(clean(text).split()), columns, break_long_words=True)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: columns - 1].rstrip()}…"]
    return "\n".join(lines)


def ceiling(highest: float) -> float:
    """Return the round end of an axis of chances that reaches `highest`."""
    for end in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8):
        if highest <= end:
            return end
    return 1.0


def percent_axis(top: float) -> Spec:
    """Return an axis of chances, with decimals where it ends low."""
    step = ".2%" if top <= 0.002 else ".1%" if top < 0.03 else ".0%"
    return {"format": step, "tickCount": 4, "title": None, "domain": False, "ticks": False}


@dataclass(frozen=True)
class Rows:
    """Rows of one height, each with its label above what it names."""

    labels: tuple[str, ...]

    @property
    def height(self) -> Spec:
        """The height of all rows."""
        return {"step": self._step}

    @property
    def _high(self) -> int:
        """Height of a label."""
        return _LINE * max((label.count("\n") + 1 for label in self.labels), default=1)

    @property
    def _step(self) -> int:
        return self._high + _BAR

    @property
    def offset(self) -> float:
        """How far below the middle of its row a bar lies."""
        return self._high + _NEAR - self._step / 2

    @property
    def y(self) -> Spec:
        """The channel that puts a mark into its row."""
        places = list(range(len(self.labels)))
        return {"field": "n", "type": "ordinal", "axis": None, "scale": {"domain": places}}

    def rule(self, value: float, x: Spec, colour: str) -> Spec:
        """Draw a dashed line down at a value, which leaves out the labels."""
        mark = {
            "type": "point", "shape": "M0,-1L0,1", "size": (_BAR - 4) ** 2, "filled": False,
            "color": colour, "opacity": 1, "strokeDash": [4, 3], "strokeWidth": 1.5,
            "yOffset": self._high / 2,
        }  # fmt: skip
        places = [{"n": n, "at": value} for n in range(len(self.labels))]
        return {
            "data": {"values": places},
            "mark": mark,
            "encoding": {"x": {**x, "field": "at"}, "y": self.y},
        }

    def layer(self) -> Spec:
        """Write the labels, on a rim of the paper's colour where lines pass under them."""
        values = [{"n": n, "label": label} for n, label in enumerate(self.labels)]
        mark = {
            "type": "text", "align": "left", "baseline": "top", "lineBreak": "\n",
            "lineHeight": _LINE, "yOffset": -self._step / 2 + 2,
        }  # fmt: skip
        rim = {**mark, "color": PAPER, "stroke": PAPER, "strokeWidth": 4}
        where = {
            "x": {"value": 0},
            "y": self.y,
            "text": {"field": "label", "type": "nominal"},
        }
        return {
            "data": {"values": values},
            "encoding": where,
            "layer": [{"mark": rim}, {"mark": mark}],
        }


def rows_of(labels: Sequence[str], columns: int = 48, most: int = 2) -> Rows:
    """Return rows for labels, broken into as many lines as they need, `most` at most."""
    broken = [label_lines(label, columns, most) for label in labels]
    lines = max((label.count("\n") for label in broken), default=0)
    # Shorter labels get empty lines above them, so that each stands next to its bar.
    return Rows(tuple("\u00a0\n" * (lines - label.count("\n")) + label for label in broken))


def band_values(rows: Sequence[Interval]) -> list[dict[str, Any]]:
    """Return rows as data: mean, and quantiles a to d."""
    return [
        {
            "n": n, "colour": row.colour, "mean": row.band.mean, "a": row.band.p05,
            "b": row.band.p25, "c": row.band.p75, "d": row.band.p95,
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip


def interval_layers(x: Spec, rows: Rows) -> list[Spec]:
    """Draw `band_values`: a dot, half of the draws, nine in ten."""
    colour = {"field": "colour", "type": "nominal", "scale": None}

    def bar(low: str, high: str, width: float, opacity: float) -> Spec:
        return {
            "mark": {
                "type": "rule", "strokeWidth": width, "opacity": opacity, "clip": True,
                "yOffset": rows.offset,
            },
            "encoding": {
                "x": {**x, "field": low}, "x2": {"field": high}, "y": rows.y, "color": colour,
            },
        }  # fmt: skip

    dot = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "stroke": "var(--card)",
                 "strokeWidth": 1.5, "yOffset": rows.offset},
        "encoding": {"x": {**x, "field": "mean"}, "y": rows.y, "color": colour},
    }  # fmt: skip
    return [bar("a", "d", 3, 0.55), bar("b", "c", 8, 0.6), dot]


def rule_at(value: float, x: Spec, colour: str) -> Spec:
    """Draw a dashed line down at a value."""
    return {
        "data": {"values": [{"at": value}]},
        "mark": {"type": "rule", "color": colour, "strokeDash": [4, 3], "strokeWidth": 1.5},
        "encoding": {"x": {**x, "field": "at"}},
    }


def reach_of(values: Sequence[float]) -> float:
    """Return a round number that no value exceeds in size."""
    most = max([abs(value) for value in values], default=0) or 0.001
    digit = 10 ** math.floor(math.log10(most))
    return float(digit * next(m for m in (1, 2, 3, 5, 10) if m * digit >= most * 0.9999))


POINTS = "format(datum.value * 100, '+~r') == '+0' ? '0' : format(datum.value * 100, '+~r')"


BARE = {"title": None, "domain": False, "ticks": False}
"""An axis of numbers and nothing else."""


def points_axis(reach: float) -> Spec:
    """Return the channel of differences of odds, `reach` on either side of zero."""
    return {
        "type": "quantitative",
        "axis": {**BARE, "labelExpr": POINTS, "tickCount": 5},
        "scale": {"domain": [-reach, reach], "nice": False},
    }


def panel(text: str) -> Spec:
    """Return the title of one of two charts side by side."""
    return {
        "text": text, "anchor": "start", "color": MUTED, "font": FONT, "fontSize": 12,
        "fontWeight": "normal", "offset": 8,
    }  # fmt: skip
