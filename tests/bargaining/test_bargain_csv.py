"""Bargaining tables as CSV, and the commands that read them."""

import json

import numpy as np
import pytest

from tracktwo.bargaining import BargainingTable
from tracktwo.case import shipped_case
from tracktwo.case.problems import CaseError
from tracktwo.cli.app import make_app
from tracktwo.errors import UnanswerableError
from tracktwo.formats.bargaining import LAYOUTS, read_table, write_table


def run(*arguments):
    make_app()(list(arguments), exit_on_error=False, result_action="return_value")


@pytest.fixture
def table():
    return BargainingTable.of(
        [[10.5, 20], [70, 1 / 3]],
        [[0.25, 0.5], [1, 0]],
        [[3, 3], [4.5, 4.5]],
        actors=["Upper, left", "Löwer"],
        issues=["water", "land"],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_written_reads_back_the_same(table, layout, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(write_table(table, layout), encoding="utf-8")
    again = read_table(file)
    assert (again.actors, again.issues) == (table.actors, table.issues)
    for name in ("position", "salience", "capability", "low", "high"):
        np.testing.assert_allclose(getattr(again, name), getattr(table, name), rtol=1e-15)


def test_scales_gaps_and_the_status_quo_in_the_long_layout(tmp_path):
    table = BargainingTable.of(
        [[4, np.nan], [9, 50]],
        0.5,
        status_quo=[5, np.nan],
        low=[4, 0],
        high=[10, 100],
        actors=["a", "b"],
        issues=["years", "share"],
    )
    file = tmp_path / "t.csv"
    file.write_text(write_table(table))
    again = read_table(file)
    np.testing.assert_array_equal(again.position, table.position)
    np.testing.assert_array_equal(again.status_quo, table.status_quo)
    assert again.low.tolist() == [4, 0]
    with pytest.raises(UnanswerableError, match="write the long layout"):
        write_table(table, "ktab")
    with pytest.raises(UnanswerableError, match="2 draws"):
        write_table(BargainingTable.of(np.zeros((2, 2, 1))))


def test_synonyms_and_a_single_issue(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("Stakeholder,Resources,Position,Salience\nA,3,20,50\nB,1,80,100\n")
    table = read_table(file)
    assert table.capability[0, :, 0].tolist() == [3, 1]
    assert table.salience[0, :, 0].tolist() == [0.5, 1]


def problems(tmp_path, text, **more):
    file = tmp_path / "t.csv"
    file.write_text(text)
    with pytest.raises(CaseError) as caught:
        read_table(file, **more)
    return [str(problem) for problem in caught.value.problems]


def test_every_problem_is_told_at_once(tmp_path):
    text = (
        "actor,issue,position,salience,capability,status_quo\n"
        "A,x,ten,50,1,\n"
        "B,x,120,500,-1,\n"
        "B,x,10,50,1,150\n"
        "C,x,10,50\n"
    )
    assert problems(tmp_path, text) == [
        "t.csv:2: the status quo of 'x', 150, lies outside 0-100; move it onto the scale",
        "t.csv:2:5: position 'ten' is no number; write it like 62.5",
        "t.csv:3: capability -1 is negative; use 0 or more",
        "t.csv:3: salience 500 lies outside 0-100; say which scale it is on: salience top 1?",
        "t.csv:4: 'B' has a position on 'x' already; keep one of them",
        "t.csv:5: has 4 cells under a header of 6; quote a cell that holds a comma",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there are no positions in it"),
        ("actor,where\n", "no column position, salience"),
        ("actor,position,salience\nA,120,50\n", "'A' stands at 120 on 'issue', outside 0-100"),
        (
            "actor,position,salience\nA,1,0.5\nB,2,0.7\n",
            "no salience is above 1 on a scale of 0-100",
        ),
        ("actor,position,salience,low\nA,1,5,0\n", "only one end of the scale"),
        ("actor,position,salience,low,high\nA,1,5,9,2\nB,1,5,1,2\n", "another scale for 'issue'"),
        ("n,d,3,1,\na,b,c,p,s\nA,,1,2,3\n", "1 actors where the first row says 3"),
        ("n,d,1,2,\na,b,c,p,s\nA,,1,2,3\n", "5 columns for 2 issues"),
        ("#A;x\n#Q;1\n", "a row '#Q'"),
        ("#D;a;p;1;0.5;1\n", "'a' is not declared"),
        ("#A;a\n#P;p\n#D;a;p;1\n", "a row #D with too few fields"),
        ("#A;a\n#P;p\n#D;a;p;1;50;1\n", "salience top 100?"),
    ],
)
def test_each_problem_says_what_would_be_right(tmp_path, text, told):
    found = problems(tmp_path, text)
    assert any(told in line and "; " in line for line in found), found


@pytest.mark.parametrize("layout", [None, *LAYOUTS])
@pytest.mark.parametrize("text", ["", "\n\n", " , \n", "\ufeff", "#", "'", '"', "#A", ",,,\n1"])
def test_next_to_nothing_is_refused_in_every_layout(tmp_path, text, layout):
    assert problems(tmp_path, text, layout=layout)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("actor,position,salience,capability\nA,1,50,1e308\n", ":2:8: capability 1e308 is too"),
        ("actor,position,salience,capability\nA,1,50,1e-300\n", "is too small"),
        ("actor,position,salience\nA,nan,50\n", "t.csv:2:3: position 'nan' is no number"),
        ("actor,position,salience\nA,1_0,50\n", "position '1_0' is no number"),
        ("actor,position,salience,Position\nA,1,50,2\n", "t.csv:1:25: column 'position' stands"),
        ("actor,position,salience\nA\0,1,50\n", "t.csv:2: holds a NUL character"),
        ('actor,position,salience\nA,"1,50\n', "t.csv:2:3: a quote is opened and never closed"),
        (
            "actor,position,salience\n" + "".join(f"A{n},1,5\n" for n in range(20_001)),
            "more than 20,000 rows",
        ),
        ("n,d,99999999999999999999,1\na,b,c,p,s\nA,,1,2,3\n", "does not count actors"),
        ("n,d,²,1\na,b,c,p,s\nA,,1,2,3\n", "no column"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused_with_its_place(tmp_path, text, told):
    found = problems(tmp_path, text)
    assert any(told in line for line in found), found


@pytest.mark.parametrize("top", [0, -5, float("nan"), float("inf"), 1e300])
def test_a_scale_of_salience_has_a_top(tmp_path, top):
    file = tmp_path / "t.csv"
    file.write_text("actor,position,salience\nA,1,0.5\n")
    with pytest.raises(UnanswerableError, match="usually 1 or 100"):
        read_table(file, salience_top=top)


def test_blank_lines_and_quoted_headers(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('\ufeff\n\n"Actor" ,"Position","Salience"\n\n"A, B",1,50\n', "utf-8")
    assert read_table(file).actors == ("A, B",)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CaseError, match=r"no\.csv: is missing"):
        read_table(tmp_path / "no.csv")


def test_bytes_that_are_not_text(tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes(b"actor,position,salience\n\xff\xfe,1,2\n")
    with pytest.raises(CaseError, match=r"t\.csv:2: is not UTF-8 .* save it as UTF-8"):
        read_table(file)


def test_the_salience_scale_is_as_told(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("actor,position,salience\nA,1,0.5\nB,2,0.7\n")
    assert read_table(file, salience_top=1).salience[0, :, 0].tolist() == [0.5, 0.7]


def test_published_files_are_recognised(shared):
    shapes = {
        "emission_ktab.csv": (10, 1),
        "SOE-Competitive.csv": (34, 1),
        "SOE-Pol-Comp.csv": (13, 2),
        "KTAB-three-dimensions.csv": (7, 3),
        "decide-copenhagen.csv": (11, 7),
        "decide-city-toll.txt": (10, 6),
        "decide-cop21.csv": (15, 13),
    }
    for name, shape in shapes.items():
        assert read_table(shared / "classic" / name).position.shape[1:] == shape


def test_the_command_prints_a_table_or_json(table, tmp_path, capsys):
    file = tmp_path / "t.csv"
    file.write_text(write_table(table), encoding="utf-8")
    run("bargain", str(file))
    shown = capsys.readouterr().out
    assert "water" in shown
    assert "consensual" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80
    run("bargain", str(file), "--json", "--coercive", "--model", "nash")
    told = json.loads(capsys.readouterr().out)
    assert [entry["issue"] for entry in told["issues"]] == ["water", "land"]
    first = told["issues"][0]
    assert first["points"]["weighted-mean"] == pytest.approx((10.5 * 0.75 + 70 * 4.5) / 5.25)
    assert first["points"]["status-quo"] is None
    assert first["forecast"]["model"] == "nash"
    assert first["forecast"]["coercive"] is True
    quantiles = list(first["forecast"]["quantiles"].values())
    assert quantiles == sorted(quantiles)


def test_the_command_refuses_what_it_cannot_do(table, tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(write_table(table), encoding="utf-8")
    with pytest.raises(UnanswerableError, match="no model is called 'oracle'"):
        run("bargain", str(file), "--model", "oracle")
    with pytest.raises(CaseError, match=r"case\.yaml"):
        run("bargain", str(tmp_path))
    with pytest.raises(UnanswerableError, match="its own layout"):
        run("bargain", str(shipped_case("two-valleys")), "--layout", "ktab")


@pytest.mark.slow
def test_the_backtest_command(shared, backtest_once, capsys):
    run("backtest", "deu", str(shared / "deu"))
    shown = capsys.readouterr().out
    assert "ensemble" in shown
    assert "commission" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80
    run("backtest", "deu", str(shared / "deu"), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["scores"][0]["model"] == "ensemble"
    assert told["derivation"]["crps_out_of_fold"] < 16
    assert told["largest_difference_from_shipped"] < 2e-3
