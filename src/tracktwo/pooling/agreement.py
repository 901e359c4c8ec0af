"""How far experts agree: spread by question, Krippendorff's alpha, distance from each other.

Sources: K. Krippendorff, Content Analysis (4th ed., 2019), ch. 12, as the package `krippendorff`
computes it: interval differences for numbers (each scaled to the limits of its question), ordinal
ones for stances. Distances are means of absolute differences of most likely values, 0-1.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracktwo.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracktwo.pooling.answers import ExpertForm
    from tracktwo.pooling.asked import Elicited

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How far the answers to one question lie apart."""

    path: str
    text: str
    answers: int
    """Number of experts who answered."""
    low: float
    """Least of their most likely values; of stances, the place of the word in its order."""
    median: float
    high: float
    apart: float
    """high - low as a share of all that could be answered, 0-1."""


def scaled(answers: Sequence[ExpertForm], asked: Sequence[Elicited]) -> Floats:
    """Return (experts, questions) most likely values, 0-1; NaN where nothing was answered."""
    table = np.full((len(answers), len(asked)), np.nan)
    for row, one in enumerate(answers):
        for column, question in enumerate(asked):
            given = one.by_path.get(question.path)
            if given is None:
                continue
            if question.choices:
                table[row, column] = question.choices.index(given.choice) / (
                    len(question.choices) - 1
                )
            else:
                table[row, column] = (given.mode - question.low) / (question.high - question.low)
    return table


def spreads(answers: Sequence[ExpertForm], asked: Sequence[Elicited]) -> tuple[Spread, ...]:
    """Return the spread of each question that anybody answered, the widest first."""
    table = scaled(answers, asked)
    found = []
    for column, question in enumerate(asked):
        given = table[:, column][~np.isnan(table[:, column])]
        if not given.size:
            continue
        span = len(question.choices) - 1 if question.choices else question.high - question.low
        base = 0.0 if question.choices else question.low
        low, middle, high = (
            float(base + span * x) for x in (given.min(), np.median(given), given.max())
        )
        apart = float(given.max() - given.min())
        found.append(
            Spread(question.path, question.text, int(given.size), low, middle, high, apart)
        )
    return tuple(sorted(found, key=lambda one: (-one.apart, one.path)))


def alpha(answers: Sequence[ExpertForm], asked: Sequence[Elicited], *, words: bool) -> float | None:
    """Return Krippendorff's alpha over numbers or over stances.

    Parameters
    ----------
    words : stances (ordinal), else numbers (interval)

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for what chance would give, below 0 for less than that. None
        where fewer than two people answered any one question, or all answers are the same, so that
        there is nothing for agreement to show in.

    Raises
    ------
    MissingExtraError
        If the package `krippendorff` is not installed.
    """
    try:
        import krippendorff  # noqa: PLC0415  (an extra)
    except ImportError:
        raise MissingExtraError.of(["krippendorff"], "pool") from None
    chosen = [question for question in asked if bool(question.choices) == words]
    table = scaled(answers, chosen)
    paired = (~np.isnan(table)).sum(axis=0) >= 2
    table = table[:, paired]
    known = table[~np.isnan(table)]
    if known.size == 0 or np.all(known == known[0]):
        return None
    level: Literal["ordinal", "interval"] = "ordinal" if words else "interval"
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))


def distances(answers: Sequence[ExpertForm], asked: Sequence[Elicited]) -> Floats:
    """Return (experts, experts) mean distances over the questions that both answered.

    NaN for two who have no question in common.
    """
    table = scaled(answers, asked)
    count = len(answers)
    found = np.zeros((count, count))
    for one, other in itertools.combinations(range(count), 2):
        both = ~np.isnan(table[one]) & ~np.isnan(table[other])
        apart = np.abs(table[one] - table[other])[both]
        found[one, other] = found[other, one] = apart.mean() if apart.size else np.nan
    return found
