"""Charts in characters, for terminals and plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.blocks import Bar

HALF = 12
"""Characters of a bar on either side of zero."""


def drawn(bar: Bar, bars: tuple[Bar, ...]) -> str:
    """Draw a row of a figure, on the scale that all its rows share.

    Parameters
    ----------
    bar : Bar
    bars : tuple of Bar
        All rows of the figure.
    """
    values = [value for one in bars for value in one.values]
    most = max([abs(value) for value in values], default=0) or 1
    both = min(values, default=0) < 0
    right_half = HALF if both else 2 * HALF
    left = round(HALF * -min(0, *bar.values) / most)
    right = round(right_half * max(0, *bar.values) / most)
    return f"{'█' * left:>{HALF if both else 0}}│{'█' * right}"
