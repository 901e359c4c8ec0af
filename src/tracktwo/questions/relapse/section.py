"""What is said of success and breakdown, month by month."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Bar,
    Cell,
    Code,
    Column,
    Figure,
    Figures,
    Heading,
    Key,
    Listing,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Small,
    Spark,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.chart_parts import ceiling
from tracktwo.pictures.panels import NARROW, WIDE, Panel, by_month
from tracktwo.questions.relapse import QUESTION
from tracktwo.questions.relapse.chart import afterwards

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.relapse.courses import Course, Courses, Returned

_COLOURS = {
    "focus": "var(--reached)",
    "completed": "var(--reached)",
    "standing": "var(--force)",
    "given-up": "var(--abandoned)",
    "broken-down": "var(--relapsed)",
}


def section(found: Courses, names: Naming) -> Section:
    """Set the odds of breakdown beside those of success."""
    what = phrase(
        "How likely it is, month by month, that {focus} has been passed and {last} completes the "
        "roadmap, and that it breaks down: given up on the way, or completed and broken down "
        "again. Over {draws} draws, to {until}.",
        focus=quoted(names.stage(found.focus)),
        last=quoted(names.stage(found.last)),
        draws=f"{found.draws:,}",
        until=names.until,
    )
    return Section(
        QUESTION.name,
        QUESTION.title,
        (Paragraph(what), Figures((_figure(found, names),)), _table(found, names),
         *_afterwards(found), Heading("What these chances are, and are not"), _limits(found)),
    )  # fmt: skip


def _title(one: Course, found: Courses, names: Naming) -> str:
    return {
        "focus": f"Passed: {names.stages[found.focus]}",
        "completed": f"Completed: {names.stages[found.last]}",
        "standing": "Completed, and still stands",
        "given-up": "Given up on the way",
        "broken-down": "Completed, and broken down again",
    }[one.id]


def _top(found: Courses) -> float:
    return ceiling(max(max(*one.odds.p95, *one.odds.mean) for one in found.courses))


def _figure(found: Courses, names: Naming) -> Figure:
    top = _top(found)
    panels = [Panel(_title(one, found, names), one.odds, _COLOURS[one.id]) for one in found.courses]
    named = {month: _short(names.month(month)) for month in sorted({0, found.horizon})}
    said = [
        f"{_title(one, found, names)}: {words.odds(one.odds.at(found.horizon))}"
        for one in found.courses
    ]
    step = max(1, math.ceil(found.horizon / 24))
    return Figure(
        spec=by_month(panels, top, named, NARROW),
        wide=by_month(panels, top, named, WIDE),
        title="Success and breakdown, month by month",
        description=f"By {names.until}. {'; '.join(said)}.",
        scale=f"one scale for all: 0 to {words.percent(top)}",
        reading="How to read: the line is the chance by that month; half of all draws lie in the "
        "dark band, nine in ten in the light one.",
        bars=tuple(
            Spark(_title(one, found, names), one.odds.mean[::step], top,
                  f"0 to {words.percent(top)}")
            for one in found.courses
        ),
    )  # fmt: skip


def _short(month: str) -> str:
    return f"{month[:3]} {month[-4:]}"


def _table(found: Courses, names: Naming) -> Table:
    months = _marks(found.horizon)
    heads = (Column(Cell((names.month(m), Small(f"month {m}"))), numeric=True) for m in months)
    return Table(
        label="Odds of success and of breakdown, by month",
        caption=f"Chance of each by a month (in brackets, {words.percent(0.9)} of draws)",
        columns=(Column("What has become of it"), *heads),
        rows=tuple(
            Row(Name(_title(one, found, names)), tuple(words.brief(one.odds.at(m)) for m in months))
            for one in found.courses
        ),
        kind="compact",
    )


def _marks(horizon: int) -> tuple[int, ...]:
    """Return the months that the table shows: five at most, the last of them the horizon."""
    step = max(1, 12 * math.ceil(horizon / 60) if horizon >= 24 else math.ceil(horizon / 4))
    inner = [month for month in range(step, horizon, step) if horizon - month > step / 2]
    return (*inner, horizon)


def _afterwards(found: Courses) -> tuple[Block, ...]:
    if found.after is None or found.monthly is None:
        text = phrase(
            "The case says nothing of a relapse, so what the last stage puts in force lasts "
            "in this game for ever. Give {relapse} under {roadmap} of case.yaml to ask how long it "
            "might last.",
            relapse=Code("relapse: {base_rate: violence_after_comprehensive}"),
            roadmap=Code("roadmap"),
        )
        return (Note((Paragraph(text),)),)
    shares = [(one.id, one.shares) for one in found.published]
    years = [(12 * n, found.after.at(12 * n)) for n in (1, 2, 5)]
    said = [f"after {words.duration(month)}: {words.odds(band)}" for month, band in years]
    keys = (
        Key("relapsed", "in this game, if the roadmap is completed"),
        *(Key("ink", f"{shape}: published, {one.what}", thin=True)
          for one, shape in zip(found.published, ("diamonds", "squares"), strict=True)),
    )  # fmt: skip
    figure = Figure(
        spec=afterwards(found.after, shares, NARROW),
        wide=afterwards(found.after, shares, WIDE),
        title="Broken down again, so long after completion",
        description=f"{words.heading('; '.join(said))}.",
        caption=f"{words.heading('; '.join(said))}.",
        keys=keys,
        bars=tuple(
            Bar(f"After {words.duration(month)}", (band.mean,), words.brief(band))
            for month, band in years
        ),
    )
    return (
        Heading("If it is completed: how soon it might break down again"),
        Figures((figure,)),
        Paragraph(
            "Published, of agreements after which the same conflict was active again:", "lead"
        ),
        Listing(tuple(_published(one) for one in found.published)),
    )


def _published(one: Returned) -> Text:
    cases = f", {one.cases} cases" if one.cases else ""
    shares = words.join(
        f"{words.percent(share)} within {words.duration(month)}" for month, share in one.shares
    )
    return (f"{words.heading(one.what)}: {shares} ({one.population}{cases}; {one.source})",)


_GIVEN_UP = (
    "Given up is the end of this roadmap, by disruption, a deadline or loss of interest. It is not "
    "a count of deaths: whether violence grows then is what the case says of that situation, and "
    "nothing here measures it."
)
_MEANWHILE = (
    "Fighting while talks go on is no state of its own in this game; it enters as the cost of "
    "conflict to each actor, and where it ends a stage, as a fall back or as giving up."
)
_RATE = (
    "The chance a month that a completed roadmap breaks down, {rate}, {whose}. It is the same "
    "every month, while published returns of violence come mostly within the first year: next to "
    "them, the game's chances are low at first and high later."
)
_SHARES = (
    "Published shares are of agreements that were signed, not of roadmaps carried out to the last "
    "stage, and count a return at 25 deaths in a year. Peacekeepers, power sharing or income, "
    "which studies find to matter, are not in them."
)


def _limits(found: Courses) -> Listing:
    if found.monthly is None:
        return Listing((_GIVEN_UP, _MEANWHILE))
    whose = (
        "is the case's own number"
        if found.written
        else "is set by how often the same conflict was active again after an agreement"
    )
    rate = phrase(_RATE, rate=words.percent_band(found.monthly), whose=whose)
    return Listing((_GIVEN_UP, _MEANWHILE, rate, _SHARES))
