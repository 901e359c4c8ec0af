"""Two dates of one case: what of the change is time, what happened, and what was reassessed.

The first case is taken to the second in steps, each from where the one before it stands: time goes
by to the second's date, the end staying where it was; then the end moves to the second's; then
what the second marks as happened is marked; the rest is what was reassessed. A step that makes no
valid case (a deadline has gone by, say) goes together with the next. The steps add up to the whole
change, draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case import CaseError
from tracktwo.case.happened import happened_on
from tracktwo.game.setting import bands

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tracktwo.case import Case, CaseFolder
    from tracktwo.game.setting import Setting
    from tracktwo.results.bands import Band

TIME, END, HAPPENED, REASSESSED = "time", "end", "happened", "reassessed"


@dataclass(frozen=True)
class Share:
    """A part of the change between two dates of a case."""

    parts: tuple[str, ...]
    """Of time, end, happened and reassessed: those that could not be told apart are together."""
    difference: tuple[Band, ...]
    """What it does to the odds of each shared stage, after those before it."""


@dataclass(frozen=True)
class BetweenDates:
    """What of the change between two dates of a case is what."""

    first_date: dt.date
    second_date: dt.date
    first_end: str
    """The last month of the first case, YYYY-MM."""
    second_end: str
    happened: tuple[str, ...]
    """Ids of stages and milestones that the second marks as happened and the first does not."""
    undone: tuple[str, ...]
    """The other way round."""
    shares: tuple[Share, ...]

    @property
    def same_end(self) -> bool:
        """Whether both look to one month, so that their odds are of one thing."""
        return self.first_end == self.second_end


@dataclass(frozen=True)
class Station:
    """A case between the first and the second."""

    parts: tuple[str, ...]
    """What leads to it from the one before."""
    folder: CaseFolder


def last_month(case: Case) -> str:
    """Return the last month of a case's window, YYYY-MM."""
    months = case.as_of.year * 12 + case.as_of.month - 1 + case.horizon
    return f"{months // 12:04}-{months % 12 + 1:02}"


def stations(first: CaseFolder, second: CaseFolder) -> list[Station]:
    """Return the cases between two dates of one case, in order; none where no date differs."""
    old, new = first.case, second.case
    before, after = last_month(old), last_month(new)
    marks = _marks(second)
    steps: list[tuple[str, dict[str, Any], list[str]]] = []
    if new.as_of != old.as_of:
        # The end as it is: the day that it names, else its month.
        end = old.until or before
        steps.append((TIME, {"as_of": str(new.as_of), "until": end}, _horizon(old)))
    if before != after:
        steps.append((END, {"until": new.until or after}, _horizon(old)))
    changed, gone = _marked(first, marks)
    if changed or gone:
        steps.append((HAPPENED, changed, gone))
    found: list[Station] = []
    together: dict[str, Any] = {}
    dropped: list[str] = []
    waiting: list[str] = []
    for part, values, left_out in steps:
        together |= values
        dropped += [path for path in left_out if path not in dropped]
        waiting.append(part)
        try:
            folder = first.changed(together, dropped)
        except CaseError:
            continue
        found.append(Station(tuple(waiting), folder))
        waiting = []
    return found


def _horizon(case: Case) -> list[str]:
    return ["horizon"] if case.until is None else []


def _marks(folder: CaseFolder) -> dict[str, Any]:
    """Return what a case marks as happened, by the path of the mark."""
    found = {}
    for stage in folder.case.roadmap.stages:
        path = f"roadmap.stages.{stage.id}"
        if stage.happened is not None:
            found[f"{path}.happened"] = stage.happened.model_dump(mode="json", exclude_unset=True)
        for step in stage.milestones:
            if step.happened is not None:
                mark = step.happened.model_dump(mode="json", exclude_unset=True)
                found[f"{path}.milestones.{step.id}.happened"] = mark
    return found


def _marked(first: CaseFolder, marks: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the marks to set in the first case, of stages and steps it has; and those to drop."""
    own = _marks(first)
    places = {
        place
        for stage in first.case.roadmap.stages
        for place in (
            f"roadmap.stages.{stage.id}.happened",
            *(f"roadmap.stages.{stage.id}.milestones.{m.id}.happened" for m in stage.milestones),
        )
    }
    changed = {path: mark for path, mark in marks.items() if path in places and path not in own}
    return changed, [path for path in own if path not in marks]


def between_dates(
    first: Case,
    second: Case,
    path: Sequence[Station],
    settings: Sequence[Setting],
    stages: Sequence[str],
) -> BetweenDates | None:
    """Return what of the change between two cases is what.

    Parameters
    ----------
    first, second : the two cases
    path : as `stations` gives it
    settings : of the first case, of each station, and of the second, on common random numbers
    stages : those that both have
    """
    before, after = happened_on(first), happened_on(second)
    ends = last_month(first), last_month(second)
    new = tuple(id_ for id_ in after if id_ not in before)
    gone = tuple(id_ for id_ in before if id_ not in after)
    if first.as_of == second.as_of and ends[0] == ends[1] and not new and not gone:
        return None
    odds = [one.odds[:, [one.stages.index(s) for s in stages]] for one in settings]
    known = {part for one in path for part in one.parts}
    asked = [
        part
        for part, there in (
            (TIME, first.as_of != second.as_of),
            (END, ends[0] != ends[1]),
            (HAPPENED, bool(new or gone)),
        )
        if there and part not in known
    ]
    parts = [*(one.parts for one in path), (*asked, REASSESSED)]
    return BetweenDates(
        first_date=first.as_of,
        second_date=second.as_of,
        first_end=ends[0],
        second_end=ends[1],
        happened=new,
        undone=gone,
        shares=tuple(
            Share(part, bands(there - here))
            for part, here, there in zip(parts, odds, odds[1:], strict=False)
        ),
    )
