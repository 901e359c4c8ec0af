"""Changing what is there: other words, another place in the order.

Each function changes the plain values of a case in place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracktwo.building.adding import line
from tracktwo.building.problems import BuildError
from tracktwo.case import paths
from tracktwo.case.paths import PathError

if TYPE_CHECKING:
    from collections.abc import Mapping

Data = dict[str, Any]


def rename(data: Data, path: str, name: str, *, short: str | None = None) -> None:
    """Give an item another name; who knew it by the old one still finds it by its id.

    Where other names and descriptions of the case speak of it by the old name, they speak of the
    new one, and where by the old short name, of the new short one: whole words alone, and never in
    the names of other items of its kind. Quotes and reasons of numbers stay as they were said.

    Parameters
    ----------
    path : of the item, as ``actors.upper``
    short : how tables call it; nothing takes the short name away
    """
    item = item_at(data, path)
    name = line(name, "It")
    old = str(item["name"])
    others = item_at(data, path.rpartition(".")[0], among=True)
    if any(o is not item and str(o["name"]).casefold() == name.casefold() for o in others):
        raise BuildError({"name": f"There is another one called {name} already."})
    was = {old: name}
    if short is not None and item.get("short"):
        was.setdefault(str(item["short"]), line(short, "It") if short.strip() else name)
    spoken = {one: new for one, new in was.items() if len(one) > 3 and one != new}
    if spoken:
        # A longer name that has the old one as a part is another item's, and stays.
        theirs = {str(one[f]) for one in others if one is not item for f in ("name", "short")
                  if one.get(f)}  # fmt: skip
        _speak(data, {one: one for one in theirs} | spoken, others)
    item["name"] = name
    if short is not None:
        if short.strip():
            item["short"] = line(short, "It")
        else:
            item.pop("short", None)


_TOLD = ("name", "description", "title", "question", "summary", "note")


def _speak(value: Any, spoken: Mapping[str, str], others: list[Any]) -> None:
    """Put new names in place of old ones, as whole words, where the case speaks of an item."""
    if isinstance(value, dict):
        named = any(value is one for one in others)
        for key, inner in value.items():
            if key in _TOLD and isinstance(inner, str):
                if not (named and key == "name"):
                    value[key] = _said(inner, spoken)
            elif key == "scale" and isinstance(inner, dict):
                value[key] = {n: _said(str(text), spoken) for n, text in inner.items()}
            elif key != "set":
                _speak(inner, spoken, others)
    elif isinstance(value, list):
        for inner in value:
            _speak(inner, spoken, others)


def _said(text: str, spoken: Mapping[str, str]) -> str:
    longest = sorted(spoken, key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", lambda found: spoken[found[0]], text)


def item_at(data: Data, path: str, *, among: bool = False) -> Any:
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
    item_at(data, path)
    container, key = paths.locate(data, path)
    if not isinstance(container, list) or not isinstance(key, int):
        raise BuildError(f"{path} has no place in an order.")
    place = min(max(key + by, 0), len(container) - 1)
    container.insert(place, container.pop(key))
    if container is data["roadmap"]["stages"]:
        before = {"start", "abandoned"}
        for stage in container:
            if stage.get("fallback", "start") not in before:
                stage["fallback"] = "start"  # it fell back to what comes later now
            before.add(stage["id"])


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
    item = item_at(data, milestone)
    item["consent"] = rule
    item.pop("rule", None)
