"""The chart of what either end of each number does to the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    INK,
    WIDTH,
    Spec,
    points_axis,
    reach_of,
    rows_of,
    spec,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def tornado(rows: Sequence[tuple[str, float, float]]) -> Spec:
    """Draw what the low and the high end of each number do to the odds: (label, low, high)."""
    values = [
        {"n": n, "zero": 0, "low": low, "high": high} for n, (_, low, high) in enumerate(rows)
    ]
    x = points_axis(reach_of([v for _, low, high in rows for v in (low, high)]))
    lines = rows_of([label for label, _, _ in rows])

    def bar(end: str, colour: str, shift: float) -> Spec:
        return {
            "mark": {"type": "bar", "size": 6, "color": colour, "yOffset": lines.offset + shift},
            "encoding": {"x": {**x, "field": "zero"}, "x2": {"field": end}, "y": lines.y},
        }

    layers = [
        bar("low", "var(--down)", -3),
        bar("high", "var(--up)", 3),
        lines.rule(0, x, INK),
        lines.layer(),
    ]
    return spec(values, width=WIDTH, height=lines.height, layer=layers)
