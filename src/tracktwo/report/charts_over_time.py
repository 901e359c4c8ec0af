"""Charts with an axis of months, each a Vega-Lite specification.

Texts from a case enter as data, never as expressions. Colours are the page's CSS variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import WIDTH, Spec, percent_axis, rows_of, spec
from tracktwo.blocks.words import month
from tracktwo.pictures.panels import band_layers, values_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tracktwo.results.bands import BandSeries


@dataclass(frozen=True)
class Calendar:
    """The axis of months: which are marked, and which of those there is room to name."""

    as_of: dt.date
    marks: Sequence[int]
    named: Sequence[int]


def _month_axis(calendar: Calendar) -> Spec:
    # Months lie on a plain number axis; the few marked ones are named.
    as_of, marks = calendar.as_of, calendar.named
    names = ", ".join(f"{t}: '{month(as_of, t)[:3]} {month(as_of, t)[-4:]}'" for t in marks)
    return {
        "values": list(calendar.marks),
        "labelExpr": f"{{{names}}}[datum.value] || ''",
        "labelFlush": True,
        "labelOverlap": False,
        "grid": False,
        "title": None,
    }


def over_time(series: BandSeries, calendar: Calendar, top: float, colour: str) -> Spec:
    """Draw a chance by month: mean as a line, 50 % and 90 % of draws as bands."""
    x = {
        "field": "t",
        "type": "quantitative",
        "axis": _month_axis(calendar),
        "scale": {"domain": [0, max(len(series.mean) - 1, 1)], "nice": False},
    }
    layers = band_layers(colour, top, percent_axis(top), x)
    return spec(values_of(series), width=WIDTH - 40, height=130, layer=layers)


def where_it_stands(shares: Sequence[tuple[Sequence[float], str]], calendar: Calendar) -> Spec:
    """Draw which situation is in force by month: mean chances stacked to 100 %."""
    values = [
        {"t": t, "n": place, "p": value}
        for place, (series, _) in enumerate(shares)
        for t, value in enumerate(series)
    ]
    last = max(len(shares[0][0]) - 1, 1)
    colour = {
        "field": "n",
        "type": "ordinal",
        "legend": None,
        "scale": {
            "domain": list(range(len(shares))),
            "range": [colour for _, colour in shares],
        },
    }
    encoding = {
        "x": {
            "field": "t",
            "type": "quantitative",
            "axis": _month_axis(calendar),
            "scale": {"domain": [0, last], "nice": False},
        },
        "y": {
            "field": "p",
            "type": "quantitative",
            "stack": "zero",
            "axis": {**percent_axis(1), "grid": False},
            "scale": {"domain": [0, 1], "nice": False},
        },
        "order": {"field": "n", "type": "ordinal"},
        "color": colour,
    }
    mark = {"type": "area", "stroke": "var(--card)", "strokeWidth": 1, "clip": True}
    return spec(values, width=WIDTH - 40, height=200, mark=mark, encoding=encoding)


def times(
    rows: Sequence[tuple[str, float, tuple[float, float]]],
    calendar: Calendar,
) -> Spec:
    """Draw the time to each stage: (name, median, quartiles) in months per row."""
    values = [
        {"n": n, "m": median, "b": low, "c": high}
        for n, (name, median, (low, high)) in enumerate(rows)
    ]
    lines = rows_of([name for name, *_ in rows])
    x = {
        "type": "quantitative",
        "axis": {**_month_axis(calendar), "grid": True},
        "scale": {"domain": [0, max(calendar.marks[-1], 1)], "nice": False},
    }
    rail = {
        "mark": {"type": "rule", "color": "var(--reached)", "strokeWidth": 8, "opacity": 0.5,
                 "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "b"}, "x2": {"field": "c"}, "y": lines.y},
    }  # fmt: skip
    tick = {
        "mark": {"type": "tick", "color": "var(--reached)", "thickness": 3, "size": 18,
                 "yOffset": lines.offset},
        "encoding": {"x": {**x, "field": "m"}, "y": lines.y},
    }  # fmt: skip
    return spec(values, width=WIDTH, height=lines.height, layer=[rail, tick, lines.layer()])
