"""Answers to the long questions, written with the sections of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tracktwo.case.quantities import quantities
from tracktwo.questions.ask import Questions
from tracktwo.report.asked import Asked
from tracktwo.report.drawing import Pen
from tracktwo.report.html import write_section
from tracktwo.report.page import Page
from tracktwo.web.links import shown_at
from tracktwo.web.render import address
from tracktwo.web.work import ASKED, job_of, missing

if TYPE_CHECKING:
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import View

FIELDS = {"tornado": "what_if", "matters-more": "matters"}
"""Field of the answers in which a question's stands, where it has another name."""
SECTIONS = {
    "who": "who", "agree": "agreed", "levers": "mixes", "matters": "matters",
    "matters-more": "matters", "tornado": "what-if",
}  # fmt: skip
"""Section of the report that shows the answer to each question."""

_LINK = re.compile(r'href="#([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """A question asked of the case as it is on disk, and how far it is."""

    seen: View
    question: str
    job: Job | None
    missing: tuple[str, ...]
    """Modules that are not installed, without which it cannot be worked out."""

    @property
    def label(self) -> str:
        """What it is called."""
        return ASKED[self.question][0]

    @property
    def _value(self) -> Any:
        return self.job.value if self.job is not None and self.job.state == "done" else None

    @property
    def found(self) -> Any:
        """What was found; None where nothing is yet, or nothing could be."""
        value = self._value
        if isinstance(value, Questions):
            return getattr(value, FIELDS.get(self.question, self.question))
        return value

    @property
    def why_not(self) -> str:
        """Why the case has no answer."""
        value = self._value
        return value.left_out[0].why if isinstance(value, Questions) and value.left_out else ""

    @property
    def asked(self) -> Asked:
        """The words for it."""
        return Asked(self.seen.base, Questions())

    @property
    def section(self) -> Markup:
        """The section of the report on it; what that links to is looked for in the workbench."""
        state = self.seen.state
        name = FIELDS.get(self.question, self.question)
        page = Page(state.folder, state.compute().result(), Questions(**{name: self.found}))
        text = write_section(page, SECTIONS[self.question], Pen(f"{self.question}-chart"))
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


def answer_of(seen: View, question: str) -> Answer:
    """Return how far a question is."""
    return Answer(seen, question, job_of(seen.served, question), missing(question))


def answered(seen: View) -> tuple[Questions | None, tuple[str, ...]]:
    """Return what was worked out of the case as it is on disk, and what each question is called.

    None where nothing was, and where changes are tried: the answers are not about those.
    """
    if seen.overlay.steps:
        return None, ()
    found: dict[str, Any] = {}
    labels: dict[str, str] = {}
    for question in SECTIONS:  # more samples come after fewer, and count
        answer = answer_of(seen, question)
        if answer.found is not None:
            name = FIELDS.get(question, question)
            found[name], labels[name] = answer.found, answer.label
    return (Questions(**found), tuple(labels.values())) if found else (None, ())
