"""The charts of an answer: the figures of its section, as specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Naming, plain_text
from tracktwo.blocks.within import figures
from tracktwo.case import CaseFolder
from tracktwo.library.charts import Chart
from tracktwo.questions import question
from tracktwo.questions.definition import load_name
from tracktwo.report.page import Page
from tracktwo.report.sections import blockers, moves, odds, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator


def charts_of(of: Any, name: str, record: Any) -> Iterator[Chart]:
    """Return the charts that the report shows of an answer, in its order.

    Parameters
    ----------
    of : what was asked; only a case has names to show
    name : of the question
    record : the answer
    """
    if not isinstance(of, CaseFolder):
        return
    if name == "odds":  # a report has several sections on them
        page = Page(of, record)
        said: Any = [part.section(page) for part in (odds, blockers, moves, reasons)]
    else:
        said = load_name(question(name).section)(record, Naming(of))
    for figure in figures(said):
        yield Chart(figure.best, plain_text(figure.title), plain_text(figure.description))
