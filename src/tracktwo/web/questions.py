"""Answers to the long questions, written with the sections of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tracktwo.blocks import Naming, ToPart, ToQuote
from tracktwo.case.quantities import quantities
from tracktwo.questions.ask import Answers, LeftOut
from tracktwo.report.anchors import places
from tracktwo.report.contents import section_on
from tracktwo.report.render_html import Html
from tracktwo.report.svg import SvgDrawer
from tracktwo.web.links import shown_at
from tracktwo.web.render import address
from tracktwo.web.work import asked_here, jobs_of, offered

if TYPE_CHECKING:
    from tracktwo.blocks import Target
    from tracktwo.questions.definition import Question
    from tracktwo.questions.options import Option
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import View


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
        """What is said of it in the report, with links into the workbench."""
        name = self.question.name
        section = section_on(name, Answers({name: self.found}), Naming(self.seen.state.folder))
        if section is None:
            return Markup()
        return writer(self.seen, f"{name}-chart").section(section)


def writer(seen: View, name: str) -> Html:
    """Return what writes blocks for a page of the workbench.

    Parameters
    ----------
    seen : View
    name : str
        What the ids within its charts begin with.
    """
    case = seen.base
    numbers, shown = {item.path for item in quantities(case)}, set(places(case))

    def href(to: Target) -> str | None:
        place: str | None = None
        if isinstance(to, ToQuote):
            place = f"/evidence#quote-{to.id}"
        elif isinstance(to, ToPart):
            # What has no place of its own in the case is a number: one of the model's, perhaps.
            is_number = to.path in numbers or to.path not in shown
            place = shown_at(to.path, is_number=is_number)
        if place is None:  # the workbench shows it nowhere
            return None
        page, _, anchor = place.partition("#")
        return address(page, seen.overlay) + (f"#{anchor}" if anchor else "")

    return Html(href, SvgDrawer(name))


def answer_of(seen: View, name: str) -> Answer:
    """Return how far a question is."""
    return Answer(seen, asked_here()[name], tuple(j.now() for j in jobs_of(seen.served, name)))


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
