"""Charts of a ledger: a stage's odds over its forecasts, and how often odds came true."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tracktwo.blocks.chart_parts import INK, MUTED, WIDTH, ceiling, percent_axis, spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks.chart_parts import Spec
    from tracktwo.record.entries import Forecast, StageForecast
    from tracktwo.scoring.proper import CurvePoint


def middle(moment: str) -> dt.date:
    """Return the day of a date, or one in the middle of a month."""
    return dt.date.fromisoformat(moment if len(moment) > len("YYYY-MM") else f"{moment}-15")


def course(
    points: Sequence[tuple[Forecast, StageForecast]],
    marks: Sequence[tuple[str, str]],
    end: dt.date,
) -> Spec:
    """Draw the odds of a stage over the days that its forecasts speak of, with bands.

    Parameters
    ----------
    points : forecasts in order, each with what it says of the stage
    marks : (date, text) of what happened on the way
    end : the day on which the last forecast ends
    """
    days = [forecast.as_of for forecast, _ in points]
    moments = [middle(when) for when, _ in marks]
    first, last = min([*days, *moments]), max([*days, *moments])
    # A little room on the right; the end itself where it is not far off.
    span = max((last - first).days, 30)
    stop = end if (end - last).days <= span else last + dt.timedelta(days=span // 6 + 1)
    values = [
        {
            "day": when.isoformat(), "mean": stage.odds.mean, "a": stage.odds.p05,
            "b": stage.odds.p25, "c": stage.odds.p75, "d": stage.odds.p95, "own": stage.own,
            "outside": stage.outside,
        }
        for when, (_, stage) in zip(days, points, strict=True)
    ]  # fmt: skip
    highest = max(max(stage.odds.p95, stage.own or 0.0) for _, stage in points)
    top = 1.0 if any(text for _, text in marks) and highest > 0.5 else ceiling(highest)
    x = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "grid": False, "labelOverlap": "greedy", "labelSeparation": 12,
                 "tickCount": 4,
                 "format": "%b %Y"},
        "scale": {"domain": [_utc(first), _utc(stop)], "nice": False},
    }  # fmt: skip
    y = {
        "type": "quantitative",
        "axis": percent_axis(top),
        "scale": {"domain": [0, top], "nice": False},
    }

    def band(low: str, high: str, opacity: float) -> Spec:
        mark = {"type": "area", "color": "var(--reached)", "opacity": opacity, "clip": True}
        return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}}}

    line = {
        "mark": {"type": "line", "color": "var(--reached)", "strokeWidth": 2.5, "clip": True,
                 "point": {"filled": True, "size": 45, "color": "var(--reached)"}},
        "encoding": {"x": x, "y": {**y, "field": "mean"}},
    }  # fmt: skip
    one_day = len(set(days)) == 1  # an area needs two days: one forecast is drawn as bars
    layers = (
        [_bar("a", "d", 3, x, y), _bar("b", "c", 8, x, y), line]
        if one_day
        else [band("a", "d", 0.22), band("b", "c", 0.35), line]
    )
    if any(stage.outside is not None for _, stage in points):
        layers.append(
            {
                "transform": [{"filter": "datum.outside != null"}],
                "mark": {"type": "line", "color": MUTED, "strokeDash": [4, 3], "strokeWidth": 1.5,
                         "point": {"filled": True, "size": 12, "color": MUTED}, "clip": True},
                "encoding": {"x": x, "y": {**y, "field": "outside"}},
            }
        )  # fmt: skip
    if any(stage.own is not None for _, stage in points):
        layers.append(
            {
                "transform": [{"filter": "datum.own != null"}],
                "mark": {"type": "point", "shape": "diamond", "color": INK, "size": 60,
                         "strokeWidth": 1.5},
                "encoding": {"x": x, "y": {**y, "field": "own"}},
            }
        )  # fmt: skip
    layers += _marks(moments, x)
    return spec(values, width=WIDTH - 40, height=150, layer=layers)


def _bar(low: str, high: str, width: int, x: Spec, y: Spec) -> Spec:
    mark = {"type": "rule", "color": "var(--reached)", "strokeWidth": width, "opacity": 0.5}
    return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}}}


def _marks(moments: Sequence[dt.date], x: Spec) -> list[Spec]:
    """Draw a line down at each day on which something happened, numbered as in the list below."""
    if not moments:
        return []
    values = [{"day": when.isoformat(), "n": str(n)} for n, when in enumerate(moments, start=1)]
    data = {"data": {"values": values}}
    rule = {"type": "rule", "color": INK, "strokeDash": [2, 2], "strokeWidth": 1.25}
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 3, "fontWeight": "bold"}
    return [
        {**data, "mark": rule, "encoding": {"x": x}},
        {
            **data,
            "mark": text,
            "encoding": {"x": x, "y": {"value": 2}, "text": {"field": "n", "type": "nominal"}},
        },
    ]


def _utc(when: dt.date) -> Spec:
    return {"year": when.year, "month": when.month, "date": when.day}


def reliability(points: Sequence[CurvePoint]) -> Spec:
    """Draw how often what was forecast happened, by its odds, beside the line of perfect odds."""
    values = [
        {"odds": one.odds, "share": one.share, "a": one.low, "d": one.high, "n": one.n}
        for one in points
    ]
    scale = {"domain": [0, 1], "nice": False}
    axis = {"format": ".0%", "tickCount": 5, "domain": False, "ticks": False}
    x = {"type": "quantitative", "scale": scale, "axis": {**axis, "title": "odds"}}
    y = {"type": "quantitative", "scale": scale, "axis": {**axis, "title": "happened"}}
    diagonal = {
        "data": {"values": [{"odds": 0, "share": 0}, {"odds": 1, "share": 1}]},
        "mark": {"type": "line", "color": MUTED, "strokeDash": [4, 3], "strokeWidth": 1.5},
        "encoding": {"x": {**x, "field": "odds"}, "y": {**y, "field": "share"}},
    }
    bar = {
        "mark": {"type": "rule", "color": "var(--reached)", "strokeWidth": 3, "opacity": 0.55},
        "encoding": {"x": {**x, "field": "odds"}, "y": {**y, "field": "a"}, "y2": {"field": "d"}},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1,
                 "color": "var(--reached)"},
        "encoding": {"x": {**x, "field": "odds"}, "y": {**y, "field": "share"}},
    }  # fmt: skip
    return spec(values, width=220, height=220, layer=[diagonal, bar, dot])
