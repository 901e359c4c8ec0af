"""The small fictional case, calm or hostile, as run once."""

import pytest
from reported import HOSTILE, ran, write_folder


@pytest.fixture(scope="session")
def porto(tmp_path_factory):
    """The calm case."""
    return ran(write_folder(tmp_path_factory.mktemp("calm") / "porto"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """The case in which every text attacks whoever shows it."""
    path = tmp_path_factory.mktemp("hostile") / "porto"
    return ran(write_folder(path, lambda plain: f"{plain} {HOSTILE}"))


@pytest.fixture(scope="session")
def away(tmp_path_factory):
    """The case without the text of its source."""
    path = tmp_path_factory.mktemp("away") / "porto"
    return ran(write_folder(path, at_hand=False))
