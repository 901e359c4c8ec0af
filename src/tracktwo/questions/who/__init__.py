"""Who matters: whose consent decides, who could block, who could break the process."""

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
class WhoOptions(Options):
    """Options of `who`."""

    stage: str | None = stage_option()
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="who",
    title="Who matters",
    summary="Say whose consent decides, who could block, who could break it.",
    help="Say who matters: whose consent decides, who could pass or block, who could break it.",
    options=WhoOptions,
    function="tracktwo.questions.who.power:who",
    record="tracktwo.questions.who.power:WhoMatters",
    section="tracktwo.questions.who.section:section",
    takes="All coalitions of the parties asked: a few seconds on one core.",
    in_report=True,
    after="reasons",
    page="/questions",
    about="Whose consent decides, who could pass or stop a stage by its rules, who could break the "
    "process, and what would follow if a member left its body.",
    button="Work out who matters",
)
