"""Bargaining models: what the parties would settle on."""

from tracktwo.bargaining.average import weighted_mean
from tracktwo.bargaining.challenge import (
    CHALLENGE_VARIANTS,
    ChallengeOptions,
    ChallengeResult,
    challenge,
)
from tracktwo.bargaining.condorcet import condorcet_winner
from tracktwo.bargaining.exchange import ExchangeResult, exchange, externalities
from tracktwo.bargaining.forecast import (
    ForecastCoefficients,
    SettlementForecast,
    forecast,
    forecast_features,
    score_crps,
)
from tracktwo.bargaining.kalai_smorodinsky import kalai_smorodinsky
from tracktwo.bargaining.median import weighted_median
from tracktwo.bargaining.models import MODELS, Model, predict
from tracktwo.bargaining.nash import nash
from tracktwo.bargaining.nash_joint import nash_joint
from tracktwo.bargaining.procedural import agenda_setter, status_quo, unanimity_range
from tracktwo.bargaining.spatial import SpatialOptions, SpatialResult, spatial
from tracktwo.bargaining.table import BargainingTable

__all__ = [
    "CHALLENGE_VARIANTS",
    "MODELS",
    "BargainingTable",
    "ChallengeOptions",
    "ChallengeResult",
    "ExchangeResult",
    "ForecastCoefficients",
    "Model",
    "SettlementForecast",
    "SpatialOptions",
    "SpatialResult",
    "agenda_setter",
    "challenge",
    "condorcet_winner",
    "exchange",
    "externalities",
    "forecast",
    "forecast_features",
    "kalai_smorodinsky",
    "nash",
    "nash_joint",
    "predict",
    "score_crps",
    "spatial",
    "status_quo",
    "unanimity_range",
    "weighted_mean",
    "weighted_median",
]
