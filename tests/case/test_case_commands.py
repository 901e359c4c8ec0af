"""The commands check, example and schema."""

import json
import resource
import subprocess
import sys

import jsonschema
import pytest

import tracktwo.case as tc
from tracktwo.cli.check import check
from tracktwo.cli.example import example
from tracktwo.cli.schema import schema
from tracktwo.files import FileError


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.delenv("TRACKTWO_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)


def test_an_example_is_a_case_that_editors_can_check(capsys, tmp_path):
    example("two-valleys")
    assert capsys.readouterr().out == (
        "Wrote two-valleys\nNext: tracktwo check two-valleys\n      tracktwo run two-valleys\n"
    )
    made = tmp_path / "two-valleys"
    first = (made / "case.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=case.schema.json"
    written = json.loads((made / "case.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(written)
    assert tc.load(made).digest == tc.load(tc.shipped_case("two-valleys")).digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two-valleys"]


def test_examples_are_listed(capsys):
    example()
    assert capsys.readouterr().out == "afghanistan-2023\ntwo-valleys\n"


def test_an_example_goes_into_a_new_or_an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    example("two-valleys", tmp_path / "empty")
    example("two-valleys", tmp_path / "deep/down/new")
    assert tc.load(tmp_path / "empty").digest == tc.load(tmp_path / "deep/down/new").digest
    with pytest.raises(tc.CaseError) as caught:
        example("two-valleys", tmp_path / "empty")
    assert str(caught.value) == (
        f"{tmp_path}/empty: is in use; name a folder that does not exist yet"
    )


def test_an_unknown_example():
    with pytest.raises(tc.CaseError) as caught:
        example("two-valey")
    assert str(caught.value) == ("examples: unknown example 'two-valey'; did you mean two-valleys?")


def test_check_sums_up_and_notes(capsys):
    check(tc.shipped_case("afghanistan-2023"))
    out = capsys.readouterr().out
    assert out.startswith(
        "afghanistan-2023: A political office for the Taliban's opponents (March 2023)\n"
        "  as of 2023-03-19, 60 months ahead\n"
        "  8 actors in play, 7 described only; 5 issues\n"
        "  4 stages with 10 milestones; 7 levers, 5 alternatives\n"
    )
    assert "  32 quotes from 1 source: 32 as when last checked (source not at hand)\n" in out
    assert "\nWorth knowing:\n" in out
    assert "\n  sources/political-office-proposal.json: its 32 quotes are" in out
    assert out.endswith("\nNo errors.\n")
    assert max(map(len, out.split("\n\n")[0].splitlines())) <= 80


def test_check_as_json(capsys, tmp_path):
    check(tc.shipped_case("two-valleys"), json=True)
    result = json.loads(capsys.readouterr().out)
    assert (result["ok"], result["id"]) == (True, "two-valleys")
    assert {one["severity"] for one in result["problems"]} <= {"note"}
    with pytest.raises(tc.CaseError):
        check(tmp_path, json=True)
    result = json.loads(capsys.readouterr().out)
    assert result["ok"] is False
    assert [problem["file"] for problem in result["problems"]] == [
        "case.yaml", "evidence.jsonl", "positions.csv",
    ]  # fmt: skip


def test_schema_to_a_file_or_to_the_screen(capsys, tmp_path):
    schema()
    shown = capsys.readouterr().out
    schema(out=tmp_path / "s.json")
    assert (tmp_path / "s.json").read_text("utf-8") == shown
    assert json.loads(shown)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    with pytest.raises(FileError, match="is a folder, not a file"):
        schema(out=tmp_path)


def test_the_case_knows_no_engine_and_imports_lightly():
    code = "import sys, tracktwo.case; print(*sys.modules)"
    best = min(timed(code) for _ in range(3))
    loaded = set(best[1].split())
    assert not loaded & {"numpy", "scipy", "ruamel.yaml", "tracktwo.roadmap", "tracktwo.game"}
    assert best[0] < 1.5, "generous: machines differ; a heavy import takes longer still"


def timed(code):
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)  # work, whatever else the machine does
    return ended.ru_utime - began.ru_utime, done.stdout


def test_the_public_names_are_sorted_and_all_there():
    assert tc.__all__ == sorted(tc.__all__)
    public = {
        name
        for name, value in vars(tc).items()
        if not name.startswith("_") and not isinstance(value, type(sys))
    }
    # `save` and others are functions that stand over modules of the same name
    assert set(tc.__all__) == public
