"""Charts that several sections share, each a Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    MUTED,
    POINTS,
    WIDTH,
    Interval,
    Spec,
    band_values,
    interval_layers,
    panel,
    points_axis,
    reach_of,
    rows_of,
    spec,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.results.bands import Band


def differences(rows: Sequence[Interval]) -> Spec:
    """Draw differences of odds with their bands, one row each, either side of zero."""
    reach = reach_of([v for r in rows for v in (r.band.p05, r.band.p95, r.band.mean)])
    x, lines = points_axis(reach), rows_of([row.label for row in rows])
    layers = [lines.rule(0, x, MUTED), *interval_layers(x, lines), lines.layer()]
    return spec(band_values(rows), width=WIDTH, height=lines.height, layer=layers)


def effect_and_harm(rows: Sequence[tuple[str, Band, Band]], limit: float | None) -> Spec:
    """Draw what each lever adds to the odds beside the harm it does, row by row."""
    effects = [v for _, band, _ in rows for v in (band.p05, band.p95, band.mean)]
    most = reach_of([v for v in effects if v > 0])
    least = min(effects, default=0.0)
    # What next to nothing lowers needs no half of the picture.
    ends = [-reach_of([least]) if least < -0.05 * most else 0.0, most]
    harms = [v for _, _, harm in rows for v in (harm.p95, harm.mean)]
    top = reach_of([*harms, limit or 0])
    half = WIDTH // 2 - 12
    lines = rows_of([name for name, _, _ in rows], columns=23, most=3)
    axis = {"title": None, "tickCount": 3, "domain": False, "ticks": False}
    effect_x = {
        "type": "quantitative",
        "axis": {**axis, "labelExpr": POINTS, "values": sorted({*ends, 0.0, most / 2})},
        "scale": {"domain": ends, "nice": False},
    }
    harm_x = {
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [0, top], "nice": False},
    }
    left = band_values([Interval(name, effect, "var(--reached)") for name, effect, _ in rows])
    right = band_values([Interval(name, harm, "var(--harm)") for name, _, harm in rows])
    bounds = [] if limit is None else [lines.rule(limit, harm_x, "var(--harm)")]
    panels = [
        {
            "data": {"values": left},
            "width": half,
            "height": lines.height,
            "title": panel("Would add (points)"),
            "layer": [
                lines.rule(0, effect_x, MUTED),
                *interval_layers(effect_x, lines),
                lines.layer(),
            ],
        },
        {
            "data": {"values": right},
            "width": half,
            "height": lines.height,
            "title": panel("Harm to civilians"),
            "layer": [*bounds, *interval_layers(harm_x, lines)],
        },
    ]
    return spec([], hconcat=panels, spacing=24)
