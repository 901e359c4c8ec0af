"""Run the commands that the pages show and put their real output below them.

python docs/refresh.py [PAGE ...]      those on the questions by default; `make docs` does the same

The table of questions on the index is made from their list.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import tracktwo

HERE = Path(__file__).parent
PAGES = ("what-if", "who", "government", "matters", "levers", "agree", "sweep", "pictures")
INDEX = HERE / "index.md"
TABLE = re.compile(r"(?<=<!-- questions -->\n).*?(?=<!-- end of questions -->)", re.DOTALL)
HOUSE = "architecture"
BLOCK = re.compile(r"```console\n(\$ .*?)\n```", re.DOTALL)


def commands(text: str) -> list[str]:
    """Return the commands that a page shows, continued lines joined."""
    return [_split(block)[0] for block in BLOCK.findall(text)]


def _split(block: str) -> tuple[str, str, str]:
    """Return the command, its lines as written, and the output below them."""
    lines = block.split("\n")
    count = 1
    while lines[count - 1].endswith("\\"):
        count += 1
    written = "\n".join(lines[:count])
    command = re.sub(r"\s*\\\n\s*", " ", written).removeprefix("$ ")
    return command, written, "\n".join(lines[count:])


def run(args: list[str], folder: Path) -> str:
    """Run `tracktwo ARGS` in a folder; return what it prints, right margins cut."""
    done = subprocess.run(
        [sys.executable, "-m", "tracktwo", *args],
        cwd=folder,
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"tracktwo {shlex.join(args)}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().split("\n"))


def fresh(text: str, folder: Path) -> str:
    """Return a page with the output of its commands renewed."""
    if "afghanistan-2023" in text:
        run(["example", "afghanistan-2023", "afghanistan-2023"], folder)

    def renew(match: re.Match[str]) -> str:
        command, written, _ = _split(match[1])
        return f"```console\n{written}\n{run(shlex.split(command)[1:], folder)}\n```"

    return BLOCK.sub(renew, text)


def index(text: str) -> str:
    """Return the index with its table of questions made anew."""
    names = ("question", "command", "what it does", "takes", "where else", "needs")
    head = f"| {' | '.join(names)} |\n|{'---|' * len(names)}"
    rows = [
        " | ".join(
            (
                f"| {one.name}",
                f"`tracktwo {one.verb}`",
                one.summary,
                one.takes,
                ", ".join(
                    name for name, there in (("report", one.in_report), ("page", one.page)) if there
                ),
                f"`{one.extra}` |" if one.extra else "|",
            )
        )
        for one in tracktwo.questions()
    ]
    return TABLE.sub(lambda _: "\n".join([head, *rows, ""]), text)


def imports() -> dict[str, set[str]]:
    """Return the rooms that each room of the house imports."""
    import grimp  # noqa: PLC0415  (comes with import-linter)

    graph = grimp.build_graph("tracktwo")
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        room = module.split(".")[1:2]
        for other in graph.find_modules_directly_imported_by(module):
            into = other.split(".")[1:2]
            if room and into and into != room:
                found.setdefault(room[0], set()).add(into[0])
    return found


def housed(text: str) -> str:
    """Return the page on the house with what its rooms import renewed."""
    found = imports()

    def renew(match: re.Match[str]) -> str:
        told = ", ".join(sorted(found.get(match[2], ())))
        return f"{match[1]} {told} |" if told else f"{match[1]} |"

    return re.sub(r"^(\| `(\w+)` \| .*? \|)[^|]*\|$", renew, text, flags=re.MULTILINE)


def main() -> None:
    """Renew the pages named, or those on the questions."""
    if not sys.argv[1:]:
        INDEX.write_text(index(INDEX.read_text("utf-8")), encoding="utf-8")
    named = [Path(name) for name in sys.argv[1:]]
    for page in named or [HERE / f"{name}.md" for name in (*PAGES, HOUSE)]:
        text = page.read_text("utf-8")
        if page.stem == HOUSE:
            page.write_text(housed(text), encoding="utf-8")
        elif commands(text):
            with tempfile.TemporaryDirectory() as folder:
                page.write_text(fresh(text, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
