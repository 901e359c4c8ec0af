"""The chart of what each party gains by a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    BARE,
    INK,
    MUTED,
    WIDTH,
    Spec,
    reach_of,
    rows_of,
    spec,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def gains(rows: Sequence[tuple[str, float | None, float | None]]) -> Spec:
    """Draw parties' gains under the proposal (a ring) and another package (a dot), in points.

    Parameters
    ----------
    rows : sequence of (party, under the proposal, under the package)
        None where a package does without the party.
    """
    values = [
        {
            "n": n,
            "zero": 0,
            "before": after if before is None else before,
            "after": before if after is None else after,
        }
        for n, (_, before, after) in enumerate(rows)
    ]
    reach = reach_of([v for _, before, after in rows for v in (before or 0.0, after or 0.0)])
    lines = rows_of([label for label, *_ in rows])
    x = {
        "type": "quantitative",
        "axis": {
            **BARE,
            "tickCount": 5,
            "labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+~r')",
        },
        "scale": {"domain": [-reach, reach], "nice": False},
    }
    way = {
        "mark": {"type": "rule", "color": MUTED, "strokeWidth": 2, "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "before"}, "x2": {"field": "after"}, "y": lines.y},
    }
    ring = {
        "data": {"values": [v for v, (_, before, _) in zip(values, rows, strict=True)
                            if before is not None]},
        "mark": {"type": "point", "filled": False, "size": 70, "strokeWidth": 2,
                 "color": "var(--down)", "opacity": 1, "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "before"}, "y": lines.y},
    }  # fmt: skip
    dot = {
        "data": {"values": [v for v, (*_, after) in zip(values, rows, strict=True)
                            if after is not None]},
        "mark": {"type": "point", "filled": True, "size": 70, "color": "var(--reached)",
                 "opacity": 1, "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "after"}, "y": lines.y},
    }  # fmt: skip
    layers = [lines.rule(0, x, INK), way, ring, dot, lines.layer()]
    return spec(values, width=WIDTH, height=lines.height, layer=layers)
