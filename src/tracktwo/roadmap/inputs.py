"""The numbers of the game, per draw: plain arrays, validated once.

A draw is one joint sample of everything uncertain. All arrays have the draws first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


REMEMBERED = 2_048
"""Draws up to which the growth of the cost of conflict is remembered."""

NEVER = -1_000.0
"""Log-odds `theta` at or below which a milestone is beyond reach, whatever anyone declares."""


@dataclass(frozen=True)
class Inputs:
    """Everything the roadmap game needs, for D draws.

    D draws, N actors, K stages, M milestones, L levers, P periods; R situations: start, each stage
    in force, abandoned, relapsed. Payoffs are on a 0-1 scale, months count from 1.
    """

    utility: Floats
    """(D, R, N) flow payoff of what each situation puts in force, usually -1..0."""
    conflict: Floats
    """(D, R, N) cost of conflict in each situation in month 1."""
    growth: Floats
    """(D,) growth of the cost of conflict per month of calendar time (0.01 is +1 %)."""
    lever_path: Floats
    """(D, L, P) intensity of each lever in each period: a month, or a step beyond the window."""
    lever_cost: Floats
    """(D, L, N) cost per month of each lever to each actor at intensity 1."""
    theta: Floats
    """(D, M) log-odds that a neutral actor consents to each milestone in a month; at `NEVER` or
    below nobody does."""
    stance: Floats
    """(D, M, N) declared stance of each actor to each milestone, in log-odds."""
    precision: Floats
    """(D, N) beta, how strongly each actor follows its payoff."""
    discount: Floats
    """(D,) weight of next month against this one, 0..1."""
    disruption: Floats
    """(D, N) kappa, the most each actor could disrupt in a month: its capability share."""
    phi: Floats
    """(D,) log-odds that a neutral actor uses that capability to disrupt."""
    abandonment: Floats
    """(D, K) chance per month, on the way to each of the K stages, that the roadmap is given
    up for reasons outside it."""
    capability: Floats
    """(D, N) weights in consent rules by share of capability."""
    lapse: Floats
    """(D, M) chance per month that a reached milestone is lost again."""
    relapse: Floats
    """(D,) chance per month that a completed roadmap breaks down."""

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.discount.shape[0])

    def __getitem__(self, draws: slice | NDArray[np.intp]) -> Self:
        """Return some of the draws."""
        return replace(self, **{f.name: getattr(self, f.name)[draws] for f in fields(self)})

    def within_reach(self) -> Self:
        """Return the same with no stance on what is beyond reach, so that none overcomes it."""
        never = self.theta <= NEVER
        if not never.any():
            return self
        return replace(self, stance=np.where(never[:, :, None], 0.0, self.stance))

    def with_values(self, **values: ArrayLike) -> Self:
        """Return a copy with some arrays replaced (and broadcast to their shape)."""

        def fitted(value: ArrayLike, shape: tuple[int, ...]) -> Floats:
            array = np.asarray(value, dtype=float)
            # What is broadcast is read-only, and would be copied before it is solved.
            return array if array.shape == shape else np.broadcast_to(array, shape)

        new = {name: fitted(value, getattr(self, name).shape) for name, value in values.items()}
        return replace(self, **new)

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Return the draws of several inputs of one roadmap, one after the other."""
        return cls(
            **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)}
        )

    def check(
        self, roadmap: Roadmap, foresight: int | None = None, like: Self | None = None
    ) -> None:
        """Raise ValueError naming every array of the wrong shape or range.

        Parameters
        ----------
        foresight : months that actors look ahead, 0 or more; None for all
        like : inputs of the same roadmap that were checked; what is the same array is not again
        """
        d, n, m = self.draws, roadmap.actors, len(roadmap.milestones)
        levers, r, t = len(roadmap.levers), roadmap.situations, roadmap.periods
        shapes = {
            "utility": (d, r, n),
            "conflict": (d, r, n),
            "growth": (d,),
            "lever_path": (d, levers, t),
            "lever_cost": (d, levers, n),
            "theta": (d, m),
            "stance": (d, m, n),
            "precision": (d, n),
            "discount": (d,),
            "disruption": (d, n),
            "phi": (d,),
            "abandonment": (d, len(roadmap.stages)),
            "capability": (d, n),
            "lapse": (d, m),
            "relapse": (d,),
        }
        problems = []
        for name, shape in shapes.items():
            array = getattr(self, name)
            if like is not None and array is getattr(like, name):
                continue
            with np.errstate(over="ignore", invalid="ignore"):
                finite = np.isfinite(array.sum())  # quicker than to look at each
            if array.shape != shape:
                problems.append(f"{name} should have shape {shape} (got {array.shape})")
            elif not finite and np.isnan(array).any():
                problems.append(f"{name} has NaN in it")
            elif not finite and name != "stance" and np.isinf(array).any():
                problems.append(f"{name} has an infinite value")
            elif name in {"discount", "disruption", "abandonment", "lapse", "relapse"} and (
                (array < 0).any() or (array > 1).any()
            ):
                problems.append(f"{name} should lie between 0 and 1")
            elif name in {"precision", "capability"} and (array < 0).any():
                problems.append(f"{name} should not be negative")
        if foresight is not None and foresight < 0:
            problems.append(f"foresight should be 0 or more months (got {foresight})")
        if problems:
            raise ValueError("; ".join(problems))


def make_inputs(roadmap: Roadmap, draws: int = 1, **values: ArrayLike) -> Inputs:
    """Return inputs broadcast to D draws, with zeros for what is not given.

    `precision` and `capability` are 1 and `discount` is 0.98 unless given. Convenient for
    small games and tests; large batches should pass full arrays.
    """
    d, n, m = draws, roadmap.actors, len(roadmap.milestones)
    levers, r, t = len(roadmap.levers), roadmap.situations, roadmap.periods
    blank = Inputs(
        utility=np.zeros((d, r, n)),
        conflict=np.zeros((d, r, n)),
        growth=np.zeros(d),
        lever_path=np.zeros((d, levers, t)),
        lever_cost=np.zeros((d, levers, n)),
        theta=np.zeros((d, m)),
        stance=np.zeros((d, m, n)),
        precision=np.ones((d, n)),
        discount=np.full(d, 0.98),
        disruption=np.zeros((d, n)),
        phi=np.zeros(d),
        abandonment=np.zeros((d, len(roadmap.stages))),
        capability=np.ones((d, n)),
        lapse=np.zeros((d, m)),
        relapse=np.zeros(d),
    )
    inputs = blank.with_values(**values)
    inputs.check(roadmap)
    return inputs


def conflict_factor(roadmap: Roadmap, growth: Floats) -> Floats:
    """Return (D, P), the factor on the cost of conflict in each period, 1 in month 1.

    The mean of ``(1 + growth) ** (t - 1)`` over the months t of a period; growth ends with month
    `roadmap.grows`. Read-only.
    """
    make = _factor if growth.size <= REMEMBERED else _factor.__wrapped__
    return make(roadmap, growth.tobytes())


@lru_cache(maxsize=16)
def _factor(roadmap: Roadmap, growth: bytes) -> Floats:
    """Remembered: a question changes what it asks about, seldom the growth, dear to raise."""
    out = _by_period((1.0 + np.frombuffer(growth))[:, None] ** _monthly(roadmap), roadmap.lengths)
    out.flags.writeable = False
    return out


def conflict_steepness(roadmap: Roadmap, growth: Floats) -> Floats:
    """Return (D, P), the derivative of `conflict_factor` by growth."""
    monthly, lengths = _monthly(roadmap), roadmap.lengths
    slope = monthly * (1.0 + growth)[:, None] ** np.maximum(monthly - 1.0, 0.0)
    return _by_period(slope, lengths)


def months_of_growth(roadmap: Roadmap) -> int:
    """Return how many months the cost of conflict has grown for when it stops growing."""
    last = roadmap.ends[-1] if roadmap.periods else 0
    stops = last if roadmap.grows is None else min(max(roadmap.grows, 1), last)
    return max(stops - 1, 0)


def _monthly(roadmap: Roadmap) -> Floats:
    """Return how many months the cost of conflict has grown for, up to when it stops growing."""
    return np.arange(months_of_growth(roadmap) + 1 if roadmap.periods else 0, dtype=float)


def _by_period(monthly: Floats, lengths: Sequence[int]) -> Floats:
    """Average (D, months) over periods; the last month given stands for all that follow."""
    out = np.empty((monthly.shape[0], len(lengths)))
    single = next((n for n, length in enumerate(lengths) if length > 1), len(lengths))
    known = monthly.shape[1]
    at = min(single, known)
    out[:, :at] = monthly[:, :at]
    for period, length in enumerate(lengths[at:], start=at):
        inside = monthly[:, at : at + length]
        missing = length - inside.shape[1]
        if length == 1 and not missing:
            out[:, period] = inside[:, 0]
        else:
            rest = missing * monthly[:, known - 1]
            out[:, period] = (inside.sum(axis=1) + rest) / length
        at += length
    return out


def issue_weights(position: Floats, salience: Floats) -> tuple[Floats, Floats]:
    """Return saliences that sum to 1 over the issues held, and positions, both 0 where NaN.

    Parameters
    ----------
    position : (D, N, J) 0..1, NaN where an actor has none
    salience : (D, N, J) 0 or more

    Returns
    -------
    weight, ideal : (D, N, J)
    """
    held = ~np.isnan(position)
    weight = np.where(held, salience, 0.0)
    total = weight.sum(axis=2, keepdims=True)
    weight = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    ideal = np.where(held, position, 0.0)
    return weight, ideal


def policy_utility(
    policy: Floats, position: Floats, salience: Floats, loss_exponent: Floats
) -> Floats:
    r"""Return the flow payoff of a policy, ``- sum_j w_ij |y_j - p_ij| ** rho_i``.

    Saliences are normalised to sum to 1 over the issues on which an actor has a position (NaN:
    it has none, and the issue is left out of its payoff).

    Parameters
    ----------
    policy : (D, R, J) 0..1, what each situation puts in force; (D, R, N, J) where it differs by
        actor, as a share of power does
    position : (D, N, J) 0..1 or NaN
    salience : (D, N, J) 0 or more
    loss_exponent : (D, N)

    Returns
    -------
    (D, R, N) float, -1..0
    """
    weight, ideal = issue_weights(position, salience)
    felt = policy[:, :, None, :] if policy.ndim == 3 else policy
    distance = np.abs(felt - ideal[:, None, :, :])
    loss = distance ** loss_exponent[:, None, :, None]
    return np.asarray(-np.einsum("dni,drni->drn", weight, loss))
