"""Charts of an answer: shown live in a notebook, saved as SVG, PNG or Vega-Lite."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error
from tracktwo.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_MIME = "application/vnd.vegalite.v6+json"
ENDINGS = (".svg", ".png", ".json")


@dataclass(frozen=True)
class Chart:
    """A chart as a Vega-Lite specification whose data are inline.

    Attributes
    ----------
    spec : mapping
    title : str
    description : str
        What it shows, for those who cannot see it.
    """

    spec: Mapping[str, Any] = field(repr=False)
    title: str
    description: str = field(repr=False)

    def svg(self) -> str:
        """Return it drawn, as SVG."""
        import vl_convert  # noqa: PLC0415  (starts a JavaScript engine)

        # No address is allowed: the data are inline, and nothing is fetched.
        return str(vl_convert.vegalite_to_svg(dict(self.spec), allowed_base_urls=[]))

    def save(self, path: Path | str) -> Path:
        """Write it to a file, in the format of its ending: .svg, .png or .json (Vega-Lite).

        Raises
        ------
        Error
            If the ending is another.
        """
        path = Path(path)
        match path.suffix.lower():
            case ".svg":
                write_file(path, self.svg())
            case ".png":
                import vl_convert  # noqa: PLC0415  (the same)

                drawn = vl_convert.vegalite_to_png(dict(self.spec), scale=2, allowed_base_urls=[])
                write_file(path, drawn)
            case ".json":
                text = json.dumps({"$schema": _SCHEMA, **self.spec}, ensure_ascii=False, indent=1)
                write_file(path, text + "\n")
            case other:
                raise Error(f"no chart is written as {other!r}; there are: {', '.join(ENDINGS)}")
        return path

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            _MIME: {"$schema": _SCHEMA, **self.spec},
            "image/svg+xml": self.svg(),
            "text/plain": f"{self.title}. {self.description}",
        }
