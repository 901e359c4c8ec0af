"""In short: the odds of each stage, what blocks it, what would matter most, and the harm done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Item,
    Link,
    Listing,
    Name,
    Note,
    Pairs,
    Paragraph,
    Section,
    Small,
    Strong,
    ToPart,
    ToSection,
    phrase,
    quoted,
    words,
)
from tracktwo.report.sections.holds_said import holds_listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Block, Text
    from tracktwo.report.numbers import Number
    from tracktwo.report.page import Page
    from tracktwo.report.what_ifs import Applied, Option, StageChange
    from tracktwo.results.odds import StageOdds

CLEAR = 0.895
"""Share of draws in which a change must raise the odds to be said to raise them: nine in ten."""


def section(page: Page) -> Section:
    """Say the answer in short."""
    likeliest, until = page.likeliest, page.until
    chance = (
        f"The chance that each stage is passed (all of its steps done) at least once by {until}:"
    )
    stands = phrase(
        "Most likely in force in {until}: {likeliest}, {odds}. What blocks and what moves is "
        "measured on {focus}, {why}.",
        until=until,
        likeliest=Strong(Name(likeliest.name)),
        odds=words.odds(likeliest.in_force.at(page.horizon)),
        focus=page.focus_name,
        why=page.focus_reason,
    )
    stages = tuple(_stage(page, stage) for stage in page.result.stages)
    return Section(
        "answer",
        "In short",
        (
            *_first_draft(page),
            Paragraph(chance),
            Listing(stages, ordered=True, kind="answers"),
            Paragraph(stands),
            Pairs(tuple(_short(page)), stacked=True),
            Paragraph(_draws(page), "how"),
            *_notes(page),
        ),
    )


def _first_draft(page: Page) -> tuple[Block, ...]:
    """Say that the odds are a first draft's, before they are read as found."""
    told = page.result.first_draft
    return (Note((Paragraph(Strong(str(told))),)),) if told is not None else ()


def _stage(page: Page, stage: StageOdds) -> Text:
    band = stage.reached.at(page.horizon)
    name = Link(Name(stage.name), ToPart(f"roadmap.stages.{stage.id}"))
    if stage.happened:
        return (name, " ", Strong(words.happened(stage.happened)))
    judged = (" Judged by: ", Name(stage.resolves)) if stage.resolves else ()
    return (name, " ", Strong(words.chance(band.mean)), " ", Small((words.odds_tail(band), judged)))


def _short(page: Page) -> Iterator[tuple[Text, Text | Item]]:
    blocking = holds_listed(page)
    if blocking:
        yield Link("What blocks it", ToSection("blockers")), Item("", (Listing(blocking),))
    lines = tuple(_matters_most(page))
    if lines:
        yield "What would matter most", Item("", (Listing(lines),))
    if page.case.harm_limit:
        limit = page.case.harm_limit.limit
        said = (
            f"The levers as assumed do {words.measure(page.result.harm)} of harm a month on a "
            f"scale of 0 to 100; the limit set is {words.number(limit)}. {_over(page)}"
        )
        yield Link("Harm to civilians", ToSection("moves")), said


def _over(page: Page) -> str:
    over = page.result.harm_over_limit
    if not over:
        return "They keep it in every draw."
    return f"They go over it in {words.percent(over)} of draws."


def _matters_most(page: Page) -> Iterator[Text]:
    if page.strongest_lever:
        yield _lever(page, page.strongest_lever)
    if page.best_option:
        yield _option(page, *page.best_option)
    if page.swinging:
        yield _assumption(page.swinging[0])


def _lever(page: Page, one: Applied) -> Text:
    full, limit = one.effect.at_full, page.result.harm_limit
    harm = one.effect.harm_at_full
    over = limit is not None and harm.mean > limit
    first = (
        "Of the {levers}, {lever} would add most if taken to full intensity: "
        if full.sure[page.focus] >= CLEAR
        else "None of the {levers} raises the odds in nine draws out of ten, even at full "
        "intensity. Nearest to it comes {lever}: "
    )
    return (
        phrase(
            first,
            levers=Link("levers", ToSection("moves")),
            lever=quoted(Link(Name(one.lever.name), ToPart(f"levers.{one.lever.id}"))),
        ),
        (
            f"{words.points_band(full.difference[page.focus])}; its harm to civilians is then "
            f"{words.measure(harm)} on a scale of 0 to 100 a month"
        ),
        f", over the limit of {words.number(limit)}" if limit is not None and over else "",
        ".",
    )


def _option(page: Page, option: Option, stage: StageChange) -> Text:
    assert stage.difference is not None  # noqa: S101  (the best is one that can be compared)
    assert stage.sure is not None  # noqa: S101
    first = (
        "Of the {alternatives}, {best} raises the odds of {focus} most: "
        if stage.sure >= CLEAR
        else "None of the {alternatives} raises the odds of {focus} in nine draws out of ten. "
        "Nearest to it comes {best}: "
    )
    best = option.alternative
    return (
        phrase(
            first,
            alternatives=Link("alternatives", ToSection("alternatives")),
            best=quoted(Link(Name(best.name), ToPart(f"alternatives.{best.id}"))),
            focus=page.focus_name,
        ),
        f"{words.points_band(stage.difference)}; it {words.draws_raised(stage.sure)}.",
    )


def _assumption(one: Number) -> Text:
    return phrase(
        "Of the {assumptions}, this matters most: {number}. High rather than low, it moves the "
        "odds by {swing}.",
        assumptions=Link("assumptions", ToSection("assumptions")),
        number=Link(Name(one.label), ToPart(one.path)),
        swing=one.swing_text,
    )


def _draws(page: Page) -> Text:
    return phrase(
        "“{share} of draws”: what is not known is drawn {draws} times from its ranges. Each draw "
        "gives one exact chance; nine draws in ten lie within the band, and the chance named is "
        "their average. The band says how far our ignorance of the inputs reaches. It does not "
        "cover whatever {limits}.",
        share=words.percent(0.9),
        draws=page.result.draws,
        limits=Link("the model leaves out", ToSection("limits")),
    )


def _notes(page: Page) -> tuple[Block, ...]:
    if not page.result.notes:
        return ()
    notes = tuple(Name(note) for note in page.result.notes)
    return (Note((Paragraph("To know when reading:"), Listing(notes))),)
