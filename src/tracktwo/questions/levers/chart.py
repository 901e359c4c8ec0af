"""The chart of mixes of levers: odds against harm to civilians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    INK,
    MUTED,
    PAPER,
    WIDTH,
    Spec,
    ceiling,
    percent_axis,
    rule_at,
    spec,
)
from tracktwo.blocks.words import clean
from tracktwo.pictures.labels import named
from tracktwo.pictures.scene import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE, _HIGH = WIDTH - 40, 220


def front(
    mixes: Sequence[tuple[float, float]],
    marked: Sequence[tuple[float, float, str]],
    limit: float | None,
) -> Spec:
    """Draw mixes of levers by harm and odds, with the limit on harm.

    Parameters
    ----------
    mixes : sequence of (harm, odds)
    marked : sequence of (harm, odds, name)
        Named in the chart.
    limit : float or None
        Drawn as a dashed line.
    """
    everything = [*mixes, *((harm, odds) for harm, odds, _ in marked)]
    right = max([harm for harm, _ in everything] + [(limit or 0) * 1.15, 0.001])
    top = ceiling(max(odds for _, odds in everything))
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": {"title": "Harm to civilians a month, at worst", "tickCount": 5, "grid": False},
        "scale": {"domain": [0, right], "nice": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": percent_axis(top),
        "scale": {"domain": [0, top], "nice": False},
    }
    places = named(
        [
            (_WIDE * harm / right, _HIGH * (1 - odds / top), clean(name))
            for harm, odds, name in marked
        ],
        [(_WIDE * harm / right, _HIGH * (1 - odds / top)) for harm, odds in mixes],
        Box(0, 0, _WIDE, _HIGH),
    )
    points = [{"x": harm, "y": odds} for harm, odds, _ in marked]
    names = [
        # In the units of the axes, so that names keep to their points on a wider chart.
        {"x": right * (box.left + box.right) / 2 / _WIDE,
         "y": top * (1 - (box.top + box.bottom) / 2 / _HIGH), "name": clean(name)}
        for box, (_, _, name) in zip(places, marked, strict=True)
    ]  # fmt: skip
    ways = [{**point, "to_x": one["x"], "to_y": one["y"]}
            for point, one in zip(points, names, strict=True)]  # fmt: skip
    letters = {"type": "text", "align": "center", "baseline": "middle"}
    where = {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}
    layers: list[Spec] = [] if limit is None else [rule_at(limit, x, "var(--harm)")]
    layers += [
        {
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 0.7,
                     "color": "var(--reached)"},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": ways},
            "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1},
            "encoding": {"x": x, "y": y, "x2": {"field": "to_x"}, "y2": {"field": "to_y"}},
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": INK},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": names},
            "encoding": where,
            "layer": [
                {"mark": {**letters, "color": PAPER, "stroke": PAPER, "strokeWidth": 4}},
                {"mark": letters},
            ],
        },
    ]  # fmt: skip
    values = [{"x": harm, "y": odds} for harm, odds in mixes]
    return spec(values, width=_WIDE, height=_HIGH, layer=layers)
