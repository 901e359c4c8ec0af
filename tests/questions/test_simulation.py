import dataclasses

import numpy as np
import pytest

from tracktwo.game.counting import counted_in
from tracktwo.questions.odds.live import LiveCase
from tracktwo.questions.odds.run import run
from tracktwo.questions.simulate import QUESTION
from tracktwo.questions.simulate.paths import simulated_odds
from tracktwo.roadmap import structure


@pytest.mark.parametrize("name", ["worked", "smallest"])
def test_exact_odds_are_those_of_paths_within_sampling_error(name, request):
    """On the shipped cases, every stage; four standard errors for the few comparisons made."""
    # What the actors expect is solved draw by draw, which takes most of it: few draws, many paths.
    found = simulated_odds(request.getfixturevalue(name), draws=6, paths=3000, seed=3)
    for exact, simulated, error in zip(found.exact, found.simulated, found.error, strict=True):
        assert simulated == pytest.approx(exact, abs=4 * error + 1e-4)
    assert max(found.simulated) > 0.05


@pytest.fixture(scope="module")
def large(smallest):
    """Fourteen steps in any order in one stage have sixteen thousand states."""
    steps = [
        {"id": f"step-{n}", "name": f"Step {n}", "consent": ["upper", "lower", "abbey"][n % 3]}
        for n in range(14)
    ]
    case = smallest.overlay({"roadmap.stages.office.milestones": steps, "alternatives": []})
    return dataclasses.replace(smallest, case=case)


def test_a_roadmap_too_large_for_exactness_is_counted_and_says_so(large):
    whole = dataclasses.replace(_roadmap(large), lumps=())
    with pytest.raises(structure.TooManyStatesError, match="more than 5,000 reachable states"):
        structure.StateSpace.of(whole)
    found = simulated_odds(large, draws=2, paths=200)
    assert found.exact is None
    assert "simulated" in found.message.lower()
    assert (np.diff(found.simulated) <= 0).all()
    assert found.error[0] > 0
    for counted, simulated, error in zip(
        found.counted_odds, found.simulated, found.error, strict=True
    ):
        assert simulated == pytest.approx(counted, abs=4 * error + 0.01)
    assert max(found.coarseness) < 0.01
    told = QUESTION.plain(found, large)["counted"]
    assert told["states"] == _roadmap(large).space.size
    assert told["error"] is None
    text = str(QUESTION.said(found, large))
    assert "This roadmap can stand in more ways than can be told apart" in text
    assert "Steps counted together" in text


def test_a_run_of_it_has_the_same_odds_and_names_what_was_counted(large):
    result = run(large, draws=8, seed=1)
    told = result.to_json()["counted"]
    assert told["states"] == _roadmap(large).space.size <= 1_000
    steps = {m.id for s in large.case.roadmap.stages for m in s.milestones}
    assert {step for lump in told["steps"] for step in lump} <= steps
    assert len(told["error"]) == len(result.stages)
    assert 0 < max(told["error"]) < 0.01
    (note,) = [note for note in result.notes if "told apart" in note]
    assert note == str(result.counted)
    assert f"may be off by {result.counted.worst}" in note


def _roadmap(folder):
    from tracktwo.game.lower import lower  # noqa: PLC0415

    return lower(folder.case).roadmap


def test_a_page_of_it_tells_the_same(large):
    live = LiveCase(large, draws=16).answer({})
    assert live.counted.states == _roadmap(large).space.size
    assert 0 < max(live.counted.error) < 0.01


def test_other_cases_are_told_apart_in_full(worked):
    assert counted_in(worked.case) is None
    assert LiveCase(worked, draws=4).answer({}).counted is None
