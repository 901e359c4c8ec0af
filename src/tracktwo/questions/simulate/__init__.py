"""Simulate: the odds once more, by following paths."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.odds import FORESIGHT
from tracktwo.questions.options import Options, draws_option, option, seed_option


@dataclass(frozen=True)
class SimulateOptions(Options):
    """Options of `simulate`."""

    draws: int = draws_option(
        "Along how many of the joint samples to follow paths.", 32, lte=10_000
    )
    paths: int = option(500, "How many paths to follow for each.", gte=1, lte=100_000)
    seed: int = seed_option()
    foresight: int | None = option(None, FORESIGHT, gte=0)


QUESTION = Question(
    name="simulate",
    title="The odds once more, by following paths",
    summary="Check the odds by following paths.",
    help="""\
Follow the game of a case path by path, and hold the shares to the exact odds.

A check on the solver, by other means; and the way to odds for a roadmap with more states than are
solved exactly.""",
    options=SimulateOptions,
    function="tracktwo.questions.simulate.paths:simulated_odds",
    record="tracktwo.questions.simulate.paths:SimulatedOdds",
    section="tracktwo.questions.simulate.section:section",
    takes="Some seconds.",
    group="case",
)
