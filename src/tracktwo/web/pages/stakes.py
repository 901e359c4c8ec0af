"""Actors and issues: who stands where on each scale, what they would settle on, who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from tracktwo.case.parts import Quantity
from tracktwo.case.quantities import step_names
from tracktwo.explore.settlement import CAVEAT
from tracktwo.report import people
from tracktwo.web.render import known_quantities, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case.schema import Actor, Case, Issue, Position
    from tracktwo.explore.councils import Attendance
    from tracktwo.explore.issues import Settled
    from tracktwo.web.render import View

_APART = 5.0
"""Points of the scale within which two ticks would run into each other."""


@dataclass(frozen=True)
class Tick:
    """What is in force on an issue before the first stage, or is put there by a stage."""

    mark: str
    name: str
    value: Quantity
    lane: int
    """Row in which it stands, so that none hides another."""


@dataclass(frozen=True)
class Stand:
    """One actor on one issue."""

    actor: Actor
    row: Position
    was: Quantity
    """Its position in the case."""
    weight: float
    """Share of capability times salience on the issue."""

    @property
    def thumb(self) -> str:
        """The size of its marker: the area grows with the weight."""
        return f"{0.8 + 1.3 * self.weight**0.5:.2f}rem"


@dataclass(frozen=True)
class Stake:
    """One issue with all who take a position on it."""

    issue: Issue
    stands: tuple[Stand, ...]
    ticks: tuple[Tick, ...]
    forecast: tuple[str, ...]
    """Names of the stages whose policy is forecast from the positions."""
    settled: Settled
    was: Settled | None
    """What they would settle on without the changes."""


def stakes(request: Request) -> Response:
    """Show the issues with a marker for each actor, then the actors."""
    seen = view(request)
    more: dict[str, Any] = {} if seen.part else _people(seen)
    return page(seen, "stakes.html.j2", stakes=_stakes(seen), caveat=CAVEAT, **more)


def _stakes(seen: View) -> list[Stake]:
    case, live = seen.case, seen.state.live
    settled = live.settlements(case)
    before = live.settlements(seen.base) if seen.overlay.steps else {}
    numbers = known_quantities(seen.base)
    found = []
    for stake in people.stakes(case):
        issue = stake.issue.id
        stands = []
        for actor, row in stake.stands:
            known = numbers.get(f"positions.{actor.id}.{issue}.position")
            was = known.quantity if known else row.position
            weight = settled[issue].weights.get(actor.id, 0.0)
            stands.append(Stand(actor, row, was, weight))
        # In the order of the case as it is: nobody changes places while being moved.
        stands.sort(key=lambda one: one.was.mode)
        ticks, forecast = _policies(case, issue)
        found.append(
            Stake(stake.issue, tuple(stands), ticks, forecast, settled[issue], before.get(issue))
        )
    return found


def _policies(case: Case, issue: str) -> tuple[tuple[Tick, ...], tuple[str, ...]]:
    places: list[tuple[str, str, Quantity]] = []
    forecast = []
    roadmap = case.roadmap
    situations = [("now", "before the first stage", roadmap.start)]
    situations += [(str(n), s.name, s) for n, s in enumerate(roadmap.stages, start=1)]
    for mark, name, situation in situations:
        policy = situation.terms([issue]).get(issue)
        if isinstance(policy, Quantity):
            places.append((mark, name, policy))
        elif policy is not None:
            forecast.append(name)
    lanes: list[float] = []
    ticks = []
    for mark, name, value in sorted(places, key=lambda place: place[2].mode):
        free = (n for n, last in enumerate(lanes) if value.mode - last >= _APART)
        lane = next(free, len(lanes))
        lanes[lane : lane + 1] = [value.mode]
        ticks.append(Tick(mark, name, value, lane))
    return tuple(ticks), tuple(forecast)


def _people(seen: View) -> dict[str, Any]:
    case = seen.case
    rooms: dict[str, Attendance] = {
        one.meeting: one for one in seen.state.live.attendance(case)
    }  # fmt: skip
    return {
        "players": [actor for actor in case.actors if actor.capability is not None],
        "others": [actor for actor in case.actors if actor.capability is None],
        "member_of": people.bodies_of(case),
        "rooms": rooms,
        "rows": {(row.actor, row.issue): row for row in case.positions},
        "numbers": known_quantities(case),
        "step_words": step_names(case),
        "stage_ids": [stage.id for stage in case.roadmap.stages],
    }


ROUTES = (Route("/stakes", stakes),)
