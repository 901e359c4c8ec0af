"""The sections on questions: each says its own answer; here is what to say where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Code, Note, Paragraph, Section, phrase
from tracktwo.questions import question
from tracktwo.questions.definition import load_name

if TYPE_CHECKING:
    from tracktwo.blocks import Naming
    from tracktwo.questions.ask import Answers, LeftOut
    from tracktwo.questions.definition import Question


def answer(name: str, answers: Answers, names: Naming) -> Section | None:
    """Return the section on a question; None where it was not asked.

    Parameters
    ----------
    name : str
        Of the question.
    answers : Answers
    names : Naming
        What the things of the case are called.
    """
    asked = question(name)
    found = answers.get(name)
    if found is not None:
        section: Section = load_name(asked.section)(found, names)
        return section
    why = answers.missing(name)
    return None if why is None else left_out(asked, why)


def left_out(asked: Question, why: LeftOut) -> Section:
    """Say why a question has no answer."""
    comes = (
        phrase(" It comes with {command}.", command=Code(f"pip install 'tracktwo[{why.extra}]'"))
        if why.extra
        else ""
    )
    said = Paragraph((f"Not answered on this page: {why.why}.", comes))
    return Section(asked.name, asked.title, (Note((said,)),))
