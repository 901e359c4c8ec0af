"""The linear pool of distributions: a mixture of what each expert thinks possible.

Source: M. Stone, "The opinion pool", Annals of Mathematical Statistics 32 (1961) 1339-1342. A mean
of experts' numbers would be surer than any of them; the mixture is as unsure as they are together.

A case holds low, most likely and high, read as a triangular distribution. The range that is written
is the one whose 5 %, 50 % and 95 % points lie nearest to those of the mixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

    Span = tuple[float, float, float]

_POINTS = np.array([0.05, 0.5, 0.95])
_GRID = 2001


def _cdf(span: Span, x: Floats) -> Floats:
    """Return the distribution function of a triangular distribution, or of a single point."""
    low, mode, high = span
    if low == high:
        return np.asarray(x >= low, dtype=np.float64)
    below = (x - low) ** 2 / ((high - low) * max(mode - low, 1e-300))
    above = 1 - (high - x) ** 2 / ((high - low) * max(high - mode, 1e-300))
    inside = np.where(x < mode, below, above)
    return np.where(x <= low, 0.0, np.where(x >= high, 1.0, inside))


def quantiles(spans: Sequence[Span], weights: Floats, points: Floats = _POINTS) -> Floats:
    """Return quantiles of the mixture of triangular distributions.

    Parameters
    ----------
    spans : low, most likely, high of each expert
    weights : of each; they sum to 1
    points : (P,) probabilities
    """
    low = min(span[0] for span in spans)
    high = max(span[2] for span in spans)
    if low == high:
        return np.full(len(points), low)
    x = np.linspace(low, high, _GRID)
    total = sum(
        (weight * _cdf(span, x) for span, weight in zip(spans, weights, strict=True)),
        start=np.zeros(_GRID),
    )
    return np.asarray(x[np.minimum(np.searchsorted(total, points, side="left"), _GRID - 1)])


def pooled_span(spans: Sequence[Span], weights: Floats) -> Span:
    """Return the range nearest to the mixture; its ends lie within those of the experts."""
    if all(span == spans[0] for span in spans):
        return spans[0]
    least, most = min(s[0] for s in spans), max(s[2] for s in spans)
    wanted = quantiles(spans, weights)
    # A triangle is fixed by its ends and its mode: tried on a grid, fine enough to be shown.
    ends = np.linspace(least, most, 41)
    low, high = np.meshgrid(ends, ends, indexing="ij")
    keep = low < high
    low, high = low[keep], high[keep]
    best: tuple[float, Span] = (np.inf, (least, float(wanted[1]), most))
    for share in np.linspace(0, 1, 41):
        mode = low + share * (high - low)
        width = high - low
        # Quantile function of the triangular distribution.
        cut = (mode - low) / width
        p = _POINTS[:, None]
        left = low + np.sqrt(p * width * np.maximum(mode - low, 0))
        right = high - np.sqrt((1 - p) * width * np.maximum(high - mode, 0))
        miss = ((np.where(p <= cut, left, right) - wanted[:, None]) ** 2).sum(axis=0)
        at = int(np.argmin(miss))
        if miss[at] < best[0]:
            best = (float(miss[at]), (float(low[at]), float(mode[at]), float(high[at])))
    return best[1]
