"""What all tests share: the shipped cases, and the published data where it is at hand."""

from __future__ import annotations

import gc
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tracktwo.case import load
from tracktwo.roadmap import engines, kernel_is_ready

ROOT = Path(__file__).parent.parent
CASES = ROOT / "src" / "tracktwo" / "cases"

# How long an example takes on a busy machine says nothing of the code.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("untimed")


def pytest_collection_finish():
    """Look for garbage less often: what is imported stays, and to walk it is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session", autouse=True)
def _kernel_loaded():
    """Load the compiled kernel first, where there is one.

    "auto" takes it once it is loaded: several times as fast, and what solves a test is then no
    matter of which tests ran before it. NumPy's engine has tests that name it, and is what
    commands in a process of their own take for small work.
    """
    kernel_is_ready()


@pytest.fixture(scope="session", autouse=True)
def _schema_once():
    """Make the schema that lies beside every copy of a case once: some 300 tests take a copy."""
    shipped = import_module("tracktwo.case.shipped")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "json_schema_text", cache(shipped.json_schema_text))
        yield


@pytest.fixture(scope="session")
def worked():
    return load(CASES / "afghanistan-2023")


@pytest.fixture(scope="session")
def smallest():
    return load(CASES / "two-valleys")


@pytest.fixture(scope="module")
def in_double():
    """What is solved "auto" is solved in double precision, for what holds to the last digits."""
    with pytest.MonkeyPatch.context() as patch:
        exact = "compiled" if "compiled" in engines() else "numpy"
        patch.setattr(import_module("tracktwo.roadmap.engines"), "FASTEST", exact)
        yield
