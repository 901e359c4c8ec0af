"""What all tests share: the shipped cases, and the published data where it is at hand."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tracktwo.case import load

ROOT = Path(__file__).parent.parent
CASES = ROOT / "src" / "tracktwo" / "cases"


@pytest.fixture(scope="session")
def worked():
    return load(CASES / "afghanistan-2023")


@pytest.fixture(scope="session")
def smallest():
    return load(CASES / "two-valleys")


@pytest.fixture(scope="module")
def in_double():
    """What is solved "auto" is solved by NumPy, for what has to hold to the last digits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("tracktwo.roadmap.engines"), "FASTEST", "numpy")
        yield
