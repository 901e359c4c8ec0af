"""Names that change within a workbook, and names of a table that differ in case or accents only."""

import pytest
from test_workbook import Filled, valleys  # noqa: F401  (a fixture)

import tracktwo as tc
from tracktwo.case import load
from tracktwo.formats.bargaining import read_noted

ROW = {"position__mode": 40, "salience__mode": 20}


@pytest.mark.parametrize("called", ["High Dale", "HIGH DALE", "Upper Valley", "upper"])
def test_a_new_row_may_use_the_new_name_or_the_old(valleys, called):  # noqa: F811
    filled = Filled(valleys)
    filled.put("Actors", "upper", short_name="High Dale", name="Council of the High Dale")
    filled.new("Stances", actor=called, on="Talks", stance="demands")
    written = filled.read().written(filled.folder)
    stance = next(s for s in written.case.stances if s.actor == "upper" and s.on == ["talks"])
    assert stance.stance == "demands"


def test_a_step_may_be_named_by_its_new_name(valleys):  # noqa: F811
    filled = Filled(valleys)
    filled.put("Roadmap", "talks", name="Meetings at the abbey")
    filled.new("Stances", actor="Upper Valley", on="Meetings at the abbey", stance="demands")
    written = filled.read().written(filled.folder)
    assert any(s.actor == "upper" and s.on == ["talks"] for s in written.case.stances)


def test_two_names_can_change_places(valleys):  # noqa: F811
    filled = Filled(valleys)
    names = {one.id: one.name for one in filled.folder.case.actors}
    filled.put("Actors", "upper", name=names["lower"], short_name="Lower Valley")
    filled.put("Actors", "lower", name=names["upper"], short_name="Upper Valley")
    # The short name is now the other's: what is written under it is meant of whom it names now.
    filled.new("Stances", actor="Lower Valley", on="Talks", stance="demands")
    case = filled.read().written(filled.folder).case
    assert {one.id: one.name for one in case.actors} == names | {
        "upper": names["lower"], "lower": names["upper"],
    }  # fmt: skip
    assert any(s.actor == "upper" and s.on == ["talks"] for s in case.stances)
    assert load(valleys).case == case


def test_a_name_that_another_keeps_is_refused(valleys):  # noqa: F811
    filled = Filled(valleys)
    lower = next(one.name for one in filled.folder.case.actors if one.id == "lower")
    ref = filled.put("Actors", "upper", name=lower)
    (problem,) = filled.wrong()
    assert problem.startswith(ref)
    assert "another one called" in problem


def table(tmp_path, *rows):
    place = tmp_path / "table.csv"
    lines = ["actor,issue,position,salience,capability", *rows]
    place.write_text("\n".join(lines) + "\n")
    return place


def test_names_that_differ_in_case_or_accents_are_one_actor_and_said(tmp_path):
    place = table(tmp_path, "Upper,water,10,50,5", "upper,land,20,50,5", "\u00dcPPER,bread,1,50,5",
                  "Lower,Water,30,50,5")  # fmt: skip
    found, notes = read_noted(place)
    assert found.actors == ("Upper", "Lower")
    assert found.issues == ("water", "land", "bread")
    assert any("“upper” was taken for “Upper”" in note for note in notes)
    assert any("“\u00dcPPER” was taken for “Upper”" in note for note in notes)
    assert any("“Water” was taken for “water”" in note for note in notes)


def test_two_rows_of_one_actor_on_one_issue_are_refused(tmp_path):
    place = table(tmp_path, "Upper,water,10,50,5", "UPPER,water,20,50,5", "Low,water,1,50,5")
    with pytest.raises(tc.CaseError, match="'Upper' has a position on 'water' already"):
        read_noted(place)


def test_names_that_differ_otherwise_stay_apart(tmp_path):
    place = table(tmp_path, "Upper,water,10,50,5", "Uper,water,20,50,5", "Upper 2,water,1,50,5")
    found, notes = read_noted(place)
    assert len(found.actors) == 3
    assert not any("taken for" in note for note in notes)
