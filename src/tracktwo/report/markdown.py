"""The report as Markdown: the same content as the page, in text and tables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from tracktwo.blocks import ToQuote
from tracktwo.report.answers import answer
from tracktwo.report.html import context, filters
from tracktwo.report.page import Page
from tracktwo.report.render_markdown import Markdown, escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result

_SPARKS = "▁▂▃▄▅▆▇█"


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

    def answered(id_: str) -> Markup:
        section = answer(id_, page.answers, page.names)
        # Escaped by what writes it.
        return Markup("" if section is None else markdown.section(section))  # noqa: S704

    text = _environment().get_template("report.md.j2").render(context(page), answer=answered)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def spark(values: Sequence[float], top: float) -> str:
    """Draw a series of chances in one line of text, on a scale from 0 to `top`."""
    if top <= 0:
        return _SPARKS[0] * len(values)
    steps = len(_SPARKS) - 1
    return "".join(_SPARKS[min(steps, round(value / top * steps))] for value in values)


def _finished(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return Markup(escaped(value))  # noqa: S704  (this is the escaping)
    return value


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tracktwo.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    environment.filters.update(filters())
    environment.globals["spark"] = spark
    return environment
