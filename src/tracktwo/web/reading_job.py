"""ReadingOutcome one article for a case: what the job of the page does, in a process of its own.

Apart from the page, so that the process starts without what draws pages.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.text.worker import Worker

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.reading.proposals.store import Added
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class ReadingOutcome:
    """What came of reading an article."""

    added: Added | None = None
    refused: str = ""
    """Why it was not read."""


def read_article(
    folder: CaseFolder,
    *,
    place: Path,
    name: str,
    published: dt.date | None,
    sources: tuple[Path, ...] = (),
    progress: Progress,
) -> ReadingOutcome:
    """Read an article for a case, in a process of its own."""
    # Cancelled, it ends the process that opens files too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    progress("opening it", 0, 2)
    desk = Desk.at(folder.path, sources=sources)
    try:
        with Worker() as worker:
            article = desk.article(place, worker, published, None)
        progress("looking for who said what", 1, 2)
        added = desk.take(article, name)
    except ReadingError as error:
        return ReadingOutcome(refused=str(error).replace(str(place), name))
    progress("done", 2, 2)
    return ReadingOutcome(added)
