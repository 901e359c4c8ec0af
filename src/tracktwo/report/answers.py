"""Which sections say the answers to questions: id, title, and the function that writes each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Code, Note, Paragraph, Section, phrase
from tracktwo.questions.agree.section import section as agree
from tracktwo.questions.what_if.section import section as what_if
from tracktwo.questions.who.section import section as who

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.blocks import Naming
    from tracktwo.questions.ask import LeftOut, Part, Questions


@dataclass(frozen=True)
class Answered:
    """The section on a question."""

    part: Part
    id: str
    title: str
    write: Callable[[Any, Naming], Section]


ANSWERED = (
    Answered("who", "who", "Who matters", who),
    Answered("agree", "agree", "What could be agreed", agree),
    Answered("what-if", "what-if", "What if one number were otherwise", what_if),
)
"""Questions whose answers are written as blocks."""


def answer(id_: str, questions: Questions, names: Naming) -> Section | None:
    """Return the section on a question; None where it was not asked, or there is no such.

    Parameters
    ----------
    id_ : str
        Of the section.
    questions : Questions
    names : Naming
        What the things of the case are called.
    """
    for one in ANSWERED:
        if one.id != id_:
            continue
        found = getattr(questions, one.part.replace("-", "_"))
        if found is not None:
            return one.write(found, names)
        why = questions.missing(one.part)
        return None if why is None else left_out(one, why)
    return None


def left_out(one: Answered, why: LeftOut) -> Section:
    """Say why a question has no answer."""
    comes = (
        phrase(" It comes with {command}.", command=Code(f"pip install 'tracktwo[{why.extra}]'"))
        if why.extra
        else ""
    )
    said = Paragraph((f"Not answered on this page: {why.why}.", comes))
    return Section(one.id, one.title, (Note((said,)),))
