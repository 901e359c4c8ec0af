"""Asking: from a loaded case, the name of a question and its options to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.library.answers import Answer
from tracktwo.library.progress import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracktwo.library.charts import Chart

MAIN = {
    "odds": "stages",
    "compare": "alternatives change",
    "who": "influence",
    "agree": "packages",
    "levers": "mixes",
    "matters": "groups",
    "bargain": "issues quantiles",
}
"""The table that a frame is made of unless another is named, where it is not the first."""


def ask(of: Any, name: str, options: Mapping[str, Any]) -> Answer:
    """Ask one question.

    Parameters
    ----------
    of : a loaded case folder; several, or a table of positions, where the question takes those
    name : of the question
    options : by name

    Raises
    ------
    tracktwo.Error
        If there is no such question or option, or it cannot be answered.
    """
    from tracktwo.questions import question  # noqa: PLC0415  (as late as needed)

    asked = question(name)
    values = asked.values(options)
    with shown() as progress:
        record = asked.ask(of, values, progress)
    return as_answer(name, values.of("asked", "inner"), record, of)


def as_answer(name: str, options: Mapping[str, Any], record: Any, of: Any) -> Answer:
    """Return the answer that a record of a question is.

    Parameters
    ----------
    name : of the question
    options : by name
    record : what it found
    of : what was asked
    """
    return Answer(name, options, record, MAIN.get(name), _charts(of, name, record), of)


def answered(
    of: Any, name: str, function: Callable[..., Any], options: Mapping[str, Any]
) -> Answer:
    """Ask a question through a function of its own, with its options checked as they always are.

    Parameters
    ----------
    of : what is asked
    name : of the question
    function : takes the options given by name, and `progress`
    options : by name
    """
    from tracktwo.questions import question  # noqa: PLC0415  (as late as needed)

    question(name).values(options)
    with shown() as progress:
        record = function(progress=progress, **options)
    return as_answer(name, dict(options), record, of)


def _charts(of: Any, name: str, record: Any) -> Callable[[], Iterator[Chart]]:
    """Return what makes the charts that the report shows of an answer."""

    def made() -> Iterator[Chart]:
        from tracktwo.library.pictures import charts_of  # noqa: PLC0415  (as late as needed)

        return charts_of(of, name, record)

    return made
