"""Zones of agreement: policies that leave all of some parties better off than no agreement.

A party's gain from policy y is concave wherever losses are linear or steeper,

    G_i(y) = c_i - mean over draws of sum_j w_ij |y_j - p_ij| ** rho_i,

so the fairest and the nearest package are convex problems, and the mean is a sum over issues of
convex losses h_ij(y_j) of one level each. They are solved by cutting planes: every tangent of h_ij
bounds it from below, a linear program over all tangents found so far bounds the answer, and its
solution gives the next tangents. A tangent per issue, not one of the whole gain, makes the bound
tight within a few rounds. The bound is a certificate: an empty zone is empty for certain, not for
want of searching.

Source: Kelley (1960), doi:10.1137/0108053. Nash (1950), doi:10.2307/1907266; Kalai and Smorodinsky
(1975), doi:10.2307/1914280.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.game.gains import Gains

    Floats = NDArray[np.float64]

TOLERANCE = 1e-5
"""Gap between bound and answer, on the 0-1 scale of payoffs, at which a problem is solved."""

MARGIN = 1e-4
"""What "better off" asks at least: a hundredth of a point of payoff."""

ROUNDS = 400

FIRST_LEVELS = 9
"""Levels of each issue at which tangents are taken to begin with."""


@dataclass(frozen=True)
class Best:
    """The answer to one problem, with its certificate.

    Attributes
    ----------
    policy : (J,) 0..1
    value : float
        What the policy attains.
    bound : float
        What no policy can exceed (or, of a cost, undercut).
    """

    policy: Floats
    value: float
    bound: float


@dataclass(frozen=True)
class _Linear:
    """A linear program over (policy, more variables), in which gains stand as they are.

    Minimise ``cost @ more`` where ``gain @ G(policy) + more @ more variables <= bound``.
    """

    cost: Floats
    """(E,) of the variables beyond the policy."""
    gain: Floats
    """(R, P)"""
    more: Floats
    """(R, E)"""
    bound: Floats
    """(R,)"""
    limits: list[tuple[float | None, float | None]]
    """Of the variables beyond the policy."""
    moved: tuple[Floats, Floats] | None = None
    """Further rows over (policy, more variables), and their bounds."""


def _program(
    gains: Gains, fixed: Floats, linear: _Linear, settled: Callable[[Floats], bool]
) -> Floats:
    """Solve a program over (policy, more variables) by tangents of the losses.

    Returns the last solution; `settled` says when it is good enough.
    """
    from scipy.optimize import linprog  # noqa: PLC0415  (slow to import)

    parties, issues = gains.position.shape[1:]
    extra = linear.cost.size
    felt = gains.weight.any(axis=0)  # (P, J): of others the loss is nothing, whatever the level
    party, issue = np.nonzero(felt)
    losses = np.arange(party.size)
    width = issues + extra + losses.size

    def tangents(level: Floats) -> tuple[Floats, Floats]:
        # h(y0) + h'(y0) (y - y0) <= u
        value, steep = gains.loss(level)[felt], -gains.slope(level)[felt]
        rows = np.zeros((losses.size, width))
        rows[losses, issue] = steep
        rows[losses, issues + extra + losses] = -1.0
        return rows, steep * level[issue] - value

    of_party = np.zeros((parties, losses.size))
    of_party[party, losses] = 1.0
    constant = gains.constant.mean(axis=0)
    asked = np.hstack([np.zeros((len(linear.bound), issues)), linear.more, -linear.gain @ of_party])
    rows, bounds = [asked], [linear.bound - linear.gain @ constant]
    if linear.moved is not None:
        rows.append(np.pad(linear.moved[0], ((0, 0), (0, losses.size))))
        bounds.append(linear.moved[1])
    free = np.isnan(fixed)
    for level in np.linspace(0.0, 1.0, FIRST_LEVELS):
        more, at = tangents(np.where(free, level, fixed))
        rows.append(more)
        bounds.append(at)
    box: list[tuple[float | None, float | None]] = [
        (0.0, 1.0) if np.isnan(x) else (float(x), float(x)) for x in fixed
    ]
    box += [*linear.limits, *([(0.0, None)] * losses.size)]
    cost = np.concatenate([np.zeros(issues), linear.cost, np.zeros(losses.size)])
    x = np.where(free, 0.5, fixed)
    for _ in range(ROUNDS):
        found = linprog(
            cost,
            A_ub=np.vstack(rows),
            b_ub=np.concatenate(bounds),
            bounds=box,
            method="highs",
            options={"presolve": False},  # no line of these can be left out: it only takes time
        )
        if found.x is None:
            raise UnanswerableError("no policy meets the conditions")
        x = np.asarray(found.x)[: issues + extra]
        if settled(x):
            return x
        more, at = tangents(x[:issues])
        rows.append(more)
        bounds.append(at)
    return x


def fairest(gains: Gains, fixed: Floats, scale: Floats | None = None) -> Best:
    """Return the policy with the largest smallest gain.

    Parameters
    ----------
    gains : of the parties that must agree
    fixed : (J,) policy where it is not for negotiation, NaN elsewhere
    scale : (P,) gains are measured in these; 1 for all by default (max-min), the ideal gains for
        Kalai and Smorodinsky's solution
    """
    parties, issues = gains.position.shape[1:]
    unit = np.ones(parties) if scale is None else scale
    best: list[Best] = []

    def settled(x: Floats) -> bool:
        value = float((gains.mean(x[:issues]) / unit).min())
        bound = float(x[issues])
        if not best or value > best[0].value:
            best[:] = [Best(x[:issues].copy(), value, bound)]
        best[:] = [Best(best[0].policy, best[0].value, bound)]
        return bound - best[0].value < TOLERANCE

    # t * unit <= G
    linear = _Linear(
        np.array([-1.0]), -np.eye(parties), unit[:, None], np.zeros(parties), [(None, None)]
    )
    _program(gains, fixed, linear, settled)
    return best[0]


def ideals(gains: Gains, fixed: Floats) -> Floats:
    """Return (P,), the most each party could gain while all others gain something."""
    return np.array([_ideal(gains, fixed, party) for party in range(gains.position.shape[1])])


def _ideal(gains: Gains, fixed: Floats, party: int) -> float:
    parties, issues = gains.position.shape[1:]
    attained: list[float] = []

    def settled(x: Floats) -> bool:
        found = gains.mean(x[:issues])
        attained[:] = [float(found[party])]
        return bool(found.min() > MARGIN - TOLERANCE and x[issues] - found[party] < TOLERANCE)

    # G_i >= MARGIN for all, t <= G_party
    linear = _Linear(
        np.array([-1.0]),
        np.vstack([-np.eye(parties), -np.eye(parties)[[party]]]),
        np.concatenate([np.zeros(parties), [1.0]])[:, None],
        np.concatenate([np.full(parties, -MARGIN), [0.0]]),
        [(None, None)],
    )
    _program(gains, fixed, linear, settled)
    return attained[0]


def nearest(gains: Gains, fixed: Floats, proposal: Floats) -> Best:
    """Return the policy that changes a proposal least (sum of points) and leaves all better off.

    Raises
    ------
    ValueError
        If no policy does.
    """
    parties, issues = gains.position.shape[1:]
    eye = np.eye(issues)
    moved = (
        np.vstack([np.hstack([eye, -eye]), np.hstack([-eye, -eye])]),
        np.concatenate([proposal, -proposal]),
    )

    def settled(x: Floats) -> bool:
        return bool(gains.mean(x[:issues]).min() > MARGIN - TOLERANCE)

    linear = _Linear(
        np.ones(issues),
        -np.eye(parties),
        np.zeros((parties, issues)),
        np.full(parties, -MARGIN),
        [(0.0, None)] * issues,
        moved,
    )
    x = _program(gains, fixed, linear, settled)
    change = float(np.abs(x[:issues] - proposal).sum())
    return Best(x[:issues], change, float(x[issues:].sum()))


def payments(gains: Gains, fixed: Floats) -> tuple[Best, Floats]:
    """Return the policy that needs the least in side payments, and (P,) who must be paid what.

    Zero payments where the zone is not empty. In payoff per month, 0-1.
    """
    parties, issues = gains.position.shape[1:]

    def settled(x: Floats) -> bool:
        short = MARGIN - gains.mean(x[:issues]) - x[issues:]
        return bool(short.max() < TOLERANCE)

    # G_i + s_i >= MARGIN
    linear = _Linear(
        np.ones(parties),
        -np.eye(parties),
        -np.eye(parties),
        np.full(parties, -MARGIN),
        [(0.0, None)] * parties,
    )
    x = _program(gains, fixed, linear, settled)
    paid = np.maximum(MARGIN - gains.mean(x[:issues]), 0.0)
    return Best(x[:issues], float(paid.sum()), float(x[issues:].sum())), paid


def nash(gains: Gains, fixed: Floats, start: Floats) -> Floats:
    """Return the policy with the largest product of gains, from one where all gain."""
    from scipy.optimize import minimize  # noqa: PLC0415  (slow to import)

    def loss(y: Floats) -> tuple[float, Floats]:
        gain = gains.mean(y)
        if gain.min() <= 0:
            return 1e6 - float(gain.min()), -gains.slope(y)[int(gain.argmin())]
        slopes = gains.slope(y) / gain[:, None]
        return -float(np.log(gain).sum()), -slopes.sum(axis=0)

    box = [(0.0, 1.0) if np.isnan(x) else (float(x), float(x)) for x in fixed]
    best, least = start, loss(start)[0]
    for _ in range(20):  # a kink may stop a descent early: begin again beside it
        found = minimize(loss, best, jac=True, method="L-BFGS-B", bounds=box)
        y = _polish(loss, np.asarray(found.x), box)
        value = loss(y)[0]
        if value > least - 1e-9:
            break
        best, least = y, value
    # The top is flat: to where its slope ends too, whatever a processor's last digits are.
    found = minimize(
        loss,
        best,
        jac=True,
        method="L-BFGS-B",
        bounds=box,
        options={"ftol": 1e-15, "gtol": 1e-10},
    )
    return np.asarray(found.x) if found.fun <= least else best


def _polish(
    loss: Callable[[Floats], tuple[float, Floats]], y: Floats, box: list[tuple[float, float]]
) -> Floats:
    """Improve a point along each axis, where kinks stop a descent by slopes."""
    step, best = 0.1, loss(y)[0]
    while step > 1e-4:
        moved = False
        for j, (low, high) in enumerate(box):
            for sign in (-1, 1):
                z = y.copy()
                z[j] = min(max(z[j] + sign * step, low), high)
                value = loss(z)[0]
                if value < best - 1e-12:
                    y, best, moved = z, value, True
        if not moved:
            step /= 2
    return y
