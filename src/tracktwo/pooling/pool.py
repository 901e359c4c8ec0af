"""Pooling: agreement by question, the odds under each person's judgement, and the pooled ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.case import paths
from tracktwo.case.format.numbers import in_mapping
from tracktwo.case.format.stances import note_of
from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.setting import bands, settle, stage_index
from tracktwo.pooling.agreement import Spread, alpha, distances, scaled, spreads
from tracktwo.pooling.answers import PoolError, latest_answers
from tracktwo.pooling.asked import elicited
from tracktwo.pooling.mixture import pooled_span
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.pooling.answers import ExpertForm, Judgement
    from tracktwo.pooling.asked import Elicited
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]

MOST_WORDS = 2000
"""Letters of a reason that a case holds."""
TRIED = 12
"""Questions, those on which answers lie furthest apart, whose effect on the odds is worked out."""


@dataclass(frozen=True)
class ExpertOdds:
    """The odds under one person's judgement."""

    expert: str
    weight: float
    answered: int
    reached: tuple[Band, ...]
    """Of each stage at the horizon, with this person's answers in the case."""


@dataclass(frozen=True)
class PooledNumber:
    """What the answers to one question come to."""

    path: str
    text: str
    experts: tuple[str, ...]
    low: float
    mode: float
    high: float
    choice: str
    """Of stances: the word with most weight, where it has more than half of it; else nothing."""
    reasons: tuple[str, ...] = ()
    """What each said, of stances its word, and why."""


@dataclass(frozen=True)
class Bearing:
    """How far the odds of the focus stage go apart with the answers to one question."""

    path: str
    text: str
    low: float
    high: float
    """Least and greatest mean odds of the focus stage over the experts' answers to it."""


@dataclass(frozen=True)
class RoundBefore:
    """The round before the discussion, beside this one."""

    apart: float
    """Mean distance of answers then, over the questions answered in both rounds, 0-1."""
    apart_now: float
    alpha: float | None
    moved: tuple[tuple[str, float], ...]
    """Each person in both rounds, and how far its answers moved on average, 0-1."""
    silent: tuple[str, ...] = ()
    """Who did not answer again, so that what it answered before counts."""


@dataclass(frozen=True)
class Pooled(CaseAnswer):
    """Several people's judgements of one case."""

    focus: str
    stages: tuple[str, ...]
    base: tuple[Band, ...]
    """Odds of each stage in the case as it is."""
    judged: tuple[ExpertOdds, ...]
    pooled: tuple[Band, ...]
    """The linear pool of everybody's odds: as unsure as they are together."""
    written: tuple[Band, ...]
    """Odds of the case with the pooled ranges in it, which is what writing them gives."""
    numbers: tuple[PooledNumber, ...]
    spreads: tuple[Spread, ...]
    alpha: float | None
    alpha_stances: float | None
    distances: tuple[tuple[float | None, ...], ...]
    matters: tuple[Bearing, ...]
    before: RoundBefore | None = None
    notes: tuple[str, ...] = ()
    """What of other codings is compared with nothing."""


def pool(
    folder: CaseFolder,
    answers: Sequence[ExpertForm],
    *,
    weights: Mapping[str, float] | None = None,
    stage: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Pooled:
    """Compare and pool answers.

    Parameters
    ----------
    folder : the case
    answers : of two people or more; where several rounds are among them, what each person
        answered last counts
    weights : by expert, of those whose weight is not 1
    stage : whose odds disagreement is weighed by; the one on which the odds hinge by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    PoolError
        If fewer than two people answered, or a weight is of nobody or not above zero.
    UnanswerableError
        If there is no such stage.
    """
    latest = max((one.round for one in answers), default=1)
    now = latest_answers(answers)
    earlier = latest_answers([one for one in answers if one.round < latest])
    share = _shares(now, weights or {})
    asked = elicited(folder.case)
    numbers = _numbers(now, asked, share)
    changes = [_changes(one.by_path) for one in now]
    whole = pooled_changes(numbers)
    cases = [folder.case, *(folder.proposed(judged(folder, one)) for one in (whole, *changes))]
    base, together, *each = settle(cases, draws=draws, seed=seed, threads=threads)
    focus = stage_index(base, stage)
    for n, one in enumerate(each):
        one.odds  # noqa: B018  (computed here, so that progress is told)
        if progress:
            progress("odds under each judgement", n + 1, len(each))
    apart = spreads(now, asked)
    return Pooled(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        stages=base.stages,
        base=bands(base.odds),
        judged=tuple(
            ExpertOdds(one.expert, float(weight), len(one.by_path), bands(setting.odds))
            for one, weight, setting in zip(now, share, each, strict=True)
        ),
        pooled=tuple(
            _mixed([setting.odds[:, k] for setting in each], share)
            for k in range(len(base.stages))
        ),
        written=bands(together.odds),
        numbers=numbers,
        spreads=apart,
        alpha=alpha(now, asked, words=False),
        alpha_stances=alpha(now, asked, words=True),
        distances=tuple(
            tuple(None if np.isnan(x) else float(x) for x in row) for row in distances(now, asked)
        ),
        matters=_matters(folder, now, apart, whole, focus, draws=min(draws, FEW), seed=seed,
                         threads=threads, progress=progress),
        before=_before(now, earlier, asked) if earlier else None,
        notes=tuple(note for one in now for note in one.notes),
    )  # fmt: skip


def _shares(answers: Sequence[ExpertForm], weights: Mapping[str, float]) -> Floats:
    if len(answers) < 2:
        raise PoolError([f"{len(answers) or 'no'} answers; pooling takes those of two people"])
    names = {one.person for one in answers}
    wrong = [f"weight of {name}: nobody of that name answered" for name in weights
             if name.casefold() not in names]  # fmt: skip
    wrong += [f"weight of {n}: should be above 0 (got {w:g})" for n, w in weights.items()
              if not 0 < w < float("inf")]  # fmt: skip
    if wrong:
        raise PoolError(wrong)
    folded = {name.casefold(): weight for name, weight in weights.items()}
    found = np.array([folded.get(one.person, 1.0) for one in answers])
    return np.asarray(found / found.sum())


def _changes(given: Mapping[str, Judgement]) -> dict[str, Any]:
    return {path: one.choice or _range(one.low, one.mode, one.high) for path, one in given.items()}


def judged(folder: CaseFolder, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of the case with answers in it.

    What an actor would say to a stage takes the place of what the case says of it there; what it
    says of other steps, or of single milestones, stays.

    Parameters
    ----------
    folder : the case
    changes : path to a number in the form of case.yaml, or to the word of a stance
    """
    data = folder.plain()
    for path, value in changes.items():
        paths.put(data, path, value)
    return data


def _range(low: float, mode: float, high: float) -> Any:
    return mode if low == high else [low, mode, high]


def pooled_changes(numbers: Sequence[PooledNumber], why: str = "") -> dict[str, Any]:
    """Return the changes to a case that the pooled answers make, by path."""
    found: dict[str, Any] = {}
    for one in numbers:
        if one.choice:
            found[one.path] = one.choice
        elif one.low == one.low:
            value = _range(one.low, one.mode, one.high)
            if why:
                found[one.path] = in_mapping(value) | {"why": _reason(one, why)}
            else:
                found[one.path] = value
    return found


def written(folder: CaseFolder, numbers: Sequence[PooledNumber], why: str) -> dict[str, Any]:
    """Return the plain values of the case with the pooled answers in it, and their reasons.

    Parameters
    ----------
    folder : the case
    numbers : what was pooled
    why : how; the people and what each gave as a reason follow it
    """
    was = folder.plain()
    data = judged(folder, pooled_changes(numbers, why))
    for one in numbers:
        if not one.choice or _stance(was, one.path) == one.choice:
            continue
        if _stance(data, one.path) == one.choice:
            paths.put(data, note_of(one.path), _reason(one, why))
    return data


def _stance(data: Mapping[str, Any], path: str) -> str:
    _, actor, step, _ = path.split(".")
    return next((str(one["stance"]) for one in data.get("stances") or []
                 if (one["actor"], one["on"]) == (actor, [step])), "")  # fmt: skip


def _reason(one: PooledNumber, why: str) -> str:
    text = f"{why} ({', '.join(one.experts)})"
    return "; ".join((text, *one.reasons))[:MOST_WORDS]


def _numbers(
    answers: Sequence[ExpertForm], asked: Sequence[Elicited], share: Floats
) -> tuple[PooledNumber, ...]:
    found = []
    for question in asked:
        given = [(one.expert, one.by_path[question.path], weight)
                 for one, weight in zip(answers, share, strict=True)
                 if question.path in one.by_path]  # fmt: skip
        if not given:
            continue
        names = tuple(name for name, _, _ in given)
        reasons = tuple(
            f"{name}: {': '.join(part for part in (one.choice, one.why[:MOST_WORDS // 8]) if part)}"
            for name, one, _ in given if one.choice or one.why
        )  # fmt: skip
        weights = np.array([weight for _, _, weight in given])
        weights = weights / weights.sum()
        if question.choices:
            votes: dict[str, float] = {}
            for (_, one, _), weight in zip(given, weights, strict=True):
                votes[one.choice] = votes.get(one.choice, 0.0) + float(weight)
            word, most = max(votes.items(), key=lambda pair: pair[1])
            nan = float("nan")
            choice = word if most > 0.5 else ""
            triple = nan, nan, nan
        else:
            spans = [(one.low, one.mode, one.high) for _, one, _ in given]
            triple, choice = pooled_span(spans, weights), ""
        found.append(PooledNumber(question.path, question.text, names, *triple, choice, reasons))
    return tuple(found)


def _mixed(columns: Sequence[Floats], share: Floats) -> Band:
    """Return the band of a mixture of draws, each person's with its weight."""
    values = np.concatenate(columns)
    weights = np.concatenate(
        [np.full(len(c), w / len(c)) for c, w in zip(columns, share, strict=True)]
    )
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    points = [values[order][min(int(np.searchsorted(total, p)), len(values) - 1)]
              for p in (0.05, 0.25, 0.5, 0.75, 0.95)]  # fmt: skip
    return Band(float(weights @ values), *map(float, points))


def _matters(
    folder: CaseFolder,
    answers: Sequence[ExpertForm],
    apart: Sequence[Spread],
    whole: Mapping[str, Any],
    focus: int,
    *,
    draws: int,
    seed: int,
    threads: int | None,
    progress: Progress | None,
) -> tuple[Bearing, ...]:
    tried = [one for one in apart if one.answers > 1 and one.apart > 0][:TRIED]
    found = []
    for n, question in enumerate(tried):
        given = [_changes({question.path: one.by_path[question.path]})
                 for one in answers if question.path in one.by_path]  # fmt: skip
        cases = [folder.proposed(judged(folder, {**whole, **change})) for change in given]
        means = [float(setting.odds[:, focus].mean())
                 for setting in settle(cases, draws=draws, seed=seed, threads=threads)]  # fmt: skip
        found.append(Bearing(question.path, question.text, min(means), max(means)))
        if progress:
            progress("where it matters", n + 1, len(tried))
    return tuple(sorted(found, key=lambda one: (one.low - one.high, one.path)))


def _before(
    now: Sequence[ExpertForm], earlier: Sequence[ExpertForm], asked: Sequence[Elicited]
) -> RoundBefore:
    was, is_ = scaled(earlier, asked), scaled(now, asked)
    both = (~np.isnan(was)).any(axis=0) & (~np.isnan(is_)).any(axis=0)
    moved, silent, latest = [], [], max(one.round for one in now)
    for row, one in enumerate(now):
        then = next((n for n, e in enumerate(earlier) if e.person == one.person), None)
        if then is None:
            continue
        if one.round < latest:
            silent.append(one.expert)
            continue
        change = np.abs(is_[row] - was[then])
        known = change[~np.isnan(change)]
        moved.append((one.expert, float(known.mean()) if known.size else 0.0))
    return RoundBefore(
        _apart(was[:, both]), _apart(is_[:, both]), alpha(earlier, asked, words=False),
        tuple(moved), tuple(silent),
    )  # fmt: skip


def _apart(table: Floats) -> float:
    if not table.size:
        return 0.0
    return float(np.mean(np.nanmax(table, axis=0) - np.nanmin(table, axis=0)))
