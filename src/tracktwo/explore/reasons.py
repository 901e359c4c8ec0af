"""Why an actor would or would not consent: the parts of its log-odds, which add up.

The log-odds of i's consent to milestone m are theta_m + stance + beta (V(s+m) - V(s)). Values
are discounted sums of flow payoffs, so their difference splits exactly by what pays: policy on
each issue while a situation is in force, cost of conflict, each lever. Policy of stages beyond
the one the milestone leads to is set apart as what is hoped or feared of later stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.quantities import names
from tracktwo.explore.lower import first_asked
from tracktwo.explore.results import Band, Reason, Reasons
from tracktwo.roadmap.accounting import visits
from tracktwo.roadmap.inputs import issue_weights
from tracktwo.roadmap.plan import plan_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.explore.lower import Lowered
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]


def reasons(
    lowered: Lowered,
    inputs: Inputs,
    values: Mapping[str, Floats],
    *,
    foresight: int | None = None,
) -> tuple[Reasons, ...]:
    """Split the log-odds of every consent, were each milestone on the table in month 1.

    Parameters
    ----------
    lowered : the case as a game
    inputs : D draws of its numbers
    values : the sample behind them, (D,) by path
    foresight : as in `solve`
    """
    if lowered.roadmap.months == 0:
        return ()
    draws = inputs.draws
    plan = plan_for(lowered.roadmap)
    time = visits(lowered.roadmap, inputs, foresight=foresight)
    by_issue = _issue_payoffs(lowered, values, draws)  # (D, R, N, J)
    label = names(lowered.case)
    stages = lowered.case.roadmap.stages
    k = len(stages)
    out = []
    for m, (event, rows) in enumerate(first_asked(lowered)):
        here, there = int(plan.source[event]), int(plan.target[event])
        stage = lowered.stage_of(m)
        later = [*range(stage + 2, k + 1), k + 2]
        near = [r for r in range(k + 3) if r not in later]
        situation = time.situation[:, there] - time.situation[:, here]  # (D, R)
        conflict = time.conflict[:, there] - time.conflict[:, here]
        lever = time.lever[:, there] - time.lever[:, here]  # (D, L)
        for row in rows:
            i = int(plan.consent_actor[row])
            beta = inputs.precision[:, i]
            parts: list[tuple[str, str, str, Floats]] = [
                ("pace", "", "Usual pace of such a step", inputs.theta[:, m]),
                (
                    "stance",
                    "",
                    _stance_label(lowered.stance_word(lowered.players[i], m)),
                    inputs.stance[:, m, i],
                ),
            ]
            for j, issue in enumerate(lowered.issues):
                gain = np.einsum("dr,dr->d", situation[:, near], by_issue[:, near, i, j])
                parts.append(("issue", issue, label[issue], beta * gain))
            for r in later:
                name = stages[r - 1].name if r <= k else "a breakdown after completion"
                about = stages[r - 1].id if r <= k else "relapsed"
                gain = situation[:, r] * by_issue[:, r, i].sum(axis=1)
                parts.append(("later", about, f"What would follow: {name}", beta * gain))
            cost = np.einsum("dr,dr->d", conflict, inputs.conflict[:, :, i])
            parts.append(("conflict", "", "Cost of conflict", -beta * cost))
            for number, item in enumerate(lowered.case.levers):
                cost = lever[:, number] * inputs.lever_cost[:, number, i]
                if cost.any():
                    parts.append(("pressure", item.id, item.name, -beta * cost))
            total = np.sum([value for *_, value in parts], axis=0)
            out.append(
                Reasons(
                    actor=lowered.players[i],
                    milestone=lowered.milestones[m],
                    stage=stages[stage].id,
                    chance=Band.of(1.0 / (1.0 + np.exp(-np.clip(total, -700, 700)))),
                    total=Band.of(total),
                    parts=tuple(
                        Reason(kind, about, text, Band.of(value))
                        for kind, about, text, value in parts
                    ),
                )
            )
    return tuple(out)


def _stance_label(word: str | None) -> str:
    return f"Declared stance: {word}" if word else "No declared stance"


def _issue_payoffs(lowered: Lowered, values: Mapping[str, Floats], draws: int) -> Floats:
    """Return (D, R, N, J), each issue's part of the flow payoff; summed, `Inputs.utility`."""
    policy = lowered.policy(values, draws)
    position, salience = lowered.positions(values, draws)
    weight, ideal = issue_weights(position, salience)
    distance = np.abs(policy[:, :, None, :] - ideal[:, None])
    exponent = values["model.loss_exponent"][:, None, None, None]
    return np.asarray(-weight[:, None] * distance**exponent)
