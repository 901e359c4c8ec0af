"""The timeline: every event with a date is drawn at it, and nothing hides another."""

import pytest

from tracktwo.blocks import Naming
from tracktwo.questions.timeline.drawing import NARROW, WIDE, scene, when
from tracktwo.questions.timeline.events import Event, Timeline, timeline


def crowded(folder, count=60):
    """Return a timeline with several kinds of events, many on one day."""
    actors = [one.id for one in folder.case.actors]
    events = []
    for n in range(count):
        month, day = 1 + n % 5, 1 + (7 * n) % 28
        kind = ("said", "met")[n % 2]
        events.append(
            Event(f"2031-{month:02}-{day:02}", kind, f"event {n}", f"statements.{n}",
                  (actors[n % len(actors)],), by_then=n % 3 == 0)
        )  # fmt: skip
    events.append(Event("2031-02", "done", "a step", "roadmap"))
    events.append(Event("2024", "published", "a source", "sources.s"))
    return Timeline("c", "d", "2031-05-04", None, tuple(sorted(events, key=lambda e: e.date)))


@pytest.mark.parametrize("across", [WIDE, NARROW])
def test_nothing_of_the_timeline_hides_another(smallest, worked, across):
    for folder, found in (
        (smallest, timeline(smallest)), (worked, timeline(worked)), (smallest, crowded(smallest)),
    ):  # fmt: skip
        assert list(scene(found, Naming(folder), across).hidden()) == []


def test_later_events_lie_further_right_and_each_is_said_once(worked):
    found = timeline(worked)
    drawn = scene(found, Naming(worked))
    said = "; ".join(mark.said for mark in drawn.marks)
    for event in found.events:
        assert said.count(event.text) == 1, event.text
    council = [mark for mark in drawn.marks if "Four stages" in mark.said]
    taliban = [mark for mark in drawn.marks if "repeatedly rejected" in mark.said]
    assert council[0].x > taliban[0].x
    assert taliban[0].fill == "var(--card)"  # open: the date is the source's


def test_dates_are_said_as_far_as_they_are_known():
    assert when("2031-05-04") == "4\u00a0May\u00a02031"
    assert when("2031-05") == "May\u00a02031"
    assert when("2031") == "2031"
