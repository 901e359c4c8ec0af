"""What matters: how much of the uncertainty of the odds each assumption carries.

The outcome is the *odds* of a stage, a number between 0 and 1 for each draw, not whether the
stage is passed: chance within a draw is worked out exactly and is nobody's to learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.case.quantities import names, step_names
from tracktwo.errors import UnanswerableError
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, stage_index
from tracktwo.questions.matters import MattersOptions, Scale
from tracktwo.questions.matters.discovery import Corner, corners
from tracktwo.questions.matters.sobol import CONVERGED, Indices, Mixed, sobol_indices
from tracktwo.questions.options import within
from tracktwo.results.plain import plain
from tracktwo.roadmap.engines import chosen_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.factors import Factor
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Tell = Callable[[int], None]

BINS = 16
"""Equal parts of an input's draws over which the best choice is averaged."""

CONSTANT = "model"
"""Group of the numbers that are the model's, not the case's."""

SHUFFLES = 64
CLEAR = 3.5
"""Standard deviations by which a value must exceed chance: about one in 4,000, for hundreds of
inputs looked at together."""


@dataclass(frozen=True)
class Weight:
    """How much of the variance of the odds one assumption, or one group of them, carries."""

    id: str
    label: str
    group: str
    """actor, issue, stage, lever or model"""
    inputs: int
    """How many uncertain numbers it stands for."""
    first: float
    """Share of the variance that would go if it were known."""
    first_error: float
    """Half of the 95 % interval."""
    total: float
    """Share that would remain if everything else were known."""
    total_error: float
    samples: int
    """Base samples behind both."""
    sd_if_known: float
    """Standard deviation of the odds, expected once it is known (on the scale asked for)."""
    assumption: bool
    """Whether no source stands behind at least one of its numbers."""

    @property
    def is_constant(self) -> bool:
        """Whether it is the model's, so that nobody could find it out about the case."""
        return self.group == CONSTANT


@dataclass(frozen=True)
class Verdict:
    """Whether the indices of one analysis can be relied on."""

    converged: bool
    widest: float
    """Width of the widest 95 % interval of an index."""
    runs: int
    text: str


@dataclass(frozen=True)
class Worth:
    """What learning one number would be worth to the choice between roadmaps."""

    path: str
    label: str
    value: float
    """Expected gain in the odds of the best choice, in points, beyond what chance would show."""

    @property
    def is_constant(self) -> bool:
        """Whether it is the model's, so that nobody could find it out about the case."""
        return self.path.startswith(f"{CONSTANT}.")


@dataclass(frozen=True)
class Matters:
    """What matters for the odds of one stage of a case."""

    case_id: str
    case_digest: str
    draws: int
    """Joint samples behind the corners and the worth of knowing."""
    seed: int
    focus: str
    stages: tuple[str, ...]
    scale: Scale
    mean: float
    sd: float
    """Of the odds of the stage over everything uncertain, on the scale asked for."""
    groups: tuple[Weight, ...]
    """By actor, issue, stage, lever and constant of the model; largest total first."""
    groups_verdict: Verdict
    inputs: tuple[Weight, ...]
    """Number by number; empty where not asked for."""
    inputs_verdict: Verdict | None
    choices: tuple[str, ...]
    """The roadmaps whose choice information would serve: the case's and its alternatives."""
    best_now: str
    """The one with the best mean odds."""
    worth: tuple[Worth, ...]
    """Those that clearly are worth something, largest first; none without alternatives."""
    threshold: float
    """Odds from which on the stage counts as having a chance."""
    reaching: float
    """Share of draws in which it has."""
    corners: tuple[Corner, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain values.

        What all answers call `focus` is called `stage` here, and draws and stages are left out:
        that is how this answer has been written since it was first, and programs read it.
        """
        found = plain(self)
        del found["draws"], found["stages"]
        return {"stage" if name == "focus" else name: value for name, value in found.items()}


@within(MattersOptions)
def matters(
    folder: CaseFolder,
    *,
    stage: str | None = MattersOptions.stage,
    samples: int = MattersOptions.samples,
    single_samples: int = MattersOptions.single_samples,
    draws: int = MattersOptions.draws,
    threshold: float = MattersOptions.threshold,
    scale: Scale = MattersOptions.scale,
    seed: int = MattersOptions.seed,
    threads: int | None = MattersOptions.threads,
    progress: Progress | None = None,
) -> Matters:
    """Say which assumptions the odds of a stage depend on.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage; the one that the question turns on by default
    samples, single_samples : base samples for the groups and for single numbers, powers of two;
        0 single samples leave out the indices of single numbers
    draws : joint samples for the value of information and for scenario discovery
    threshold : odds from which on the stage counts as having a chance, in scenario discovery
    scale : the odds themselves, or their logarithm (then what moves small odds counts as much)
    seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage, or nothing in the case is uncertain.
    """
    cases = [folder.case, *(folder.alternative(a.id) for a in folder.case.alternatives)]
    lowered = [lower(case) for case in cases]
    sample = Sample(draws, seed)
    factors = [f for f in lowered[0].factors if f.span.uncertain]
    owners = [f"{f.group}:{f.owner}" for f in factors]
    total = samples * (len(set(owners)) + 2) + single_samples * (len(owners) + 2)
    chosen = chosen_engine(lowered[0].roadmap, draws * len(cases) + total)
    base, *others = (Setting(item, sample, threads, chosen) for item in lowered)
    focus = stage_index(base, stage)
    done = 0

    paths = [f.path for f in factors]

    def ask(first: Floats, second: Floats, swaps: Sequence[Flags]) -> list[Floats]:
        def tell(more: int) -> None:
            if progress:
                progress("draws", done + more, max(total, done + more))

        nonlocal done
        odds = odds_of_mixtures(base, paths, (first, second), swaps, tell)
        done += len(swaps) * len(first)
        return [_scaled(one[:, [focus]], scale) for one in odds]

    if not factors:
        raise UnanswerableError("nothing in the case is uncertain")
    by_group = sobol_indices(Mixed(ask), owners, samples=samples, seed=seed)
    by_input = (
        sobol_indices(Mixed(ask), paths, samples=single_samples, seed=seed)
        if single_samples
        else None
    )
    label = {**names(folder.case), **{f"stage:{k}": v for k, v in step_names(folder.case).items()}}
    odds = base.odds[:, focus]
    scaled = _scaled(odds, scale)
    sd = float(scaled.std())
    corner_values = {f.path: base.values[f.path] for f in factors}
    choice_odds = _choices(base, others, base.stages[focus])
    ids = ("base", *(a.id for a in folder.case.alternatives))
    have = [i for i, column in zip(ids, choice_odds, strict=True) if column is not None]
    columns = np.array([column for column in choice_odds if column is not None])
    return Matters(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        stages=base.stages,
        scale=scale,
        mean=float(scaled.mean()),
        sd=sd,
        groups=_weights(
            by_group,
            [
                _group_label(x, label, [f for f, o in zip(factors, owners, strict=True) if o == x])
                for x in by_group.names
            ],
            factors,
            owners,
            sd,
        ),
        groups_verdict=verdict(by_group),
        inputs=_weights(by_input, [f.label for f in factors], factors, paths, sd)
        if by_input
        else (),
        inputs_verdict=verdict(by_input) if by_input else None,
        choices=tuple(have),
        best_now=have[int(np.argmax(columns.mean(axis=1)))],
        worth=_worth(columns, corner_values, factors, seed) if len(have) > 1 else (),
        threshold=threshold,
        reaching=float(np.mean(odds >= threshold)),
        corners=tuple(corners(corner_values, odds >= threshold)),
    )


def odds_of_mixtures(
    base: Setting,
    paths: Sequence[str],
    samples: tuple[Floats, Floats],
    swaps: Sequence[Flags],
    tell: Tell | None = None,
) -> list[Floats]:
    """Return (n, K), the odds of each stage, for each mixture of two samples of uniform numbers.

    Parameters
    ----------
    paths : uncertain numbers, in the order of the columns
    samples : two, (n, paths) uniform numbers each
    swaps : of each mixture, (paths,) which columns are those of the second
    tell : called with how many points are done so far
    """
    (first, second), spans = samples, base.lowered.spans
    count = len(first)
    middle = np.full(count, 0.5)
    values = {path: span.at(middle) for path, span in spans.items()}
    values |= {path: spans[path].at(column) for path, column in zip(paths, first.T, strict=True)}
    other = {path: spans[path].at(column) for path, column in zip(paths, second.T, strict=True)}
    engine = chosen_engine(base.lowered.roadmap, count * len(swaps), engine=base.engine)
    setting = Setting(base.lowered, Sample(count), base.threads, engine, given=values)
    changes = [
        {path: other[path] for path, swapped in zip(paths, swap, strict=True) if swapped}
        for swap in swaps
    ]
    return list(
        setting.odds_with_many(changes, None if tell is None else lambda n: tell(n * count))
    )


def _scaled(odds: Floats, scale: Scale) -> Floats:
    if scale == "odds":
        return odds
    return np.log(np.maximum(odds, 1e-300)) - np.log1p(-np.minimum(odds, 1 - 1e-16))


def _group_label(name: str, label: dict[str, str], mine: Sequence[Factor]) -> str:
    group, _, owner = name.partition(":")
    special = {
        "start": "The status quo",
        "abandoned": "After the roadmap is abandoned",
        "relapsed": "After a relapse",
    }
    if group == "model":
        # A constant of the model has a label of its own; several of a kind share a word.
        return f"Model: {mine[0].label if len(mine) == 1 else owner.replace('_', ' ')}"
    return f"{group.capitalize()}: {special.get(owner, label.get(name, label.get(owner, owner)))}"


def _weights(
    found: Indices,
    labels: Sequence[str],
    factors: Sequence[Factor],
    owners: Sequence[str],
    sd: float,
) -> tuple[Weight, ...]:
    out = []
    for row, (name, label) in enumerate(zip(found.names, labels, strict=True)):
        mine = [f for f, owner in zip(factors, owners, strict=True) if owner == name]
        first = float(found.first[row, 0])
        out.append(
            Weight(
                id=name,
                label=label,
                group=mine[0].group,
                inputs=len(mine),
                first=first,
                first_error=float(found.first_error[row, 0]),
                total=float(found.total[row, 0]),
                total_error=float(found.total_error[row, 0]),
                samples=int(found.samples[row]),
                sd_if_known=sd * float(np.sqrt(1 - min(max(first, 0.0), 1.0))),
                assumption=any(not f.evidence for f in mine),
            )
        )
    return tuple(sorted(out, key=lambda w: -w.total))


def verdict(found: Indices) -> Verdict:
    """Say whether the indices of the first outcome have converged, and what follows if not."""
    width = float(found.widest[0])
    if not found.variance[0]:
        text = "The odds do not vary: there is nothing to explain."
    elif found.converged[0]:
        text = f"Converged: every 95 % interval is narrower than {CONVERGED:g}."
    else:
        error = found.total_error[:, 0]
        order = np.argsort(-found.total[:, 0])
        low = found.total[order, 0] - error[order]
        high = found.total[order, 0] + error[order]
        clear = 0
        while clear < len(order) - 1 and low[clear] > high[clear + 1 :].max():
            clear += 1
        ranks = (
            f"the first {clear} of the ranking hold" if clear > 1
            else "the first of the ranking holds" if clear
            else "not even the first of the ranking is certain"
        )  # fmt: skip
        text = (
            f"Not converged: the widest 95 % interval is {width:.2g} wide "
            f"(below {CONVERGED:g} would do); {ranks}. Take more samples for the rest."
        )
    return Verdict(bool(found.converged[0]), width, found.runs, text)


def _choices(base: Setting, others: Sequence[Setting], stage: str) -> list[Floats | None]:
    """Return (D,) odds of the stage for each roadmap; None where it has no such stage."""
    return [
        item.odds[:, item.stages.index(stage)] if stage in item.stages else None
        for item in (base, *others)
    ]


def value_of_information(odds: Floats, values: Floats) -> float:
    """Return what knowing one input would add to the odds of the best choice.

    The expected value of partial perfect information, E[max_c E[odds_c | x]] - max_c E[odds_c],
    with the inner mean over equal parts of the sorted draws; Strong and Oakley (2013),
    doi:10.1177/0272989X12465533. It is too high by what maxima of noisy means are: see
    `value_of_nothing`.

    Parameters
    ----------
    odds : (choices, draws)
    values : (draws,) of the input
    """
    order = np.argsort(values, kind="stable")
    parts = np.array_split(order, min(BINS, order.size))
    best = [odds[:, part].mean(axis=1).max() * part.size for part in parts]
    return float(np.sum(best) / order.size - odds.mean(axis=1).max())


def value_of_nothing(odds: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """Return mean and standard deviation of what an input without any bearing would seem worth.

    Parameters
    ----------
    odds : (choices, draws)
    rng : draws such inputs
    """
    draws = odds.shape[1]
    found = [value_of_information(odds, rng.random((draws,))) for _ in range(SHUFFLES)]
    return float(np.mean(found)), float(np.std(found))


def _worth(
    odds: Floats, values: dict[str, Floats], factors: Sequence[Factor], seed: int
) -> tuple[Worth, ...]:
    noise, spread = value_of_nothing(odds, np.random.default_rng(seed))
    found = [
        Worth(f.path, f.label, 100 * (value_of_information(odds, values[f.path]) - noise))
        for f in factors
    ]
    clear = [w for w in found if w.value > 100 * CLEAR * spread]
    return tuple(sorted(clear, key=lambda w: -w.value))
