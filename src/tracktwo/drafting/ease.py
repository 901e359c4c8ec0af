"""How much easier or harder a drafted step is than the neutral reference, from past processes.

Rules: `ease-by-sides` (that more sides are asked has not made a step rarer in past processes, so
that all who are asked together pass it as often as the two of the reference), `ease-by-kind` (by
how much the numbers of a draft, taken together, miss how often such steps were taken; see
docs/track-record.md). A number that a person sets in place of a default still moves the odds as
far as it did.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracktwo.drafting.ranges import default
from tracktwo.drafting.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.drafting.consent import Consent
    from tracktwo.drafting.facts import Item
    from tracktwo.drafting.steps import PlanStage

REFERENCE = 2
"""Parties of the neutral reference process, both of whom must agree."""


def eases(
    stage: PlanStage, must: Mapping[str, Consent], rate: float, passed: Sequence[str] = ()
) -> dict[str, Item]:
    """Return the ease of each step of a stage, by id; none where it is nought.

    Parameters
    ----------
    stage : with its steps
    must : who must agree, by step
    rate : chance per month at which the reference passes the stage
    passed : kinds of step taken before the plan begins: of these only the rest is to come
    """
    found = {}
    kind = stage.kind or next(iter(stage.kinds), None)
    by_kind = table("steps")[kind].get("ease", {}) if kind and kind not in passed else {}
    span = by_kind.get("range", (0.0, 0.0, 0.0))
    for step in stage.steps:
        rule = must[step.id].must
        asked = [rule] if isinstance(rule, str) else rule.get("all", ()) if rule else ()
        # Acceptances of talks, one of each side, ask all of them together.
        alone = step.accepts or not _plain(asked)
        shift = 0.0 if alone else by_sides(len(asked), rate * len(stage.steps))
        low, mode, high = (round(x + shift, 2) for x in span)
        if (low, mode, high) == (0, 0, 0):
            continue
        said = [
            *(
                [f"{len(asked)} have to agree, which has not made such steps rarer."]
                if shift
                else []
            ),
            *([by_kind["why"]] if by_kind else []),
        ]
        rule_name = "ease-by-kind" if by_kind else "ease-by-sides"
        found[step.id] = default((low, mode, high), " ".join(said), rule_name)
    return found


def by_sides(asked: int, rate: float) -> float:
    """Return the log-odds to add to each consent, so that all asked pass as often as two would.

    With chance g that both of two consent in a month, each does with g^(1/2); n of them pass as
    often where each does with g^(1/n).
    """
    if asked < 1 or asked == REFERENCE:
        return 0.0
    together = -math.expm1(-rate)

    def log_odds(chance: float) -> float:
        return math.log(chance) - math.log1p(-chance)

    return round(log_odds(together ** (1 / asked)) - log_odds(together ** (1 / REFERENCE)), 2)


def _plain(asked: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in asked)
