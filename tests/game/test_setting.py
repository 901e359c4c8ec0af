"""Values taken over from a setting on the same draws, and issues settled one by one."""

import dataclasses
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.case.numbers import with_numbers
from tracktwo.case.quantities import limits, quantities
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, settle
from tracktwo.questions.bargain.issues import (
    Settled,
    issue_forecasts,
    settlements,
)
from tracktwo.questions.odds.live import LiveCase

PRESSURE = "levers.pressure.schedule.intensity"
CHANGES = {
    "a lever": {PRESSURE: 0.9},
    "a position and a salience": {
        "positions.taliban.rule.position": [0, 20, 60],
        "positions.un.force.salience": 90,
    },
    "a stage": {"roadmap.stages.talks.milestones.opening.ease": -1},
    "power": {"roadmap.stages.interim.power.population.taliban": 5},
    "a rule of consent": {
        "roadmap.stages.talks.milestones.opening.consent": {"all": ["taliban", "un"]}
    },
    "a horizon": {"horizon": 24},
}


@pytest.fixture(scope="module")
def lively(worked):
    return LiveCase(worked, draws=64)


def close(ours, theirs):
    """Check that two settlements differ by no more than the order in which sums are taken."""
    for name in ("mean", "p05", "p25", "p50", "p75", "p95"):
        assert getattr(ours.ensemble, name) == pytest.approx(
            getattr(theirs.ensemble, name), abs=1e-10
        ), (theirs.issue, name)
    assert ours.histogram == pytest.approx(theirs.histogram, abs=1e-12)
    assert dict(ours.weights) == pytest.approx(dict(theirs.weights), abs=1e-12)


def same(ours, theirs):
    """Check that two mappings hold the same bytes under the same names, in the same order."""
    assert list(ours) == list(theirs)
    for path in ours:
        assert ours[path].dtype == theirs[path].dtype
        assert ours[path].tobytes() == theirs[path].tobytes(), path


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_values_taken_over_are_those_drawn_anew(worked, lively, changes):
    base, other = lively.setting(worked.overlay(changes))
    assert base is lively.base
    assert other.like is base
    alone = dataclasses.replace(other, like=None)
    same(other.values, alone.values)
    for field in dataclasses.fields(other.inputs):
        ours, theirs = (getattr(one.inputs, field.name) for one in (other, alone))
        assert np.asarray(ours).tobytes() == np.asarray(theirs).tobytes(), field.name
    assert other.odds.tobytes() == alone.odds.tobytes()


SHARE = st.floats(0, 1)
MOVED = st.tuples(st.integers(0, 10**6), SHARE | st.tuples(SHARE, SHARE, SHARE).map(sorted))


@settings(max_examples=15, derandomize=True)
@given(moved=st.lists(MOVED, min_size=1, max_size=5))
def test_whatever_numbers_change_values_and_arrays_are_those_made_anew(worked, lively, moved):
    ranged = [q.path for q in quantities(worked.case) if q.given and q.quantity.is_range]
    known = [path for path in ranged if not {"members", "shares", "votes"} & set(path.split("."))]
    changes = {}
    for number, shares in moved:
        path = known[number % len(known)]
        low, high = limits(path)
        ends = np.clip(low + np.array(shares) * (high - low), low, high)
        changes[path] = ends.tolist()
    case = lively._changed(changes, ())
    _, other = lively.setting(case)
    anew = Setting(lower(case), lively.base.sample)
    assert other.like is not None
    same(other.values, anew.values)
    same(arrays(other), arrays(anew))


def arrays(setting):
    return {f.name: getattr(setting.inputs, f.name) for f in dataclasses.fields(setting.inputs)}


def test_whichever_number_changes_every_array_is_what_it_is_anew(worked, lively):
    """One number at a time: none may be missed among those that an array rests on."""
    kept = 0
    for item in quantities(worked.case):
        low, high = limits(item.path)
        value = item.quantity.mode + 0.01 * (high - item.quantity.mode) or low
        case = with_numbers(worked.case, {item.path: min(max(value, low), high)})
        if case is None:
            continue
        base, lowered = lively.base, lower(case)
        other = Setting(lowered, base.sample, like=base, alike=True)
        ours = arrays(other)
        same(ours, arrays(Setting(lowered, base.sample)))
        theirs = arrays(base)
        kept += sum(ours[name] is theirs[name] for name in ours)
    assert kept > 1000  # most are taken over: else this says nothing


def test_what_no_change_reaches_is_taken_over(worked, lively):
    _, other = lively.setting(lively.answer({PRESSURE: 0.8}).case)
    ours, theirs = arrays(other), arrays(lively.base)
    assert [name for name in ours if ours[name] is not theirs[name]] == ["lever_path"]


def test_values_taken_over_are_not_worked_out_again(worked, lively):
    base, other = lively.setting(worked.overlay({PRESSURE: 0.9}))
    fresh = [path for path in other.values if other.values[path] is not base.values[path]]
    assert fresh == [PRESSURE]


def test_what_was_certain_and_is_no_more_leaves_all_others_as_drawn(worked, lively):
    path = "levers.non-recognition.schedule.ramp"
    assert not lively.base.lowered.spans[path].uncertain
    base, other = lively.setting(worked.overlay({path: [1, 6, 24]}))
    assert base is lively.base
    assert np.unique(other.values[path]).size == lively.draws
    assert np.unique(base.values[path]).size == 1
    shared = [p for p in base.values if p != path]
    same({p: base.values[p] for p in shared}, {p: other.values[p] for p in shared})


@pytest.mark.parametrize("changes", [{}, *CHANGES.values()], ids=["nothing", *CHANGES])
def test_issues_settled_one_by_one_are_those_settled_together(worked, lively, changes):
    case = worked.overlay(changes) if changes else worked.case
    _, other = lively.setting(case)
    found = lively.settlements(case)
    table = other.lowered.table(other.values, other.draws)
    together = settlements(table)
    assert list(found) == list(other.lowered.issues)
    for ours, theirs in zip(found.values(), together, strict=True):
        assert ours.issue == theirs.issue
        close(ours, theirs)


def test_issues_settled_for_a_slider_are_those_of_the_full_forecast(worked, lively):
    case = worked.overlay(CHANGES["a position and a salience"])
    _, other = lively.setting(case)
    full = issue_forecasts(other.lowered, other.values, other.draws)
    found = lively.settlements(case)
    assert len(full) == len(found)
    for forecast in full:
        weights = {one.actor: one.weight for one in forecast.standings}
        theirs = Settled(
            forecast.issue, forecast.ensemble, forecast.histogram, forecast.shortest, weights
        )
        close(found[forecast.issue], theirs)


def test_only_the_issue_that_a_change_touches_is_settled_anew(worked):
    own = LiveCase(worked, draws=16)
    before = own.settlements(worked.case)
    after = own.settlements(worked.overlay({"positions.taliban.rule.position": 90}))
    assert [issue for issue in before if before[issue] is not after[issue]] == ["rule"]
    assert own.settlements(worked.case) is before


def test_settings_of_two_threads_do_not_wait_for_each_other(smallest):
    """One makes its parts, for which it needs inputs; the other its inputs, for which parts."""
    base = settle([smallest.case], draws=4096, seed=1)[0]
    for _ in range(10):
        like, other = (Setting(base.lowered, base.sample) for _ in range(2))
        alike = Setting(base.lowered, base.sample, like=like, alike=True)
        assert alike.values.keys() == base.values.keys()
        start = threading.Barrier(2)

        def make(setting, name, start=start):
            start.wait()
            getattr(setting, name)

        both = [
            threading.Thread(target=make, args=(setting, name), daemon=True)
            for setting, name in ((alike, "shares"), (other, "inputs"))
        ]
        for one in both:
            one.start()
        for one in both:
            one.join(timeout=30)
        assert not any(one.is_alive() for one in both)
