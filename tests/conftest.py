"""What all tests share: the shipped cases, and the published data where it is at hand."""

from __future__ import annotations

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
