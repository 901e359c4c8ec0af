"""Reading one article: what the job of the page does, in a process of its own.

Apart from the page, so that the process starts without what draws pages.
"""

from __future__ import annotations

import itertools
import shutil
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.text.worker import Worker

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from tracktwo.reading.proposals.store import Added
    from tracktwo.reading.text.article import Article
    from tracktwo.results.progress import Progress


WORDS = 8
"""Of a title, that name a folder."""


@dataclass(frozen=True)
class ReadingOutcome:
    """What came of reading an article."""

    added: Added | None = None
    folder: Path | None = None
    """The folder for which it was read."""
    refused: str = ""
    """Why it was not read."""


def read_article(
    *,
    case: Path | None,
    within: Path,
    place: Path,
    name: str,
    published: dt.date | None,
    sources: tuple[Path, ...] = (),
    progress: Progress,
) -> ReadingOutcome:
    """Read an article, in a process of its own.

    Parameters
    ----------
    case : folder of the case, which need hold none yet; None for a new folder named after the title
    within : where a new folder is made
    place, name : the file to read, and what it is called
    published : its day, where it does not say
    sources : folders that hold texts of sources
    """
    # Cancelled, it ends the process that opens files too, and takes back what it began.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    progress("opening it", 0, 2)
    desk = Desk.at(within / "new" if case is None else case, sources=sources)
    try:
        with Worker() as worker:
            article = desk.article(place, worker, published, None)
        progress("looking for who said what", 1, 2)
        if case is None:
            outcome = _begun(within, article, name)
        else:
            outcome = ReadingOutcome(desk.take(article, name), case)
    except ReadingError as error:
        return ReadingOutcome(refused=str(error).replace(str(place), name))
    progress("done", 2, 2)
    return outcome


def _begun(within: Path, article: Article, name: str) -> ReadingOutcome:
    """Keep what was read in a new folder; nothing of it stays where that fails."""
    folder = claimed(within, article.title or "article")
    try:
        return ReadingOutcome(Desk.at(folder).take(article, name), folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def claimed(within: Path, title: str) -> Path:
    """Make a folder named after a title, beside whatever is there.

    Raises
    ------
    ReadingError
        If no folder can be made there.
    """
    wish = slug(" ".join(title.split()[:WORDS]), longest=60)
    for number in itertools.count(1):
        folder = within / (wish if number == 1 else f"{wish}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise ReadingError(
                f"no folder can be made in {within} ({error.strerror}): start `tracktwo serve` in "
                "a folder where you may write, or name one"
            ) from None
        return folder
    raise AssertionError("numbers do not end")
