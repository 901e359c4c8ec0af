"""A case that is still to be made: an article is read for it, facts are accepted, then drafted.

It stands where a served case will stand, so that the review of proposals is one and the same.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.errors import Error
from tracktwo.web.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.web.jobs import Job


class NoCaseYetError(Error):
    """What was asked for needs a case, or an article read, and there is none yet."""

    def __init__(self) -> None:
        super().__init__("there is no case yet: read an article first")


class CaseToBe:
    """A folder that will hold a case.

    Parameters
    ----------
    folder : the folder, if it was named; else one is made once the title of an article is known
    within : where that one is made
    sources : folders that hold texts of sources
    """

    def __init__(
        self, folder: Path | None = None, *, within: Path = Path(), sources: Sequence[Path] = ()
    ) -> None:
        self.named, self.within, self.sources = folder, Path(within), tuple(sources)
        self.jobs = Jobs(None)
        self.writing = threading.RLock()
        self._folder, self._reading = folder, None

    _folder: Path | None
    _reading: Job | None

    @property
    def folder(self) -> Path | None:
        """The folder; None until there is one."""
        job = self._reading
        if job is not None and job.state == "done" and job.value.folder is not None:
            return Path(job.value.folder)
        return self._folder

    @property
    def path(self) -> Path:
        """The folder.

        Raises
        ------
        NoCaseYetError
            If there is none yet.
        """
        if self.folder is None:
            raise NoCaseYetError
        return self.folder

    @property
    def is_made(self) -> bool:
        """Whether the folder holds a case by now."""
        return self.folder is not None and (self.folder / "case.yaml").is_file()

    def reads(self, job: Job) -> None:
        """Take up an article that is being read for it."""
        self._folder, self._reading = self.folder, job


def is_new(folder: Path) -> bool:
    """Tell whether a folder is still to be made, is empty, or holds only what was read for it."""
    if folder.is_symlink() or not folder.exists():
        return not folder.is_symlink()
    if not folder.is_dir():
        return False
    return all(part.name == "reading" or part.name.startswith(".") for part in folder.iterdir())


def is_shelf(folder: Path) -> bool:
    """Tell whether a folder is no case but holds some."""
    if not folder.is_dir() or (folder / "case.yaml").exists():
        return False
    return any((part / "case.yaml").is_file() for part in folder.iterdir() if not part.is_symlink())
