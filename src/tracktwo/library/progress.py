"""Progress where a person waits: a line in a notebook, a bar in a terminal, nothing elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.results.progress import Progress

PAUSE = 0.2
"""Seconds between two looks at how far the work is."""


def in_notebook() -> bool:
    """Tell whether this runs behind a notebook, whose output cells are drawn by a page."""
    shell = sys.modules.get("IPython")
    found = shell.get_ipython() if shell is not None else None
    return type(found).__name__ == "ZMQInteractiveShell"


@contextlib.contextmanager
def shown() -> Iterator[Progress | None]:
    """Show progress while something is computed.

    Yields
    ------
    callable or None
        Told what is done and how far it is; None where nobody would see it.
    """
    if not in_notebook():
        yield None
        return
    from IPython.display import clear_output, display  # noqa: PLC0415  (it runs already)

    last = 0.0

    def tell(task: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < PAUSE and done < total:
            return
        last = now
        clear_output(wait=True)
        display({"text/plain": f"{task}: {done:,} of {total:,}"}, raw=True)

    yield tell
    clear_output()
