"""What several modules on agreement ask of the worked case, worked out once."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tracktwo.game.setting import settle
from tracktwo.questions.agree import agreement

COSTLY = 90
"""What the stage of talks costs one side there, so that nothing can be agreed."""
DRAWS = 12


def _costing(folder, cost):
    return folder.overlay({"roadmap.stages.talks.conflict.taliban": cost})


@pytest.fixture(scope="session")
def nothing_agreed(worked):
    """What can be agreed where a stage costs one side dear: there is no zone at that stage."""
    folder = dataclasses.replace(worked, case=_costing(worked, COSTLY))
    return agreement.agree(folder, draws=DRAWS, search_draws=2)


@pytest.fixture(scope="session")
def talks_at(worked):
    """Return the zone of the stage of talks at a cost of it to that side, and no more."""

    def zone(cost):
        (base,) = settle([_costing(worked, cost)], draws=DRAWS, seed=1)
        k = base.stages.index("talks")
        proposal = base.lowered.policy(base.values, DRAWS).mean(axis=0)[k + 1]
        return agreement._zone(base, k, proposal, np.zeros(len(base.lowered.issues), dtype=bool))

    return zone
