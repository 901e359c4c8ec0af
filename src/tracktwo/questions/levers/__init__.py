"""Levers: which mixes would move it within the limit on harm."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class LeversOptions(Options):
    """Options of `levers`."""

    stage: str | None = stage_option("Stage whose odds count")
    certainty: float = option(
        1.0,
        "How sure it must be that a mix keeps to the limit: 1 for every value within the ranges, "
        "0.9 for 90 % of draws.",
        gt=0,
        lte=1,
    )
    generations: int = option(24, "Rounds of the search.", gte=1, lte=1000)
    population: int = option(40, "Mixes per round.", gte=4, lte=1000)
    draws: int = draws_option("Joint samples for the mixes that the search ends with.")
    search_draws: int = option(32, "Joint samples in the search.", gte=1, part="inner")
    rows: int = rows_option(8, "Mixes to print.")
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="levers",
    title="Which mixes of levers would move it",
    summary="Search mixes of levers within the limit on harm.",
    help="""\
Search mixes and schedules of levers: best odds, least harm to civilians, least cost.

No mix over the case's limit on harm is ever returned. Then: what each lever adds, beside its harm,
and which levers work against each other.""",
    options=LeversOptions,
    function="tracktwo.questions.levers.search:levers",
    record="tracktwo.questions.levers.search:Levers",
    section="tracktwo.questions.levers.section:section",
    takes="Some forty thousand solutions: a few seconds on one core.",
    needs=("pymoo",),
    extra="explore",
    loads="scipy.spatial.distance",
    in_report=True,
    after="moves",
    page="/levers",
    about="A search over mixes and starting dates for those that no other beats in odds, in harm "
    "to civilians and in cost.",
    button="Search for mixes",
)
