"""Through which door power counts: what capability does to the odds, by what it enters through.

Capability enters a case in three places: as the means to break a process, in consent rules that
ask for a share of it, and in shares of power that follow from it (by capability, by a contest of
strength). Each party's capability is moved from the low to the high third of its range, once in
all three and once in each alone, on the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracktwo.game.setting import bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tracktwo.game.setting import Setting
    from tracktwo.results.bands import Band
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]

Through = Literal["disruption", "rules", "shares"]

_ARRAYS: dict[Through, tuple[str, ...]] = {
    "disruption": ("disruption",),
    "rules": ("capability",),
    "shares": ("utility", "relapse"),
}
"""What of the engine's arrays moves with capability, by door."""


@dataclass(frozen=True)
class Door:
    """What one party's capability does to the odds of each stage."""

    actor: str
    low: float
    high: float
    """Mean capability in the low and in the high third of its range."""
    all: tuple[Band, ...]
    """Odds with the one minus odds with the other, per stage."""
    disruption: tuple[Band, ...]
    """The same where it moves only how far each could break the process."""
    rules: tuple[Band, ...]
    """The same where it moves only consent rules that ask for a share of capability."""
    shares: tuple[Band, ...]
    """The same where it moves only shares of power that follow from capability."""


def doors(base: Setting, focus: int) -> tuple[Door, ...]:
    """Return what capability does through each door, largest effect on the focus first.

    Parameters
    ----------
    base : the case on its draws
    focus : index of the stage to rank by
    """
    spans = base.lowered.spans
    able = [a for a in base.lowered.players if spans[f"actors.{a}.capability"].uncertain]
    variants = [inputs for actor in able for inputs in _moved(base, actor)]
    odds = base.odds_of_many(iter(variants), len(variants))
    found = []
    for n, actor in enumerate(able):
        low, high = _ends(base, actor)
        rows = [bands(odds[8 * n + 2 * k + 1] - odds[8 * n + 2 * k]) for k in range(4)]
        found.append(Door(actor, float(low.mean()), float(high.mean()), *rows))
    return tuple(sorted(found, key=lambda door: -abs(door.all[focus].mean)))


def _ends(base: Setting, actor: str) -> tuple[Floats, Floats]:
    """Return (D,) capabilities in the low and in the high third of their range."""
    path = f"actors.{actor}.capability"
    span, u = base.lowered.spans[path], base.sample.uniform(path)
    return span.at(u / 3), span.at((2 + u) / 3)


def _moved(base: Setting, actor: str) -> Iterator[Inputs]:
    """Yield low and high in all doors, then low and high in each alone."""
    path = f"actors.{actor}.capability"
    ends = [base.inputs_with({path: v}) for v in _ends(base, actor)]
    yield from ends
    for names in _ARRAYS.values():
        for end in ends:
            yield base.inputs.with_values(**{name: getattr(end, name) for name in names})
