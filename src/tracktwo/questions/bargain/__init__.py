"""Bargain: what the parties would settle on, issue by issue."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracktwo.questions.definition import Question
from tracktwo.questions.options import Options, option

Layout = Literal["long", "ktab", "decide"]


@dataclass(frozen=True)
class BargainOptions(Options):
    """Options of `bargain`."""

    model: str | None = option(
        None, "Draw the distribution around this model alone, not the ensemble."
    )
    coercive: bool = option(
        default=False, help="Widen the distribution for talks under coercion, by assumption."
    )
    layout: Layout | None = option(
        None, "How the file is laid out; told from its first rows if left out."
    )
    salience_top: float | None = option(
        None,
        'The salience that means "matters most", 1 or 100; by default 100, or 1 in the Decide '
        "model's layout.",
    )
    out: Path | None = option(
        None,
        "Write the table of positions to this CSV file as well; of a case, its most likely values.",
    )
    out_layout: Layout = option("long", "How to lay that file out.")


QUESTION = Question(
    name="bargain",
    title="What the parties would settle on",
    summary="Forecast what parties would settle on.",
    help="Forecast what parties would settle on, by each model and as a distribution.",
    options=BargainOptions,
    function="tracktwo.questions.bargain.settling:settling",
    record="tracktwo.questions.bargain.settling:Settlements",
    section="tracktwo.questions.bargain.section:section",
    takes="A few seconds.",
    group="models",
    subject="table",
)
