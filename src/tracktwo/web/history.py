"""What was built in a session, so that it can be undone as long as nothing else changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.case.save import replaced
from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST = 200
"""Steps kept; each holds the files of the case as they were."""
FILES = ("case.yaml", "positions.csv")


class NotUndoneError(Error):
    """There is nothing to undo, or the case has been changed otherwise since."""


@dataclass(frozen=True)
class Step:
    """One change: what it was, and the files before and after it."""

    what: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


@dataclass
class History:
    """The changes made to a case by its server, the latest last."""

    folder: Path
    steps: list[Step] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """Return the files that building changes, as they are."""
        places = [self.folder / name for name in FILES]
        return {place.name: place.read_bytes() for place in places if place.is_file()}

    def add(self, what: str, before: Mapping[str, bytes]) -> None:
        """Note a change that has just been made."""
        after = self.files()
        if after != before:
            self.steps = [*self.steps, Step(what, before, after)][-MOST:]

    def undo(self) -> str:
        """Put the files back to what they were before the latest change; return what it was.

        Raises
        ------
        NotUndoneError
            If there is none, or somebody changed the case since. Nothing is written then.
        """
        if not self.steps:
            raise NotUndoneError("There is nothing to undo.")
        step = self.steps[-1]
        if self.files() != step.after:
            raise NotUndoneError(
                "The case was changed otherwise since, so the last change cannot be undone without "
                "undoing that, too; change it back by hand."
            )
        replaced(self.folder, {name: step.before[name] for name in step.before})
        self.steps.pop()
        return step.what
