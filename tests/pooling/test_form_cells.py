"""Cells of an expert's workbook: what Excel makes of what is typed, and messages by cell."""

import datetime as dt
import io
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import tracktwo.case as tc
from tracktwo.pooling import PoolError, elicited, read_answers
from tracktwo.pooling.sheet import sheet_form

CASES = Path(tc.__file__).parent.parent / "cases"
UPPER = "positions.upper.water.position"
OFFICE = "stances.lower.office.stance"


@pytest.fixture
def valleys(tmp_path):
    return tc.load(shutil.copytree(CASES / "two-valleys", tmp_path / "case"))


def filled(folder, tmp_path, cells, *, path=UPPER, style=None, sheet="Numbers"):
    """Save a form with the row of one question filled in from column D on."""
    form = sheet_form(folder.case.id, "T", elicited(folder.case), expert="Ann", round_=1)
    book = load_workbook(io.BytesIO(form))
    row = next(row for row in book[sheet].iter_rows(min_row=2) if row[0].value == path)
    for cell, value in zip(row[3:], cells, strict=False):
        cell.value = value
        if style and isinstance(value, int | float):
            cell.number_format = style
    place = tmp_path / "ann.xlsx"
    book.save(place)
    return place, row[0].row


def read(folder, place, path=UPPER):
    (one,) = read_answers([place], folder)
    given = one.by_path[path]
    return given.low, given.mode, given.high


@pytest.mark.parametrize(
    ("cells", "style"),
    [((0.3, 0.45, 0.6), "0%"), ((0.3, 0.45, 0.6), "0.00%"), ((30, 45, 60), None),
     (("30 %", "45%", "60,0 %"), None), (("30", "45,0", "60.0"), None)],
)  # fmt: skip
def test_a_percentage_is_of_the_scale_of_its_question(valleys, tmp_path, cells, style):
    place, _ = filled(valleys, tmp_path, cells, style=style)
    assert read(valleys, place) == (30, 45, 60)


def test_a_percentage_of_a_share_is_one(valleys, tmp_path):
    # A pace lies on 0-1; there 45 % is 0.45 however it is typed.
    pace = f"roadmap.stages.{valleys.case.roadmap.stages[0].id}.pace"
    for cells, style in (((0.45,) * 3, "0%"), (("45 %",) * 3, None), ((0.45,) * 3, None)):
        place, _ = filled(valleys, tmp_path, cells, style=style, path=pace)
        assert read(valleys, place, pace) == (0.45, 0.45, 0.45)


@pytest.mark.parametrize(
    ("cells", "said"),
    [((None, "1/3", None), "E{n}: Share of the water: what does Upper Valley want? '1/3' could be"),
     ((None, "1/3", None), "or a part of 100; write 0.333 or 33.3"),
     ((None, dt.date(2026, 3, 1), None), "E{n}: "),
     ((None, dt.date(2026, 3, 1), None), "2026-03-01 is a date, which the spreadsheet made"),
     ((None, "=1+1", None), "E{n}: "),
     ((None, "=1+1", None), "formula whose result was not saved"),
     ((None, "many", None), "E{n}: "),
     ((None, 400, None), "E{n}: "),
     ((10, None, None), "E{n}: "),
     ((10, None, None), "the most likely value is missing"),
     ((50, 40, 60), "write 40 50 60"),
     ((None, True, None), "is no number")],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_its_cell(valleys, tmp_path, cells, said):
    place, n = filled(valleys, tmp_path, cells)
    with pytest.raises(PoolError) as caught:
        read_answers([place], valleys)
    text = str(caught.value)
    assert "ann.xlsx Numbers!" in text
    assert said.format(n=n) in text


def test_a_number_beyond_reckoning_is_refused(valleys, tmp_path):
    place = tmp_path / "ann.json"
    told = {"form": "tracktwo-answers", "case": "two-valleys", "expert": "Ann"}
    for number in (10**400, float("inf"), float("nan")):
        place.write_text(json.dumps(told | {"answers": {UPPER: {"mode": number}}}))
        with pytest.raises(PoolError, match="outside 0-100"):
            read_answers([place], valleys)


@pytest.mark.parametrize("word", ["Supports", " SUPPORTS ", "supports"])
def test_a_stance_is_read_without_regard_to_case(valleys, tmp_path, word):
    place, _ = filled(valleys, tmp_path, (word,), path=OFFICE, sheet="Stances")
    (one,) = read_answers([place], valleys)
    assert one.by_path[OFFICE].choice == "supports"


def test_a_misspelt_stance_is_named_by_its_cell(valleys, tmp_path):
    place, n = filled(valleys, tmp_path, ("suports",), path=OFFICE, sheet="Stances")
    with pytest.raises(PoolError, match=rf"Stances!D{n}: .*write supports"):
        read_answers([place], valleys)


def test_rows_of_questions_that_went_are_no_fault_while_empty(valleys, tmp_path):
    # The form was mailed before the last actor was taken out.
    place, _ = filled(valleys, tmp_path, (30, 40, 50))
    book = load_workbook(place)
    sheet = book["Numbers"]
    n = sheet.max_row + 1
    sheet.cell(n, 1).value, sheet.cell(n, 2).value = "positions.gone.water.position", "Gone: what?"
    book.save(place)
    assert read(valleys, place) == (30, 40, 50)
    sheet.cell(n, 5).value = 30
    book.save(place)
    with pytest.raises(PoolError, match=rf"Numbers!E{n}: Gone: what\?: is no question.*take the"):
        read_answers([place], valleys)
