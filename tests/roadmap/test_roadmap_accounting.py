"""Values split into time by situation, conflict and lever; the parts must add up."""

import numpy as np
import pytest
from random_games import random_game, talks, talks_inputs

from tracktwo.roadmap import make_inputs, plan_for, solve, visits
from tracktwo.roadmap.reference import PlainGame


def test_parts_add_up_to_the_values_weighed(engine):
    for seed in range(200, 320):
        roadmap, inputs, foresight = random_game(seed)
        found = visits(roadmap, inputs, foresight=foresight, engine=engine)
        np.testing.assert_allclose(found.situation.sum(axis=2), 1, atol=1e-12)
        if not roadmap.months:
            continue
        where = roadmap.space.after_deadlines(roadmap, 1)
        value = found.value(inputs)
        for draw in range(inputs.draws):
            plain = PlainGame(roadmap, inputs, draw).solve(foresight)
            expected = plain.ahead[0][where]
            np.testing.assert_allclose(value[draw], expected, rtol=1e-10, atol=1e-10)


def test_parts_explain_the_consents_of_month_one(engine):
    roadmap = talks(actors=3, months=12)
    inputs = talks_inputs(roadmap, 40)
    plan = plan_for(roadmap)
    for foresight in (None, 0, 4):
        value = visits(roadmap, inputs, foresight=foresight, engine=engine).value(inputs)
        solved = solve(roadmap, inputs, foresight=foresight, engine=engine)
        i, m, e = plan.consent_actor, plan.consent_milestone, plan.consent_event
        gain = value[:, plan.target[e], i] - value[:, plan.source[e], i]
        log_odds = inputs.theta[:, m] + inputs.stance[:, m, i] + inputs.precision[:, i] * gain
        found = np.log(solved.consent / (1 - solved.consent))
        np.testing.assert_allclose(found, log_odds, atol=1e-10)


def test_engines_agree_on_visits(engine):
    roadmap = talks()
    inputs = talks_inputs(roadmap, 50)
    a = visits(roadmap, inputs, engine=engine)
    b = visits(roadmap, inputs, engine="numpy", threads=1)
    for name in ("situation", "conflict", "lever"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), atol=1e-12)


def test_no_months_and_wrong_foresight():
    roadmap = talks(months=0)
    found = visits(roadmap, make_inputs(roadmap, 2))
    assert (found.situation.sum(axis=2) == 1).all()
    assert found.lever.max() == 0
    with pytest.raises(ValueError, match="foresight should be 0 or more"):
        visits(roadmap, make_inputs(roadmap), foresight=-3)
