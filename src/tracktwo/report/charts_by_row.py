"""Charts with a row for each actor, lever, number or change, each a Vega-Lite specification.

All are about 340 pixels wide, so that they read on a phone and stand side by side on a desk.
Texts from a case enter as data, never as expressions. Colours are the page's CSS variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    INK,
    MUTED,
    POINTS,
    WIDTH,
    Interval,
    Spec,
    band_values,
    ceiling,
    interval_layers,
    percent_axis,
    reach_of,
    rows_of,
    spec,
)
from tracktwo.report.kind_words import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence


def chances(rows: Sequence[Interval], base: float | None = None) -> Spec:
    """Draw chances with their bands, one row each, against the chance as things stand."""
    top = ceiling(max([row.band.p95 for row in rows] + [row.band.mean for row in rows]))
    x = {
        "type": "quantitative",
        "axis": percent_axis(top),
        "scale": {"domain": [0, top], "nice": False},
    }
    lines = rows_of([row.label for row in rows])
    layers = [] if base is None else [lines.rule(base, x, MUTED)]
    layers += [*interval_layers(x, lines), lines.layer()]
    return spec(band_values(rows), width=WIDTH, height=lines.height, layer=layers)


def reasons(rows: Sequence[tuple[str, Sequence[tuple[str, float]], float]]) -> Spec:
    """Draw the parts of an actor's log-odds of consent, stacked either side of zero.

    Parameters
    ----------
    rows : sequence of (label, parts, total)
        `parts` are (kind, log-odds) with kinds of `REASONS`; `total` is their sum.
    """
    kinds = list(REASONS)
    bars = [
        {"n": n, "k": kinds.index(kind), "v": value}
        for n, (_, parts, _) in enumerate(rows)
        for kind, value in parts
    ]
    totals = [{"n": n, "total": total} for n, (_, _, total) in enumerate(rows)]
    lines = rows_of([label for label, _, _ in rows])
    x = {
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 6, "domain": False, "ticks": False,
                 "labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+~r')"},
    }  # fmt: skip
    colour = {
        "field": "k",
        "type": "ordinal",
        "legend": None,
        "scale": {
            "domain": list(range(len(kinds))),
            "range": [f"var(--{kind})" for kind in kinds],
        },
    }
    stack = {
        "mark": {"type": "bar", "size": 12, "yOffset": lines.offset, "strokeWidth": 0.5,
                 "stroke": INK},
        "encoding": {
            "x": {**x, "field": "v", "aggregate": "sum", "stack": "zero"},
            "y": lines.y,
            "color": colour,
            "order": {"field": "k", "type": "ordinal"},
        },
    }  # fmt: skip
    total = {
        "data": {"values": totals},
        "mark": {"type": "tick", "thickness": 3, "size": 18, "color": INK,
                 "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "total"}, "y": lines.y},
    }  # fmt: skip
    layers = [stack, lines.rule(0, x, INK), total, lines.layer()]
    return spec(bars, width=WIDTH, height=lines.height, layer=layers)


def swings(rows: Sequence[tuple[str, float, float]]) -> Spec:
    """Draw by how much each number swings the odds: (label, swing, standard error) per row."""
    values = [
        {
            "n": n, "v": swing, "zero": 0, "a": swing - 1.645 * error,
            "d": swing + 1.645 * error,
            "colour": "var(--up)" if swing >= 0 else "var(--down)",
        }
        for n, (label, swing, error) in enumerate(rows)
    ]  # fmt: skip
    reach = reach_of([v for value in values for v in (value["a"], value["d"])])  # type: ignore[misc]
    lines = rows_of([label for label, _, _ in rows])
    x = {
        "type": "quantitative",
        "axis": {"title": None, "labelExpr": POINTS, "tickCount": 5, "domain": False,
                 "ticks": False},
        "scale": {"domain": [-reach, reach], "nice": False},
    }  # fmt: skip
    bar = {
        "mark": {"type": "bar", "size": 10, "yOffset": lines.offset},
        "encoding": {
            "x": {**x, "field": "zero"},
            "x2": {"field": "v"},
            "y": lines.y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    whisker = {
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5, "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "d"}, "y": lines.y},
    }
    return spec(
        values,
        width=WIDTH,
        height=lines.height,
        layer=[bar, lines.rule(0, x, INK), whisker, lines.layer()],
    )


def positions(
    rows: Sequence[tuple[str, tuple[float, float, float], float]],
    histogram: Sequence[float] = (),
) -> Spec:
    """Draw where actors stand on an issue, under a forecast of what they would settle on.

    Parameters
    ----------
    rows : sequence of (name, (low, mode, high), salience)
    histogram : sequence of float
        Chance of a settlement in equal bins from 0 to 100; none is drawn where it is empty.
    """
    values = [
        {"n": n, "a": low, "m": mode, "d": high, "s": salience}
        for n, (_, (low, mode, high), salience) in enumerate(rows)
    ]
    lines = rows_of([name for name, *_ in rows])
    x = {
        "type": "quantitative",
        "axis": {"title": None, "values": [0, 25, 50, 75, 100], "domain": False, "ticks": False},
        "scale": {"domain": [0, 100], "nice": False},
    }
    rail = {
        "mark": {"type": "rule", "color": "var(--reached)", "strokeWidth": 3, "opacity": 0.5,
                 "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "d"}, "y": lines.y},
    }  # fmt: skip
    dot = {
        "mark": {"type": "point", "filled": True, "color": "var(--reached)", "opacity": 1,
                 "yOffset": lines.offset},
        "encoding": {
            "x": {**x, "field": "m"},
            "y": lines.y,
            "size": {
                "field": "s",
                "type": "quantitative",
                "legend": None,
                "scale": {"domain": [0, 100], "range": [10, 180]},
            },
        },
    }  # fmt: skip
    stands: Spec = {"width": WIDTH, "height": lines.height, "layer": [rail, dot, lines.layer()]}
    if not histogram:
        return spec(values, **stands)
    width = 100 / len(histogram)
    bins = [{"a": n * width, "b": (n + 1) * width, "p": p} for n, p in enumerate(histogram)]
    bars = {
        "data": {"values": bins},
        "width": WIDTH,
        "height": 34,
        "mark": {"type": "bar", "color": MUTED, "opacity": 0.55, "binSpacing": 1},
        "encoding": {
            "x": {**x, "field": "a", "bin": "binned", "axis": None},
            "x2": {"field": "b"},
            "y": {"field": "p", "type": "quantitative", "axis": None},
        },
    }
    return spec([], vconcat=[bars, {"data": {"values": values}, **stands}], spacing=2)
