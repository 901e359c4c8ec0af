"""A settlement forecast: a distribution over the scale, with spikes where parties stand.

Source: ours. The chance of each of 101 points g of the scale is proportional to exp of

    (a + k / K) [someone stands at g]          K: at how many points somebody stands
    + e [g is an end]
    - v (2 F(g) - 1)^2                         F: share of weight below g, half of that at g
    - o max_i (z_i / max z) |g - x_i|          z_i = capability times squared salience
    - l |g - point|  - b (g - point)^2         for each model that is drawn upon

on 0..1, a conditional logit (McFadden 1974, in Zarembka, Frontiers in Econometrics). The fourth
term is the strongest objection: what a party minds is its distance times its salience, and that
counts by its weight, capability times salience. The numbers are learned from past negotiations
with the continuous ranked probability score (Gneiting and Raftery 2007,
doi:10.1198/016214506000001437) as the loss. Nothing changes if the scale is turned round, actors
are renamed, or all capabilities are multiplied by a number.

Intervals are of two kinds. A central one leaves out as little as possible, and as much, at either
end; where the distribution ends on spikes it is nearly the whole scale. A shortest one is the
shortest that holds the share: the highest mass for its length.

Departs: learned from European law-making, which is consensual and ends in agreement by selection.
For talks under coercion `coercive` widens it by assumption, not by learning: half of a
flattened version, a quarter for the terms of one party, by its capability, an eighth for the
status quo, an eighth spread evenly. That is wider but where one strong party stands apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.models import predict
from tracktwo.bargaining.table import BargainingTable, BoolArray, FloatArray

__all__ = [
    "ForecastCoefficients",
    "SettlementForecast",
    "forecast",
    "forecast_features",
    "score_crps",
]

POINTS = 101

_TOGETHER = 64
"""Draws forecast at a time: what the coefficients are applied to is then kept in the cache."""

_COERCIVE_FLATTER = 0.5
_COERCIVE_SHARES = (0.5, 0.25, 0.125, 0.125)


@dataclass(frozen=True)
class ForecastCoefficients:
    """What was learned.

    Attributes
    ----------
    position, end : float
        Log odds added where someone stands, and at the ends.
    balance : float
        For (2 F - 1)^2: negative draws the forecast to the weighted median.
    crowd : float
        Log odds added where someone stands, divided by the number of points where someone does.
    objection : float
        For the strongest objection, on 0..1: negative draws the forecast to where it is least.
    linear, square : mapping of str to float
        By model name, for the distance from the model's point and its square, on 0..1.
    """

    position: float
    end: float
    balance: float = 0.0
    crowd: float = 0.0
    objection: float = 0.0
    linear: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    square: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def names(self) -> tuple[str, ...]:
        """Name the features in the order of `values`."""
        return (
            "position",
            "end",
            "balance",
            "crowd",
            "objection",
            *(f"linear:{name}" for name in self.linear),
            *(f"square:{name}" for name in self.square),
        )

    def values(self) -> FloatArray:
        """Give the coefficients as an array."""
        return np.array(
            [
                self.position,
                self.end,
                self.balance,
                self.crowd,
                self.objection,
                *self.linear.values(),
                *self.square.values(),
            ]
        )


@dataclass(frozen=True, eq=False)
class SettlementForecast:
    """A distribution for each draw and issue.

    Attributes
    ----------
    support : (draws, issues, points) float
        Increasing points on the issues' scales; the party positions are among them.
    probability : (draws, issues, points) float
        What each is given; sums to 1.
    """

    support: FloatArray
    probability: FloatArray

    def mean(self) -> FloatArray:
        """Give the mean: (draws, issues)."""
        mean: FloatArray = (self.support * self.probability).sum(axis=-1)
        return mean

    def cdf(self, value: npt.ArrayLike) -> FloatArray:
        """Give the chance of at most `value`, a number or (draws, issues): (draws, issues)."""
        below = self.support <= np.asarray(value, dtype=np.float64)[..., None]
        chance: FloatArray = np.where(below, self.probability, 0.0).sum(axis=-1)
        return chance

    def quantile(self, level: npt.ArrayLike) -> FloatArray:
        """Give the least point whose cdf reaches `level`.

        Parameters
        ----------
        level : array_like, 0..1
            One level, or (draws, issues): with uniform numbers this draws samples.

        Returns
        -------
        (draws, issues) float
        """
        running = np.cumsum(self.probability, axis=-1)
        running /= running[..., -1:]
        wanted = np.broadcast_to(np.asarray(level, dtype=np.float64), running.shape[:-1])
        reached = running >= np.minimum(wanted, 1.0)[..., None] - 1e-12
        at = np.argmax(reached & (self.probability > 0), axis=-1)
        found: FloatArray = np.take_along_axis(self.support, at[..., None], axis=-1)[..., 0]
        return found

    def central(self, share: float) -> tuple[FloatArray, FloatArray]:
        """Give the interval between two quantiles, as much left out at either end.

        Parameters
        ----------
        share : float, 0..1
            What it holds at least.

        Returns
        -------
        tuple of (draws, issues) float
            Low and high.
        """
        return self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)

    def shortest(self, share: float) -> tuple[FloatArray, FloatArray]:
        """Give the shortest interval: never longer than the central one.

        Parameters
        ----------
        share : float, 0..1
            What it holds at least.

        Returns
        -------
        tuple of (draws, issues) float
            Low and high; of equally short ones that which holds most, then the lowest.
        """
        low, high = np.empty(self.support.shape[:2]), np.empty(self.support.shape[:2])
        for at in np.ndindex(low.shape):
            held = self.probability[at] > 0
            place, running = self.support[at][held], np.cumsum(self.probability[at][held])
            running /= running[-1]
            before = np.concatenate([[0.0], running[:-1]])
            # The first point at which the share is held, for each point to begin at.
            last = np.searchsorted(running, before + share - 1e-12)
            first = np.flatnonzero(last < len(place))
            last = last[first]
            length, mass = place[last] - place[first], running[last] - before[first]
            tied = length <= length.min() + 1e-9 * (place[-1] - place[0])
            best = np.flatnonzero(tied)[np.argmax(np.round(mass[tied], 12))]
            low[at], high[at] = place[first[best]], place[last[best]]
        return low, high

    def samples(self, uniforms: npt.ArrayLike) -> FloatArray:
        """Draw one settlement per draw and issue from (draws, issues) uniform numbers."""
        return self.quantile(uniforms)

    def pooled(self) -> "SettlementForecast":
        """Mix all draws, each weighing the same, into one: (1, issues, draws * points)."""
        draws, issues, points = self.support.shape
        support = self.support.transpose(1, 0, 2).reshape(issues, draws * points)
        chance = self.probability.transpose(1, 0, 2).reshape(issues, draws * points) / draws
        order = np.argsort(support, axis=1, kind="stable")
        return SettlementForecast(
            np.take_along_axis(support, order, axis=1)[None],
            np.take_along_axis(chance, order, axis=1)[None],
        )


def score_crps(forecast: SettlementForecast, outcome: npt.ArrayLike) -> FloatArray:
    """Score forecasts: E|X - y| - E|X - X'| / 2, in scale units; 0 is perfect.

    Parameters
    ----------
    forecast : SettlementForecast
        The forecasts.
    outcome : (draws, issues) array_like
        What happened.

    Returns
    -------
    (draws, issues) float
        The continuous ranked probability score; for a single point it is the absolute error.
    """
    x, p = forecast.support, forecast.probability
    y = np.asarray(outcome, dtype=np.float64)[..., None]
    running = np.cumsum(p, axis=-1)[..., :-1]
    spread = (running * (1 - running) * np.diff(x, axis=-1)).sum(axis=-1)
    score: FloatArray = (p * np.abs(x - y)).sum(axis=-1) - spread
    return score


def forecast_features(
    table: BargainingTable, coefficients: ForecastCoefficients
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Work out the support of forecasts and what the coefficients are applied to.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    coefficients : ForecastCoefficients
        Only says which models are drawn upon.

    Returns
    -------
    support : (draws, issues, points) float
        On the issues' scales: every hundredth, the nearest moved to each party's exact position.
    features : (features, draws, issues, points) float
        In the order of `ForecastCoefficients.names`.
    taken : (draws, actors, issues, points) bool
        Which point is whose position.
    """
    position = table.unit(table.position)
    weight = table.weights()
    nearest = np.rint(np.nan_to_num(position, nan=-1.0) * (POINTS - 1)).astype(np.int64)
    taken = (nearest[..., None] == np.arange(POINTS)) & table.has_position[..., None]
    # On the issue's own scale, where parties' positions stay what they are to the last bit.
    steps = np.arange(POINTS) * (table.high - table.low)[:, None] / (POINTS - 1)
    support = np.broadcast_to(
        table.low[:, None] + steps, (table.draws, len(table.issues), POINTS)
    ).copy()
    for actor in range(position.shape[1]):
        support = np.where(taken[:, actor], table.position[:, actor, :, None], support)
    place = (support - table.low[:, None]) / (table.high - table.low)[:, None]
    share = (taken * weight[..., None]).sum(axis=1)
    total = share.sum(axis=-1, keepdims=True)
    share = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
    below = np.cumsum(share, axis=-1) - share / 2
    ends = np.zeros_like(support)
    ends[..., [0, -1]] = 1.0
    stands = taken.any(axis=1).astype(np.float64)
    crowd = stands / np.maximum(stands.sum(axis=-1, keepdims=True), 1.0)
    features = [stands, ends, (2 * below - 1) ** 2, crowd, _objection(table, position, place)]
    points = {
        name: np.abs(place - table.unit(predict(table, name))[..., None])
        for name in {**coefficients.linear, **coefficients.square}
    }
    # A silent model (no status quo, say) draws nowhere.
    away = {name: np.nan_to_num(distance, nan=0.0) for name, distance in points.items()}
    features += [away[name] for name in coefficients.linear]
    features += [away[name] ** 2 for name in coefficients.square]
    return support, np.stack(features), taken


def _objection(table: BargainingTable, position: FloatArray, place: FloatArray) -> FloatArray:
    """Give the strongest objection to each point: (draws, issues, points), on 0..1.

    If nobody cares or nobody can act, everyone with a position counts the same.
    """
    takes_part = table.has_position
    weight = table.weights() * np.where(takes_part, table.salience, 0.0)
    most = weight.max(axis=1, keepdims=True)
    share = np.divide(weight, most, out=takes_part.astype(np.float64), where=most > 0)
    strongest = np.zeros_like(place)
    for actor in range(position.shape[1]):  # one at a time: all at once would fill the memory
        away = np.abs(place - np.nan_to_num(position[:, actor])[..., None])
        np.maximum(strongest, share[:, actor, :, None] * away, out=strongest)
    return strongest


def forecast(
    table: BargainingTable, coefficients: ForecastCoefficients, *, coercive: bool = False
) -> SettlementForecast:
    """Forecast the settlement of every issue as a distribution.

    Parameters
    ----------
    table : BargainingTable
        Who wants what; its draws are forecast side by side.
    coefficients : ForecastCoefficients
        What was learned.
    coercive : bool
        Whether these are talks under coercion: a wider forecast, by assumption.

    Returns
    -------
    SettlementForecast
        On the issues' scales. Where nobody has a position every point is as likely.
    """
    parts = [
        _forecast(table.some_draws(slice(at, at + _TOGETHER)), coefficients, coercive=coercive)
        for at in range(0, max(table.draws, 1), _TOGETHER)
    ]
    support, chance = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return SettlementForecast(support, chance)


def _forecast(
    table: BargainingTable, coefficients: ForecastCoefficients, *, coercive: bool
) -> tuple[FloatArray, FloatArray]:
    support, features, taken = forecast_features(table, coefficients)
    log_odds = np.tensordot(coefficients.values(), features, axes=1)
    chance = _normalised(log_odds)
    if coercive:
        capability = np.where(table.has_position, table.capability, 0.0)
        terms = (taken * capability[..., None]).sum(axis=1)
        equal = taken.sum(axis=1).astype(np.float64)
        terms = np.where(terms.sum(axis=-1, keepdims=True) > 0, terms, equal)
        terms = np.where(equal.sum(axis=-1, keepdims=True) > 0, terms, 1.0)
        terms = terms / terms.sum(axis=-1, keepdims=True)
        quo = np.abs(support - table.status_quo[..., None])
        stays = quo == np.nanmin(quo, axis=-1, keepdims=True, initial=np.inf)
        stays = np.where(np.isnan(table.status_quo)[..., None], terms, stays.astype(np.float64))
        stays = stays / stays.sum(axis=-1, keepdims=True)
        flat = _normalised(log_odds * _COERCIVE_FLATTER)
        parts = (flat, terms, stays, np.full_like(flat, 1 / POINTS))
        chance = sum(
            (share * part for share, part in zip(_COERCIVE_SHARES, parts, strict=True)),
            start=np.zeros_like(flat),
        )
    return support, chance


def _normalised(log_odds: FloatArray) -> FloatArray:
    odds = np.exp(log_odds - log_odds.max(axis=-1, keepdims=True))
    chance: FloatArray = odds / odds.sum(axis=-1, keepdims=True)
    return chance
