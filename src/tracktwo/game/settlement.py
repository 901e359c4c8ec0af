"""What parties would settle on, as a distribution, by the coefficients that ship here.

The coefficients stand in `data/deu_forecaster.json` with their derivation, and
`tracktwo backtest deu` derives them anew. They were learned from European law-making: consensual
talks within standing institutions that nearly always end in agreement. For talks under coercion
ask for the wider forecast; how much wider is an assumption.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.bargaining import ForecastCoefficients, SettlementForecast, forecast
from tracktwo.errors import UnanswerableError
from tracktwo.game.store import GameStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.bargaining import BargainingTable

__all__ = ["CAVEAT", "coefficients_from", "settlement_forecast", "shipped_coefficients"]

CAVEAT = (
    "Learned from European law-making, which is consensual; for talks under coercion the wider "
    "forecast is an assumption."
)


def coefficients_from(entry: Mapping[str, Any]) -> ForecastCoefficients:
    """Turn one entry of the file into coefficients."""
    return ForecastCoefficients(
        float(entry["position"]),
        float(entry["end"]),
        float(entry["balance"]),
        float(entry["crowd"]),
        float(entry["objection"]),
        dict(entry["linear"]),
        dict(entry["square"]),
    )


@cache
def shipped_coefficients() -> dict[str, ForecastCoefficients]:
    """Read the shipped coefficients: `ensemble`, and one per model."""
    file = resources.files("tracktwo.data").joinpath("deu_forecaster.json")
    entries = json.loads(file.read_text(encoding="utf-8"))["coefficients"]
    return {name: coefficients_from(entry) for name, entry in entries.items()}


def settlement_forecast(
    table: BargainingTable, model: str = "ensemble", *, coercive: bool = False
) -> SettlementForecast:
    """Forecast the settlement of every issue, for every draw.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    model : str
        ``"ensemble"``, or a model's name: its point with the spread that past outcomes had
        around it.
    coercive : bool
        Whether these are talks under coercion: a wider forecast, by assumption.

    Returns
    -------
    SettlementForecast
        With ``quantile(level)`` (uniform numbers for levels draw samples), ``mean()``,
        ``cdf(value)`` and ``pooled()`` over draws.

    Raises
    ------
    UnanswerableError
        If there are no coefficients for `model`.
    """
    known = shipped_coefficients()
    if model not in known:
        raise UnanswerableError(f"no forecast is called {model!r}; there are: {', '.join(known)}")
    arrays = (table.position, table.salience, table.capability, table.status_quo)
    digest = blake2b(digest_size=32)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    shape = (table.position.shape, table.low.tolist(), table.high.tolist())
    key = (repr((model, coercive, shape, table.issues, table.actors)), digest.digest())
    found = _FORECASTS.get(key)
    if found is None:
        found = forecast(table, known[model], coercive=coercive)
        _FORECASTS.put(key, found)
    return found


_FORECASTS: GameStore[SettlementForecast] = GameStore(6)
"""Alternatives and what is tried mostly leave the positions as they are."""
