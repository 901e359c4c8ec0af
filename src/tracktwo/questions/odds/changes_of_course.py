"""Changes of course: if an actor consented or kept quiet, and each lever off or at its full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.setting import bands
from tracktwo.results.bands import Band
from tracktwo.results.changes import Change
from tracktwo.results.odds import Blocker
from tracktwo.roadmap.plan import plan_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]


def changes_of_course(
    lowered: Lowered, inputs: Inputs, full_path: Floats
) -> Iterator[tuple[str, str, Inputs]]:
    """Yield what to try: each actor's consent and disruption, each lever off and at its full.

    Parameters
    ----------
    lowered : the case as a game
    inputs : its arrays, D draws
    full_path : (D, L, T) levers at full intensity

    Yields
    ------
    (id, label, arrays)
    """
    case = lowered.case
    plan = plan_for(lowered.roadmap)
    asked = set(plan.consent_actor.tolist()) | set(
        plan.actor[plan.actor >= 0].tolist()  # those who could withdraw
    )
    label = {a.id: a.label for a in case.actors}
    for i, actor in enumerate(lowered.players):
        if i in asked:
            stance = inputs.stance.copy()
            stance[:, :, i] = np.inf
            text = f"If {label[actor]} consented to every step"
            yield f"consents:{actor}", text, inputs.with_values(stance=stance)
        if (inputs.disruption[:, i] > 0).any():
            kappa = inputs.disruption.copy()
            kappa[:, i] = 0.0
            text = f"If {label[actor]} did not disrupt"
            yield f"quiet:{actor}", text, inputs.with_values(disruption=kappa)
    for number, lever in enumerate(case.levers):
        off, full = inputs.lever_path.copy(), inputs.lever_path.copy()
        off[:, number] = 0.0
        full[:, number] = full_path[:, number]
        name = lever.name
        yield f"without:{lever.id}", f"Without “{name}”", inputs.with_values(lever_path=off)
        text = f"With “{name}” at full intensity"
        yield f"full:{lever.id}", text, inputs.with_values(lever_path=full)


def change_of(name: str, label: str, final: Floats, difference: Sequence[Floats]) -> Change:
    """Describe a change.

    Parameters
    ----------
    name, label : its id, and what it is called
    final : (D, K) odds of each of its stages at the horizon
    difference : (D,) for each stage that both have, against the case
    """
    return Change(
        id=name,
        label=label,
        reached=bands(final),
        difference=bands(np.stack(difference, axis=1)) if difference else (),
        sure=tuple(float(np.mean(column > 0)) for column in difference),
    )


def blockers(lowered: Lowered, changes: dict[str, Change]) -> tuple[Blocker, ...]:
    """Say of each player what its consent and its keeping quiet would do, by the changes' ids."""
    return tuple(
        Blocker(actor, changes.get(f"consents:{actor}"), changes.get(f"quiet:{actor}"))
        for actor in lowered.players
    )


def negative(band: Band) -> Band:
    """Return the band of the negative."""
    return Band(-band.mean, -band.p95, -band.p75, -band.p50, -band.p25, -band.p05)
