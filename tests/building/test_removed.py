"""Taken out: what pointed to it goes along everywhere, and what cannot go says why in words."""

import pytest

from tracktwo.building import BuildError
from tracktwo.building.asked import perform
from tracktwo.building.problems import in_words
from tracktwo.building.removing import remove
from tracktwo.case import CaseError, load, shipped_case
from tracktwo.case.save import rewrite

WORKED = load(shipped_case("afghanistan-2023"))
SMALLEST = load(shipped_case("two-valleys"))
ALONE = {"un", "taliban"}
STAGES = [s.id for s in WORKED.case.roadmap.stages]


def without(path, folder=WORKED):
    data = folder.plain()
    remove(data, path)
    return rewrite(folder, data, write=False).case


@pytest.mark.parametrize("actor", [a.id for a in WORKED.case.actors if a.id not in ALONE])
def test_every_actor_but_those_asked_alone_can_go(actor):
    case = without(f"actors.{actor}")
    assert actor not in {a.id for a in case.actors}
    for one in case.alternatives:
        WORKED.alternative(one.id)


@pytest.mark.parametrize("actor", sorted(ALONE))
def test_who_alone_is_asked_for_a_step_stays_and_is_told_why(actor):
    with pytest.raises(BuildError, match="is the only one who is asked for “"):
        remove(WORKED.plain(), f"actors.{actor}")


def test_an_alternative_asks_those_that_remain():
    was = WORKED.value("alternatives.january.set.roadmap.stages.paving.milestones.office.consent")
    data = WORKED.plain()
    remove(data, "actors.turkiye")
    january = next(one for one in data["alternatives"] if one["id"] == "january")
    now = january["set"]["roadmap.stages.paving.milestones.office.consent"]
    assert now == {"all": [one for one in was["all"] if one != "turkiye"]}


def test_the_stage_in_focus_can_go():
    assert WORKED.case.focus == "talks"
    case = without("roadmap.stages.talks")
    assert case.focus != "talks"
    assert all(s.fallback != "talks" for s in case.roadmap.stages)


@pytest.mark.parametrize("step", ["office", "delegation"])
def test_a_step_that_an_alternative_builds_on_can_go(step):
    case = without(f"roadmap.stages.paving.milestones.{step}")
    assert step not in {m.id for m in case.roadmap.stages[0].milestones}


@pytest.mark.parametrize("to", ["up", "down"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_moved(stage, to):
    data = WORKED.plain()
    perform(data, "move", {"path": [f"roadmap.stages.{stage}"], "to": [to]})
    rewrite(WORKED, data, write=False)


def test_the_issue_about_power_takes_along_who_shares_it():
    data = WORKED.plain()
    said = perform(data, "remove", {"path": [f"issues.{WORKED.case.power.issue}"]})
    assert "and with it" in said
    assert "who shares power" in said
    case = rewrite(WORKED, data, write=False).case
    assert case.power is None


def test_a_lever_of_a_stage_that_goes_does_not_apply_everywhere_then():
    data = WORKED.plain()
    lever = data["levers"][0]
    lever["stages"] = ["elected"]
    said = perform(data, "remove", {"path": ["roadmap.stages.elected"]})
    assert lever["id"] not in {one["id"] for one in data["levers"]}
    assert lever["name"] in said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("levers.grain", "the stage “Talks” would change nothing for anybody"),
        ("roadmap.stages.office", "no stage would change anything on “Share of the water”"),
    ],
)
def test_what_makes_no_case_is_said_by_names_and_without_files(path, said):
    data = SMALLEST.plain()
    remove(data, path)
    with pytest.raises(CaseError) as caught:
        rewrite(SMALLEST, data, write=False)
    (problem,) = in_words(caught.value.problems, SMALLEST.plain()).problems
    assert said in problem
    assert "case.yaml" not in problem
    assert "`" not in problem


def test_the_only_issue_stays():
    with pytest.raises(BuildError, match="only one"):
        remove(SMALLEST.plain(), "issues.water")
