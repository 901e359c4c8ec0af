"""The chance of breaking down again, so long after completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import INK, Spec, percent_axis, spec
from tracktwo.pictures.panels import AXIS, band_layers, months_axis, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.results.bands import BandSeries


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
    x = months_axis({12 * year: str(year) for year in range(last // 12 + 1)}, last)
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
    layers = [*band_layers("var(--relapsed)", 1.0, axis, x), marks]
    return spec(values_of(series), width=across - AXIS - 8, height=170, layer=layers)
