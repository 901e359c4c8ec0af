"""The attacks of benchmarks/robustness.py find nothing, for as long as a test may take."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "robustness.py"


@pytest.mark.slow
def test_nothing_crashes_is_torn_or_lost():
    done = subprocess.run(
        [sys.executable, SCRIPT, "--seconds", "12", "--rounds", "6", "--seed", "3"],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 crashes" in done.stdout
    assert "6 rounds of two writers: 6 with one told of a conflict, 0 lost" in done.stdout
