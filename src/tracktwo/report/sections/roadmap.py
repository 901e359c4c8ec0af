"""The roadmap, and who must agree: each stage and step, and what comes into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Beside,
    Card,
    Cards,
    Heading,
    Item,
    Link,
    Listing,
    Name,
    Paragraph,
    Section,
    Small,
    Strong,
    Tag,
    ToPart,
    ToSection,
    Track,
    joined,
    phrase,
    quoted,
    words,
)
from tracktwo.case.happened import milestone_happened, stage_happened
from tracktwo.report.kind_words import STANCES
from tracktwo.report.track import asides, track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.case.schema import Happened, Stage
    from tracktwo.report.page import Page
    from tracktwo.report.track import Aside, Declared, Effect, Step, Stop


def section(page: Page) -> Section:
    """Say what the roadmap asks, of whom, and what it puts in force."""
    roadmap, names = page.case.roadmap, page.names
    what = phrase(
        "{roadmap}{by}. {evidence} A stage is passed, and comes into force, once all of its steps "
        "are done. Chances “a month” are for a step that is next on the table now.",
        roadmap=Strong(Name(roadmap.name)),
        by=(", proposed by ", names.to_actors(roadmap.proposed_by)) if roadmap.proposed_by else "",
        evidence=names.mark(roadmap.evidence),
    )
    start, *rest = asides(page.case, page.result)
    return Section(
        "roadmap",
        "The roadmap, and who must agree",
        (
            Paragraph(what, at=ToPart("roadmap")),
            Track(
                (
                    _aside(start, page, odds=False),
                    *(_stop(stop, page) for stop in track(page.case, page.result)),
                )
            ),
            Cards(tuple(_aside(aside, page) for aside in rest), wide=True),
        ),
    )


# --- situations --------------------------------------------------------------------------------


def _aside(aside: Aside, page: Page, *, odds: bool = True) -> Card:
    situation = aside.situation
    blocks: list[Block] = []
    if situation.description:
        mark = page.names.mark(situation.evidence)
        blocks.append(Paragraph((Name(situation.description), " ", mark)))
    if odds and aside.odds:
        at = words.odds(aside.odds.in_force.at(page.horizon))
        blocks.append(Paragraph((f"In force in {page.until}: ", Strong(at))))
    blocks += _in_force(aside.policy, aside.conflict, page)
    return Card(aside.name, tuple(blocks), at=ToPart(aside.path))


def _in_force(policy: Sequence[Effect], conflict: Sequence[Effect], page: Page) -> list[Block]:
    blocks: list[Block] = []
    if policy:
        effects = tuple(_effect(effect, page) for effect in policy)
        blocks += [Paragraph("In force then:", "lead"), Listing(effects)]
    if conflict:
        costs = tuple(
            (Name(words.heading(effect.name)), " ", page.value(effect.path)) for effect in conflict
        )
        lead = Paragraph(f"Cost of conflict then ({words.SCALE}):", "lead")
        blocks += [lead, Listing(costs, kind="inline")]
    return blocks


def _effect(effect: Effect, page: Page) -> Text:
    if effect.forecast:
        return (
            Name(effect.name), ": forecast from the positions (", Name(effect.forecast), ")",
        )  # fmt: skip
    meaning = (" ", Small(Name(effect.meaning))) if effect.meaning else ""
    return (Name(effect.name), ": ", page.value(effect.path), meaning)


# --- stages ------------------------------------------------------------------------------------


def _stop(stop: Stop, page: Page) -> Card:
    stage, names = stop.stage, page.names
    passed = (
        (f"{words.heading(words.happened(mark.date))}. ", *_noted(mark, page))
        if (mark := stage_happened(stage)) is not None
        else (f"Passed by {page.until}: ", Strong(words.odds(stop.odds.reached.at(page.horizon))))
    )
    judged = (
        (Paragraph(("How it will be judged: ", Name(stage.resolves))),) if stage.resolves else ()
    )
    whole: tuple[Block, ...] = ()
    if stop.stances:
        lead = Paragraph("Declared on the stage as a whole:", "lead")
        whole = (lead, _stances(stop.stances, page))
    steps = Listing(
        tuple(_step(step, stage, page) for step in stop.steps), ordered=True, kind="steps"
    )
    return Card(
        (Small(f"Stage {stop.number}"), " ", Name(stage.name), " ", names.mark(stage.evidence)),
        (
            Paragraph(passed),
            *judged,
            *((Paragraph(Name(stage.description)),) if stage.description else ()),
            *page.said(stage.evidence),
            Beside((*whole, steps), _then(stop, page)),
        ),
        at=ToPart(stop.path),
    )


def _noted(mark: Happened, page: Page) -> tuple[Text, ...]:
    """Say how it is known that something has happened."""
    note = (Name(words.sentence(mark.note)), " ") if mark.note else ()
    return (*note, page.names.mark(mark.evidence))


def _then(stop: Stop, page: Page) -> tuple[Block, ...]:
    """Say what a stage puts in force, what follows if it fails, and at which pace it comes."""
    blocks = _in_force(stop.policy, stop.conflict, page)
    if stop.stage.power and page.result.government:
        who = Link("who would hold it", ToSection("government"))
        blocks.append(Paragraph(("Power is then shared anew: ", who, ".")))
    deadline = (
        f" The roadmap is given up if the stage is not passed by {stop.stage.deadline}."
        if stop.stage.deadline
        else ""
    )
    back = phrase(
        "If the way to this stage is disrupted, the process falls back to {situation}.",
        situation=Name(stop.falls_to),
    )
    return (*blocks, Paragraph((back, deadline, _pace(stop, page)), "small"))


def _pace(stop: Stop, page: Page) -> Text:
    rate = page.rates.get(stop.stage.base_rate or "")
    if rate is not None:
        link = Link(f"{rate.from_state} to {rate.to_state}", ToSection("rates"))
        return (" Its usual pace is that of a published transition: ", link, ".")
    if stop.stage.pace:
        pace = page.value(f"{stop.path}.pace")
        return (" Its usual pace is assumed: ", pace, " a month between indifferent parties.")
    return ""


def _stances(stances: Sequence[Declared], page: Page) -> Listing:
    return Listing(tuple(_stance(one, page) for one in stances), kind="statements")


def _stance(one: Declared, page: Page) -> Item:
    stance, names, strength = one.stance, page.names, f"{one.path}.strength"
    return Item(
        (
            names.to_actor(stance.actor, first=True),
            " ",
            Tag(STANCES[stance.stance]),
            (" (strength ", page.value(strength), ")") if strength in page.numbers else "",
            (" ", Name(stance.note)) if stance.note else "",
            " ",
            names.mark(stance.evidence),
        ),
        page.said(stance.evidence),
        at=ToPart(one.path) if one.first else None,
    )


# --- steps -------------------------------------------------------------------------------------


def _step(step: Step, stage: Stage, page: Page) -> Item:
    milestone = step.milestone
    title = (Name(milestone.name), " ", page.names.mark(milestone.evidence))
    return Item(
        "",
        (
            Heading(title, 4),
            *((Paragraph(Name(milestone.description)),) if milestone.description else ()),
            Paragraph(_rule(step, page), "rule"),
            *((_stances(step.stances, page),) if step.stances else ()),
            *_chances(step, stage, page),
        ),
        at=ToPart(step.path),
    )


def _rule(step: Step, page: Page) -> Text:
    """Say who must agree to a step, and what else it takes."""
    milestone, names = step.milestone, page.names
    said: list[Text] = [Name(step.rule)]
    if step.after:
        after = joined([quoted(Name(name)) for name in step.after], " and ")
        said.append(phrase("Comes after {steps}.", steps=after))
    if milestone.expires:
        said.append(f"The offer lapses after {milestone.expires}.")
    if milestone.withdrawable_by:
        said.append(
            phrase(
                "Until the stage is passed, {actors} may take back what was agreed.",
                actors=names.listed_actors(milestone.withdrawable_by),
            )
        )
    if milestone.lapses:
        lapses = page.value(f"{step.path}.lapses")
        said.append(("Once done, it may be lost again (chance a month ", lapses, ")."))
    if f"{step.path}.ease" in page.numbers:
        text = "Ease beside the usual step: {ease} in log-odds (0 is as usual, below 0 harder)."
        said.append(phrase(text, ease=page.value(f"{step.path}.ease")))
    return joined(said, " ")


def _chances(step: Step, stage: Stage, page: Page) -> tuple[Block, ...]:
    odds = step.odds
    mark = milestone_happened(stage, step.milestone)
    if mark is not None:
        own = _noted(mark, page) if step.milestone.happened else ("with its stage.",)
        said = words.heading(words.happened(mark.date))
        return (Paragraph((Strong(said), ", " if own[0] == "with its stage." else ". ", *own)),)
    if odds is None:
        return ()
    done = phrase(
        "Done by {until}: {reached}. In a month in which it is on the table: {monthly}.",
        until=page.until,
        reached=Strong(words.odds(odds.reached)),
        monthly=words.odds(odds.monthly),
    )
    if len(odds.consents) < 2:
        return (Paragraph(done),)
    each = tuple(
        (page.names.to_actor(one.actor, first=True), " ", words.brief(one.chance))
        for one in odds.consents
    )
    lead = Paragraph("Each agrees in such a month with a chance of:", "lead")
    return (Paragraph(done), lead, Listing(each, kind="inline"))
