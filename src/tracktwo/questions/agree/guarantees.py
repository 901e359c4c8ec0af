"""Guarantees: what would have to be promised to a party so that a stage is no loss to it.

How far parties trust a guarantee is not known and nothing is assumed about it. The question is
turned round: how much of one would be *needed*, if it were believed and kept? Three kinds:

- *cap*: one issue goes no further than a level while the stage is in force;
- *protection*: a guarantor bears a share of the party's cost of conflict while it is in force;
- *aftermath*: a guarantor bears a share of it once what was completed has broken down.

With G the party's mean gain over no agreement, e the margin that "better off" asks, C and C' its
mean cost of conflict in the stage and after a breakdown (the latter times s, the share of the
horizon spent there), and L = mean[(1 - s) G + s B] its gain when breakdown is reckoned with (B is
the gain from what follows one):

    cap:        the level x of the issue nearest to the one proposed at which G >= e
    protection: (e - G) / C,  aftermath: (e - L) / C';  above 1 no guarantee of the kind is enough

Source: the commitment problem, Fearon (1995), doi:10.1017/S0020818300033324; third-party
guarantees, Walter (1997), International Organization 51, 335-364. The sums are ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracktwo.game.gains import (
    conflict_in,
    gains_after_breakdown,
    gains_of,
    share_broken_down,
)
from tracktwo.game.setting import bands
from tracktwo.questions.agree.zones import MARGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracktwo.game.gains import Gains
    from tracktwo.game.setting import Setting
    from tracktwo.results.bands import Band
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]

Kind = Literal["cap", "protection", "aftermath"]

POINTS = 1001
"""Levels of an issue that are looked at, 0 to 1."""


@dataclass(frozen=True)
class Guarantee:
    """One guarantee that would make up for what one party is short of, or cannot."""

    stage: str
    party: str
    kind: Kind
    issue: str | None
    """Of a cap."""
    short: float
    """By how much the party is short without it, points of payoff a month."""
    now: float
    """Level of the issue without the cap, 0-100; 0 of the other kinds."""
    needed: float | None
    """Level at which the issue must be held, 0-100, or share of the cost of conflict that a
    guarantor must bear, 0-100 %; None where not even the fullest guarantee is enough."""
    most: float
    """Points of payoff a month that the fullest guarantee of the kind is worth to the party."""
    loses: tuple[str, ...]
    """Others whose consent is needed and who would no longer gain under the cap."""
    odds: tuple[Band, ...]
    """Odds of each stage with it, believed and kept, minus the base; empty where none is enough."""


@dataclass(frozen=True)
class Promise:
    """One cap that holds across stages and makes up for a party's shortfall in each of them."""

    party: str
    issue: str
    level: float
    """0-100; the strictest of the levels that the stages need."""
    upper: bool
    """Whether the issue must be no more than the level; otherwise no less."""
    stages: tuple[str, ...]


def promises(found: Sequence[Guarantee]) -> tuple[Promise, ...]:
    """Join the caps on one issue that a party needs in several stages into one promise.

    What a party loses on one issue does not depend on the others, so the level that suits it best
    is the same in all stages, and on the way there more is never worse (losses that are linear or
    steeper): the strictest level needed will do for all.
    """
    groups: dict[tuple[str, str, bool], list[Guarantee]] = {}
    for g in found:
        if g.kind == "cap" and g.needed is not None:
            groups.setdefault((g.party, g.issue or "", g.needed < g.now), []).append(g)
    out = []
    for (party, issue, upper), caps in groups.items():
        if len(caps) > 1:
            levels = [g.needed for g in caps if g.needed is not None]
            level = min(levels) if upper else max(levels)
            out.append(Promise(party, issue, level, upper, tuple(g.stage for g in caps)))
    return tuple(out)


def cap(gains: Gains, policy: Floats, party: int, issue: int) -> tuple[float | None, float]:
    """Return the level of one issue that makes up for a party's shortfall, and the best gain.

    Parameters
    ----------
    gains : of P parties
    policy : (J,) 0..1, at which the party is short
    party, issue : indices

    Returns
    -------
    level : float or None
        Nearest to the policy's own, on the side where the party does best; None if none will do.
    best : float
        The party's mean gain at the level that is best for it.
    """
    levels = np.linspace(0.0, 1.0, POINTS)

    def gain(level: Floats | float) -> Floats:
        """Return the mean gain with the issue at each of some levels."""
        x = np.atleast_1d(np.asarray(level, dtype=float))
        loss = np.abs(x[:, None] - gains.position[:, party, issue]) ** gains.exponent[:, party]
        here = np.abs(policy[issue] - gains.position[:, party, issue]) ** gains.exponent[:, party]
        moved = (gains.weight[:, party, issue] * (here - loss)).mean(axis=1)
        return np.asarray(gains.mean(policy)[party] + moved)

    found = gain(levels)
    best = float(found.max())
    if best < MARGIN:
        return None, best
    target = float(levels[int(found.argmax())])
    outward = levels[
        (levels >= min(policy[issue], target)) & (levels <= max(policy[issue], target))
    ]
    outward = outward if target >= policy[issue] else outward[::-1]
    first = int(np.argmax(gain(outward) >= MARGIN))
    inner = float(outward[first - 1]) if first else float(policy[issue])
    enough = float(outward[first])
    for _ in range(50):
        middle = (inner + enough) / 2
        if gain(middle)[0] >= MARGIN:
            enough = middle
        else:
            inner = middle
    return enough, best


def borne(gain: float, cost: float) -> float | None:
    """Return the share of a cost that must be borne for a gain to reach the margin.

    None where all of it is not enough.
    """
    needed = MARGIN - gain
    return None if cost <= 0 or needed > cost else max(needed / cost, 0.0)


def guarantees(
    base: Setting,
    stage: int,
    parties: Sequence[int],
    policy: Floats,
    kept: NDArray[np.bool_] | None,
) -> tuple[Guarantee, ...]:
    """Say which guarantees would make up for what each party is short of in a stage.

    Parameters
    ----------
    base : the case
    stage : index of the stage
    parties : indices of the players that must all gain
    policy : (J,) 0..1 what the stage puts in force
    kept : (J,) issues that are not for negotiation; None where no cap is looked for

    Returns
    -------
    tuple of Guarantee
        Without odds; see `with_odds`. Empty where nobody is short.
    """
    everyone = gains_of(base, stage)
    gains = everyone.of(list(parties))
    mean = gains.mean(policy)
    cost = conflict_in(base, stage + 1).mean(axis=0)
    name, players = base.stages[stage], base.lowered.players
    last = stage == len(base.stages) - 1
    out: list[Guarantee] = []
    for n, i in enumerate(parties):
        short = MARGIN - float(mean[n])
        if short <= 0:
            if last:
                out += _aftermath(base, stage, i, everyone.at(policy)[:, i])
            continue
        for j, issue in enumerate(base.lowered.issues if kept is not None else ()):
            if kept is None or kept[j] or not gains.weight[:, n, j].any():
                continue
            level, best = cap(gains, policy, n, j)
            if best <= mean[n]:  # it has what it wants of this issue already
                continue
            after = policy.copy()
            after[j] = policy[j] if level is None else level
            lost = [
                players[other]
                for m, other in enumerate(parties)
                if level is not None and mean[m] >= MARGIN > gains.mean(after)[m]
            ]
            out.append(
                Guarantee(
                    stage=name,
                    party=players[i],
                    kind="cap",
                    issue=issue,
                    short=100 * short,
                    now=100 * float(policy[j]),
                    needed=None if level is None else 100 * level,
                    most=100 * (best - float(mean[n])),
                    loses=tuple(lost),
                    odds=(),
                )
            )
        share = borne(float(mean[n]), float(cost[i]))
        out.append(_cover(base, stage, i, "protection", (short, share, float(cost[i]))))
    return tuple(out)


def _aftermath(base: Setting, stage: int, party: int, gain: Floats) -> Iterator[Guarantee]:
    """Yield what a party needs that gains while the last stage stands, but not for long."""
    gone = share_broken_down(base)
    after = gains_after_breakdown(base)[:, party]
    lasting = float(((1 - gone) * gain + gone * after).mean())
    if lasting >= MARGIN:
        return
    situation = base.lowered.roadmap.relapsed_situation
    cost = float((gone * conflict_in(base, situation)[:, party]).mean())
    found = (MARGIN - lasting, borne(lasting, cost), cost)
    yield _cover(base, stage, party, "aftermath", found)


def _cover(
    base: Setting, stage: int, party: int, kind: Kind, found: tuple[float, float | None, float]
) -> Guarantee:
    short, share, cost = found
    return Guarantee(
        stage=base.stages[stage],
        party=base.lowered.players[party],
        kind=kind,
        issue=None,
        short=100 * short,
        now=0.0,
        needed=None if share is None else 100 * share,
        most=100 * cost,
        loses=(),
        odds=(),
    )


def with_odds(base: Setting, found: Sequence[Guarantee]) -> tuple[Guarantee, ...]:
    """Add what the odds would be if each guarantee were believed and kept.

    Parameters
    ----------
    base : the case
    found : guarantees without odds
    """
    enough = [g for g in found if g.needed is not None]
    odds = base.odds_of_many((in_force(base, g) for g in enough), len(enough)) - base.odds
    moved = {id(g): bands(row) for g, row in zip(enough, odds, strict=True)}
    return tuple(replace(g, odds=moved.get(id(g), ())) for g in found)


def in_force(base: Setting, guarantee: Guarantee) -> Inputs:
    """Return the engine's arrays with a guarantee in force."""
    lowered, level = base.lowered, (guarantee.needed or 0.0) / 100
    situation = base.stages.index(guarantee.stage) + 1
    if guarantee.kind == "cap":
        policy = base.policy.copy()
        policy[:, situation, lowered.issues.index(guarantee.issue or "")] = level
        return with_policy(base, policy)
    if guarantee.kind == "aftermath":
        situation = lowered.roadmap.relapsed_situation
    conflict = base.inputs.conflict.copy()
    conflict[:, situation, lowered.players.index(guarantee.party)] *= 1 - level
    return base.inputs.with_values(conflict=conflict)


def with_policy(base: Setting, policy: Floats) -> Inputs:
    """Return the engine's arrays with other policies (D, R, J) in force, 0-1."""
    utility = base.lowered.utility(base.values, base.draws, policy, base.shares)
    return base.inputs.with_values(utility=utility)
