"""The report as Markdown: the same content as the page, in text and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Name, Paragraph, ToQuote
from tracktwo.report.contents import opening, sections
from tracktwo.report.page import Page
from tracktwo.report.render_markdown import Markdown, escaped

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result


def write_markdown(folder: CaseFolder, result: Result, questions: Answers | None = None) -> str:
    """Write the report as Markdown.

    Parameters
    ----------
    folder : CaseFolder
    result : Result
        Of a run of this case.
    questions : Answers, optional
        What `tracktwo.questions.ask.ask` found out about it, for the sections on them.

    Returns
    -------
    str
        CommonMark with tables; the same case and result give the same text.
    """
    page = Page(folder, result, questions)
    # Quotes are the only places that links lead to.
    markdown = Markdown(lambda to: page.href(to) if isinstance(to, ToQuote) else None)
    when, what = opening(page)
    parts = [
        f"# {escaped(page.case.title)}\n\n",
        markdown.blocks(Paragraph(text) for text in (Name(page.case.question), when, what)),
        *(markdown.section(part) for part in sections(page)),
    ]
    return "".join(parts).rstrip("\n") + "\n"
