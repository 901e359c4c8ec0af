"""What is said of a roadmap as a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Column,
    Figure,
    Figures,
    Link,
    Name,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    ToPart,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.block import Cell, Group
from tracktwo.blocks.cells import odds
from tracktwo.pictures.vega import spec_of
from tracktwo.questions.process import QUESTION
from tracktwo.questions.process.drawing import NARROW, WIDE, scene, top_of

if TYPE_CHECKING:
    from tracktwo.blocks import Naming, Text
    from tracktwo.questions.process.steps import Done, MilestoneStep, ProcessChart, StageStep


def section(found: ProcessChart, names: Naming) -> Section:
    """Draw the process, and say the same as a table."""
    what = phrase(
        "What comes after what, whose consent it takes, where the process falls back to if it is "
        "disrupted, and how likely each stage and step is by {until}, over {draws} draws.",
        until=names.until,
        draws=f"{found.draws:,}",
    )
    return Section(
        QUESTION.name,
        QUESTION.title,
        (Paragraph(what), Figures((_figure(found, names),)), _table(found, names)),
    )


def _figure(found: ProcessChart, names: Naming) -> Figure:
    said = [f"{names.stages[one.id]}: {_chance(one)}" for one in found.stages]
    said.append(f"Given up: {words.odds(found.given_up)}")
    return Figure(
        spec=spec_of(scene(found, names, NARROW)),
        wide=spec_of(scene(found, names, WIDE)),
        title="The process, step by step",
        description=f"By {names.until}. {'; '.join(said)}.",
        scale=f"scale of all bars: 0 to {words.percent(top_of(found))}",
        reading="How to read: from top to bottom; a stage is passed once all of its steps are "
        "done. The dot is the chance, the bar holds nine draws in ten. Dashed arrows lead back to "
        "where the process falls if it is disrupted on the way to a stage.",
    )


def _chance(one: StageStep) -> str:
    return f"passed {one.done.date}" if one.done else words.odds(one.reached)


def _table(found: ProcessChart, names: Naming) -> Table:
    return Table(
        label="Stages and steps in their order",
        caption=phrase(
            "Stages and steps in their order: chance by {until}, and chance a month were the step "
            "the next one now (below, where {share} of draws lie)",
            until=names.until,
            share=words.percent(0.9),
        ),
        columns=(
            Column("Stage or step"), Column("Who must agree"), Column("Comes after"),
            *numeric("By then", "A month"),
        ),
        rows=tuple(_stage(n, one, found, names) for n, one in enumerate(found.stages, start=1)),
    )  # fmt: skip


def _stage(number: int, stage: StageStep, found: ProcessChart, names: Naming) -> Group:
    steps = [one for one in found.milestones if one.stage == stage.id]
    title = phrase(
        "{number} {stage}: {chance}. {back}{by}",
        number=str(number),
        stage=Link(names.stage(stage.id), ToPart(f"roadmap.stages.{stage.id}")),
        chance=_stage_done(stage, names),
        back=_back(stage, names),
        by=f" Given up if not passed by {stage.deadline}." if stage.deadline else "",
    )
    rows = tuple(_step(f"{number}.{n}", one, names) for n, one in enumerate(steps, start=1))
    return Group(title, rows)


def _stage_done(stage: StageStep, names: Naming) -> Text:
    return _done(stage.done, "passed", names) if stage.done else words.brief(stage.reached)


def _back(stage: StageStep, names: Naming) -> Text:
    if stage.fallback == "start":
        return "If disrupted on the way, it falls back to before the first stage."
    if stage.fallback == "abandoned":
        return "If disrupted on the way, it is given up."
    return phrase(
        "If disrupted on the way, it falls back to {stage}.",
        stage=quoted(names.stage(stage.fallback)),
    )


def _step(number: str, one: MilestoneStep, names: Naming) -> Row:
    written = next(m for s in names.case.roadmap.stages for m in s.milestones if m.id == one.id)
    place = ToPart(f"roadmap.stages.{one.stage}.milestones.{one.id}")
    head: list[Text] = [(f"{number} ", Link(names.milestone(one.id), place))]
    if one.done:
        head.append(Small(_done(one.done, "Done", names)))
    if one.expires:
        head.append(Small(f"The offer lapses after {one.expires}."))
    after = words.join(names.milestones[id_] for id_ in one.after)
    return Row(
        Cell(tuple(head)),
        (
            Name(words.consent(written.consent, names.actors)),
            Name(after) if after else "",
            "done" if one.done else odds(one.reached),
            "" if one.done else odds(one.monthly),
        ),
    )


def _done(mark: Done, word: str, names: Naming) -> Text:
    note = (" (", Name(mark.note), ")") if mark.note else ""
    return (f"{word} {mark.date}", note, " ", names.refs(mark.evidence))
