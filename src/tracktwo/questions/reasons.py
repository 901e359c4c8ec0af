"""Why an actor would or would not consent: the parts of its log-odds, which add up.

The log-odds of i's consent to milestone m are theta_m + stance + beta (V(s+m) - V(s)). Values
are discounted sums of flow payoffs, so their difference splits exactly by what pays: policy on
each issue while a situation is in force, cost of conflict, each lever. Policy of stages beyond
the one the milestone leads to is set apart as what is hoped or feared of later stages.

A party's own share of power is a part of its own. With t_r the time that the consent adds in
situation r (these sum to 0), u_r what power is worth there, E the stage of the vote and I the
situation before it, sum_r t_r u_r is

    sum_{r not I, E} t_r u_r + (t_I + t_E) max(u_I, u_E)    what it would hold
    + t_E min(u_E - u_I, 0)                                 fear of the ballot
    - t_I max(u_E - u_I, 0)                                 fear that the vote never comes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.quantities import names
from tracktwo.game.setting import bands
from tracktwo.results.odds import Reason, Reasons
from tracktwo.roadmap.accounting import visits
from tracktwo.roadmap.inputs import issue_weights
from tracktwo.roadmap.plan import first_asked, plan_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]


BALLOT, NEVER = "Fear of the ballot", "Fear that the elections never come"
PUT_OFF = "A vote, which would cost it power, is put off"
NEARER = "Elections, which would give it more power, come nearer"
SHARE = "Its share of power"


def reasons(
    lowered: Lowered,
    inputs: Inputs,
    values: Mapping[str, Floats],
    *,
    foresight: int | None = None,
    engine: EngineChoice = "auto",
) -> tuple[Reasons, ...]:
    """Split the log-odds of every consent, were each milestone on the table in month 1.

    Parameters
    ----------
    lowered : the case as a game
    inputs : D draws of its numbers
    values : the sample behind them, (D,) by path
    foresight, engine : as in `solve`
    """
    if lowered.roadmap.months == 0:
        return ()
    draws = inputs.draws
    plan = plan_for(lowered.roadmap)
    time = visits(lowered.roadmap, inputs, foresight=foresight, engine=engine)
    by_issue = _issue_payoffs(lowered, values, draws)  # (D, R, N, J or J + 1)
    power = _power_columns(lowered)
    vote = _vote(lowered)
    label = names(lowered.case)
    stages = lowered.case.roadmap.stages
    k = len(stages)
    out = []
    for m, (event, rows) in enumerate(first_asked(lowered.roadmap)):
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
            own = power.get(i)
            rest = [j for j in range(by_issue.shape[3]) if j != own]
            for j, issue in enumerate(lowered.issues):
                if j == own:
                    continue
                gain = np.einsum("dr,dr->d", situation[:, near], by_issue[:, near, i, j])
                parts.append(("issue", issue, label[issue], beta * gain))
            for r in later:
                name = stages[r - 1].name if r <= k else "a breakdown after completion"
                about = stages[r - 1].id if r <= k else "relapsed"
                gain = situation[:, r] * by_issue[:, r, i][:, rest].sum(axis=1)
                parts.append(("later", about, f"What would follow: {name}", beta * gain))
            if own is not None:
                worth = beta[:, None] * by_issue[:, :, i, own]
                parts += _power_parts(lowered, situation, worth, vote)
            cost = np.einsum("dr,dr->d", conflict, inputs.conflict[:, :, i])
            parts.append(("conflict", "", "Cost of conflict", -beta * cost))
            for number, item in enumerate(lowered.case.levers):
                cost = lever[:, number] * inputs.lever_cost[:, number, i]
                if cost.any():
                    parts.append(("pressure", item.id, item.name, -beta * cost))
            total = np.sum([value for *_, value in parts], axis=0)
            chance = 1.0 / (1.0 + np.exp(-np.clip(total, -700, 700)))
            columns = [chance, total, *(value for *_, value in parts)]
            said = bands(np.stack(columns, axis=1))
            out.append(
                Reasons(
                    actor=lowered.players[i],
                    milestone=lowered.milestones[m],
                    stage=stages[stage].id,
                    chance=said[0],
                    total=said[1],
                    parts=tuple(
                        Reason(kind, about, text, band)
                        for (kind, about, text, _), band in zip(parts, said[2:], strict=True)
                    ),
                )
            )
    return tuple(out)


def _stance_label(word: str | None) -> str:
    return f"Declared stance: {word}" if word else "No declared stance"


def _power_columns(lowered: Lowered) -> dict[int, int]:
    """Return, per player that is a party to power, which column of payoffs is its share of it."""
    sharing = lowered.sharing
    if sharing is None:
        return {}
    j = len(lowered.issues) if sharing.issue is None else lowered.issues.index(sharing.issue)
    return {lowered.players.index(p): j for p in sharing.parties if p in lowered.players}


def _vote(lowered: Lowered) -> int | None:
    """Return the index of the last situation that an election puts in force."""
    found = [
        number
        for number, stage in enumerate(lowered.case.roadmap.stages, start=1)
        if stage.power is not None and stage.power.election is not None
    ]
    return found[-1] if found else None


def _power_parts(
    lowered: Lowered, time: Floats, worth: Floats, vote: int | None
) -> list[tuple[str, str, str, Floats]]:
    """Split what power adds: what the party would hold, and what it fears of a vote or of none.

    Parameters
    ----------
    time : (D, R) that the consent adds in each situation
    worth : (D, R) of its share of power there, in log-odds
    vote : situation of the vote
    """
    whole = (time * worth).sum(axis=1)
    if vote is None:
        return [("power", "", SHARE, whole)]
    gap = worth[:, vote] - worth[:, vote - 1]
    ballot = time[:, vote] * np.minimum(gap, 0.0)
    never = -time[:, vote - 1] * np.maximum(gap, 0.0)
    stages = lowered.case.roadmap.stages
    about = stages[vote - 1].id
    before = stages[vote - 2].name if vote > 1 else "what holds today"
    parts = [("power", "", SHARE, whole - ballot - never)]
    if ballot.any():
        text = f"{BALLOT}: less power after a vote than under “{before}”"
        parts.append(("power", about, text if ballot.mean() <= 0 else PUT_OFF, ballot))
    if never.any():
        text = f"{NEVER}: “{before}” goes on instead"
        parts.append(("power", about, text if never.mean() <= 0 else NEARER, never))
    return parts


def _issue_payoffs(lowered: Lowered, values: Mapping[str, Floats], draws: int) -> Floats:
    """Return (D, R, N, J'), each part of the flow payoff; summed, `Inputs.utility`."""
    policy = lowered.policy(values, draws)
    felt, position, salience = lowered.stakes(values, draws, policy)
    weight, ideal = issue_weights(position, salience)
    felt = felt[:, :, None, :] if felt.ndim == 3 else felt
    distance = np.abs(felt - ideal[:, None])
    exponent = values["model.loss_exponent"][:, None, None, None]
    return np.asarray(-weight[:, None] * distance**exponent)
