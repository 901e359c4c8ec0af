"""Every chart of a report as files: what it is called, drawn as SVG and PNG."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.within import figures
from tracktwo.report.anchors import slug
from tracktwo.report.brief import brief
from tracktwo.report.contents import sections
from tracktwo.report.office import drawn
from tracktwo.report.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Figure
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result


@dataclasses.dataclass(frozen=True)
class Picture:
    """A chart to be written."""

    figure: Figure

    @property
    def name(self) -> str:
        """A name for its file, without ending."""
        return slug(self.figure.title)[:60].strip("-")

    @property
    def svg(self) -> str:
        """It drawn, as SVG."""
        return drawn.svg(self.figure.best)

    @property
    def png(self) -> bytes:
        """It drawn, as PNG."""
        return drawn.png(self.figure.best)


def pictures(
    folder: CaseFolder, result: Result, questions: Answers | None = None
) -> Iterator[Picture]:
    """Yield the charts of a report in its order, the brief's first, each once."""
    page = Page(folder, result, questions)
    seen: list[Any] = []
    for figure in figures((brief(page).sections, sections(page))):
        if figure.best not in seen:
            seen.append(figure.best)
            yield Picture(figure)
