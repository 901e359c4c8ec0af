r"""Who shares power in each situation, and what that is worth: lowering of the case's `power`.

With s the share of a party in a situation, ``- w |1 - s| ** rho`` is its part of the flow payoff
of that party: it would rather have all of it. Its weight w is its salience for power among its
other saliences, which together sum to 1. Where an issue of the case is about shares of power, the
issue is the part, so nothing counts twice: for those who are no party its policy y is the share of
the side that it is about, for a party it is its own share.

A share f of its side's share y (or of the rest, 1 - y) is the same as a position on that issue:

    1 - f y = f (1/f - y),    1 - f (1 - y) = f (y - (1 - 1/f)),

that is, a party wants more for its side than there is, with a weight of w f ** rho. So packages
that move the issue move all shares of a side alike (`as_policies`).

An election is chance, not ignorance: its error is integrated over fixed points, and its
boycotts exactly, for every draw of what is not known. The share that counts is the expected one.
Sources of the methods stand in `tracktwo.power`; formulas and sources in docs/government.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.ballots import Ballot
from tracktwo.game.settlement import settlement_forecast
from tracktwo.game.stage_arrays import situations_of
from tracktwo.power import shares as formulas
from tracktwo.power.durability import losers_loss
from tracktwo.power.indices import shapley_shubik
from tracktwo.power.portfolios import allocate, order_of_picks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.bargaining import BargainingTable
    from tracktwo.case.offices import Power
    from tracktwo.case.schema import Case
    from tracktwo.power.portfolios import Allocation, PickOrder

    Floats = NDArray[np.float64]

_LEAST = 1e-9
"""A share below this is none: it bounds the position that stands for it."""


@dataclass(frozen=True)
class Picked:
    """Ministries picked one after the other."""

    order: PickOrder
    allocation: Allocation
    share: Floats
    """(D, P) of what all ministries are worth, a ministry being worth what it is on average to the
    parties that pick."""


@dataclass(frozen=True)
class PowerSharing:
    """The parties to power of a case."""

    parties: tuple[str, ...]
    issue: str | None
    side: tuple[int, ...]
    """Indices of the parties whose share the issue is about."""
    players: tuple[str, ...]
    """Ids of the N players, some of them parties."""
    issues: tuple[str, ...]
    """Ids of the J issues."""
    case: Case = field(repr=False)

    @classmethod
    def of(
        cls, case: Case, players: tuple[str, ...], issues: tuple[str, ...]
    ) -> PowerSharing | None:
        """Return what a case says of power; None where it says nothing."""
        terms = case.power
        if terms is None:
            return None
        side = tuple(terms.parties.index(name) for name in terms.side)
        return cls(tuple(terms.parties), terms.issue, side, players, issues, case)

    @cached_property
    def on_side(self) -> NDArray[np.bool_]:
        """(P,) whether each party is of the side."""
        return np.isin(np.arange(len(self.parties)), self.side)

    @cached_property
    def is_negotiated(self) -> bool:
        """Whether any situation's shares are what the parties would settle on."""
        return any(
            situation.terms.power is not None and situation.terms.power.formula == "negotiated"
            for situation in situations_of(self.case)
        )

    def shares(
        self, values: Mapping[str, Floats], draws: int, table: BargainingTable | None = None
    ) -> Floats:
        """Return (D, R, P), each party's expected share of power in each situation; sums to 1.

        Parameters
        ----------
        values : (D,) by path
        table : the table over which the players bargain, where shares are negotiated
        """
        situations = situations_of(self.case)
        out = np.empty((draws, len(situations), len(self.parties)))
        for r, situation, path, source in situations:
            before = None if source is None else out[:, source]
            # A roadmap that cannot relapse stands there as at the start.
            own = before is None or situation is not self.case.roadmap.start
            if situation.power is not None and own:
                at = f"{path}.power"
                out[:, r] = self.share(
                    situation.power, at, values, draws, before=before, table=table
                )
            elif before is None:
                raise UnanswerableError("roadmap.start.power: who holds power today is needed")
            else:
                out[:, r] = before
        return out

    def share(
        self,
        power: Power,
        path: str,
        values: Mapping[str, Floats],
        draws: int,
        *,
        before: Floats | None = None,
        table: BargainingTable | None = None,
    ) -> Floats:
        """Return (D, P), what one situation's `power` comes to.

        Parameters
        ----------
        power : what the case says
        path : where it says so
        values : (D,) by path
        before : (D, P) shares of the situation before, which stay where a vote makes no government
        table : the table over which the players bargain, for a negotiated share
        """
        if power.election is not None:
            ballot = Ballot(power.election, f"{path}.election", self.parties, self.side)
            held, formed = ballot.expected(values, draws)
            stays = np.zeros_like(held) if before is None else before
            share = held + (1.0 - formed)[:, None] * stays
            return formulas.proportional(share) if before is None else share
        if power.shares is not None:
            share = formulas.proportional(self._row(values, f"{path}.shares", draws))
        else:
            share = self._formula(power, path, values, draws, table)
        floor = self._row(values, f"{path}.reserved", draws) / 100
        if floor.any():
            over = np.maximum(floor.sum(axis=1, keepdims=True), 1.0)
            share = formulas.reserved(floor / over, share)
        if power.veto:
            able = np.isin(self.parties, power.veto)
            whole = shapley_shubik(share, 0.5 + 1e-9, veto=able)
            share = np.where(whole.sum(axis=1, keepdims=True) > 0, whole, share)
        if power.chair is not None:
            order = [self.parties.index(name) for name in power.chair.turn]
            term = power.chair.months * len(order)
            if power.duration is not None:
                term = max(round(power.duration.mode), 1)
            holder = formulas.rotation(order, power.chair.months, term)
            # The mean over months depends on how often each holds it, so no month is laid out.
            often = np.bincount(holder, minlength=len(self.parties)) / term
            weight = values[f"{path}.chair.weight"][:, None]
            share = (1.0 - weight) * share + weight * often
        return share

    def _formula(
        self,
        power: Power,
        path: str,
        values: Mapping[str, Floats],
        draws: int,
        table: BargainingTable | None,
    ) -> Floats:
        among = np.array([not power.among or name in power.among for name in self.parties])
        match power.formula:
            case "equal":
                weight = np.ones((draws, len(self.parties)))
            case "negotiated" if table is not None:
                return self._negotiated(table, values, draws, path, among)
            case "contest":
                strength = self.capability(values, draws) * among
                strength = np.where(strength.any(axis=1, keepdims=True), strength, among)
                m = values.get(f"{path}.decisiveness", values.get("model.decisiveness"))
                assert m is not None  # noqa: S101  (one of the game's factors where it is needed)
                return formulas.contest(strength, m)
            case "population":
                weight = self._row(values, f"{path}.population", draws)
            case "portfolios":
                weight = self.strength(power, path, values, draws)
                return self.picks(power, path, values, draws, weight * among).share
            case _:
                weight = self.capability(values, draws)
        return formulas.proportional(np.where(weight.any(axis=1, keepdims=True), weight, 1) * among)

    def strength(self, power: Power, path: str, values: Mapping[str, Floats], draws: int) -> Floats:
        """Return (D, P), the strength by which ministries are picked: people, else capability."""
        if power.population:
            return self._row(values, f"{path}.population", draws)
        return self.capability(values, draws)

    def capability(self, values: Mapping[str, Floats], draws: int) -> Floats:
        """Return (D, P), what each party could throw into the balance; 0 for one not playing."""
        none = np.zeros(draws)
        return np.stack(
            [values.get(f"actors.{name}.capability", none) for name in self.parties], axis=1
        )

    def picks(
        self,
        power: Power,
        path: str,
        values: Mapping[str, Floats],
        draws: int,
        strength: Floats,
    ) -> Picked:
        """Let the parties pick ministries, in an order by strength (D, P)."""
        worth = np.stack(
            [self._row(values, f"{path}.ministries.{m}", draws) for m in power.ministries], axis=2
        )
        order = order_of_picks(strength, worth.shape[2], power.method)
        found = allocate(order.party, worth, entitlement=strength)
        whole = worth.sum(axis=2, keepdims=True)
        seen = np.divide(worth, whole, out=np.zeros_like(worth), where=whole > 0)
        mean = (seen * (strength > 0)[:, :, None]).sum(axis=1)  # (D, M)
        has = found.holder[:, None, :] == np.arange(len(self.parties))[:, None]
        return Picked(order, found, formulas.proportional((has * mean[:, None, :]).sum(axis=2)))

    def _negotiated(
        self,
        table: BargainingTable,
        values: Mapping[str, Floats],
        draws: int,
        path: str,
        among: NDArray[np.bool_],
    ) -> Floats:
        """Return (D, P): the settlement of the issue for the side, split by capability within."""
        level = np.repeat(values[f"{path}.negotiated"][:, None], len(self.issues), axis=1)
        j = self.issues.index(str(self.issue))
        forecast = settlement_forecast(table, "ensemble", coercive=True)
        side = forecast.quantile(level)[:, j] / 100
        strength = self.capability(values, draws) * among
        out = np.zeros((draws, len(self.parties)))
        for ours, part in ((self.on_side, side), (~self.on_side, 1.0 - side)):
            mine = strength * ours
            mine = np.where(mine.any(axis=1, keepdims=True), mine, ours * 1.0)
            out += part[:, None] * formulas.proportional(mine)
        return out

    def lost_at_the_end(self, values: Mapping[str, Floats], shares: Floats) -> Floats:
        """Return (D,), what those lose whom the last stage leaves with less power, by capability.

        Against the stage before; 0 where nobody loses, 1 where all power changes hands between
        those who have all capability.
        """
        last = len(self.case.roadmap.stages)
        weight = formulas.proportional(self.capability(values, shares.shape[0]))
        return losers_loss(shares[:, last - 1], shares[:, last], weight)

    def side_today(self, values: Mapping[str, Floats], draws: int) -> Floats:
        """Return (D,), the share of the side before the first stage."""
        start = self.case.roadmap.start.power
        if start is None:
            raise UnanswerableError("roadmap.start.power: who holds power today is needed")
        share = self.share(start, "roadmap.start.power", values, draws)
        return np.asarray(share[:, list(self.side)].sum(axis=1))

    def _row(self, values: Mapping[str, Floats], path: str, draws: int) -> Floats:
        none = np.zeros(draws)
        return np.stack([values.get(f"{path}.{name}", none) for name in self.parties], axis=1)

    # --- payoffs ---

    def stakes(
        self,
        values: Mapping[str, Floats],
        policy: Floats,
        shares: Floats,
        stands: tuple[Floats, Floats],
    ) -> tuple[Floats, Floats, Floats]:
        """Return a policy as the players feel it, what they want, and how much they care.

        Parameters
        ----------
        policy : (D, R, J) in force; where it moves the issue of power, shares within the side and
            within the rest move alike
        shares : (D, R, P) as in `shares`
        stands : positions and saliences (D, N, J) as in `Lowered.positions`

        Returns
        -------
        felt : (D, R, N, J or J + 1)
        position, salience : (D, N, J or J + 1)
        """
        draws, (position, salience) = policy.shape[0], stands
        felt = np.repeat(policy[:, :, None, :], len(self.players), axis=2)
        if self.issue is None:
            j = len(self.issues)
            shape = (draws, len(self.players), 1)
            position = np.concatenate([position, np.full(shape, np.nan)], axis=2)
            salience = np.concatenate([salience, np.zeros(shape)], axis=2)
            felt = np.concatenate([felt, np.zeros((*felt.shape[:3], 1))], axis=3)
        else:
            j = self.issues.index(self.issue)
            shares = self.within(shares) * self._sides(policy[:, :, j])
        position, salience = position.copy(), salience.copy()
        for p, name in enumerate(self.parties):
            path = f"power.salience.{name}"
            if name not in self.players:
                continue
            i = self.players.index(name)
            if path in values:
                salience[:, i, j] = values[path] / 100
            elif np.isnan(position[:, i, j]).all():
                continue
            position[:, i, j] = 1.0
            felt[:, :, i, j] = shares[:, :, p]
        return felt, position, salience

    def within(self, shares: Floats) -> Floats:
        """Return (D, R, P): each party's part of what its side has, or of what the rest has."""
        out = np.empty_like(shares)
        for ours in (self.on_side, ~self.on_side):
            out[..., ours] = formulas.proportional(shares[..., ours])
        return out

    def _sides(self, side: Floats) -> Floats:
        """Return (D, R, P): what each party's side has, from the side's share (D, R)."""
        return np.where(self.on_side, side[..., None], 1.0 - side[..., None])

    def as_policies(
        self,
        shares: Floats,
        situation: int,
        terms: tuple[Floats, Floats, Floats],
        exponent: Floats,
    ) -> tuple[Floats, Floats, Floats]:
        """Write the loss from power in one situation as that of a position on the issue.

        Parameters
        ----------
        shares : (D, R, P) as in `shares`
        situation : index
        terms : felt (D, R, N, J'), ideal (D, N, J') and weight (D, N, J'), weights summing to 1
        exponent : (D, N)

        Returns
        -------
        weight, ideal : (D, N, J)
        constant : (D, N) payoff that no issue moves
        """
        felt, ideal, weight = terms
        ideal, weight = ideal.copy(), weight.copy()
        if self.issue is None:
            lost = np.abs(felt[:, situation, :, -1] - ideal[..., -1]) ** exponent
            return weight[..., :-1], ideal[..., :-1], -weight[..., -1] * lost
        j = self.issues.index(self.issue)
        part = self.within(shares)[:, situation]
        for p, name in enumerate(self.parties):
            if name in self.players:
                i = self.players.index(name)
                f = np.maximum(part[:, p], _LEAST)
                ideal[:, i, j] = 1.0 / f if self.on_side[p] else 1.0 - 1.0 / f
                weight[:, i, j] *= f ** exponent[:, i]
        return weight, ideal, np.zeros(weight.shape[:2])
