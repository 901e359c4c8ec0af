"""Agree: packages that all whose consent is needed gain by."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    option,
    seed_option,
    stage_option,
    threads_option,
)


@dataclass(frozen=True)
class AgreeOptions(Options):
    """Options of `agree`."""

    stage: str | None = stage_option("Stage whose odds count")
    keep: tuple[str, ...] = option(
        (), "Issue that is not for negotiation. May be given more than once.", of="issue"
    )
    draws: int = draws_option()
    search_draws: int = option(
        32, "Joint samples in the search for the best odds.", gte=1, part="inner"
    )
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="agree",
    title="What could be agreed",
    summary="Look for packages that all whose consent is needed gain by.",
    help="""\
Look for settlement packages that leave every party whose consent is needed better off.

For each stage: whether any policy does; the fairest (Nash, Kalai-Smorodinsky, max-min) and the
smallest change to the proposal; who is short by how much, and which side payments or guarantees
would make up for it. Then the packages' odds, and which order of milestones has the best odds.""",
    options=AgreeOptions,
    function="tracktwo.questions.agree.agreement:agree",
    record="tracktwo.questions.agree.agreement:Agreement",
    section="tracktwo.questions.agree.section:section",
    takes="A few seconds on one core.",
    loads="scipy.optimize",
    in_report=True,
    after="reasons",
    page="/questions",
    about="For each stage: is there a package that leaves every party whose consent is needed "
    "better off than no agreement? Who falls short by how much, what guarantee would make it up, "
    "and in which order could the steps come?",
    button="Look for packages",
)
