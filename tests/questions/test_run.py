import dataclasses
import json

import numpy as np
import pytest

from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import hinge
from tracktwo.questions.odds.changes_of_course import negative
from tracktwo.questions.odds.compare import compare
from tracktwo.questions.odds.records import passage_months
from tracktwo.questions.odds.run import run
from tracktwo.questions.odds.swings import swing
from tracktwo.results.bands import Band
from tracktwo.roadmap.engines import CHUNK, engines
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import make_inputs
from tracktwo.roadmap.plan import first_asked, plan_for
from tracktwo.roadmap.structure import Milestone, Roadmap, Stage

DRAWS = 128
ENGINE = "compiled" if "compiled" in engines() else "numpy"
"""In double precision, the quicker; tests/roadmap holds them to each other."""


@pytest.fixture(scope="module")
def result(worked):
    return run(worked, draws=DRAWS, engine=ENGINE)


def test_the_same_seed_gives_the_same_bytes_on_one_thread_or_two(worked, result):
    again = run(worked, draws=DRAWS, engine=ENGINE, threads=1)
    assert json.dumps(again.to_json()) == json.dumps(result.to_json())
    other = run(worked, draws=DRAWS, engine=ENGINE, seed=2)
    assert json.dumps(other.to_json()) != json.dumps(result.to_json())


def test_so_it_does_in_numpy_where_draws_fill_more_than_one_chunk(smallest):
    one, two = (run(smallest, draws=CHUNK + 40, engine="numpy", threads=n) for n in (1, 2))
    assert json.dumps(one.to_json()) == json.dumps(two.to_json())


def test_the_result_is_plain_json_without_nan(result):
    json.dumps(result.to_json(), allow_nan=False)


def test_ever_reached_and_in_force_are_not_confused(result):
    """Ever passing a stage is never less likely than standing in it or beyond it."""
    beyond = np.zeros(result.horizon + 1)
    for stage in reversed(result.stages):
        reached = np.array(stage.reached.mean)
        beyond += np.array(stage.in_force.mean)
        assert (reached >= beyond - 1e-12).all()
        assert (np.diff(reached) >= -1e-12).all()
    assert np.array(result.stages[0].reached.mean)[-1] > beyond[-1]  # some fell back


def test_situations_share_out_all_probability(result):
    total = sum(np.array(s.in_force.mean) for s in (*result.stages, *result.situations))
    np.testing.assert_allclose(total, 1, atol=1e-12)


def test_stages_are_passed_in_order(result):
    for first, second in zip(result.stages, result.stages[1:], strict=False):
        assert first.reached.mean[-1] >= second.reached.mean[-1]


def test_reasons_add_up_to_the_consent_that_the_solver_used(worked, result):
    """The parts sum to the log-odds, and the log-odds give the consent behind the odds."""
    assert result.reasons
    lowered = lower(worked.case)
    sample = Sample(DRAWS, 1)
    inputs = lowered.inputs(sample.values(lowered.spans), DRAWS)
    solution = solve(lowered.roadmap, inputs, engine=ENGINE)
    asked = {(m.id, c.actor): c for m in result.milestones for c in m.consents}
    plan = plan_for(lowered.roadmap)
    rows = {
        (lowered.milestones[m], lowered.players[plan.consent_actor[row]]): row
        for m, (_, found) in enumerate(first_asked(lowered.roadmap))
        for row in found
    }
    assert {(r.milestone, r.actor) for r in result.reasons} == set(asked) == set(rows)
    for reason in result.reasons:
        parts = sum(part.value.mean for part in reason.parts)
        assert parts == pytest.approx(reason.total.mean, abs=1e-9)
        p = solution.consent[:, rows[reason.milestone, reason.actor]]
        assert reason.total.mean == pytest.approx(np.log(p / (1 - p)).mean(), abs=1e-8)


def test_consent_and_quiet_are_computed_on_the_same_draws_as_the_base(worked, result):
    taliban = next(b for b in result.blockers if b.actor == "taliban")
    base = [s.reached.mean[-1] for s in result.stages]
    for stage, band in enumerate(taliban.if_consented.reached):
        assert band.mean > base[stage]
    difference = taliban.if_consented.difference[1]
    assert difference.p05 > 0  # in nearly every draw, not only on average
    assert taliban.if_consented.sure[1] == 1.0


def test_leaving_a_lever_out_is_the_negative_of_what_it_adds(result):
    for lever in result.levers:
        for added, removed in zip(lever.adds, lever.without.difference, strict=True):
            assert added == negative(removed)
            assert added.p05 <= added.p50 <= added.p95


def test_a_lever_that_is_off_changes_nothing_until_it_is_on(result):
    off = next(x for x in result.levers if x.id == "assistance-stop-outright")
    assert off.harm.mean == 0
    assert all(band.mean == 0 for band in off.adds)
    assert off.harm_at_full.mean > 10
    assert any(band.mean != 0 for band in off.at_full.difference)


def test_harm_and_its_limit_are_reported(worked, result):
    assert result.harm_limit == worked.case.harm_limit.limit
    assert result.harm.mean == pytest.approx(sum(x.harm.mean for x in result.levers), abs=1e-9)
    assert 0 <= result.harm_over_limit <= 1


def test_an_alternative_that_changes_nothing_has_the_odds_of_the_base(worked):
    base, rows = compare(worked, draws=32)
    assert [r.id for r in rows] == [a.id for a in worked.case.alternatives]
    case = dataclasses.replace(worked)
    assert compare(case, only=[], draws=32)[0] != ()
    for row in rows:
        assert row.shared == row.stages
        for moved, mine, theirs in zip(
            row.change.difference, row.change.reached, base, strict=True
        ):
            assert moved.mean == pytest.approx(mine.mean - theirs.mean, abs=1e-12)


def test_what_lasts_is_what_the_game_says_when_the_horizon_is_moved_out(worked, result):
    """Still standing N years later, against the game itself with relapse in its last years."""
    one_year = result.endurance[0]
    assert one_year.overall.mean <= result.stages[-1].reached.mean[-1]
    lowered = lower(worked.case)
    sample = Sample(16, 1)
    values = sample.values(lowered.spans)
    inputs = lowered.inputs(values, 16)
    # One step, certain: completed in month 1, then twelve months of relapse.
    roadmap = Roadmap(1, (Stage(),), (Milestone(0, None),), 13)
    again = make_inputs(roadmap, 16, relapse=inputs.relapse)
    solved = solve(roadmap, again, engine=ENGINE)
    assert solved.in_force[:, -1, 1] == pytest.approx((1 - inputs.relapse) ** 12, rel=1e-12)


def test_every_assumption_of_the_case_is_listed_with_its_reason(worked, result):
    listed = {i.path: i for i in result.inputs}
    assert "actors.taliban.capability" in listed
    for item in result.inputs:
        if item.origin == "case" and item.is_assumption and item.low < item.high:
            assert item.why, item.path
    swings = [abs(i.swing or 0) for i in result.inputs]
    assert swings == sorted(swings, reverse=True)


def test_foresight_is_passed_on(worked, result):
    blind = run(worked, draws=DRAWS, engine=ENGINE, foresight=0)
    assert blind.foresight == 0
    assert blind.stages[0].reached.mean != result.stages[0].reached.mean


def test_horizon_of_no_months(smallest):
    folder = dataclasses.replace(smallest, case=smallest.case.model_copy(update={"months": 0}))
    result = run(folder, draws=8)
    assert all(s.reached.mean == (0.0,) for s in result.stages)


def test_one_draw_is_enough_to_run(smallest):
    result = run(smallest, draws=1)
    assert result.stages[0].reached.at(1).p05 == result.stages[0].reached.at(1).p95
    assert all(i.swing is None for i in result.inputs)


def test_swing_recovers_a_known_slope():
    rng = np.random.default_rng(0)
    x, noise = rng.random(30_000), rng.normal(size=30_000)
    found, error = swing(x, 3 * x + noise)
    # means of the outer thirds of a uniform lie 2/3 apart
    assert found == pytest.approx(2.0, abs=4 * error)
    assert error == pytest.approx(np.sqrt(2 * (1 + 9 / 108) / 10_000), rel=0.1)


def test_rankings_are_about_the_stage_the_case_names_or_the_first_unlikely_one(worked, result):
    assert result.focus == worked.case.focus == "talks"
    assert hinge(np.array([[0.9, 0.1, 0.09]])) == 1
    assert hinge(np.array([[0.9, 0.8]])) == 1
    assert hinge(np.array([[0.0, 0.0]])) == 0


def test_months_of_passage():
    odds = np.array([0, 0.1, 0.2, 0.3, 0.4])
    median, quartiles = passage_months(odds)
    assert (median, *quartiles) == pytest.approx((2, 1, 3))
    assert passage_months(np.zeros(5)) == (None, None)


def test_bands_summarise():
    band = Band.of(np.arange(101.0))
    assert (band.p05, band.p50, band.p95) == (5, 50, 95)
