"""Settling: how a stage came out, and what that says of each forecast of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from tracktwo.case.happened import stage_happened
from tracktwo.case.problems import unknown
from tracktwo.errors import UnanswerableError
from tracktwo.record.entries import Outcome, Resolution, made
from tracktwo.record.ledger import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.record.entries import Forecast
    from tracktwo.record.ledger import Ledger


class Resolved(NamedTuple):
    """What became of what a forecast says of one stage."""

    state: str
    """open, passed, not-passed, void, or happened (there was nothing to forecast)"""
    on: str | None
    """passed: when; not-passed: the end of the forecast."""
    hindsight: bool
    """Whether it was known on the day the forecast was kept."""

    @property
    def outcome(self) -> bool | None:
        """Whether the stage was passed in time; None where that is open, or does not count."""
        return {"passed": True, "not-passed": False}.get(self.state)


def settled(forecast: Forecast, stage: str, resolution: Resolution | None) -> Resolved:
    """Return what a resolution says of one stage of a forecast.

    A date of passage settles all forecasts of a stage: those that ended before it came out as not
    passed. "Not passed by" a day settles those that ended by then, and leaves the others open.
    """
    ahead = next(one for one in forecast.stages if one.id == stage)
    if ahead.happened is not None:
        return Resolved("happened", ahead.happened, hindsight=True)
    if resolution is None:
        return Resolved("open", None, hindsight=False)
    if resolution.outcome == "void":
        return Resolved("void", None, hindsight=False)
    end, kept, on = str(forecast.until), str(forecast.date), resolution.on or ""
    if resolution.outcome == "passed" and on <= end[: len(on)]:
        return Resolved("passed", on, hindsight=kept[: len(on)] > on)
    if resolution.outcome == "not-passed" and on[: len(end)] < end[: len(on)]:
        return Resolved("open", None, hindsight=False)
    return Resolved("not-passed", end, hindsight=kept > end)


def resolve(
    path: Path,
    case: str,
    stage: str,
    outcome: Outcome,
    *,
    source: str,
    on: str | None = None,
    author: str | None = None,
    note: str | None = None,
    today: dt.date | None = None,
) -> Resolution:
    """Settle a stage of a case in a ledger. Nothing is written over: the last one counts.

    Parameters
    ----------
    path : of the ledger
    case, stage : their ids
    outcome : passed, not-passed or void
    source : address or citation of what says so
    on : passed: the day (or month); not-passed: until when; by default the end of its forecasts,
        if they all end on one day
    author, note : who settles it, and what else is to be said
    today : the day on which it is written down

    Raises
    ------
    UnanswerableError
        If the ledger has no forecast of the stage, there is no source, or the day is missing,
        still to come, or before any forecast could know of it.
    """
    today = today or dt.datetime.now(tz=dt.UTC).date()
    if not source.strip():
        raise UnanswerableError("name the source: an address or a citation of what says so")

    def make(ledger: Ledger) -> Resolution:
        mine = [one for one in ledger.of(case).forecasts if any(s.id == stage for s in one.stages)]
        if not mine:
            stages = {s.id for one in ledger.of(case).forecasts for s in one.stages}
            message, hint = unknown("stage", stage, stages)
            told = f"{message}; {hint}" if stages else f"{path} holds no forecast of {case}"
            raise UnanswerableError(told)
        when = on if outcome == "passed" else _until(mine, on) if outcome == "not-passed" else None
        if outcome == "passed" and when is None:
            raise UnanswerableError("name the day on which the stage was passed, YYYY-MM-DD")
        if when is not None and _is_moment(when) and when > str(today)[: len(when)]:
            raise UnanswerableError(f"{when} is still to come: nothing can be settled by it yet")
        before = ledger.standing.get((case, stage))
        return made(
            Resolution,
            date=today,
            case=case,
            stage=stage,
            outcome=outcome,
            on=when,
            source=source.strip(),
            author=author or None,
            note=note or None,
            supersedes=None if before is None else before.id,
        )

    kept = add(path, make)
    assert isinstance(kept, Resolution)  # noqa: S101  (it is what was made)
    return kept


def _is_moment(when: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", when) is not None


def _until(forecasts: list[Forecast], on: str | None) -> str:
    if on is not None:
        return on
    ends = sorted({str(one.until) for one in forecasts})
    if len(ends) > 1:
        raise UnanswerableError(
            "name the day until which the stage had not been passed; its forecasts end on "
            f"{', '.join(ends)}"
        )
    return ends[0]


def marked(folder: CaseFolder, ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Yield (stage, date, source) of what the case marks as happened and the ledger leaves open."""
    mine = ledger.of(folder.case.id)
    forecast = {
        stage.id for one in mine.forecasts for stage in one.stages if stage.happened is None
    }
    for stage in folder.case.roadmap.stages:
        mark = stage_happened(stage)
        if mark is None or stage.id not in forecast:
            continue
        standing = mine.standing.get((folder.case.id, stage.id))
        if standing is not None and (standing.outcome, standing.on) == ("passed", mark.date):
            continue
        said = [folder.quotes[id_] for id_ in mark.evidence if id_ in folder.quotes]
        told = "; ".join(
            f"{folder.sources[one.source].item.get('title', one.source)}: “{one.exact}”"
            if one.source in folder.sources
            else f"{one.source}: “{one.exact}”"
            for one in said
        )
        yield stage.id, mark.date, (told or mark.note or "the case, without a quote")[:2000]
