"""Chances by month in panels that share one scale, and what comes after completion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.chart_parts import INK, Spec, percent_axis, spec
from tracktwo.pictures.lettering import lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.results.bands import BandSeries

WIDE, NARROW = 960, 340
_BETWEEN, _AXIS = 22, 46
"""Pixels between panels, and for the axis left of one."""


@dataclass(frozen=True)
class Panel:
    """One course."""

    title: str
    series: BandSeries
    colour: str


def by_month(panels: Sequence[Panel], top: float, named: Mapping[int, str], across: float) -> Spec:
    """Draw courses by month, each in a panel, all on one scale.

    Parameters
    ----------
    panels : the courses
    top : end of the scale
    named : months that the axis names
    across : how wide the whole is; panels stand one below the other where it is narrow
    """
    beside = across >= 2 * NARROW
    count = len(panels) if beside else 1
    wide = (across - _AXIS - 8 - (count - 1) * _BETWEEN) / count
    high = max((len(lines(one.title, 12, wide)) for one in panels), default=1)
    drawn = [_panel(one, top, named, wide, high, scale=n == 0 or not beside)
             for n, one in enumerate(panels)]  # fmt: skip
    if beside:
        return spec([], hconcat=drawn, spacing=_BETWEEN)
    return spec([], vconcat=drawn, spacing=12)


def _panel(
    one: Panel, top: float, named: Mapping[int, str], wide: float, high: int, *, scale: bool
) -> Spec:
    text = lines(one.title, 12, wide)
    text = ["\u00a0"] * (high - len(text)) + text  # all as high, so that plots begin at one height
    axis = {**percent_axis(top), "tickCount": 3, "labels": scale}
    title = {
        "data": {"values": [{"text": "\n".join(text)}]},
        "mark": {"type": "text", "align": "left", "baseline": "bottom", "lineBreak": "\n",
                 "lineHeight": 15, "dy": -15 * (high - 1)},
        "encoding": {"x": {"value": 0}, "y": {"value": -8},
                     "text": {"field": "text", "type": "nominal"}},
    }  # fmt: skip
    months = _months(named, len(one.series.mean) - 1)
    return {
        "data": {"values": _values(one.series)},
        "width": round(wide, 1),
        "height": 120,
        "layer": [*_layers(one.colour, top, axis, months), title],
    }


def _months(named: Mapping[int, str], last: int) -> Spec:
    names = ", ".join(f"{month}: '{name}'" for month, name in named.items())
    return {
        "field": "t",
        "type": "quantitative",
        "axis": {
            "values": list(named), "labelExpr": f"{{{names}}}[datum.value] || ''",
            "labelFlush": True, "labelOverlap": False, "grid": False, "title": None,
        },
        "scale": {"domain": [0, max(last, 1)], "nice": False},
    }  # fmt: skip


def _values(series: BandSeries) -> list[dict[str, Any]]:
    return [
        {"t": t, "mean": series.mean[t], "a": series.p05[t], "b": series.p25[t],
         "c": series.p75[t], "d": series.p95[t]}
        for t in range(len(series.mean))
    ]  # fmt: skip


def _layers(colour: str, top: float, axis: Spec, x: Spec) -> list[Spec]:
    scale = {"domain": [0, top], "nice": False}

    def chance(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}

    def band(low: str, high: str, opacity: float) -> Spec:
        return {
            "mark": {"type": "area", "color": colour, "opacity": opacity, "clip": True},
            "encoding": {"x": x, "y": chance(low), "y2": {"field": high}},
        }

    line = {
        "mark": {"type": "line", "color": colour, "strokeWidth": 2.5, "clip": True},
        "encoding": {"x": x, "y": chance("mean")},
    }
    return [band("a", "d", 0.22), band("b", "c", 0.35), line]


def afterwards(
    series: BandSeries,
    published: Sequence[tuple[str, Sequence[tuple[int, float]]]],
    across: float,
) -> Spec:
    """Draw the chance of breakdown so many months after completion, beside published shares.

    Parameters
    ----------
    series : by months since completion
    published : what a share is of (a shape for each), with months and shares
    across : how wide it is
    """
    last = len(series.mean) - 1
    shapes = ("diamond", "square")
    points = [
        {"t": month, "share": share, "shape": shapes[n % len(shapes)]}
        for n, (_, shares) in enumerate(published)
        for month, share in shares
        if month <= last
    ]
    x = _months({12 * year: str(year) for year in range(last // 12 + 1)}, last)
    x["axis"]["title"] = "years after completion"
    axis = {**percent_axis(1.0), "tickCount": 5}
    scale = {"domain": [0, 1], "nice": False}
    marks = {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "fill": "var(--card)",
                 "stroke": INK, "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": {"field": "share", "type": "quantitative", "axis": axis, "scale": scale},
            "shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None},
        },
    }  # fmt: skip
    layers = [*_layers("var(--relapsed)", 1.0, axis, x), marks]
    return spec(_values(series), width=across - _AXIS - 8, height=170, layer=layers)
