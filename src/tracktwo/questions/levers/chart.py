"""The chart of mixes of levers: odds against harm to civilians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import INK, WIDTH, Spec, ceiling, percent_axis, rule_at, spec
from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    named = [
        {"x": harm, "y": odds, "name": clean(name), "side": harm > right / 2}
        for harm, odds, name in marked
    ]

    def text(*, side: bool) -> Spec:
        return {
            "data": {"values": [one for one in named if one["side"] is side]},
            "mark": {"type": "text", "align": "right" if side else "left", "dx": -8 if side else 8,
                     "dy": -7, "baseline": "middle"},
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
        }  # fmt: skip

    layers: list[Spec] = [] if limit is None else [rule_at(limit, x, "var(--harm)")]
    layers += [
        {
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 0.7,
                     "color": "var(--reached)"},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": named},
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": INK},
            "encoding": {"x": x, "y": y},
        },
        text(side=False),
        text(side=True),
    ]  # fmt: skip
    values = [{"x": harm, "y": odds} for harm, odds in mixes]
    return spec(values, width=WIDTH - 40, height=220, layer=layers)
