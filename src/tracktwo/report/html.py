"""The report as one self-contained HTML file: no script, no network, nothing to install."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2

from tracktwo.blocks import words
from tracktwo.report.contents import opening, sections
from tracktwo.report.page import Page
from tracktwo.report.render_html import Html
from tracktwo.report.svg import SvgDrawer

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result


def write_html(folder: CaseFolder, result: Result, questions: Answers | None = None) -> str:
    """Write the report as HTML.

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
        A whole document. It refers to nothing outside itself, and the same case and result give
        the same text.
    """
    page = Page(folder, result, questions)
    html = Html(page.href, SvgDrawer())
    when, what = opening(page)
    parts = sections(page)
    # Around what blocks say there is the frame of a page, which is its own.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tracktwo.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        title=words.clean(page.case.title),
        question=words.clean(page.case.question),
        when=html.text(when),
        what=html.text(what),
        contents=[(part.id, words.clean(part.title)) for part in parts],
        sections=[html.section(part) for part in parts],
        result=result,
    )
