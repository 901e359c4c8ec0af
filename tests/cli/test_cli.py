import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import run

from tracktwo.cli.app import commands, explain, make_app

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "src" / "tracktwo" / "cases"


def tracktwo(*args, cwd=None, env=None):
    return subprocess.run(
        [sys.executable, "-m", "tracktwo", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        check=False,
        timeout=300,
    )


def here(*args):
    """The same in this process, where it is not the start of the program that is looked at."""
    return subprocess.CompletedProcess(args, *run(args, ROOT))


def test_help_names_every_command_and_is_quick():
    begin = time.perf_counter()
    done = tracktwo("--help")
    took = time.perf_counter() - begin
    assert done.returncode == 0
    for name, *_ in commands():
        assert f" {name} " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert took < 20  # a hang guard; the time itself is measured in benchmarks


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from tracktwo.cli.app import make_app; "
        "make_app()(['--help'], result_action='return_value'); "
        "print([m for m in ('numpy', 'scipy', 'pydantic', 'numba', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", [name for name, *_ in commands()])
def test_every_command_explains_itself(name):
    done = here(name, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage: tracktwo" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_run_prints_a_summary_of_at_most_80_columns(tmp_path):
    done = tracktwo("run", CASES / "two-valleys", "--draws", 64, "--out", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 80
    assert "\x1b" not in done.stdout  # plain in a pipe
    assert done.stderr == ""
    assert json.loads((tmp_path / "r.json").read_text())["draws"] == 64


def test_run_as_json_is_the_same_on_one_thread_or_two():
    args = ("run", CASES / "two-valleys", "--draws", 300, "--json")
    one, two = tracktwo(*args, "--threads", 1), tracktwo(*args, "--threads", 2)
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    assert json.loads(one.stdout)["seed"] == 1


def test_compare(tmp_path):
    done = here("compare", CASES / "afghanistan-2023", "january", "--draws", 32)
    assert done.returncode == 0, done.stderr
    assert "January" in done.stdout
    wrong = here("compare", CASES / "afghanistan-2023", "february")
    assert wrong.returncode == 2
    assert "no alternative february" in wrong.stderr
    assert "january" in wrong.stderr


def test_bargain_takes_a_case_and_writes_its_table(tmp_path):
    """A case's table, written out and read back, gives the same models."""
    file = tmp_path / "table.csv"
    done = here("bargain", CASES / "two-valleys", "--json", "--out", file)
    assert done.returncode == 0, done.stderr
    ours = json.loads(done.stdout)["issues"]
    again = json.loads(here("bargain", file, "--json").stdout)["issues"]
    assert [i["issue"] for i in again] == [i["issue"] for i in ours]
    assert again[0]["points"]["middle"] == 50.0
    case = json.loads(here("check", CASES / "two-valleys", "--json").stdout)
    assert case


def test_calibrate_prints_target_and_model():
    done = here("calibrate")
    assert done.returncode == 0, done.stderr
    assert "Equal to the constants in the package." in done.stdout
    value = json.loads(here("calibrate", "--json").stdout)
    within = {one["id"]: one["target"]["1"] for one in value["check"]}
    assert within["prenegotiation_to_partial"] == 0.34


@pytest.mark.parametrize("command", ["check", "run", "report", "compare"])
def test_a_missing_case_is_said_plainly(command, tmp_path):
    done = tracktwo(command, tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_shipped_case_gets_a_hint(tmp_path):
    done = tracktwo("run", "two-valleys", cwd=tmp_path)
    assert done.returncode == 2
    assert "tracktwo example two-valleys two-valleys" in done.stderr


def test_a_case_with_faults_is_refused_by_every_command_with_all_of_them(tmp_path):
    folder = tmp_path / "case"
    assert here("example", "two-valleys", folder).returncode == 0
    path = folder / "case.yaml"
    text = path.read_text()
    path.write_text(text.replace("horizon:", "horizont:").replace("as_of: ", "as_of: not-"))
    done = here("run", folder, "--out", tmp_path / "r.json")
    assert done.returncode == 2
    assert done.stderr.count("case.yaml:") >= 3
    assert "horizont" in done.stderr
    assert not (tmp_path / "r.json").exists()


@pytest.mark.parametrize(
    "args", [("--draws", "0"), ("--draws", "many"), ("--seed", "-1"), ("--foresight", "-3")]
)
def test_options_out_of_range_exit_with_2(args):
    done = here("run", CASES / "two-valleys", *args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_an_error():
    done = tracktwo("rum")
    assert done.returncode == 2
    assert "run" in done.stderr + done.stdout


def test_an_error_of_ours_shows_no_traceback(capsys):
    assert explain(RuntimeError("odd")) == 1
    assert "should not have happened" in capsys.readouterr().err
    assert explain(PermissionError(13, "Permission denied", "/x")) == 2
    assert "/x: Permission denied" in capsys.readouterr().err


def test_the_app_can_be_made_twice():
    assert make_app().name == make_app().name
