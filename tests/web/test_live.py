"""Answers while a slider moves: the numbers of `what_if`, remembered, from any thread."""

import threading

import pytest

from tracktwo.case import CaseError
from tracktwo.game.draw_counts import DRAWS
from tracktwo.questions.odds import live as module
from tracktwo.questions.odds.live import LiveCase
from tracktwo.questions.odds.run import run
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario

PRESSURE = "levers.pressure.schedule.intensity"
OVERLAYS = {
    "a lever up": ({PRESSURE: 0.9}, ()),
    "two at once": ({PRESSURE: 0.4, "positions.taliban.rule.position": 40}, ()),
    "a range for a range": ({"positions.taliban.rule.position": [0, 20, 60]}, ()),
    "a range where the case is certain": (
        {"levers.step-by-step.schedule.intensity": [0, 0.1, 0.4],
         "levers.non-recognition.schedule.ramp": [1, 6, 24]}, ()
    ),
    "a lever left out": ({}, ("levers.unrest",)),
    "a stage left out": ({}, ("roadmap.stages.elected",)),
    "a shorter horizon": ({"horizon": 12}, ()),
    "another rule of consent": (
        {"roadmap.stages.talks.milestones.opening.consent": {"all": ["taliban", "un"]}}, ()
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def lively(worked):
    return LiveCase(worked)


def close(ours, theirs):
    for name in ("mean", "p05", "p25", "p50", "p75", "p95"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=1e-12), name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_answer_is_what_if_says_on_as_many_draws(worked, lively, overlay):
    changes, drop = OVERLAYS[overlay]
    answer = lively.answer(changes, drop)
    result = what_if(worked, [Scenario("x", changes, drop)], draws=DRAWS)
    (effect,) = result.scenarios
    kept = [n for n, stage in enumerate(answer.stages) if stage.id in effect.stages]
    assert tuple(answer.stages[n].id for n in kept) == effect.stages
    for place, n in enumerate(kept):
        close(answer.reached(n), effect.reached[place])
        close(answer.difference[n], effect.difference[place])
    close(answer.harm, effect.harm)
    close(answer.harm_difference, effect.harm_difference)
    assert answer.harm_over_limit == effect.harm_over_limit


@pytest.mark.parametrize("place", range(5))
def test_every_alternative_of_the_case_is_answered_alike(worked, lively, place):
    one = worked.case.alternatives[place]
    # Each by itself: scenarios asked together share one sample over all that any leaves open.
    result = what_if(worked, [Scenario(one.id, one.set, tuple(one.drop))], draws=DRAWS)
    for effect in result.scenarios:
        answer = lively.answer(one.set, one.drop)
        by_id = {stage.id: n for n, stage in enumerate(answer.stages)}
        assert effect.stages
        for n, stage in enumerate(effect.stages):
            close(answer.reached(by_id[stage]), effect.reached[n])
            close(answer.difference[by_id[stage]], effect.difference[n])


def test_nothing_changed_differs_by_nothing(lively, worked):
    answer = lively.answer({})
    assert all(band.mean == band.p05 == band.p95 == 0 for band in answer.difference)
    assert answer.harm_difference.mean == 0
    assert answer.focus == worked.case.focus
    for n in range(len(answer.stages)):
        close(answer.reached(n), answer.base[n])


def test_the_focus_moves_where_its_stage_is_left_out(smallest):
    small = LiveCase(smallest, draws=16)
    assert small.answer({}).focus == "office"
    answer = small.answer({}, ["roadmap.stages.office"])
    assert answer.focus == "talks"
    assert answer.stages[answer.focus_index].id == "talks"


def test_a_stage_that_the_case_has_not_differs_from_nothing(worked, lively):
    stage = {"name": "Another", "pace": 0.1, "milestones": [{"id": "more", "name": "More",
             "consent": "un"}]}  # fmt: skip
    answer = lively.answer({"roadmap.stages.further": stage})
    assert answer.stages[-1].id == "further"
    assert answer.base[-1] is None
    assert answer.difference[-1] is None


@pytest.mark.parametrize(
    ("changes", "drop"),
    [
        ({"levers.nobody.schedule.intensity": 1}, ()),
        ({PRESSURE: 2}, ()),
        ({PRESSURE: "much"}, ()),
        ({PRESSURE: float("nan")}, ()),
        ({PRESSURE: float("inf")}, ()),
        ({}, ("levers.nobody",)),
    ],
)
def test_what_makes_no_case_is_refused(lively, changes, drop):
    with pytest.raises(CaseError):
        lively.answer(changes, drop)


def test_an_answer_is_remembered_and_the_oldest_forgotten(smallest, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 3)
    small = LiveCase(smallest, draws=8)
    path = "levers.grain.schedule.intensity"
    first = small.answer({path: 0.1})
    assert small.answer({path: 0.1}) is first
    for n in range(2, 5):
        small.answer({path: n / 10})
    assert len(small._known) == 3
    assert small.answer({path: 0.1}) is not first
    assert small.answer({path: 0.1}) == first


def test_what_several_ask_at_once_is_solved_once(smallest, monkeypatch):
    small = LiveCase(smallest, draws=8)
    solved, begun, go = [], threading.Event(), threading.Event()
    solve = module.solve

    def slow(*args, **kwargs):
        solved.append(args)
        begun.set()
        assert go.wait(60)
        return solve(*args, **kwargs)

    monkeypatch.setattr(module, "solve", slow)
    change, found = {"levers.grain.schedule.intensity": 0.7}, []
    threads = [
        threading.Thread(target=lambda: found.append(small.answer(change))) for _ in range(4)
    ]
    threads[0].start()
    assert begun.wait(60)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one is found[0] for one in found)
    assert len(solved) == 1


def test_what_cannot_be_answered_is_asked_anew(smallest):
    small = LiveCase(smallest, draws=8)
    for _ in range(2):
        with pytest.raises(CaseError):
            small.answer({"levers.grain.schedule.intensity": 2})
    assert not small._known


def test_what_a_slider_shows_is_what_all_months_say(worked, lively):
    answer = lively.answer({PRESSURE: 0.7})
    run_ = run(lively.folder.changed({PRESSURE: 0.7}))
    for n, stage in enumerate(answer.stages):
        assert answer.reached(n) == stage.reached.at(worked.case.horizon)
        assert answer.reached(n) == run_.stages[n].reached.at(worked.case.horizon)
    assert answer.milestones == run_.milestones
    assert answer.situations == run_.situations


def test_asked_from_many_threads_it_answers_each_its_own(smallest):
    small = LiveCase(smallest, draws=16)
    path = "levers.grain.schedule.intensity"
    values = [n / 20 for n in range(12)]
    alone = {value: LiveCase(smallest, draws=16).answer({path: value}) for value in values}
    wrong, barrier = [], threading.Barrier(4)

    def ask(start):
        barrier.wait()
        for n in range(len(values)):
            value = values[(start + n) % len(values)]
            if small.answer({path: value}) != alone[value]:
                wrong.append(value)

    threads = [threading.Thread(target=ask, args=(3 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
