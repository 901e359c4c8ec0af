"""What a stage is worth to each party over no agreement, from the game's own payoffs.

No agreement is what a party has once the roadmap is abandoned. Both are averaged over the horizon:
policy, cost of conflict, and the levers that apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.inputs import conflict_factor, issue_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.game.setting import Setting

    Floats = NDArray[np.float64]

_KNOWN = 512
"""Policies whose losses are kept: several searches begin at the same ones."""


@dataclass(frozen=True)
class Gains:
    """The gains of P parties from policies on J issues, over D draws.

    Attributes
    ----------
    position : (D, P, J) 0..1, beyond that where a party wants more of its side's power than there
        is; anything where the weight is 0
    weight : (D, P, J) sums to 1 over issues
    exponent : (D, P) of the loss
    constant : (D, P) gain at a party's ideal policy
    """

    position: Floats
    weight: Floats
    exponent: Floats
    constant: Floats

    def at(self, policy: Floats) -> Floats:
        """Return (D, P), the gain of every party in every draw, from policy (J,)."""
        distance = np.abs(policy - self.position) ** self.exponent[:, :, None]
        return np.asarray(self.constant - (self.weight * distance).sum(axis=2))

    @cached_property
    def _held(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats, Floats, Floats]:
        """Pairs of a party and an issue that it holds in some draw; position, weight, exponent.

        (H,) parties and issues, and (D, H) of the others.
        """
        party, issue = np.nonzero(self.weight.any(axis=0))
        columns = self.position[:, party, issue], self.weight[:, party, issue]
        return party, issue, *columns, self.exponent[:, party]

    @cached_property
    def _mean_constant(self) -> Floats:
        return np.asarray(self.constant.mean(axis=0))

    @cached_property
    def _known(self) -> dict[bytes, tuple[Floats, Floats]]:
        return {}

    def _losses(self, policy: Floats) -> tuple[Floats, Floats]:
        """Return what each issue takes from the mean gains at an ideal policy, and its slope.

        (P, J) each, of several slopes at a kink one. One power gives both, most of the work.
        """
        key = np.asarray(policy, dtype=np.float64).tobytes()
        if key not in self._known:
            party, issue, position, weight, rho = self._held
            apart = np.asarray(policy)[issue] - position
            distance = np.abs(apart)
            steep = weight * np.maximum(distance, 1e-12) ** (rho - 1)
            loss, slope = np.zeros((2, *self.position.shape[1:]))
            loss[party, issue] = (steep * distance).mean(axis=0)
            slope[party, issue] = (rho * steep * np.sign(apart)).mean(axis=0)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[key] = loss, slope
        return self._known[key]

    def mean(self, policy: Floats) -> Floats:
        """Return (P,), the mean gains from policy (J,)."""
        return np.asarray(self._mean_constant - self._losses(policy)[0].sum(axis=1))

    def loss(self, policy: Floats) -> Floats:
        """Return (P, J), what each issue takes from the gains at an ideal policy, in the mean."""
        return self._losses(policy)[0]

    def slope(self, policy: Floats) -> Floats:
        """Return (P, J), a slope of the mean gains (one of several at a kink)."""
        return -self._losses(policy)[1]

    def of(self, parties: list[int]) -> Gains:
        """Return those of some of the parties."""
        arrays = self.position, self.weight, self.exponent, self.constant
        return Gains(*(array[:, parties] for array in arrays))


def gains_of(base: Setting, stage: int) -> Gains:
    """Return the gains of all players from policies of a stage over no agreement.

    Parameters
    ----------
    base : the case, D draws
    stage : index of the stage

    Returns
    -------
    Gains
        Of all N players.
    """
    lowered, roadmap = base.lowered, base.lowered.roadmap
    shares = base.shares
    felt, position, salience = lowered.stakes(base.values, base.draws, base.policy, shares)
    weight, ideal = issue_weights(position, salience)
    exponent = np.repeat(base.values["model.loss_exponent"][:, None], len(lowered.players), axis=1)
    constant = np.zeros(weight.shape[:2])
    if lowered.sharing is not None and shares is not None:
        weight, ideal, constant = lowered.sharing.as_policies(
            shares, stage + 1, (felt, ideal, weight), exponent
        )
    state = next(s for s, r in enumerate(roadmap.space.passed) if r == stage + 1)
    return Gains(
        position=ideal,
        weight=weight,
        exponent=exponent,
        constant=constant - _abandoned(base) - _burden(base, stage + 1, state),
    )


def gains_after_breakdown(base: Setting) -> Floats:
    """Return (D, N), the gain from what follows a breakdown after completion."""
    roadmap = base.lowered.roadmap
    there = roadmap.relapsed_situation
    flow = base.inputs.utility[:, there] - _burden(base, there, roadmap.space.relapsed)
    return np.asarray(flow - _abandoned(base))


def share_broken_down(base: Setting) -> Floats:
    """Return (D,), the share of the horizon spent after a breakdown, were it completed now.

    With the chance r of breaking down in a month: 1 - (1/T) sum over t < T of (1 - r)^t.
    """
    months = np.arange(max(base.lowered.roadmap.months, 1))
    standing = (1.0 - base.inputs.relapse[:, None]) ** months
    return np.asarray(1.0 - standing.mean(axis=1))


def conflict_in(base: Setting, situation: int) -> Floats:
    """Return (D, N), the cost of conflict in a situation, per month over the horizon, 0-1."""
    roadmap = base.lowered.roadmap
    growth = np.ones((base.draws, 1))
    if roadmap.months:
        growth = conflict_factor(roadmap, base.inputs.growth)[:, : roadmap.months]
    return np.asarray(base.inputs.conflict[:, situation] * growth.mean(axis=1)[:, None])


def _abandoned(base: Setting) -> Floats:
    """Return (D, N), what each party has per month once the roadmap is abandoned."""
    roadmap = base.lowered.roadmap
    gone = roadmap.abandoned_situation
    burden = _burden(base, gone, roadmap.space.abandoned)
    return np.asarray(base.inputs.utility[:, gone] - burden)


def _burden(base: Setting, situation: int, state: int) -> Floats:
    """Return (D, N), cost of conflict and of the levers that apply, per month."""
    roadmap, inputs = base.lowered.roadmap, base.inputs
    reported = inputs.lever_path[:, :, : roadmap.months]
    pressure = reported.sum(axis=2) / max(roadmap.months, 1)  # (D, L)
    applies = roadmap.space.lever_applies(roadmap)
    levers = np.einsum("dl,dln->dn", pressure * applies[:, state], inputs.lever_cost)
    return np.asarray(conflict_in(base, situation) + levers)
