"""A step written twice: what it does to the odds (the model page's figures), and check says so."""

import numpy as np
import pytest

from tracktwo.case.load import load
from tracktwo.game.calibration import consent_log_odds
from tracktwo.roadmap import Actor, Milestone, Roadmap, Stage, all_of, make_inputs, solve

HARD, EASY = (all_of([Actor(0), Actor(1)]), -1.0), (Actor(0), 2.0)
PACE, LEAVING, DISRUPTION = 0.02, 0.016, 0.006


def passed(*steps):
    """Odds of a stage within 60 months; steps are (rule, stance), in no order, and nobody looks."""
    milestones = tuple(Milestone(0, rule) for rule, _ in steps)
    (theta,) = consent_log_odds(milestones, np.array([-np.log1p(-PACE)]), LEAVING, DISRUPTION)
    roadmap = Roadmap(2, (Stage(0),), milestones, 60)
    inputs = make_inputs(
        roadmap,
        precision=0,
        theta=theta,
        stance=np.array([stance for _, stance in steps])[None, :, None],
        abandonment=LEAVING - DISRUPTION,
        disruption=[0.5, 0.5],
        phi=np.log(DISRUPTION / (1 - DISRUPTION)),
    )
    return solve(roadmap, inputs, engine="numpy").reached[0, -1, 0]


def test_an_easy_step_written_twice_lightens_the_hard_one():
    found = [round(passed(HARD, *[EASY] * n), 2) for n in (1, 2, 3)]
    assert found == [0.23, 0.28, 0.32]
    neutral = (HARD[0], 0.0)
    same = [passed(*[neutral] * n) for n in (1, 2, 3)]
    assert max(same) - min(same) < 0.005  # cutting a step in pieces does not slow a stage


@pytest.fixture
def noted(tmp_path, smallest):
    """The notes on a case of two milestones that a test words."""

    def notes(change):
        folder = tmp_path / "case"
        folder.mkdir(exist_ok=True)
        text = (smallest.path / "case.yaml").read_text()
        (folder / "case.yaml").write_text(change(text))
        for name in ("positions.csv", "evidence.jsonl"):
            (folder / name).write_bytes((smallest.path / name).read_bytes())
        sources = folder / "sources"
        sources.mkdir(exist_ok=True)
        for file in (smallest.path / "sources").iterdir():
            (sources / file.name).write_bytes(file.read_bytes())
        return [note for note in load(folder).notes if "the same consent" in note.message]

    return notes


AGAIN = """        - id: again
          name: The councils meet again
          consent: {all: [lower, upper]}
          evidence: [ready-to-sit]
"""


def test_check_names_steps_with_the_same_rule_and_no_order(noted):
    mark = "        - id: meeting\n"
    (note,) = noted(lambda text: text.replace(mark, AGAIN + mark))
    assert note.severity == "note"
    assert "the same consent as again, in no order" in note.message
    assert note.path == "roadmap.stages.talks.milestones.meeting"
    assert note.line
    ordered = AGAIN.replace("          evidence", "          after: [meeting]\n          evidence")
    assert noted(lambda text: text.replace(mark, ordered + mark)) == []
    other = AGAIN.replace("[lower, upper]", "[lower]")
    assert noted(lambda text: text.replace(mark, other + mark)) == []
    assert noted(lambda text: text) == []
