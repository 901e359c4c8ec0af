"""What all commands share: printing and progress. Nothing else of the program prints.

Names, titles and notes come from files of others. What is printed here is text, never markup, and
what a terminal would obey (escapes, turns of direction) is shown, not done.
"""

from __future__ import annotations

import contextlib
import json
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


def console(*, stderr: bool = False) -> Console:
    """Return a console: colour on a terminal, plain in a pipe, 80 columns there; no markup."""
    from rich.console import Console

    plain = not (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        width=80 if plain else None, stderr=stderr, highlight=False, markup=False, emoji=False
    )


def show(*parts: RenderableType) -> None:
    """Print parts on stdout: blocks that are rendered, tables, or plain lines."""
    out = console()
    for part in parts:
        out.print(clean(part) if isinstance(part, str) else part)


def show_section(section: Section) -> None:
    """Print blocks on stdout, within 80 columns."""
    from tracktwo.report.render_terminal import terminal

    show(terminal(section))


def say(text: str) -> None:
    """Print one plain line on stdout, unwrapped (paths must survive copying)."""
    print(clean(text))


def say_json(text: str) -> None:
    """Print JSON on stdout, the same values in whatever the reader of it takes as characters."""
    code = sys.stdout.encoding or "ascii"
    try:
        text.encode(code)
    except UnicodeEncodeError:
        text = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    print(text.rstrip("\n"))


def complain(text: str) -> None:
    """Print plain lines on stderr."""
    print(clean(text), file=sys.stderr)


def prompt(text: str) -> str:
    """Print a question on stdout and return the line that is typed.

    Raises
    ------
    EOFError
        Where nobody types any more.
    """
    return input(clean(text))


def clean(text: str) -> str:
    """Return text for a terminal: nothing in it can move the cursor or turn its direction."""
    from tracktwo.blocks.words import STEERING

    return STEERING.sub(lambda found: repr(found[0])[1:-1], text)


def one_line(text: str) -> str:
    """Return text for a terminal on one line."""
    return " ".join(clean(text).split())


def _silent(task: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on stderr while something is computed, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    told = TextColumn("{task.description:<24}", markup=False)
    columns = (told, BarColumn(30), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
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
    from rich.text import Text

    with console(stderr=True).status(Text(clean(text))):
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
