"""Asking: from a loaded case, the name of a question and its options to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.library.answers import Answer
from tracktwo.library.progress import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracktwo.library.charts import Chart

MAIN = {"odds": "stages", "what-if": "scenarios", "tornado": "bars", "bargain": "issues"}
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

    def figures() -> Iterator[Chart]:
        yield from ()

    return Answer(name, values.of("asked", "inner"), record, MAIN.get(name), figures)
