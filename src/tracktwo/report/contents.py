"""What stands in a report, in which order: the sections of the case, and of the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Code, Note, Paragraph, Section, Strong, phrase, words
from tracktwo.questions import question, questions
from tracktwo.report.sections import (
    alternatives,
    answer,
    assumptions,
    blockers,
    forecasts,
    method,
    moves,
    odds,
    people,
    reasons,
    roadmap,
    sources,
    stakes,
)

if TYPE_CHECKING:
    from tracktwo.blocks import Naming, Text
    from tracktwo.questions.ask import Answers, LeftOut
    from tracktwo.questions.definition import Question
    from tracktwo.report.page import Page

OF_THE_CASE = (
    answer, sources, people, stakes, roadmap, odds, blockers, reasons, moves, alternatives,
    assumptions, method,
)  # fmt: skip
"""What each report says of the run of a case; a question says which of them it follows."""


def opening(page: Page) -> tuple[Text, Text]:
    """Say of which time a report is, and what it computes."""
    case = page.case
    when = phrase(
        "As of {day}, looking {time} ahead, to {until}.",
        day=Strong(words.day(case.as_of)),
        time=Strong(words.duration(page.horizon)),
        until=page.until,
    )
    what = (
        "This page computes how far a proposed roadmap is likely to get if its parties act on the "
        f"interests, stances and pressures described here; {len(page.assumptions)} of its "
        f"{len(page.numbers)} numbers are assumptions of the analyst or the model, and each is "
        "marked."
    )
    return when, what


def sections(page: Page) -> tuple[Section, ...]:
    """Return the sections of a report, in their order."""
    found: list[Section] = []
    for part in OF_THE_CASE:
        own = part.section(page)
        found.append(own)
        kept = forecasts.section(page.names) if own.id == "odds" else None
        if kept is not None:
            found.append(kept)
        for one in questions():
            said = section_on(one.name, page.answers, page.names) if one.after == own.id else None
            if said is not None:
                found.append(said)
    return tuple(found)


def section_on(name: str, answers: Answers, names: Naming) -> Section | None:
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
        return asked.said(found, names.folder)
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
