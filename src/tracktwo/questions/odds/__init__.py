"""Odds: how far the roadmap gets, by when, and why."""

from dataclasses import dataclass
from typing import Literal

from tracktwo.questions.definition import Question
from tracktwo.questions.options import Options, draws_option, option, seed_option, threads_option

Engine = Literal["auto", "single", "compiled", "numpy"]
FORESIGHT = "Months that actors look ahead; all of them unless given, 0 for none."


@dataclass(frozen=True)
class OddsOptions(Options):
    """Options of `run`."""

    draws: int = draws_option()
    seed: int = seed_option("The same seed gives the same result, on one core or many.")
    foresight: int | None = option(None, FORESIGHT, gte=0)
    threads: int | None = threads_option()
    engine: Engine = option(
        "auto",
        "How to solve: single, or compiled (in double precision, half as fast), with the extra "
        '"fast"; else numpy. auto takes what pays.',
    )


QUESTION = Question(
    name="odds",
    command="run",  # what one does with a case; its answer are the odds
    title="How far it is likely to get",
    summary="Compute the odds: how far, what blocks it, what would move it.",
    help="""\
Compute how far the roadmap of a case is likely to get, what blocks it, what would move it.

Each draw is one joint sample of everything uncertain in the case; within a draw, chance is worked
out exactly. The bands say how much what we do not know moves the odds.""",
    options=OddsOptions,
    function="tracktwo.questions.odds.run:run",
    record="tracktwo.results.odds:Result",
    section="tracktwo.report.summary:section",  # in short; the report says it in full
    takes="A few seconds.",
    group="case",
    tells_draft=True,
)
