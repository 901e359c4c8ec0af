"""The report as one self-contained HTML file: no script, no network, nothing to install."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from tracktwo.blocks import words
from tracktwo.questions import questions
from tracktwo.report import method, moves, people, roadmap
from tracktwo.report.answers import answer
from tracktwo.report.charts import KINDS
from tracktwo.report.drawing import Pen
from tracktwo.report.page import Page
from tracktwo.report.pictures import Pictures
from tracktwo.report.render_html import Html

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
    page, pen = Page(folder, result, questions), Pen()
    html = Html(page.href, pen)

    def answered(id_: str) -> Markup:
        section = answer(id_, page.answers, page.names)
        return Markup() if section is None else html.section(section)

    template = _environment().get_template("report.html.j2")
    return template.render(context(page), draw=_Safe(Pictures(page, pen)), answer=answered)


def write_section(page: Page, name: str, pen: Pen) -> str:
    """Write one section of the report by itself, for a page that shows it elsewhere.

    Parameters
    ----------
    page : Page
    name : str
        Its id, or that of its template, without folder and ending.
    pen : Pen
        Draws its charts.
    """
    asked = any(one.name == name for one in questions())
    section = answer(name, page.answers, page.names) if asked else None
    if section is not None:
        return Html(page.href, pen).section(section)
    template = _environment().get_template(f"sections/{name}.html.j2")
    return template.render(context(page), draw=_Safe(Pictures(page, pen)))


class _Safe:
    """Pictures as markup that the template does not escape."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def __getattr__(self, name: str) -> Any:
        made = getattr(self._pictures, name)

        def draw(*args: Any) -> Any:
            # Drawings are escaped when they are made; see drawing.framed.
            drawn = made(*args)
            return Markup(drawn) if name not in {"colour", "scale"} else drawn  # noqa: S704

        return draw


def context(page: Page) -> dict[str, Any]:
    """Return what the templates of every format know."""
    return {
        "p": page,
        "r": page.result,
        "case": page.case,
        "kinds": KINDS,
        "kind_names": moves.KIND_NAMES,
        "kind_words": moves.KIND_WORDS,
        "actor_kinds": people.KINDS,
        "relations": people.RELATIONS,
        "says": people.SAYS,
        "method": method.method(page.result),
        "limits": method.limits(len(page.sources)),
        "stances": roadmap.STANCES,
    }


def filters() -> dict[str, Any]:
    """Return the words that templates of every format may use as filters."""
    return {
        "brief": words.brief,
        "chance": words.chance,
        "day": words.day,
        "draws_raised": words.draws_raised,
        "duration": words.duration,
        "expected": words.expected,
        "heading": words.heading,
        "listing": words.join,
        "log_odds": words.log_odds,
        "measure": words.measure,
        "measure_short": words.measure_short,
        "move": words.move,
        "move_range": words.move_range,
        "number": words.number,
        "number_tidy": words.number_tidy,
        "odds": words.odds,
        "odds_tail": words.odds_tail,
        "percent": words.percent,
        "points": words.points,
        "points_band": words.points_band,
        "sentence": words.sentence,
        "share": words.share,
        "signed": words.signed,
        "small": words.small,
    }


def _cleaned(value: Any) -> Any:
    return words.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def environment(package: str) -> jinja2.Environment:
    """Return what reads the templates of a package: all they write is escaped and cleaned."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_cleaned,
        auto_reload=False,
    )
    made.filters.update(filters())
    return made


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return environment("tracktwo.report")
