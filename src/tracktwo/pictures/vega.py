"""A scene as a Vega-Lite specification, so that it is drawn and saved as all other charts are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.chart_parts import FONT, PAPER, Spec, spec
from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.pictures.scene import Polyline, Scene

_AREA = {"circle": math.pi, "square": 4.0, "diamond": 2.0, "triangle-up": 4.0}
"""Of a shape of reach 1, as Vega counts the size of a symbol."""
HEAD = 7
"""Length of an arrowhead."""


def spec_of(scene: Scene) -> Spec:
    """Return what draws a scene: panels, then lines, arrowheads, marks and texts."""
    layers: list[Spec] = []
    if scene.panels:
        layers.append(_panels(scene))
    layers += _lines(scene)
    heads = [_head(line) for line in scene.lines if line.arrow]
    if heads:
        layers.append(_heads(heads, scene))
    if scene.marks:
        layers.append(_marks(scene))
    layers += _letters(scene)
    return spec([], width=scene.width, height=scene.height, layer=layers)


def _place(scene: Scene, channel: str, field: str) -> Spec:
    size = scene.width if channel == "x" else scene.height
    ends = [0, size] if channel == "x" else [size, 0]
    return {
        "field": field, "type": "quantitative", "axis": None,
        "scale": {"domain": ends, "nice": False, "zero": False},
    }  # fmt: skip


_SAID: dict[str, Any] = {"description": {"field": "said", "type": "nominal"}}
"""What a line or mark stands for, which the page shows where a pointer rests on it."""
_AS_WRITTEN = {"type": "nominal", "scale": None, "legend": None}


def _panels(scene: Scene) -> Spec:
    values = [
        {"x": p.box.left, "x2": p.box.right, "y": p.box.top, "y2": p.box.bottom,
         "fill": p.fill, "stroke": p.stroke}
        for p in scene.panels
    ]  # fmt: skip
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "cornerRadius": 4, "strokeWidth": 1},
        "encoding": {
            "x": _place(scene, "x", "x"), "x2": {"field": "x2"},
            "y": _place(scene, "y", "y"), "y2": {"field": "y2"},
            "fill": {"field": "fill", **_AS_WRITTEN},
            "stroke": {"field": "stroke", **_AS_WRITTEN},
        },
    }  # fmt: skip


def _lines(scene: Scene) -> list[Spec]:
    """Draw lines of one look together: a layer each would take many times as long."""
    looks: dict[tuple[str, float, tuple[int, ...]], list[Polyline]] = {}
    for line in scene.lines:
        looks.setdefault((line.colour, line.thick, line.dash), []).append(line)
    return [_of_a_look(lines, scene) for lines in looks.values()]


def _of_a_look(lines: Sequence[Polyline], scene: Scene) -> Spec:
    one = lines[0]
    mark: dict[str, Any] = {
        "type": "line", "color": one.colour, "strokeWidth": one.thick, "strokeJoin": "round",
        "aria": True,
    }  # fmt: skip
    if one.dash:
        mark["strokeDash"] = list(one.dash)
    values = [
        {"line": number, "n": n, "x": x, "y": y, "said": clean(line.said)}
        for number, line in enumerate(lines)
        for n, (x, y) in enumerate(line.points)
    ]
    encoding: dict[str, Any] = {
        "x": _place(scene, "x", "x"),
        "y": _place(scene, "y", "y"),
        "order": {"field": "n", "type": "quantitative"},
        "detail": {"field": "line", "type": "nominal"},
        **_SAID,
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _head(line: Polyline) -> dict[str, Any]:
    (x, y), (to_x, to_y) = line.points[-2:]
    length = math.hypot(to_x - x, to_y - y) or 1.0
    along = ((to_x - x) / length, (to_y - y) / length)
    return {
        "x": to_x - along[0] * HEAD / 2,
        "y": to_y - along[1] * HEAD / 2,
        "angle": math.degrees(math.atan2(along[1], along[0])) + 90,
        "fill": line.colour,
    }


def _heads(values: list[dict[str, Any]], scene: Scene) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "shape": "triangle-up", "filled": True, "size": 2 * HEAD**2 / 1.6,
                 "opacity": 1},
        "encoding": {
            "x": _place(scene, "x", "x"), "y": _place(scene, "y", "y"),
            "angle": {"field": "angle", "type": "quantitative", "scale": None},
            "fill": {"field": "fill", **_AS_WRITTEN},
        },
    }  # fmt: skip


def _marks(scene: Scene) -> Spec:
    values = [
        {"x": m.x, "y": m.y, "shape": m.shape, "fill": m.fill, "stroke": m.stroke,
         "size": _AREA[m.shape] * m.reach**2, "said": clean(m.said)}
        for m in scene.marks
    ]  # fmt: skip
    encoding: dict[str, Any] = {
        "x": _place(scene, "x", "x"),
        "y": _place(scene, "y", "y"),
        "shape": {"field": "shape", **_AS_WRITTEN},
        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
        "fill": {"field": "fill", **_AS_WRITTEN},
        "stroke": {"field": "stroke", **_AS_WRITTEN},
        **_SAID,
    }
    mark = {"type": "point", "strokeWidth": 1.5, "opacity": 1, "aria": True}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _letters(scene: Scene) -> list[Spec]:
    kinds = {(t.size, t.anchor, t.bold, t.halo) for t in scene.letters}
    layers: list[Spec] = []
    for size, anchor, bold, halo in sorted(kinds, key=str):
        values = [
            {"x": t.x, "y": t.y, "text": t.text, "colour": t.colour}
            for t in scene.letters
            if (t.size, t.anchor, t.bold, t.halo) == (size, anchor, bold, halo)
        ]
        mark: dict[str, Any] = {
            "type": "text", "font": FONT, "fontSize": size, "baseline": "middle",
            "align": "center" if anchor == "middle" else anchor,
            "fontWeight": "bold" if bold else "normal",
        }  # fmt: skip
        where = {"x": _place(scene, "x", "x"), "y": _place(scene, "y", "y"),
                 "text": {"field": "text", "type": "nominal"}}  # fmt: skip
        if halo:
            rim = {**mark, "stroke": PAPER, "strokeWidth": 4, "color": PAPER}
            layers.append({"data": {"values": values}, "mark": rim, "encoding": where})
        colour = {"color": {"field": "colour", **_AS_WRITTEN}}
        layers.append({"data": {"values": values}, "mark": mark, "encoding": {**where, **colour}})
    return layers
