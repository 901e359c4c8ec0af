"""Why each actor would or would not agree: its consents, with what weighs for and against."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks.words import signed
from tracktwo.report.kind_words import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import Case
    from tracktwo.results.odds import Reason, Reasons, Result

SMALL = 0.05
"""Log-odds too small to name as a reason."""


@dataclass(frozen=True)
class AskedConsent:
    """One consent of an actor, with its reasons."""

    reasons: Reasons
    name: str
    by_kind: tuple[tuple[str, float], ...]
    """(kind, sum of the means of its parts), for the kinds that occur; they add up to the total."""


@dataclass(frozen=True)
class Voice:
    """An actor and all the consents it is asked for."""

    actor: str
    key: AskedConsent
    """The consent that tells most: its least likely one on the way to the stage in focus."""
    against: str
    favour: str
    asked: tuple[AskedConsent, ...]


def voices(case: Case, result: Result, names: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return the reasons by actor, in the order of the actors."""
    order = [stage.id for stage in result.stages]
    near = set(order[: order.index(result.focus) + 1])
    found = []
    for actor in case.actors:
        asked = tuple(
            AskedConsent(item, names.get(item.milestone, item.milestone), by_kind(item.parts))
            for item in result.reasons
            if item.actor == actor.id
        )
        if not asked:
            continue
        way = [one for one in asked if one.reasons.stage in near] or list(asked)
        key = min(way, key=lambda one: one.reasons.chance.mean)
        against, favour = for_and_against(key.reasons.parts)
        found.append(Voice(actor.id, key, against, favour, asked))
    return tuple(found)


def by_kind(parts: Sequence[Reason]) -> tuple[tuple[str, float], ...]:
    """Sum the means of parts by kind, for the kinds that occur, in the order of charts."""
    values: dict[str, list[float]] = {}
    for part in parts:
        kind = part.kind if part.kind in REASONS else "other"
        values.setdefault(kind, []).append(part.value.mean)
    return tuple((kind, math.fsum(values[kind])) for kind in REASONS if kind in values)


def for_and_against(parts: Sequence[Reason]) -> tuple[str, str]:
    """Name the largest parts on either side."""

    def named(sign: int) -> str:
        side = [part for part in parts if sign * part.value.mean >= SMALL]
        side.sort(key=lambda part: -abs(part.value.mean))
        return "; ".join(f"{part.label} ({signed(part.value.mean)})" for part in side[:3])

    return named(-1), named(1)
