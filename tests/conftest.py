"""What all tests share: the shipped cases, and the published data where it is at hand."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tracktwo.case import load
from tracktwo.roadmap import engines

ROOT = Path(__file__).parent.parent
CASES = ROOT / "src" / "tracktwo" / "cases"


@pytest.fixture(scope="session", autouse=True)
def _kernel_loaded():
    """Load the compiled kernel first, where there is one.

    "auto" takes it once it is loaded: several times as fast, and what solves a test is then no
    matter of which tests ran before it. NumPy's engine has tests that name it, and is what
    commands in a process of their own take for small work.
    """
    if engines() != ("numpy",):
        import_module("tracktwo.roadmap.kernel")


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
