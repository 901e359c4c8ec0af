"""The table over which parties bargain: who wants what, cares how much, and can do how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.bargaining import BargainingTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def bargaining_table(
    position: Floats,
    salience: Floats,
    capability: Floats,
    *,
    status_quo: Floats,
    actors: Sequence[str],
    issues: Sequence[str],
) -> BargainingTable:
    """Return the players' table of a case: all issues, positions on 0-100.

    Parameters
    ----------
    position : (draws, actors, issues) 0..1, NaN where an actor has none
    salience : (draws, actors, issues) 0..1
    capability : (draws, actors)
    status_quo : (draws, issues) 0..1
    actors, issues : their ids
    """
    return BargainingTable.of(
        100 * position,
        salience,
        capability[:, :, None],
        status_quo=100 * status_quo,
        actors=tuple(actors),
        issues=tuple(issues),
    )
