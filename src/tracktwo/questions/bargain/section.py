"""What is said of what the parties would settle on, by every model and as a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.bargaining import MODELS
from tracktwo.blocks import (
    Column,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.questions.bargain import QUESTION

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.bargain.settling import IssueSettlement, Settlements

SHOWN = {
    "weighted-mean": "Mean",
    "weighted-median": "Median",
    "nash": "Nash",
    "challenge-2011-text": "Challenge",
    "spatial": "Spatial",
    "exchange": "Exchange",
}
"""Models whose points are shown, beside the one that the forecast is drawn around, in brief."""

HELD = 0.8
"""What the intervals hold that are shown."""


def section(found: Settlements, names: Naming | None = None) -> Section:
    """Say what each model settles on, where the forecast lies, and where models disagree most.

    Parameters
    ----------
    found : Settlements
    names : Naming, optional
        Of a case; a table of positions calls its issues by their ids.
    """
    known = found.issues[0].points if found.issues else {}
    shown = [key for key in dict.fromkeys([*SHOWN, found.model]) if key in known]

    def issue(one: IssueSettlement) -> Name:
        return Name(one.issue) if names is None else names.issue(one.issue)

    table = Table(
        label="What each model settles on",
        caption="The point that each model settles on, and the forecast: its middle; in brackets "
        f"where it lies with a chance of {words.percent(HELD)} if as much is left out at either "
        "end; and the shortest range that holds as much",
        columns=(
            Column("Issue"),
            *numeric(*(_title(key) for key in shown), "Forecast", "Shortest"),
        ),
        rows=tuple(
            Row(
                issue(one),
                (*(_point(one.points[key]) for key in shown), _forecast(one), _shortest(one)),
            )
            for one in found.issues
        ),
    )
    blocks: list[Block] = [table]
    apart = {one.issue: _apart(one, shown) for one in found.issues}
    if any(apart.values()):
        most = max(found.issues, key=lambda one: apart[one.issue])
        blocks.append(
            Paragraph(
                phrase(
                    "The models disagree most on {issue}: by {share} of its scale.",
                    issue=quoted(issue(most)),
                    share=words.percent(apart[most.issue]),
                )
            )
        )
    lacking = [
        f"{_title(key)} has nothing to say: it {found.silent[key]}."
        for key in shown
        if key in found.silent
    ]
    blocks += [Paragraph(text) for text in (*lacking, *found.notes)]
    blocks.append(Paragraph(found.caveat, "how"))
    return Section(QUESTION.name, QUESTION.title, tuple(blocks))


def _title(key: str) -> str:
    return SHOWN.get(key) or words.heading(MODELS[key].title)


def _point(value: float | None) -> str:
    return words.DASH if value is None else words.number(value)


def _forecast(one: IssueSettlement) -> Text:
    low, high = one.central[HELD]
    return words.short_span(low, one.quantiles[0.5], high)


def _shortest(one: IssueSettlement) -> Text:
    low, high = one.shortest[HELD]
    return words.number(low) if low == high else words.reach(low, high)


def _apart(one: IssueSettlement, shown: list[str]) -> float:
    """Return how far the models lie apart, as a share of the scale."""
    said = [point for key in shown if (point := one.points[key]) is not None]
    return (max(said) - min(said)) / (one.high - one.low) if said else 0.0
