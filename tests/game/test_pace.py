"""A pace of nothing is nothing; a pace near it is near it."""

import numpy as np
from random_cases import odds, random_case

from tracktwo.case.schema import Case
from tracktwo.game.lower import lower
from tracktwo.roadmap import gradients, solve, visits


def paced(seed, pace):
    case = random_case(seed, stages=2)
    case["roadmap"]["stages"][-1]["pace"] = pace
    return case


def test_a_stage_of_no_pace_is_never_passed():
    for seed in range(20):
        assert odds(paced(seed, 0))[-1, -1] == 0


def test_not_even_if_everyone_consents(engine_of_all):
    for seed in range(5):
        case = paced(seed, 0)
        step = case["roadmap"]["stages"][-1]["milestones"][0]
        step["ease"] = 20
        lowered = lower(Case.model_validate(case))
        values = {path: np.array([span.mode]) for path, span in lowered.spans.items()}
        inputs = lowered.inputs(values, 1)
        willing = inputs.with_values(stance=np.inf)
        solved = solve(lowered.roadmap, willing, engine=engine_of_all)
        assert solved.reached[0, -1, -1] == 0
        assert np.isfinite(visits(lowered.roadmap, willing).situation).all()
        assert all(np.isfinite(a).all() for a in gradients(lowered.roadmap, willing).by.values())


def test_odds_fall_to_nothing_with_the_pace():
    last = np.inf
    for pace in (0.1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12):
        final = odds(paced(3, pace))[-1, -1]
        assert 0 < final < last
        last = final
    assert last < 1e-3
