"""What one types after `import tracktwo`."""

import json
import subprocess
import sys
from dataclasses import replace

import openpyxl
import pandas as pd
import polars as pl
import pytest

import tracktwo as tt
from tracktwo.questions.odds.run import run
from tracktwo.results.plain import plain
from tracktwo.results.tables import Column, Table

HOLDER = "positions.upper.water.position"


@pytest.fixture(scope="module")
def case():
    return tt.load("two-valleys")


@pytest.fixture(scope="module")
def odds(case):
    return case.run(draws=32)


@pytest.fixture(scope="module")
def who(case):
    return case.ask("who", draws=4)


def test_public_names_are_those_listed_and_each_can_be_had():
    assert tt.__all__ == sorted(tt.__all__, key=lambda n: (not n[0].isupper(), n.lower()))
    for name in tt.__all__:
        assert getattr(tt, name) is not None
    assert set(tt.__all__) <= set(dir(tt))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tt.nothing  # noqa: B018


def test_nothing_heavy_is_imported_before_it_is_used():
    heavy = "numpy scipy numba pydantic pandas polars jinja2 rich"
    code = (
        "import sys, tracktwo as tt; tt.questions; tt.Error; "
        f"print([n for n in {heavy.split()!r} if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_questions_are_listed_under_one_name_each():
    names = [one.name for one in tt.questions()]
    assert len(set(names)) == len(names)
    assert {"odds", "levers", "who", "withdraw"} <= set(names)


def test_a_case_says_in_short_what_it_is(case):
    assert len(repr(case).splitlines()) == 3
    assert "two-valleys" in repr(case)
    assert list(case.stages) == ["talks", "office"]


def test_an_answer_says_in_short_what_it_found(odds):
    text = repr(odds)
    assert len(text) < 2_000
    assert "talks" in text
    assert max(map(len, text.splitlines())) <= 220
    page = odds._repr_html_()
    assert "<table>" in page
    assert "A joint office" in page


def test_the_numbers_are_those_of_the_command(odds, smallest):
    assert odds.to_json() == run(smallest, draws=32).to_json()
    assert odds.focus == odds.record.focus


@pytest.mark.parametrize(("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame)])
def test_frames_are_tidy_and_know_their_units(odds, backend, kind):
    found = odds.to_frame(backend=backend)
    assert isinstance(found, kind)
    assert list(found["id"]) == ["talks", "office"]
    assert odds.units()["reached_mean"] == "chance 0-1"
    if backend == "pandas":
        assert found.attrs["units"]["reached_mean"] == "chance 0-1"


def test_a_table_that_is_not_there_is_answered_with_those_that_are(odds):
    with pytest.raises(tt.Error, match=r"there are: .*stages by month"):
        odds.to_frame("nosuch")


def test_a_workbook_holds_every_table_and_what_its_columns_mean(odds, tmp_path):
    odds.save(tmp_path / "odds.xlsx")
    book = openpyxl.load_workbook(tmp_path / "odds.xlsx")
    assert len(book.sheetnames) == len(odds.tables) + 1
    sheet = book["stages"]
    rows = list(sheet.iter_rows(values_only=True))
    where = rows[0].index("reached_mean")
    assert [row[where] for row in rows[1:]] == pytest.approx(
        [one.reached.mean[odds.horizon] for one in odds.stages]
    )
    notes = {row[0]: row[1] for row in book["Notes"].iter_rows(values_only=True)}
    assert notes["Question"] == "odds: How far it is likely to get"
    assert notes["reached_mean"] == "chance 0-1"


def test_no_text_of_a_case_becomes_a_formula(tmp_path, who):
    table = Table("t", (Column("name", ""),), (("=1+1",), ("@x",)))
    hostile = replace(who, record=who.record)
    hostile.__dict__["tables"] = {"t": table, "influence": table}
    hostile.save(tmp_path / "x.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["t"]
    assert [c.data_type for c in cells["A"][1:]] == ["s", "s"]
    assert cells["A2"].value == "=1+1"


def test_other_formats_are_told_by_the_ending(odds, tmp_path):
    odds.save(tmp_path / "o.json")
    assert json.loads((tmp_path / "o.json").read_text()) == odds.to_json()
    odds.save(tmp_path / "o.csv")
    assert list(pd.read_csv(tmp_path / "o.csv")["id"]) == ["talks", "office"]
    odds.save(tmp_path / "o.parquet")
    assert pl.read_parquet(tmp_path / "o.parquet")["id"].to_list() == ["talks", "office"]
    with pytest.raises(tt.Error, match=r"there are: \.json, \.csv, \.xlsx, \.parquet"):
        odds.save(tmp_path / "o.docx")
    assert not (tmp_path / "o.docx").exists()


def test_odds_have_the_charts_of_the_report(odds):
    titles = [chart.title for chart in odds.charts]
    assert len(titles) >= 4
    assert any("A joint office" in title for title in titles)
    assert odds.plot().svg().startswith("<svg")


def test_a_chart_can_be_shown_and_saved(who, tmp_path):
    chart = who.plot()
    bundle = chart._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "vegalite" in "".join(bundle)
    assert chart.save(tmp_path / "c.svg").read_text().startswith("<svg")
    assert chart.save(tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(tt.Error, match="there are"):
        chart.save(tmp_path / "c.gif")
    with pytest.raises(tt.Error, match="charts"):
        who.plot(99)


def test_what_if_is_a_difference_on_common_draws(case):
    same = case.what_if({HOLDER: case.folder.value(HOLDER)}, draws=16)
    assert all(band.mean == 0 for band in same.difference.values())
    other = case.what_if({HOLDER: 0}, draws=16)
    assert set(other.difference) == {"talks", "office"}
    assert any(band.mean != 0 for band in other.difference.values())


def test_set_changes_a_copy_and_save_writes_it_elsewhere(case, tmp_path):
    before = case.numbers[HOLDER]
    changed = case.set(HOLDER, (10, 20, 40), why="A wider reading.")
    assert case.numbers[HOLDER] == before
    assert case.set(HOLDER.removesuffix(".position"), (10, 20, 40)).numbers[HOLDER] == (10, 20, 40)
    saved = changed.save(tmp_path / "other")
    assert saved.numbers[HOLDER] == (10, 20, 40)
    assert tt.load(tmp_path / "other").folder.digest == changed.folder.digest
    with pytest.raises(tt.Error, match="exists already"):
        changed.save(tmp_path / "other")
    with pytest.raises(tt.CaseError, match="nosuch"):
        case.set("actors.nosuch.capability", 5)


def test_what_cannot_be_asked_is_said(case):
    with pytest.raises(tt.Error, match=r"there are: .*levers"):
        case.ask("nosuch")
    with pytest.raises(tt.Error, match="at least 1"):
        case.run(draws=0)
    with pytest.raises(tt.Error, match="no option"):
        case.run(dogs=3)


def test_a_fault_of_the_program_is_no_sentence(case, monkeypatch):
    def broken(*_args, **_named):
        raise ValueError("operands could not be broadcast")

    monkeypatch.setattr("tracktwo.questions.who.power.who", broken)
    with pytest.raises(ValueError, match="broadcast"):
        case.ask("who")


ROWS = {
    "actor": ["A", "B", "C"],
    "issue": ["x", "x", "x"],
    "position": [10, 90, 50],
    "salience": [50, 60, 20],
    "capability": [10, 30, 5],
}


def test_any_frame_can_be_bargained_over(tmp_path):
    pandas = tt.bargain(pd.DataFrame(ROWS))
    polars = tt.bargain(pl.DataFrame(ROWS))
    listed = tt.bargain(
        [dict(zip(ROWS, row, strict=True)) for row in zip(*ROWS.values(), strict=True)]
    )
    path = tmp_path / "table.csv"
    pd.DataFrame(ROWS).to_csv(path, index=False)
    for other in (polars, listed, tt.bargain(path)):
        assert plain(other.record) == plain(pandas.record)
    assert 10 <= pandas.issues[0].mean <= 90
    with pytest.raises(tt.Error, match="no table"):
        tt.bargain(5)
    with pytest.raises(tt.CaseError, match=r"the frame: .*900"):
        tt.bargain(pd.DataFrame({**ROWS, "position": [10, 900, 50]}))


def test_an_arrow_table_is_a_frame_too():
    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return pl.DataFrame(ROWS).__arrow_c_stream__(requested_schema)

    assert plain(tt.bargain(Stream()).record) == plain(tt.bargain(pl.DataFrame(ROWS)).record)


def test_a_new_case_begins_as_a_copy_with_its_comments(tmp_path):
    made = tt.new(tmp_path / "mine")
    assert made.id == "two-valleys"
    assert "#" in (tmp_path / "mine" / "case.yaml").read_text()
    with pytest.raises(tt.Error):
        tt.new(tmp_path / "mine")
