"""What a case may not say: truth values for numbers, months beyond the calendar, others' names."""

import json
import re
import shutil
from pathlib import Path

import pytest

import tracktwo.case as tc
from tracktwo.case.problems import meant, unknown

CASE = Path(tc.__file__).parent.parent / "cases" / "two-valleys"


@pytest.mark.parametrize("word", ["true", "false", "yes", '"36"x'])
def test_a_truth_value_is_no_number(tmp_path, word):
    folder = shutil.copytree(CASE, tmp_path / "case")
    text = (folder / "case.yaml").read_text("utf-8")
    (folder / "case.yaml").write_text(re.sub(r"horizon: \d+", f"horizon: {word}", text), "utf-8")
    with pytest.raises(tc.CaseError, match=r"case\.yaml:\d+:\d+"):
        tc.load(folder)


@pytest.mark.parametrize(
    "path", ["horizon", "harm_limit.limit", "levers.grain.harm", "actors.upper.capability"]
)
def test_no_number_of_a_case_is_true(smallest, path):
    with pytest.raises(tc.CaseError, match=r"should be a number .*\(got (true|True)\)"):
        smallest.overlay({path: True})


@pytest.mark.parametrize(("horizon", "fits"), [(11, True), (12, False), (600, False)])
def test_the_months_ahead_are_in_the_calendar(smallest, horizon, fits):
    changes = {"as_of": "9999-01-15", "horizon": horizon}
    for path in ("roadmap.stages", "levers"):
        assert smallest.value(path)
    try:
        smallest.overlay(changes)
    except tc.CaseError as error:
        said = str(error)
    else:
        said = ""
    assert ("the horizon passes the year 9999; give an earlier day" in said) is not fits


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("rsf", ["saf", "un"], None),
        ("rsf", ["rsff", "un"], None),  # too short to tell
        ("north", ["south"], None),
        ("party-c", ["party-a", "party-b"], None),
        ("party-1", ["party-12"], None),
        ("party-21", ["party-12"], None),
        ("talban", ["taliban", "un"], "taliban"),
        ("talibann", ["taliban"], "taliban"),
        ("tailban", ["taliban"], "taliban"),
        ("coucil", ["council", "coucill"], None),  # two of them
    ],
)
def test_only_a_slip_of_the_hand_stands_for_another_actor(name, known, found):
    assert meant(name, known, people=True) == found
    hint = unknown("actor", name, known)[1]
    assert hint == (f"did you mean {found}?" if found else f"there are: {', '.join(sorted(known))}")


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("capabilty", ["capability", "name"], "capability"),
        ("watr", ["water"], "water"),
        ("id", ["if"], None),
        ("name", ["note"], None),
        ("postion", ["position_low", "position"], "position"),
        ("stance", ["silence"], None),
        ("", ["a"], None),
    ],
)
def test_what_is_meant_is_near_for_its_length(name, known, found):
    assert meant(name, known) == found


def test_an_actor_renamed_is_not_taken_for_its_opponent(tmp_path):
    folder = shutil.copytree(CASE, tmp_path / "case")
    for file in ("case.yaml", "positions.csv"):
        text = (folder / file).read_text("utf-8").replace("upper", "rsf").replace("lower", "saf")
        (folder / file).write_text(text, "utf-8")
    text = (folder / "case.yaml").read_text("utf-8")
    (folder / "case.yaml").write_text(text.replace("id: rsf", "id: rapid-forces"), "utf-8")
    with pytest.raises(tc.CaseError) as caught:
        tc.load(folder)
    assert "unknown actor 'rsf'" in str(caught.value)
    assert "did you mean saf" not in str(caught.value)


@pytest.mark.parametrize("field", ["stances", "statements", "roadmap"])
@pytest.mark.parametrize("value", [["x"], "x", {"stages": ["x"]}, {"stages": [{"milestones": 1}]}])
def test_an_alternative_that_drops_what_others_point_to_tells_what_is_wrong(tmp_path, field, value):
    folder = shutil.copytree(CASE, tmp_path / "case")
    text = (folder / "case.yaml").read_text("utf-8")
    text = re.sub(rf"(?m)^{field}:\n(?:[ #-].*\n|\n)*", "", text)
    text += f"{field}: {json.dumps(value)}\n"
    text = re.sub(r"(?m)^alternatives:\n(?:[ #-].*\n|\n)*", "", text)
    text += "alternatives: [{id: o, name: O, drop: [levers.grain]}]\n"
    (folder / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(tc.CaseError):
        tc.load(folder)
