"""`tracktwo sheet`: a case as a workbook, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.cli.console import UsageError, load_case, prompt, say

if TYPE_CHECKING:
    from tracktwo.sheets import WorkbookChanges

_BOOK = ".xlsx"


def sheet(source: Path, target: Path, /, *, allow_removals: bool = False,
          overwrite: bool = False) -> None:  # fmt: skip
    """Write a case as a workbook to fill in, or read a workbook back into its case.

    `tracktwo sheet CASE OUT.xlsx` writes actors, issues, positions, stances, the roadmap, levers
    and all other numbers, a sheet each, with lists to choose from and notes.
    `tracktwo sheet OUT.xlsx CASE` reads it back: it names every cell that cannot be read, and
    changes only what you changed. A row without an id is new; an emptied row is taken out.

    Parameters
    ----------
    source
        Folder of the case, or the workbook.
    target
        The workbook, or the folder of the case.
    allow_removals
        Take out what was emptied, without asking.
    overwrite
        Replace a workbook that is there already.
    """
    writes, reads = target.suffix.lower() == _BOOK, source.suffix.lower() == _BOOK
    if writes == reads:
        raise UsageError(
            "say which way: tracktwo sheet CASE OUT.xlsx writes a workbook, "
            "tracktwo sheet OUT.xlsx CASE reads it back"
        )
    if writes:
        _write(source, target, overwrite=overwrite)
    else:
        _read(source, target, allow_removals=allow_removals)


def _write(case: Path, target: Path, *, overwrite: bool) -> None:
    from tracktwo.files import write_files
    from tracktwo.sheets import workbook

    if target.exists() and not overwrite:
        raise UsageError(f"{target} is there already; another name, or --overwrite")
    folder = load_case(case)
    write_files({target: workbook(folder)})
    say(f"Wrote {target}.")
    say(f"When it is filled in: tracktwo sheet {target} {case}")


def _read(source: Path, case: Path, *, allow_removals: bool) -> None:
    from tracktwo.sheets import read_workbook

    folder = load_case(case)
    found = read_workbook(source.read_bytes(), folder, source.name)
    if found.removed and not allow_removals:
        _ask(found)
    found.written(folder)
    if not (found.changed or found.added or found.removed):
        say(f"{source.name} says what {case} says; nothing was changed.")
        return
    lines = [f"Changed: {path}" for path in found.changed]
    lines += [f"Added: {path}" for path in found.added]
    lines += [f"Taken out: {one.page}, {one.label}" for one in found.removed]
    for line in lines:
        say(line)
    say(f"Written into {case}.")


def _ask(found: WorkbookChanges) -> None:
    listed = [f"{one.ref}: {one.label} is taken out" for one in found.removed]
    if not sys.stdin.isatty():
        raise UsageError(
            "\n  ".join(["rows were emptied:", *listed])
            + "\n  put them back, or say --allow-removals; nothing was done"
        )
    for line in listed:
        say(line)
    if prompt("Take them out of the case? [y/N] ").strip().casefold() not in {"y", "yes"}:
        raise UsageError("nothing was done")
