"""Renew the figures of docs/benchmarks.md: every table in one run, on one machine.

python benchmarks/page.py [--only NAME ...] [--peers-python PYTHON] [--decide-python PYTHON] [--dry]

A block of the page that follows a line `<!-- figures: NAME -->` is what the command of that name
prints, with the machine and the day above it. `--dry` prints and leaves the page as it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
MARK = re.compile(r"(<!-- figures: (\w+) -->\n\n)```text\n.*?\n```\n", re.DOTALL)


def commands(peers: str | None, decide: str | None) -> dict[str, list[str]]:
    """Return what is run for each table."""
    return {
        "keyboard": ["keyboard.py"],
        "workbench": ["workbench.py"],
        "limits": ["limits.py"],
        "roadmap": ["roadmap.py", *(["--peers-python", peers] if peers else ["--no-peers"])],
        "bargaining": ["bargaining.py", *(["--peer", decide] if decide else [])],
        "large": ["large.py"],
        "sweep": ["sweep.py"],
        "install": ["install.py"],
    }


def machine() -> str:
    """Say which machine it is, how busy, and the day."""
    text = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    name = re.search(r"model name\s*: (.*)", text)
    busy = f"load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    parts = (
        f"{os.cpu_count()} cores of {name[1] if name else platform.processor() or 'a machine'}",
        f"Python {platform.python_version()}",
        busy,
        dt.datetime.now(dt.UTC).date().isoformat(),
    )
    return ", ".join(part for part in parts if part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", help="some of the tables, by name")
    parser.add_argument("--peers-python", help="a Python that has the peers installed")
    parser.add_argument("--decide-python", help="a Python that has decide-exchange-model")
    parser.add_argument("--dry", action="store_true", help="leave the page as it is")
    options = parser.parse_args()
    asked = commands(options.peers_python, options.decide_python)
    failed = []
    for name in options.only or asked:
        script, *arguments = asked[name]
        head = machine()
        print(f"\n{name}: {script} {' '.join(arguments)}\n{head}\n", flush=True)
        lines = [head, ""]
        process = subprocess.Popen(
            [sys.executable, str(HERE / script), *arguments], stdout=subprocess.PIPE, text=True
        )
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
        if process.wait():
            failed.append(name)
            continue
        if not options.dry:
            block = "\n".join(lines).rstrip()
            text = MARK.sub(
                lambda found, name=name, block=block: (
                    f"{found[1]}```text\n{block}\n```\n" if found[2] == name else found[0]
                ),
                PAGE.read_text("utf-8"),
            )
            PAGE.write_text(text, "utf-8")
    if failed:
        raise SystemExit(f"failed, and left as it was: {', '.join(failed)}")


if __name__ == "__main__":
    main()
