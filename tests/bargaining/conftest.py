"""Where the published data are, and tables that tests share."""

from pathlib import Path

import bargaining_plain
import pytest

from tracktwo.scoring import backtest as backtests

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared():
    if not SHARED.is_dir():
        pytest.skip(f"the published data are not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def kept():
    """What was worked out once."""
    return []


@pytest.fixture
def backtest_once(monkeypatch, kept):
    """The backtest on all published decisions, which takes long, only the first time it is run."""
    real = backtests.backtest

    def once(issues, **more):
        if not kept:
            kept.append((issues, real(issues, **more)))
        (of, found) = kept[0]
        assert of.outcome.tobytes() == issues.outcome.tobytes()
        return found

    monkeypatch.setattr(backtests, "backtest", once)


@pytest.fixture(scope="session")
def emission():
    return bargaining_plain.emission()
