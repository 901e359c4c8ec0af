"""What all commands share: printing and progress."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from tracktwo.blocks import Section
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.progress import Progress


class UsageError(Error):
    """The command was asked for something it cannot do; the message says what would do."""


def console() -> Console:
    """Return a console on stdout: colour on a terminal, plain in a pipe, 80 columns there."""
    from rich.console import Console

    plain = not sys.stdout.isatty()
    return Console(width=80 if plain else None, highlight=False, soft_wrap=False)


def show(*parts: RenderableType) -> None:
    """Print parts on stdout."""
    out = console()
    for part in parts:
        out.print(part)


def show_section(section: Section) -> None:
    """Print blocks on stdout, within 80 columns."""
    from tracktwo.report.render_terminal import terminal

    show(terminal(section))


def say(text: str) -> None:
    """Print one plain line on stdout, unwrapped (paths must survive copying)."""
    print(text)


def _silent(task: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on stderr while something is computed, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<24}"), BarColumn(30), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def tell(task: str, done: int, total: int) -> None:
            if task not in tasks:
                tasks[task] = bar.add_task(task, total=total)
            bar.update(tasks[task], completed=done)  # type: ignore[arg-type]

        yield tell


@contextlib.contextmanager
def status(text: str) -> Iterator[None]:
    """Show on stderr that something is going on, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


def load_case(case: Path, sources: list[Path] | None = None) -> CaseFolder:
    """Load a case folder, with a hint where the name of a shipped case was given instead."""
    from tracktwo.case import load

    if is_shipped(case):
        raise UsageError(
            f"there is no folder {case}; it is a shipped case: "
            f"tracktwo example {case} {case} copies it here"
        )
    return load(case, sources=sources or [])


def is_shipped(case: Path) -> bool:
    """Tell whether a folder that is not there has the name of a shipped case."""
    from importlib import resources

    if case.exists() or case.name != str(case):
        return False
    return resources.files("tracktwo.cases").joinpath(case.name).is_dir()


def say_left_out(answers: Answers | None) -> None:
    """Say what a report is without for want of packages, and what brings it."""
    if answers is not None and answers.uninstalled:
        names = ", ".join(answers.uninstalled)
        say(f"Left out: {names}. What they need comes with: pip install 'tracktwo[all]'")
