"""Interview: what is unsettled in a case, put as questions that an expert can answer."""

from dataclasses import dataclass
from pathlib import Path

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
class InterviewOptions(Options):
    """Options of `interview`."""

    answers: Path | None = option(
        None, "YAML file of answers to put into the case first, with their reasons and author."
    )
    undo: bool = option(default=False, help="Take the last answer back first.")
    stage: str | None = stage_option()
    draws: int = draws_option()
    seed: int = seed_option()
    rows: int = rows_option(10, "Questions to print.")
    threads: int | None = threads_option()


QUESTION = Question(
    name="interview",
    title="Questions worth your time",
    summary="Ask what a first draft leaves open, the most consequential first.",
    help="""\
Ask what a first draft leaves open, in the order of what an answer could do to the odds.

On a terminal it asks one question at a time, says what an answer did to the odds, and takes the
last one back. In a pipe, or with `--json`, it lists them.

Everything that only a drafting rule has set is put as a question in plain words, with answers to
choose from. Answers stand in a file: `by`, and a list of `answers`, each with its `question`, an
`answer` (or a `value`) and `why`. `--answers` writes them into the case, with reason and author;
`--undo` takes the last one back. Constants of the model are never asked; they are listed apart.""",
    options=InterviewOptions,
    function="tracktwo.questions.interview.interview:interview",
    record="tracktwo.questions.interview.records:Interview",
    takes="A few seconds.",
    section="tracktwo.questions.interview.section:section",
    tells_draft=True,
)
