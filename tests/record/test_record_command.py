"""`tracktwo record` as it is typed."""

import json
import shutil

import pytest

from tracktwo.case import shipped_case
from tracktwo.cli.app import explain, make_app


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(shipped_case("two-valleys"), tmp_path / "valleys")


@pytest.fixture
def typed(capsys):
    def run(*words):
        try:
            make_app("record")(
                ["record", *map(str, words)], exit_on_error=False, result_action="return_value"
            )
        except Exception as error:  # noqa: BLE001  (what the program would say of it)
            code = explain(error)
        else:
            code = 0
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_keep_settle_list_and_score(case, typed):
    few = ("--draws", "16")
    code, out, _ = typed("add", case, "--author", "Ada", "--odds", "talks=80%", *few)
    assert code == 0
    assert "Odds of having passed each stage by 31 May 2034" in out
    assert "80%" in out
    assert f"Kept in {case / 'record.jsonl'}" in out
    _, out, _ = typed("resolve", case, "talks", "--passed", "2026-03", "--source", "A paper")
    assert "Passed in March 2026. Source: A paper" in out
    _, out, _ = typed("resolve", case, "talks", "--void", "--source", "Another")
    assert "It takes the place of what was said before." in out
    _, out, _ = typed("list", case)
    assert "Settled otherwise before" in out
    assert "void" in out
    _, out, _ = typed("list", case, "--json")
    assert [row["kind"] for row in json.loads(out)] == ["forecast", "resolution", "resolution"]
    code, out, _ = typed("score", case.parent)
    assert code == 0
    assert "2 odds of a stage were kept (1 not settled and 1 void)." in out
    _, out, _ = typed("score", case, "--json")
    assert json.loads(out)["void"] == 1
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_ledger_elsewhere(case, typed, tmp_path):
    there = tmp_path / "ours.jsonl"
    _, out, _ = typed("add", case, "--draws", "4", "--ledger", there)
    assert f"Kept in {there}" in out
    assert not (case / "record.jsonl").exists()
    assert typed("list", there)[0] == 0
    assert typed("list", "--ledger", there)[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("resolve", "{case}"), "name a stage: talks, office"),
        (("resolve", "{case}", "talks", "--source", "x"), "say one of --passed DAY"),
        (("resolve", "{case}", "talks", "--void"), "name the source with --source"),
        (("resolve", "{case}", "talks", "--void", "--source", "x"), "holds no forecast of"),
        (("resolve", "{case}", "talks", "--void", "--by", "2030", "--source", "x"), "--by goes"),
        (("resolve", "{case}", "--happened"), "marks no stage as happened"),
        (("resolve", "{case}", "--happened", "--void"), "takes stages, dates and sources from"),
        (("add", "{case}", "--odds", "talks"), "write own odds as STAGE=0.2"),
        (("add", "{case}", "--odds", "talks=2"), "between 0 and 1"),
        (("add", "{case}", "--draws", "4", "--ledger", "{case}/no/x.jsonl"), "there is no folder"),
        (("score", "{case}"), "holds no ledger"),
        (("list", "{case}/none"), "there is no"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_line(case, typed, words, told):
    code, _, error = typed(*(word.format(case=case) for word in words))
    assert code == 2
    assert told in error
    assert error.count("\n") == 1
    assert not (case / "record.jsonl").exists()


def test_a_report_draws_what_was_kept(case, typed, tmp_path, capsys):
    assert typed("add", case, "--draws", "8", "--author", "Ada")[0] == 0
    out = tmp_path / "report.html"
    make_app("report")(
        ["report", str(case), "--draws", "8", "--out", str(out)],
        exit_on_error=False, result_action="return_value",
    )  # fmt: skip
    page = out.read_text("utf-8")
    assert 'id="forecasts"' in page
    assert "over its forecasts" in page
    (case / "record.jsonl").write_text("nonsense\n", "utf-8")
    make_app("report")(
        ["report", str(case), "--draws", "8", "--out", str(out)],
        exit_on_error=False, result_action="return_value",
    )  # fmt: skip
    assert "The ledger cannot be read" in out.read_text("utf-8")
