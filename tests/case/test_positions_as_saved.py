"""positions.csv as people and spreadsheets save it: names for ids, marks, empty columns, slips."""

import re
import shutil
from pathlib import Path

import pytest

import tracktwo as tc
from tracktwo.case import load
from tracktwo.case.checks.whereabouts import whereabouts
from tracktwo.case.save import rewrite, save

CASES = Path(tc.__file__).parent / "cases"
POSITION = "positions.upper.water.position"


@pytest.fixture
def valleys(tmp_path):
    return Path(shutil.copytree(CASES / "two-valleys", tmp_path / "valleys"))


def table(folder, change):
    place = folder / "positions.csv"
    place.write_text(change(place.read_text()))
    return place


def wrong(folder):
    with pytest.raises(tc.CaseError) as caught:
        load(folder)
    return [str(one) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("actor", "issue"),
    [("Upper Valley", "water"), ("UPPER", "Water"), ("the upper valley", "share of the water"),
     ("Council of the Upper Valley", "WATER"), ("\u00dcpper", "Sh\u00e1re of the Water")],
)  # fmt: skip
def test_rows_name_actors_and_issues_as_people_do(valleys, actor, issue):
    was = load(valleys)
    place = table(valleys, lambda text: text.replace("\nupper,water,", f"\n{actor},{issue},"))
    folder = load(valleys)
    assert folder.case == was.case
    assert folder.digest == was.digest
    assert POSITION in whereabouts(valleys)
    save(folder, {POSITION: 33})
    assert "\nupper,water,,33,," in place.read_text()
    assert load(valleys).case.positions[0].actor == was.case.positions[0].actor


def test_a_renamed_actor_keeps_its_rows(valleys):
    place = table(valleys, lambda text: text.replace("\nupper,", "\nUpper Valley,"))
    folder = load(valleys)
    before = place.read_text()
    assert rewrite(folder, folder.plain()).digest == folder.digest
    assert place.read_text() == before  # nothing was to be changed
    data = folder.plain()
    data["actors"][0] |= {"name": "Council of the High Dale", "short": "High Dale"}
    rewrite(folder, data)
    assert "\nupper,water," in place.read_text()
    assert load(valleys).case.actors[0].short == "High Dale"


@pytest.mark.parametrize("name", ["Uper Valley", "Lower or Upper", "Valley"])
def test_a_name_of_nobody_is_never_taken_for_another(valleys, name):
    table(valleys, lambda text: text.replace("\nupper,", f"\n{name},"))
    (one,) = [p for p in wrong(valleys) if "positions.csv" in p]
    assert re.search(rf"positions\.csv:\d+:1 .*unknown actor '{name}'; write one of: Upper", one)


def test_a_name_of_two_is_asked_about(valleys):
    case = valleys / "case.yaml"
    case.write_text(case.read_text().replace("short: Lower Valley", "short: Upper Valley"))
    table(valleys, lambda text: text.replace("\nupper,", "\nUpper Valley,"))
    assert any("names several; write one of upper, lower" in p for p in wrong(valleys))


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_changed_number_keeps_the_marks_found(valleys, mark):
    table(valleys, lambda text: "\n".join(
        re.sub(r'("[^"]*")|,', lambda m: m[1] or mark, line) for line in text.splitlines()
    ) + "\n")  # fmt: skip
    place, was = valleys / "positions.csv", load(valleys)
    assert was.case == load(CASES / "two-valleys").case
    before = place.read_text().splitlines()
    save(was, {POSITION: 33})
    after = place.read_text().splitlines()
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert len(changed) == 1
    assert after[changed[0]].split(mark)[:4] == ["upper", "water", "", "33"]
    data = load(valleys).plain()
    data["positions"] = data["positions"][:-1]
    assert len(rewrite(load(valleys), data).case.positions) == len(was.case.positions) - 1
    assert place.read_text().splitlines() == after[:-1]


def test_a_line_that_names_the_mark_stays(valleys):
    place = table(valleys, lambda text: "sep=;\n" + re.sub(
        r'("[^"]*")|,', lambda m: m[1] or ";", text
    ))  # fmt: skip
    save(load(valleys), {POSITION: 33})
    assert place.read_text().startswith("sep=;\nactor;issue;")
    assert load(valleys).value(POSITION)["value"] == 33


def test_columns_that_hold_nothing_are_left_out(valleys):
    was = load(valleys).case
    place = table(valleys, lambda text: re.sub(r"\n", ",,,\n", text) + ",,,,,,,,\n")
    folder = load(valleys)
    assert folder.case == was
    save(folder, {POSITION: 33})
    data = load(valleys).plain()
    data["positions"] = data["positions"][1:]
    rewrite(load(valleys), data)
    assert "upper,water" not in place.read_text()
    assert len(load(valleys).case.positions) == len(was.positions) - 1


def test_a_column_without_a_head_that_holds_something_is_refused(valleys):
    table(valleys, lambda text: re.sub(r"\n", ",x\n", text).replace(",x", ",", 1))
    assert any("cells under a header" in p or "unknown column" in p for p in wrong(valleys))


@pytest.mark.parametrize(
    ("cell", "said"),
    [("1/2", "'1/2' could be 0.5 or a part of 100; write 0.5 or 50"),
     ('"5,000"', "'5,000' can be read in two ways; write 5.000 or 5000"),
     ("01.May", "'01.May' is a date, which the spreadsheet made of a number"),
     ("Mai 24", "'Mai 24' is a date, which the spreadsheet made of a number"),
     ("much", "should be a number (got 'much')")],
)  # fmt: skip
def test_a_number_that_could_be_two_is_asked_about(valleys, cell, said):
    table(valleys, lambda text: re.sub(r"\nupper,water,[^,]*,", f"\nupper,water,{cell},", text))
    found = [p for p in wrong(valleys) if POSITION in p]
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize("other", ["positions.xlsx", "positions.ods", "positions.tsv"])
def test_a_table_in_another_form_is_seen(valleys, other):
    (valleys / "positions.csv").rename(valleys / other)
    (one,) = wrong(valleys)
    assert f"positions.csv: is missing; {other} is there: " in one
    assert one.endswith("as positions.csv")
