"""Chances by month in panels that share one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.chart_parts import Spec, percent_axis, spec
from tracktwo.pictures.lettering import lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.results.bands import BandSeries

WIDE, NARROW = 960, 340
"""Widths of the whole where there is room, and on a phone."""
AXIS = 46
"""Pixels for the axis left of a panel."""
_BETWEEN, _MOST = 22, 5
"""Pixels between panels, and how many stand side by side."""


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
    rows = -(-len(panels) // _MOST)
    count = -(-len(panels) // rows) if beside else 1
    wide = (across - AXIS - 8 - (count - 1) * _BETWEEN) / count
    high = max((len(lines(one.title, 12, wide)) for one in panels), default=1)
    drawn = [
        _panel(one, top, named, wide, high, scale=n % count == 0) for n, one in enumerate(panels)
    ]
    if not beside:
        return spec([], vconcat=drawn, spacing=12)
    if rows == 1:
        return spec([], hconcat=drawn, spacing=_BETWEEN)
    whole = [
        {"hconcat": drawn[n : n + count], "spacing": _BETWEEN} for n in range(0, len(drawn), count)
    ]
    return spec([], vconcat=whole, spacing=18)


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
    months = months_axis(named, len(one.series.mean) - 1)
    return {
        "data": {"values": values_of(one.series)},
        "width": round(wide, 1),
        "height": 120,
        "layer": [*band_layers(one.colour, top, axis, months), title],
    }


def months_axis(named: Mapping[int, str], last: int) -> Spec:
    """Return the channel of months from 0 to `last`, some of which have names."""
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


def values_of(series: BandSeries) -> list[dict[str, Any]]:
    """Return a course as data: a row a month, with its mean and quantiles a to d."""
    return [
        {"t": t, "mean": series.mean[t], "a": series.p05[t], "b": series.p25[t],
         "c": series.p75[t], "d": series.p95[t]}
        for t in range(len(series.mean))
    ]  # fmt: skip


def band_layers(colour: str, top: float, axis: Spec, x: Spec) -> list[Spec]:
    """Draw `values_of`: the mean as a line, half of the draws and nine in ten as bands."""
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
