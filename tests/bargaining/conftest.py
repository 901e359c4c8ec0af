"""Where the published data are, and tables that tests share."""

from pathlib import Path

import bargaining_plain
import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared():
    if not SHARED.is_dir():
        pytest.skip(f"the published data are not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def emission():
    return bargaining_plain.emission()
