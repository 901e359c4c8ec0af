"""Changing what is there: other words, another place in the order, taken out.

Each function changes the plain values of a case in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building.adding import line
from tracktwo.building.problems import BuildError
from tracktwo.case import paths
from tracktwo.case.leaving import situations
from tracktwo.case.paths import PathError

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]


def rename(data: Data, path: str, name: str, *, short: str | None = None) -> None:
    """Give an item another name; who knew it by the old one still finds it by its id.

    Where other names and descriptions of the case speak of it by the old name, they speak of the
    new one; quotes, notes and reasons stay as they were said.

    Parameters
    ----------
    path : of the item, as ``actors.upper``
    short : how tables call it; nothing takes the short name away
    """
    item = _item(data, path)
    name = line(name, "It")
    old = str(item["name"])
    others = _item(data, path.rpartition(".")[0], among=True)
    if any(o is not item and str(o["name"]).casefold() == name.casefold() for o in others):
        raise BuildError({"name": f"There is another one called {name} already."})
    if len(old) > 3 and old != name:
        _speak(data, old, name)
    item["name"] = name
    if short is not None:
        if short.strip():
            item["short"] = line(short, "It")
        else:
            item.pop("short", None)


_TOLD = ("name", "description", "title", "question", "summary")


def _speak(value: Any, old: str, new: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _TOLD and isinstance(inner, str):
                value[key] = inner.replace(old, new)
            elif key == "scale" and isinstance(inner, dict):
                value[key] = {n: str(text).replace(old, new) for n, text in inner.items()}
            elif key != "set":
                _speak(inner, old, new)
    elif isinstance(value, list):
        for inner in value:
            _speak(inner, old, new)


def _item(data: Data, path: str, *, among: bool = False) -> Any:
    """Return the item at a path, or the list at one."""
    try:
        container, key = paths.locate(data, path)
        found = container[key]
    except (PathError, KeyError, TypeError):
        raise BuildError(f"There is no {path} any more; load the page again.") from None
    if not isinstance(found, list if among else dict):
        raise BuildError(f"{path} cannot be changed here.")
    return found


def move(data: Data, path: str, by: int) -> None:
    """Move an item up or down in its list; at its end it stays.

    Parameters
    ----------
    path : of an actor, issue, lever, alternative, stage or milestone
    by : -1 for up, 1 for down
    """
    _item(data, path)
    container, key = paths.locate(data, path)
    if not isinstance(container, list) or not isinstance(key, int):
        raise BuildError(f"{path} has no place in an order.")
    place = min(max(key + by, 0), len(container) - 1)
    container.insert(place, container.pop(key))


def set_text(data: Data, path: str, text: str) -> None:
    """Set a line of text, as the title, the question or what a point of a scale means."""
    plain = " ".join(text.split())
    if not plain:
        raise BuildError("It cannot be empty.")
    container, key = paths.locate(data, path)
    container[key] = plain


def set_consent(data: Data, milestone: str, rule: Any) -> None:
    """Say who must agree to a milestone; the mark of a drafting rule goes.

    Parameters
    ----------
    milestone : its path
    """
    item = _item(data, milestone)
    item["consent"] = rule
    item.pop("rule", None)


def remove(data: Data, path: str) -> None:
    """Take an item out, with all that only pointed to it.

    Raises
    ------
    BuildError
        If nothing would be left, or a step would ask nobody.
    """
    item = _item(data, path)
    container, _ = paths.locate(data, path)
    kind = path.split(".")[-2] if "." in path else ""
    if kind in {"stages", "milestones"} and len(container) == 1:
        raise BuildError(f"“{item['name']}” is the only one; add another before you take it out.")
    gone = {str(item.get("id"))} | {m["id"] for m in item.get("milestones") or []}
    try:
        paths.drop(data, path)
    except PathError as error:
        raise BuildError(str(error)) from error
    if kind == "issues":
        _without_issue(data, str(item["id"]))
    if kind in {"stages", "milestones", "levers"}:
        _without_steps(data, gone)
    if kind == "levers" and not data["levers"]:
        data.pop("harm_limit", None)  # there is no harm left to limit
    data["alternatives"] = list(_still_apply(data, gone))
    if not data["alternatives"]:
        del data["alternatives"]


def _without_issue(data: Data, issue: str) -> None:
    if (data.get("power") or {}).get("issue") == issue:
        raise BuildError(
            "This issue is about shares of power, which the plan sets; take `power` out of "
            "case.yaml first."
        )
    data["positions"] = [r for r in data.get("positions") or [] if r["issue"] != issue]
    for situation in situations(data["roadmap"]):
        policy = situation.get("policy")
        if policy:
            policy.pop(issue, None)
            if not policy:
                del situation["policy"]


def _without_steps(data: Data, gone: set[str]) -> None:
    for stage in data["roadmap"]["stages"]:
        if stage.get("fallback") in gone:
            stage["fallback"] = "start"
    for lever in data.get("levers") or []:
        for field in ("from_milestone", "until_milestone"):
            if lever.get(field) in gone:
                del lever[field]
        if lever.get("stages"):
            lever["stages"] = [one for one in lever["stages"] if one not in gone]


def _still_apply(data: Data, gone: set[str]) -> Iterator[Data]:
    """Yield the alternatives that still say something once some ids are no more."""
    for one in data.get("alternatives") or []:
        kept = dict(one)
        if one.get("set"):
            kept["set"] = {p: v for p, v in one["set"].items() if not gone & set(p.split("."))}
        if one.get("drop"):
            kept["drop"] = [p for p in one["drop"] if not gone & set(p.split("."))]
        for field in ("set", "drop"):
            if field in kept and not kept[field]:
                del kept[field]
        if "set" in kept or "drop" in kept:
            yield kept
