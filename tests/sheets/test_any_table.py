"""Tables of positions, whichever spreadsheet saved them."""

import io
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import tracktwo as tc
from tracktwo.case import load
from tracktwo.case.save import save
from tracktwo.formats.bargaining import read_noted, read_table

PLAIN = "actor,issue,position,salience,capability\nA,Über,62.5,45,3\nB,Über,10,0.5,1.5\n"
COMMAS = PLAIN.replace(",", ";").replace(".", ",")
TEXTS = {
    "semicolons and decimal commas": COMMAS.encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "byte order mark": PLAIN.encode("utf-8-sig"),
    "UTF-16": COMMAS.encode("utf-16"),
    "UTF-16 without a mark": COMMAS.encode("utf-16-le"),
    "Windows-1252": COMMAS.encode("cp1252"),
    "quoted headers": PLAIN.replace("actor,issue", '"Actor","Issue"').encode(),
    "blank first lines": b"\r\n\r\n" + PLAIN.replace("\n", "\r\n").encode(),
    "sep line": b"sep=;\n" + COMMAS.encode(),
    "quoted decimal commas": PLAIN.replace("62.5", '"62,5"').encode(),
    "percent of salience": PLAIN.replace(",45,", ",45 %,").encode(),
}


@pytest.mark.parametrize("how", TEXTS)
def test_a_table_reads_the_same_however_it_was_saved(tmp_path, how):
    path = tmp_path / "table.csv"
    path.write_text(PLAIN, encoding="utf-8")
    meant = read_table(path)
    path.write_bytes(TEXTS[how])
    read, notes = read_noted(path)
    assert read.actors == meant.actors
    assert read.issues == meant.issues == ("Über",)
    for name in ("position", "salience", "capability"):
        assert np.array_equal(getattr(read, name), getattr(meant, name))
    assert any("Windows-1252" in note for note in notes) == (how == "Windows-1252")


def sheet(rows, name="Sheet1", others=()):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for other in others:
        book.create_sheet(other).append(["something"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [[], ["Actor", "Issue", "Position", "Salience", "Capability"],
        ["A", "Über", 62.5, 45, 3], ["B", "Über", "10", "0,5", 1.5]]  # fmt: skip


def test_a_workbook_reads_the_same(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(PLAIN, encoding="utf-8")
    meant = read_table(path)
    path = tmp_path / "table.xlsx"
    for raw in (sheet(ROWS), sheet(ROWS, "Positions", ["Notes"])):
        path.write_bytes(raw)
        read = read_table(path)
        assert (read.actors, read.issues) == (meant.actors, meant.issues)
        assert np.array_equal(read.position, meant.position)
        assert np.array_equal(read.salience, meant.salience)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (sheet(ROWS, "One", ["Two"]), "has sheets One, Two; call the one with the table Positions"),
        (sheet([]), "is empty"),
        (
            sheet([*ROWS, ["C", "Über", "some", 3, 1]]),
            "t.xlsx Sheet1!C5: position 'some' is no num",
        ),
        (sheet([*ROWS, ["C", "Über", "=1+1", 3, 1]]), "t.xlsx Sheet1!C5: holds a formula"),
        (COMMAS.replace("Über", "Łódź").encode("cp1250"), "save it as UTF-8"),
        (PLAIN.replace("Über", "İş").encode("cp1254"), "save it as UTF-8"),
        (PLAIN.replace("62.5", "45 %").encode(), "write 0.45"),
        (PLAIN.replace("62.5", '"1,234"').encode(), "write 1.234 or 1234"),
        (PLAIN.replace("62.5", "62,5").encode(), "quote a cell that holds a comma"),
    ],
)
def test_what_could_be_two_things_is_refused_with_what_to_do(tmp_path, raw, words):
    path = tmp_path / "t.xlsx"
    path.write_bytes(raw)
    with pytest.raises(tc.CaseError) as caught:
        read_table(path)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.replace(",", ";").replace("Trusted", "Übt").encode("utf-16"),
        lambda text: text.replace(",", "\t").encode("utf-8-sig"),
        lambda text: ("\n" + text.replace(",", ";").replace("40;50", "40;50,0")).encode("cp1252"),
    ],
)
def test_the_table_of_a_case_may_come_from_a_spreadsheet(tmp_path, saved):
    source = Path(tc.__file__).parent / "cases" / "two-valleys"
    case = Path(shutil.copytree(source, tmp_path / "case"))
    table = case / "positions.csv"
    raw = saved(table.read_text())
    table.write_bytes(raw)
    folder = load(case)
    assert [row.position for row in folder.case.positions] == [
        row.position for row in load(source).case.positions
    ]
    save(folder, {"horizon": 30})
    assert table.read_bytes() == raw
    save(load(case), {"positions.upper.water.position": [40, 55, 60]})
    assert load(case).case.positions[0].position.mode == 55
    assert (
        table.read_text(encoding="utf-8-sig")
        .lstrip()
        .startswith(("actor,issue,", "actor;", "actor\t"))
    )
