"""Process: the order, the rules and the odds are the case's and the run's."""

from tracktwo.questions.odds.run import run
from tracktwo.questions.process.steps import ordered, process

DRAWS = 16


def test_odds_are_those_of_the_run(worked):
    found, odds = process(worked, draws=DRAWS), run(worked, draws=DRAWS)
    assert {one.id: one.reached for one in found.stages} == {
        one.id: one.reached.at(odds.horizon) for one in odds.stages
    }
    assert {one.id: (one.reached, one.monthly) for one in found.milestones} == {
        one.id: (one.reached, one.monthly) for one in odds.milestones
    }
    lost = {one.id: one.in_force.at(odds.horizon) for one in odds.situations}
    assert (found.given_up, found.broken_down) == (lost["abandoned"], lost["relapsed"])


def test_no_step_stands_before_one_that_it_comes_after(worked):
    for stage in worked.case.roadmap.stages:
        place = {m.id: n for n, (_, m) in enumerate(ordered(stage))}
        levels = {m.id: level for level, m in ordered(stage)}
        for milestone in stage.milestones:
            for before in milestone.after:
                assert place[before] < place[milestone.id]
                assert levels[before] < levels[milestone.id]


def test_it_says_what_the_case_says(worked):
    dated = worked.changed({"roadmap.stages.talks.deadline": "2026-03"})
    found = process(dated, draws=4)
    stages = {one.id: one for one in found.stages}
    assert stages["talks"].deadline == "2026-03"
    assert stages["interim"].fallback == "paving"
    office = next(one for one in found.milestones if one.id == "office")
    assert office.asks == ("council", "un", "turkiye", "tajikistan", "region")


def test_what_has_happened_is_told_with_its_date_and_quote(worked):
    mark = {"date": "2023-03-10", "evidence": ["call-delegation"]}
    case = worked.changed({"roadmap.stages.paving.milestones.delegation.happened": mark})
    found = process(case, draws=4)
    (one,) = [one for one in found.milestones if one.done]
    assert (one.id, one.done.date, one.done.evidence) == (
        "delegation", "2023-03-10", ("call-delegation",),
    )  # fmt: skip
    assert all(stage.done is None for stage in found.stages)


def test_a_case_without_relapse_says_nothing_of_it(worked):
    found = process(worked.changed({}, ["roadmap.relapse"]), draws=4)
    assert found.broken_down is None
