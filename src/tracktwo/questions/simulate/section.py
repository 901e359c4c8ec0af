"""What is said of the odds once more, by following paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Name, Paragraph, Row, Section, Table, numeric, phrase, words
from tracktwo.questions.simulate import QUESTION

if TYPE_CHECKING:
    from tracktwo.blocks import Naming
    from tracktwo.questions.simulate.paths import SimulatedOdds

SURE = 1.96
"""Standard errors on either side that hold 19 of 20."""


def section(found: SimulatedOdds, names: Naming) -> Section:
    """Hold the shares of the paths followed to the exact odds."""
    what = phrase(
        "The game followed path by path, over {draws} draws of what is not known with {paths} "
        "paths each. What is solved is over all draws, as in `run`; what the paths are off by on "
        "their draws is added to it. Of 20 margins such as are given here, 19 should hold the "
        "exact odds.",
        draws=found.draws,
        paths=found.paths,
    )
    solved = found.exact or found.counted_odds or (None,) * len(found.stages)
    how = "Steps counted together" if found.counted_odds else "Exact"
    columns = zip(found.stages, solved, found.simulated, found.error, strict=True)
    table = Table(
        label="Odds of each stage both ways",
        caption=f"Odds of passing each stage by {names.until}",
        columns=(Column("Stage"), *numeric(how, "Simulated", "Give or take, in points")),
        rows=tuple(
            Row(
                Name(stage),
                (
                    words.DASH if odds is None else words.finely(odds),
                    words.finely(simulated),
                    words.share(100 * SURE * error),
                ),
            )
            for stage, odds, simulated, error in columns
        ),
    )
    blocks = (Paragraph(what), table, Paragraph(found.message, "how"))
    return Section(QUESTION.name, QUESTION.title, blocks)
