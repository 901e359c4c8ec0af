"""Answers to the long questions as the pages show them: drawn, in words, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tracktwo.explore.questions import Questions
from tracktwo.report.asked import Asked
from tracktwo.report.drawing import Pen
from tracktwo.report.page import Page
from tracktwo.report.pictures import Pictures
from tracktwo.web.work import ASKED, job_of, missing

if TYPE_CHECKING:
    from tracktwo.web.bench import Bench
    from tracktwo.web.jobs import Job

FIELD = {"tornado": "what_if", "matters-more": "matters"}
"""Field of the answers in which a question's stands, where it has another name."""


@dataclass(frozen=True)
class Answer:
    """A question asked of the case as it is on disk, and how far it is."""

    bench: Bench
    question: str
    job: Job | None
    missing: tuple[str, ...]
    """Modules that are not installed, without which it cannot be worked out."""

    @property
    def label(self) -> str:
        """What it is called."""
        return ASKED[self.question][0]

    @property
    def found(self) -> Any:
        """What was found; None where nothing is yet, or nothing could be."""
        if self.job is None or self.job.state != "done":
            return None
        value = self.job.value
        if isinstance(value, Questions):
            return getattr(value, FIELD.get(self.question, self.question))
        return value

    @property
    def why_not(self) -> str:
        """Why the case has no answer."""
        done = self.job is not None and self.job.state == "done"
        value = self.job.value if self.job is not None and done else None
        if isinstance(value, Questions) and value.left_out:
            return value.left_out[0].why
        return ""

    @cached_property
    def asked(self) -> Asked:
        """The words for it."""
        return Asked(self.bench.state.folder.case, Questions())

    @cached_property
    def _pictures(self) -> Pictures:
        state = self.bench.state
        page = Page(state.folder, state.compute().result(), Questions())
        return Pictures(page, Pen(f"{self.question}-chart"))

    def draw(self, picture: str, found: Any = None) -> Markup:
        """Draw one of the report's pictures of what was found, or of a part of it."""
        drawn = getattr(self._pictures, picture)(found or self.found)
        return Markup(drawn)  # noqa: S704  (escaped when it is made; see drawing.framed)


def answer_of(bench: Bench, question: str) -> Answer:
    """Return how far a question is."""
    return Answer(bench, question, job_of(bench, question), missing(question))
