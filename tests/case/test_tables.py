"""Tables: one reader that knows every cell's place, and changes no byte that it need not."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracktwo.case.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    number,
    read_rows,
    read_table,
    with_cells,
    write_rows,
)

cells = st.text(st.sampled_from("ab ,;\t\"'\r\n|é\u2028"), max_size=6)
tables = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5)


@given(tables, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example(rows=[['"', "", "x"]], mark=",", ending="\n", quoted=True)
def test_what_is_written_is_read_back_and_every_cell_stands_where_it_says(
    rows, mark, ending, quoted
):
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    text = out.getvalue() if quoted else write_rows(rows, mark)
    read, problems = read_rows(text, "t.csv", mark)
    assert problems == []
    meant = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [[cell.text for cell in row] for row in read] == meant
    lines = io.StringIO(text, newline="").readlines()  # keeps all three kinds of line end
    for row in read:
        for cell in row:
            characters = text[cell.start : cell.end]
            rest = "".join(lines[cell.line - 1 :])[cell.column - 1 :]
            assert rest.startswith(characters)
            inside = characters.strip(" ")
            inside = inside[1:-1].replace('""', '"') if inside[:1] == '"' else inside
            assert inside.strip() == cell.text


@given(tables.filter(bool), cells, st.data())
def test_changing_a_cell_leaves_every_other_byte(rows, new, data):
    text = "\n\r\n" + write_rows([["x", *row] for row in rows])
    read, _ = read_rows(text, "t.csv")
    row = data.draw(st.sampled_from(read))
    place = data.draw(st.integers(0, len(row) - 1))
    edited = with_cells(text, row, {place: new})
    cell = row[place]
    assert edited.startswith(text[: cell.start])
    assert edited.endswith(text[cell.end :])
    again, problems = read_rows(edited, "t.csv")
    assert problems == []
    meant = [[c.text for c in r] for r in read]
    meant[read.index(row)][place] = new.strip()
    assert [[c.text for c in r] for r in again] == [r for r in meant if any(r)]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    table, problems = read_table(text, "t.csv")
    assert all(len(row) == len(table.header) for row in table.rows)
    assert all(problem.line and problem.message for problem in problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a,b\n1,"x', "t.csv:2:3: a quote is opened and never closed"),
        ('a,b\n1,"x"y\n', "t.csv:2:3: text follows a closing quote"),
        ("a,b\n1\n", "t.csv:2: has 1 cells under a header of 2"),
        ("\n a ,B,A\n", "t.csv:2:7: column 'a' stands twice; keep one of them"),
        ("a;b\n1;2\n", "t.csv:1: columns are separated by commas"),
        ("a,b\n1,x\0y\n", "t.csv:2:4: holds a NUL character; save it as plain text"),
        ("a\n" + "1\n" * (MAX_ROWS + 1), "more than 20,000 rows"),
        ("a" + "," * MAX_COLUMNS, "more than 2,000 cells in a row"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, said):
    _, problems = read_table(text, "t.csv")
    assert said in str(problems[0])


def test_blank_lines_quoted_headers_and_spaces_before_quotes():
    table, problems = read_table('\n , \n"Actor" , "is""sue"\n\n "a,b" ,1\n', "t.csv")
    assert problems == []
    assert table.names == ["actor", 'is"sue']
    assert [(c.text, c.line, c.column) for c in table.rows[0]] == [("a,b", 5, 1), ("1", 5, 9)]
    assert table.column("nothing", "actor") == 0
    assert table.column("nothing") is None


def test_a_quote_that_never_ends_takes_no_time():
    text = 'a\n"' + 'x""' * 1_000_000
    _, problems = read_rows(text, "t.csv")
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("-.5", -0.5), ("1e3", 1000.0), ("1.", 1.0), ("1_0", None), ("nan", None),
     ("inf", None), ("", None), ("0x1", None), ("1,5", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert number(text) == value
