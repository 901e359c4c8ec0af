"""The report as one self-contained HTML file: no network, nothing to install.

Its one script finds rows, saves charts and unfolds the annex for the printer; it is this program's
own and no other can run, since the page names its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from tracktwo.blocks import words
from tracktwo.blocks.within import figures
from tracktwo.report.brief import brief
from tracktwo.report.contents import opening, sections
from tracktwo.report.page import Page
from tracktwo.report.render_html import Html
from tracktwo.report.svg import SvgDrawer, drawn

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result


def write_html(
    folder: CaseFolder,
    result: Result,
    questions: Answers | None = None,
    *,
    annex: bool = True,
    print_annex: bool = False,
) -> str:
    """Write the report as HTML: a brief of two pages, and its annex, folded.

    Parameters
    ----------
    folder : CaseFolder
    result : Result
        Of a run of this case.
    questions : Answers, optional
        What `tracktwo.questions.ask.ask` found out about it, for the sections on them.
    annex : bool
        Whether the annex is in it.
    print_annex : bool
        Whether the annex is printed too, as the page opens.

    Returns
    -------
    str
        A whole document. It refers to nothing outside itself, and the same case and result give
        the same text.
    """
    page = Page(folder, result, questions)
    html = Html(page.href if annex else _nowhere, SvgDrawer())
    said = brief(page)
    html.stacked = True
    first, second = (
        [[html.section(part) for part in row] for row in rows] for rows in (said.first, said.second)
    )
    html.stacked = False
    what = opening(page)[1] if annex else ""
    parts = sections(page) if annex else ()
    # Around what blocks say there is the frame of a page, which is its own.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tracktwo.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        title=words.clean(said.title),
        question=words.clean(said.question),
        when=html.text(said.when),
        draft=said.draft,
        first=first,
        second=second,
        source=said.source,
        foot=_in_css(said.source),
        what=html.text(what),
        parts=[(part.id, words.clean(part.title), html.blocks(part.blocks)) for part in parts],
        print_annex=print_annex,
        result=result,
        script=Markup(script()),  # noqa: S704  (our own file, by its hash)
        script_hash=script_hash(),
    )


def draw_ahead(folder: CaseFolder, result: Result) -> None:
    """Draw what the report shows of the odds alone, while its questions are answered.

    Two thirds of its charts: they are remembered, and take a second where nothing else is at work.
    """
    page = Page(folder, result)
    for figure in figures((brief(page).sections, sections(page))):
        for spec in filter(None, (figure.spec, figure.wide)):
            drawn(spec)


def _nowhere(_: object) -> None:
    """Show nothing that a link could lead to."""


def _in_css(text: str) -> Markup:
    """Return a text as it stands in a string of a style sheet: nothing in it can end that."""
    kept = (c if c.isalnum() or c in " .,·-" else f"\\{ord(c):x} " for c in text)
    return Markup("".join(kept))  # noqa: S704  (all but letters and digits is written by number)


@cache
def script() -> str:
    """Return the script of the page."""
    return _own("report.js") + charts_script()


@cache
def charts_script() -> str:
    """Return the part of it that saves charts, which serves the workbench's pages as well."""
    return _own("charts.js")


def _own(name: str) -> str:
    return resources.files("tracktwo.report").joinpath(f"templates/{name}").read_text("utf-8")


@cache
def script_hash() -> str:
    """Return the hash by which a policy lets that script run and no other."""
    found = hashlib.sha256(script().encode()).digest()
    return f"sha256-{base64.b64encode(found).decode()}"
