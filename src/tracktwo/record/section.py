"""What a ledger holds of a case, as blocks: its odds over the days, and how each stage came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Card,
    Cards,
    Code,
    Column,
    Figure,
    Figures,
    Folded,
    Group,
    Key,
    Link,
    Listing,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Small,
    Spark,
    Table,
    ToPart,
    numeric,
    phrase,
    words,
)
from tracktwo.blocks.chart_parts import ceiling
from tracktwo.case.happened import milestone_happened, stage_happened
from tracktwo.record.chart import course
from tracktwo.record.resolving import settled
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.case import Case
    from tracktwo.record.entries import Forecast, Resolution, StageForecast
    from tracktwo.record.ledger import Ledger
    from tracktwo.record.resolving import Resolved

ID, TITLE = "forecasts", "Forecasts kept, and how they came out"
STATES = {
    "open": "open", "passed": "passed", "not-passed": "not passed in time", "void": "void",
    "happened": "had happened",
}  # fmt: skip

STALE = 31
"""Days after which a case that was not moved on is remarked on."""

Points = list[tuple["Forecast", "StageForecast"]]


def kept_section(ledger: Ledger, case: Case | None = None) -> Section:
    """Say what a ledger holds of one case.

    Parameters
    ----------
    ledger : of one case, see `Ledger.of`
    case : the case as it is, where it is at hand: what it marks as happened is drawn too
    """
    if not ledger.forecasts:
        how = phrase(
            "No forecast of this case has been kept. {command} keeps today's odds, so that they "
            "can be held to what happens.",
            command=Code("tracktwo record add CASE"),
        )
        return Section(ID, TITLE, (Paragraph(how),))
    ends = sorted({one.until for one in ledger.forecasts})
    stages = list(dict.fromkeys(stage.id for one in ledger.forecasts for stage in one.stages))
    told = phrase(
        "{n} kept, as of {first} to {last}. Each point is the odds of having passed the stage by "
        "the end of that forecast; the bands are over draws.",
        n=_forecasts(len(ledger.forecasts)),
        first=words.day(min(one.as_of for one in ledger.forecasts)),
        last=words.day(max(one.as_of for one in ledger.forecasts)),
    )
    slid = phrase(
        "The forecasts end on different days, {first} to {last}: a later one may say more only "
        "because it looks further. A case that gives {until} instead of {horizon} keeps one end.",
        first=words.day(ends[0]),
        last=words.day(ends[-1]),
        until=Code("until"),
        horizon=Code("horizon"),
    )
    return Section(
        ID,
        TITLE,
        (
            Paragraph(told),
            *((Note((Paragraph(slid),)),) if len(ends) > 1 else ()),
            Cards(tuple(_stage(ledger, stage, case) for stage in stages), wide=True),
            _table(ledger),
            *_superseded(ledger),
            *((Note((Listing(tuple(ledger.notes)),)),) if ledger.notes else ()),
        ),
    )


def _forecasts(count: int) -> str:
    return "One forecast was" if count == 1 else f"{count:,} forecasts were"


def _keys(points: Points, *, marks: bool) -> tuple[Key, ...]:
    keys = [Key("reached", "the case's odds, with half and nine in ten of the draws")]
    if any(stage.outside is not None for _, stage in points):
        keys.append(Key("muted", "the outside view: base rates alone"))
    if any(stage.own is not None for _, stage in points):
        keys.append(Key("ink", "the author's own odds, as diamonds"))
    if marks:
        keys.append(Key("ink", "what happened, numbered", thin=True))
    return tuple(keys)


def _stage(ledger: Ledger, stage: str, case: Case | None) -> Card:
    found: Points = [
        (one, part) for one in ledger.forecasts for part in one.stages if part.id == stage
    ]
    found.sort(key=lambda pair: (pair[0].as_of, pair[0].date))
    ahead = [pair for pair in found if pair[1].happened is None]
    _, newest = found[-1]
    resolution = {s: one for (_, s), one in ledger.standing.items()}.get(stage)
    marks = _happened(stage, resolution, newest, case)
    blocks: list[Block] = []
    if newest.resolves:
        blocks.append(Paragraph(("How it will be judged: ", Name(newest.resolves)), "how"))
    if ahead:
        blocks.append(Figures((_figure(ahead, marks, newest.name),)))
    if marks:
        blocks.append(Listing(tuple(text for _, text in marks), ordered=True))
    if resolution is not None:
        blocks.append(Paragraph(outcome_said(resolution)))
    elif newest.happened is None:
        blocks.append(Paragraph("Not settled yet.", "small"))
    return Card(Name(newest.name), tuple(blocks))


def _happened(
    stage: str, resolution: Resolution | None, forecast: StageForecast, case: Case | None
) -> list[tuple[str, Text]]:
    """List (date, text) of what came about on the way to a stage, earliest first."""
    marks: list[tuple[str, Text]] = []
    for one in case.roadmap.stages if case is not None else ():
        if one.id != stage:
            continue
        for step in one.milestones:
            mark = milestone_happened(one, step)
            if mark is not None and step.happened is not None:
                at = ToPart(f"roadmap.stages.{one.id}")
                marks.append((mark.date, (Link(Name(step.name), at), f": {_on(mark.date)}")))
        whole = stage_happened(one)
        if whole is not None and resolution is None:
            marks.append((whole.date, (Name(one.name), f": {_on(whole.date)}")))
    if resolution is not None and resolution.outcome == "passed" and resolution.on:
        marks.append((resolution.on, (Name(forecast.name), f": {_on(resolution.on)}")))
    elif forecast.happened is not None and not any(date == forecast.happened for date, _ in marks):
        marks.append((forecast.happened, (Name(forecast.name), f": {_on(forecast.happened)}")))
    return sorted(marks, key=lambda mark: mark[0])


def _on(date: str) -> str:
    return words.happened(date)


def _figure(points: Points, marks: Sequence[tuple[str, Text]], name: str) -> Figure:
    told = "; ".join(
        f"{words.day(one.as_of)}: {words.brief(_band(stage))} by {words.day(one.until)}"
        for one, stage in points
    )
    spec = course(points, [(date, "x") for date, _ in marks], points[-1][0].until)
    means = tuple(stage.odds.mean for _, stage in points)
    top = ceiling(max(means))
    course_of = Spark(name, means, top, f"0 to {words.percent(top)}")
    return Figure(
        spec=spec,
        title=f"Odds of “{name}” over its forecasts",
        description=f"{told}.",
        keys=_keys(points, marks=bool(marks)),
        bars=(course_of,) if len(means) > 1 else (),
        level=4,
    )


def _band(stage: StageForecast) -> Band:
    return Band(**stage.odds.model_dump())


def outcome_said(resolution: Resolution) -> Text:
    """Say how a stage came out, with its source."""
    match resolution.outcome:
        case "passed":
            told = f"Passed {words.on(str(resolution.on))}."
        case "not-passed":
            told = f"Not passed by {words.moment(str(resolution.on))}."
        case _:
            told = "Void: it does not count."
    note = (" ", Name(words.sentence(resolution.note))) if resolution.note else ()
    by = (", ", Name(resolution.author)) if resolution.author else ()
    return (
        told,
        " Source: ",
        Name(resolution.source),
        f" (settled {words.day(resolution.date)}",
        by,
        ").",
        note,
    )


def _table(ledger: Ledger) -> Table:
    standing = {stage: one for (_, stage), one in ledger.standing.items()}
    return Table(
        label="Forecasts kept",
        caption=f"Every forecast: the case's odds (in brackets {words.percent(0.9)} of draws), the "
        "author's own, and the outside view",
        columns=(Column("Stage"), *numeric("Odds", "Own", "Outside"), Column("Came out")),
        rows=tuple(
            Group(_of(one), tuple(_row(one, stage, standing) for stage in one.stages))
            for one in sorted(ledger.forecasts, key=lambda x: (x.as_of, x.date))
        ),
    )


def _of(one: Forecast) -> Text:
    return phrase(
        "As of {as_of}, by {until}{author} (kept {date}{note})",
        as_of=words.day(one.as_of),
        until=words.day(one.until),
        author=(", of ", Name(one.author)) if one.author else "",
        date=words.day(one.date),
        note=(": ", Name(one.note)) if one.note else "",
    )


def _row(one: Forecast, stage: StageForecast, standing: Mapping[str, Resolution]) -> Row:
    found = settled(one, stage.id, standing.get(stage.id))
    ahead = stage.happened is None
    return Row(
        Name(stage.name),
        (
            words.brief(_band(stage)) if ahead else "",
            "" if stage.own is None else words.percent(stage.own),
            words.percent(stage.outside) if ahead and stage.outside is not None else "",
            STATES[found.state] + (" (known when kept)" if _late(found) else ""),
        ),
    )


def _late(found: Resolved) -> bool:
    return found.hindsight and found.outcome is not None


def _superseded(ledger: Ledger) -> tuple[Block, ...]:
    counts = {one.id for one in ledger.standing.values()}
    old = [one for one in ledger.resolutions if one.id not in counts]
    if not old:
        return ()
    items = tuple((Code(one.stage), ": ", outcome_said(one)) for one in old)
    return (Folded("Settled otherwise before", (Listing(items),)),)


def added_section(kept: Forecast) -> Section:
    """Say what was kept."""
    rows = tuple(
        Row(
            Name(stage.name),
            (
                words.happened(stage.happened) if stage.happened else words.brief(_band(stage)),
                "" if stage.own is None else words.percent(stage.own),
                "" if stage.outside is None or stage.happened else words.percent(stage.outside),
                Name(stage.resolves) if stage.resolves else Small("not said"),
            ),
        )
        for stage in kept.stages
    )
    table = Table(
        label="Odds kept",
        caption=f"Odds of having passed each stage by {words.day(kept.until)} (in brackets "
        f"{words.percent(0.9)} of draws)",
        columns=(
            Column("Stage"), *numeric("Odds", "Own", "Outside"),
            Column("How it will be judged"),
        ),
        rows=rows,
    )  # fmt: skip
    notes: list[Text] = []
    if kept.until < kept.date:
        ended = words.day(kept.until)
        notes.append(f"It ended on {ended}, before it was kept: its outcome does not count.")
    elif kept.as_of > kept.date:
        notes.append(f"The case speaks as of {words.day(kept.as_of)}, which is still to come.")
    if (kept.date - kept.as_of).days > STALE:
        days = (kept.date - kept.as_of).days
        notes.append(
            f"The case speaks as of {words.day(kept.as_of)}, {days:,} days before it was kept. "
            "What has happened since, it does not know."
        )
    if not all(stage.resolves or stage.happened for stage in kept.stages):
        told = "A stage without {field} may be hard to settle: say in a sentence how it is judged."
        notes.append(phrase(told, field=Code("resolves")))
    by = (", by ", Name(kept.author)) if kept.author else ()
    told_of = phrase(
        "{title}, as of {day}{by} (forecast {id}, case {version}).",
        title=Name(kept.title),
        day=words.day(kept.as_of),
        by=by,
        id=Code(kept.id),
        version=Code(kept.version[:12]),
    )
    more = (Note((Listing(tuple(notes)),)),) if notes else ()
    return Section(ID, "Forecast kept", (Paragraph(told_of), table, *more))


def resolved_section(made: Sequence[Resolution], ledger: Ledger) -> Section:
    """Say what was settled, and which forecasts that settles."""
    items = []
    for one in made:
        points = [
            (forecast, settled(forecast, one.stage, one))
            for forecast in ledger.forecasts
            if any(stage.id == one.stage for stage in forecast.stages)
        ]
        found = [state for _, state in points if state.state != "happened"]
        counts = words.join(
            f"{sum(state.state == name for state in found)} {said}"
            for name, said in STATES.items()
            if any(state.state == name for state in found)
        )
        known = sum(_late(state) for state in found)
        late = f"; {known} kept when it was known, which does not count" if known else ""
        before = " It takes the place of what was said before." if one.supersedes else ""
        items.append(
            (Code(one.stage), ": ", outcome_said(one), f" Forecasts: {counts}{late}.{before}")
        )
    return Section(ID, "Resolved", (Listing(tuple(items)),))
