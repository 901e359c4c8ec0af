"""The compiling shim: with numba, without it, and where nothing can be cached."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from tracktwo import compiled
from tracktwo.bargaining import BargainingTable, challenge, exchange, spatial

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from tracktwo import compiled
from tracktwo.bargaining import BargainingTable, challenge, exchange, spatial
assert not compiled.COMPILED
table = BargainingTable.of([[0, 10], [100, 60], [40, 90]], [[.5, .2], [.3, .4], [.1, .3]])
print(challenge(table, rounds=2).position.sum(), spatial(table, max_turns=2).position.sum(),
      exchange(table, rounds=1).outcome.sum())
"""


def test_everything_works_without_numba():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=True
    )
    table = BargainingTable.of([[0, 10], [100, 60], [40, 90]], [[0.5, 0.2], [0.3, 0.4], [0.1, 0.3]])
    ours = [
        challenge(table, rounds=2).position.sum(),
        spatial(table, max_turns=2).position.sum(),
        exchange(table, rounds=1).outcome.sum(),
    ]
    np.testing.assert_allclose([float(part) for part in done.stdout.split()], ours, rtol=1e-12)


def test_the_package_itself_imports_no_numba():
    code = "import sys, tracktwo; assert 'numba' not in sys.modules and 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_place_for_a_cache_is_no_reason_to_fail(monkeypatch):
    numba = pytest.importorskip("numba")
    real = numba.njit

    def njit(cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(**options)

    monkeypatch.setattr(numba, "njit", njit)

    @compiled.njit
    def double(number):
        return 2 * number

    assert double(21) == 42


@pytest.mark.parametrize("threads", [None, 1, 2, 7, 100])
def test_chunks_cover_everything_once(threads):
    seen = np.zeros(23, int)
    names = set()

    def work(first, last):
        seen[first:last] += 1
        names.add(threading.current_thread().name)

    compiled.in_chunks(work, 23, threads)
    assert (seen == 1).all()


def test_a_failure_in_a_chunk_is_not_lost():
    def work(first, last):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        compiled.in_chunks(work, 4, 2)


def test_no_work_is_fine():
    calls = []
    compiled.in_chunks(lambda first, last: calls.append((first, last)), 0)
    assert calls in ([], [(0, 0)])
