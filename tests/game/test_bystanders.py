"""Who has no say and cannot disrupt has no bearing; who has either, has."""

import numpy as np
import pytest
from random_cases import changed, odds, random_case

CASES = range(70)


def with_bystander(case):
    case["actors"].append(
        {"id": "looker", "name": "L", "kind": "organisation", "capability": 80, "disruption": 0}
    )


@pytest.mark.parametrize("seed", CASES)
def test_a_bystander_changes_nothing(seed):
    case = random_case(seed)
    np.testing.assert_array_equal(odds(changed(case, with_bystander)), odds(case))


def test_who_can_disrupt_is_no_bystander():
    moved = 0
    for seed in range(20):
        case = random_case(seed)

        def spoiler(case):
            with_bystander(case)
            case["actors"][-1]["disruption"] = 0.5

        moved += np.abs(odds(changed(case, spoiler)) - odds(case)).max() > 1e-6
    assert moved > 15


def test_to_calm_an_actor_with_a_say_arms_nobody_else():
    # Its capability still counts in the total of which the others have shares.
    for seed in range(20):
        case = random_case(seed)
        case["roadmap"]["stages"][0]["milestones"][0]["consent"] = {
            "all": [a["id"] for a in case["actors"]]
        }

        def calm(case):
            case["actors"][0]["disruption"] = 0

        def nearly(case):
            case["actors"][0]["disruption"] = 1e-9

        np.testing.assert_allclose(
            odds(changed(case, calm)), odds(changed(case, nearly)), atol=1e-8
        )
