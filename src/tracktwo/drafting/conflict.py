"""What the conflict costs each player, today and once stages are passed, and how it may return.

Rules: `cost-by-part` (fighting, exile, power), `cost-by-kind` (how far a step calms it),
`cost-after-breakdown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.drafting.ranges import default, scaled
from tracktwo.drafting.words import table

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan

_COST: dict[str, tuple[tuple[float, float, float], str]] = {
    "holder": ((3, 9, 22), "Opposition and isolation cost it something."),
    "holder at war": ((5, 14, 28), "It is fought."),
    "armed": ((10, 25, 45), "It fights."),
    "person": ((12, 28, 50), "Leads a fight."),
    "exile": ((8, 18, 35), "Exile."),
    "unarmed": ((4, 12, 28), "It is shut out, and may be pursued."),
    "state": ((4, 12, 28), "A conflict that it is a side to."),
    "fighter": ((8, 22, 42), "It fights."),
    "civil": ((4, 12, 28), "A conflict that it is a side to."),
    "outside": ((1, 4, 11), "A conflict beside it."),
}
BREAKDOWN = ((15, 35, 60), "A war after a settlement that failed.")
BESIDE = ((3, 10, 22), "A war beside it.")
WORSE = 1.3
"""How much dearer the conflict is once a process was given up."""
WARNED = 1.5
"""The same where force was warned of for that case."""


def today(cast: Cast, actor: str) -> tuple[tuple[float, float, float], str]:
    """Return what the conflict costs an actor today, and why."""
    row = cast.standing(actor)
    if row == "holder" and cast.armed & {*cast.challengers, *cast.own}:
        row = "holder at war"
    return _COST[row]


def costs(cast: Cast, players: list[str]) -> Item:
    """Return what the conflict costs each player at the start."""
    return {a: default(*today(cast, a), "cost-by-part") for a in players}


def stage_costs(cast: Cast, plan: Plan, index: int, players: list[str]) -> Item:
    """Return what it costs once a stage is passed; nothing where that calms it no further."""

    def calm(upto: int) -> float:
        seen = [table("steps")[k]["calm"] for s in plan.stages[:upto] for k in s.kinds]
        return float(min(seen, default=1.0))

    now, before = calm(index + 1), calm(index)
    if now >= before:
        return {}
    why = f"Taken to be {round(100 * now)} % of what it is today."
    sides = [a for a in players if cast.standing(a) != "outside" or now <= 0.5]
    return {a: default(scaled(today(cast, a)[0], now), why, "cost-by-kind") for a in sides}


def given_up_costs(cast: Cast, players: list[str], *, warned: bool) -> Item:
    """Return what it costs once the process is given up."""
    factor = WARNED if warned else WORSE
    why = "Force was warned of for that case." if warned else "The fight goes on without a way out."
    sides = [a for a in players if cast.standing(a) != "outside"]
    return {
        a: default(scaled(today(cast, a)[0], factor), why, "cost-after-breakdown") for a in sides
    }


def relapse_costs(cast: Cast, players: list[str]) -> Item:
    """Return what it costs once a settlement has broken down."""
    return {
        a: default(
            *(BESIDE if cast.standing(a) == "outside" else BREAKDOWN), "cost-after-breakdown"
        )
        for a in players
    }
