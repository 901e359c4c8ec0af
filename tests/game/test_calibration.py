import math

import numpy as np
import pytest

from tracktwo.game import calibration as c
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import make_inputs
from tracktwo.roadmap.structure import Milestone


def test_the_shipped_constants_are_the_derived_ones():
    assert c.derive() == c.calibration()


@pytest.mark.parametrize("row", c.check(c.calibration()), ids=lambda row: row.rate.id)
def test_neutral_parties_pass_each_transition_about_as_often_as_was_published(row):
    # Two rates cannot bend like every published curve; votes come late and all at once.
    allowed = 0.13 if row.rate.to_state in {"first national vote", "elected government"} else 0.065
    assert row.worst < allowed
    assert row.worst > 0  # a fit, not a copy


def test_the_neutral_game_is_the_closed_form():
    """Constant competing rates: share passed by t is h / (h + e) (1 - exp(-(h + e) t))."""
    pace = c.calibration().pace["prenegotiation_to_partial"]
    usual = c.calibration().disruption[1]
    step = [Milestone(0, None)]
    theta = c.consent_log_odds(step, np.array([pace.hazard]), pace.exit, usual)
    roadmap = c.neutral(step, 120)
    inputs = make_inputs(
        roadmap,
        theta=theta[:, None],
        disruption=0.5,
        phi=float(c.disruption_log_odds(usual)),
        abandonment=-math.expm1(-(pace.exit - usual)),
    )
    reached = solve(roadmap, inputs).reached[0, :, 0]
    expected = c.passed_within(pace.hazard, pace.exit, np.arange(121.0))
    np.testing.assert_allclose(reached, expected, atol=5e-4)  # theta is interpolated on a grid


@pytest.mark.parametrize(
    "after", [[()], [(), (0,)], [(), (), ()], [(), (0,), (0,), (1, 2)]], ids=str
)
def test_cutting_a_stage_into_steps_does_not_change_its_pace(after):
    steps = [Milestone(0, None, a) for a in after]
    hazard, leaving, disruption = np.array([0.01, 0.04]), 0.02, 0.006
    theta = c.consent_log_odds(steps, hazard, leaving, disruption)
    roadmap = c.neutral(steps, c.REFERENCE_MONTHS)
    inputs = make_inputs(
        roadmap,
        2,
        theta=np.repeat(theta[:, None], len(steps), axis=1),
        disruption=0.5,
        phi=float(c.disruption_log_odds(disruption)),
        abandonment=-math.expm1(-(leaving - disruption)),
    )
    reached = solve(roadmap, inputs).reached[:, -1, 0]
    expected = c.passed_within(hazard, leaving, np.full(2, float(c.REFERENCE_MONTHS)))
    np.testing.assert_allclose(reached, expected, atol=5e-4)


ORDERS = {
    "one": ((),),
    "row": ((), (0,), (1,)),
    "any order": ((), (), (), ()),
    "both": ((), (0,), (0,), (1, 2), ()),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
@pytest.mark.parametrize("leaving", [0.02, 0.001])
def test_the_share_that_neutral_parties_pass_is_that_of_the_game(order, leaving):
    steps, disruption = [Milestone(0, None, after) for after in order], 0.006
    roadmap = c.neutral(steps, c.REFERENCE_MONTHS)
    inputs = make_inputs(
        roadmap,
        c._GRID.size,
        theta=np.repeat(c._GRID[:, None], len(steps), axis=1),
        disruption=0.5,
        phi=float(c.disruption_log_odds(disruption)),
        abandonment=-math.expm1(-max(leaving - disruption, 0.0)),
    )
    played = solve(roadmap, inputs, engine="numpy").reached[:, -1, 0]
    share = c._passed_by_neutral(order, leaving, disruption)
    np.testing.assert_allclose(share, played, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("order", [ORDERS["row"], ORDERS["any order"]], ids=["row", "any order"])
def test_counting_milestones_is_exact_in_a_row_and_in_no_order(order):
    counted = c.passed_along(c.chain_of_counts(order), 0.02)
    by_sets = c.chain_of_sets(order)
    assert by_sets is not None
    np.testing.assert_allclose(counted, c.passed_along(by_sets, 0.02), rtol=1e-9)


def test_more_sets_of_milestones_than_can_be_listed_are_counted():
    order = (*((),) * 13, (0,))
    assert c.chain_of_sets(order) is None
    assert (np.diff(c._passed_by_neutral(order, 0.02, 0.006)) > 0).all()


def test_indifferent_parties_disrupt_at_the_rate_asked_for():
    for rate in (0.0007, 0.006, 0.02):
        use = 1 / (1 + math.exp(-float(c.disruption_log_odds(rate))))
        assert -2 * math.log(1 - use / 2) == pytest.approx(rate, rel=1e-9)


def test_published_rates_carry_their_sources():
    for rate in c.base_rates().values():
        assert rate.source
        shares = list(rate.within.values())
        assert shares == sorted(shares)
