"""Every model asked for its points: one after the other, or side by side where that takes long."""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from tracktwo.bargaining import predict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tracktwo.bargaining import BargainingTable
    from tracktwo.results.progress import Progress

PILOT = 100
"""Actors with which the time is measured that all would take."""
LARGE = 200
"""Actors from which on that is worth while."""
CUBIC = ("exchange", "spatial")
"""How the names of models begin whose time grows with the third power of the number of actors:
all others look at every pair."""
EVERY = 0.3
"""Seconds between two tellings."""


def ask_models(
    table: BargainingTable, names: Sequence[str], progress: Progress | None = None
) -> dict[str, NDArray[np.float64]]:
    """Return (draws, issues) points by model, in the order of the names.

    Of a large table the time is measured on a part of it first; `progress` is then told in
    seconds, and the task says how long it will be.
    """
    if len(table.actors) < LARGE:
        return _in_turn(table, names, progress)
    return _side_by_side(table, names, progress)


def _in_turn(
    table: BargainingTable, names: Sequence[str], progress: Progress | None
) -> dict[str, NDArray[np.float64]]:
    found = {}
    for number, name in enumerate(names, start=1):
        found[name] = predict(table, name)
        if progress:
            progress("models", number, len(names))
    return found


def _side_by_side(
    table: BargainingTable, names: Sequence[str], progress: Progress | None
) -> dict[str, NDArray[np.float64]]:
    cores = os.cpu_count() or 1
    seconds = estimated(table, names)
    total = max(math.ceil(sum(seconds.values()) / cores), 1)
    task = f"models, {said(total)}"
    # The longest first, so that none of them is left over at the end.
    order = sorted(names, key=lambda name: -seconds[name])
    found: dict[str, NDArray[np.float64]] = {}
    begun: dict[str, float] = {}

    def one(name: str) -> None:
        begun[name] = time.monotonic()
        found[name] = predict(table, name)

    with ThreadPoolExecutor(cores) as pool:
        open_ = {pool.submit(one, name) for name in order}
        while open_:
            over, open_ = wait(open_, EVERY, FIRST_COMPLETED)
            for task_done in over:
                task_done.result()
            if progress:
                now = time.monotonic()
                done = sum(
                    seconds[name] if name in found else min(now - start, 0.95 * seconds[name])
                    for name, start in begun.copy().items()
                )
                progress(task, min(int(done / cores), total - 1) if open_ else total, total)
    return {name: found[name] for name in names}


def estimated(table: BargainingTable, names: Sequence[str]) -> Mapping[str, float]:
    """Return about how many seconds each model will take, from a part of the actors."""
    few = table.first_actors(PILOT)
    times = max(1.0, len(table.actors) / PILOT)
    found = {}
    for name in names:
        predict(few, name)  # the first time may compile something
        start = time.perf_counter()
        predict(few, name)
        found[name] = times ** (3 if name.startswith(CUBIC) else 2) * (time.perf_counter() - start)
    return found


def said(seconds: float) -> str:
    """Say how long something takes, roughly.

    >>> said(4), said(50), said(200), said(9000)
    ('a few seconds', 'about a minute', 'about 3 minutes', 'about 2.5 hours')
    """
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return "about a minute" if seconds > 40 else "half a minute"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:.1f} hours"
