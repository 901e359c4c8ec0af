"""Charts as static SVG: from a Vega-Lite specification to markup that can stand in a page.

Needs: vl-convert, which runs Vega itself; nothing is fetched. Colours are CSS variables, so one
drawing reads in light, dark and print.
"""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tracktwo.blocks.chart_parts import PAPER
from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DROPPED = {"aria-roledescription", "aria-hidden", "aria-label", "role", "pointer-events", "class"}


class SvgDrawer:
    """Draws charts for one page; the ids inside its drawings differ from drawing to drawing.

    Parameters
    ----------
    name : str
        What the ids begin with, for a page on which several pens draw.
    """

    def __init__(self, name: str = "chart") -> None:
        self._name, self._count = name, 0

    def draw(self, spec: Mapping[str, Any], title: str, description: str) -> str:
        """Return a chart as an `<svg>` element.

        Parameters
        ----------
        spec : mapping
            A Vega-Lite specification whose data are inline.
        title : str
            Read out as the name of the picture.
        description : str
            What the picture shows, for those who cannot see it.
        """
        self._count += 1
        prefix = f"{self._name}{self._count}"
        return framed(drawn(spec), prefix, clean(title), clean(description))


def drawn(spec: Mapping[str, Any]) -> str:
    """Return a chart as the engine draws it, which takes some twenty milliseconds.

    The last ones are remembered.
    """
    return _drawn(json.dumps(spec))


@lru_cache(maxsize=128)
def _drawn(spec: str) -> str:
    import vl_convert  # noqa: PLC0415  (starts a JavaScript engine)

    # As objects: numbers in a text lose their last digit there. allowed_base_urls=[]: a
    # specification that names an address is an error, not a request.
    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))


def warm_up() -> threading.Thread:
    """Start the drawing engine in the background, while something else is computed."""

    def start() -> None:
        _drawn('{"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {}}')

    thread = threading.Thread(target=start, name="chart-engine", daemon=True)
    thread.start()
    return thread


def framed(markup: str, prefix: str, title: str, description: str) -> str:
    """Make an SVG document part of a page: unique ids, a name, no attributes that do nothing."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(markup)  # noqa: S314  (our own engine's output, without entities)
    # The engine numbers its ids from its start, so they are numbered anew in each drawing.
    ids: dict[str, str] = {}

    def renamed(old: str) -> str:
        return ids.setdefault(old, f"{prefix}-{len(ids) + 1}")

    _without_empty(root)
    for element in root.iter():
        said = element.get("aria-label")  # of a mark it is shown where a pointer rests on it
        if said is not None and element.get("aria-roledescription", "").endswith(" mark"):
            ET.SubElement(element, f"{{{SVG}}}title").text = clean(said)
        for key in [key for key in element.attrib if key in _DROPPED]:
            del element.attrib[key]
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, renamed(value))
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(lambda m: f"url(#{renamed(m[1])})", value))
            elif key in {"href", f"{{{XLINK}}}href"} and value.startswith("#"):
                element.set(key, f"#{renamed(value[1:])}")
    _rimmed(root)
    root.attrib.pop("version", None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        child = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag}"})
        child.text = text
        root.insert(place, child)
    return ET.tostring(root, encoding="unicode")


def _without_empty(root: ET.Element) -> None:
    """Leave out what the engine puts behind and before every group, where it is not seen."""
    for parent in list(root.iter()):
        for child in list(parent):
            unseen = child.get("class") == "foreground" and child.get("display") == "none"
            blank = child.get("class") == "background" and not {"fill", "stroke"} & set(
                child.attrib
            )
            if unseen or blank:
                parent.remove(child)


def _rimmed(root: ET.Element) -> None:
    """Draw a text and its rim as one, so that nobody reads it twice.

    A rim is the same text at the same place in the paper's colour alone, drawn before.
    """
    rims: dict[tuple[str, str | None], ET.Element] = {}
    for parent in list(root.iter()):
        for text in [one for one in parent if one.tag == f"{{{SVG}}}text"]:
            place = ("\n".join(text.itertext()), text.get("transform"))
            if text.get("fill") == text.get("stroke") == PAPER:
                rims[place] = text
                parent.remove(text)
            elif place in rims:
                rim = rims.pop(place)
                for name in ("stroke", "stroke-width"):
                    text.set(name, rim.get(name, ""))
                text.set("stroke-linejoin", "round")
                text.set("paint-order", "stroke")
