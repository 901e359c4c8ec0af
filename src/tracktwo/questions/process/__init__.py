"""Process: the stages and steps in their order, whose consent each needs, how likely each is."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import Options, draws_option, seed_option, threads_option


@dataclass(frozen=True)
class ProcessOptions(Options):
    """Options of `process`."""

    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="process",
    title="The process, step by step",
    summary="Draw the stages and steps in order, and how likely each is.",
    help="""\
Draw the roadmap as a process: stages and steps in their order, and how likely each is.

Each step says whose consent it needs, what it comes after, its deadline and whether it has happened
already; each stage where the process falls back to if it is disrupted on the way. All chances stand
on one scale.""",
    options=ProcessOptions,
    function="tracktwo.questions.process.steps:process",
    record="tracktwo.questions.process.steps:ProcessChart",
    section="tracktwo.questions.process.section:section",
    takes="A second.",
    in_report=True,
    after="roadmap",
    page="/pictures",
    about="The stages and steps in their order: whose consent each needs, by when, where the "
    "process falls back to, and how likely each is.",
    button="Draw the process",
)
