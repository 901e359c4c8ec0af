"""What would change our mind: signs that anyone can watch for, and the odds after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Listing, Name, Paragraph, Section, phrase, quoted, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Block, Text
    from tracktwo.report.page import Page

STEPS = 3
TELLING = 1.5
"""How many times as likely the stage of the focus must be after a step for it to be a sign."""
CERTAIN = 0.95
"""Odds from which on a step is as good as the stage itself, and tells nothing beforehand."""

GIVES_UP = {
    "refuses": "takes back its refusal",
    "opposes": "gives up its opposition",
    "doubts": "gives up its doubts",
    "conditional": "gives up its conditions",
}
"""What may be seen of an actor that has declared something; of a silent one, nothing."""


def section(page: Page) -> Section:
    """Say what would change the odds if it were seen."""
    signs = (*_taken(page), *_declared(page), *_silence(page))
    blocks: tuple[Block, ...] = (Listing(signs),)
    if not signs:
        blocks = (Paragraph("No single event would change the odds noticeably."),)
    return Section("brief-signs", "What would change our mind", blocks)


def _taken(page: Page) -> Iterator[Text]:
    """Say what a step that happens tells: the stage of the focus cannot come without it.

    So its chance in those futures is P(stage) / P(step), over draws and chance together.
    """
    at = page.focus_stage.reached.mean[page.horizon]
    ids = [stage.id for stage in page.result.stages]
    before = [one for one in page.result.milestones if ids.index(one.stage) <= page.focus]
    told = [
        (one, at / one.reached.mean) for one in before if one.reached.mean > 0 and not one.happened
    ]
    telling = [(one, odds) for one, odds in told if at > 0 and TELLING * at < odds < CERTAIN]
    for one, odds in telling[:STEPS]:
        yield phrase(
            "{step} happens ({chance}): of the futures in which it does, {odds} go on to {focus}.",
            step=quoted(Name(one.name)),
            chance=words.chance(one.reached.mean),
            odds=words.chance(odds),
            focus=page.focus_name,
        )


def _declared(page: Page) -> Iterator[Text]:
    for hold in page.result.holds:
        for cause in hold.causes[:1]:
            if cause.kind == "stance" and cause.about in GIVES_UP:
                yield phrase(
                    "{actor} {gives_up}: {focus} is then {odds}.",
                    actor=page.names.actor(hold.of, first=True),
                    gives_up=GIVES_UP[cause.about],
                    focus=page.focus_name,
                    odds=words.chance(cause.lifted.reached[page.focus].mean),
                )


def _silence(page: Page) -> Iterator[Text]:
    """Say what it tells if half of the time goes by without the stage."""
    series, half = page.focus_stage.reached.mean, page.horizon // 2
    if half < 1 or series[half] >= 1:
        return
    left = (series[page.horizon] - series[half]) / (1 - series[half])
    yield phrase(
        "{month} comes without {focus}: {odds} that it still does by {until}.",
        month=page.names.month(half),
        focus=page.focus_name,
        odds=words.chance(left),
        until=page.until,
    )
