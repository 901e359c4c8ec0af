"""What could be agreed: packages that leave every party whose consent is needed better off.

Stage by stage, a package (a policy on every issue) is held against no agreement: what a party
has while the stage is in force under it, minus what it has once the roadmap is abandoned, both
averaged over the horizon (policy, cost of conflict, levers that apply). Nobody is thus asked to
pass through a stage that is worse for it than walking out. Where a stage's rules can be met in
several ways (by several coalitions), each answer is the best over all ways: the fairest packages
are for the one with the most to gain, the smallest change for the one that needs the smallest, and
what is short under the proposal is counted for the one that is least short.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import FEW
from tracktwo.game.gains import gains_of
from tracktwo.game.setting import Setting, bands, settle, stage_index
from tracktwo.questions.agree import AgreeOptions
from tracktwo.questions.agree.guarantees import (
    Guarantee,
    Promise,
    guarantees,
    promises,
    with_odds,
    with_policy,
)
from tracktwo.questions.agree.orders import Order, orders
from tracktwo.questions.agree.zones import MARGIN, fairest, ideals, nash, nearest, payments
from tracktwo.questions.options import within
from tracktwo.questions.who.consents import asked_of
from tracktwo.questions.who.power import holds_in, rules_of, winning
from tracktwo.results.answer import CaseAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.gains import Gains
    from tracktwo.results.bands import Band
    from tracktwo.results.progress import Progress
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]

STEPS = (0.2, 0.1, 0.05)
"""Moves of one policy tried in the search for the best odds, one after the other."""


@dataclass(frozen=True)
class Terms:
    """What one stage puts in force under a package, and what that is worth."""

    policy: tuple[float, ...]
    """Of each issue, 0-100."""
    gains: tuple[float, ...]
    """Mean gain of each of `parties` over no agreement, points of payoff a month."""
    accepted: float
    """Share of draws in which the stage's rules are met if exactly those who gain consent."""
    change: float
    """Points by which it differs from the proposal, summed over issues."""
    parties: tuple[str, ...] = ()
    """The coalition that it is for: of the ways to meet the rules, the one that does best by it."""

    def gain_of(self, party: str) -> float | None:
        """Return the gain of a party; None where the coalition does without it."""
        return dict(zip(self.parties, self.gains, strict=True)).get(party)


@dataclass(frozen=True)
class Filler:
    """A lever that pays a party at full intensity, beside its harm."""

    lever: str
    party: str
    points: float
    """Points of payoff a month, while it applies."""
    harm: float
    """To civilians a month at full intensity, mean, 0-100."""


@dataclass(frozen=True)
class Zone:
    """The zone of agreement of one stage."""

    stage: str
    parties: tuple[str, ...]
    """The coalition with the most to gain, that the fairest packages are for: all must gain."""
    coalitions: int
    """In how many ways the stage's rules can be met by as few parties as possible."""
    is_open: bool
    """Whether some policy leaves all of `parties` better off."""
    margin: float
    """The largest smallest gain over all ways, in points of payoff a month; below a hundredth, the
    zone is empty."""
    bound: float
    """What no policy can exceed in any way: the certificate of an empty zone where below 0."""
    proposal: Terms
    """The case's own policy, in the mean of its ranges; for the coalition least short under it."""
    nash: Terms | None
    kalai_smorodinsky: Terms | None
    max_min: Terms
    """The fairest where the zone is open; the least unacceptable where it is empty."""
    smallest_change: Terms | None
    """Over all ways to meet the rules."""
    shortfall: tuple[float, ...]
    """Side payment that each of `least_short` needs at least in all, points of payoff a month."""
    fillers: tuple[Filler, ...]
    """Levers that pay those who fall short."""
    guarantees: tuple[Guarantee, ...] = ()
    """What would make the proposal itself no loss to those short under it or, of an empty zone,
    the policy that needs the least in side payments (then without caps: no policy will do)."""
    least_short: tuple[str, ...] = ()
    """The coalition that `shortfall` and `guarantees` are for: of all ways to meet the rules, the
    one least short under the proposal or, of an empty zone, the one that needs the least in side
    payments."""
    ways: tuple[tuple[str, ...], ...] = ()
    """The coalitions, as small as possible, that can meet the stage's rules."""


@dataclass(frozen=True)
class Package:
    """One way of filling all stages, and its odds."""

    name: str
    policy: tuple[tuple[float, ...], ...]
    """(stages, issues) 0-100."""
    odds: tuple[Band, ...]
    difference: tuple[Band, ...]
    """Against the proposal as the case has it, draw by draw."""


@dataclass(frozen=True)
class Agreement(CaseAnswer):
    """What could be agreed on a case's roadmap."""

    focus: str
    stages: tuple[str, ...]
    issues: tuple[str, ...]
    kept: tuple[str, ...]
    """Issues that were not for negotiation."""
    base: tuple[Band, ...]
    zones: tuple[Zone, ...]
    packages: tuple[Package, ...]
    """best-odds first; stages without a zone stay as proposed in all of them."""
    orders: tuple[Order, ...]
    """Of each stage, best odds of the focus first."""
    promises: tuple[Promise, ...] = ()
    """Caps that hold across stages, each enough for a party in all stages that it names."""


@within(AgreeOptions)
def agree(
    folder: CaseFolder,
    *,
    stage: str | None = AgreeOptions.stage,
    keep: Sequence[str] = AgreeOptions.keep,
    draws: int = AgreeOptions.draws,
    search_draws: int = AgreeOptions.search_draws,
    seed: int = AgreeOptions.seed,
    threads: int | None = AgreeOptions.threads,
    progress: Progress | None = None,
) -> Agreement:
    """Look for settlement packages that every party needed would rather have than none.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage whose odds count; the one that the question turns on by default
    keep : ids of issues that are not for negotiation
    draws : joint samples
    search_draws : joint samples in the search for the best odds
    seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage or issue.
    """
    (whole,) = settle([folder.case], draws=draws, seed=seed, threads=threads, work=draws * 200)
    focus = stage_index(whole, stage)
    base = whole.first(FEW)  # zones are sought on these; odds are of all draws
    lowered = base.lowered
    unknown = [issue for issue in keep if issue not in lowered.issues]
    if unknown:
        known = ", ".join(lowered.issues)
        raise UnanswerableError(f"no issue {', '.join(unknown)}; there are: {known}")
    kept = np.array([issue in keep for issue in lowered.issues])
    proposal = base.policy.mean(axis=0)[1 : 1 + len(base.stages)]
    zones = []
    for k in range(len(base.stages)):
        zones.append(_zone(base, k, proposal[k], kept))
        if progress:
            progress("zones", k + 1, len(base.stages))
    zones = [replace(z, guarantees=with_odds(whole, z.guarantees)) for z in zones]
    filled = {
        "Nash": [z.nash for z in zones],
        "Kalai-Smorodinsky": [z.kalai_smorodinsky for z in zones],
        "max-min": [z.max_min if z.is_open else None for z in zones],
        "smallest change": [z.smallest_change for z in zones],
    }
    plans = {name: _filled(proposal, terms) for name, terms in filled.items()}
    small = base.first(search_draws)
    best = _best_odds(small, focus, zones, kept, list(plans.values()), progress=progress)
    plans = {"best odds": best, **plans}
    odds = whole.odds_of_many((_with_policy(whole, p) for p in plans.values()), len(plans))
    return Agreement(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        stages=base.stages,
        issues=lowered.issues,
        kept=tuple(keep),
        base=bands(whole.odds),
        zones=tuple(zones),
        packages=tuple(
            Package(
                name=name,
                policy=tuple(tuple((100 * row).tolist()) for row in policy),
                odds=bands(found),
                difference=bands(found - whole.odds),
            )
            for (name, policy), found in zip(plans.items(), odds, strict=True)
        ),
        orders=orders(folder, whole, focus, progress),
        promises=promises([g for zone in zones for g in zone.guarantees]),
    )


def _zone(base: Setting, stage: int, proposal: Floats, kept: NDArray[np.bool_]) -> Zone:
    lowered = base.lowered
    players = list(lowered.players)
    asked = asked_of(base)
    passing = rules_of(base, asked, stage, winning(base, asked, stage)).passing
    ways = [way.members for way in passing] or [lowered.players]  # nobody need consent: all
    everyone = gains_of(base, stage)
    fixed = np.where(kept, proposal, np.nan)

    def of(way: tuple[str, ...]) -> Gains:
        return everyone.of([players.index(a) for a in way])

    def short(way: tuple[str, ...]) -> float:
        return float(np.maximum(MARGIN - of(way).mean(proposal), 0.0).sum())

    def change(policy: Floats) -> float:
        return float(np.abs(policy - proposal).sum())

    def terms(policy: Floats, way: tuple[str, ...]) -> Terms:
        better = everyone.at(policy) > 0
        met = np.ones(base.draws, dtype=bool)
        for m in lowered.roadmap.milestones:
            if m.stage == stage and m.rule is not None:
                met &= np.diagonal(holds_in(m.rule, better, base.inputs.capability))
        return Terms(
            policy=tuple((100 * policy).tolist()),
            gains=tuple((100 * of(way).mean(policy)).tolist()),
            accepted=float(met.mean()),
            change=100 * change(policy),
            parties=way,
        )

    tried = [(fairest(of(way), fixed), way) for way in ways]
    # Of ways that do as well, but for the search's last digits, the first.
    best, most = max(tried, key=lambda pair: round(pair[0].value, 4))
    is_open = best.value >= MARGIN
    ways.sort(key=lambda way: way != most)  # of ways that do as well, the one with the most to gain
    fillers: tuple[Filler, ...] = ()
    fair = least = just = None
    if is_open:
        gains = of(most)
        just = terms(nash(gains, fixed, best.policy), most)
        fair = terms(fairest(gains, fixed, ideals(gains, fixed)).policy, most)
        able = {way for found, way in tried if found.value >= MARGIN}
        nearby = [
            (proposal if short(way) == 0 else nearest(of(way), fixed, proposal).policy, way)
            for way in ways
            if way in able
        ]
        near, to = min(nearby, key=lambda pair: round(change(pair[0]), 4))
        least = terms(near, to)
        ways.sort(key=lambda way: way != to)
        under = min(ways, key=lambda way: round(short(way), 9))
        least_short, shortfall = under, np.zeros(len(under))
        mine = [players.index(a) for a in least_short]
        promised = guarantees(base, stage, mine, proposal, kept)
    else:
        under = min(ways, key=lambda way: round(short(way), 9))
        paid = [(*payments(of(way), fixed), way) for way in ways]
        cheapest, shortfall, least_short = min(paid, key=lambda row: round(row[0].value, 6))
        mine = [players.index(a) for a in least_short]
        promised = guarantees(base, stage, mine, cheapest.policy, None)
        in_need = [p for p, s in zip(least_short, shortfall, strict=True) if s]
        fillers = _fillers(base, stage, in_need)
    return Zone(
        stage=base.stages[stage],
        parties=most,
        coalitions=len(passing),
        is_open=is_open,
        margin=100 * best.value,
        bound=100 * max(found.bound for found, _ in tried),
        proposal=terms(proposal, under),
        nash=just,
        kalai_smorodinsky=fair,
        max_min=terms(best.policy, most),
        smallest_change=least,
        shortfall=tuple((100 * shortfall).tolist()),
        fillers=fillers,
        guarantees=promised,
        least_short=least_short,
        ways=tuple(way for _, way in tried),
    )


def _fillers(base: Setting, stage: int, parties: Sequence[str]) -> tuple[Filler, ...]:
    """List the levers that pay a party while a stage is in force."""
    roadmap = base.lowered.roadmap
    state = next(s for s, r in enumerate(roadmap.space.passed) if r == stage + 1)
    applies = roadmap.space.lever_applies(roadmap)[:, state]
    out = []
    for number, lever in enumerate(base.lowered.case.levers):
        for party in parties:
            paid = -100 * base.inputs.lever_cost[:, number, base.lowered.players.index(party)]
            if applies[number] and paid.mean() > 0:
                harm = float(base.values[f"levers.{lever.id}.harm"].mean())
                out.append(Filler(lever.id, party, float(paid.mean()), harm))
    return tuple(out)


def _filled(proposal: Floats, terms: Sequence[Terms | None]) -> Floats:
    out = proposal.copy()
    for k, found in enumerate(terms):
        if found is not None:
            out[k] = np.array(found.policy) / 100
    return out


def _with_policy(base: Setting, package: Floats) -> Inputs:
    """Return the arrays with a package (K, J) in force, 0-1."""
    policy = base.policy.copy()
    policy[:, 1 : 1 + package.shape[0]] = package
    return with_policy(base, policy)


def _best_odds(
    base: Setting,
    focus: int,
    zones: Sequence[Zone],
    kept: NDArray[np.bool_],
    starts: Sequence[Floats],
    *,
    progress: Progress | None,
) -> Floats:
    """Climb to the package with the best odds within the zones, by moves of one policy."""
    players = list(base.lowered.players)
    gains = [gains_of(base, k) for k in range(len(zones))]
    ways = [[[players.index(a) for a in way] for way in zone.ways] for zone in zones]
    moves = [
        (k, j)
        for k, zone in enumerate(zones)
        for j in range(len(kept))
        if zone.is_open and not kept[j]
    ]

    def inside(package: Floats, stage: int) -> bool:
        better = gains[stage].mean(package[stage]) > 0
        return any(better[way].all() for way in ways[stage])

    def score(packages: Sequence[Floats]) -> Floats:
        odds = base.odds_of_many((_with_policy(base, p) for p in packages), len(packages))
        return np.asarray(odds[:, :, focus].mean(axis=1))

    if not moves:
        return np.asarray(starts[0])
    values = score(starts)
    at, best = starts[int(values.argmax())], float(values.max())
    for number, step in enumerate(STEPS):
        if progress:
            progress("packages", number, len(STEPS))
        while True:
            tries = []
            for k, j in moves:
                for sign in (-1, 1):
                    moved = at.copy()
                    moved[k, j] = min(max(moved[k, j] + sign * step, 0.0), 1.0)
                    if moved[k, j] != at[k, j] and inside(moved, k):
                        tries.append(moved)
            values = score(tries) if tries else np.zeros(1)
            if values.max() <= best + 1e-6:
                break
            at, best = tries[int(values.argmax())], float(values.max())
    if progress:
        progress("packages", len(STEPS), len(STEPS))
    return at
