"""Scoring rules for odds of things that happened or not, with intervals by cluster.

Arrays in, plain records out: the same rules score a casebook of past processes and a ledger of
one's own forecasts. Calibration comes before skill: odds may rank well and still mean nothing.

Sources: logarithmic score, Good (1952, J. R. Stat. Soc. B 14); quadratic score, Brier (1950, Mon.
Weather Rev. 78); calibration in the large and slope, Cox (1958, Biometrika 45) and Van Calster et
al. (2019, BMC Medicine 17:230); intervals, the bootstrap over whole clusters of Cameron, Gelbach
and Miller (2008, Rev. Econ. Stat. 90); of a share, Wilson (1927, J. Am. Stat. Assoc. 22).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FLOOR = 1e-3
"""Odds nearer than this to 0 or 1 are scored as if they were this far: a number from a model is
never surer than that, and one miss must not decide a score of hundreds."""
RESAMPLES = 1000
SHARE = 0.95
"""Of the resamples that an interval holds."""
_WILD = 15.0
"""Log-odds beyond which a fit has no finite value: outcomes all alike, or split by the odds."""


@dataclass(frozen=True)
class Estimate:
    """A number and the interval that 95 % of resampled clusters give; None where there is none."""

    value: float | None
    low: float | None
    high: float | None

    def excludes(self, other: float) -> bool:
        """Tell whether the interval is there and does not hold a value."""
        return self.low is not None and self.high is not None and not self.low <= other <= self.high


@dataclass(frozen=True)
class Calibration:
    """Whether odds came true as often as they say.

    Attributes
    ----------
    n, clusters : int
        Outcomes, and groups of them that are not independent (countries, say).
    mean_odds, share : float
        Odds on average, and the share that happened.
    in_the_large : Estimate
        What has to be added to the log-odds so that as many are expected as happened; 0 is right,
        below 0 the odds were too high.
    slope : Estimate
        What the log-odds have to be multiplied by; 1 is right, below 1 they were too extreme, 0
        says that they told nothing.
    intercept : Estimate
        That goes with the slope.
    """

    n: int
    clusters: int
    mean_odds: float
    share: float
    in_the_large: Estimate
    slope: Estimate
    intercept: Estimate


@dataclass(frozen=True)
class CurvePoint:
    """Forecasts of like odds, and how often what they were of happened."""

    n: int
    odds: float
    share: float
    low: float
    high: float


def logit(odds: ArrayLike) -> Floats:
    """Return log(p / (1 - p)), with odds held off 0 and 1 by `FLOOR`."""
    p = np.clip(np.asarray(odds, dtype=float), FLOOR, 1 - FLOOR)
    return np.asarray(np.log(p) - np.log1p(-p))


def logistic(x: ArrayLike) -> Floats:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float))))


def log_scores(odds: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return the log of what was given to what happened, in nats: 0 at best, -0.69 for 50 %.

    Parameters
    ----------
    odds : (n,) 0-1
    outcome : (n,) whether it happened
    """
    p = np.clip(np.asarray(odds, dtype=float), FLOOR, 1 - FLOOR)
    return np.asarray(np.where(np.asarray(outcome, dtype=bool), np.log(p), np.log1p(-p)))


def brier_scores(odds: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return the squared distance between odds and outcome: 0 at best, 0.25 for 50 %."""
    return np.asarray((np.asarray(odds, dtype=float) - np.asarray(outcome, dtype=float)) ** 2)


def resampled(
    clusters: Sequence[str] | ArrayLike, *, times: int = RESAMPLES, seed: int = 1
) -> Floats:
    """Draw clusters with replacement: how often each outcome is in each resample.

    Parameters
    ----------
    clusters : (n,) which outcomes belong together
    times : resamples

    Returns
    -------
    (times, n)
    """
    names, member = np.unique(np.asarray(clusters), return_inverse=True)
    rng = np.random.default_rng(seed)
    picks = rng.integers(len(names), size=(times, len(names)))
    count = np.stack([np.bincount(pick, minlength=len(names)) for pick in picks])
    return np.asarray(count[:, member], dtype=np.float64)


def mean_of(values: ArrayLike, weights: Floats) -> Estimate:
    """Return the mean of scores, or of differences of scores, with its interval.

    Parameters
    ----------
    values : (n,)
    weights : (B, n) as `resampled` gives them
    """
    x = np.asarray(values, dtype=float)
    if not x.size:
        return Estimate(None, None, None)
    total = weights.sum(axis=1)
    there = total > 0
    return _estimate(float(x.mean()), (weights[there] @ x) / total[there])


def calibration(
    odds: ArrayLike, outcome: ArrayLike, clusters: Sequence[str] | ArrayLike, *, seed: int = 1
) -> Calibration:
    """Say whether odds came true as often as they say, with intervals over whole clusters.

    Parameters
    ----------
    odds : (n,) 0-1
    outcome : (n,) whether it happened
    clusters : (n,) which outcomes belong together
    """
    p, y = np.asarray(odds, dtype=float), np.asarray(outcome, dtype=float)
    groups = np.asarray(clusters)
    if not y.size:
        none = Estimate(None, None, None)
        return Calibration(0, 0, math.nan, math.nan, none, none, none)
    weights = np.vstack([np.ones((1, y.size)), resampled(groups, seed=seed)])
    x = logit(p)
    large = _fit(x, y, weights, slope=False)
    both = _fit(x, y, weights, slope=True)
    return Calibration(
        n=y.size,
        clusters=len(np.unique(groups)),
        mean_odds=float(p.mean()),
        share=float(y.mean()),
        in_the_large=_estimate(float(large[0, 0]), large[1:, 0]),
        slope=_estimate(float(both[0, 1]), both[1:, 1]),
        intercept=_estimate(float(both[0, 0]), both[1:, 0]),
    )


def recalibrated(odds: ArrayLike, intercept: float, slope: float) -> Floats:
    """Return odds with their log-odds multiplied by a slope, and an intercept added."""
    return logistic(intercept + slope * logit(odds))


def recalibration(odds: ArrayLike, outcome: ArrayLike) -> tuple[float, float] | None:
    """Return (intercept, slope) that fit the outcomes best; None where no finite ones do."""
    y = np.asarray(outcome, dtype=float)
    if y.size < 3:
        return None
    found = _fit(logit(odds), y, np.ones((1, y.size)), slope=True)[0]
    return (float(found[0]), float(found[1])) if np.isfinite(found).all() else None


def curve(odds: ArrayLike, outcome: ArrayLike, *, groups: int = 5) -> tuple[CurvePoint, ...]:
    """Return points of a calibration curve: equally many forecasts each, by rising odds.

    Forecasts of exactly the same odds stay together. The interval is Wilson's for a share, and
    takes the outcomes as independent.
    """
    p, y = np.asarray(odds, dtype=float), np.asarray(outcome, dtype=float)
    if not y.size:
        return ()
    edges = np.unique(np.quantile(p, np.linspace(0, 1, groups + 1)[1:-1], method="inverted_cdf"))
    place = np.searchsorted(edges, p, side="left")
    points = []
    for group in np.unique(place):
        here = place == group
        n, happened = int(here.sum()), float(y[here].sum())
        low, high = wilson(happened, n)
        points.append(CurvePoint(n, float(p[here].mean()), happened / n, low, high))
    return tuple(points)


def wilson(happened: float, n: float, z: float = 1.959964) -> tuple[float, float]:
    """Return Wilson's interval of a share."""
    if n <= 0:
        return 0.0, 1.0
    share = happened / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def rate_elsewhere(outcome: ArrayLike, clusters: Sequence[str] | ArrayLike) -> Floats:
    """Return, for each outcome, the share that happened in all other clusters.

    The base rate out of fold, which is what odds have to beat. One happened and one not are added
    (Laplace), so that a share is never 0 or 1.
    """
    y, groups = np.asarray(outcome, dtype=float), np.asarray(clusters)
    _, member = np.unique(groups, return_inverse=True)
    happened, count = np.bincount(member, weights=y), np.bincount(member)
    return np.asarray((y.sum() - happened[member] + 1) / (y.size - count[member] + 2))


def chance_to_find(odds: ArrayLike, n: int, *, times: int = 2000, seed: int = 1) -> float:
    """Return the chance that n outcomes would show perfect odds to beat their own mean.

    Outcomes are drawn as the odds say; found is a mean gain of log score over the mean odds whose
    95 % interval is above 0.

    Parameters
    ----------
    odds : (m,) odds that are taken to be right
    n : outcomes, taken as independent
    """
    if n < 2:
        return 0.0
    rng = np.random.default_rng(seed)
    p = np.clip(np.asarray(odds, dtype=float), FLOOR, 1 - FLOOR)
    drawn = rng.choice(p, size=(times, n))
    happened = rng.random((times, n)) < drawn
    gain = log_scores(drawn, happened) - log_scores(np.full((times, n), p.mean()), happened)
    error = gain.std(axis=1, ddof=1) / math.sqrt(n)
    return float((gain.mean(axis=1) > 1.959964 * error).mean())


def most_to_gain(odds: ArrayLike) -> float:
    """Return by how much perfect odds would beat their own mean on average, in nats an outcome."""
    p = np.clip(np.asarray(odds, dtype=float), FLOOR, 1 - FLOOR)

    def entropy(x: Floats) -> Floats:
        return np.asarray(-x * np.log(x) - (1 - x) * np.log1p(-x))

    return float(entropy(np.asarray(p.mean())) - entropy(p).mean())


def _estimate(value: float, spread: Floats) -> Estimate:
    """Return a value with the middle of its resamples; no bound where that one is infinite."""
    known = spread[~np.isnan(spread)]
    if not math.isfinite(value):
        return Estimate(None, None, None)
    if known.size < 20:
        return Estimate(value, None, None)
    low, high = np.quantile(known, ((1 - SHARE) / 2, (1 + SHARE) / 2), method="nearest")
    return Estimate(
        value,
        float(low) if math.isfinite(low) else None,
        float(high) if math.isfinite(high) else None,
    )


def _fit(x: Floats, y: Floats, weights: Floats, *, slope: bool) -> Floats:
    """Fit P(y) = logistic(a + b x) by weighted likelihood, for every row of weights at once.

    Newton's method from the share that happened, with x centred and its steps held short.

    Returns
    -------
    (B, 2) a and b; b is 1 where it is not fitted. Infinite, or nan, where there is no finite fit.
    """
    middle = float(x.mean())
    z = x - middle
    a, b = np.full(len(weights), middle), np.ones(len(weights))
    spread = bool(np.ptp(x) > 1e-9)
    left = np.arange(len(weights))  # rows that have not come to rest
    for _ in range(200):
        w = weights[left]
        mean = logistic(a[left, None] + b[left, None] * z)
        off = w * (y - mean)
        bend = w * mean * (1 - mean)
        score_a, score_b = off.sum(axis=1), off @ z
        aa, ab, bb = bend.sum(axis=1) + 1e-12, bend @ z, bend @ (z * z) + 1e-12
        if slope and spread:
            det = np.maximum(aa * bb - ab * ab, 1e-18)
            step_a = (bb * score_a - ab * score_b) / det
            step_b = (aa * score_b - ab * score_a) / det
        else:
            step_a, step_b = score_a / aa, np.zeros_like(score_a)
        size = np.maximum(np.abs(step_a), np.abs(step_b))
        far = np.maximum(size, 1.0)
        a[left], b[left] = a[left] + step_a / far, b[left] + step_b / far
        gone = (np.abs(a[left]) >= _WILD) | (np.abs(b[left]) >= _WILD)
        left = left[(size >= 1e-9) & ~gone]
        if not left.size:
            break
    wild = (np.abs(a) >= _WILD) | (np.abs(b) >= _WILD)
    if slope and not spread:
        b, a = np.full_like(b, np.nan), np.full_like(a, np.nan)
    else:
        a = a - b * middle
    a[wild], b[wild] = np.copysign(np.inf, a[wild]), np.copysign(np.inf, b[wild])
    return np.stack([a, b], axis=1)
