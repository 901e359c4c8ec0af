"""What moves it, and at what harm: each lever's effect beside its harm to civilians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Card,
    Cards,
    Cell,
    Column,
    Figure,
    Figures,
    Harm,
    Heading,
    Link,
    Name,
    Note,
    Pairs,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Tag,
    ToPart,
    joined,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.charts import effect_and_harm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.case.schema import HarmLimit, Lever
    from tracktwo.report.page import Page
    from tracktwo.report.what_ifs import Applied
    from tracktwo.results.bands import Band

_OFF_ROADMAP = {
    "start": "before the first stage", "abandoned": "abandoned", "relapsed": "broken down",
}  # fmt: skip
"""Situations that are no stages, as a lever may name them."""


def section(page: Page) -> Section:
    """Say what each lever adds, and at what harm."""
    limit = page.case.harm_limit
    title = "What moves it, and at what harm"
    if not page.levers:
        none = Paragraph("The case names no lever.")
        said = () if limit is None else (_limit_alone(limit, page),)
        return Section("moves", title, (none, *said))
    what = (
        "A lever is a pressure or an inducement. Its effect is never given here without its harm "
        "to civilians, on a scale of 0 (none) to 100 (the worst) a month. Naming a lever does not "
        "recommend it."
    )
    return Section(
        "moves",
        title,
        (
            Paragraph(what),
            Paragraph(f"No limit on harm is set. {_together(page)}")
            if limit is None
            else _limit(limit, page),
            Figures((figure(page),)),
            _table(page),
            Heading("The levers one by one"),
            Cards(tuple(_card(one, page) for one in page.levers)),
        ),
    )


# --- the limit on harm -------------------------------------------------------------------------


def _together(page: Page) -> str:
    harm = words.measure(page.result.harm)
    return f"All levers together, as applied in this case, do {harm} of harm a month."


def _limit_alone(limit: HarmLimit, page: Page) -> Paragraph:
    text = phrase(
        "Limit on harm: {limit}. {description} {evidence}",
        limit=words.number(limit.limit),
        description=Name(limit.description),
        evidence=page.names.mark(limit.evidence),
    )
    return Paragraph(text, at=ToPart("harm_limit"))


def _limit(limit: HarmLimit, page: Page) -> Note:
    text = phrase(
        "{limit} {description} {evidence}",
        limit=Strong(f"Limit on harm: {words.number(limit.limit)}."),
        description=Name(limit.description),
        evidence=page.names.mark(limit.evidence),
    )
    over = page.result.harm_over_limit
    kept = (
        f"They go over the limit in {words.percent(over)} of draws."
        if over
        else "They keep the limit in every draw."
    )
    return Note(
        (
            Paragraph(text),
            *page.said(limit.evidence),
            *((Paragraph(Name(limit.why), "small"),) if limit.why else ()),
            Paragraph((_together(page), " ", Strong(kept))),
        ),
        kind="limit",
        at=ToPart("harm_limit"),
    )


# --- effect and harm ---------------------------------------------------------------------------


def figure(page: Page, levers: Sequence[Applied] | None = None) -> Figure:
    """Show each lever, or some, at full intensity: what it adds beside the harm it does."""
    rows = [
        (one.lever.name, one.effect.at_full.difference[page.focus], one.effect.harm_at_full)
        for one in (page.levers if levers is None else levers)
    ]
    said = "; ".join(
        f"{name}: {words.points(effect.mean)}, harm {words.measure(harm)}"
        for name, effect, harm in rows
    )
    dashed = (
        "; the dashed line is the limit for all levers together" if page.case.harm_limit else ""
    )
    return Figure(
        spec=effect_and_harm(rows, page.result.harm_limit),
        title=f"Levers at full intensity: effect on “{page.focus_stage.name}” beside harm",
        description=f"{said}.",
        heading=phrase(
            "Each lever at full intensity: what it would add to the odds of {focus}, beside its "
            "harm",
            focus=page.focus_name,
        ),
        caption="Left: percentage points that taking the lever from as applied to full intensity "
        "would add, the others as they are. Right: its harm to civilians then, per month averaged "
        f"over the horizon{dashed}.",
    )


def _table(page: Page) -> Table:
    return Table(
        label="Effect and harm of each lever",
        caption=phrase(
            "What each adds to the odds of {focus} by {until}, with its harm to civilians a month "
            "({scale})",
            focus=page.focus_name,
            until=page.until,
            scale=words.SCALE,
        ),
        columns=(
            Column("Lever"),
            Column("As applied in this case, compared with leaving it out"),
            Column("At full intensity, compared with as applied"),
        ),
        rows=tuple(_row(one, page) for one in page.levers),
    )


def _row(one: Applied, page: Page) -> Row:
    effect = one.effect
    applied = "not applied" if one.idle else words.points_band(effect.adds[page.focus])
    limit = page.result.harm_limit
    over = limit is not None and effect.harm_at_full.mean > limit
    return Row(
        Link(Name(one.lever.name), ToPart(f"levers.{one.lever.id}")),
        (
            Cell((applied, _harm(effect.harm))),
            Cell(
                (
                    words.points_band(effect.at_full.difference[page.focus]),
                    _harm(effect.harm_at_full, over=over),
                )
            ),
        ),
    )


def _harm(harm: Band, *, over: bool = False) -> Harm:
    much = (", ", Strong("over the limit by itself")) if over else ""
    return Harm((f"harm {words.measure(harm)}", much))


# --- one by one --------------------------------------------------------------------------------


def _card(one: Applied, page: Page) -> Card:
    lever = one.lever
    description: tuple[Block, ...] = ()
    if lever.description:
        description = (Paragraph(Name(lever.description)),)
    kind, mark = Tag(lever.kind, quiet=True), page.names.mark(lever.evidence)
    return Card(
        (Name(lever.name), " ", kind, " ", mark),
        (*description, *page.said(lever.evidence), Pairs(tuple(_about(one, page)))),
        at=ToPart(f"levers.{lever.id}"),
        level=4,
    )


def _about(one: Applied, page: Page) -> Iterator[tuple[Text, Text]]:
    lever, names, path = one.lever, page.names, f"levers.{one.lever.id}"
    if lever.by:
        yield "By", names.to_actors(lever.by)
    yield "On", names.to_actors(lever.targets)
    yield "When", _when(lever, page)
    yield f"Intensity (0{words.DASH}1)", _intensity(lever, path, page)
    costs = ((names.to_actor(id_), " ", page.value(f"{path}.cost.{id_}")) for id_ in lever.cost)
    yield "Cost a month", joined(costs, "; ")
    yield "Harm to civilians", (page.value(f"{path}.harm"), " a month at full intensity")
    full = phrase(
        "{points} on the odds of {focus}, with harm of {harm} a month",
        points=words.points_band(one.effect.at_full.difference[page.focus]),
        focus=page.focus_name,
        harm=words.measure(one.effect.harm_at_full),
    )
    yield "If taken to full intensity", full


def _when(lever: Lever, page: Page) -> Text:
    plan, step = lever.schedule, page.names.step
    said: list[Text] = [f"from {plan.start}" if plan.start else "from the start"]
    if plan.end:
        said.append(f" to {plan.end}")
    if lever.from_milestone:
        said.append((", once ", quoted(step(lever.from_milestone)), " is done"))
    if lever.until_milestone:
        said.append((", until ", quoted(step(lever.until_milestone)), " is done"))
    if lever.stages:
        named = [_OFF_ROADMAP.get(id_) or step(id_) for id_ in lever.stages]
        said.append(("; while in: ", joined(named)))
    return tuple(said)


def _intensity(lever: Lever, path: str, page: Page) -> Text:
    plan, given = lever.schedule, f"{path}.schedule.intensity"
    said: list[Text] = [
        page.value(given) if given in page.numbers else words.number(plan.intensity.mode)
    ]
    if f"{path}.schedule.ramp" in page.numbers:
        said.append((", full after ", page.value(f"{path}.schedule.ramp"), " months"))
    if plan.half_life:
        half = page.value(f"{path}.schedule.half_life")
        said.append((", halved by fatigue every ", half, " months"))
    return tuple(said)
