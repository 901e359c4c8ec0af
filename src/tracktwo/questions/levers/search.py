"""What would move it: mixes of levers that no other beats in odds, harm and cost together.

Search by NSGA-II (Deb et al. 2002, doi:10.1109/4235.996017) as pymoo has it (Blank and Deb 2020,
doi:10.1109/ACCESS.2020.2990567). Every candidate is scaled down to the limit on harm before it is
solved, so the search never sees a mix that breaks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import SETS
from tracktwo.game.setting import bands, settle, stage_index
from tracktwo.power.games import adding_up, interactions, members_of, shapley
from tracktwo.questions.levers import LeversOptions
from tracktwo.questions.levers.mixes import Board, Mix
from tracktwo.questions.options import within
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]

LATEST = 24
"""Months by which a lever may start later than the case has it."""
STEP = 3
"""Delays are multiples of this many months."""
CRUMB = 0.1
"""Intensity below which a lever is a crumb beside stronger ones."""
GRAIN, FINE = 0.05, 0.01
"""Intensities are multiples of the one; of the other where the limit holds all levers to crumbs."""
LISTED = 16
"""Mixes that are solved on all draws: those of the search that lie furthest apart."""
MOST_LEVERS = 10
"""Levers up to which all 2**n mixes of full levers are solved."""


@dataclass(frozen=True)
class LeverSetting:
    """One lever of a mix."""

    id: str
    intensity: float
    delay: int
    """Months by which it begins later than the case has it."""
    start: str
    """Month in which it begins, YYYY-MM."""


@dataclass(frozen=True)
class MixResult:
    """One mix of levers: what it does, and the harm of it."""

    levers: tuple[LeverSetting, ...]
    """Those in use."""
    odds: tuple[Band, ...]
    """Of each stage."""
    difference: tuple[Band, ...]
    """Against no lever at all, draw by draw."""
    odds_p10: float
    """Odds of the focus in the tenth percentile of draws."""
    regret: Band
    """Odds of the focus lost against the best mix of the list, draw by draw."""
    harm: Band
    """To civilians, per month averaged over the horizon, 0-100."""
    harm_worst: float
    """At the bad end of every range of the case at once."""
    harm_peak: float
    """Mean over draws of the worst month."""
    cost: Band
    """To those who apply the levers, per month averaged over the horizon, 0-100."""
    within_limit: bool


@dataclass(frozen=True)
class LeverWorth:
    """What one lever adds, averaged over all mixes of the others (Shapley), beside its harm."""

    id: str
    name: str
    kind: str
    adds: tuple[Band, ...]
    """As the case applies it, per stage; sums over levers to what all of them add."""
    harm: Band
    adds_at_full: tuple[Band, ...]
    """Every lever at full intensity or not at all."""
    harm_at_full: Band


@dataclass(frozen=True)
class Pairing:
    """Two levers at full intensity: what they do together beyond what each does (odds, focus)."""

    first: str
    second: str
    interaction: Band
    """Below 0: they work against each other, or one makes the other superfluous."""


@dataclass(frozen=True)
class Levers(CaseAnswer):
    """What a case's levers could do."""

    focus: str
    stages: tuple[str, ...]
    horizon: int
    harm_limit: float | None
    certainty: float
    """1: a mix keeps to the limit for every value within the ranges; else in that share of draws"""
    solved: int
    """Game solutions behind the search."""
    none: MixResult
    """No lever at all."""
    current: MixResult
    """As the case has them, each draw with its own intensity; it may be over the limit."""
    mixes: tuple[MixResult, ...]
    """None is beaten by another in mean odds, harm and cost together; least harm first."""
    best: int
    """Index of the mix with the best mean odds."""
    surest: int
    """Index of the one with the best tenth percentile."""
    least_regret: int
    """Index of the one with the least mean regret."""
    worth: tuple[LeverWorth, ...]
    pairings: tuple[Pairing, ...]
    """Strongest first; only pairs that matter in the focus."""


@within(LeversOptions)
def levers(
    folder: CaseFolder,
    *,
    stage: str | None = LeversOptions.stage,
    certainty: float = LeversOptions.certainty,
    population: int = LeversOptions.population,
    generations: int = LeversOptions.generations,
    search_draws: int = LeversOptions.search_draws,
    draws: int = LeversOptions.draws,
    seed: int = LeversOptions.seed,
    threads: int | None = LeversOptions.threads,
    progress: Progress | None = None,
) -> Levers:
    """Search for mixes of levers, and say what each lever adds.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage whose odds count; the one that the question turns on by default
    certainty : how sure it must be that a mix keeps to the limit on harm; 1 for certainty
    population, generations : of the search
    search_draws, draws : joint samples in the search, and for the mixes it ends with
    seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If the case has no levers, more than 10, no month ahead, or no such stage.
    """
    total = population * (generations + 1)
    work = total * search_draws
    (base,) = settle([folder.case], draws=draws, seed=seed, threads=threads, work=work)
    focus = stage_index(base, stage)
    board = Board(base, certainty)
    if not 1 <= board.count <= MOST_LEVERS:
        count = board.count or "no"
        raise UnanswerableError(f"the case has {count} levers; 1 to {MOST_LEVERS} can be mixed")
    if board.unit.shape[2] == 0:
        raise UnanswerableError("the case looks no month ahead, so that no lever can work")
    few = Board(base.first(search_draws), certainty)

    def tell(done: int) -> None:
        if progress:
            progress("mixes", min(done, total), total)

    found = _search(few, focus, (population, generations, seed), tell)
    # Held to the limit again on all draws: with a certainty below 1 they decide.
    found = list(dict.fromkeys(plain(board.confined(mix)) for mix in found))
    odds = board.odds(found)
    scores = np.array(
        [
            [-row[:, focus].mean(), board.harm(mix).mean(), board.cost(mix).mean()]
            for row, mix in zip(odds, found, strict=True)
        ]
    )
    keep = sorted(unbeaten(scores), key=lambda n: (scores[n, 1], scores[n, 0]))
    nothing = Mix((0.0,) * board.count, (0,) * board.count)
    without = board.odds([nothing])[0]
    rivals = _Rivals(focus, without, odds[keep][:, :, focus].max(axis=0))
    mixes = tuple(_result(board, found[n], odds[n], rivals) for n in keep)
    worth, pairings = _worth(board, focus, without)
    limit = folder.case.harm_limit
    return Levers(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        stages=base.stages,
        horizon=folder.case.horizon,
        harm_limit=limit.limit if limit else None,
        certainty=certainty,
        solved=total * few.base.draws,
        none=_result(board, nothing, without, rivals),
        current=_current(board, rivals),
        mixes=mixes,
        best=int(np.argmax([m.odds[focus].mean for m in mixes])),
        surest=int(np.argmax([m.odds_p10 for m in mixes])),
        least_regret=int(np.argmin([m.regret.mean for m in mixes])),
        worth=worth,
        pairings=pairings,
    )


def unbeaten(scores: Floats) -> list[int]:
    """Return the rows that no other row beats: as low in every column and lower in one.

    Parameters
    ----------
    scores : (rows, columns) float, lower is better
    """
    out = []
    for n, row in enumerate(scores):
        no_worse = (scores <= row).all(axis=1)
        better = (scores < row).any(axis=1)
        if not (no_worse & better).any():
            out.append(n)
    return out


def mix_of(board: Board, numbers: Floats) -> Mix:
    """Turn a point of the search, (2 L,) in 0-1, into a mix within the limit on harm."""
    count, months = board.count, board.base.lowered.roadmap.months
    latest = min(LATEST, months // 2)
    delay = STEP * np.round(numbers[count:] * latest / STEP)
    mix = Mix(tuple(float(x) for x in numbers[:count]), tuple(int(d) for d in delay))
    return plain(board.confined(plain(mix)))


def plain(mix: Mix) -> Mix:
    """Return a mix in round numbers, without levers so faint that nobody could apply them.

    Intensities are rounded down, and what is below a tenth beside a stronger lever is left out:
    both only lower harm.
    """
    most = max(mix.intensity, default=0.0)
    grain, least = (GRAIN, CRUMB) if most >= CRUMB else (FINE, FINE)
    level = [round(float(np.floor(x / grain + 1e-9)) * grain, 2) for x in mix.intensity]
    kept = [x >= least for x in level]
    return Mix(
        tuple(x if keep else 0.0 for x, keep in zip(level, kept, strict=True)),
        tuple(d if keep else 0 for d, keep in zip(mix.delay, kept, strict=True)),
    )


def spread(scores: Floats, most: int) -> list[int]:
    """Return at most so many rows that lie far apart, the best in each column among them.

    Parameters
    ----------
    scores : (rows, columns) float, lower is better
    most : 1 or more
    """
    reach = np.ptp(scores, axis=0)
    place = scores / np.where(reach > 0, reach, 1.0)
    kept = list(dict.fromkeys(scores.argmin(axis=0).tolist()))[:most]
    while len(kept) < min(most, len(scores)):
        gap = np.linalg.norm(place[:, None] - place[kept], axis=2).min(axis=1)
        gap[kept] = -1.0
        kept.append(int(gap.argmax()))
    return sorted(kept)


def _search(
    board: Board,
    focus: int,
    how: tuple[int, int, int],
    tell: Callable[[int], None],
) -> list[Mix]:
    """Return the mixes that the search ends with, `LISTED` at most.

    Parameters
    ----------
    how : population, generations, seed
    """
    from pymoo.algorithms.moo.nsga2 import NSGA2  # noqa: PLC0415  (an extra; slow to import)
    from pymoo.core.problem import Problem  # noqa: PLC0415
    from pymoo.optimize import minimize  # noqa: PLC0415

    population, generations, seed = how
    done = 0
    known: dict[Mix, tuple[float, float, float]] = {}

    def scores(mixes: list[Mix]) -> Floats:
        # To fewer digits than those in which the engines agree, so that both search alike.
        new = [mix for mix in dict.fromkeys(mixes) if mix not in known]
        odds = board.odds(new)[:, :, focus].mean(axis=1)
        for mix, mean in zip(new, odds, strict=True):
            cost = float(board.cost(mix).mean())
            known[mix] = (-float(mean), float(board.harm(mix).mean()), cost)
        return np.round([known[mix] for mix in mixes], 9)

    class Search(Problem):  # type: ignore[misc]  # pymoo has no types
        """Odds up, harm down, cost down."""

        def _evaluate(self, x: Floats, out: dict[str, Any], *_: Any, **__: Any) -> None:
            nonlocal done
            mixes = [mix_of(board, row) for row in x]
            out["F"] = scores(mixes)
            done += len(mixes)
            tell(done)

    size = 2 * board.count
    rng = np.random.default_rng(seed)
    first = rng.random((population, size))
    # Sparse and early mixes are where the ends of the front lie: half of the start is such.
    first[: population // 2, : board.count] *= rng.random((population // 2, board.count)) < 0.3
    first[: population // 2, board.count :] = 0.0
    for number in range(min(board.count, population)):
        first[number] = 0.0
        first[number, number] = 1.0
    result = minimize(
        Search(n_var=size, n_obj=3, xl=0.0, xu=1.0),
        NSGA2(pop_size=population, sampling=first),
        ("n_gen", generations + 1),
        seed=seed,
        verbose=False,
    )
    found = list(dict.fromkeys(mix_of(board, row) for row in np.atleast_2d(result.X)))
    return [found[n] for n in spread(scores(found), LISTED)]


def _start(board: Board, number: int, delay: int) -> str:
    case = board.base.lowered.case
    plan = case.levers[number].schedule
    year, month = case.as_of.year, case.as_of.month + 1
    if plan.start is not None:
        late = max((int(plan.start[:4]) - year) * 12 + int(plan.start[5:7]) - case.as_of.month, 1)
        month = case.as_of.month + late
    count = year * 12 + month - 1 + delay
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


@dataclass(frozen=True)
class _Rivals:
    """What the odds of a mix are held against."""

    focus: int
    none: Floats
    """(D, K) odds without any lever."""
    best: Floats
    """(D,) odds of the focus under the best mix of each draw."""


def _result(board: Board, mix: Mix, odds: Floats, rivals: _Rivals) -> MixResult:
    ids = [x.id for x in board.base.lowered.case.levers]
    return MixResult(
        levers=tuple(
            LeverSetting(ids[n], x, mix.delay[n], _start(board, n, mix.delay[n]))
            for n, x in enumerate(mix.intensity)
            if x > 0
        ),
        odds=bands(odds),
        difference=bands(odds - rivals.none),
        odds_p10=float(np.quantile(odds[:, rivals.focus], 0.1)),
        regret=Band.of(np.maximum(rivals.best - odds[:, rivals.focus], 0.0)),
        harm=Band.of(board.harm(mix)),
        harm_worst=board.worst_harm(mix),
        harm_peak=float(board.harm_over_time(mix).max(axis=1).mean()),
        cost=Band.of(board.cost(mix)),
        within_limit=board.within(mix),
    )


def _current(board: Board, rivals: _Rivals) -> MixResult:
    """Describe the case's own mix; its intensities differ between draws."""
    base = board.base
    path = base.inputs.lever_path[:, :, : base.lowered.roadmap.months]
    harm = np.einsum("dlt,dl->dt", path, board.harm_rate)
    spans = base.lowered.spans
    ids = [x.id for x in base.lowered.case.levers]
    levels = [spans[f"levers.{x}.schedule.intensity"] for x in ids]
    worst = Mix(tuple(s.high for s in levels), (0,) * board.count)
    usual = [base.values[f"levers.{x}.schedule.intensity"].mean() for x in ids]
    held = board.worst_harm(worst)
    if board.certainty < 1:
        held = float(np.quantile(harm.mean(axis=1), board.certainty, method="higher"))
    return MixResult(
        levers=tuple(
            LeverSetting(name, float(x), 0, _start(board, n, 0))
            for n, (name, x) in enumerate(zip(ids, usual, strict=True))
            if x > 0
        ),
        odds=bands(base.odds),
        difference=bands(base.odds - rivals.none),
        odds_p10=float(np.quantile(base.odds[:, rivals.focus], 0.1)),
        regret=Band.of(np.maximum(rivals.best - base.odds[:, rivals.focus], 0.0)),
        harm=Band.of(harm.mean(axis=1)),
        harm_worst=board.worst_harm(worst),
        harm_peak=float(harm.max(axis=1).mean()),
        cost=Band.of((path.mean(axis=2) * board.sender_rate).sum(axis=1)),
        within_limit=held <= board.limit,
    )


def _worth(
    board: Board, focus: int, without: Floats
) -> tuple[tuple[LeverWorth, ...], tuple[Pairing, ...]]:
    """Return Shapley values of the levers, as the case applies them and at full intensity.

    All sets of levers are too many for all draws; what they add up to is known from those.

    Parameters
    ----------
    without : (D, K) odds without any lever, on all draws
    """
    few = Board(board.base.first(SETS), board.certainty)
    setting, n = few.base, few.count
    every = board.base.lowered.lever_path(board.base.values, board.base.draws, full=True)
    now = _table(few, setting.inputs.lever_path)
    full = _table(few, every[: setting.draws])
    whole = board.base.odds_of(board.base.inputs.with_values(lever_path=every))
    added = adding_up(shapley(now, n), (board.base.odds - without).mean(axis=0))
    added_full = adding_up(shapley(full, n), (whole - without).mean(axis=0))
    pairs = interactions(full[:, :, focus], n)
    months = max(setting.lowered.roadmap.months, 1)
    harm_now = board.base.lever_harm
    harm_full = board.unit.sum(axis=2) / months * board.harm_rate
    listed = setting.lowered.case.levers
    worth = [
        LeverWorth(
            id=lever.id,
            name=lever.name,
            kind=lever.kind,
            adds=bands(added[i]),
            harm=Band.of(harm_now[:, i]),
            adds_at_full=bands(added_full[i]),
            harm_at_full=Band.of(harm_full[:, i]),
        )
        for i, lever in enumerate(listed)
    ]
    pairings = [
        Pairing(listed[i].id, listed[j].id, Band.of(pairs[i, j]))
        for i in range(n)
        for j in range(i + 1, n)
    ]
    return (
        tuple(sorted(worth, key=lambda w: -w.adds_at_full[focus].mean)),
        tuple(sorted(pairings, key=lambda p: -abs(p.interaction.mean))),
    )


def _table(board: Board, path: Floats) -> Floats:
    """Return (2**L, D, K), the odds for every set of levers running at a given path."""
    setting, n = board.base, board.count

    def variant(coalition: int) -> Floats:
        mine = np.zeros_like(path)
        for number in members_of(coalition, n):
            mine[:, number] = path[:, number]
        return mine

    return setting.odds_of_many(
        (setting.inputs.with_values(lever_path=variant(c)) for c in range(1 << n)), 1 << n
    )
