"""Where on the page each part of a case stands, so that a quote can lead to its uses and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.case.quantities import stance_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracktwo.case import Case


class Anchors:
    """Unique ids of the places of a page, by the dotted paths of what stands there."""

    def __init__(self, case: Case, numbers: Iterable[str]) -> None:
        self._ids: dict[str, str] = {}
        taken: set[str] = set()
        for prefix, paths in (("at", places(case)), ("number", numbers)):
            for path in paths:
                if path not in self._ids:
                    name = unique(f"{prefix}-{slug(path)}", taken)
                    self._ids[path] = name

    def find(self, path: str) -> str | None:
        """Return the id of the place that shows a path; None where the page has none."""
        return self._ids.get(path)

    def nearest(self, path: str) -> str | None:
        """Return a path that the page shows: itself or, failing that, what it is part of."""
        while path and path not in self._ids:
            path = path.rpartition(".")[0]
        return path or None


def slug(text: str) -> str:
    """Return a text as a part of an id: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def unique(name: str, taken: set[str]) -> str:
    """Return the name, numbered if it is taken already, and take it."""
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}-{count}"
    taken.add(found)
    return found


def places(case: Case) -> Iterator[str]:
    """List the paths of everything that has a place of its own on the page."""
    yield from (f"actors.{actor.id}" for actor in case.actors)
    yield from (f"issues.{issue.id}" for issue in case.issues)
    yield from ("roadmap", "roadmap.start", "roadmap.abandoned")
    if case.roadmap.relapse is not None:
        yield "roadmap.relapse"
    for stage in case.roadmap.stages:
        yield f"roadmap.stages.{stage.id}"
        for milestone in stage.milestones:
            yield f"roadmap.stages.{stage.id}.milestones.{milestone.id}"
    yield from (f"stances.{stance_key(x.actor, x.on)}" for x in case.stances)
    yield from (f"levers.{lever.id}" for lever in case.levers)
    yield from (f"meetings.{meeting.id}" for meeting in case.meetings)
    yield from (f"relations.{i}" for i in range(len(case.relations)))
    yield from (f"statements.{statement.id}" for statement in case.statements)
    yield from (f"alternatives.{alternative.id}" for alternative in case.alternatives)
    if case.harm_limit is not None:
        yield "harm_limit"
