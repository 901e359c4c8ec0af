"""Diff: what changed between two cases, and what that did to the odds."""

from dataclasses import dataclass
from pathlib import Path

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
class DiffOptions(Options):
    """Options of `diff`."""

    second: Path | None = option(None, "Folder of the second case.", of="case", positional=True)
    alternative: str | None = option(
        None, "Instead of a second folder: an alternative of the first case.", of="alternative"
    )
    stage: str | None = stage_option()
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="diff",
    title="What changed, and what it did to the odds",
    summary="Say what changed between two cases and what it did to the odds.",
    help="""\
Compare two cases, or two dates of one: what changed, and what each change did to the odds.

Each change is applied alone to the first case. What the changes do only together is the row
“interaction”, so that the column adds up.""",
    options=DiffOptions,
    function="tracktwo.questions.diff.asked:changes",
    record="tracktwo.questions.diff.changes:CaseDiff",
    section="tracktwo.questions.diff.section:section",
    takes="Some seconds.",
)
