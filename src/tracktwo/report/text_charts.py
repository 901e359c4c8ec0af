"""Charts in characters, for terminals and plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Bar, Spark

if TYPE_CHECKING:
    from collections.abc import Sequence

HALF = 12
"""Characters of a bar on either side of zero."""
_SPARKS = "▁▂▃▄▅▆▇█"


def drawn(row: Bar | Spark, rows: Sequence[Bar | Spark]) -> str:
    """Draw a row of a figure; bars share one scale.

    Parameters
    ----------
    row : Bar or Spark
    rows : sequence of Bar or Spark
        All rows of the figure.
    """
    if isinstance(row, Spark):
        return spark(row.values, row.top)
    values = [value for one in rows if isinstance(one, Bar) for value in one.values]
    most = max([abs(value) for value in values], default=0) or 1
    both = min(values, default=0) < 0
    right_half = HALF if both else 2 * HALF
    left = round(HALF * -min(0, *row.values) / most)
    right = round(right_half * max(0, *row.values) / most)
    return f"{'█' * left:>{HALF if both else 0}}│{'█' * right}"


def spark(values: Sequence[float], top: float) -> str:
    """Draw a course of numbers in one line, on a scale from 0 to `top`."""
    if top <= 0:
        return _SPARKS[0] * len(values)
    steps = len(_SPARKS) - 1
    return "".join(_SPARKS[min(steps, round(value / top * steps))] for value in values)
