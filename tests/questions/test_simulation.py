import dataclasses

import numpy as np
import pytest

from tracktwo.questions.simulate.paths import simulated_odds
from tracktwo.roadmap import structure


@pytest.mark.parametrize("name", ["worked", "smallest"])
def test_exact_odds_are_those_of_paths_within_sampling_error(name, request):
    """On the shipped cases, every stage; four standard errors for the few comparisons made."""
    # What the actors expect is solved draw by draw, which takes most of it: few draws, many paths.
    found = simulated_odds(request.getfixturevalue(name), draws=6, paths=3000, seed=3)
    for exact, simulated, error in zip(found.exact, found.simulated, found.error, strict=True):
        assert simulated == pytest.approx(exact, abs=4 * error + 1e-4)
    assert max(found.simulated) > 0.05


def test_a_roadmap_too_large_for_exactness_is_simulated_and_says_so(worked, monkeypatch):
    """Fourteen steps in any order in one stage have sixteen thousand states."""
    steps = [
        {"id": f"step-{n}", "name": f"Step {n}", "consent": ["council", "un", "donors"][n % 3]}
        for n in range(14)
    ]
    case = worked.overlay({"roadmap.stages.interim.milestones": steps})
    folder = dataclasses.replace(worked, case=case)
    with pytest.raises(structure.TooManyStatesError, match="more than 5,000 reachable states"):
        structure.StateSpace.of(_roadmap(folder))
    found = simulated_odds(folder, draws=2, paths=200)
    assert found.exact is None
    assert "simulated" in found.message.lower()
    assert (np.diff(found.simulated) <= 0).all()
    assert found.error[0] > 0


def _roadmap(folder):
    from tracktwo.game.lower import lower  # noqa: PLC0415

    return lower(folder.case).roadmap
