"""The Nash bargaining solution of all issues at once: actors trade what they care less about.

Source: Nash (1950), doi:10.2307/1907266, with gains added up over issues as in Schneider, Finke
and Bailer (2010), doi:10.1111/j.1467-9248.2009.00774.x.

    y = argmax  sum_i c_i log G_i(y),   G_i(y) = sum_k s_ik ( d_ik - |y_k - x_ik|^r )

Departs: solved by Newton's method with a halved step until it rises. The kink of a linear loss
is rounded off as sqrt(z^2 + e^2), e falling to 1e-8 of the scale. Where the weighted mean does
not leave everyone better off, the search starts at the point that maximises the least gain; if
that is no gain, the outcome is the status quo.
"""

import numpy as np

from tracktwo.bargaining.nash import Disagreement, check_exponent, disagreement_loss
from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["nash_joint"]

_ROUNDING = (1e-2, 1e-4, 1e-6, 1e-8)
_ROOM = 1e-7  # the least gain, on 0..1, that counts as room to agree: what the solvers resolve


def nash_joint(
    table: BargainingTable,
    *,
    disagreement: Disagreement = "worst_position",
    exponent: float = 1.0,
) -> FloatArray:
    """Forecast all issues together as one weighted Nash bargaining solution.

    Parameters
    ----------
    table : BargainingTable
        Who wants what. An actor's bargaining weight is its highest capability over issues.
    disagreement : {"worst_position", "scale_end", "status_quo"}
        What an actor gets without agreement, on every issue; see `nash`.
    exponent : float, >= 1
        The power of distance in the loss; 1 is linear, 2 quadratic.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN for a whole draw if an issue in it has no position at all or
        lacks a needed status quo.
    """
    check_exponent(exponent)
    present = table.has_position
    stake = table.weights("salience") * present
    power = np.where(present, table.capability, 0.0).max(axis=2)
    power = np.where(power.sum(axis=1, keepdims=True) > 0, power, 1.0)
    position = np.where(present, table.unit(table.position), 0.0)
    without = np.where(present, disagreement_loss(table, disagreement, exponent), 0.0)
    outcome = np.full_like(table.status_quo, np.nan)
    for draw in range(table.draws):
        if np.isnan(without[draw]).any() or not present[draw].any(axis=0).all():
            continue
        heard = (power[draw] > 0) & (stake[draw].sum(axis=1) > 0)
        if not heard.any():
            heard = present[draw].any(axis=1)
        game = _Game(
            position[draw][heard], stake[draw][heard], power[draw][heard], without[draw][heard]
        )
        outcome[draw] = _solve(game, exponent, table.unit(table.status_quo)[draw])
    return table.scaled(outcome)


class _Game:
    """One draw's game; `stake` and `without` are (actors, issues)."""

    def __init__(
        self, position: FloatArray, stake: FloatArray, power: FloatArray, without: FloatArray
    ) -> None:
        self.position, self.stake, self.without = position, stake, without
        self.power = power / power.sum()

    def gains(self, point: FloatArray, exponent: float, rounding: float) -> FloatArray:
        offset = point - self.position
        loss = (offset**2 + rounding**2) ** (exponent / 2)
        gain: FloatArray = (self.stake * (self.without - loss)).sum(axis=1)
        return gain

    def rise(
        self, point: FloatArray, exponent: float, rounding: float
    ) -> tuple[FloatArray, FloatArray]:
        """Give gradient and (negative) curvature of sum_i c_i log G_i."""
        offset = point - self.position
        root = np.sqrt(offset**2 + rounding**2)
        root = np.maximum(root, 1e-300)  # quadratic losses need no rounding
        slope = self.stake * exponent * offset * root ** (exponent - 2)
        bend = self.stake * exponent * root ** (exponent - 2)
        bend = bend * (1 + (exponent - 2) * (offset / root) ** 2)
        gain = self.gains(point, exponent, rounding)
        share = self.power / gain
        gradient = -(share @ slope)
        curvature = np.diag(share @ bend) + (slope / gain[:, None]).T @ (
            self.power[:, None] * slope / gain[:, None]
        )
        return gradient, curvature


def _solve(game: _Game, exponent: float, quo: FloatArray) -> FloatArray:
    """Start where all gain, climb, and sharpen the kink of a linear loss as far as it goes."""
    if np.ptp(game.position, axis=0).max(initial=0.0) == 0.0:
        everyone: FloatArray = game.position[0].copy()
        return everyone
    weight = game.power[:, None] * game.stake
    total = weight.sum(axis=0)
    at: FloatArray = (weight * game.position).sum(axis=0) / np.where(total > 0, total, 1.0)
    at = np.where(total > 0, at, game.position.mean(axis=0))
    if game.gains(at, exponent, 0.0).min() <= 0:
        at = _fairest(game, exponent)
        if game.gains(at, exponent, 0.0).min() <= _ROOM:
            return np.where(np.isnan(quo), at, quo)
    for rounding in (0.0,) if exponent == 2 else _ROUNDING:
        if game.gains(at, exponent, rounding).min() > 0:  # else too coarse for so little room
            at = _climb(game, at, exponent, rounding)
    return at


def _fairest(game: _Game, exponent: float) -> FloatArray:
    """Find the point that maximises the least gain: a linear programme, or a smooth one."""
    actors, issues = game.position.shape
    if exponent == 1:
        # Unknowns: point (issues), loss of each actor on each issue, least gain.
        losses = actors * issues
        rows = np.zeros((2 * losses + actors, issues + losses + 1))
        limit = np.zeros(len(rows))
        each = np.arange(losses)
        for sign, start in ((1.0, 0), (-1.0, losses)):
            rows[start + each, each % issues] = sign
            rows[start + each, issues + each] = -1.0
            limit[start : start + losses] = sign * game.position.ravel()
        for actor in range(actors):
            row = 2 * losses + actor
            own = issues + actor * issues
            rows[row, own : own + issues] = game.stake[actor]
            rows[row, -1] = 1.0
            limit[row] = game.stake[actor] @ game.without[actor]
        cost = np.zeros(rows.shape[1])
        cost[-1] = -1.0
        bounds = [(0.0, 1.0)] * (issues + losses) + [(None, None)]
        from scipy import optimize  # noqa: PLC0415  (slow to import)

        found = optimize.linprog(cost, A_ub=rows, b_ub=limit, bounds=bounds)
        return np.asarray(found.x, dtype=np.float64)[:issues]

    def less(unknown: FloatArray) -> float:
        return -float(unknown[-1])

    def slack(unknown: FloatArray) -> FloatArray:
        above: FloatArray = game.gains(unknown[:-1], exponent, 0.0) - unknown[-1]
        return above

    from scipy import optimize  # noqa: PLC0415  (slow to import)

    result = optimize.minimize(  # type: ignore[call-overload]  # its stubs know no shape-free arrays
        less,
        np.append(game.position.mean(axis=0), -1.0),
        method="SLSQP",
        bounds=[(0.0, 1.0)] * issues + [(None, None)],
        constraints={"type": "ineq", "fun": slack},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    return np.asarray(result.x, dtype=np.float64)[:-1]


def _climb(game: _Game, at: FloatArray, exponent: float, rounding: float) -> FloatArray:
    """Newton steps with halving until the gradient is spent."""
    for _ in range(200):
        gradient, curvature = game.rise(at, exponent, rounding)
        ridge = 1e-12 * max(1.0, float(np.trace(curvature)))
        step = np.linalg.solve(curvature + ridge * np.eye(len(at)), gradient)
        here = _height(game, at, exponent, rounding)
        length = 1.0
        while length > 1e-12 and (
            _height(game, at + length * step, exponent, rounding)
            < here + 1e-4 * length * float(gradient @ step)
        ):
            length /= 2
        if length <= 1e-12:
            break
        at = at + length * step
        if np.abs(step).max() < 1e-13:
            break
    return at


def _height(game: _Game, point: FloatArray, exponent: float, rounding: float) -> float:
    gain = game.gains(point, exponent, rounding)
    return float(game.power @ np.log(gain)) if gain.min() > 0 else -np.inf
