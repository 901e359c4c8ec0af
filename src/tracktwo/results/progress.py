"""Progress: how whoever waits is told how far an answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress(Protocol):
    """Told what is being done and how far it is."""

    def __call__(self, task: str, done: int, total: int) -> None:
        """Report that `done` of `total` draws of a task are solved."""


def silent(task: str, done: int, total: int) -> None:
    """Tell nobody."""


def counted(progress: Progress | None, task: str, total: int) -> Callable[[int], None]:
    """Return what takes how many more draws are done, and reports how many that makes.

    Parameters
    ----------
    progress : whom to tell; None for nobody
    task : what is being done
    total : how many draws it takes
    """
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(task, done, total)

    return tell
