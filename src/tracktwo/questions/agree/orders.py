"""Sequencing: which order of the milestones of a stage has the best odds.

Only orders that the case allows by what it says must come `after` what. Whether an order makes
sense the case need not say; where it names the kinds of two steps that usually come the other way
round, the order is marked.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case import CaseError
from tracktwo.game.setting import Setting, bands, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import CaseFolder
    from tracktwo.case.schema import Stage
    from tracktwo.results.bands import Band
    from tracktwo.results.progress import Progress

MOST_STEPS = 4
"""Milestones of a stage up to which all orders are tried."""


USUALLY_BEFORE = (
    ("talks", "framework-agreement"),
    ("talks", "comprehensive-agreement"),
    ("framework-agreement", "comprehensive-agreement"),
    ("framework-agreement", "constitution"),
    ("ceasefire", "disarmament"),
    ("interim-government", "elections"),
)
"""Kinds of step of which the first is, as a rule, what the second needs or follows from."""


@dataclass(frozen=True)
class Order:
    """An order of the milestones of one stage."""

    stage: str
    milestones: tuple[str, ...]
    """First to last; empty for none before another."""
    odds: tuple[Band, ...]
    difference: tuple[Band, ...]
    unusual: tuple[tuple[str, str], ...] = ()
    """Pairs of milestones, earlier and later, whose kinds usually come the other way round."""


def orders(
    folder: CaseFolder, base: Setting, focus: int, progress: Progress | None = None
) -> tuple[Order, ...]:
    """Try every order of the milestones of each stage that the case allows, others as proposed.

    Parameters
    ----------
    folder : a loaded case
    base : its setting
    focus : index of the stage that ranks the orders
    progress : told how far the work is
    """
    tried: list[tuple[str, tuple[str, ...]]] = []
    cases = []
    for stage in folder.case.roadmap.stages:
        ids = [m.id for m in stage.milestones]
        possible = allowed(stage)
        if len(possible) < 2:
            continue
        for order in possible:
            path = f"roadmap.stages.{stage.id}.milestones"
            before = {m: [] for m in ids} if not order else dict(
                zip(order, [[], *([m] for m in order)], strict=False)
            )  # fmt: skip
            try:
                case = folder.overlay({f"{path}.{m}.after": after for m, after in before.items()})
            except CaseError:  # some other part of the case needs the order as it is
                continue
            tried.append((stage.id, order))
            cases.append(case)
    if not cases:
        return ()
    others = settle(cases, draws=base.draws, seed=base.sample.seed, threads=base.threads)
    kinds = {m.id: m.step for stage in folder.case.roadmap.stages for m in stage.milestones}
    found = []
    for (where, order), item in zip(tried, others, strict=True):
        moved = bands(item.odds - base.odds)
        found.append(Order(where, order, bands(item.odds), moved, unusual(kinds, order)))
        if progress:
            progress("orders", len(found), len(tried))
    place = {stage: number for number, stage in enumerate(base.stages)}
    return tuple(sorted(found, key=lambda o: (place[o.stage], -o.odds[focus].mean)))


def allowed(stage: Stage) -> list[tuple[str, ...]]:
    """Return the orders of a stage's milestones that keep to what must come `after` what.

    None of one milestone or more than `MOST_STEPS`. The empty order, none before another, is among
    them where the case asks for no order at all.
    """
    after = {m.id: set(m.after) for m in stage.milestones}
    if not 2 <= len(after) <= MOST_STEPS:
        return []
    found = [
        order
        for order in itertools.permutations(after)
        if all(after[step] <= set(order[:n]) for n, step in enumerate(order))
    ]
    return found if any(after.values()) else [(), *found]


def unusual(kinds: Mapping[str, str | None], order: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of an order whose kinds usually come the other way round."""
    return tuple(
        (one, other)
        for one, other in itertools.combinations(order, 2)
        if (kinds[other], kinds[one]) in USUALLY_BEFORE
    )
