"""The charts of an answer: the figures of its section, as specifications."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Figure, Naming, plain_text
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
    for figure in _figures(said):
        yield Chart(figure.spec, plain_text(figure.title), plain_text(figure.description))


def _figures(block: Any) -> Iterator[Figure]:
    """Return the figures among blocks, however deep."""
    match block:
        case Figure():
            yield block
        case tuple() | list():
            for one in block:
                yield from _figures(one)
        case _ if dataclasses.is_dataclass(block):
            for field in dataclasses.fields(block):
                yield from _figures(getattr(block, field.name))
        case _:
            return
