"""Formulas and electoral systems as changes of a case: what to set and what to leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracktwo.case.offices import Power

FIELDS = ("shares", "formula", "method")
ELECTION = ("system", "method")
"""What one variant of `government.variants_of` may have otherwise than another, of an election."""


def paths_of(stage: str, power: Power) -> tuple[str, ...]:
    """Return the paths in which the variants of a stage's power differ."""
    at = f"roadmap.stages.{stage}.power"
    if power.election is not None:
        return tuple(f"{at}.election.{field}" for field in ELECTION)
    return tuple(f"{at}.{field}" for field in FIELDS)


def changes_of(stage: str, written: Power, power: Power) -> tuple[dict[str, Any], list[str]]:
    """Return what to set and what to drop so that a stage has one variant in place of another.

    Parameters
    ----------
    stage : id
    written, power : what the case has, and one that `government.variants_of` yields for it
    """
    of, to = (one if one.election is None else one.election for one in (written, power))
    changed: dict[str, Any] = {}
    dropped = []
    for path in paths_of(stage, written):
        field = path.rpartition(".")[2]
        value = getattr(to, field)
        if value == getattr(of, field):
            continue
        if value is None:
            dropped.append(path)
        else:
            changed[path] = value
    return changed, dropped


__all__ = ["changes_of", "paths_of"]
