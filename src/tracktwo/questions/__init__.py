"""Questions: what one can ask a case, one folder each.

This is the only list of them: commands, sections of the report, forms of the page and the table in
the documentation are made from it. A new question is a folder with a `QUESTION` and a line here.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from tracktwo.questions.definition import Question

FOLDERS = (
    "odds",
    "compare",
    "simulate",
    "analogues",
    "who",
    "agree",
    "levers",
    "what_if",
    "matters",
    "withdraw",
    "government",
    "diff",
    "sweep",
    "bargain",
    "interview",
    "map",
    "process",
    "timeline",
    "relapse",
)


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions, in the order in which a report answers them."""
    return tuple(import_module(f"{__name__}.{folder}").QUESTION for folder in FOLDERS)


def question(name: str) -> Question:
    """Return a question by its name.

    Raises
    ------
    UnanswerableError
        If there is none; the message lists those there are.
    """
    for one in questions():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in questions())
    raise UnanswerableError(f"no question {name}; there are: {known}")


class _Package(ModuleType):
    """What this package is, so that it can be called: `tracktwo.questions()` lists them."""

    def __call__(self) -> tuple[Question, ...]:
        return questions()


sys.modules[__name__].__class__ = _Package

__all__ = ["question", "questions"]
