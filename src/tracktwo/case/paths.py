"""Dotted paths into the plain values of a case: reading, setting and dropping one item.

``roadmap.stages.talks.milestones.open.consent`` walks mappings by key and lists by the name of
an item (its id; for positions actor.issue; for stances actor.on; for members the actor), or by
its index.
"""

from __future__ import annotations

from typing import Any

from tracktwo.case.document import item_name
from tracktwo.case.format.stances import with_word
from tracktwo.case.leaving import leave
from tracktwo.case.problems import unknown
from tracktwo.errors import Error, UnanswerableError

MOST_PARTS, MOST_CHARACTERS = 40, 2_000
"""Of a path: that of a number in an alternative's changes has some ten parts."""


class PathError(Error):
    """A path that leads nowhere."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def locate(data: Any, path: str) -> tuple[Any, Any]:
    """Find the container and the key that a path names.

    Returns
    -------
    container : dict or list
    key : str or int
        Of a mapping it may be new; of a list it is an index, or a new name (str).

    Raises
    ------
    PathError
        Where a part before the last leads nowhere.
    """
    parts = _parts(path)
    at, trail = data, ""
    while True:
        container = at
        key, parts, trail = _step(container, parts, trail)
        if not parts:
            return container, key
        if isinstance(key, str) and isinstance(container, list):
            raise PathError(*_nothing(container, key, trail))
        if isinstance(container, dict) and key not in container:
            container[key] = {}  # only reached on copies: a field that the case left out
        at = container[key]


def look(data: Any, path: str) -> Any:
    """Return what stands at a path, a copy; None where nothing does.

    Raises
    ------
    PathError
        If the path is malformed, or names an item that its list does not have and goes on.
    """
    parts = _parts(path)
    at, trail = data, ""
    while parts:
        container = at
        key, parts, trail = _step(container, parts, trail)
        if isinstance(container, list) and isinstance(key, str):
            if parts:
                raise PathError(*_nothing(container, key, trail))
            return None
        if isinstance(container, dict) and key not in container:
            return None
        at = container[key]
    return copied(at)


def steps(data: Any, path: str) -> list[Any]:
    """Split a path into the keys and indices that walk the data.

    Names that lead nowhere stay text; after them, all parts do.

    Raises
    ------
    PathError
        If the path is malformed, or names an item that its list does not have and goes on.
    """
    locate(copied(data), path)
    parts, trail, at = _parts(path), "", data
    found: list[Any] = []
    while parts:
        if not isinstance(at, dict | list):
            return [*found, *parts]
        key, parts, trail = _step(at, parts, trail)
        found.append(key)
        there = key in at if isinstance(at, dict) else isinstance(key, int)
        if not there:
            return [*found, *parts]
        at = at[key]
    return found


def copied(data: Any) -> Any:
    """Copy mappings and lists; what they hold is never changed in place.

    Ten times as quick as `copy.deepcopy`, which matters while a slider moves.
    """
    if isinstance(data, dict):
        return {key: copied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [copied(value) for value in data]
    return data


def _parts(path: str) -> list[str]:
    """Split a path; one that no case could have is refused before it is walked."""
    if len(path) > MOST_CHARACTERS or path.count(".") >= MOST_PARTS:
        what = f"is longer than any path of a case ({path[:40]}...)"
        raise PathError(what, f"at most {MOST_PARTS} parts and {MOST_CHARACTERS:,} characters")
    parts = path.split(".")
    if not path or not all(parts):
        raise PathError("is not a path", "write it as roadmap.stages.ID.name")
    return parts


def _step(container: Any, parts: list[str], trail: str) -> tuple[Any, list[str], str]:
    """Take the next key off the parts; keys and names of list items may hold dots."""
    if isinstance(container, dict):
        keys = {str(key): key for key in container}
        # The keys of an alternative's `set` hold dots themselves: the longest match counts.
        dotted = (key.split(".") for key in keys if "." in key)
        size = max((len(key) for key in dotted if parts[: len(key)] == key), default=1)
        name = ".".join(parts[:size])
        key: Any = keys.get(name, name)
        return key, parts[size:], f"{trail}.{name}".lstrip(".")
    if isinstance(container, list):
        for i, item in enumerate(container):
            called = item_name(item, i).split(".")
            if parts[: len(called)] == called:
                return i, parts[len(called) :], f"{trail}.{'.'.join(called)}"
        if parts[0].isdigit() and int(parts[0]) < len(container):
            return int(parts[0]), parts[1:], f"{trail}.{parts[0]}"
        return parts[0], parts[1:], trail
    raise PathError(f"{trail or 'the case'} has no parts", f"the path goes on with {parts[0]}")


def _nothing(container: list[Any], key: str, trail: str) -> tuple[str, str | None]:
    names = [item_name(item, i) for i, item in enumerate(container)]
    what = "actor" if trail.rsplit(".", maxsplit=1)[-1] in {"actors", "members"} else "item"
    message, hint = unknown(what, key, names)
    return f"{message} in {trail}", hint


def put(data: Any, path: str, value: Any) -> None:
    """Set the value at a path, in place.

    A name that a list does not have yet adds an item where the value is a mapping, which then
    gets that id. The stance of an actor on something that it has declared none on is added; on one
    of several steps that a stance is about together, it changes for that step alone; another word
    takes along what `tracktwo.case.format.stances` says. A number at ``positions.ACTOR.ISSUE`` is
    the position.
    """
    stances = with_word(data, path, value)
    if stances is not None:
        data["stances"] = stances
        return
    container, key = locate(data, path)
    row = container[key] if isinstance(container, list) and isinstance(key, int) else None
    if isinstance(row, dict) and "issue" in row and "position" in row and _number(value):
        row["position"] = value
    elif isinstance(container, dict) or isinstance(key, int):
        container[key] = value
    elif isinstance(value, dict) and isinstance(container, list):
        container.append({"id": key, **value})
    else:
        raise PathError(*_nothing(container, key, path.rpartition(".")[0]))


def _number(value: Any) -> bool:
    """Tell whether a value is a number as `Quantity` takes it, and no row of a table."""
    if isinstance(value, dict):
        return bool({"value", "range"} & value.keys())
    return isinstance(value, int | float | list | tuple)


def drop(data: Any, path: str) -> None:
    """Take out the item at a path, in place, and what only pointed to it.

    With a milestone, a stage or a lever go its mentions in ``after``, in the ``on`` of stances
    (a stance on nothing goes too) and in the ``about`` of statements. With an actor goes all that
    `tracktwo.case.leaving` says.
    """
    container, key = locate(data, path)
    if isinstance(container, list) and isinstance(key, str):
        raise PathError(*_nothing(container, key, path.rpartition(".")[0]))
    if isinstance(container, dict) and key not in container:
        message, hint = unknown("field", str(key), map(str, container))
        raise PathError(message, hint)
    if isinstance(container, list) and container is data.get("actors"):
        try:
            left = leave(data, container[key]["id"])
        except UnanswerableError as error:
            raise PathError(str(error)) from error
        # An issue may have the id of a step, which stays.
        known = {path.partition(".")[2] for path in left.gone if not path.startswith("issues.")}
        _forget(data, known)
        return
    gone = container.pop(key)
    if not (isinstance(gone, dict) and isinstance(gone.get("id"), str)):
        return
    ids = {gone["id"]}
    milestones = gone.get("milestones")
    if isinstance(milestones, list):
        ids |= {m.get("id") for m in milestones if isinstance(m, dict)}
    _forget(data, ids)


def _forget(data: Any, ids: set[Any]) -> None:
    roadmap = data.get("roadmap")
    for stage in _mappings(roadmap, "stages"):
        for milestone in _mappings(stage, "milestones"):
            _strike(milestone, "after", ids)
    for statement in _mappings(data, "statements"):
        _strike(statement, "about", ids)
    for stance in _mappings(data, "stances"):
        _strike(stance, "on", ids)
        if stance.get("on") == []:
            data["stances"].remove(stance)


def _mappings(data: Any, field: str) -> list[dict[str, Any]]:
    """Return the items of a list that are mappings; what else stands there is told elsewhere."""
    items = data.get(field) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _strike(item: dict[str, Any], field: str, ids: set[Any]) -> None:
    if isinstance(item.get(field), list):
        item[field] = [name for name in item[field] if name not in ids]
