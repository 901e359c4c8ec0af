"""The chart of the shares of the uncertainty that groups of numbers carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import BARE, INK, WIDTH, Spec, rows_of, spec

if TYPE_CHECKING:
    from collections.abc import Sequence


def weights(rows: Sequence[tuple[str, float, float, float]]) -> Spec:
    """Draw shares of variance: (label, first-order, total, half of the total's 95 % interval)."""
    values = [
        {"n": n, "zero": 0, "first": max(first, 0), "total": total,
         "a": max(total - error, 0), "d": total + error}
        for n, (_, first, total, error) in enumerate(rows)
    ]  # fmt: skip
    lines = rows_of([label for label, *_ in rows])
    x = {
        "type": "quantitative",
        "axis": {**BARE, "format": ".0%", "tickCount": 4},
        "scale": {"domain": [0, max([1.0, *(float(v["d"]) for v in values)])], "nice": False},
    }

    def bar(field: str, size: int, opacity: float) -> Spec:
        return {
            "mark": {"type": "bar", "size": size, "opacity": opacity, "color": "var(--reached)",
                     "yOffset": lines.offset},
            "encoding": {"x": {**x, "field": "zero"}, "x2": {"field": field}, "y": lines.y},
        }  # fmt: skip

    whisker = {
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5, "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "d"}, "y": lines.y},
    }
    layers = [bar("total", 12, 0.4), bar("first", 6, 1.0), whisker, lines.layer()]
    return spec(values, width=WIDTH, height=lines.height, layer=layers)
