"""A fresh installation: how large, and how long until the first odds.

python benchmarks/install.py [--python PYTHON]

Builds the wheel, installs it into new environments with pip, as a user would, and runs `tracktwo
demo` there, its kernels not compiled: to the first odds, then to the report.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = ("", "fast", "fast,web,read")
TOOLS = {"pip", "setuptools", "pkg_resources", "_distutils_hack"}
SHOWN = 12
QUIET = ["--quiet", "--disable-pip-version-check"]


def build(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def installed(python: str, place: Path, wheel: Path, extras: str) -> Path:
    """Install the wheel with some extras into a new environment; return its programs' folder."""
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    what = f"tracktwo[{extras}] @ {wheel.as_uri()}" if extras else str(wheel)
    programs = place / "bin"
    subprocess.run(
        [programs / "pip", "install", *QUIET, what], check=True, stderr=subprocess.DEVNULL
    )
    return programs


def sizes(place: Path) -> dict[str, float]:
    """Return MB on disk by package, without what every environment has."""
    found: dict[str, float] = {}
    (packages,) = place.glob("lib/python*/site-packages")
    for path in packages.rglob("*"):
        name = path.relative_to(packages).parts[0].removesuffix(".py").split("-")[0]
        name = name.removesuffix(".libs")
        if path.is_file() and name not in TOOLS:
            found[name] = found.get(name, 0.0) + path.stat().st_blocks * 512 / 2**20
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def demo(programs: Path, out: Path) -> str:
    """Run the demo; say when the first odds and the report were there, by clock and processor."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [programs / "tracktwo", "demo", "--out", str(out)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    said = []
    for line in process.stdout:
        first, last = line.startswith("1. "), line.startswith("Report:")
        if first or last:
            clock = time.perf_counter() - begin
            said.append(f"{clock:.1f} s ({used(process.pid):.1f} of processor time)")
    if process.wait():
        raise SystemExit("the demo failed")
    return f"first odds after {said[0]}, report after {said[-1]}"


def used(pid: int) -> float:
    """Return the processor time of a process so far, in seconds (Linux)."""
    text = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2]
    return sum(map(int, text.split()[11:13])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        for number, extras in enumerate(EXTRAS):
            place = Path(folder) / f"environment-{number}"
            programs = installed(options.python, place, wheel, extras)
            parts = sizes(place)
            large = ", ".join(f"{name} {mb:.0f}" for name, mb in list(parts.items())[:SHOWN])
            name = f"tracktwo[{extras}]" if extras else "tracktwo"
            print(f"{name}: {sum(parts.values()):.0f} MB installed: {large}")
            if extras != EXTRAS[-1]:
                print(f"    tracktwo demo: {demo(programs, Path(folder) / 'out')}", flush=True)


if __name__ == "__main__":
    main()
