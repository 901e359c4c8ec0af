"""Odds that were solved before, by the arrays that they were solved from.

The questions of one report ask for much the same: what if this party consented, if that lever were
not there. What one of them has solved, the next looks up. Arrays that differ in one bit, another
roadmap or another engine are another entry, so that an answer is the same bytes whatever was asked
before it.
"""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.store import GameStore

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

KEPT = 2048
"""Sets of arrays whose odds are kept, some kilobytes each."""

_ODDS: GameStore[Floats] = GameStore(KEPT)


class KnownOdds:
    """What was solved of one roadmap, looked up by arrays that are mostly those of a base.

    Parameters
    ----------
    roadmap : the game
    base : arrays that others share most of
    kept : whether others may ask the same: not where the values are one question's own, or so few
        draws that they are one step of some search. Then only what is the base itself is known
        again, and nothing is read through to see what it is.
    """

    def __init__(self, roadmap: Roadmap, base: Inputs, *, kept: bool = True) -> None:
        self._roadmap = repr(roadmap).encode()
        self._base = base  # held, so that no other array gets the identity of one of its
        self._kept = kept
        self._marks = {id(array): _mark(array) if kept else b"" for array in _arrays(base)}
        self._others = count(1)

    def key(self, inputs: Inputs, engine: str) -> tuple[str, bytes]:
        """Return what the odds of some arrays depend on."""
        if not self._kept:
            same = all(id(array) in self._marks for array in _arrays(inputs))
            return engine, b"" if same else b"%d" % next(self._others)
        whole = sha256(self._roadmap)
        for array in _arrays(inputs):
            whole.update(self._marks.get(id(array)) or _mark(array))
        return f"odds by {engine}", whole.digest()

    def get(self, key: tuple[str, bytes]) -> Floats | None:
        """Return (D, K) odds, read-only; None where they are not kept."""
        return _ODDS.get(key) if self._kept else None

    def put(self, key: tuple[str, bytes], odds: Floats) -> None:
        """Keep (D, K) odds."""
        if self._kept:
            odds.flags.writeable = False
            _ODDS.put(key, odds)


def _arrays(inputs: Inputs) -> list[Floats]:
    return [getattr(inputs, field.name) for field in fields(inputs)]


def _mark(array: Floats) -> bytes:
    # Processors have instructions for this one: three times as fast as what is fast without.
    return sha256(np.ascontiguousarray(array).data).digest()
