"""What if: a case with some of its parts changed."""

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
class WhatIfOptions(Options):
    """Options of `what_if`."""

    set: tuple[str, ...] = option(
        (),
        "PATH=VALUE, as levers.pressure.intensity=1 or levers.pressure.start=2023-06. In the place "
        "of a range, a number is certain. May be given more than once.",
        of="changes",
    )
    move: tuple[str, ...] = option(
        (),
        "PATH=NUMBER, as levers.pressure.intensity=0.8: move a range there with its width, as a "
        "slider does. May be given more than once.",
        of="changes",
    )
    drop: tuple[str, ...] = option(
        (), "Path of an item to leave out. May be given more than once.", of="changes"
    )
    scenarios: Path | None = option(
        None, "YAML file of named scenarios, each {set: {PATH: VALUE}, drop: [PATH]}."
    )
    stage: str | None = stage_option()
    draws: int = draws_option()
    seed: int = seed_option()
    rows: int = rows_option(12, "Bars of the tornado to print.")
    threads: int | None = threads_option()


QUESTION = Question(
    name="what-if",
    title="What if one number were otherwise",
    summary="Change a case and see what that does to its odds.",
    help="""\
Change a case and see what that does to its odds, on common random numbers.

Each change is tried alone and, where there are several, all of them together. With nothing to
change, every uncertain number is moved to either end of its range instead (a tornado).""",
    options=WhatIfOptions,
    function="tracktwo.questions.what_if.asked:changes",
    record="tracktwo.questions.what_if.effects:WhatIf|tracktwo.questions.what_if.effects:Tornado",
    section="tracktwo.questions.what_if.section:section",
    takes="A few seconds on one core.",
    in_report=True,
    after="alternatives",
    page="/assumptions",
    about="Every uncertain number is moved to the low and to the high end of its range, others "
    "stay as drawn.",
    button="Move every number to its ends",
)
