import datetime as dt

import numpy as np
import pytest

from tracktwo.case import CaseError
from tracktwo.game.actor_arrays import stance_paths
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.months import month_number
from tracktwo.game.settlement import settlement_forecast
from tracktwo.questions.bargain.issues import issue_forecasts


def inputs_of(case, draws=4, seed=1):
    lowered = lower(case)
    sample = Sample(draws, seed)
    values = sample.values(lowered.spans)
    return lowered, values, lowered.inputs(values, draws)


@pytest.mark.parametrize("name", ["worked", "smallest"])
def test_arrays_have_the_shapes_and_ranges_that_the_engine_checks(name, request):
    lowered, _, inputs = inputs_of(request.getfixturevalue(name).case)
    inputs.check(lowered.roadmap)


def test_months_count_from_the_month_after_the_as_of_date():
    as_of = dt.date(2023, 3, 19)
    assert month_number(as_of, "2023-04") == 1
    assert month_number(as_of, "2024-03-31") == 12
    assert month_number(as_of, "2023-01") == -2


def test_what_a_stage_leaves_out_stays_as_it_was(smallest):
    lowered, values, _ = inputs_of(smallest.case)
    policy = lowered.policy(values, 4)
    for number, stage in enumerate(smallest.case.roadmap.stages, start=1):
        for j, issue in enumerate(lowered.issues):
            if issue not in stage.policy:
                assert (policy[:, number, j] == policy[:, number - 1, j]).all()
    abandoned = lowered.roadmap.abandoned_situation
    if not smallest.case.roadmap.abandoned.policy:
        assert (policy[:, abandoned] == policy[:, 0]).all()


def test_capability_shares_bound_what_actors_can_disrupt(worked):
    _, _, inputs = inputs_of(worked.case)
    assert (inputs.disruption >= 0).all()
    assert (inputs.disruption.sum(axis=1) <= 1 + 1e-12).all()


def test_a_refusal_weighs_on_the_milestones_it_is_about_and_no_others(worked):
    lowered, _, inputs = inputs_of(worked.case)
    taliban = lowered.players.index("taliban")
    stance = inputs.stance[:, :, taliban]
    refused = lowered.milestones.index("acceptance")
    assert (stance[:, refused] < -1).all()
    rest = [m for m in range(len(lowered.milestones)) if m != refused]
    assert (stance[:, rest] == 0).all()


def test_a_stance_on_a_milestone_overrides_one_on_its_stage(worked):
    both = {"actor": "taliban", "on": ["paving"], "stance": "doubts"}
    rest = [s.model_dump(exclude_none=True) for s in worked.case.stances]
    lowered = lower(worked.overlay({"stances": [both, *rest]}))
    found = stance_paths(lowered.case, lowered.players, lowered.milestones)
    assert found["delegation", "taliban"][2] == "model.stances.doubts"
    assert found["acceptance", "taliban"][2] == "model.stances.refuses"


def test_levers_follow_their_schedules(worked):
    case = worked.overlay(
        {
            "levers.pressure.schedule": {
                "start": "2023-06", "end": "2024-05", "intensity": 0.8, "ramp": 4, "half_life": 6,
            }
        }
    )  # fmt: skip
    _, _, inputs = inputs_of(case)
    path = inputs.lever_path[0, [lever.id for lever in case.levers].index("pressure")]
    assert (path[:2] == 0).all()
    assert path[2] == pytest.approx(0.8 * 1 / 4)
    assert path[5] == pytest.approx(0.8 * 0.5 ** (3 / 6))
    assert path[13] > 0
    assert (path[14:] == 0).all()


def test_harm_is_what_the_levers_do_on_average_over_the_horizon(worked):
    case = worked.overlay(
        {
            "levers.unrest.schedule": {"start": "2023-04", "end": "2024-03", "intensity": 0.5},
            "levers.unrest.harm": 20,
        }
    )
    lowered, values, _ = inputs_of(case)
    number = [lever.id for lever in case.levers].index("unrest")
    assert lowered.harm(values, 4)[:, number] == pytest.approx(20 * 0.5 * 12 / 60)
    assert lowered.harm(values, 4, full=True)[:, number] == pytest.approx(20 * 12 / 60)


def test_actors_without_a_position_are_left_out_of_that_issue(worked):
    case = worked.overlay({}, ["positions.un.office"])
    lowered, values, inputs = inputs_of(case)
    position, _ = lowered.positions(values, 4)
    un, office = lowered.players.index("un"), lowered.issues.index("office")
    assert np.isnan(position[:, un, office]).all()
    assert np.isfinite(inputs.utility).all()


def test_a_policy_may_be_the_forecast_settlement(worked):
    case = worked.overlay({"roadmap.stages.interim.policy.rule": {"settlement": "ensemble"}})
    lowered, values, _ = inputs_of(case, draws=256)
    interim = [s.id for s in case.roadmap.stages].index("interim") + 1
    settled = 100 * lowered.policy(values, 256)[:, interim, lowered.issues.index("rule")]
    table = lowered.table(values, 256)
    pooled = settlement_forecast(table, coercive=True)
    # Draws from the forecast: their mean is its mean, and they use its whole width.
    assert settled.mean() == pytest.approx(pooled.mean()[:, 0].mean(), abs=2.5)
    assert settled.std() > 20
    narrow = {"settlement": "ensemble", "coercive": False}
    other, values, _ = inputs_of(worked.overlay({"roadmap.stages.interim.policy.rule": narrow}))
    assert other.policy(values, 4).shape == lowered.policy(values, 4).shape


def test_a_settlement_by_an_unknown_model_is_an_error(worked):
    case = worked.overlay({"roadmap.stages.talks.policy.rule": {"settlement": "horoscope"}})
    with pytest.raises(CaseError, match="no settlement forecast is called 'horoscope'"):
        lower(case)


def test_issue_forecasts_say_who_stands_where(worked):
    lowered, values, _ = inputs_of(worked.case, draws=64)
    rule = next(f for f in issue_forecasts(lowered, values, 64) if f.issue == "rule")
    assert sum(rule.histogram) == pytest.approx(1)
    assert {s.actor for s in rule.standings} == set(lowered.players)
    assert sum(s.weight for s in rule.standings) == pytest.approx(1)
    by_title = dict(rule.models)
    assert rule.disagreement == pytest.approx(
        max(b.mean for b in by_title.values()) - min(b.mean for b in by_title.values())
    )
    position, salience = lowered.positions(values, 64)
    weight = salience[:, :, 0] * np.stack(
        [values[f"actors.{a}.capability"] for a in lowered.players], axis=1
    )
    expected = (100 * position[:, :, 0] * weight).sum(axis=1) / weight.sum(axis=1)
    assert by_title["compromise (weighted mean)"].mean == pytest.approx(expected.mean())
