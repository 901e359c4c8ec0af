"""Where the parties stand on each issue, and what they would settle on by every quick model.

The settlement here is the static one: what these positions, saliences and capabilities come to
if all players bargain over the issue now. What a stage of the roadmap puts in force is the
case's own; only a policy written as a `settlement` is taken from the forecast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.bargaining import MODELS, BargainingTable, predict
from tracktwo.explore.draws import make_sample
from tracktwo.explore.lower import lower
from tracktwo.explore.results import Band, IssueForecast, Standing
from tracktwo.explore.settlement import settlement_forecast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.explore.lower import Lowered

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


def bargaining_table(lowered: Lowered, values: Mapping[str, Floats], draws: int) -> BargainingTable:
    """Return the players' table of a case: all issues, positions on 0-100.

    Parameters
    ----------
    lowered : the case as a game
    values : (draws,) by path
    """
    position, salience = lowered.positions(values, draws)
    capability = np.stack([values[f"actors.{a}.capability"] for a in lowered.players], axis=1)
    return BargainingTable.of(
        100 * position,
        salience,
        capability[:, :, None],
        status_quo=100 * lowered.status_quo(values, draws),
        actors=lowered.players,
        issues=lowered.issues,
    )


def case_table(folder: CaseFolder, *, draws: int = 256, seed: int = 1) -> BargainingTable:
    """Return the players' table of a case, over draws of what is uncertain in it."""
    lowered = lower(folder.case)
    sample = make_sample(lowered.uncertain, draws, seed)
    return bargaining_table(lowered, sample.values(lowered.spans), draws)


def likely_table(folder: CaseFolder) -> BargainingTable:
    """Return the players' table of a case at the most likely value of everything."""
    lowered = lower(folder.case)
    values = {path: np.array([span.mode]) for path, span in lowered.spans.items()}
    return bargaining_table(lowered, values, 1)


def issue_forecasts(
    lowered: Lowered, values: Mapping[str, Floats], draws: int
) -> tuple[IssueForecast, ...]:
    """Return, per issue, who stands where and what the models say."""
    table = bargaining_table(lowered, values, draws)
    points = {name: predict(table, name) for name in QUICK}
    forecast = settlement_forecast(table, coercive=True)
    middle = forecast.mean()
    edges = np.linspace(0, 100, BINS + 1)
    weight = table.weights()
    weight = weight / weight.sum(axis=1, keepdims=True)
    out = []
    for j, issue in enumerate(lowered.issues):
        chance, _ = np.histogram(
            forecast.support[:, j].ravel(), edges, weights=forecast.probability[:, j].ravel()
        )
        pooled = forecast.pooled()
        quantiles = [float(pooled.quantile(np.full((1, len(lowered.issues)), q))[0, j])
                     for q in (0.05, 0.25, 0.5, 0.75, 0.95)]  # fmt: skip
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
                    weight=float(weight[:, i, j].mean()),
                    distance=Band.of(np.abs(where - middle[:, j])),
                )
            )
        means = [float(np.nanmean(points[name][:, j])) for name in QUICK]
        out.append(
            IssueForecast(
                issue=issue,
                standings=tuple(standings),
                models=tuple((MODELS[name].title, Band.of(points[name][:, j])) for name in QUICK),
                ensemble=Band(float(middle[:, j].mean()), *quantiles),
                histogram=tuple((chance / chance.sum()).tolist()),
                disagreement=max(means) - min(means),
            )
        )
    return tuple(out)
