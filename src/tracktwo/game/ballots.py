"""Elections of a case: from its ranges to votes, seats and governments.

What is not known (expected votes, how wrong they may be, turnout) is a draw. What is chance once
that is known is integrated: the errors of the votes over `NODES` points or somewhat more, the same
for all draws, boycotts over all sets of parties that may stay away. An analyst's error of e points
is that of a party with half of the votes, so a standard deviation of e / 25 in its log share (the
derivative of p with respect to the log odds is p (1 - p) = 1/4 there).

Outcomes are kept by what they depend on, so a change elsewhere in the case costs nothing here.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.store import GameStore
from tracktwo.power import coalitions, elections, mixed, presidency
from tracktwo.power import votes as voting
from tracktwo.power.indices import shapley_shubik

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from tracktwo.case.offices import Election

    Floats = NDArray[np.float64]

NODES = 32
"""Least number of points over which the error of the votes is integrated."""

_ALL_ORDERS = 3
"""Parties up to which every point stands there in all orders of them."""

_BLOCK = 8192
"""Elections in districts that are laid out at a time: what bounds the memory they take."""

_LARGEST = 1 << 16
"""Ways of all draws up to which a whole outcome is kept."""

_SEED = 1980
"""Of the points and of where a party is strong: the same for every run."""


@dataclass(frozen=True)
class ElectionOutcome:
    """Every way an election may turn out, for D draws: W ways each, P parties."""

    chance: Floats
    """(D, W) sums to 1."""
    boycott: NDArray[np.bool_]
    """(W, P) who stays away."""
    votes: Floats
    """(D, W, P) share of the votes cast; all zero where nobody votes."""
    turnout: Floats
    """(D, W) share of the followers of all parties that vote."""
    seats: Floats
    """(D, W, P) whole numbers; for a president, 1 for the party elected."""
    government: Floats
    """(D, W, P) chance of being in government."""
    power: Floats
    """(D, W, P) share of power; sums to 1 where `formed`, else to 0."""
    formed: Floats
    """(D, W) chance that there is a government."""

    def mean(self, values: Floats) -> Floats:
        """Return (D, ...): values (D, W, ...) averaged over the ways."""
        return np.asarray(np.einsum("dw,dw...->d...", self.chance, values))


_EXPECTED: GameStore[tuple[Floats, Floats]] = GameStore(32)
_OUTCOMES: GameStore[ElectionOutcome] = GameStore(8)


@dataclass(frozen=True)
class Ballot:
    """An election of the case, among its parties to power."""

    election: Election
    path: str
    parties: tuple[str, ...]
    side: tuple[int, ...]

    def expected(self, values: Mapping[str, Floats], draws: int) -> tuple[Floats, Floats]:
        """Return (D, P) expected shares of power, and (D,) the chance of any government.

        Parameters
        ----------
        values : (D,) by path
        draws : D
        """
        paths, rows = self._numbers(values)
        key = self._key(paths, rows, draws)
        found = _EXPECTED.get(key)
        if found is None:
            # Where only other numbers of the case are moved, most draws share their election.
            table = np.array(rows).T if rows else np.zeros((draws, 1))
            kinds, which = np.unique(table, axis=0, return_inverse=True)
            each = dict(zip(paths, np.ascontiguousarray(kinds.T), strict=False))
            whole = kinds.shape[0] == draws
            outcome = self.outcome(values if whole else each, kinds.shape[0])
            # Chances that sum to one do so up to rounding, which must not leave less than none.
            formed = np.minimum(outcome.mean(outcome.formed), 1.0)
            power = outcome.mean(outcome.power)
            which = np.arange(draws) if whole else which.reshape(-1)
            found = power[which], formed[which]
            _EXPECTED.put(key, found)
        return found

    def outcome(self, values: Mapping[str, Floats], draws: int) -> ElectionOutcome:
        """Return every way the election may turn out, from store where it is there.

        Parameters
        ----------
        values : (D,) by path
        draws : D
        """
        key = self._key(*self._numbers(values), draws)
        found = _OUTCOMES.get(key)
        if found is None:
            found = self._play(values, draws)
            if found.chance.size <= _LARGEST:
                _OUTCOMES.put(key, found)
        return found

    def _numbers(self, values: Mapping[str, Floats]) -> tuple[list[str], list[Floats]]:
        paths = sorted(path for path in values if path.startswith(f"{self.path}."))
        return paths, [np.ascontiguousarray(values[path]) for path in paths]

    def _key(self, paths: list[str], rows: list[Floats], draws: int) -> tuple[str, bytes]:
        what = repr((self.election, self.parties, self.side, paths, draws))
        return what, b"".join(row.tobytes() for row in rows)

    def _play(self, values: Mapping[str, Floats], draws: int) -> ElectionOutcome:
        p, rules = len(self.parties), self.election
        points, _ = _points(p)  # (S, P)
        away, chance = self._boycotts(values, draws)  # (B, P), (D, B)
        repeats = len(away) * len(points)
        support = self._row(values, "votes", draws)
        total = support.sum(axis=1, keepdims=True)
        support = np.divide(support, total, out=np.zeros_like(support), where=total > 0)
        spread = self._number(values, "error", draws) / 25
        swing = self._number(values, "swing", draws) / 25 if rules.swing is not None else spread
        lean = np.zeros(p)
        if self.side:
            lean[list(self.side)] = 2.0
            lean -= lean.mean()
        # Own errors and a swing along `lean` have the covariance own² I + swing² lean leanᵀ. Its
        # symmetric root makes both of the same P numbers: fewer dimensions than one more for it.
        length = float(np.linalg.norm(lean))
        along = lean / length if length else lean

        def each(array: Floats) -> Floats:
            """Repeat (D, ...) for every point."""
            return np.repeat(array, len(points), axis=0)

        shares = voting.uncertain_shares(
            each(support),
            common=np.tile(points @ along, draws),
            own=np.tile(points, (draws, 1)),
            lean=along,
            common_spread=each(np.hypot(spread, swing * length) - spread),
            own_spread=each(spread),
        )
        turnout = self._row(values, "turnout", draws, 1.0)
        cast = voting.cast(
            shares.reshape(draws, 1, len(points), p),
            turnout=turnout[:, None, None, :],
            boycott=away[:, None, :],
        ).reshape(-1, p)  # (D B S, P)
        # Whole numbers, in a decimal fraction of what the case counts in: what is equal in the
        # case ties, and methods that need counts have them.
        unit = 10.0 ** np.floor(9.0 - np.log10(np.where(total > 0, total, 1.0)))
        counts = np.rint(cast * np.repeat(total * unit, repeats, axis=0))
        seats = self._seats(counts, lambda name: self._laid(values, name, draws, repeats))
        power, government, formed = self._governments(seats)
        came = cast.sum(axis=1)

        def ways(array: Floats) -> Floats:
            """Return (D, B S, ...) from (D B S, ...)."""
            return array.reshape(draws, repeats, *array.shape[1:])

        return ElectionOutcome(
            chance=np.repeat(chance / len(points), len(points), axis=1),
            boycott=np.repeat(away, len(points), axis=0),
            votes=ways(cast / np.where(came > 0, came, 1.0)[:, None]),
            turnout=ways(came),
            seats=ways(seats),
            government=ways(government),
            power=ways(power),
            formed=ways(formed),
        )

    def _boycotts(
        self, values: Mapping[str, Floats], draws: int
    ) -> tuple[NDArray[np.bool_], Floats]:
        """Return (B, P) who stays away, and (D, B) the chance of it."""
        chance = self._row(values, "boycott", draws)
        open_ = [i for i in range(len(self.parties)) if chance[:, i].any()]
        sets, weights = [], []
        for choice in itertools.product((False, True), repeat=len(open_)):
            gone = np.zeros(len(self.parties), dtype=bool)
            weight = np.ones(draws)
            for i, stays_away in zip(open_, choice, strict=True):
                gone[i] = stays_away
                weight = weight * (chance[:, i] if stays_away else 1.0 - chance[:, i])
            sets.append(gone)
            weights.append(weight)
        return np.array(sets), np.stack(weights, axis=1)

    def _laid(self, values: Mapping[str, Floats], name: str, draws: int, repeats: int) -> Floats:
        """Return numbers of the draws, laid out as votes are: (D B S, ...)."""
        found = (
            self._row(values, name, draws)
            if name == "concentration"
            else self._number(values, name, draws)
        )
        return np.repeat(found, repeats, axis=0)

    def _seats(self, cast: Floats, laid: Callable[[str], Floats]) -> Floats:
        rules = self.election
        threshold = rules.threshold / 100
        match rules.system:
            case "list":
                won = elections.list_pr(cast, rules.seats, rules.method, threshold=threshold).seats
            case "districts":
                won = self._direct(cast, laid("concentration"))
            case "mixed" if rules.compensates:
                direct = self._direct(cast, laid("concentration"))
                house = rules.seats + rules.districts
                won = mixed.compensatory(
                    cast, house, direct, rules.method, threshold=threshold
                ).seats
            case "mixed":
                direct = self._direct(cast, laid("concentration"))
                won = mixed.parallel(
                    cast, rules.seats, direct, rules.method, threshold=threshold
                ).seats
            case _:
                order = [rules.order.index(n) if n in rules.order else 0 for n in self.parties]
                # Where no order is given, voters of the others turn to either in equal parts.
                winner = presidency.two_round(cast, order, abstain=laid("abstain"))
                won = winner.won(len(self.parties)).astype(np.int64)
        return np.asarray(won, dtype=np.float64)

    def _governments(self, seats: Floats) -> tuple[Floats, Floats, Floats]:
        """Return (rows, P) shares of power, (rows, P) chances of government, (rows,) of any."""
        rules = self.election
        total = seats.sum(axis=1)
        if rules.system == "two-round":
            return seats, seats, (total > 0) * 1.0
        # Few distinct parliaments come of many elections: each is worked out once.
        kinds, which = distinct(seats)
        refuse = np.zeros((len(self.parties), len(self.parties)), dtype=bool)
        for one, other in rules.coalition.refuse:
            refuse[self.parties.index(one), self.parties.index(other)] = True
        order = [rules.order.index(n) if n in rules.order else 0 for n in self.parties]
        all_seats = kinds.sum(axis=1)
        quota = np.floor(all_seats * rules.coalition.majority + 1e-9) + 1
        found = coalitions.governments(
            kinds,
            order,
            quota=quota,
            rule="connected" if rules.coalition.form == "connected" else "minimal",
            refusals=refuse,
        )
        match rules.counts:
            case "seats":
                share = kinds / np.maximum(all_seats, 1.0)[:, None]
                formed = (all_seats > 0) * 1.0
            case "voting":
                share = shapley_shubik(kinds, np.maximum(quota, 1.0))
                formed = (all_seats > 0) * 1.0
            case _:
                share, formed = found.offices, 1.0 - found.none
        return share[which], found.chance[which], formed[which]

    def _direct(self, cast: Floats, concentration: Floats) -> NDArray[np.int64]:
        """Return (rows, P) districts won; what is not given of them is drawn once for all."""
        count, parties = self.election.districts, len(self.parties)
        _, orders = _points(parties)
        # Where parties are strong changes places with them.
        scores = np.moveaxis(_scores(count, parties)[:, orders], 0, 1)  # (S, M, P)
        found = []
        for start in range(0, len(cast), _BLOCK):
            rows = slice(start, start + _BLOCK)
            point = np.arange(start, start + len(cast[rows])) % len(orders)
            strength = np.exp(concentration[rows, None, :] * scores[point])
            laid = voting.by_district(cast[rows], np.ones(count), strength)
            found.append(elections.plurality(laid).seats)
        return np.concatenate(found)

    def _number(self, values: Mapping[str, Floats], name: str, draws: int) -> Floats:
        return values.get(f"{self.path}.{name}", np.zeros(draws))

    def _row(
        self, values: Mapping[str, Floats], name: str, draws: int, default: float = 0.0
    ) -> Floats:
        usual = np.full(draws, default)
        return np.stack(
            [values.get(f"{self.path}.{name}.{party}", usual) for party in self.parties], axis=1
        )


def distinct(seats: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the distinct rows of whole numbers, and which of them each row is.

    One number stands for a row where it can: sorting rows takes many times as long.
    """
    base = int(seats.max(initial=0)) + 1
    if base ** seats.shape[1] >= 2**62:
        kinds, which = np.unique(seats, axis=0, return_inverse=True)
        return kinds, which.reshape(-1)
    code = seats.astype(np.int64) @ base ** np.arange(seats.shape[1])
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return seats[first], which.reshape(-1)


@cache
def _points(parties: int) -> tuple[Floats, NDArray[np.intp]]:
    """Return (S, P) standard normal points less their mean, and (S, P) which party each is of.

    Shares do not change with what all logs have in common, so the points lie in the P - 1
    dimensions that are left. With each stands its mirror image, and of few parties both again in
    every order of them: where two stand alike, none is better off for where it is listed. Of more
    parties there are too many orders for that.
    """
    few = parties <= _ALL_ORDERS
    orders = np.array(list(itertools.permutations(range(parties))) if few else [range(parties)])
    # A power of two is what keeps the points well spread.
    count = 2 ** math.ceil(math.log2((NODES if few else NODES / 2) / len(orders)))
    if parties == 1:
        return np.zeros((2 * count, 1)), np.zeros((2 * count, 1), dtype=np.intp)
    drawn = voting.normal(_spread_out(count, parties - 1)) @ _apart(parties)
    half = np.concatenate([drawn[:, order] for order in orders])
    return np.concatenate([half, -half]), np.tile(np.repeat(orders, count, axis=0), (2, 1))


def _spread_out(count: int, dimensions: int) -> Floats:
    """Return (count, dimensions) points spread evenly over the unit cube.

    The additive recurrence ``frac(1/2 + n g**-j)`` for the root of ``g ** (d + 1) = g + 1``
    (Roberts 2018, "The unreasonable effectiveness of quasirandom sequences"); in one dimension the
    golden ratio. It takes no tables, whose import would take longer than all the votes.
    """
    root = 2.0
    for _ in range(60):
        root = (1.0 + root) ** (1.0 / (dimensions + 1))
    steps = root ** -np.arange(1.0, dimensions + 1)
    return np.asarray((0.5 + np.arange(1.0, count + 1)[:, None] * steps) % 1.0)


def _apart(parties: int) -> Floats:
    """Return (P - 1, P) rows at right angles to each other and to that of all alike (Helmert)."""
    rows = np.tril(np.ones((parties - 1, parties)))
    number = np.arange(1.0, parties)
    rows[np.arange(parties - 1), np.arange(1, parties)] = -number
    return rows / np.sqrt(number * (number + 1))[:, None]


@cache
def _scores(districts: int, parties: int) -> Floats:
    """Return (M, P) standard normal scores: where each party is strong."""
    return np.random.default_rng(_SEED).standard_normal((districts, parties))
