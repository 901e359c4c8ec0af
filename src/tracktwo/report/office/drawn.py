"""Charts as files of their own: the colours that a page names are put in, as on paper."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")


@cache
def colours() -> Mapping[str, str]:
    """Return the colours of the style sheet on white paper, by the names it gives them."""
    sheet = resources.files("tracktwo.report").joinpath("templates/style.css").read_text("utf-8")
    light = sheet[sheet.index(":root {") : sheet.index("}")]
    return dict(re.findall(r"(--[a-z0-9-]+):\s*(#[0-9a-fA-F]+)", light))


def in_colours(spec: Any) -> Any:
    """Return a specification with its colours by value, on white."""
    match spec:
        case dict():
            found = {key: in_colours(value) for key, value in spec.items()}
            if "background" in found and found["background"] is None:
                found["background"] = "#ffffff"
            return found
        case list() | tuple():
            return [in_colours(one) for one in spec]
        case str():
            return _VARIABLE.sub(lambda m: colours().get(m[1], "#000000"), spec)
        case _:
            return spec


def svg(spec: Mapping[str, Any]) -> str:
    """Draw a chart as an SVG file."""
    import vl_convert  # noqa: PLC0415  (starts a JavaScript engine)

    # No address is allowed: the data are inline, and nothing is fetched.
    return str(vl_convert.vegalite_to_svg(in_colours(spec), allowed_base_urls=[]))


def png(spec: Mapping[str, Any], scale: float = 2) -> bytes:
    """Draw a chart as a PNG file, so many dots to a pixel of the page."""
    import vl_convert  # noqa: PLC0415  (the same)

    return bytes(vl_convert.vegalite_to_png(in_colours(spec), scale=scale, allowed_base_urls=[]))
