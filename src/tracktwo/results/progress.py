"""Progress: how whoever waits is told how far an answer is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told what is being done and how far it is."""

    def __call__(self, task: str, done: int, total: int) -> None:
        """Report that `done` of `total` draws of a task are solved."""


def silent(task: str, done: int, total: int) -> None:
    """Tell nobody."""
