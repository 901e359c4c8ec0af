"""Who is tied to whom, where each stands on the way to a stage, and how much hangs on its consent.

Where an actor stands is told by its log-odds of consent (see `questions.reasons`) less those of a
party that gains and loses nothing by the step and has declared nothing: the usual pace of such a
step. A pace of some per cent a month would otherwise make everyone look as if they refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracktwo.game.setting import bands, settle, stage_index
from tracktwo.questions.map import MapOptions
from tracktwo.questions.options import within
from tracktwo.questions.who.consents import asked_of, consenting, refusing
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.plan import first_asked, plan_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tracktwo.case import Case, CaseFolder
    from tracktwo.game.setting import Setting
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]

Stands = Literal["would agree", "undecided", "would refuse", "not asked"]
CLEARLY = float(np.log(1.5))
"""How far odds of consent must lie from an indifferent party's to count: half as much again."""
MOSTLY = 2 / 3
"""In how many draws."""


@dataclass(frozen=True)
class Standing:
    """One actor, and where it stands on the stage."""

    actor: str
    kind: str
    stands: Stands
    step: str | None
    """The step on the way to the stage, its own steps included, that it is least ready for; None
    where it is asked for none."""
    declared: str | None
    """Its declared stance on that step, in the case's words."""
    chance: Band | None
    """Chance a month of agreeing to that step, were it on the table now."""
    readiness: Band | None
    """Log-odds of that beyond an indifferent party's: 0 is as ready as one, below 0 less."""
    readier: float | None
    """Share of draws in which it is clearly readier than an indifferent party."""
    less_ready: float | None
    """Share of draws in which it is clearly less ready."""
    hangs_on_it: Band | None
    """Odds of the stage if it consented to every step, minus odds if it refused every step; None
    where no step asks it."""


@dataclass(frozen=True)
class Tie:
    """What a source, or the case, says stands between two actors."""

    source: str
    target: str
    kind: str
    description: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ActorMap(CaseAnswer):
    """Who is tied to whom, and where each stands on a stage."""

    focus: str
    base: Band
    """Odds of that stage."""
    actors: tuple[Standing, ...]
    """In the order of the case."""
    ties: tuple[Tie, ...]


@within(MapOptions)
def actor_map(
    folder: CaseFolder,
    *,
    stage: str | None = MapOptions.stage,
    draws: int = MapOptions.draws,
    seed: int = MapOptions.seed,
    threads: int | None = MapOptions.threads,
    progress: Progress | None = None,
) -> ActorMap:
    """Say who is tied to whom, and where each stands on a stage.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage; the one that the question turns on by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage.
    """
    (base,) = settle([folder.case], draws=draws, seed=seed, threads=threads)
    focus = stage_index(base, stage)
    asked = asked_of(base)

    def tell(done: int) -> None:
        if progress:
            progress("actors", done, 2 * len(asked))

    variants = [made for i in asked for made in (consenting(base, (i,)), refusing(base, i))]
    ends = base.odds_of_many(variants, len(variants), tell)[:, :, focus]
    hangs = {
        base.lowered.players[i]: Band.of(ends[2 * n] - ends[2 * n + 1]) for n, i in enumerate(asked)
    }
    ready = _readiness(base, focus)
    return ActorMap(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        base=bands(base.odds)[focus],
        actors=tuple(
            _standing(actor.id, actor.kind, ready.get(actor.id), hangs.get(actor.id), base)
            for actor in folder.case.actors
        ),
        ties=tuple(ties_of(folder.case)),
    )


def ties_of(case: Case) -> Iterator[Tie]:
    """Yield the relations of a case, and membership of its bodies where no relation says it."""
    said = {(one.source, one.target) for one in case.relations if one.kind == "member-of"}
    for one in case.relations:
        yield Tie(one.source, one.target, one.kind, one.description, tuple(one.evidence))
    label = {actor.id: actor.label for actor in case.actors}
    for body in case.actors:
        for member in body.members:
            if (member.actor, body.id) not in said:
                text = f"A member of {body.label}: {label[member.actor]}"
                yield Tie(member.actor, body.id, "member-of", text, tuple(member.evidence))


def _readiness(base: Setting, stage: int) -> dict[str, tuple[int, Floats, Floats]]:
    """Return, of each actor that a step on the way asks, the step it is least ready for.

    Parameters
    ----------
    base : the case with a sample
    stage : its steps count, and those of the stages before it

    Returns
    -------
    dict
        Number of the milestone, (D,) log-odds beyond an indifferent party's, (D,) chance a month.
    """
    lowered = base.lowered
    if lowered.roadmap.months == 0:
        return {}
    plan = plan_for(lowered.roadmap)
    solution = solve(lowered.roadmap, base.inputs, milestones=False, threads=base.threads)
    found: dict[str, tuple[int, Floats, Floats]] = {}
    for m, (_, rows) in enumerate(first_asked(lowered.roadmap)):
        if lowered.stage_of(m) > stage:
            continue
        for row in rows:
            actor = lowered.players[plan.consent_actor[row]]
            chance = solution.consent[:, row]
            sure = np.clip(chance, 1e-12, 1 - 1e-12)
            beyond = np.log(sure / (1 - sure)) - base.inputs.theta[:, m]
            if actor not in found or beyond.mean() < found[actor][1].mean():
                found[actor] = (m, beyond, chance)
    return found


def _standing(
    actor: str,
    kind: str,
    ready: tuple[int, Floats, Floats] | None,
    hangs: Band | None,
    base: Setting,
) -> Standing:
    if ready is None:
        return Standing(actor, kind, "not asked", None, None, None, None, None, None, hangs)
    milestone, beyond, chance = ready
    more, less = float((beyond > CLEARLY).mean()), float((beyond < -CLEARLY).mean())
    stands: Stands = (
        "would agree" if more >= MOSTLY else "would refuse" if less >= MOSTLY else "undecided"
    )
    return Standing(
        actor=actor,
        kind=kind,
        stands=stands,
        step=base.lowered.milestones[milestone],
        declared=base.lowered.stance_word(actor, milestone),
        chance=Band.of(chance),
        readiness=Band.of(beyond),
        readier=more,
        less_ready=less,
        hangs_on_it=hangs,
    )
