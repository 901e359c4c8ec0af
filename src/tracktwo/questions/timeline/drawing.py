"""The timeline as a picture: a lane for each actor, marks at their dates on a true scale."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.pictures.lettering import LINE, width
from tracktwo.pictures.scene import Letters, Mark, Polyline, Scene, Shape
from tracktwo.pictures.sheet import MUTED, Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracktwo.blocks import Naming
    from tracktwo.questions.timeline.events import Event, Kind, Timeline

WIDE, NARROW = 960, 340
_REACH, _SIZE, _EDGE = 6.0, 11.0, 10.0
_LANE = 17.0
KINDS: dict[Kind, tuple[str, Shape, str]] = {
    "said": ("said", "circle", "var(--agree)"),
    "met": ("met", "square", "var(--force)"),
    "done": ("happened", "diamond", "var(--refuse)"),
    "published": ("source published", "triangle-up", "var(--undecided)"),
}
OPEN = "open: the date is that of the source, it was said or done by then"


@dataclass(frozen=True)
class _Group:
    """Events of one kind so close together that one mark stands for them."""

    x: float
    events: tuple[Event, ...]

    @property
    def count(self) -> str:
        return str(len(self.events)) if len(self.events) > 1 else ""

    @property
    def room(self) -> float:
        """Width of its mark and number."""
        return 2 * _REACH + (width(self.count, _SIZE) + 3 if self.count else 0)


def scene(found: Timeline, names: Naming, across: float = WIDE) -> Scene:
    """Return the timeline as a picture.

    Parameters
    ----------
    found : the answer, with at least one event that has a date
    names : of the case
    across : how wide it is
    """
    events = [one for one in found.events if one.date]
    days = _days(found, events)
    room = across - 2 * _EDGE - 40

    def x_of(date: str) -> float:
        day = min(_day(date), days[1])
        share = (day - days[0]).days / max((days[1] - days[0]).days, 1)
        return _EDGE + 20 + room * share

    sheet = Drawing()
    y = 6.0
    for title, own in _lanes(events, names):
        y = sheet.write(title, 2, y, across - 8, size=_SIZE, count=1)
        for same in _kinds(own):
            middle = y + _LANE / 2
            sheet.lines.append(Polyline(((2, middle), (across - 2, middle)), "var(--line)", 1.0))
            _marks(sheet, _groups(same, x_of, across), middle)
            y += _LANE
        y += 4
    y = _axis(sheet, days, x_of, y, across)
    y = _key(sheet, events, y + 4, across)
    return sheet.scene(across, y)


def when(date: str) -> str:
    """Write a date as far as it is known: a day, a month or a year."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return words.day(dt.date(*parts))
    return words.month(dt.date(parts[0], parts[1], 1), 0) if len(parts) == 2 else str(parts[0])


def _day(date: str) -> dt.date:
    """Return where a date lies: of a month or a year alone, its middle."""
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return dt.date(year, 7, 1)
    return dt.date(year, rest[0], rest[1] if len(rest) > 1 else 15)


def _days(found: Timeline, events: Sequence[Event]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the picture."""
    last = _day(found.as_of)
    first = min(_day(one.date) for one in events if one.date)
    return min(first, last - dt.timedelta(days=60)), last


def _lanes(events: Sequence[Event], names: Naming) -> list[tuple[str, list[Event]]]:
    """Return what is drawn in each lane: one an actor, then what happened, then the sources."""
    found: list[tuple[str, list[Event]]] = []
    for actor in names.case.actors:
        own = [one for one in events if actor.id in one.who]
        if own:
            found.append((words.heading(words.clean(names.actors[actor.id])), own))
    for title, kind in (("Steps of the roadmap", "done"), ("Sources", "published")):
        own = [one for one in events if one.kind == kind]
        if own:
            found.append((title, own))
    return found


def _kinds(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of a lane by kind, each kind in a row of its own."""
    found: dict[tuple[str, bool], list[Event]] = {}
    for one in events:
        found.setdefault((one.kind, one.by_then), []).append(one)
    return list(found.values())


def _groups(events: Sequence[Event], x_of: Callable[[str], float], across: float) -> list[_Group]:
    """Put events that lie so close that their marks would touch into groups."""
    groups = [_Group(x_of(one.date or ""), (one,)) for one in events]
    while True:
        # What stands at the edge is moved in as far as its number needs.
        groups = [replace(g, x=min(g.x, across - 2 - g.room + _REACH)) for g in groups]
        groups.sort(key=lambda group: group.x)
        close = next(
            (n for n, (one, other) in enumerate(itertools.pairwise(groups))
             if other.x - one.x < one.room + 6), None,
        )  # fmt: skip
        if close is None:
            return groups
        one, other = groups[close : close + 2]
        groups[close : close + 2] = [_Group(one.x, (*one.events, *other.events))]


def _marks(sheet: Drawing, groups: Sequence[_Group], y: float) -> None:
    for group in groups:
        one = group.events[0]
        said, shape, fill = KINDS[one.kind]
        text = "; ".join(words.clean(event.text) for event in group.events)
        about = f"{when(one.date or '')}, {said}: {text}"
        paint = "var(--card)" if one.by_then else fill
        sheet.marks.append(Mark(round(group.x, 1), y, _REACH, shape, paint, fill, about))
        if group.count:
            place = round(group.x + _REACH + 3, 1)
            sheet.letters.append(Letters(place, y, group.count, _SIZE, halo=True))


def _axis(
    sheet: Drawing,
    days: tuple[dt.date, dt.date],
    x_of: Callable[[str], float],
    y: float,
    across: float,
) -> float:
    """Name the first and the last day and, where there is room, the years or months between."""
    ends = [(day.isoformat(), when(day.isoformat())) for day in days]
    months = (days[1].year - days[0].year) * 12 + days[1].month - days[0].month
    step = next((n for n in (1, 3, 6, 12, 24, 60, 120) if months / n <= 6), 240)
    inner = []
    for month in range(1, months + 1):
        number = days[0].year * 12 + days[0].month - 1 + month
        if number % step == 0:
            date = dt.date(number // 12, number % 12 + 1, 1)
            text = str(date.year) if step >= 12 else when(date.isoformat()[:7])
            inner.append((date.isoformat(), text))
    taken: list[Letters] = []
    for at, text in (ends[1], ends[0], *inner):
        x, wide = x_of(at), width(text, _SIZE)
        place = min(max(x, 2 + wide / 2), across - 2 - wide / 2)
        letters = Letters(round(place, 1), y + 14, text, _SIZE, "middle", colour=MUTED)
        if any(letters.box.meets(other.box, 6) for other in taken):
            continue
        taken.append(letters)
        sheet.lines.append(Polyline(((x, y), (x, y + 4)), MUTED, 1.0))
    sheet.letters += taken
    sheet.lines.append(Polyline(((2, y), (across - 2, y)), MUTED, 1.0))
    return y + 14 + _SIZE * LINE


def _key(sheet: Drawing, events: Sequence[Event], y: float, across: float) -> float:
    """Say what the shapes stand for."""
    x = 2.0
    drawn = {one.kind for one in events}
    for kind, (said, shape, fill) in KINDS.items():
        if kind not in drawn:
            continue
        wide = 2 * _REACH + 6 + width(said, _SIZE)
        if x > 2 and x + wide > across - 2:
            x, y = 2.0, y + 20
        sheet.marks.append(Mark(x + _REACH, y + 8, _REACH, shape, fill, fill, said))
        sheet.letters.append(Letters(x + 2 * _REACH + 5, y + 8, said, _SIZE))
        x += wide + 16
    y += 20
    if any(one.by_then for one in events):
        y = sheet.write(OPEN, 2, y, across - 4, size=_SIZE, colour=MUTED)
    return y + 4
