"""How far a case is reported changes nothing in it."""

import numpy as np
import pytest

from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.roadmap_structure import GROWTH_MONTHS
from tracktwo.roadmap import solve
from tracktwo.roadmap.structure import TOLERANCE

DRAWS = 512


def odds(folder, **changes):
    lowered = lower(folder.overlay(changes))
    sample = Sample(DRAWS, 1)
    inputs = lowered.inputs(sample.values(lowered.spans), DRAWS)
    return solve(lowered.roadmap, inputs, milestones=False).reached.mean(axis=0)


@pytest.mark.parametrize("case", ["worked", "smallest"])
def test_odds_by_a_month_are_the_same_whatever_the_horizon(case, request):
    folder = request.getfixturevalue(case)
    months = folder.case.horizon
    reported = odds(folder)
    for longer in (12, 60):
        more = odds(folder, horizon=months + longer)[: months + 1]
        assert np.abs(more - reported).max() <= TOLERANCE / 2
    short = odds(folder, horizon=months // 3)
    assert np.abs(reported[: months // 3 + 1] - short).max() <= TOLERANCE


@pytest.mark.parametrize("case", ["worked", "smallest"])
def test_the_old_end_can_be_had_and_did_depend_on_it(case, request):
    folder = request.getfixturevalue(case)
    months = folder.case.horizon
    old = {"model.ends_with_horizon": True}
    before = odds(folder, **old)
    later = odds(folder, horizon=months + 60, **old)[: months + 1]
    assert np.abs(later - before).max() > 5 * TOLERANCE


def test_the_old_end_is_that_of_the_window(worked):
    roadmap = lower(worked.overlay({"model.ends_with_horizon": True})).roadmap
    assert (roadmap.beyond, roadmap.grows) == ((), None)
    goes_on = lower(worked.case).roadmap
    assert goes_on.beyond
    assert goes_on.grows == GROWTH_MONTHS


def test_a_lever_without_an_end_goes_on_and_one_with_an_end_does_not(smallest):
    folder = smallest
    lowered = lower(folder.case)
    sample = Sample(4, 1)
    values, months = sample.values(lowered.spans), lowered.roadmap.months
    path = lowered.lever_path(values, 4)
    assert path.shape[2] == lowered.roadmap.periods > months
    lever = folder.case.levers[0].id
    ended = lower(folder.overlay({f"levers.{lever}.schedule.end": "2032-01"}))
    assert (path[:, 0, months:] > 0).all()
    assert (ended.lever_path(values, 4)[:, 0, months:] == 0).all()
    later = lowered.lever_path(values, 4, delay=(3,) * len(folder.case.levers))
    np.testing.assert_allclose(later[:, 0, 3:months], path[:, 0, : months - 3], rtol=1e-12)
    # Harm is of the window alone.
    harm = lowered.harm(values, 4)
    np.testing.assert_allclose(harm, lowered.harm(values, 4, path=path[:, :, :months]))
