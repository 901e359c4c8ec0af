"""Two programs that save one case: each number is kept, or its writer is told that it is not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tracktwo.case as tc

CASE = Path(tc.__file__).parent.parent / "cases" / "two-valleys"
ROUNDS = 12

WRITER = """
import json, sys, time
from pathlib import Path
import tracktwo.case as tc
from tracktwo.case.save import ChangedError

folder, path, first, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
kept, lost = [], 0
for n in range(first, first + 2 * rounds, 2):
    loaded = tc.load(folder)
    try:
        saved = tc.save(loaded, {path: n})
    except ChangedError:
        lost += 1
    else:
        kept.append(n)
        assert saved.value(path) in (n, {"value": float(n)}) or saved.value(path)["value"] == n
print(json.dumps([kept, lost]))
"""


def writers(folder, *paths):
    """Run a writer for each path at once; return what each was told it had saved."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, folder, path, str(1 + n), str(ROUNDS)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for n, path in enumerate(paths)
    ]  # fmt: skip
    told = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        told.append(json.loads(out))
    return told


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(CASE, tmp_path / "case")


def plain(loaded, path):
    """What stands at `path`, without the range or the reason around it."""
    now = loaded.value(path)
    return now.get("value", now) if isinstance(now, dict) else now


def test_numbers_in_one_file_and_in_two(folder):
    paths = ("horizon", "positions.upper.water.salience")
    before = [plain(tc.load(folder), path) for path in paths]
    told = writers(folder, *paths)
    # On a busy machine one writer may lose every round; that all lose in one round cannot be.
    assert sum(len(kept) for kept, _ in told) >= ROUNDS
    for path, was, (kept, lost) in zip(paths, before, told, strict=True):
        assert len(kept) + lost == ROUNDS
        assert plain(tc.load(folder), path) == (kept[-1] if kept else was)
    names = sorted(p.name for p in folder.iterdir())
    assert names == sorted(p.name for p in CASE.iterdir())


def test_one_number_by_two(folder):
    told = writers(folder, "horizon", "horizon")
    last = [kept[-1] for kept, _ in told if kept]
    assert tc.load(folder).case.horizon in last
    assert all(len(kept) + lost == ROUNDS for kept, lost in told)
