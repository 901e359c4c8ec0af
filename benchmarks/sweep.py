"""Sweeps of the worked case, each ten times the one before: how long, how much memory.

python benchmarks/sweep.py [--solutions 10000 100000 1000000] [--workers 2]
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from tracktwo.case import load, shipped_case
from tracktwo.questions.sweep.sweep import grid, query, sweep


def memory():
    """MB held by this process and all below it (Linux: the private part of each)."""

    def held(pid):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
        except OSError:
            return 0
        return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))

    def family(pid):
        yield pid
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):  # a thread that has ended since
                for child in task.read_text("utf-8").split():
                    yield from family(int(child))

    return sum(held(pid) for pid in family(os.getpid())) / 1024


def measured(solutions, options):
    """Sweep over the intensity of a lever, and print what it took."""
    folder = load(shipped_case("afghanistan-2023"))
    count = max(solutions // options.draws, 1)
    steps = [round(i / count, 4) for i in range(count)]
    scenarios = grid([f"levers.pressure.schedule.intensity={steps}"])
    begin = time.perf_counter()
    marks, stop = [], threading.Event()

    def watch():
        while not stop.wait(0.5):
            marks.append((time.perf_counter() - begin, memory()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with tempfile.TemporaryDirectory() as out:
        done = sweep(
            [folder], scenarios, Path(out) / "sweep", draws=options.draws,
            workers=options.workers, engine=options.engine,
        )  # fmt: skip
        took = time.perf_counter() - begin
        stop.set()
        watcher.join()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        work = used.ru_utime + used.ru_stime + time.process_time()
        size = sum(p.stat().st_size for p in Path(out).rglob("*.parquet")) / 1e6
        asked = time.perf_counter()
        _, rows = query(Path(out) / "sweep")
        asked = time.perf_counter() - asked
    halves = [[mb for at, mb in marks if (at > took / 2) is late] for late in (False, True)]
    most = [max(half, default=0) for half in halves]
    print(
        f"{done.solutions:9,} solutions: {took:6.1f} s, {work:6.1f} s of processor time, memory of "
        f"all processes {most[0]:.0f} MB in the first half, {most[1]:.0f} MB in the second, "
        f"{size:.1f} MB of Parquet; {len(rows)} means and quantiles in {asked:.1f} s",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--solutions", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--draws", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="auto")
    options = parser.parse_args()
    if len(options.solutions) == 1:
        measured(options.solutions[0], options)
        return
    for count in options.solutions:  # each in a process of its own, that leaves nothing behind
        rest = ["--draws", options.draws, "--workers", options.workers, "--engine", options.engine]
        subprocess.run(
            [sys.executable, __file__, "--solutions", *map(str, [count, *rest])], check=True
        )


if __name__ == "__main__":
    main()
