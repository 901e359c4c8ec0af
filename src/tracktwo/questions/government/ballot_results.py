"""What elections come to: votes, seats, power and governments, by each electoral system tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.ballots import Ballot, distinct
from tracktwo.game.setting import bands
from tracktwo.power.indices import banzhaf, shapley_shubik
from tracktwo.questions.government.formulas import power_label
from tracktwo.results.bands import QUANTILES, Band
from tracktwo.results.government import VoteResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.offices import Power
    from tracktwo.game.ballots import ElectionOutcome
    from tracktwo.game.setting import Setting
    from tracktwo.questions.government.formulas import Tried

    Floats = NDArray[np.float64]

_Cast = tuple[Band, tuple[Band, ...]]
"""Turnout, and each party's share of the votes."""


def ballot_results(base: Setting, others: Sequence[tuple[Tried, Setting]]) -> Iterator[VoteResult]:
    """Yield what each election comes to, by the system written and by each one tried."""
    """Yield what each election comes to, by the system written and by each one tried."""
    for stage in base.lowered.case.roadmap.stages:
        if stage.power is None or stage.power.election is None:
            continue
        rows: list[tuple[str, str, Power, Setting]] = [
            ("written", power_label(stage.power), stage.power, base)
        ]
        cast = None
        rows += [(n, label, power, s) for (at, n, label, power, _), s in others if at == stage.id]
        for name, label, power, setting in rows:
            election = power.election
            assert election is not None  # noqa: S101
            path = f"roadmap.stages.{stage.id}.power.election"
            sharing = base.lowered.sharing
            assert sharing is not None  # noqa: S101
            ballot = Ballot(election, path, sharing.parties, sharing.side)
            # Votes are cast before they are counted: by whatever system, they are the same.
            result, cast = _vote(ballot, setting, stage.id, (name, label), cast)
            yield result


def _vote(
    ballot: Ballot, setting: Setting, stage: str, label: tuple[str, str], cast: _Cast | None
) -> tuple[VoteResult, _Cast]:
    """Describe one election; `cast` are the votes, where they are worked out already."""
    found: ElectionOutcome = ballot.outcome(setting.values, setting.draws)
    parties = range(len(ballot.parties))
    president = ballot.election.system == "two-round"
    # Few distinct parliaments come of many elections: what they come to is worked out once each.
    flat = found.seats.reshape(-1, len(ballot.parties))
    kinds, which = distinct(flat)
    weight = np.asarray(np.bincount(which, found.chance.ravel() / setting.draws), np.float64)
    elected = kinds.any(axis=1)

    def over_all(values: Floats) -> tuple[Band, ...]:
        """Bands of (kinds, P), over draws and ways together."""
        return tuple(weighted_band(values[:, p], weight) for p in parties)

    indices: tuple[tuple[Band, ...] | None, ...] = (None, None)
    if not president:
        majority = ballot.election.coalition.majority
        quota = np.floor(kinds.sum(axis=1) * majority + 1e-9) + 1
        indices = tuple(over_all(index(kinds, quota)) for index in (shapley_shubik, banzhaf))
    if cast is None:
        ways = found.chance.ravel() / setting.draws
        shares = found.votes.reshape(-1, len(ballot.parties))
        cast = (
            weighted_band(found.turnout.ravel(), ways),
            tuple(weighted_band(shares[:, p], ways) for p in parties),
        )
    stands = ~found.boycott & (found.votes > 0)
    left = found.mean((stands & (found.seats == 0)).astype(np.float64))
    ruled = found.mean((found.seats.sum(axis=2) > 0) * (1 - found.formed))
    return VoteResult(
        stage=stage,
        id=label[0],
        label=label[1],
        written=label[0] == "written",
        president=president,
        boycott=tuple(
            float((found.chance * found.boycott[:, p]).sum(axis=1).mean()) for p in parties
        ),
        turnout=cast[0],
        votes=cast[1],
        seats=bands(found.mean(found.seats)) if president else over_all(kinds),
        shapley=indices[0],
        banzhaf=indices[1],
        government=bands(found.mean(found.government)),
        power=bands(found.mean(found.power)),
        left_out=tuple(float(x) for x in left.mean(axis=0)),
        no_government=float(ruled.mean()),
        nobody=float(weight[~elected].sum()),
    ), cast


def weighted_band(values: Floats, chance: Floats) -> Band:
    """Summarise values (n,) that come with chances (n,), which sum to 1."""
    order = np.argsort(values)
    below = np.cumsum(chance[order])
    at = np.searchsorted(below, np.array(QUANTILES) * below[-1] - 1e-12)
    quantiles = values[order][np.minimum(at, values.size - 1)]
    return Band(float(values @ chance), *(float(q) for q in quantiles))
