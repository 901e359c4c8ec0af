"""Roadmap: stages and steps as a track, who must consent to each, and why each would or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Route

from tracktwo.blocks import Naming, plain_text, words
from tracktwo.case.consent import actors_of
from tracktwo.case.quantities import stance_key, step_names
from tracktwo.questions.government.formulas import power_label
from tracktwo.questions.government.meetings_said import room_lines
from tracktwo.report import charts_by_row, consents, kind_words
from tracktwo.report import track as tracks
from tracktwo.web.render import Drawings, known_quantities, page, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case import Case, Quantity
    from tracktwo.case.offices import Power
    from tracktwo.case.schema import Milestone, Stage, Stance
    from tracktwo.questions.odds.live import Live
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.odds import ConsentNow, Reason, Reasons
    from tracktwo.web.render import View


@dataclass(frozen=True)
class Party:
    """One whose consent a step may need."""

    actor: str
    consent: ConsentNow | None
    """None with no month ahead."""
    was: ConsentNow | None
    """Without the changes; None where nothing is changed or the step is new."""
    stance: Stance | None
    """What it has declared on the step, or else on its stage."""
    path: str
    """Where a stance of it on this step is set."""
    about: tuple[str, ...]
    """What the stance set there is on."""


@dataclass(frozen=True)
class Ground:
    """One part of the log-odds of a consent, and what it rests on."""

    reason: Reason
    quantities: tuple[tuple[str, Quantity], ...]
    evidence: tuple[str, ...] | None
    """Of a part that rests on no number of the case; None where its numbers say it."""
    to: str
    """Where the workbench shows it."""

    @property
    def small(self) -> bool:
        """Whether it hardly counts."""
        return abs(self.reason.value.mean) < consents.SMALL


def track(request: Request) -> Response:
    """Show the roadmap."""
    seen = view(request, milestones=True)
    case, live = seen.case, seen.live
    now = _consents(live)
    before = _consents(seen.state.live.answer({}, milestones=True)) if seen.overlay.steps else {}
    parties = {
        step.id: [
            Party(
                actor,
                now.get((step.id, actor)),
                before.get((step.id, actor)),
                *_stance(case, stage, step, actor),
            )
            for actor in actors_of(step.consent)
        ]
        for stage in case.roadmap.stages
        for step in stage.milestones
    }
    return page(
        seen,
        "roadmap.html.j2",
        track=tracks.track(case, live),
        asides=tracks.asides(case, live),
        parties=parties,
        numbers=known_quantities(case),
        step_words=step_names(case),
        held=seen.state.live.power(case),
        shared={path: power_label(power) for path, power in _powers(case)},
        rooms=_rooms(seen),
    )


def _powers(case: Case) -> list[tuple[str, Power]]:
    """Return what situations say of power, by path."""
    road = case.roadmap
    found = [("roadmap.start", road.start), ("roadmap.abandoned", road.abandoned)]
    found += [(f"roadmap.stages.{stage.id}", stage) for stage in road.stages]
    if road.relapse is not None:
        found.append(("roadmap.relapse", road.relapse))
    return [(path, one.power) for path, one in found if one.power is not None]


def _rooms(seen: View) -> dict[str, list[tuple[Attendance, tuple[str, ...]]]]:
    """Return each meeting of a body with who was in the room, in words, by body."""
    names = Naming(seen.state.folder)
    found: dict[str, list[tuple[Attendance, tuple[str, ...]]]] = {}
    for one in seen.state.live.attendance(seen.case):
        lines = tuple(map(plain_text, room_lines(one, names)))
        found.setdefault(one.body, []).append((one, lines))
    return found


def stance_on(case: Case, stage: Stage, step: Milestone, actor: str) -> Stance | None:
    """Return what an actor has declared on a step; one on its stage counts where it has not."""
    said = {(one.actor, about): one for one in case.stances for about in one.on}
    return said.get((actor, step.id), said.get((actor, stage.id)))


def _consents(live: Live) -> dict[tuple[str, str], ConsentNow]:
    return {(step.id, one.actor): one for step in live.milestones for one in step.consents}


def _stance(
    case: Case, stage: Stage, step: Milestone, actor: str
) -> tuple[Stance | None, str, tuple[str, ...]]:
    """Return the stance that counts, and path and subject of the one that can be tried."""
    stance = stance_on(case, stage, step, actor)
    # A stance on a whole stage stays; one on the step alone, which overrides it, is tried.
    about = stance.on if stance is not None and step.id in stance.on else [step.id]
    return stance, f"stances.{stance_key(actor, about)}.stance", tuple(about)


def reasons(request: Request) -> Response:
    """Show why one party would or would not consent to one step, with the quotes behind it."""
    seen = view(request)
    actor = request.query_params.get("actor", "")
    step_id = request.query_params.get("milestone", "")
    steps = {m.id: (stage, m) for stage in seen.case.roadmap.stages for m in stage.milestones}
    found = {
        one.milestone: one
        for one in seen.state.live.reasons(seen.case)
        if one.actor == actor
    }  # fmt: skip
    if step_id not in found or step_id not in steps:
        raise HTTPException(404, "The roadmap has no step that asks this party for its consent.")
    stage, step = steps[step_id]
    why = found[step_id]
    against, favour = consents.for_and_against(why.parts)
    stance, recorded = (stance_on(case, stage, step, actor) for case in (seen.case, seen.base))
    return page(
        seen,
        "reasons.html.j2",
        here="roadmap",
        actor=actor,
        step=step,
        why=why,
        against=against,
        favour=favour,
        stance=stance,
        recorded=recorded,
        tried=stance is not None and (recorded is None or recorded.stance != stance.stance),
        grounds=[
            _ground(seen, stage, actor, part)
            for part in sorted(why.parts, key=lambda part: -abs(part.value.mean))
        ],
        picture=_picture(seen, actor, list(found.values())),
        kinds=[kind for kind, _ in consents.by_kind(why.parts)],
        kind_names=kind_words.REASONS,
        kind_words=kind_words.REASONS_IN_FULL,
    )


def _picture(seen: View, actor: str, asked: Sequence[Reasons]) -> Markup:
    known = step_names(seen.case)
    rows = [
        (known.get(one.milestone, one.milestone), consents.by_kind(one.parts), one.total.mean)
        for one in asked
    ]
    said = "; ".join(
        f"{name}: {words.chance(one.chance.mean)} a month"
        for (name, _, _), one in zip(rows, asked, strict=True)
    )
    label = next(one.label for one in seen.case.actors if one.id == actor)
    return Drawings(seen).draw(charts_by_row.reasons(rows), f"Reasons of {label}", f"{said}.")


def _ground(seen: View, stage: Stage, actor: str, reason: Reason) -> Ground:
    """Find the numbers of the case that a part of the log-odds comes from."""
    case, known = seen.case, known_quantities(seen.case)

    def numbers(*paths: str) -> tuple[tuple[str, Quantity], ...]:
        return tuple((known[p].label, known[p].quantity) for p in paths if p in known)

    match reason.kind:
        case "issue":
            place = f"positions.{actor}.{reason.about}"
            found = numbers(f"{place}.position", f"{place}.salience")
            return Ground(reason, found, None, f"/stakes#issue-{reason.about}")
        case "pressure":
            lever = next(one for one in case.levers if one.id == reason.about)
            found = numbers(
                f"levers.{lever.id}.cost.{actor}", f"levers.{lever.id}.schedule.intensity"
            )
            return Ground(reason, found, tuple(lever.evidence), f"/levers#lever-{lever.id}")
        case "conflict":
            here = ["roadmap.start", *(f"roadmap.stages.{s.id}" for s in case.roadmap.stages)]
            found = numbers(*(f"{place}.conflict.{actor}" for place in here))
            return Ground(reason, found, None, "/roadmap")
        case "power":
            shares = [f"{place}.power.shares.{actor}" for place, _ in _powers(case)]
            return Ground(reason, numbers(*shares), None, "/alternatives#power")
        case "later":
            to = f"/roadmap#stage-{reason.about}" if reason.about != "relapsed" else "/roadmap"
            return Ground(reason, (), None, to)
        case "pace":
            found = numbers(f"roadmap.stages.{stage.id}.pace")
            return Ground(reason, found, None, f"/roadmap#stage-{stage.id}")
        case _:
            return Ground(reason, (), None, "")


ROUTES = (Route("/roadmap", track), Route("/roadmap/reasons", reasons))
