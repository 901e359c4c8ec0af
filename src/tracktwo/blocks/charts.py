"""Charts that several sections share, each a Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import (
    MUTED,
    WIDTH,
    Interval,
    Spec,
    band_values,
    interval_layers,
    points_axis,
    reach_of,
    rows_of,
    rule_at,
    spec,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def differences(rows: Sequence[Interval]) -> Spec:
    """Draw differences of odds with their bands, one row each, either side of zero."""
    reach = reach_of([v for r in rows for v in (r.band.p05, r.band.p95, r.band.mean)])
    x, lines = points_axis(reach), rows_of([row.label for row in rows])
    layers = [rule_at(0, x, MUTED), *interval_layers(x, lines), lines.layer()]
    return spec(band_values(rows), width=WIDTH, height=lines.height, layer=layers)
