"""The process as a picture: stages from top to bottom, their steps beside or below, in order.

Fallbacks run up the left side, each on a lane of its own; what must come before a step is told by
an arrow where the two are neighbours, and in words in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.blocks.chart_parts import ceiling
from tracktwo.pictures.scene import Box, Scene
from tracktwo.pictures.sheet import MUTED, Drawing

if TYPE_CHECKING:
    from tracktwo.blocks import Naming
    from tracktwo.questions.process.steps import Done, MilestoneStep, ProcessChart, StageStep
    from tracktwo.results.bands import Band

WIDE, NARROW = 960, 340
_LANE, _PAD, _GAP = 9.0, 8.0, 20.0
_HEAD = 250.0
"""Width of what is said of a stage, where its steps stand beside it."""
_COLUMNS = 3
BAR = 140.0
"""Length of every bar: they share one scale."""
BACK, ON = "var(--refuse)", "var(--muted)"


@dataclass(frozen=True)
class _Lanes:
    """On which lane each stage's fallback runs."""

    of: dict[str, int]

    @property
    def width(self) -> float:
        return 10 + _LANE * (1 + max(self.of.values(), default=0))

    def x(self, stage: str) -> float:
        return self.width - 6 - _LANE * (self.of[stage] + 0.5)


def top_of(found: ProcessChart) -> float:
    """Return where the scale of all bars ends."""
    bands = [one.reached for one in found.stages] + [one.reached for one in found.milestones]
    bands.append(found.given_up)
    return ceiling(max(max(band.p95, band.mean) for band in bands))


def scene(found: ProcessChart, names: Naming, across: float = WIDE) -> Scene:
    """Return the process as a picture.

    Parameters
    ----------
    found : the answer
    names : of the case
    across : how wide it is; where it is narrow, steps stand below their stage
    """
    return _Drawing(found, names, across).scene()


class _Drawing:
    def __init__(self, found: ProcessChart, names: Naming, across: float) -> None:
        self.found, self.names, self.across = found, names, across
        self.wide = across >= 2 * NARROW
        self.sheet = Drawing()
        self.top = top_of(found)
        self.lanes = _lanes(found)
        self.left = self.lanes.width
        self.tops: dict[str, Box] = {}
        """Panels of the situations, by id."""

    def scene(self) -> Scene:
        y = self._situation("start", "Before the first stage", 2.0)
        for number, stage in enumerate(self.found.stages, start=1):
            middle = self.left + 24
            self.sheet.arrow(((middle, y + 1), (middle, y + _GAP - 1)), ON, "then")
            y = self._stage(number, stage, y + _GAP)
        y = self._situation("abandoned", "Given up", y + _GAP)
        if self.found.broken_down is not None:
            y = self._situation("relapsed", "Completed, and broken down again", y + 8)
        for stage in self.found.stages:
            self._fallback(stage)
        return self.sheet.scene(self.across, y + 2)

    # --- situations that are no stages -----------------------------------------------------

    def _situation(self, id_: str, title: str, y: float) -> float:
        band = {"abandoned": self.found.given_up, "relapsed": self.found.broken_down}.get(id_)
        x = self.left + _PAD
        end = self.sheet.write(title, x, y + 6, self._room(), size=12, bold=True)
        if band is not None:
            said = f"{words.brief(band)} by {self.names.until}"
            end = self.sheet.write(said, x, end, self._room(), size=11)
            end = self._bar(band, x, end + 2, f"{title}: {said}")
        return self._panel(id_, y, end + 6)

    def _panel(self, id_: str, y: float, bottom: float) -> float:
        box = Box(self.left, y, self.across - 2, bottom)
        self.tops[id_] = box
        self.sheet.panel(box, "var(--soft)")
        return bottom

    def _bar(self, band: Band, x: float, y: float, said: str) -> float:
        return self.sheet.bar(band, x + 4, y, top=self.top, length=BAR, said=said)

    def _room(self) -> float:
        return self.across - self.left - 2 * _PAD - 4

    # --- stages ----------------------------------------------------------------------------

    def _stage(self, number: int, stage: StageStep, y: float) -> float:
        steps = [one for one in self.found.milestones if one.stage == stage.id]
        numbers = {one.id: f"{number}.{n}" for n, one in enumerate(steps, start=1)}
        place = len(self.sheet.panels)  # the panel lies below those of its steps
        x, most = self.left + _PAD, _HEAD - _PAD if self.wide else self._room()
        end = self._head(number, stage, x, y + 8, most)
        if self.wide:
            beside = self._columns(steps, numbers, self.left + _HEAD + _PAD, y + 8)
            bottom = max(end, beside) + 8
        else:
            bottom = self._column(steps, numbers, x, end + 8, self._room()) + 8
        found = self.sheet.panels[place:]
        del self.sheet.panels[place:]
        self._panel(stage.id, y, bottom)
        self.sheet.panels += found
        return bottom

    def _head(self, number: int, stage: StageStep, x: float, y: float, most: float) -> float:
        write, name = self.sheet.write, words.clean(self.names.stages[stage.id])
        y = write(f"{number} {name}", x, y, most, size=13, bold=True)
        if stage.done:
            y = write(_done(stage.done, "Passed"), x, y + 2, most, size=12, bold=True)
        else:
            said = f"{words.brief(stage.reached)} by {self.names.until}"
            y = write(said, x, y + 2, most, size=12)
            y = self._bar(stage.reached, x, y + 2, f"{name}: {said}")
        notes = [f"If disrupted on the way: {self._back(stage)}."]
        if stage.deadline and not stage.done:
            notes.append(f"Given up if not passed by {stage.deadline}.")
        for note in [] if stage.done else notes:
            y = write(note, x, y + 2, most, colour=MUTED)
        return y

    def _back(self, stage: StageStep) -> str:
        if stage.fallback == "start":
            return "back to before the first stage"
        if stage.fallback == "abandoned":
            return "given up"
        return f"back to “{words.clean(self.names.stages[stage.fallback])}”"

    # --- steps -----------------------------------------------------------------------------

    def _columns(
        self, steps: list[MilestoneStep], numbers: dict[str, str], x: float, y: float
    ) -> float:
        """Put each level of steps into a column of its own, as far as there are columns."""
        levels = max(one.level for one in steps) + 1
        room = self.across - 2 - _PAD - x
        count = min(levels if levels > 1 else len(steps), _COLUMNS)
        wide = (room - (count - 1) * _GAP) / count
        bottoms = [y] * count
        boxes: dict[str, Box] = {}
        for n, one in enumerate(steps):
            column = one.level % count if levels > 1 else n % count
            # Of more levels than columns, those that begin anew stand below all before them.
            start = max(bottoms) if column == 0 and one.level >= count else bottoms[column]
            if levels > count and one.level >= count:
                earlier = [boxes[id_].top for id_ in one.after if id_ in boxes]
                start = max([start, *(top for top in earlier if column)])
            box = self._step(one, numbers, x + column * (wide + _GAP), start, wide)
            boxes[one.id] = box
            bottoms[column] = box.bottom + 8
        self._after(steps, boxes)
        return max(bottoms) - 8

    def _column(
        self, steps: list[MilestoneStep], numbers: dict[str, str], x: float, y: float, wide: float
    ) -> float:
        boxes = {}
        for one in steps:
            boxes[one.id] = box = self._step(one, numbers, x, y, wide)
            y = box.bottom + 14
        self._after(steps, boxes)
        return y - 14

    def _after(self, steps: list[MilestoneStep], boxes: dict[str, Box]) -> None:
        """Lead an arrow to each step from those before it that are its neighbours."""
        for one in steps:
            for id_ in one.after:
                if id_ not in boxes:
                    continue
                before, box = boxes[id_], boxes[one.id]
                said = f"{self.names.milestones[id_]}, then {self.names.milestones[one.id]}"
                if abs(box.left - before.right - _GAP) < 1:
                    start = (before.right + 1, (before.top + before.bottom) / 2)
                    end = (box.left - 1, (box.top + box.bottom) / 2)
                    turn = (before.right + box.left) / 2
                    self.sheet.arrow((start, (turn, start[1]), (turn, end[1]), end), ON, said)
                elif box.left == before.left and 0 < box.top - before.bottom < 16:
                    middle = (box.left + box.right) / 2
                    down = ((middle, before.bottom + 1), (middle, box.top - 1))
                    self.sheet.arrow(down, ON, said)

    def _step(
        self, one: MilestoneStep, numbers: dict[str, str], x: float, y: float, wide: float
    ) -> Box:
        write, names = self.sheet.write, self.names
        name = words.clean(names.milestones[one.id])
        left, most = x + 7, wide - 14
        end = write(f"{numbers[one.id]} {name}", left, y + 6, most, size=11.5, bold=True)
        if one.done:
            end = write(_done(one.done, "Done"), left, end + 2, most, bold=True)
        for note in self._notes(one, numbers):
            end = write(note, left, end + 2, most, count=9)
        if not one.done:
            said = f"{words.brief(one.reached)} by {names.until}"
            end = write(said, left, end + 2, most)
            end = self._bar(one.reached, left, end + 1, f"{name}: {said}")
        box = Box(x, y, x + wide, end + 5)
        self.sheet.panel(box, "var(--card)", ON if not one.done else "var(--agree)")
        return box

    def _notes(self, one: MilestoneStep, numbers: dict[str, str]) -> list[str]:
        steps = [m for s in self.names.case.roadmap.stages for m in s.milestones]
        written = next(m for m in steps if m.id == one.id)
        notes = [words.clean(words.consent(written.consent, self.names.actors))]
        before = [numbers[id_] for id_ in one.after if id_ in numbers]
        if before:
            notes.append(f"After {words.join(before)}.")
        if one.expires and not one.done:
            notes.append(f"The offer lapses after {one.expires}.")
        return notes

    # --- falling back ------------------------------------------------------------------------

    def _fallback(self, stage: StageStep) -> None:
        if stage.id not in self.lanes.of:
            return
        here, there = self.tops[stage.id], self.tops[stage.fallback]
        x, lane = self.left - 1, self.lanes.x(stage.id)
        # Arrows to one panel end apart, in the order of their lanes.
        start, end = here.top + 16, min(there.top + 10 + 5 * self.lanes.of[stage.id], there.bottom)
        if stage.fallback == "abandoned":
            start = here.bottom - 10
        name = words.clean(self.names.stages[stage.id])
        said = f"If disrupted on the way to “{name}”: {self._back(stage)}"
        self.sheet.arrow(((x, start), (lane, start), (lane, end), (x, end)), BACK, said,
                         dashed=True)  # fmt: skip


def _done(mark: Done, word: str) -> str:
    return f"✓ {word} {mark.date}"


def _lanes(found: ProcessChart) -> _Lanes:
    """Give each fallback the first lane that none runs on beside it."""
    order = {"start": 0, "abandoned": len(found.stages) + 1}
    order |= {stage.id: n for n, stage in enumerate(found.stages, start=1)}
    spans = {
        stage.id: sorted((order[stage.id], order[stage.fallback]))
        for stage in found.stages
        if not stage.done
    }
    lanes: dict[str, int] = {}
    for id_, (low, high) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        taken = {
            lanes[other] for other, (a, b) in spans.items()
            if other in lanes and a <= high and low <= b
        }  # fmt: skip
        lanes[id_] = next(n for n in range(len(spans) + 1) if n not in taken)
    return _Lanes(lanes)
