"""A sweep of 1,000,000 solutions of the worked case: how long, how much memory.

python benchmarks/sweep.py [--scenarios 200] [--draws 5000] [--workers 2]
"""

import argparse
import os
import tempfile
import threading
import time
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
            for child in task.read_text("utf-8").split():
                yield from family(int(child))

    return sum(held(pid) for pid in family(os.getpid())) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--draws", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="auto")
    options = parser.parse_args()
    folder = load(shipped_case("afghanistan-2023"))
    steps = [round(i / options.scenarios, 4) for i in range(options.scenarios)]
    scenarios = grid([f"levers.pressure.intensity={steps}"])
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
        size = sum(p.stat().st_size for p in Path(out).rglob("*.parquet")) / 1e6
        asked = time.perf_counter()
        _, rows = query(Path(out) / "sweep")
        asked = time.perf_counter() - asked
    middle = [mb for at, mb in marks if 0.3 * took < at < 0.6 * took]
    last = [mb for at, mb in marks if at > 0.8 * took]
    print(f"{done.solutions:,} solutions in {took:.0f} s ({done.solutions / took:,.0f} a second)")
    print(f"{options.workers} processes; memory of all: most {max(mb for _, mb in marks):.0f} MB, "
          f"{max(middle):.0f} MB in the middle, {max(last):.0f} MB near the end")  # fmt: skip
    print(f"{size:.0f} MB of Parquet; {len(rows)} means and quantiles of it in {asked:.1f} s")


if __name__ == "__main__":
    main()
