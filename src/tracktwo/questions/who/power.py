"""Who matters: whose consent decides, who could pass or block, who could break the process.

Two games of coalitions are told apart. *By the rules*: which sets of parties suffice for every
milestone of a stage (Shapley and Banzhaf indices of the simple game). *By the odds*: what the
odds would be if a set of parties consented to everything while all others behave as they would
(Shapley and Banzhaf values in points; they add up to what full consent of all would bring).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.councils import attendance
from tracktwo.game.draw_counts import FEW, SETS
from tracktwo.game.setting import Setting, bands, settle, stage_index
from tracktwo.power.games import (
    LARGEST,
    adding_up,
    banzhaf,
    blocking,
    members_of,
    minimal,
    shapley,
)
from tracktwo.questions.options import within
from tracktwo.questions.who import WhoOptions
from tracktwo.questions.who.consents import asked_of, consenting, refusing
from tracktwo.questions.who.doors import Door, doors
from tracktwo.questions.who.factions import Faction, factions
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.rules import Actor, AtLeast, Share, actors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.progress import Progress
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.rules import Rule

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Tell = Callable[[int, int], None]
    Worth = Callable[[Sequence[int]], Floats]

EXACT = 10
"""Parties up to which the odds of all 2**n coalitions are solved; beyond it, orders are drawn."""

ORDERS = 64
"""Orders of joining drawn where there are more."""


@dataclass(frozen=True)
class Coalition:
    """A set of parties, and the share of draws in which it can do what is said of it."""

    members: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class StageRules:
    """Who could pass or block a stage, by its consent rules alone."""

    stage: str
    passing: tuple[Coalition, ...]
    """Minimal coalitions whose consent suffices for every milestone in most draws."""
    blocking: tuple[Coalition, ...]
    """Minimal coalitions whose refusal nobody could make up for, in most draws."""
    shapley: tuple[float, ...]
    """Shapley-Shubik index of each of `WhoMatters.asked`; sums to 1 where the stage can pass."""
    banzhaf: tuple[float, ...]
    """Banzhaf index of each of `WhoMatters.asked`, its share of all swings; sums to 1 likewise."""


@dataclass(frozen=True)
class Influence:
    """What one party's consent does to the odds of each stage."""

    actor: str
    milestones: tuple[str, ...]
    """Those it is named in."""
    vetoes: tuple[str, ...]
    """Those that cannot happen without it."""
    if_consents: tuple[Band, ...]
    """Odds if it consented to everything, minus the base."""
    if_refuses: tuple[Band, ...]
    """Odds if it refused everything and took back what it could, minus the base."""
    pivotal: tuple[Band, ...]
    """Odds with its consent minus odds with its refusal: how much hangs on it."""
    shapley: tuple[Band, ...]
    banzhaf: tuple[Band, ...]


@dataclass(frozen=True)
class Spoiler:
    """What one party's disruption does to the odds of each stage."""

    actor: str
    capacity: Band
    """The most it could disrupt in a month: its share of capability, 0-1."""
    gain_from_failure: Band
    """Value to it of the roadmap abandoned now minus the roadmap going on, in points of payoff."""
    if_quiet: tuple[Band, ...]
    """Odds if it never disrupted, minus the base."""


@dataclass(frozen=True)
class Support:
    """A host, a mediator, or one who can take its consent back."""

    actor: str
    roles: tuple[str, ...]
    """In words: hosts the Council, can take back ..."""
    evidence: tuple[str, ...]
    stages_lost: tuple[str, ...]
    """Stages that cannot be passed without its consent, in most draws."""
    if_refuses: tuple[Band, ...]
    """Odds if it refused everything, minus the base; empty where it is not asked."""
    asked: bool = True
    """Whether some step asks for its consent. Where none does, the roadmap as written does not
    say what losing it would do, and nothing is computed."""

    @property
    def single_point(self) -> bool:
        """Whether some stage cannot be passed without it."""
        return bool(self.stages_lost)


@dataclass(frozen=True)
class WhoMatters(CaseAnswer):
    """Who matters on a case's roadmap."""

    focus: str
    stages: tuple[str, ...]
    base: tuple[Band, ...]
    asked: tuple[str, ...]
    """Parties named in some consent rule."""
    exact: bool
    """Whether all coalitions were solved; otherwise `ORDERS` orders of joining were drawn."""
    everyone: tuple[Band, ...]
    """Odds if all parties consented to everything, minus the base."""
    rules: tuple[StageRules, ...]
    """Per stage."""
    influence: tuple[Influence, ...]
    """Largest Shapley value for the focus first."""
    spoilers: tuple[Spoiler, ...]
    """Largest effect on the focus first."""
    supports: tuple[Support, ...]
    attendance: tuple[Attendance, ...]
    factions: tuple[Faction, ...]
    doors: tuple[Door, ...] = ()
    """Largest effect on the focus first."""


@within(WhoOptions)
def who(
    folder: CaseFolder,
    *,
    stage: str | None = WhoOptions.stage,
    draws: int = WhoOptions.draws,
    seed: int = WhoOptions.seed,
    threads: int | None = WhoOptions.threads,
    progress: Progress | None = None,
) -> WhoMatters:
    """Say who matters on a case's roadmap.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage to rank by; the one that the question turns on by default
    draws : joint samples; the worth of coalitions is told by the first `SETS` of them
    seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage, or a stage's rules name more than 16 parties.
    """
    players = sum(a.capability is not None for a in folder.case.actors)
    (base,) = settle(
        [folder.case], draws=draws, seed=seed, threads=threads, work=SETS << min(players, EXACT)
    )
    focus = stage_index(base, stage)
    lowered = base.lowered
    asked = asked_of(base)
    if len(asked) > LARGEST:
        raise UnanswerableError(
            f"the rules name {len(asked)} parties; up to {LARGEST} can be listed"
        )

    def tell(done: int, total: int) -> None:
        if progress:
            progress("coalitions", done, total)

    table = [winning(base, asked, k) for k in range(len(base.stages))]
    if_refuse = base.odds_of_many((refusing(base, i) for i in asked), len(asked)) - base.odds
    if_consent = base.odds_of_many((consenting(base, (i,)) for i in asked), len(asked)) - base.odds
    all_of_them = base.odds_of(consenting(base, asked)) - base.odds
    values = _values_of_consent(base.first(SETS), asked, seed, tell)
    # All coalitions are too many for all draws; what all of them add up to is known from those.
    values = (adding_up(values[0], all_of_them.mean(axis=0)), values[1])
    needed = {i: _vetoes(base, i) for i in asked}
    influence = [
        Influence(
            actor=lowered.players[i],
            milestones=tuple(
                name
                for name, m in zip(lowered.milestones, lowered.roadmap.milestones, strict=True)
                if m.rule and i in actors_of(m.rule)
            ),
            vetoes=needed[i],
            if_consents=bands(if_consent[n]),
            if_refuses=bands(if_refuse[n]),
            pivotal=bands(if_consent[n] - if_refuse[n]),
            shapley=bands(values[0][n]),
            banzhaf=bands(values[1][n]),
        )
        for n, i in enumerate(asked)
    ]
    return WhoMatters(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        stages=base.stages,
        base=bands(base.odds),
        asked=tuple(lowered.players[i] for i in asked),
        exact=len(asked) <= EXACT,
        everyone=bands(all_of_them),
        rules=tuple(rules_of(base, asked, k, table[k]) for k in range(len(base.stages))),
        influence=tuple(sorted(influence, key=lambda x: -x.shapley[focus].mean)),
        spoilers=_spoilers(base, focus),
        supports=_supports(base, asked, table, if_refuse),
        attendance=attendance(lowered.case, lowered.players, base.values),
        factions=factions(base),
        doors=doors(base.first(FEW), focus),
    )


def _mask(members: Sequence[int]) -> int:
    return sum(1 << i for i in members)


def _values_of_consent(
    base: Setting, asked: tuple[int, ...], seed: int, tell: Tell
) -> tuple[Floats, Floats]:
    """Return the Shapley and Banzhaf values (n, D, K) of consent in the odds."""
    n = len(asked)

    def worth(masks: Sequence[int]) -> Floats:
        variants = (consenting(base, [asked[i] for i in members_of(c, n)]) for c in masks)
        return base.odds_of_many(variants, len(masks), lambda done: tell(done, len(masks)))

    if n <= EXACT:
        table = worth(range(1 << n))
        return shapley(table, n), banzhaf(table, n)
    return sampled_values(worth, n, ORDERS, np.random.default_rng(seed))


def sampled_values(
    worth: Worth, members: int, orders: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return Shapley and Banzhaf values estimated from drawn orders and coalitions.

    The Shapley values still add up exactly, since every order does.

    Parameters
    ----------
    worth : returns (coalitions, ...) for a list of bit masks
    members, orders : how many
    rng : source of the orders
    """
    joining = [rng.permutation(members).tolist() for _ in range(orders)]
    chains = [[_mask(order[:size]) for size in range(members + 1)] for order in joining]
    random = [_mask(np.flatnonzero(row).tolist()) for row in rng.random((orders, members)) < 0.5]
    flips = [c ^ 1 << i for c in random for i in range(members)]
    wanted = sorted({c for chain in chains for c in chain} | set(random) | set(flips))
    table = worth(wanted)
    at = {c: row for row, c in enumerate(wanted)}
    shapley_values = np.zeros((members, *table.shape[1:]))
    banzhaf_values = np.zeros_like(shapley_values)
    for order, chain in zip(joining, chains, strict=True):
        for size, i in enumerate(order):
            shapley_values[i] += (table[at[chain[size + 1]]] - table[at[chain[size]]]) / orders
    for c in random:
        for i in range(members):
            gain = table[at[c | 1 << i]] - table[at[c & ~(1 << i)]]
            banzhaf_values[i] += gain / orders
    return shapley_values, banzhaf_values


def holds_in(rule: Rule, consents: Truths, capability: Floats) -> Truths:
    """Return (C, D): whether a rule holds for each set of consents in each draw.

    Parameters
    ----------
    consents : (C, N) bool
    capability : (D, N) float, 0 or more
    """
    match rule:
        case Actor(index):
            return np.repeat(consents[:, index, None], capability.shape[0], axis=1)
        case AtLeast(count, rules):
            parts = [holds_in(part, consents, capability) for part in rules]
            return np.asarray(np.sum(parts, axis=0) >= count)
        case Share(share, actors):
            named = list(actors)
            total = capability[:, named].sum(axis=1)
            have = consents[:, named].astype(float) @ capability[:, named].T
            agreed = np.asarray(consents[:, named].any(axis=1))
            return np.asarray(agreed[:, None] & (have >= (share - 1e-9) * total))


def winning(base: Setting, asked: tuple[int, ...], stage: int) -> Truths:
    """Return (2**n, D): whether each coalition of those asked suffices for every milestone.

    Parameters
    ----------
    asked : indices of n players
    stage : index of the stage
    """
    n = len(asked)
    consents = np.zeros((1 << n, len(base.lowered.players)), dtype=bool)
    for c in range(1 << n):
        consents[c, [asked[i] for i in members_of(c, n)]] = True
    out = np.ones((1 << n, base.draws), dtype=bool)
    for m in base.lowered.roadmap.milestones:
        if m.stage == stage and m.rule is not None:
            out &= holds_in(m.rule, consents, base.inputs.capability)
    return out


def rules_of(base: Setting, asked: tuple[int, ...], stage: int, wins: Truths) -> StageRules:
    """Describe the rules of a stage, from what `winning` says of it."""
    n = len(asked)
    share: Floats = wins.mean(axis=1)
    usually = (share > 0.5).tolist()
    everyone = (1 << n) - 1

    def named(coalition: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(base.lowered.players[asked[i]] for i in coalition)

    worth = wins.astype(float)
    swings = banzhaf(worth, n)
    all_swings = swings.sum(axis=0)
    return StageRules(
        stage=base.stages[stage],
        passing=tuple(
            Coalition(named(c), float(share[_mask(c)])) for c in minimal(usually, n) if c
        ),
        blocking=tuple(
            Coalition(named(c), float(1 - share[everyone ^ _mask(c)]))
            for c in blocking(usually, n)
            if c
        ),
        shapley=tuple(shapley(worth, n).mean(axis=1).tolist()),
        banzhaf=tuple((swings / np.where(all_swings, all_swings, 1.0)).mean(axis=1).tolist()),
    )


def _vetoes(base: Setting, actor: int) -> tuple[str, ...]:
    """Return the milestones that cannot happen without an actor, in most draws."""
    consents = np.ones((1, len(base.lowered.players)), dtype=bool)
    consents[0, actor] = False
    return tuple(
        name
        for name, m in zip(base.lowered.milestones, base.lowered.roadmap.milestones, strict=True)
        if m.rule is not None and holds_in(m.rule, consents, base.inputs.capability).mean() < 0.5
    )


def _spoilers(base: Setting, focus: int) -> tuple[Spoiler, ...]:
    lowered, kappa = base.lowered, base.inputs.disruption
    able = [i for i in range(len(lowered.players)) if kappa[:, i].any()]

    def quiet(i: int) -> Inputs:
        less = kappa.copy()
        less[:, i] = 0.0
        return base.inputs.with_values(disruption=less)

    moved = base.odds_of_many((quiet(i) for i in able), len(able)) - base.odds
    solution = solve(lowered.roadmap, base.inputs, milestones=False, threads=base.threads)
    space = lowered.roadmap.space
    gain = solution.value[:, space.abandoned] - solution.value[:, space.start]
    found = [
        Spoiler(
            actor=lowered.players[i],
            capacity=Band.of(kappa[:, i]),
            gain_from_failure=Band.of(100 * gain[:, i]),
            if_quiet=bands(moved[n]),
        )
        for n, i in enumerate(able)
    ]
    return tuple(sorted(found, key=lambda s: -s.if_quiet[focus].mean))


def _supports(
    base: Setting, asked: tuple[int, ...], table: Sequence[Truths], if_refuse: Floats
) -> tuple[Support, ...]:
    lowered, case = base.lowered, base.lowered.case
    label = {a.id: a.label for a in case.actors}
    milestone = {m.id: m.name for s in case.roadmap.stages for m in s.milestones}
    roles: dict[str, list[str]] = {}
    evidence: dict[str, list[str]] = {}
    for relation in case.relations:
        if relation.kind in {"hosts", "mediates"}:
            words = "hosts" if relation.kind == "hosts" else "mediates for"
            roles.setdefault(relation.source, []).append(f"{words} {label[relation.target]}")
            evidence.setdefault(relation.source, []).extend(relation.evidence)
    for name, m in zip(lowered.milestones, lowered.roadmap.milestones, strict=True):
        for i in m.withdrawable_by:
            actor = lowered.players[i]
            roles.setdefault(actor, []).append(f"can take back “{milestone[name]}”")
    everyone = (1 << len(asked)) - 1
    out = []
    for actor, held in roles.items():
        i = lowered.players.index(actor) if actor in lowered.players else -1
        n = asked.index(i) if i in asked else None
        lost = [
            base.stages[k]
            for k, wins in enumerate(table)
            if n is not None
            and wins[everyone].mean() > 0.5
            and wins[everyone ^ 1 << n].mean() < 0.5
        ]
        out.append(
            Support(
                actor=actor,
                roles=tuple(held),
                evidence=tuple(dict.fromkeys(evidence.get(actor, ()))),
                stages_lost=tuple(lost),
                if_refuses=() if n is None else bands(if_refuse[n]),
                asked=n is not None,
            )
        )
    return tuple(sorted(out, key=lambda s: (s.asked, len(s.stages_lost)), reverse=True))
