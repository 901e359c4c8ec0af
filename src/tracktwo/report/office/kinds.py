"""The kinds of file that a report is written as, by the ending of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.errors import Error, MissingExtraError, uninstalled
from tracktwo.report.brief import brief
from tracktwo.report.contents import sections
from tracktwo.report.html import write_html
from tracktwo.report.markdown import write_markdown
from tracktwo.report.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.report.office.as_pdf import Paper
    from tracktwo.results.odds import Result


@dataclass(frozen=True)
class Wanted:
    """What is to be written, and how."""

    folder: CaseFolder
    result: Result
    questions: Answers | None = None
    annex: bool | None = None
    """Whether the annex is in it; None: folded where that can be, else left out."""
    paper: Paper = "a4"

    @property
    def page(self) -> Page:
        """The content."""
        return Page(self.folder, self.result, self.questions)


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    says: str
    write: Callable[[Wanted], str | bytes]
    needs: tuple[str, ...] = ()
    """Modules that the base installation lacks."""
    media_type: str = "application/octet-stream"

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed."""
        return uninstalled(self.needs)

    def need(self) -> None:
        """Make sure that what it needs is installed.

        Raises
        ------
        MissingExtraError
        """
        MissingExtraError.check(self.needs, "office")


def _html(wanted: Wanted) -> str:
    return write_html(
        wanted.folder,
        wanted.result,
        wanted.questions,
        annex=wanted.annex is not False,
        print_annex=wanted.annex is True,
    )


def _markdown(wanted: Wanted) -> str:
    annex = wanted.annex is True
    return write_markdown(wanted.folder, wanted.result, wanted.questions, annex=annex)


def _pdf(wanted: Wanted) -> bytes:
    from tracktwo.report.office.as_pdf import write_pdf  # noqa: PLC0415  (an extra)

    page = wanted.page
    annex = sections(page) if wanted.annex else ()
    return write_pdf(brief(page), annex, as_of=page.case.as_of, paper=wanted.paper)


def _docx(wanted: Wanted) -> bytes:
    from tracktwo.report.office.as_docx import write_docx  # noqa: PLC0415  (the same)

    page = wanted.page
    annex = sections(page) if wanted.annex else ()
    return write_docx(brief(page), annex, as_of=page.case.as_of, paper=wanted.paper)


def _pptx(wanted: Wanted) -> bytes:
    from tracktwo.report.office.as_pptx import write_pptx  # noqa: PLC0415  (the same)

    page = wanted.page
    return write_pptx(brief(page), as_of=page.case.as_of)


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, Kind] = {
    ".html": Kind("the brief and its annex, one file that needs no network", _html,
                  media_type="text/html"),
    ".pdf": Kind("the brief, two pages", _pdf, ("typst",), "application/pdf"),
    ".docx": Kind("the brief as a text document, to go on writing in", _docx, ("docx",),
                  f"{_OFFICE}.wordprocessingml.document"),
    ".pptx": Kind("five slides", _pptx, ("pptx",),
                  f"{_OFFICE}.presentationml.presentation"),
    ".md": Kind("the brief in text and tables", _markdown, media_type="text/markdown"),
}  # fmt: skip
"""Every kind of report, by the ending of its file."""

_OTHERS = {".htm": ".html", ".markdown": ".md"}
"""Other endings that say the same."""


def ending_of(path: Path) -> str:
    """Return the ending that says the kind of a report.

    Raises
    ------
    Error
        If no report is written by it; the message lists those there are.
    """
    ending = path.suffix.lower()
    found = _OTHERS.get(ending, ending)
    if found not in KINDS:
        raise Error(
            f"{path.name}: no report is written as {ending or 'a file without an ending'}; "
            f"there are: {', '.join(KINDS)}"
        )
    return found
