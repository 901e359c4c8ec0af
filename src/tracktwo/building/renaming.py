"""Another id for an item, everywhere: whatever points to it points to it still.

Ids stand in fields, as keys of mappings, and as parts of the dotted paths of alternatives. Words
written for people are left alone; they speak of names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracktwo.building.problems import BuildError
from tracktwo.case.leaving import situations

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = {
    "actors": frozenset({
        "about", "absent", "actor", "all", "among", "any", "body", "by", "chair", "consent", "from",
        "leader", "of", "order", "parties", "present", "proposed_by", "refuse", "side", "targets",
        "to", "turn", "veto", "withdrawable_by",
    }),
    "issues": frozenset({"about", "issue"}),
    "stages": frozenset({"about", "fallback", "focus", "on", "stages"}),
    "milestones": frozenset({"about", "after", "from_milestone", "on", "until_milestone"}),
    "levers": frozenset({"about"}),
    "alternatives": frozenset[str](),
}  # fmt: skip
"""Fields that hold ids of each kind of item, alone or in lists."""
ACTOR_FIELDS = FIELDS["actors"]
KEYS = {
    "actors": frozenset({
        "boycott", "concentration", "conflict", "cost", "population", "reserved", "shares",
        "turnout", "votes", "worth",
    }),
    "issues": frozenset({"policy"}),
}  # fmt: skip
"""Mappings whose keys are such ids."""
_ID = re.compile(r"[a-z][a-z0-9-]*")


def ids_of(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return the ids of a case by the list that the items stand in."""
    stages = data["roadmap"]["stages"]
    found = {
        kind: [one["id"] for one in data.get(kind) or []]
        for kind in ("actors", "issues", "levers", "alternatives")
    }
    found["stages"] = [s["id"] for s in stages]
    found["milestones"] = [m["id"] for s in stages for m in s["milestones"]]
    return found


def rename_id(data: dict[str, Any], path: str, new: str) -> None:
    """Give an actor, issue, stage, milestone, lever or alternative another id, in place.

    Parameters
    ----------
    data : the whole case, as `CaseFolder.plain` gives it
    path : of the item, as ``actors.upper``
    new : its new id

    Raises
    ------
    BuildError
        If there is no such item, or the new id is taken or none.
    """
    kind, _, old = path.rpartition(".")
    kind = kind.rpartition(".")[2]
    known = ids_of(data)
    if old not in known.get(kind, ()):
        raise BuildError(f"There is no {path} any more; load the page again.")
    if not _ID.fullmatch(new):
        raise BuildError(f"{new!r} is no id: lower-case letters, digits and -, a letter first.")
    steps = {"stages", "milestones"}
    if any(new in known[one] for one in (steps if kind in steps else {kind})):
        raise BuildError(f"{new} is taken; choose another.")
    items = data["roadmap"]["stages"] if kind in {"stages", "milestones"} else data[kind]
    if kind == "milestones":
        items = [m for stage in items for m in stage["milestones"]]
    next(item for item in items if item["id"] == old)["id"] = new
    for row in data.get("positions") or []:
        field = kind.removesuffix("s")
        if row.get(field) == old:
            row[field] = new
    if kind == "actors" and data.get("power"):
        salience = data["power"].get("salience")
        if salience and old in salience:
            data["power"]["salience"] = {new if k == old else k: v for k, v in salience.items()}
        for one in situations(data["roadmap"]):
            ministries = (one.get("power") or {}).get("ministries") or {}
            for name, worth in ministries.items():
                ministries[name] = {new if k == old else k: v for k, v in worth.items()}
    rows = data.pop("positions", None)  # done above; a number there may hold a key like an id
    _Renaming(kind, old, new).walk(data, "")
    if rows is not None:
        data["positions"] = rows


class _Renaming:
    """One id for another, in the fields and mappings that hold ids of its kind."""

    def __init__(self, kind: str, old: str, new: str) -> None:
        self.kind, self.old, self.new = kind, old, new
        self.fields, self.keys = FIELDS[kind], KEYS.get(kind, frozenset())

    def walk(self, value: Any, field: str) -> None:
        """Change a mapping or a list in place."""
        if isinstance(value, dict):
            if field in self.keys:
                self._rekey(value, self._one)
            elif field == "set":
                self._rekey(value, self._path)
            for key, inner in value.items():
                name = str(key).rpartition(".")[2] if field == "set" else str(key)
                if isinstance(inner, str) and name in self.fields:
                    value[key] = self._one(inner)
                else:
                    self.walk(inner, name)
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                if not isinstance(inner, str):
                    self.walk(inner, field)
                elif field == "drop":
                    value[n] = self._path(inner)
                elif field in self.fields:
                    value[n] = self._one(inner)

    def _rekey(self, mapping: dict[Any, Any], renamed: Callable[[Any], Any]) -> None:
        items = [(renamed(key), inner) for key, inner in mapping.items()]
        mapping.clear()
        mapping.update(items)

    def _one(self, name: Any) -> Any:
        return self.new if name == self.old else name

    def _path(self, path: Any) -> Any:
        """Rename the parts of a dotted path that stand where ids of the kind do."""
        parts = str(path).split(".")
        for n in range(1, len(parts)):
            before = parts[n - 1]
            first, second = parts[0] in {"positions", "stances"} and n == 1, n == 2
            pair = (
                (first and self.kind == "actors")
                or (second and parts[0] == "positions" and self.kind == "issues")
                or (second and parts[0] == "stances" and self.kind in {"stages", "milestones"})
            )
            if pair or before == self.kind or before in self.keys:
                parts[n] = "+".join(map(self._one, parts[n].split("+")))
        return ".".join(parts)
