"""Which engine solves a roadmap: NumPy everywhere, compiled where numba is installed.

The compiled one computes the same numbers (to 1e-12) an order of magnitude faster. In single
precision it is twice as fast again, a draw's odds then being off by some 1e-6, their mean by 1e-7:
far less than what is ever shown. Either has to be loaded, and on its first use on a machine to be
compiled; small work is done sooner by NumPy.
"""

from __future__ import annotations

import math
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tracktwo.errors import MissingExtraError, UnanswerableError
from tracktwo.machine_code import MachineCode
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.structure import EventKind

if TYPE_CHECKING:
    from tracktwo.roadmap.structure import Roadmap

Engine: TypeAlias = Literal["numpy", "compiled", "single"]
EngineChoice: TypeAlias = Literal["auto", "numpy", "compiled", "single"]

CHUNK = 256
"""Draws the NumPy engine solves together: small enough for the cache, large enough to hide its
overhead."""

PRECISIONS: dict[Engine, str] = {"compiled": "float64", "single": "float32"}
"""Type of the numbers that each compiled engine computes with."""

KERNEL = MachineCode(
    "tracktwo.roadmap.kernel",
    "solve_blocks",
    rests_on=[f"tracktwo.{name}" for name in ("compiled", "roadmap.answers", "roadmap.layout")]
    + ["tracktwo.roadmap.simd"],
)
"""The compiled engines, a form for each precision."""

FASTEST: Engine = "single"
"""What "auto" is where it pays."""

COMPILE_SECONDS = 10.0
"""Compiling the kernel for the first time takes about this long."""

LOAD_SECONDS = 0.1
"""Loading the kernel from disk takes about this long."""

NUMPY_RATE = 3e7
"""Answers (consents, disruptions, withdrawals) a second that the NumPy engine works out."""

NUMPY_STEP = 2.5e-4
"""Seconds that it takes to begin a month of a chunk of draws, and a tenth of them per event."""


def engines() -> tuple[Engine, ...]:
    """Return the engines that can be used here."""
    switched_off = os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}
    usable = find_spec("numba") is not None and not switched_off
    return ("numpy", *PRECISIONS) if usable else ("numpy",)


def kernel_is_ready(engine: Engine | None = None) -> bool:
    """Return whether an engine, the fastest by default, can start without compiling first.

    True if it has run in this process, or if its code for this processor, this version of numba and
    the kernel as it stands is kept on disk; it is loaded then.
    """
    engine = engine or FASTEST
    if engine == "numpy" or engine not in engines():
        return engine == "numpy"
    return KERNEL.is_ready(PRECISIONS[engine])


def numpy_seconds(roadmap: Roadmap, draws: int, foresight: int | None = None) -> float:
    """Return roughly how long the NumPy engine would take, in seconds on one core."""
    plan = plan_for(roadmap)
    disruptions = int(np.sum(plan.kind == EventKind.DISRUPTION))
    answers = plan.consent_event.size + disruptions * roadmap.actors
    steps = plan.kind.size * (roadmap.actors + len(roadmap.stages) + len(roadmap.milestones))
    if foresight is not None:
        steps += plan.kind.size * roadmap.actors * min(foresight, roadmap.months)
    begun = math.ceil(draws / CHUNK) * NUMPY_STEP * (1 + plan.kind.size / 10)
    return roadmap.periods_for(foresight) * (begun + draws * (answers + steps / 8) / NUMPY_RATE)


def chosen_engine(
    roadmap: Roadmap,
    draws: int,
    *,
    engine: EngineChoice = "auto",
    foresight: int | None = None,
) -> Engine:
    """Return the engine that `solve` will use.

    "auto" is the compiled engine in single precision where numba is installed and the work is large
    enough to pay for loading it, and for compiling it unless `kernel_is_ready()`; NumPy otherwise.
    So what "auto" means can change from one run to the next; name an engine where the last digits
    must not.

    Raises
    ------
    ValueError
        If there is no such engine, or it needs numba and that is not installed.
    """
    if engine == "auto":
        work = numpy_seconds(roadmap, draws, foresight)
        loaded = KERNEL.is_loaded(PRECISIONS[FASTEST])
        if FASTEST not in engines() or (work < LOAD_SECONDS and not loaded):
            return "numpy"
        return FASTEST if kernel_is_ready() or work > COMPILE_SECONDS else "numpy"
    if engine not in {"numpy", *PRECISIONS}:
        raise UnanswerableError(
            f"no engine {engine!r}: choose 'auto', 'numpy', 'compiled' or 'single'"
        )
    if engine not in engines():
        raise MissingExtraError(
            "compiled engines need numba: install tracktwo[fast], or choose 'numpy'", "fast"
        )
    return engine
