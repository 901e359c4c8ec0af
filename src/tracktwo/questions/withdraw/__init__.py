"""Withdraw: what if an actor leaves."""

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
class WithdrawOptions(Options):
    """Options of `withdraw`."""

    actor: str = option(help="Id of the actor that leaves.", of="actor", positional=True)
    stage: str | None = stage_option()
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="withdraw",
    title="If an actor left",
    summary="Say what the odds would be if an actor left.",
    help="""\
Say what the odds of every stage would be if an actor left, on common random numbers.

It is gone from every consent rule, body, meeting and lever, and so are its positions, stances and
shares of power. Of a rule that named it those that remain are asked: of “all of A, B” it is B that
must consent. A step that asked nobody else cannot be answered. The same as
`tracktwo what-if CASE --drop actors.ACTOR`.""",
    options=WithdrawOptions,
    function="tracktwo.questions.withdraw.departure:withdraw",
    record="tracktwo.questions.withdraw.departure:Withdrawal",
    takes="A second or two.",
    section="tracktwo.questions.withdraw.section:section",
    page="/questions",
    about="An actor is taken out of every consent rule, body, meeting and lever: what are the odds "
    "then, and who is left to decide?",
    button="Work out what follows",
)
