"""Who would hold power: what the councils of a case are like, and its later governments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.errors import UnanswerableError
from tracktwo.questions.government import GovernmentOptions
from tracktwo.questions.government.holding_power import government, meetings
from tracktwo.questions.options import within
from tracktwo.results.plain import plain

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.government import Government
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class Holders:
    """Who holds power and would."""

    councils: tuple[Attendance, ...]
    """Bodies with members that met: who was there, with what weight."""
    government: Government | None
    """None where the case says nothing of power."""

    def to_json(self) -> dict[str, Any]:
        """Return both as plain values."""
        return {
            "councils": [plain(one) for one in self.councils],
            "government": None if self.government is None else plain(self.government),
        }


@within(GovernmentOptions)
def holders(
    folder: CaseFolder,
    *,
    stage: str | None = GovernmentOptions.stage,
    draws: int = GovernmentOptions.draws,
    seed: int = GovernmentOptions.seed,
    threads: int | None = GovernmentOptions.threads,
    progress: Progress | None = None,
) -> Holders:
    """Say who was at the councils of a case and who would hold power in its last stages.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage whose odds are compared; the one that the question turns on by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If the case says nothing of power and no body of it met, or there is no such stage.
    """
    councils = tuple(meetings(folder, draws=draws, seed=seed))
    if folder.case.power is None:
        if not councils:
            raise UnanswerableError(
                f"{folder.path} says nothing of power and has no body with members that met; "
                "docs/government.md says what to write"
            )
        return Holders(councils, None)
    found = government(
        folder, stage=stage, draws=draws, seed=seed, threads=threads, progress=progress
    )
    return Holders(councils, found)
