"""Whose consent is asked, and the game in which some of them always or never give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.rules import actors_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.game.setting import Setting
    from tracktwo.roadmap.inputs import Inputs


def asked_of(base: Setting) -> tuple[int, ...]:
    """Return the players that some rule names, or that could withdraw."""
    named = {
        i
        for m in base.lowered.roadmap.milestones
        for i in (*(actors_of(m.rule) if m.rule else ()), *m.withdrawable_by)
    }
    return tuple(sorted(named))


def consenting(base: Setting, actors: Sequence[int]) -> Inputs:
    """Return the numbers of the game in which some players consent to everything."""
    stance = base.inputs.stance.copy()
    stance[:, :, list(actors)] = np.inf
    return base.inputs.with_values(stance=stance)


def refusing(base: Setting, actor: int) -> Inputs:
    """Return the numbers in which a player refuses everything, and takes back what it can."""
    stance = base.inputs.stance.copy()
    stance[:, :, actor] = -np.inf
    return base.inputs.with_values(stance=stance)
