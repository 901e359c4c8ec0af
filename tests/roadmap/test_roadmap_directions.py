"""Why more support can lower odds, and a nearer deadline raise them: the model page's figures."""

import numpy as np

from tracktwo.roadmap import Actor, Milestone, Roadmap, Stage, make_inputs, solve

HOST, GUEST = 0, 1


def two_steps(support, *, in_a_row, foresight=0):
    """Odds of a stage of two steps that the host fears and the guest wants."""
    steps = (
        Milestone(0, Actor(HOST)),
        Milestone(0, Actor(GUEST), after=(0,) if in_a_row else ()),
    )
    roadmap = Roadmap(2, (Stage(None),), steps, 36)
    inputs = make_inputs(
        roadmap,
        utility=np.array([[-0.5, -0.5], [-0.9, -0.1], [-0.5, -0.5], [-0.5, -0.5]]),
        precision=12,
        theta=-2,
        stance=np.array([[0, 0], [0, support]])[None],
    )
    return solve(roadmap, inputs, foresight=foresight, engine="numpy").reached[0, -1, 0]


def test_more_support_for_one_step_leaves_the_reluctant_the_last_word():
    refused, neutral, supported = (two_steps(s, in_a_row=False) for s in (-4, 0, 2))
    assert (round(refused, 2), round(neutral, 2), round(supported, 2)) == (0.96, 0.52, 0.19)


def test_with_the_steps_in_a_row_more_support_is_more():
    found = [two_steps(s, in_a_row=True) for s in np.linspace(-6, 6, 25)]
    assert (np.diff(found) > 0).all()
    assert round(found[4], 2) == 0.98  # support -4


def waiting(deadline, *, precision=20.0, foresight=None):
    """Odds of a step that costs its party something, where failure would cost it more."""
    roadmap = Roadmap(1, (Stage(None, deadline),), (Milestone(0, Actor(0)),), 36)
    inputs = make_inputs(
        roadmap,
        utility=np.array([-0.5, -0.6, -1.0, -1.0])[:, None],
        precision=precision,
        theta=-4,
        discount=0.985,
    )
    return solve(roadmap, inputs, foresight=foresight, engine="numpy").reached[0, -1, 0]


def test_a_deadline_makes_those_answer_who_would_rather_wait():
    assert [round(waiting(d), 2) for d in (None, 24, 6)] == [0.09, 0.99, 0.98]
    # Without foresight it is seen in its last month only, and there it works the same.
    assert [round(waiting(d, foresight=0), 2) for d in (None, 24, 6)] == [0.09, 0.98, 0.98]


def test_where_answers_weigh_nothing_a_nearer_deadline_lowers_odds():
    assert [round(waiting(d, precision=0), 2) for d in (None, 24, 6)] == [0.48, 0.35, 0.10]


def crowded(ease, disruption):
    """Odds of a stage of two steps under disruption; answers weigh nothing."""
    roadmap = Roadmap(3, (Stage(0),), (Milestone(0, Actor(0)), Milestone(0, Actor(1))), 36)
    inputs = make_inputs(
        roadmap,
        precision=0,
        theta=[ease, -3],
        disruption=[0, 0, 1],
        phi=np.log(disruption / (1 - disruption)),
    )
    return solve(roadmap, inputs, engine="numpy").reached[0, -1, 0]


def test_one_event_a_month_crowds_out_the_harder_step():
    found = [round(crowded(ease, 0.5), 2) for ease in (-2, 0, 1, 4, 700)]
    assert found == [0.33, 0.60, 0.62, 0.61, 0.56]
    calm = [crowded(ease, 1e-9) for ease in (-2, 0, 1, 4, 700)]
    assert max(calm) - calm[-1] < 0.005
