import numpy as np
import pytest

from tracktwo.explore.draws import make_sample
from tracktwo.explore.lower import lower
from tracktwo.explore.slopes import slopes, step_of
from tracktwo.roadmap.exact import solve

PATHS = [
    "roadmap.start.conflict.taliban",
    "positions.taliban.rule.position",
    "positions.taliban.rule.salience",
    "actors.masoud.capability",
    "roadmap.stages.interim.policy.rule",
    "levers.non-recognition.cost.taliban",
    "levers.resistance.schedule.ramp",
    "model.precision",
    "model.discount",
    "model.stances.refuses",
    "model.pace.talks",
    "model.disruption",
    "roadmap.stages.paving.pace",
    "roadmap.conflict_growth",
]


def test_slopes_are_those_of_the_solver_on_common_draws(worked):
    lowered = lower(worked.case)
    sample = make_sample(lowered.uncertain, 8, 5)
    values = sample.values(lowered.spans)
    found = slopes(lowered, values, 1, PATHS)
    # The start value: what the solver itself says of a step up and a step down.
    for path in PATHS:
        small = 1e-3 * step_of(lowered, path)
        odds = []
        for sign in (1, -1):
            inputs = lowered.inputs({**values, path: values[path] + sign * small}, 8)
            odds.append(solve(lowered.roadmap, inputs, engine="numpy").reached[:, -1, 1])
        expected = np.mean(odds[0] - odds[1]) / (2 * small)
        assert found[path] == pytest.approx(expected, rel=2e-3, abs=1e-9), path


def test_a_step_is_a_point_or_a_hundredth_of_the_range(worked):
    lowered = lower(worked.case)
    assert step_of(lowered, "positions.taliban.rule.position") == 1
    assert step_of(lowered, "model.stances.refuses") == pytest.approx(0.04)
