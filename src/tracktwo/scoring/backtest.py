"""ModelScore the bargaining models on past decisions, and learn the settlement forecast from them.

Source: ours. Points are scored by absolute error, distributions by the continuous ranked
probability score (Gneiting and Raftery 2007, doi:10.1198/016214506000001437). Everything learned
is scored out of fold, and folds are made of whole proposals: the issues of a proposal were
settled together, so one of them must not help to forecast another. Intervals come from drawing
proposals with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from tracktwo.bargaining import (
    MODELS,
    ForecastCoefficients,
    SettlementForecast,
    forecast_features,
    predict,
    score_crps,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from tracktwo.bargaining import BargainingTable
    from tracktwo.scoring.deu import DeuIssues

    FloatArray = npt.NDArray[np.float64]

__all__ = [
    "RIDGE",
    "Backtest",
    "Calibration",
    "ModelScore",
    "backtest",
    "derivation",
    "learn",
    "model_points",
]

FOLDS = 10
SEED = 20120412  # any number would do; that of the second project's publication
RIDGE = 0.01  # on squared coefficients: small beside a score near 16, large beside its noise
BOOTSTRAP = 2000
NEAR = 10.0

ENSEMBLE = ForecastCoefficients(0.0, 0.0, linear={"nash": 0.0, "kalai-smorodinsky": 0.0})
"""What the ensemble draws upon: where parties stand, the ends, the weighted median (through the
balance), the Nash and the Kalai-Smorodinsky solution."""

_BASELINES = ("commission",)


@dataclass(frozen=True)
class ModelScore:
    """How one model did; intervals are the middle 95% over resampled proposals.

    Attributes
    ----------
    model, title : str
        Its name and what it is.
    group : str
        "all", or which part of the data.
    count : int
        On how many issues it said something.
    mean_error, mean_error_low, mean_error_high, median_error : float
        Absolute error of the point, in points of the 0-100 scale.
    near : float
        The share of issues where the point was within 10 points of the outcome.
    crps, crps_low, crps_high : float
        ModelScore of the distribution around the point, out of fold.
    """

    model: str
    title: str
    group: str
    count: int
    mean_error: float
    mean_error_low: float
    mean_error_high: float
    median_error: float
    near: float
    crps: float
    crps_low: float
    crps_high: float


@dataclass(frozen=True)
class Calibration:
    """Whether the ensemble's chances come true, out of fold.

    Attributes
    ----------
    pit : tuple of float
        Shares of outcomes in tenths of their forecast (randomised within spikes): 0.1 each if
        calibrated.
    coverage : mapping of float to float
        By nominal share, how often the central interval of the forecast held the outcome.
    """

    pit: tuple[float, ...]
    coverage: Mapping[float, float]


@dataclass(frozen=True)
class Backtest:
    """What the backtest found.

    Attributes
    ----------
    scores : tuple of ModelScore
        Every model on all issues, then on each part.
    calibration : Calibration
        Of the ensemble.
    coefficients : mapping of str to ForecastCoefficients
        Learned from all issues, by name: `ensemble` and one per model.
    """

    scores: tuple[ModelScore, ...]
    calibration: Calibration
    coefficients: Mapping[str, ForecastCoefficients]


def backtest(
    issues: DeuIssues, *, progress: Callable[[str, int, int], None] | None = None
) -> Backtest:
    """ModelScore every model, and the ensemble, on past issues.

    Parameters
    ----------
    issues : DeuIssues
        Past issues with their outcomes.
    progress : callable, optional
        Told (task, done, total) as it goes.

    Returns
    -------
    Backtest
        Scores, calibration and the coefficients learned from all issues.
    """
    table = issues.one_by_one()
    points = model_points(issues)
    fold = _folds(issues.proposal)
    resampled = _resampling(issues.proposal)
    groups = {"all": np.ones(len(issues), dtype=bool)}
    for labels in (issues.wave, issues.procedure, issues.kind):
        groups |= {str(label): labels == label for label in np.unique(labels)}
    scores: list[ModelScore] = []
    coefficients: dict[str, ForecastCoefficients] = {}
    calibration = Calibration((), {})
    names = ["ensemble", *points]
    for done, name in enumerate(names):
        if progress:
            progress("Models", done, len(names))
        if name == "ensemble":
            features, support = _ensemble_features(table)
            heard = np.ones(len(issues), dtype=bool)
        else:
            features, support = _point_features(table, points[name])
            heard = ~np.isnan(points[name])
        chance = _out_of_fold(features, support, issues.outcome, fold, heard)
        told = SettlementForecast(support[:, None], chance[:, None])
        crps = score_crps(told, issues.outcome[:, None])[:, 0]
        if name == "ensemble":
            point = told.quantile(0.5)[:, 0]
            calibration = _calibration(told, issues.outcome)
            title = "ensemble (its median)"
        else:
            point = points[name]
            title = MODELS[name].title if name in MODELS else f"baseline: {name}"
        if name not in _BASELINES:
            learned = learn(features[:, heard], support[heard], issues.outcome[heard])
            coefficients[name] = _named(name, learned)
        error = np.abs(point - issues.outcome)
        scores += [
            _score(
                name,
                title,
                group,
                error=error,
                crps=crps,
                members=members & heard,
                resampled=resampled,
            )
            for group, members in groups.items()
        ]
    if progress:
        progress("Models", len(names), len(names))
    in_parts = sorted(scores, key=lambda score: list(groups).index(score.group))
    return Backtest(tuple(in_parts), calibration, coefficients)


def derivation(issues: DeuIssues, found: Backtest) -> dict[str, object]:
    """Give the contents of the file of shipped coefficients: numbers, and where they are from."""
    ensemble = found.scores[0]
    return {
        "about": "Coefficients of the settlement forecast; the formula stands in "
        "tracktwo/bargaining/forecast.py. `tracktwo backtest deu` derives them anew.",
        "source": "Learned from DEU I and II: Thomson, Stokman, Achen and König (eds, 2006), The "
        "European Union Decides, doi:10.1017/CBO9780511492082; Thomson et al. (2012), Journal of "
        "European Public Policy 19(4), doi:10.1080/13501763.2012.662028. The data are not here.",
        "method": "Least mean continuous ranked probability score over all issues plus a ridge; "
        "capability 1 for every actor; scored out of fold, folds of whole proposals.",
        "issues": len(issues),
        "proposals": len(np.unique(issues.proposal)),
        "folds": FOLDS,
        "ridge": RIDGE,
        "crps_out_of_fold": round(ensemble.crps, 2),
        "coefficients": {
            name: {
                "position": entry.position,
                "end": entry.end,
                "balance": entry.balance,
                "linear": dict(entry.linear),
                "square": dict(entry.square),
            }
            for name, entry in found.coefficients.items()
        },
    }


def model_points(issues: DeuIssues) -> dict[str, FloatArray]:
    """Give every model's point, and the Commission's position, for each issue.

    Models for which issues bear on each other see the issues of a proposal together, with the
    known and the unknown outcomes of that proposal alike unknown to them.
    """
    table = issues.one_by_one()
    points: dict[str, FloatArray] = {}
    for name, model in MODELS.items():
        if not model.joint:
            points[name] = predict(table, name)[:, 0]
            continue
        joint = np.full(len(issues), np.nan)
        for proposal in np.unique(issues.proposal):
            rows, together = issues.of_proposal(int(proposal))
            joint[rows] = predict(together, name)[0]
        points[name] = joint
    if "com" in issues.actors:
        points["commission"] = issues.position[:, issues.actors.index("com")]
    return points


def learn(
    features: FloatArray, support: FloatArray, outcome: FloatArray, *, ridge: float = RIDGE
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

    Returns
    -------
    (features,) float
        The coefficients.
    """
    away = np.abs(support - outcome[:, None])
    width = np.diff(support, axis=1)

    def loss(values: FloatArray) -> tuple[float, FloatArray]:
        chance = _chances(values, features)
        running = np.cumsum(chance, axis=1)[:, :-1]
        score = (chance * away).sum(axis=1) - (running * (1 - running) * width).sum(axis=1)
        # d score / d chance_j = away_j - sum over k >= j of (1 - 2 F_k) width_k
        tail = np.zeros_like(chance)
        tail[:, :-1] = np.cumsum(((1 - 2 * running) * width)[:, ::-1], axis=1)[:, ::-1]
        slope = away - tail
        slope = chance * (slope - (chance * slope).sum(axis=1, keepdims=True))
        gradient = np.tensordot(features, slope, axes=([1, 2], [0, 1])) / len(outcome)
        return float(score.mean() + ridge * values @ values), gradient + 2 * ridge * values

    start = np.zeros(len(features))
    found = optimize.minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-7})
    return np.asarray(found.x, dtype=np.float64)


def _ensemble_features(table: BargainingTable) -> tuple[FloatArray, FloatArray]:
    support, features, _ = forecast_features(table, ENSEMBLE)
    return features[:, :, 0], support[:, 0]


def _point_features(table: BargainingTable, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the features for one model: where parties stand, the ends, distance and its square."""
    support, features, _ = forecast_features(table, ForecastCoefficients(0.0, 0.0))
    distance = np.nan_to_num(np.abs(support - point[:, None, None]) / 100)
    used = np.concatenate([features[:2], distance[None], distance[None] ** 2])
    return used[:, :, 0], support[:, 0]


def _named(name: str, values: FloatArray) -> ForecastCoefficients:
    rounded = [round(float(value), 4) for value in values]
    if name != "ensemble":
        return ForecastCoefficients(
            rounded[0], rounded[1], linear={name: rounded[2]}, square={name: rounded[3]}
        )
    linear = dict(zip(ENSEMBLE.linear, rounded[3:], strict=True))
    return replace(ENSEMBLE, position=rounded[0], end=rounded[1], balance=rounded[2], linear=linear)


def _chances(values: FloatArray, features: FloatArray) -> FloatArray:
    log_odds = np.tensordot(values, features, axes=1)
    odds = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    chance: FloatArray = odds / odds.sum(axis=1, keepdims=True)
    return chance


def _folds(proposal: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Deal proposals into folds at random."""
    numbers = np.random.default_rng(SEED).permutation(np.unique(proposal))
    fold = {int(number): at % FOLDS for at, number in enumerate(numbers)}
    return np.array([fold[int(number)] for number in proposal])


def _out_of_fold(
    features: FloatArray,
    support: FloatArray,
    outcome: FloatArray,
    fold: npt.NDArray[np.int64],
    heard: npt.NDArray[np.bool_],
) -> FloatArray:
    """Forecast each issue with coefficients learned from the other folds' proposals."""
    chance = np.full_like(support, 1 / support.shape[1])
    for left_out in np.unique(fold):
        others, these = (fold != left_out) & heard, (fold == left_out) & heard
        if others.any() and these.any():
            values = learn(features[:, others], support[others], outcome[others])
            chance[these] = _chances(values, features[:, these])
    return chance


def _resampling(proposal: npt.NDArray[np.int64]) -> FloatArray:
    """Draw proposals with replacement: how often each issue is in each resample."""
    numbers, member = np.unique(proposal, return_inverse=True)
    rng = np.random.default_rng(SEED)
    picks = rng.integers(len(numbers), size=(BOOTSTRAP, len(numbers)))
    times = np.stack([np.bincount(pick, minlength=len(numbers)) for pick in picks])
    return times[:, member].astype(np.float64)


def _score(
    name: str,
    title: str,
    group: str,
    *,
    error: FloatArray,
    crps: FloatArray,
    members: npt.NDArray[np.bool_],
    resampled: FloatArray,
) -> ModelScore:
    times = resampled[:, members]
    count = np.maximum(times.sum(axis=1), 1)
    spread = [
        np.quantile((times @ values[members]) / count, (0.025, 0.975)) for values in (error, crps)
    ]
    return ModelScore(
        name,
        title,
        group,
        int(members.sum()),
        float(error[members].mean()),
        float(spread[0][0]),
        float(spread[0][1]),
        float(np.median(error[members])),
        float((error[members] <= NEAR).mean()),
        float(crps[members].mean()),
        float(spread[1][0]),
        float(spread[1][1]),
    )


def _calibration(told: SettlementForecast, outcome: FloatArray) -> Calibration:
    """Work out the probability integral transform, randomised within spikes, and coverage."""
    at = outcome[:, None]
    upto = told.cdf(at)[:, 0]
    here = np.where(told.support == at[..., None], told.probability, 0.0).sum(axis=-1)[:, 0]
    pit = upto - here * np.random.default_rng(SEED).random(len(outcome))
    counts, _ = np.histogram(np.clip(pit, 0, 1), bins=10, range=(0, 1))
    coverage = {}
    for share in (0.5, 0.8, 0.9):
        low = told.quantile((1 - share) / 2)[:, 0]
        high = told.quantile((1 + share) / 2)[:, 0]
        coverage[share] = float(((low <= outcome) & (outcome <= high)).mean())
    return Calibration(tuple(float(count) / len(outcome) for count in counts), coverage)
