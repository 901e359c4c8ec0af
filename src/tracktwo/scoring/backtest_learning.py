"""Learn a settlement forecast from past decisions, and choose what it draws upon, out of fold.

Source: ours. The loss is the continuous ranked probability score (Gneiting and Raftery 2007,
doi:10.1198/016214506000001437). Folds are made of whole proposals: the issues of a proposal were
settled together, so one of them must not help to forecast another. The choice is out of fold too
(nested cross-validation: Stone 1974, Journal of the Royal Statistical Society B 36(2)): each fold
is forecast by the candidate that does best among the other folds, each of these again forecast by
what is learned without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import optimize

from tracktwo.bargaining import (
    ForecastCoefficients,
    SettlementForecast,
    forecast_features,
    score_crps,
)
from tracktwo.scoring.deu import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from tracktwo.scoring.deu import DeuIssues, DeuWeights

    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

__all__ = [
    "BEFORE",
    "CANDIDATES",
    "FOLDS",
    "RIDGE",
    "SEED",
    "Choice",
    "Tried",
    "chances",
    "choose",
    "folds",
    "learn",
    "named",
    "out_of_fold",
]

FOLDS = 10
SEED = 20120412  # any number would do; that of the second project's publication
RIDGE = 0.01  # on squared coefficients: small beside a score near 16, large beside its noise
_ROUGH = 1e-4  # gradient at which learning ends where only a choice hangs on it
_FINE = 1e-7

CANDIDATES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "nash": ("position", "balance", "linear:nash"),
        "objection": ("position", "balance", "objection", "linear:nash"),
        "crowd": ("position", "balance", "crowd", "objection", "linear:nash"),
        "two-models": (
            *("position", "end", "balance"),
            *("linear:nash", "linear:kalai-smorodinsky"),
        ),
    }
)
"""What the ensemble may draw upon, by features as `ForecastCoefficients.names` has them. All know
where parties stand and, through the balance, the weighted median."""

BEFORE = "two-models"
_EVERY = ForecastCoefficients(0.0, 0.0, linear={"nash": 0.0, "kalai-smorodinsky": 0.0})


@dataclass(frozen=True)
class Tried:
    """One candidate: weights, what is drawn upon, and how it did.

    Attributes
    ----------
    weights : {"equal", "votes", "root"}
        The capabilities of the actors.
    features : str
        Its name in `CANDIDATES`.
    crps : float
        Mean score, coefficients learned out of fold.
    folds : int
        In how many folds it was chosen.
    """

    weights: DeuWeights
    features: str
    crps: float
    folds: int


@dataclass(frozen=True, eq=False)
class Choice:
    """What was chosen, and the forecasts made by choosing anew for each fold.

    Attributes
    ----------
    told : SettlementForecast
        Of every issue, by the candidate that the other folds speak for: (issues, 1, points).
    told_before : SettlementForecast
        By the first weights and `BEFORE`, the ensemble of earlier versions, out of fold.
    tried : tuple of Tried
        Every candidate; each score alone is flattered, since it was looked at for the choice.
    weights, features : str
        What all folds together speak for.
    coefficients : ForecastCoefficients
        Of that, learned from all issues.
    """

    told: SettlementForecast
    told_before: SettlementForecast
    tried: tuple[Tried, ...]
    weights: DeuWeights
    features: str
    coefficients: ForecastCoefficients


def choose(
    issues: DeuIssues,
    weights: Sequence[DeuWeights] | None = None,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> Choice:
    """Choose weights and features by nested cross-validation over proposals, and learn.

    Parameters
    ----------
    issues : DeuIssues
        Past issues with their outcomes.
    weights : sequence of {"equal", "votes", "root"}, optional
        Among which to choose; all that are at hand if left out.
    progress : callable, optional
        Told (task, done, total) as it goes.

    Returns
    -------
    Choice
        Forecasts for which neither coefficients nor choice knew the outcome, and the choice.
    """
    weights = weights or [name for name in WEIGHTS if name == "equal" or issues.votes is not None]
    fold = folds(issues.proposal)
    keys = [(name, features) for name in weights for features in CANDIDATES]
    outer, inner, forecasts = [], [], []
    for done, (name, features) in enumerate(keys):
        if progress:
            progress("Candidates", done, len(keys))
        used, support = features_of(issues.weighted(name), CANDIDATES[features])
        chance, score, without = _nested(used, support, issues.outcome, fold)
        forecasts.append(chance)
        outer.append(score)
        inner.append(without)
    if progress:
        progress("Candidates", len(keys), len(keys))
    best = np.argmin(inner, axis=0)  # by fold; the first of equals
    chance = np.asarray(forecasts)[best[fold], np.arange(len(fold))]
    means = np.mean(outer, axis=1)
    taken = int(np.argmin(means))
    name, features = keys[taken]
    used, support = features_of(issues.weighted(name), CANDIDATES[features])
    values = learn(used, support, issues.outcome)
    return Choice(
        SettlementForecast(support[:, None], chance[:, None]),
        SettlementForecast(support[:, None], forecasts[keys.index((weights[0], BEFORE))][:, None]),
        tuple(
            Tried(*key, float(mean), int((best == at).sum()))
            for at, (key, mean) in enumerate(zip(keys, means, strict=True))
        ),
        name,
        features,
        named(CANDIDATES[features], values),
    )


def features_of(issues: DeuIssues, names: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Give (features, issues, points) and the points (issues, points), for features by name."""
    support, every, _ = forecast_features(issues.one_by_one(), _EVERY)
    known = _EVERY.names()
    return every[[known.index(name) for name in names], :, 0], support[:, 0]


def learn(
    features: FloatArray,
    support: FloatArray,
    outcome: FloatArray,
    *,
    ridge: float = RIDGE,
    start: FloatArray | None = None,
    precision: float = _FINE,
) -> FloatArray:
    """Find the coefficients with the least mean score on these issues.

    Parameters
    ----------
    features : (features, issues, points) float
        What the coefficients multiply.
    support : (issues, points) float
        The points, on 0..100.
    outcome : (issues,) float
        What happened, on 0..100.
    ridge : float
        Weight of the sum of squared coefficients, which keeps them small.
    start : (features,) float, optional
        Where to begin; zero if left out.
    precision : float
        The gradient at which to end.

    Returns
    -------
    (features,) float
        The coefficients.
    """
    away = np.abs(support - outcome[:, None])
    width = np.diff(support, axis=1)
    flat = features.reshape(len(features), -1)

    def loss(values: FloatArray) -> tuple[float, FloatArray]:
        chance = chances(values, features)
        running = np.cumsum(chance, axis=1)[:, :-1]
        score = (chance * away).sum(axis=1) - (running * (1 - running) * width).sum(axis=1)
        # d score / d chance_j = away_j - sum over k >= j of (1 - 2 F_k) width_k
        tail = np.zeros_like(chance)
        tail[:, :-1] = np.cumsum(((1 - 2 * running) * width)[:, ::-1], axis=1)[:, ::-1]
        slope = away - tail
        slope = chance * (slope - (chance * slope).sum(axis=1, keepdims=True))
        gradient = flat @ slope.ravel() / len(outcome)
        return float(score.mean() + ridge * values @ values), gradient + 2 * ridge * values

    begin = np.zeros(len(features)) if start is None else start
    found = optimize.minimize(loss, begin, jac=True, method="BFGS", options={"gtol": precision})
    return np.asarray(found.x, dtype=np.float64)


def chances(values: FloatArray, features: FloatArray) -> FloatArray:
    """Give the chance of each point, (issues, points), by coefficients (features,)."""
    log_odds = np.tensordot(values, features, axes=1)
    odds = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    chance: FloatArray = odds / odds.sum(axis=1, keepdims=True)
    return chance


def folds(proposal: IntArray) -> IntArray:
    """Deal proposals into folds at random."""
    numbers = np.random.default_rng(SEED).permutation(np.unique(proposal))
    fold = {int(number): at % FOLDS for at, number in enumerate(numbers)}
    return np.array([fold[int(number)] for number in proposal])


def out_of_fold(
    features: FloatArray,
    support: FloatArray,
    outcome: FloatArray,
    fold: IntArray,
    heard: npt.NDArray[np.bool_],
) -> FloatArray:
    """Forecast each issue with coefficients learned from the other folds' proposals."""
    chance = np.full_like(support, 1 / support.shape[1])
    for left_out in np.unique(fold):
        others, these = (fold != left_out) & heard, (fold == left_out) & heard
        if others.any() and these.any():
            values = learn(features[:, others], support[others], outcome[others])
            chance[these] = chances(values, features[:, these])
    return chance


def named(names: Sequence[str], values: FloatArray) -> ForecastCoefficients:
    """Give coefficients from values by name, as they are written down: to four digits."""
    known = {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
    models: dict[str, dict[str, float]] = {"linear": {}, "square": {}}
    for name, value in known.items():
        if ":" in name:
            kind, model = name.split(":")
            models[kind][model] = value
    position, end, balance, crowd, objection = (
        known.get(name, 0.0) for name in ("position", "end", "balance", "crowd", "objection")
    )
    return ForecastCoefficients(
        position, end, balance, crowd, objection, models["linear"], models["square"]
    )


def _nested(
    features: FloatArray, support: FloatArray, outcome: FloatArray, fold: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Forecast out of fold, and say how well that would have been judged without each fold.

    Returns
    -------
    chance : (issues, points) float
        Learned without the issue's own fold.
    score : (issues,) float
        Of that.
    without : (folds,) float
        Mean score of the other folds' issues, each learned without its own fold and this one.
    """
    numbers = np.unique(fold)
    chance, score = np.empty_like(support), np.empty(len(outcome))
    total, count = np.zeros(len(numbers)), np.zeros(len(numbers))

    def judged(values: FloatArray, these: npt.NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
        told = chances(values, features[:, these])
        forecast = SettlementForecast(support[these][:, None], told[:, None])
        return told, score_crps(forecast, outcome[these][:, None])[:, 0]

    def learned(rows: npt.NDArray[np.bool_], start: FloatArray | None, end: float) -> FloatArray:
        return learn(features[:, rows], support[rows], outcome[rows], start=start, precision=end)

    everywhere = learned(np.ones(len(fold), dtype=bool), None, _FINE)
    for at, one in enumerate(numbers):
        mine = fold == one
        chance[mine], score[mine] = judged(learned(~mine, everywhere, _FINE), mine)
        for before in range(at):
            other = fold == numbers[before]
            values = learned(~mine & ~other, everywhere, _ROUGH)
            # Learned without both: it judges either fold as seen without the other.
            for seen, left_out in ((other, at), (mine, before)):
                total[left_out] += judged(values, seen)[1].sum()
                count[left_out] += seen.sum()
    return chance, score, total / count
