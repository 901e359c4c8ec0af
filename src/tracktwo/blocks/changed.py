"""What a change to a case says, in names: numbers by their labels, the rest in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.blocks import words
from tracktwo.case.quantities import names, quantities, step_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracktwo.case import Case
    from tracktwo.case.quantities import NamedQuantity

_SOURCES = {"evidence", "why"}
"""Fields that say where something is from: they change nothing in the game."""

_FIELDS = {
    "after": "comes after",
    "consent": "who must agree",
    "deadline": "deadline",
    "expires": "may happen until",
    "formula": "how power is shared",
    "name": "is called",
    "proposed_by": "proposed by",
    "settlement": "what is put in force",
    "shares": "shares of power",
    "withdrawable_by": "who can take consent back",
}
_VALUES = {"negotiated": "as the parties would settle", "ensemble": "as the parties would settle"}


def changes(
    set: Mapping[str, Any],  # noqa: A002  (as it is called in a case)
    drop: Sequence[str],
    before: Case,
    after: Case,
) -> tuple[tuple[str, str], ...]:
    """Return what an alternative or a scenario changes: what, and what it is then.

    Parameters
    ----------
    set, drop : as in `CaseFolder.overlay`
    before, after : the case, and with the changes
    """
    known = {**names(after), **step_names(after), **names(before), **step_names(before)}
    there, gone = list(quantities(after)), list(quantities(before)) if drop else []
    found: list[tuple[str, str]] = []
    for path, value in set.items():
        if path.rpartition(".")[2] not in _SOURCES:
            found += _set(path, value, after, there, known)
    found += [(_called(path, known, gone), "left out") for path in drop]
    return tuple(found)


def _set(
    path: str, value: Any, after: Case, numbers: list[NamedQuantity], known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    mine = [q for q in numbers if q.path == path or q.path.startswith(f"{path}.")]
    given = [one for one in mine if one.given]
    if given:
        for one in given:
            q = one.quantity
            yield one.label, words.span(q.low, q.mode, q.high)
    else:
        yield _called(path, known, numbers), _worded(path, value, after, known)


def _called(path: str, known: Mapping[str, str], numbers: list[NamedQuantity]) -> str:
    """Name what stands at a path: the last of its ids that has a name, and the field."""
    label = next((one.label for one in numbers if one.path == path), None)
    if label is not None:
        return label
    parts = path.split(".")
    named = [known[part] for part in parts if part in known]
    if parts[-1] in known:
        return f"“{named[-1]}”"
    field = _FIELDS.get(parts[-1], parts[-1].replace("_", " "))
    return f"“{named[-1]}”, {field}" if named else f"The roadmap, {field}"


def _worded(path: str, value: Any, after: Case, known: Mapping[str, str]) -> str:
    if path.endswith(".consent"):
        for stage in after.roadmap.stages:
            for step in stage.milestones:
                if path.endswith(f".{stage.id}.milestones.{step.id}.consent"):
                    return "nobody" if step.consent is None else words.consent(step.consent, known)
    if isinstance(value, dict):
        kept = [one for key, one in value.items() if key not in _SOURCES]
        return words.join(_worded("", one, after, known) for one in kept)
    if isinstance(value, list):
        return words.join(_worded("", one, after, known) for one in value) or "nobody"
    if path.endswith((".deadline", ".expires")):
        return words.moment(str(value))
    return known.get(str(value), _VALUES.get(str(value), str(value)))
