"""Who is reached from whom: members of members, milestones that wait for milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def reached_from(edges: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Return all that can be reached; the start only where a way leads back to it."""
    reached: set[str] = set()
    waiting = list(edges.get(start, []))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += edges.get(name, [])
    return reached


def cycle_through(after: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """Return a shortest cycle through a milestone, in the order in which they wait."""
    came: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        for first in after.get(name, []):
            if first == start:
                cycle = [name]
                while cycle[-1] != start:
                    cycle.append(came[cycle[-1]])
                return cycle[::-1]
            if first not in came:
                came[first] = name
                waiting.append(first)
    return []
