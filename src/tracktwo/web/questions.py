"""Answers to the long questions, written with the sections of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tracktwo.case.quantities import quantities
from tracktwo.questions.ask import Answers, LeftOut
from tracktwo.report.drawing import Pen
from tracktwo.report.html import write_section
from tracktwo.report.page import Page
from tracktwo.web.links import shown_at
from tracktwo.web.render import address
from tracktwo.web.work import asked_here, jobs_of, offered

if TYPE_CHECKING:
    from tracktwo.questions.definition import Question
    from tracktwo.questions.options import Option
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import View

_LINK = re.compile(r'href="#([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """A question asked of the case as it is on disk, and how far it is."""

    seen: View
    question: Question
    jobs: tuple[Job, ...]
    """Those on it, the latest first."""

    @property
    def job(self) -> Job | None:
        """The latest job on it."""
        return self.jobs[0] if self.jobs else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Modules that are not installed, without which it cannot be worked out."""
        return self.question.missing

    @property
    def _value(self) -> Any:
        return next((job.value for job in self.jobs if job.state == "done"), None)

    @property
    def found(self) -> Any:
        """What was found last; None where nothing is yet, or nothing could be."""
        return None if isinstance(self._value, LeftOut) else self._value

    @property
    def why_not(self) -> str:
        """Why the case has no answer."""
        return self._value.why if isinstance(self._value, LeftOut) else ""

    @property
    def options(self) -> tuple[Option, ...]:
        """What a form offers."""
        return offered(self.question)

    @property
    def chooses(self) -> bool:
        """Whether something must be chosen, so that it can be asked again about another."""
        return any(one.required for one in self.options)

    def names(self, option: Option) -> list[tuple[str, str]]:
        """Return what an option may name, each by its id; nothing where it names nothing."""
        case = self.seen.base
        match option.said.of:
            case "stage":
                return [(one.id, one.name) for one in case.roadmap.stages]
            case "issue":
                return [(one.id, one.name) for one in case.issues]
            case "actor":
                return [(one.id, one.label) for one in case.actors]
            case "alternative":
                return [(one.id, one.name) for one in case.alternatives]
            case _:
                return []

    @property
    def section(self) -> Markup:
        """The section of the report on it; what that links to is looked for in the workbench."""
        state = self.seen.state
        name = self.question.name
        page = Page(state.folder, state.compute().result(), Answers({name: self.found}))
        text = write_section(page, name, Pen(f"{name}-chart"))
        places = page.anchors.paths()
        quotes = {c.anchor: c.quote.id for source in page.sources for c in source.quotes}
        numbers = {item.path for item in quantities(self.seen.base)}

        def there(link: re.Match[str]) -> str:
            place: str | None = None
            if link[1] in quotes:
                place = f"/evidence#quote-{quotes[link[1]]}"
            elif link[1] in places:
                path = places[link[1]]
                place = shown_at(path, is_number=path in numbers or link[1].startswith("number-"))
            if place is None:  # the workbench shows it nowhere
                return ""
            to, _, anchor = place.partition("#")
            where = address(to, self.seen.overlay) + (f"#{anchor}" if anchor else "")
            return f'href="{escape(where)}"'

        return Markup(_LINK.sub(there, text))  # noqa: S704  (escaped where it is written)


def answer_of(seen: View, name: str) -> Answer:
    """Return how far a question is."""
    return Answer(seen, asked_here()[name], tuple(jobs_of(seen.served, name)))


def answers_at(seen: View, page: str) -> list[Answer]:
    """Return how far each question of a page is, in the order of the list."""
    return [answer_of(seen, one.name) for one in asked_here().values() if one.page == page]


def answered(seen: View) -> tuple[Answers | None, tuple[str, ...]]:
    """Return what was worked out of the case as it is on disk, and what each question is called.

    None where nothing was, and where changes are tried: the answers are not about those. Only what
    the report has a section for.
    """
    if seen.overlay.steps:
        return None, ()
    answers = [answer_of(seen, one.name) for one in asked_here().values() if one.in_report]
    done = {one.question.name: one for one in answers if one.found is not None}
    if not done:
        return None, ()
    found = {name: one.found for name, one in done.items()}
    return Answers(found), tuple(one.question.title for one in done.values())
