"""Changes in the address: what is written there is read back, and steps can be taken back."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.case import CaseError
from tracktwo.web.overlay import MOST, Overlay, TriedChange, _joined, of_scenario, setting

PARTS = st.sampled_from(["levers", "aid", "start", "a", "b-c", "schedule", "x1", "positions"])
PATHS = st.lists(PARTS, min_size=2, max_size=5).map(".".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
STEPS = st.builds(TriedChange, PATHS.map(lambda p: Overlay.of([("drop", p)]).steps[0].path),
                  st.none() | TEXTS)  # fmt: skip
VALUES = st.recursive(
    st.integers(-1000, 1000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=5,
)  # fmt: skip


few = settings(max_examples=50)


def read(query):
    return Overlay.of(parse_qsl(query, keep_blank_values=True))


@few
@given(st.lists(STEPS, max_size=8), st.lists(STEPS, max_size=3))
def test_an_address_says_the_steps_again(steps, undone):
    overlay = Overlay(tuple(steps), tuple(undone))
    assert read(overlay.query) == overlay


@few
@given(PATHS, VALUES)
def test_a_value_in_an_address_is_that_value(path, value):
    step = setting(path, value)
    (again,) = read(Overlay((step,)).query).steps
    assert again.value == value
    assert type(again.value) is type(value) or float(value).is_integer()


@few
@given(st.lists(STEPS, min_size=1, max_size=6), st.integers(1, 6))
def test_undo_and_redo_are_each_others_inverse(steps, times):
    whole = Overlay(tuple(steps))
    back = whole
    for _ in range(times):
        back = back.undo()
    left = _joined(steps)[: max(len(_joined(steps)) - times, 0)]  # pairs go together
    assert back.steps == tuple(step for joined in left for step in joined)
    for _ in range(times):
        back = back.redo()
    assert back == whole


def test_undo_of_nothing_and_redo_of_nothing_change_nothing():
    assert Overlay().undo() == Overlay()
    assert Overlay().redo() == Overlay()


@few
@given(st.lists(STEPS, max_size=8))
def test_of_two_steps_on_one_path_the_later_counts(steps):
    overlay = Overlay(tuple(steps))
    last = {step.path: step.text for step in steps}
    assert {step.path: step.text for step in overlay.standing} == last
    assert set(overlay.drop) == {path for path, text in last.items() if text is None}


def test_a_number_moved_on_is_one_step_and_undo_goes_back_before_it():
    one = Overlay().then(TriedChange("a.b", "1"))
    moved = (
        one.then(TriedChange("c.d", "2"))
        .then(TriedChange("c.d", "3"))
        .then(TriedChange("c.d", "4"))
    )
    assert [step.text for step in moved.steps] == ["1", "4"]
    assert moved.undo().steps == one.steps
    assert moved.undo().redo().set == {"a.b": 1, "c.d": 4}


def test_a_new_step_forgets_what_was_undone():
    assert Overlay().then(TriedChange("a", "1")).undo().then(TriedChange("b", "2")).redo().set == {
        "b": 2
    }


def test_leaving_out_and_setting_one_item_are_steps_apart():
    overlay = Overlay().then(TriedChange("a.b", "1")).then(TriedChange("a.b", None))
    assert (overlay.set, overlay.drop) == ({}, ("a.b",))
    assert overlay.undo().set == {"a.b": 1}


def test_without_takes_a_path_out_wherever_it_stands():
    overlay = Overlay((TriedChange("a", "1"), TriedChange("b", "2"), TriedChange("a", "3")))
    assert overlay.without("a").set == {"b": 2}


def test_an_address_does_not_grow_without_end():
    overlay = Overlay()
    for n in range(5 * MOST):
        overlay = overlay.then(TriedChange(f"path.{n % 7}", str(n)))
    assert len(overlay.steps) <= MOST
    last = 5 * MOST - 1
    assert overlay.set[f"path.{last % 7}"] == last
    assert len(overlay.set) == 7


@pytest.mark.parametrize(
    "text", ["", "[", "{a", "*x", "&a 1", "!!python/name:os.system x", "a: b: c"]
)
def test_what_is_no_value_is_an_error_that_says_where(text):
    with pytest.raises(CaseError) as caught:
        _ = Overlay((TriedChange("levers.aid.start", text),)).set
    assert "levers.aid.start" in str(caught.value.problems[0])


def test_parts_of_an_address_that_are_no_steps_are_passed_over():
    assert (
        Overlay.of([("token", "x"), ("path", "a.b"), ("value", "1"), ("sett", "a=1")]) == Overlay()
    )


def test_short_paths_of_schedules_are_written_out():
    assert Overlay.of([("set", "levers.aid.start=2023-06")]).set == {
        "levers.aid.schedule.start": "2023-06"
    }


@few
@given(st.dictionaries(PATHS, VALUES, max_size=4), st.lists(PATHS, max_size=3, unique=True))
def test_a_scenario_opened_says_what_was_kept(changes, drop):
    drop = [path for path in drop if path not in changes]
    opened = read(of_scenario(changes, drop).query).scenario("x")
    assert dict(opened.set) == {Overlay.of([("drop", p)]).drop[0]: v for p, v in changes.items()}
    assert len(opened.drop) == len(drop)


def test_what_is_left_out_and_what_takes_its_place_are_undone_together():
    pair = (TriedChange("a.shares", None), TriedChange("a.formula", "equal"))
    overlay = Overlay((TriedChange("b", "1"), *pair, TriedChange("a.months", "9")))
    once = overlay.undo()
    assert once.steps == (TriedChange("b", "1"), *pair)
    twice = once.undo()
    assert twice.steps == (TriedChange("b", "1"),)
    assert twice.redo() == once
    assert (
        once.without("a.formula").steps
        == once.without("a.shares").steps
        == (TriedChange("b", "1"),)
    )
    assert overlay.without("a.months") == Overlay(once.steps)
    assert Overlay((TriedChange("a.x", None), TriedChange("b.y", "1"))).undo().drop == ("a.x",)


def test_a_scenario_keeps_together_what_is_one_change():
    overlay = of_scenario({"a.formula": "equal", "b": 1}, ["c.d", "a.shares"])
    assert [step.path for step in overlay.steps] == ["b", "c.d", "a.shares", "a.formula"]
    assert overlay.undo().drop == ("c.d",)
