"""What has changed since the last forecast that was kept: plain values, for whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.happened import happened_on
from tracktwo.record.ledger import place_of_ledger, read_ledger
from tracktwo.record.window import last_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.record.entries import Forecast
    from tracktwo.results.bands import Band


@dataclass(frozen=True)
class StageSince:
    """One stage: what was kept, and what holds now."""

    id: str
    name: str
    before: float | None
    """Mean odds that were kept; None of a stage that was not forecast."""
    before_range: tuple[float, float] | None
    """Where nine draws in ten lay."""
    now: float
    now_range: tuple[float, float]
    difference: float | None
    happened: str | None
    """When it was passed, if it has been."""


@dataclass(frozen=True)
class OddsChange:
    """A case now, beside the last forecast of it that was kept."""

    date: dt.date
    """On which that was kept."""
    as_of: dt.date
    author: str | None
    note: str | None
    same_case: bool
    """Whether nothing in the case has changed since."""
    until_before: dt.date
    until_now: dt.date
    stages: tuple[StageSince, ...]

    @property
    def same_end(self) -> bool:
        """Whether both end on one day, so that they are odds of one thing."""
        return self.until_before == self.until_now


def last(folder: CaseFolder, ledger: Path | None = None) -> Forecast | None:
    """Return the last forecast of a case that was kept; None where there is none.

    Parameters
    ----------
    folder : a loaded case
    ledger : where it keeps its forecasts; in its own folder by default

    Raises
    ------
    CaseError
        If the ledger cannot be read.
    """
    found = read_ledger(place_of_ledger(folder.path, ledger)).of(folder.case.id).forecasts
    return max(found, key=lambda one: (one.as_of, one.date), default=None)


def change(
    folder: CaseFolder, now: Mapping[str, Band], ledger: Path | None = None
) -> OddsChange | None:
    """Return what has changed since the last forecast; None where none was kept.

    Parameters
    ----------
    folder : a loaded case
    now : odds at the horizon by stage, as they are now
    ledger : as in `last`
    """
    before = last(folder, ledger)
    if before is None:
        return None
    kept = {stage.id: stage for stage in before.stages}
    happened = happened_on(folder.case)
    rows = []
    for stage in folder.case.roadmap.stages:
        if stage.id not in now:
            continue
        was, band = kept.get(stage.id), now[stage.id]
        rows.append(
            StageSince(
                id=stage.id,
                name=stage.name,
                before=None if was is None else was.odds.mean,
                before_range=None if was is None else (was.odds.p05, was.odds.p95),
                now=band.mean,
                now_range=(band.p05, band.p95),
                difference=None if was is None else band.mean - was.odds.mean,
                happened=happened.get(stage.id),
            )
        )
    return OddsChange(
        date=before.date,
        as_of=before.as_of,
        author=before.author,
        note=before.note,
        same_case=before.version == folder.digest,
        until_before=before.until,
        until_now=last_day(folder.case),
        stages=tuple(rows),
    )
