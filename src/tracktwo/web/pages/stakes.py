"""Actors and issues: who stands where on each scale, what they would settle on, who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from tracktwo.blocks import Naming, plain_text
from tracktwo.case.parts import Quantity
from tracktwo.case.quantities import step_names
from tracktwo.game.settlement import CAVEAT
from tracktwo.questions.government.meetings_said import meeting_lines
from tracktwo.report import actors
from tracktwo.web.render import known_quantities, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case.schema import Actor, Case, Issue, Position, Situation
    from tracktwo.questions.bargain.issues import Settled
    from tracktwo.results.attendance import Attendance
    from tracktwo.web.render import View

_APART = 12.0
"""Points of the scale within which two ticks would run into each other on a narrow screen."""


@dataclass(frozen=True)
class Tick:
    """What is in force on an issue before the first stage, or is put there by a stage."""

    mark: str
    name: str
    value: Quantity
    """On the scale; of a computed one, the average and 90 % of draws."""
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
class IssueStakes:
    """One issue with all who take a position on it."""

    issue: Issue
    stands: tuple[Stand, ...]
    ticks: tuple[Tick, ...]
    forecast: tuple[str, ...]
    """Names of the stages whose policy is forecast from the positions."""
    settled: Settled
    was: Settled | None
    """What they would settle on without the changes."""
    side: tuple[str, ...]
    """Of the issue about shares of power: those whose share it is, so that ticks are computed."""


def stakes(request: Request) -> Response:
    """Show the issues with a marker for each actor, then the actors."""
    seen = view(request)
    more: dict[str, Any] = {} if seen.part else _people(seen)
    return page(seen, "stakes.html.j2", stakes=_stakes(seen), caveat=CAVEAT, **more)


def _stakes(seen: View) -> list[IssueStakes]:
    case, live = seen.case, seen.state.live
    settled = live.settlements(case)
    before = live.settlements(seen.base) if seen.overlay.steps else {}
    numbers = seen.state.quantities
    power = case.power
    found = []
    for stake in actors.stakes(case):
        issue = stake.issue.id
        stands = []
        for actor, row in stake.stands:
            known = numbers.get(f"positions.{actor.id}.{issue}.position")
            was = known.quantity if known else row.position
            weight = settled[issue].weights.get(actor.id, 0.0)
            stands.append(Stand(actor, row, was, weight))
        # In the order of the case as it is: nobody changes places while being moved.
        stands.sort(key=lambda one: one.was.mode)
        side = tuple(power.side) if power is not None and power.issue == issue else ()
        places, forecast = _shares(seen) if side else _policies(case, issue)
        found.append(
            IssueStakes(
                stake.issue, tuple(stands), _ticks(places), forecast, settled[issue],
                before.get(issue), side,
            )
        )  # fmt: skip
    return found


_Place = tuple[str, str, Quantity]
"""Mark, name of the situation, what it puts in force."""


def _situations(case: Case) -> list[tuple[str, str, str, Situation]]:
    """Return mark, name, path and terms of what holds before the first stage and of each stage."""
    found: list[tuple[str, str, str, Situation]] = [
        ("now", "before the first stage", "roadmap.start", case.roadmap.start)
    ]
    for number, stage in enumerate(case.roadmap.stages, start=1):
        found.append((str(number), stage.name, f"roadmap.stages.{stage.id}", stage))
    return found


def _policies(case: Case, issue: str) -> tuple[list[_Place], tuple[str, ...]]:
    places, forecast = [], []
    for mark, name, _, situation in _situations(case):
        policy = situation.terms([issue]).get(issue)
        if isinstance(policy, Quantity):
            places.append((mark, name, policy))
        elif policy is not None:
            forecast.append(name)
    return places, tuple(forecast)


def _shares(seen: View) -> tuple[list[_Place], tuple[str, ...]]:
    """Return the share of the side that the issue of power is about, in percent."""
    held = seen.state.live.power(seen.case)
    places = []
    for mark, name, path, _ in _situations(seen.case):
        side = held[path].side if path in held else None
        if side is not None:
            low, mean, high = (round(100 * x, 1) for x in (side.p05, side.mean, side.p95))
            value = Quantity(low=min(low, mean), mode=mean, high=max(mean, high), evidence=[])
            places.append((mark, name, value))
    return places, ()


def _ticks(places: list[_Place]) -> tuple[Tick, ...]:
    lanes: list[float] = []
    ticks = []
    for mark, name, value in sorted(places, key=lambda place: place[2].mode):
        free = (n for n, last in enumerate(lanes) if value.mode - last >= _APART)
        lane = next(free, len(lanes))
        lanes[lane : lane + 1] = [value.mode]
        ticks.append(Tick(mark, name, value, lane))
    return tuple(ticks)


def _people(seen: View) -> dict[str, Any]:
    case = seen.case
    names = Naming(seen.state.folder)
    rooms: dict[str, Attendance] = {
        one.meeting: one for one in seen.state.live.attendance(case)
    }  # fmt: skip
    return {
        "players": [actor for actor in case.actors if actor.capability is not None],
        "others": [actor for actor in case.actors if actor.capability is None],
        "member_of": actors.bodies_of(case),
        "rooms": rooms,
        "room_words": {
            one.meeting: tuple(map(plain_text, meeting_lines(one, names))) for one in rooms.values()
        },
        "rows": {(row.actor, row.issue): row for row in case.positions},
        "numbers": known_quantities(case),
        "step_words": step_names(case),
        "stage_ids": [stage.id for stage in case.roadmap.stages],
    }


ROUTES = (Route("/stakes", stakes),)
