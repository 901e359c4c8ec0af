from dataclasses import fields

import pytest

from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.questions.odds.slopes import slopes, step_of
from tracktwo.roadmap import gradients

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


def test_slopes_are_those_of_the_adjoint(worked):
    """The chain rule by hand: the solver's own gradient, times how the arrays follow the input."""
    lowered = lower(worked.case)
    sample = Sample(8, 5)
    values = sample.values(lowered.spans)
    found = slopes(lowered, values, 1, PATHS, engine="numpy")
    usual = slopes(lowered, values, 1, PATHS)
    inputs = lowered.inputs(values, 8)
    by = gradients(lowered.roadmap, inputs, average=False).by
    for path in PATHS:
        small = 1e-4 * step_of(lowered, path)
        above = lowered.inputs({**values, path: values[path] + small}, 8)
        below = lowered.inputs({**values, path: values[path] - small}, 8)
        expected = 0.0
        for field in fields(inputs):
            change = getattr(above, field.name) - getattr(below, field.name)
            expected += float((by[field.name][:, 1] * change).sum()) / (8 * 2 * small)
        assert found[path] == pytest.approx(expected, rel=2e-3, abs=1e-9), path
        off = usual[path] - found[path]  # rounding, of a step of single precision
        assert abs(off) * step_of(lowered, path) < 1e-4, path


def test_a_step_is_a_point_or_a_hundredth_of_the_range(worked):
    lowered = lower(worked.case)
    assert step_of(lowered, "positions.taliban.rule.position") == 1
    assert step_of(lowered, "model.stances.refuses") == pytest.approx(0.04)
