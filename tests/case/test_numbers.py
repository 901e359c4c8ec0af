"""Numbers changed in the case itself are what reading the case anew makes of them."""

import importlib
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.case import CaseError
from tracktwo.case.numbers import with_numbers
from tracktwo.case.parts import Part, Quantity, Within
from tracktwo.case.quantities import limits, quantities, stance_key
from tracktwo.case.schema import Case

loading = importlib.import_module("tracktwo.case.load")  # whose name the function has taken
few = settings(max_examples=20, derandomize=True)

GRAIN = "levers.grain.schedule.intensity"
EVERYTHING = {
    "model.precision": 5,
    "model.discount": 0.01,
    "model.loss_exponent": 1.5,
    "model.stances": {"doubts": -1},
    "actors.council.quorum": {"members": 0.5, "weight": [0.3, 0.4, 0.6]},
    "actors.un.precision": 8,
    "stances.masoud.talks.strength": -1,
    "roadmap.stages.talks.milestones.opening.lapses": 0.05,
    "roadmap.relapse": {"chance": 0.02, "policy": {"office": 50}, "conflict": {"taliban": 10}},
    "levers.pressure.cost.taliban": 5,
    "levers.pressure.schedule.half_life": [6, 12, 24],
    "levers.pressure.harm": 7,
    "power.salience": {"taliban": 80},
    "roadmap.stages.talks.power": {
        "formula": "population",
        "among": ["taliban", "council"],
        "population": {"taliban": 40_000, "council": [1, 2, 3]},
        "reserved": {"council": 10},
    },
    "roadmap.abandoned.power": {"formula": "contest", "decisiveness": [0.5, 1, 3]},
    "roadmap.stages.interim.power": {
        "formula": "portfolios",
        "among": ["taliban", "council"],
        "ministries": {"defence": {"taliban": 50, "council": 30}, "health": {"council": 20}},
        "chair": {"turn": ["taliban", "council"], "weight": 0.2},
        "duration": 24,
        "extension": {"chance": 0.05, "months": 6},
    },
    "roadmap.stages.elected.power": {
        "election": {
            "votes": {"taliban": 40, "council": 60},
            "error": 5,
            "swing": 3,
            "turnout": {"taliban": 0.6},
            "boycott": {"council": 0.1},
            "concentration": {"council": 0.7},
            "system": "two-round",
            "abstain": 0.3,
        }
    },
}
"""What the shipped cases leave out of the format, so that every field with a number is there."""


@pytest.fixture(scope="module")
def full(worked):
    return worked.changed(EVERYTHING)


@pytest.fixture(scope="module")
def folders(worked, smallest, full):
    return {"worked": worked, "smallest": smallest, "full": full}


def long_way(folder, changes):
    """Read the case anew with the changes, as `CaseFolder.overlay` does for whatever is no number.

    Returns
    -------
    (case, problems), the case None where there are problems
    """
    return loading._overlaid(folder._data, changes, (), loading._NOWHERE, quote_ids=folder.quotes)


def alike(ours, theirs):
    """Check that two cases hold the same, in the same order, and state the same of it."""
    assert ours.model_dump() == theirs.model_dump()
    assert ours.model_dump_json() == theirs.model_dump_json()
    assert ours.model_dump_json(exclude_unset=True) == theirs.model_dump_json(exclude_unset=True)
    assert quantities(ours) == quantities(theirs)


def held_together(path):
    return bool({"members", "shares", "reserved", "votes"} & set(path.split(".")))


def given_paths(folder):
    return [item.path for item in quantities(folder.case) if item.given]


@st.composite
def numbers(draw, path, *, outside=False):
    """Return a number or a range within the limits of a path; maybe outside them."""
    low, high = limits(path)
    room = high - low if outside else 0
    value = st.floats(low - room, high + room) | st.sampled_from([low, high])
    if low <= 1 <= high:
        value |= st.just(1)  # a whole number, as a file has it
    return draw(value | st.lists(value, min_size=3, max_size=3).map(sorted))


@st.composite
def changes(draw, paths, *, outside=False):
    chosen = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4, unique=True))
    return {path: draw(numbers(path, outside=outside)) for path in chosen}


@pytest.mark.parametrize("which", ["worked", "smallest", "full"])
@few
@given(data=st.data())
def test_numbers_within_their_limits_are_what_reading_anew_gives(folders, which, data):
    folder = folders[which]
    free = [path for path in given_paths(folder) if not held_together(path)]
    changed = data.draw(changes(free))
    before = folder.case.model_dump_json()
    quick = with_numbers(folder.case, changed)
    assert quick is not None
    case, problems = long_way(folder, changed)
    assert problems == []
    alike(quick, case)
    alike(folder.overlay(changed), case)
    assert folder.case.model_dump_json() == before


def test_alternatives_that_do_not_fit_a_changed_case_are_out_of_all_that_is_made_of_it(
    worked, full
):
    left = [alternative.id for alternative in full.case.alternatives]
    assert 0 < len(left) < len(worked.case.alternatives)
    for case in (full.overlay({"levers.pressure.harm": 7}), full.overlay({"horizon": 12})):
        assert [alternative.id for alternative in case.alternatives] == left


@pytest.mark.parametrize("which", ["worked", "smallest", "full"])
@few
@given(data=st.data())
def test_what_is_no_case_is_never_made_one(folders, which, data):
    folder = folders[which]
    changed = data.draw(changes(given_paths(folder), outside=True))
    quick = with_numbers(folder.case, changed)
    case, problems = long_way(folder, changed)
    if quick is not None:
        alike(quick, case)
    if problems:
        assert quick is None
        with pytest.raises(CaseError) as caught:
            folder.overlay(changed)
        assert str(caught.value) == str(CaseError(problems))


@pytest.mark.parametrize("which", ["worked", "smallest", "full"])
def test_every_number_by_itself_at_both_of_its_limits(folders, which):
    folder = folders[which]
    paths = given_paths(folder)
    assert len(paths) > 20
    for path in paths:
        for value in limits(path):
            quick = with_numbers(folder.case, {path: value})
            assert (quick is None) == held_together(path), path
            if quick is not None:
                by_path = {item.path: item.quantity for item in quantities(quick)}
                assert (by_path[path].low, by_path[path].high) == (value, value)
                assert not by_path[path].evidence
                assert by_path.keys() == {item.path for item in quantities(folder.case)}


@pytest.mark.parametrize(
    "change",
    [
        {"levers.nobody.schedule.intensity": 0.4},
        {"": 1},
        {"levers": 1},
        {"levers.pressure.schedule": 1},
        {"levers.pressure.schedule.start": "2024-01"},
        {"levers.pressure.schedule.intensity.low": 0.1},
        {"levers.pressure.schedule.intensity": 1.01},
        {"levers.pressure.schedule.intensity": -0.01},
        {"levers.pressure.schedule.intensity": [0, 0.5, 1.5]},
        {"levers.pressure.schedule.intensity": [0.5, 0.4, 0.6]},
        {"levers.pressure.schedule.intensity": [0.1, 0.2]},
        {"levers.pressure.schedule.intensity": []},
        {"levers.pressure.schedule.intensity": [0, True, 1]},
        {"levers.pressure.schedule.intensity": True},
        {"levers.pressure.schedule.intensity": None},
        {"levers.pressure.schedule.intensity": "0.5"},
        {"levers.pressure.schedule.intensity": float("nan")},
        {"levers.pressure.schedule.intensity": float("inf")},
        {"levers.pressure.schedule.intensity": {"value": 0.5}},
        {"levers.pressure.schedule.intensity": {"value": 0.5, "evidence": ["nothing"]}},
        {"levers.pressure.schedule.intensity": {"range": [0, 0.1, 0.2], "why": "A guess."}},
        {"horizon": 12},
        {"harm_limit.limit": 10},
        {"actors.council.members.dostum.weight": 1},
        {"roadmap.start.power.shares.taliban": 50},
        {"roadmap.stages.talks.power.reserved.council": 5},
        {"roadmap.stages.elected.power.election.votes.council": 50},
        {"levers.pressure.harm": 10, "levers.nobody.harm": 10},
    ],
    ids=str,
)
def test_what_has_to_be_explained_is_left_to_the_long_way(full, change):
    assert with_numbers(full.case, change) is None


def test_a_number_that_the_case_does_not_state_is_left_to_the_long_way(smallest):
    silent = [item.path for item in quantities(smallest.case) if not item.given]
    assert "actors.upper.disruption" in silent
    for path in silent:
        assert with_numbers(smallest.case, {path: limits(path)[1]}) is None
        stated = smallest.overlay({path: limits(path)[1]})
        assert path in {item.path for item in quantities(stated) if item.given}


def test_a_reason_and_its_evidence_go_with_the_number_they_are_for(worked):
    quoted = next(
        item.path
        for item in quantities(worked.case)
        if item.quantity.evidence and not held_together(item.path)
    )
    new = {item.path: item.quantity for item in quantities(worked.overlay({quoted: 1}))}[quoted]
    assert (new.mode, new.why, new.evidence) == (1, None, [])


def test_nothing_changed_is_the_case_itself(smallest):
    assert with_numbers(smallest.case, {}) is smallest.case
    assert smallest.overlay({}) is smallest.case


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({GRAIN: 2}, f"{GRAIN}: should lie between 0 and 1 (a share, 0-1; got 2)"),
        (
            {GRAIN: [0.5, 0.1, 0.2]},
            f"{GRAIN}: a range runs low <= mode <= high (got [0.5, 0.1, 0.2]; in order: [0.1, ",
        ),
        ({GRAIN: "much"}, f"{GRAIN}: should be a number or a range [low, mode, high] (got 'much')"),
        ({GRAIN: "0,45"}, "(got '0,45'); write 0.45"),
        ({GRAIN: "45 %"}, "(got '45 %'); write 0.45"),
        ({GRAIN: "1/3"}, "(got '1/3'); write 0.3333"),
        ({GRAIN: "1,234"}, "(got '1,234'); write 1.234 or 1234"),
        ({GRAIN: True}, f"{GRAIN}: should be a number or a range [low, mode, high] (got True)"),
        ({GRAIN: [0, 1]}, f"{GRAIN}: a range has three numbers, [low, mode, high] (got 2)"),
        ({"levers.corn.harm": 1}, "levers.corn"),
    ],
    ids=str,
)
def test_a_bad_value_is_explained_as_ever(smallest, change, said):
    with pytest.raises(CaseError) as caught:
        smallest.overlay(change)
    assert said in str(caught.value)
    assert str(caught.value) == str(CaseError(long_way(smallest, change)[1]))


def test_every_bad_value_is_named_at_once(smallest):
    with pytest.raises(CaseError) as caught:
        smallest.overlay({GRAIN: 2, "levers.grain.harm": -1, "levers.grain.schedule.ramp": 5})
    assert {problem.path for problem in caught.value.problems} == {GRAIN, "levers.grain.harm"}


# --- limits -------------------------------------------------------------------------------------


def named(item):
    """Name an item of a list as paths do."""
    if hasattr(item, "id"):
        return item.id
    if hasattr(item, "issue"):
        return f"{item.actor}.{item.issue}"
    return stance_key(item.actor, item.on) if hasattr(item, "on") else getattr(item, "actor", "")


def confined(annotation, metadata=()):
    """Return the limits that a field's own annotation holds, those of parts within it apart."""
    found = {one for one in metadata if isinstance(one, Within)}
    for inner in get_args(annotation):
        found |= {inner} if isinstance(inner, Within) else confined(inner)
    return found


def walked(at, path, within, field):
    """Yield (path, limits, field) of every quantity in a model, by its own annotations."""
    if isinstance(at, Quantity):
        (only,) = within
        yield path, (only.low, only.high), field
    elif isinstance(at, Part):
        for name, info in type(at).model_fields.items():
            below = f"{path}.{name}" if path else name
            inner = confined(info.annotation, info.metadata)
            yield from walked(getattr(at, name), below, inner, (type(at), name))
    elif isinstance(at, dict):
        for key, item in at.items():
            yield from walked(item, f"{path}.{key}", within, field)
    elif isinstance(at, list):
        for item in at:
            if isinstance(item, Part):
                yield from walked(item, f"{path}.{named(item)}", within, field)


def parts_of(model, seen):
    """Collect the models that a model is made of."""
    if model not in seen:
        seen.add(model)
        for info in model.model_fields.values():
            for inner in mentioned(info.annotation):
                parts_of(inner, seen)
    return seen


def mentioned(annotation):
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return {annotation}
    return set().union(*(mentioned(inner) for inner in get_args(annotation)))


@pytest.mark.parametrize("which", ["worked", "smallest", "full"])
def test_limits_are_those_of_the_format(folders, which):
    case = folders[which].case
    found = {path: ends for path, ends, _ in walked(case, "", set(), None)}
    listed = quantities(case)
    assert {item.path for item in listed} == found.keys()
    assert len(listed) == len(found)
    for item in listed:
        assert limits(item.path) == found[item.path], item.path
        low, high = limits(item.path)
        assert low <= item.quantity.low <= item.quantity.mode <= item.quantity.high <= high


def test_every_field_of_the_format_that_is_a_number_has_been_tried(full):
    tried = {field for _, _, field in walked(full.case, "", set(), None)}
    there_are = {
        (model, name)
        for model in parts_of(Case, set())
        for name, info in model.model_fields.items()
        if confined(info.annotation, info.metadata)
    }
    assert len(there_are) > 30
    assert there_are - tried == set()


@pytest.mark.parametrize("path", ["horizon", "levers.pressure.schedule.start", "title", "a.b.c"])
def test_what_is_no_number_has_no_limits(path):
    with pytest.raises(KeyError):
        limits(path)
