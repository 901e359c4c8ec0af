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
        from tracktwo.report.office import drawn  # noqa: PLC0415  (as late as needed)

        return drawn.svg(self.spec)

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
                from tracktwo.report.office import drawn  # noqa: PLC0415  (as late as needed)

                write_file(path, drawn.png(self.spec))
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
