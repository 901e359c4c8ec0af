"""`tracktwo example`: a copy of a case that comes with the package."""

from __future__ import annotations

from pathlib import Path

from tracktwo.cli.console import say


def example(name: str | None = None, folder: Path | None = None) -> None:
    """Copy a case that comes with tracktwo, to read or to start your own from.

    `afghanistan-2023` is a worked case, coded from a news report. `two-valleys` is invented,
    small, and commented as a template. Without a name, lists them.

    Parameters
    ----------
    name
        Which case.
    folder
        Where to; by default a folder of the same name here. It must not hold anything yet.
    """
    from tracktwo.case.shipped import copy_shipped, shipped

    if name is None:
        say("\n".join(shipped()))
        return
    made = copy_shipped(name, Path(name) if folder is None else folder)
    say(f"Wrote {made}\nNext: tracktwo check {made}\n      tracktwo run {made}")
