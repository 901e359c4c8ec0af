"""Taking items out of a case, with all that only pointed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building.changing import item_at
from tracktwo.building.problems import BuildError
from tracktwo.building.renaming import FIELDS, KEYS
from tracktwo.case import paths
from tracktwo.case.leaving import without, without_issue, without_power
from tracktwo.case.paths import PathError

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]
_GONE = object()


def remove(data: Data, path: str) -> tuple[str, ...]:
    """Take an item out, with all that only pointed to it, in alternatives, too.

    Parameters
    ----------
    data : the plain values of a case, changed in place
    path : of the item, as ``actors.upper``

    Returns
    -------
    tuple of str
        What else went, in words.

    Raises
    ------
    BuildError
        If nothing would be left, or a step would ask nobody.
    """
    item = item_at(data, path)
    container, _ = paths.locate(data, path)
    kind = path.split(".")[-2] if "." in path else ""
    if kind in {"stages", "milestones", "issues"} and len(container) == 1:
        raise BuildError(f"“{item['name']}” is the only one; add another before you take it out.")
    if kind == "actors":
        _asked_alone(data, item)
    gone = {str(item.get("id"))} | {m["id"] for m in item.get("milestones") or []}
    before = {field: _named(data, field) for field in ("levers", "alternatives")}
    power = bool(data.get("power"))
    if kind == "issues" and (data.get("power") or {}).get("issue") == item["id"]:
        without_power(data)
    else:
        try:
            paths.drop(data, path)
        except PathError as error:
            raise BuildError(str(error)) from error
        if kind == "issues":
            without_issue(data, str(item["id"]))
    if kind in {"stages", "milestones", "levers"}:
        _without_steps(data, gone)
    if not data.get("levers"):
        data.pop("harm_limit", None)  # there is no harm left to limit
    data["alternatives"] = list(_still_apply(data, kind, gone))
    if not data["alternatives"]:
        del data["alternatives"]
    went = [f"the {field.removesuffix('s')} “{name}”" for field in ("levers", "alternatives")
            for id_, name in before[field].items()
            if id_ not in _named(data, field) and id_ not in gone]  # fmt: skip
    return (*went, *(["who shares power"] if power and not data.get("power") else []))


def _named(data: Data, field: str) -> dict[str, str]:
    return {one["id"]: str(one["name"]) for one in data.get(field) or []}


def _asked_alone(data: Data, actor: Data) -> None:
    """Refuse to take out who is the only one asked for a step."""
    asked = [m for stage in data["roadmap"]["stages"] for m in stage["milestones"]]
    steps = [f"“{m['name']}”" for m in asked if without(m["consent"], actor["id"]) is None]
    if steps:
        raise BuildError(
            f"{actor['name']} is the only one who is asked for {' and '.join(steps)}. Say under "
            "“Who must agree” there who else decides, or take the step out; then this can go."
        )


def _without_steps(data: Data, gone: set[str]) -> None:
    if data.get("focus") in gone:
        del data["focus"]
    for stage in data["roadmap"]["stages"]:
        if stage.get("fallback") in gone:
            stage["fallback"] = "start"
    kept = []
    for lever in data.get("levers") or []:
        for field in ("from_milestone", "until_milestone"):
            if lever.get(field) in gone:
                del lever[field]
        stages = lever.get("stages")
        if stages:
            lever["stages"] = [one for one in stages if one not in gone]
        if not stages or lever["stages"]:  # with none named it would apply in all
            kept.append(lever)
    if "levers" in data:
        data["levers"] = kept


def _still_apply(data: Data, kind: str, gone: set[str]) -> Iterator[Data]:
    """Yield the alternatives that still say something once some ids are no more."""
    kinds = {"stages": ("stages", "milestones")}.get(kind, (kind,))
    for one in data.get("alternatives") or []:
        kept = dict(one)
        if one.get("set"):
            kept["set"] = {}
            for path, value in one["set"].items():
                parts = path.split(".")
                if gone & {part for name in parts for part in name.split("+")}:
                    continue
                if "power" in parts and not data.get("power"):
                    continue
                for each in kinds:
                    value = _without(value, path.rpartition(".")[2], each, gone)  # noqa: PLW2901
                if value is not _GONE:
                    kept["set"][path] = value
        if one.get("drop"):
            past = gone if data.get("power") else {*gone, "power"}
            kept["drop"] = [p for p in one["drop"] if not past & set(p.split("."))]
        for field in ("set", "drop"):
            if field in kept and not kept[field]:
                del kept[field]
        if "set" in kept or "drop" in kept:
            yield kept


def _without(value: Any, field: str, kind: str, gone: set[str]) -> Any:
    """Return a value without ids of a kind; `_GONE` where it was about them alone."""
    if value is _GONE:
        return value
    if field == "consent" and kind == "actors":
        for actor in gone:
            value = without(value, actor) if value is not None else None
        return _GONE if value is None else value
    if isinstance(value, str):
        return _GONE if field in FIELDS.get(kind, ()) and value in gone else value
    if isinstance(value, list):
        parts = [_without(inner, field, kind, gone) for inner in value]
        return [part for part in parts if part is not _GONE]
    if isinstance(value, dict):
        ids = gone if field in KEYS.get(kind, ()) else set()
        found = {key: _without(inner, str(key), kind, gone)
                 for key, inner in value.items() if key not in ids}  # fmt: skip
        found = {key: inner for key, inner in found.items() if inner is not _GONE}
        return found if found or not value else _GONE
    return value
