"""The load test and the killing of `benchmarks/workbench.py`, briefly; no times asserted."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tracktwo.case import load
from tracktwo.questions.what_if.saved import saved_scenarios

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "workbench.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_workbench", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.slow
def test_clients_that_move_sliders_are_all_answered(benchmark, case):
    found = benchmark.load_test(case, clients=4, seconds=3, think=None)
    assert found.errors == []
    assert len(found.took) >= 4


@pytest.mark.slow
def test_nothing_that_was_answered_as_saved_is_lost_when_killed(benchmark, case):
    saves = benchmark.kill_test(case, kills=2)
    assert saves.lost == []
    assert saves.scenarios
    assert {one.name for one in saved_scenarios(case)} >= set(saves.scenarios)
    load(case)
