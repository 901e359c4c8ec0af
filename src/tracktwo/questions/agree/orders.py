"""Sequencing: which order of the milestones of a stage has the best odds."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case import CaseError
from tracktwo.game.setting import Setting, bands, settle

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.results.bands import Band
    from tracktwo.results.progress import Progress

MOST_STEPS = 4
"""Milestones of a stage up to which all orders are tried."""


@dataclass(frozen=True)
class Order:
    """An order of the milestones of one stage."""

    stage: str
    milestones: tuple[str, ...]
    """First to last; empty for none before another."""
    odds: tuple[Band, ...]
    difference: tuple[Band, ...]


def orders(
    folder: CaseFolder, base: Setting, focus: int, progress: Progress | None = None
) -> tuple[Order, ...]:
    """Try every order of the milestones of each stage, other stages as proposed.

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
        if not 2 <= len(ids) <= MOST_STEPS:
            continue
        orders: list[tuple[str, ...]] = [(), *itertools.permutations(ids)]
        for order in orders:
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
    found = []
    for (where, order), item in zip(tried, others, strict=True):
        found.append(Order(where, order, bands(item.odds), bands(item.odds - base.odds)))
        if progress:
            progress("orders", len(found), len(tried))
    place = {stage: number for number, stage in enumerate(base.stages)}
    return tuple(sorted(found, key=lambda o: (place[o.stage], -o.odds[focus].mean)))
