"""Matters: which assumptions the odds depend on."""

from dataclasses import dataclass
from typing import Literal

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    option,
    rows_option,
    seed_option,
    stage_option,
    threads_option,
)

Scale = Literal["odds", "log-odds"]


@dataclass(frozen=True)
class MattersOptions(Options):
    """Options of `matters`."""

    stage: str | None = stage_option("Stage to ask about")
    samples: int = option(
        256,
        "Base samples for groups of numbers, a power of two; more are taken where needed.",
        gte=2,
        lte=65_536,
    )
    single_samples: int = option(
        0,
        "Base samples for single numbers, a power of two; 0 leaves them out.",
        gte=0,
        lte=65_536,
    )
    draws: int = draws_option()
    threshold: float = option(
        0.1, "Odds from which on the stage counts as having a chance.", gt=0, lt=1
    )
    scale: Scale = option(
        "odds",
        "Explain the odds themselves, or their logarithm, where small odds count as much.",
    )
    rows: int = rows_option(12, "Rows to print of each table.")
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="matters",
    title="What matters among the assumptions",
    summary="Say which assumptions the odds depend on.",
    help="""\
Say which assumptions the odds of a stage depend on, and which are worth finding out.

Sobol indices of the odds, with 95 % intervals and a verdict on whether they have converged; the
worth of knowing a number for the choice between roadmaps; and the corner of the assumptions in
which the stage has a chance.""",
    options=MattersOptions,
    function="tracktwo.questions.matters.sensitivity:matters",
    record="tracktwo.questions.matters.sensitivity:Matters",
    section="tracktwo.questions.matters.section:section",
    takes="Some fifty thousand solutions: a few seconds on one core.",
    in_report=True,
    after="alternatives",
    page="/assumptions",
    about="A swing looks at one number at a time. Sobol indices share out the whole uncertainty of "
    "the odds among groups of numbers: the part that would go if a group were known alone, and "
    "what it does together with others. With them come the worth of knowing a number for the "
    "choice between roadmaps, and the corner of the assumptions in which the roadmap has a chance.",
    button="Work out what matters",
)
