"""Relapse: the odds that it breaks down, by month, beside the odds that it succeeds."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    seed_option,
    stage_option,
    threads_option,
)


@dataclass(frozen=True)
class RelapseOptions(Options):
    """Options of `relapse`."""

    stage: str | None = stage_option("Stage whose odds stand beside")
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="relapse",
    title="Success and breakdown, month by month",
    summary="Set the odds of breakdown beside those of success, by month.",
    help="""\
Set the odds that the process breaks down beside the odds that it succeeds, month by month.

Two ways of breaking down are told apart: the roadmap is given up on the way, or it is completed and
breaks down again. All stand on one scale, with bands. Of a completed roadmap it is also said how
likely it is to have broken down so many months later, beside what has been published on how often
violence came back.""",
    options=RelapseOptions,
    function="tracktwo.questions.relapse.courses:relapse",
    record="tracktwo.questions.relapse.courses:Courses",
    section="tracktwo.questions.relapse.section:section",
    takes="A second.",
    in_report=True,
    after="odds",
    page="/pictures",
    about="How likely it is, month by month, that the roadmap succeeds, that it is given up, and "
    "that it is completed and breaks down again.",
    button="Work out success and breakdown",
)
