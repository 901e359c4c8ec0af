"""The report as Markdown: the brief, and the annex where it is asked for, in text and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Name, Paragraph, Strong, ToQuote
from tracktwo.report.brief import brief
from tracktwo.report.contents import opening, sections
from tracktwo.report.page import Page
from tracktwo.report.render_markdown import Markdown, escaped

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result


def write_markdown(
    folder: CaseFolder,
    result: Result,
    questions: Answers | None = None,
    *,
    annex: bool = False,
) -> str:
    """Write the report as Markdown.

    Parameters
    ----------
    folder : CaseFolder
    result : Result
        Of a run of this case.
    questions : Answers, optional
        What `tracktwo.questions.ask.ask` found out about it, for the sections on them.
    annex : bool
        Whether the annex follows the brief.

    Returns
    -------
    str
        CommonMark with tables; the same case and result give the same text.
    """
    page = Page(folder, result, questions)
    said = brief(page)
    # Quotes are the only places that links lead to, and they stand in the annex.
    markdown = Markdown(lambda to: page.href(to) if annex and isinstance(to, ToQuote) else None)
    draft = (Paragraph(Strong(f"First draft. {said.draft}")),) if said.draft else ()
    head = (Paragraph(Name(said.question)), Paragraph(said.when), *draft)
    parts = [
        f"# {escaped(said.title)}\n\n",
        markdown.blocks(head),
        *(markdown.section(part) for part in said.sections),
        markdown.blocks((Paragraph(said.source, "how"),)),
    ]
    if annex:
        parts += ["# Annex\n\n", markdown.blocks((Paragraph(opening(page)[1]),))]
        parts += [markdown.section(part) for part in sections(page)]
    return "".join(parts).rstrip("\n") + "\n"
