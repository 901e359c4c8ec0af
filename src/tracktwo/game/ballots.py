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
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.case.offices import Election

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

NODES = 32
"""Least number of points over which the error of the votes is integrated."""

_ALL_ORDERS = 3
"""Parties up to which every point stands there in all orders of them."""

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
        return _mean(self.chance, values)


@dataclass(frozen=True)
class _Cast:
    """The votes in every way an election may turn out, before they are counted."""

    chance: Floats
    """(D, W) sums to 1."""
    boycott: NDArray[np.bool_]
    """(W, P) who stays away."""
    votes: Floats
    """(D W, P) of the followers of all parties."""
    counts: Floats
    """(D W, P) the same in whole numbers."""


def _mean(chance: Floats, values: Floats) -> Floats:
    return np.asarray(np.einsum("dw,dw...->d...", chance, values))


_TABLE = 1 << 21
"""Parliaments up to which a table says where each is, in a third of the time that sorting takes."""

_EXPECTED: GameStore[tuple[Floats, Floats]] = GameStore(32)
_OUTCOMES: GameStore[ElectionOutcome] = GameStore(8)
# What systems share that are tried one after the other.
_CAST: GameStore[_Cast] = GameStore(2)
_DIRECT: GameStore[Integers] = GameStore(2)


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
        key = self._key(self.election, paths, rows, draws)
        found = _EXPECTED.get(key)
        if found is None:
            # Where only other numbers of the case are moved, most draws share their election.
            if any(map(_all_differ, rows)):
                found = self._expected(values, draws)
            else:
                first, which = _alike(rows)
                each = {path: row[first] for path, row in zip(paths, rows, strict=True)}
                power, formed = self._expected(each, first.size)
                found = power[which], formed[which]
            _EXPECTED.put(key, found)
        return found

    def _expected(self, values: Mapping[str, Floats], draws: int) -> tuple[Floats, Floats]:
        cast = self._cast(values, draws)
        power, _, formed, which = self._governments(self._seats(cast, values))
        ways = cast.chance.shape
        mean = _mean(cast.chance, np.take(formed, which).reshape(ways))
        # Chances that sum to one do so up to rounding, which must not leave less than none.
        expected = _mean(cast.chance, np.take(power, which, axis=0).reshape(*ways, -1))
        return expected, np.minimum(mean, 1.0)

    def outcome(self, values: Mapping[str, Floats], draws: int) -> ElectionOutcome:
        """Return every way the election may turn out, from store where it is there.

        Parameters
        ----------
        values : (D,) by path
        draws : D
        """
        key = self._key(self.election, *self._numbers(values), draws)
        found = _OUTCOMES.get(key)
        if found is None:
            found = self._play(values, draws)
            if found.chance.size <= _LARGEST:
                _OUTCOMES.put(key, found)
        return found

    def _numbers(self, values: Mapping[str, Floats]) -> tuple[list[str], list[Floats]]:
        paths = sorted(path for path in values if path.startswith(f"{self.path}."))
        return paths, [np.ascontiguousarray(values[path]) for path in paths]

    def _key(
        self, rules: object, paths: list[str], rows: list[Floats], draws: int
    ) -> tuple[str, bytes]:
        what = repr((rules, self.parties, self.side, paths, draws))
        return what, b"".join(row.tobytes() for row in rows)

    def _play(self, values: Mapping[str, Floats], draws: int) -> ElectionOutcome:
        cast = self._cast(values, draws)
        seats = self._seats(cast, values)
        power, government, formed, which = self._governments(seats)
        came = cast.votes.sum(axis=1)

        def ways(array: Floats) -> Floats:
            """Return (D, W, ...) from (D W, ...)."""
            return array.reshape(*cast.chance.shape, *array.shape[1:])

        return ElectionOutcome(
            chance=cast.chance,
            boycott=cast.boycott,
            votes=ways(cast.votes / np.where(came > 0, came, 1.0)[:, None]),
            turnout=ways(came),
            seats=ways(seats),
            government=ways(government[which]),
            power=ways(power[which]),
            formed=ways(formed[which]),
        )

    def _cast(self, values: Mapping[str, Floats], draws: int) -> _Cast:
        """Return the votes: by whatever system they are counted, they are the same."""
        paths, rows = self._numbers(values)
        key = self._key(self.election.swing is None, paths, rows, draws)
        found = _CAST.get(key)
        if found is None:
            found = self._vote(values, draws)
            _CAST.put(key, found)
        return found

    def _vote(self, values: Mapping[str, Floats], draws: int) -> _Cast:
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
        return _Cast(
            chance=np.repeat(chance / len(points), len(points), axis=1),
            boycott=np.repeat(away, len(points), axis=0),
            votes=cast,
            counts=np.rint(cast * np.repeat(total * unit, repeats, axis=0)),
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

    def _seats(self, cast: _Cast, values: Mapping[str, Floats]) -> Floats:
        """Return (D W, P) seats won."""
        rules, counts = self.election, cast.counts
        threshold = rules.threshold / 100
        match rules.system:
            case "list":
                won = elections.list_pr(
                    counts, rules.seats, rules.method, threshold=threshold
                ).seats
            case "districts":
                won = self._direct(cast, values)
            case "mixed" if rules.compensates:
                direct = self._direct(cast, values)
                house = rules.seats + rules.districts
                won = mixed.compensatory(
                    counts, house, direct, rules.method, threshold=threshold
                ).seats
            case "mixed":
                direct = self._direct(cast, values)
                won = mixed.parallel(
                    counts, rules.seats, direct, rules.method, threshold=threshold
                ).seats
            case _:
                order = [rules.order.index(n) if n in rules.order else 0 for n in self.parties]
                draws, ways = cast.chance.shape
                abstain = np.repeat(self._number(values, "abstain", draws), ways)
                # Where no order is given, voters of the others turn to either in equal parts.
                winner = presidency.two_round(counts, order, abstain=abstain)
                won = winner.won(len(self.parties)).astype(np.int64)
        return np.asarray(won, dtype=np.float64)

    def _governments(self, seats: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.intp]]:
        """Return what comes of the seats (rows, P), and of which of these each row is.

        Shares of power (kinds, P), chances of government (kinds, P) and of any (kinds,).
        """
        rules = self.election
        # Few distinct parliaments come of many elections: each is worked out once.
        kinds, which = distinct(seats)
        if rules.system == "two-round":
            return kinds, kinds, np.asarray(kinds.any(axis=1), np.float64), which
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
        return share, found.chance, formed, which

    def _direct(self, cast: _Cast, values: Mapping[str, Floats]) -> Integers:
        """Return (D W, P) districts won; what is not given of them is drawn once for all."""
        count, parties = self.election.districts, len(self.parties)
        paths, rows = self._numbers(values)
        key = self._key((self.election.swing is None, count), paths, rows, len(cast.chance))
        found = _DIRECT.get(key)
        if found is None:
            draws, ways = cast.chance.shape
            concentration = self._row(values, "concentration", draws)[:, None, :]
            scores = _scores(count, parties)
            _, orders = _points(parties)
            kinds, kind = np.unique(orders, axis=0, return_inverse=True)
            of_way = kind.reshape(-1)[np.arange(ways) % len(orders)]
            votes = cast.counts.reshape(draws, ways, parties)
            found = np.empty((draws, ways, parties), np.int64)
            for number, order in enumerate(kinds):
                # Where parties are strong changes places with them.
                strength = np.exp(concentration * scores[:, order])
                part = voting.parts_by_district(np.ones(count), strength)
                these = of_way == number
                found[:, these] = elections.plurality_of_parts(votes[:, these], part)
            found = found.reshape(-1, parties)
            _DIRECT.put(key, found)
        return found

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
    parties = seats.shape[1]
    base = int(seats.max(initial=0)) + 1
    if base**parties >= 2**53:
        kinds, which = np.unique(seats, axis=0, return_inverse=True)
        return kinds, which.reshape(-1)
    houses = seats @ np.ones(parties)
    # Where all houses are of one size, all parties but one tell what the last has.
    alike = parties > 1 and houses.size > 0 and bool(houses.min() == houses.max())
    told = parties - 1 if alike else parties
    numbers = (seats[:, :told] @ (float(base) ** np.arange(told))).astype(np.intp)
    if base**told > _TABLE:
        rest, which = np.unique(numbers, return_inverse=True)
    else:
        there = np.zeros(base**told, dtype=bool)
        there[numbers] = True
        rest = np.flatnonzero(there)
        place = np.empty(there.size, dtype=np.intp)
        place[rest] = np.arange(rest.size)
        which = place[numbers]
    kinds = np.empty((rest.size, parties))
    for party in range(told):
        rest, kinds[:, party] = np.divmod(rest, base)
    if alike:
        kinds[:, told] = houses[0] - kinds[:, :told].sum(axis=1)
    return kinds, which.reshape(-1)


def _all_differ(row: Floats) -> bool:
    """Tell whether no number is there twice."""
    ordered = np.sort(row)  # np.unique would load masked arrays for this
    return bool((ordered[1:] != ordered[:-1]).all())


def _alike(rows: list[Floats]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which draws have distinct numbers, and which of these each draw is like."""
    _, first, which = np.unique(np.array(rows).T, axis=0, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


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
