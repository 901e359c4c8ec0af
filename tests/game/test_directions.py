"""Which way odds go as a case changes, over random cases of the whole format."""

import copy

import numpy as np
import pytest
from random_cases import odds, random_case

from tracktwo.roadmap import engines

ENGINE = "compiled" if "compiled" in engines() else "numpy"
"""In double precision, the quicker; tests/roadmap holds them to each other."""


def month(number):
    """A month of the case's calendar: 1 is the month after its as-of date."""
    return f"{2024 + number // 12:04d}-{number % 12 + 1:02d}"


def deadlines(case, rng):
    """The case with a nearer and with a later deadline of one of its stages."""
    stage = int(rng.integers(len(case["roadmap"]["stages"])))
    days = sorted(rng.choice(np.arange(2, case["horizon"]), 2, replace=False).tolist())
    for day in days:
        out = copy.deepcopy(case)
        out["roadmap"]["stages"][stage]["deadline"] = month(day)
        yield out


def stances(case, rng):
    """The case with a refusal and with support in the place of one of its stances."""
    number = int(rng.integers(len(case["stances"])))
    for word in ("refuses", "supports"):
        out = copy.deepcopy(case)
        out["stances"][number]["stance"] = word
        yield out


def rises(change, *, precision=None, foresight=None, steps=3):
    """Random cases in which the odds of some stage are higher with the first of two variants."""
    found = 0
    for seed in range(60):
        case = random_case(seed, steps=steps)
        if precision is not None:
            case["model"] = {"precision": precision}
        worse, better = change(case, np.random.default_rng(seed + 999))
        low, high = (odds(one, foresight=foresight, engine=ENGINE) for one in (worse, better))
        gap = low[-1] - high[-1]
        found += gap.max() > 1e-9
    return found


@pytest.mark.parametrize("change", [deadlines, stances])
def test_where_nobody_weighs_anything_worse_is_never_better(change):
    assert rises(change, precision=0) == 0


@pytest.mark.parametrize("change", [deadlines, stances])
def test_where_parties_weigh_what_follows_it_sometimes_is(change):
    assert 0 < rises(change) < 20


def test_without_foresight_and_one_step_a_stage_support_never_lowers_odds():
    assert rises(stances, foresight=0, steps=1) == 0
