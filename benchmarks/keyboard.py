"""From the keyboard to the answer: whole processes, their processor time and their peak memory.

python benchmarks/keyboard.py [RUNS]: each command in turn, so that a busy machine slows them alike;
the least of the runs is printed, and each as a multiple of loading NumPy and Numba alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tracktwo.case.shipped import shipped_case

CASE = str(shipped_case("afghanistan-2023"))
OUT = str(Path(tempfile.gettempdir()) / "tracktwo-keyboard.html")
COMMANDS = {
    "import numpy, numba": ("-c", "import numpy, numba"),
    "tracktwo --help": ("-m", "tracktwo", "--help"),
    "tracktwo run --json": ("-m", "tracktwo", "run", CASE, "--json"),
    "tracktwo compare --json": ("-m", "tracktwo", "compare", CASE, "--json"),
    "tracktwo what-if --move": (
        "-m", "tracktwo", "what-if", CASE, "--move", "levers.pressure.intensity=0.8", "--json",
    ),
    "tracktwo report --brief": ("-m", "tracktwo", "report", CASE, "--brief", "--out", OUT),
    "tracktwo report": ("-m", "tracktwo", "report", CASE, "--out", OUT),
}  # fmt: skip


def measured(command: tuple[str, ...]) -> tuple[float, float, float]:
    """Return seconds of processor time, seconds by the clock, and peak memory in MB."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss / 1024


def main(runs: int = 3) -> None:
    """Print the table."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            found[name].append(measured(command))
    first = min(row[0] for row in found["import numpy, numba"])
    print("| command | processor s | times NumPy and Numba | clock s | peak MB |")
    print("|---|---|---|---|---|")
    for name, rows in found.items():
        work, clock, memory = (min(column) for column in zip(*rows, strict=True))
        print(f"| `{name}` | {work:.2f} | {work / first:.1f} | {clock:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
