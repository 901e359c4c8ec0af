"""Score the bargaining models on past decisions, and the settlement forecast learned from them.

Source: ours. Points are scored by absolute error, distributions by the continuous ranked
probability score (Gneiting and Raftery 2007, doi:10.1198/016214506000001437). Everything learned
is scored out of fold, and folds are made of whole proposals; `backtest_learning` says how.
Intervals come from drawing proposals with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.bargaining import (
    MODELS,
    ForecastCoefficients,
    SettlementForecast,
    forecast_features,
    predict,
    score_crps,
)
from tracktwo.scoring.backtest_learning import (
    FOLDS,
    RIDGE,
    SEED,
    Tried,
    choose,
    folds,
    learn,
    named,
    out_of_fold,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from tracktwo.bargaining import BargainingTable
    from tracktwo.scoring.deu import DeuIssues, DeuWeights

    FloatArray = npt.NDArray[np.float64]

__all__ = ["Backtest", "Calibration", "ModelScore", "backtest", "derivation", "model_points"]

BOOTSTRAP = 2000
NEAR = 10.0
SHARES = (0.5, 0.8, 0.9)

_BASELINES = {"commission": "baseline: commission", "climatology": "what was agreed elsewhere"}
"""Not models: the Commission's position; the outcomes of the other folds, whoever wants what."""
_ENSEMBLES = {
    "ensemble": "ensemble (its median)",
    "before": "ensemble of earlier versions: Nash and Kalai-Smorodinsky (its median)",
}


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
        Score of the distribution around the point, out of fold.
    lead, lead_low, lead_high : float
        By how much the ensemble's score on the same issues is lower.
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
    lead: float
    lead_low: float
    lead_high: float


@dataclass(frozen=True)
class Calibration:
    """Whether the ensemble's chances come true, out of fold.

    Attributes
    ----------
    pit : tuple of float
        Shares of outcomes in tenths of their forecast (randomised within spikes): 0.1 each if
        calibrated.
    central, shortest : mapping of float to (float, float)
        By nominal share, how often the interval of this kind held the outcome, and its mean
        length in points of the 0-100 scale.
    """

    pit: tuple[float, ...]
    central: Mapping[float, tuple[float, float]]
    shortest: Mapping[float, tuple[float, float]]


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
    weights, features : str
        The capabilities and the features chosen for the ensemble; the models have the same
        capabilities.
    tried : tuple of Tried
        All that was chosen among.
    """

    scores: tuple[ModelScore, ...]
    calibration: Calibration
    coefficients: Mapping[str, ForecastCoefficients]
    weights: DeuWeights
    features: str
    tried: tuple[Tried, ...]


def backtest(
    issues: DeuIssues,
    *,
    weights: DeuWeights | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Backtest:
    """Score every model, and the ensemble, on past issues.

    Parameters
    ----------
    issues : DeuIssues
        Past issues with their outcomes, of three proposals at least.
    weights : {"equal", "votes", "root"}, optional
        The capabilities of the actors; by default they are chosen, out of fold, for the ensemble.
    progress : callable, optional
        Told (task, done, total) as it goes.

    Returns
    -------
    Backtest
        Scores, calibration and the coefficients learned from all issues.
    """
    chosen = choose(issues, None if weights is None else (weights,), progress=progress)
    issues = issues.weighted(chosen.weights)
    table = issues.one_by_one()
    points = model_points(issues)
    fold = folds(issues.proposal)
    resampled = _resampling(issues.proposal)
    groups = {"all": np.ones(len(issues), dtype=bool)}
    for labels in (issues.wave, issues.procedure, issues.kind):
        groups |= {str(label): labels == label for label in np.unique(labels)}
    scores: list[ModelScore] = []
    coefficients = {"ensemble": chosen.coefficients}
    best = score_crps(chosen.told, issues.outcome[:, None])[:, 0]

    def add(name: str, title: str, point: FloatArray, crps: FloatArray) -> None:
        heard = ~np.isnan(point)
        values = {"error": np.abs(point - issues.outcome), "crps": crps, "lead": crps - best}
        for group, members in groups.items():
            told_of = members & heard
            scores.append(
                ModelScore(name, title, group, *_figures(values, told_of, resampled[:, told_of]))
            )

    for name, told in (("ensemble", chosen.told), ("before", chosen.told_before)):
        crps = score_crps(told, issues.outcome[:, None])[:, 0]
        add(name, _ENSEMBLES[name], told.quantile(0.5)[:, 0], crps)
    for done, (name, point) in enumerate(points.items()):
        if progress:
            progress("Models", done, len(points))
        features, support = _point_features(table, point)
        heard = ~np.isnan(point)
        chance = out_of_fold(features, support, issues.outcome, fold, heard)
        told = SettlementForecast(support[:, None], chance[:, None])
        if name not in _BASELINES:
            learned = learn(features[:, heard], support[heard], issues.outcome[heard])
            coefficients[name] = named(
                ("position", "end", f"linear:{name}", f"square:{name}"), learned
            )
        title = MODELS[name].title if name in MODELS else _BASELINES[name]
        add(name, title, point, score_crps(told, issues.outcome[:, None])[:, 0])
    add("climatology", _BASELINES["climatology"], *_climatology(issues.outcome, fold))
    if progress:
        progress("Models", len(points), len(points))
    in_parts = sorted(scores, key=lambda score: list(groups).index(score.group))
    return Backtest(
        tuple(in_parts),
        _calibration(chosen.told, issues.outcome),
        coefficients,
        chosen.weights,
        chosen.features,
        chosen.tried,
    )


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
        "capabilities and features chosen by nested cross-validation, folds of whole proposals.",
        "weights": found.weights,
        "features": found.features,
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
                "crowd": entry.crowd,
                "objection": entry.objection,
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


def _point_features(table: BargainingTable, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the features for one model: where parties stand, the ends, distance and its square."""
    support, features, _ = forecast_features(table, ForecastCoefficients(0.0, 0.0))
    distance = np.nan_to_num(np.abs(support - point[:, None, None]) / 100)
    used = np.concatenate([features[:2], distance[None], distance[None] ** 2])
    return used[:, :, 0], support[:, 0]


def _climatology(outcome: FloatArray, fold: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """Give the median of the other folds' outcomes, and the score of their distribution."""
    point, crps = np.empty_like(outcome), np.empty_like(outcome)
    for one in np.unique(fold):
        mine = fold == one
        others = np.sort(outcome[~mine])
        told = SettlementForecast(others[None, None], np.full((1, 1, len(others)), 1 / len(others)))
        point[mine] = np.median(others)
        crps[mine] = [score_crps(told, [[at]])[0, 0] for at in outcome[mine]]
    return point, crps


def _resampling(proposal: npt.NDArray[np.int64]) -> FloatArray:
    """Draw proposals with replacement: how often each issue is in each resample."""
    numbers, member = np.unique(proposal, return_inverse=True)
    rng = np.random.default_rng(SEED)
    picks = rng.integers(len(numbers), size=(BOOTSTRAP, len(numbers)))
    times = np.stack([np.bincount(pick, minlength=len(numbers)) for pick in picks])
    return times[:, member].astype(np.float64)


def _figures(
    values: Mapping[str, FloatArray], members: npt.NDArray[np.bool_], times: FloatArray
) -> tuple[Any, ...]:
    """Give the numbers of a `ModelScore` in their order, of (issues,) error, crps and lead."""
    count = np.maximum(times.sum(axis=1), 1)
    spread = {
        key: np.quantile((times @ one[members]) / count, (0.025, 0.975)).tolist()
        for key, one in values.items()
    }
    mean = {key: float(one[members].mean()) for key, one in values.items()}
    error = values["error"][members]
    return (
        int(members.sum()),
        *(mean["error"], *spread["error"]),
        *(float(np.median(error)), float((error <= NEAR).mean())),
        *(mean["crps"], *spread["crps"]),
        *(mean["lead"], *spread["lead"]),
    )


def _calibration(told: SettlementForecast, outcome: FloatArray) -> Calibration:
    """Work out the probability integral transform, randomised within spikes, and coverage."""
    at = outcome[:, None]
    upto = told.cdf(at)[:, 0]
    here = np.where(told.support == at[..., None], told.probability, 0.0).sum(axis=-1)[:, 0]
    pit = upto - here * np.random.default_rng(SEED).random(len(outcome))
    counts, _ = np.histogram(np.clip(pit, 0, 1), bins=10, range=(0, 1))
    pit_shares = tuple(float(count) / len(outcome) for count in counts)
    return Calibration(
        pit_shares, *(_held(kind, outcome) for kind in (told.central, told.shortest))
    )


def _held(
    interval: Callable[[float], tuple[FloatArray, FloatArray]], outcome: FloatArray
) -> dict[float, tuple[float, float]]:
    """Give, by share, how often the interval held the outcome and its mean length."""
    found = {}
    for share in SHARES:
        low, high = (end[:, 0] for end in interval(share))
        held = ((low <= outcome) & (outcome <= high)).mean()
        found[share] = (float(held), float((high - low).mean()))
    return found
