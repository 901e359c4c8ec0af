"""What is at stake: each issue as a scale, where everyone stands, what they would settle on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Card,
    Cards,
    Column,
    Figure,
    Listing,
    Name,
    Pairs,
    Paragraph,
    Row,
    Section,
    Small,
    Spark,
    Table,
    ToPart,
    words,
)
from tracktwo.game.settlement import CAVEAT
from tracktwo.report import charts_by_row
from tracktwo.report.actors import stakes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.blocks import Block, Text
    from tracktwo.report.actors import Stake
    from tracktwo.report.page import Page
    from tracktwo.results.odds import IssueForecast, Standing


def section(page: Page) -> Section:
    """Say what the parties differ on."""
    forecasts = {forecast.issue: forecast for forecast in page.result.issues}
    what = (
        "Each issue is a scale from 0 to 100. In the charts, a line spans where an actor may "
        "stand, the dot is the most likely place, and the larger the dot, the more the issue "
        "matters to the actor (its salience)."
    )
    settled = (
        " The grey bars above show where a settlement on this issue by itself would be likely to "
        "lie, were it bargained over now by all who hold a position; what a stage of the roadmap "
        "puts in force is another matter and is listed with the roadmap. Weight is an actor's "
        "share of capability times salience; the last column is how many points it stands from "
        f"the expected settlement. How the forecast is made: {CAVEAT[:1].lower()}{CAVEAT[1:]}"
    )
    return Section(
        "stakes",
        "What is at stake",
        (
            Paragraph((what, settled if forecasts else "")),
            Cards(
                tuple(_card(one, forecasts.get(one.issue.id), page) for one in stakes(page.case)),
                wide=True,
            ),
        ),
    )


def _card(stake: Stake, forecast: IssueForecast | None, page: Page) -> Card:
    issue = stake.issue
    scale = tuple((str(point), Name(text)) for point, text in sorted(issue.scale.items()))
    stands: tuple[Block, ...] = (Paragraph("Nobody's position on it is recorded."),)
    if stake.stands:
        settled = () if forecast is None else _settled(forecast)
        stands = (_figure(stake, forecast), *settled, _positions(stake, forecast, page))
    return Card(
        (Name(issue.name), " ", page.names.mark(issue.evidence)),
        (Pairs(scale), *stands),
        at=ToPart(f"issues.{issue.id}"),
    )


def _settled(forecast: IssueForecast) -> tuple[Block, ...]:
    low, high = (words.number_tidy(end) for end in forecast.shortest)
    said = (
        f"Settlement on it by itself: {words.expected(forecast.ensemble)}; the shortest range that "
        f"holds as much is from {low} to {high}. The models of bargaining behind this lie up to"
        f" {words.number(forecast.disagreement)} points apart "
        f"(in brackets, {words.percent(0.9)} of draws):"
    )
    models = (f"{title} {words.measure_short(band)}" for title, band in forecast.models)
    return (Paragraph(said), Listing(tuple(Small(model) for model in models), kind="inline"))


def _figure(stake: Stake, forecast: IssueForecast | None) -> Figure:
    rows = [
        (
            actor.label,
            (row.position.low, row.position.mode, row.position.high),
            row.salience.mode,
        )
        for actor, row in stake.stands
    ]
    said = "; ".join(f"{name}: {words.short_span(*span)}" for name, span, _ in rows)
    bins = forecast.histogram if forecast is not None else ()
    sparks: tuple[Spark, ...] = ()
    if bins:
        steps = f"in steps of {words.number(100 / len(bins))} from 0 to 100"
        sparks = (Spark("Settlement", bins, max(bins), steps),)
    return Figure(
        spec=charts_by_row.positions(rows, bins),
        title=f"Positions: {stake.issue.name}",
        description=f"{said}.",
        bars=sparks,
        level=4,
    )


def _positions(stake: Stake, forecast: IssueForecast | None, page: Page) -> Table:
    known = {stand.actor: stand for stand in forecast.standings} if forecast else {}
    return Table(
        label=f"Positions on {stake.issue.name}",
        caption="",
        columns=tuple(
            Column(head)
            for head in ("Actor", "Position", "Salience", "Weight", "From the settlement")
        ),
        rows=tuple(_position(actor.id, stake, known, page) for actor, _ in stake.stands),
    )


def _position(actor: str, stake: Stake, known: Mapping[str, Standing], page: Page) -> Row:
    names, path = page.names, f"positions.{actor}.{stake.issue.id}"
    (row,) = (row for one, row in stake.stands if one.id == actor)
    stand = known.get(actor)
    rests: tuple[Text, ...] = (
        (page.value(f"{path}.position"), " ", names.refs(row.position.evidence)),
        (page.value(f"{path}.salience"), " ", names.refs(row.salience.evidence)),
    )
    settled = ("", "")
    if stand is not None:
        settled = (words.percent(stand.weight), words.measure_short(stand.distance))
    return Row(names.to_actor(actor, first=True), (*rests, *settled))
