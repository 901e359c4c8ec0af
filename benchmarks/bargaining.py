"""Time the bargaining models beside plain NumPy and what installs from PyPI, in one run.

    python benchmarks/bargaining.py [--peer PYTHON] [--quick]

PYTHON is that of an environment with the package `decide-exchange-model`; without it that row is
left out. Each figure is the best of several runs, compilation apart.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "bargaining"))

import bargaining_plain as plain
import numpy as np

from tracktwo.bargaining import MODELS, BargainingTable, challenge, exchange, predict, spatial
from tracktwo.compiled import COMPILED
from tracktwo.formats.bargaining import write_table

PEER = """
import sys, time
from decide.data.modelfactory import ModelFactory
from decide.data.reader import InputDataFile
from decide.model.equalgain import EqualGainModel
from decide.model.observers.observer import Observable
from decide.model.utils import ModelLoop
data = InputDataFile.open(sys.argv[1])
model = ModelFactory(date_file=data).create(model_klass=EqualGainModel, randomized_value=0.0)
events = Observable(model_ref=model, output_directory=sys.argv[2])
loop = ModelLoop(model, events, 0)
start = time.perf_counter()
for _ in range(int(sys.argv[3])):
    loop.loop()
print(time.perf_counter() - start)
"""


def table_of(actors, issues=1, draws=1, seed=0):
    rng = np.random.default_rng(seed)
    shape = (draws, actors, issues)
    return BargainingTable.of(
        100 * rng.random(shape),
        (0.05 + 0.95 * rng.random(shape)) / issues,
        1 + rng.random((draws, actors, 1)),
    )


def best(work, runs=7, enough=3.0):
    times = []
    while len(times) < runs and sum(times) < enough:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def show(what, ours, target=None, others=()):
    told = f"{what:<58}{ours * 1000:9.1f} ms"
    if target:
        told += f"  target {target * 1000:.0f} ms: {'met' if ours < target else 'MISSED'}"
    print(told)
    for name, theirs in others:
        print(f"    {name:<54}{theirs * 1000:9.1f} ms  {theirs / ours:8.0f} times as long")


def decide(peer, table, rounds):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_text(write_table(table, "decide"), encoding="utf-8")
        done = subprocess.run(
            [peer, "-c", PEER, str(file), folder, str(rounds)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        print(f"    Decide failed: {done.stderr.strip().splitlines()[-1]}")
        return []
    return [(f"Decide (PyPI), {rounds} rounds", float(done.stdout.split()[-1]))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="a Python with decide-exchange-model installed")
    parser.add_argument("--quick", action="store_true", help="leave out scaling")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {cores} cores,")
    print(f"load {load:.1f} before this run, {'numba' if COMPILED else 'no numba'}\n")

    print("First call, with compilation or loading from its cache:")
    for name, model in (("challenge", challenge), ("spatial", spatial), ("exchange", exchange)):
        start = time.perf_counter()
        model(table_of(3, 2))
        print(f"    {name:<54}{time.perf_counter() - start:9.2f} s")

    print("\nChallenge model, 10 actors x 10,000 draws x 10 rounds")
    table = table_of(10, draws=10_000)
    few = [table.position[d, :, 0] for d in range(20)]

    def plainly():
        for d, x in enumerate(few):
            plain.challenge_rounds(x, table.salience[d, :, 0], table.capability[d, :, 0])

    slow = best(plainly, runs=3) * 10_000 / len(few)
    show(
        "  all cores", best(lambda: challenge(table)), 0.1, [("plain NumPy (20 draws x 500)", slow)]
    )
    show("  one thread", best(lambda: challenge(table, threads=1)))

    print("\nSpatial Model of Politics, 34 actors x 1 issue, to convergence")
    table = table_of(34)
    x, s, c = table.position[0] / 100, table.salience[0], table.capability[0, :, 0]
    slow = best(lambda: plain.spatial_turns(x, s, c), runs=1)
    show(
        f"  {spatial(table).turns[0]} turns",
        best(lambda: spatial(table)),
        0.1,
        [("plain NumPy", slow)],
    )

    print("\nExchange model, 15 actors x 13 issues, 10 rounds")
    table = table_of(15, 13)
    peers = decide(options.peer, table, 1) if options.peer else []
    one = best(lambda: exchange(table, rounds=1, record=False))
    show("  10 rounds", best(lambda: exchange(table, record=False)), 0.1)
    show("  one round", one, None, peers)

    print("\nOther models, 10 actors x 10,000 draws")
    table = table_of(10, draws=10_000)
    for name, model in MODELS.items():
        if not model.joint and not name.startswith("challenge"):
            show(f"  {name}", best(lambda name=name: predict(table, name), runs=3))
    if options.quick:
        return
    print("\nScaling in actors (1 issue, or 5 for exchange; one draw)")
    for actors in (10, 25, 50, 100, 200):
        table, five = table_of(actors), table_of(actors, 5)
        times = [
            best(work, runs=3)
            for work in (
                lambda table=table: challenge(table),
                lambda table=table: spatial(table, max_turns=20),
                lambda five=five: exchange(five, rounds=1, record=False),
            )
        ]
        told = "".join(f"{1000 * t:11.2f} ms" for t in times)
        print(f"  {actors:4} actors: challenge, spatial (20 turns), exchange (1 round){told}")
    print("\nScaling in issues (10 actors; one draw)")
    for issues in (1, 2, 5, 10, 20):
        table = table_of(10, issues)
        times = [
            best(work, runs=3)
            for work in (
                lambda table=table: challenge(table),
                lambda table=table: spatial(table, max_turns=20),
                lambda table=table: exchange(table, rounds=1, record=False),
            )
        ]
        told = "".join(f"{1000 * t:11.2f} ms" for t in times)
        print(f"  {issues:4} issues: challenge, spatial (20 turns), exchange (1 round){told}")


if __name__ == "__main__":
    main()
