"""Government: who would hold power, by each formula."""

from dataclasses import dataclass
from typing import Literal

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    option,
    seed_option,
    stage_option,
    threads_option,
)

Part = Literal["councils", "shares", "odds", "gains", "vote", "lasting", "ministries", "term"]


@dataclass(frozen=True)
class GovernmentOptions(Options):
    """Options of `government`."""

    only: tuple[Part, ...] = option(
        (), "Print these parts only; may be given several times.", part="shown"
    )
    stage: str | None = stage_option("Stage whose odds are put first")
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="government",
    title="Who would hold power",
    summary="Say who would hold power, by each formula.",
    help="""\
Say who would hold power in the last stages, and what that does to the odds today.

Councils: who was at their meetings, and what stood behind what they declared. Interim
administrations: every party's share by each formula. Elected governments: votes, seats, coalitions
and power by each electoral system. And, since parties look ahead, what each formula and system does
to the odds of every stage, and who gains.

The case says under `power` who may share it.""",
    options=GovernmentOptions,
    function="tracktwo.questions.government.councils:holders",
    record="tracktwo.questions.government.councils:Holders",
    section="tracktwo.questions.government.section:section",
    takes="Some seconds.",
    after="moves",
)
