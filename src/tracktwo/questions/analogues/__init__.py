"""Analogues: past processes most like the case, and what became of them."""

from dataclasses import dataclass
from typing import Literal

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    option,
    seed_option,
    threads_option,
)

Road = Literal["first", "settlement", "transition", "vote"]


@dataclass(frozen=True)
class AnaloguesOptions(Options):
    """Options of `analogues`."""

    road: Road | None = option(
        None,
        help="Which way past processes went: `first` (armed conflict to a first agreement), "
        "`settlement` (a first agreement to a settlement), `transition` (to an interim and an "
        "elected government) or `vote` (an agreed interim government to a vote). By the case's "
        "next stage unless named.",
    )
    most: int = option(15, help="How many past processes to show, 10 to 20.", gte=10, lte=20)
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="analogues",
    title="Past processes like this one",
    summary="Show the past processes most like the case, and what became of them.",
    help="""\
Show the 10 to 20 past processes most like the case where it stands, and what became of each within
1, 2 and 5 years, with dates; and how often it came to that in all of them, beside the case's odds.

Likeness is Gower's (1971): the mean difference over what is known of both (who fights, how many
sides, third parties, the United Nations among them, a recent agreement, what it is about, what is
planned, when). Only processes that began before the case's date count. For a first agreement the
rate is a forecast; elsewhere likeness has shown no gain over the plain rate, and is context. Past
processes are UCDP's, chosen by rule: docs/track-record.md.""",
    options=AnaloguesOptions,
    function="tracktwo.questions.analogues.likeness:analogues",
    record="tracktwo.questions.analogues.likeness:Analogues",
    takes="A second or two.",
    section="tracktwo.questions.analogues.section:section",
    in_report=True,
    after="odds",
    page="/questions",
    about="Which past processes are most like this one where it stands, what became of each within "
    "1, 2 and 5 years, and how often it came to that in all of them, beside the case's own odds.",
    button="Find them",
)
