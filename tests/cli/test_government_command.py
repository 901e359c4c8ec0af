"""`tracktwo government`, as a person or a program meets it."""

import json
import subprocess
from pathlib import Path

import pytest
from command import run

CASES = Path(__file__).parent.parent.parent / "src" / "tracktwo" / "cases"


def tracktwo(*args):
    return subprocess.CompletedProcess(args, *run(args, CASES))


@pytest.fixture(scope="module")
def printed():
    done = tracktwo("government", CASES / "afghanistan-2023", "--draws", 16)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_fits_and_says_all_of_it(printed):
    assert max(map(len, printed.splitlines())) <= 80
    for words in (
        "Equal shares", "By capability", "Ministries picked in", "A president in two",
        "Shapley-Shubik", "quorum", "has forces of its own", "coup attempt", "fear of the ballot",
        "Envies nobody", "Stands and gets none", "as it sees it", "the same 16 draws",
    ):  # fmt: skip
        assert words in printed.replace("\n", " ").replace("  ", " "), words


def test_only_some_parts():
    done = tracktwo("government", CASES / "afghanistan-2023", "--draws", 8, "--only", "councils")
    assert "quorum" in done.stdout
    assert "Equal shares" not in done.stdout


def test_json_is_one_object():
    done = tracktwo("government", CASES / "afghanistan-2023", "--draws", 8, "--json")
    value = json.loads(done.stdout)
    assert value["councils"][0]["body"] == "council"
    assert value["government"]["parties"] == ["taliban", "council", "masoud", "others"]


def test_a_case_without_power_is_the_user_s_to_mend():
    done = tracktwo("government", CASES / "two-valleys")
    assert done.returncode == 2
    assert "says nothing of power" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
