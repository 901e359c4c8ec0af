"""Where the parties stand on each issue, and what they would settle on by every quick model.

The settlement here is the static one: what these positions, saliences and capabilities come to
if all players bargain over the issue now. What a stage of the roadmap puts in force is the
case's own; only a policy written as a `settlement` is taken from the forecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.bargaining import MODELS, BargainingTable, predict
from tracktwo.game.draw_counts import FEW
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.settlement import settlement_forecast
from tracktwo.results.bands import QUANTILES, Band
from tracktwo.results.odds import IssueForecast, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.bargaining import SettlementForecast
    from tracktwo.case import CaseFolder
    from tracktwo.game.lower import Lowered

    Floats = NDArray[np.float64]

QUICK = (
    "status-quo",
    "median",
    "mean",
    "weighted-median",
    "weighted-mean",
    "nash",
    "nash-status-quo",
    "kalai-smorodinsky",
)
"""Models with a closed form or nearly so; `tracktwo bargain` runs them all."""

BINS = 20


@dataclass(frozen=True)
class Settled:
    """What the parties would settle on, on one issue, and who weighs how much on it."""

    issue: str
    ensemble: Band
    """The forecast distribution, pooled over draws."""
    histogram: tuple[float, ...]
    """Its chance in equal bins from 0 to 100."""
    shortest: tuple[float, float]
    """The shortest range that holds nine tenths of its chance."""
    weights: Mapping[str, float]
    """Share of capability times salience by actor with a position, mean over draws."""


def case_table(folder: CaseFolder, *, draws: int = FEW, seed: int = 1) -> BargainingTable:
    """Return the players' table of a case, over draws of what is uncertain in it."""
    lowered = lower(folder.case)
    return lowered.table(Sample(draws, seed).values(lowered.spans), draws)


def likely_table(folder: CaseFolder) -> BargainingTable:
    """Return the players' table of a case at the most likely value of everything."""
    lowered = lower(folder.case)
    values = {path: np.array([span.mode]) for path, span in lowered.spans.items()}
    return lowered.table(values, 1)


def issue_forecasts(
    lowered: Lowered, values: Mapping[str, Floats], draws: int
) -> tuple[IssueForecast, ...]:
    """Return, per issue, who stands where and what the models say."""
    table = lowered.table(values, draws)
    points = {name: predict(table, name) for name in QUICK}
    forecast = settlement_forecast(table, coercive=True)
    middle = forecast.mean()
    settled = _settled(table, forecast)
    out = []
    for j, issue in enumerate(lowered.issues):
        standings = []
        for i, actor in enumerate(lowered.players):
            where = table.position[:, i, j]
            if np.isnan(where).any():
                continue
            standings.append(
                Standing(
                    actor=actor,
                    position=Band.of(where),
                    salience=Band.of(100 * table.salience[:, i, j]),
                    weight=settled[j].weights[actor],
                    distance=Band.of(np.abs(where - middle[:, j])),
                )
            )
        # A model that is silent (nobody has a position, say) is left out.
        told = {name: at for name in QUICK if not np.isnan(at := points[name][:, j]).any()}
        means = [float(at.mean()) for at in told.values()]
        out.append(
            IssueForecast(
                issue=issue,
                standings=tuple(standings),
                models=tuple((MODELS[name].title, Band.of(at)) for name, at in told.items()),
                ensemble=settled[j].ensemble,
                histogram=settled[j].histogram,
                disagreement=max(means) - min(means),
                shortest=settled[j].shortest,
            )
        )
    return tuple(out)


def settlements(table: BargainingTable) -> tuple[Settled, ...]:
    """Return the forecast alone, without the models it is held against: far quicker."""
    return _settled(table, settlement_forecast(table, coercive=True))


def one_issue(table: BargainingTable, place: int) -> BargainingTable:
    """Return the table of one issue. Its forecast is the one it has beside the others."""
    only = slice(place, place + 1)
    return replace(
        table,
        position=table.position[:, :, only],
        salience=table.salience[:, :, only],
        capability=table.capability[:, :, only],
        status_quo=table.status_quo[:, only],
        low=table.low[only],
        high=table.high[only],
        issues=table.issues[only],
    )


def _settled(table: BargainingTable, forecast: SettlementForecast) -> tuple[Settled, ...]:
    middle, pooled = forecast.mean(), forecast.pooled()
    quantiles = np.concatenate([pooled.quantile(q) for q in QUANTILES])  # (5, issues)
    low, high = (end[0].tolist() for end in pooled.shortest(QUANTILES[-1] - QUANTILES[0]))
    inner = np.linspace(0, 100, BINS + 1)[1:-1]
    weight = table.weights()
    # Where nobody has a position, nobody has a weight either.
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    out = []
    for j, issue in enumerate(table.issues):
        bins = np.searchsorted(inner, forecast.support[:, j].ravel(), side="right")
        chance = np.bincount(bins, forecast.probability[:, j].ravel(), BINS)
        out.append(
            Settled(
                issue=issue,
                ensemble=Band(float(middle[:, j].mean()), *quantiles[:, j].tolist()),
                histogram=tuple((chance / chance.sum()).tolist()),
                shortest=(low[j], high[j]),
                weights={
                    actor: float(share[:, i, j].mean())
                    for i, actor in enumerate(table.actors)
                    if table.has_position[:, i, j].all()
                },
            )
        )
    return tuple(out)
