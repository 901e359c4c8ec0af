"""Two actors of a case that are one: everywhere under one id, with the names of both."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tracktwo.building.problems import BuildError
from tracktwo.building.renaming import ACTOR_FIELDS, rename_id

Data = dict[str, Any]
_FIRST = "take one of the two out first, in the page under Build or in case.yaml"


def merge_actors(data: Data, gone: str, kept: str) -> str:
    """Make one actor of two, in place; where both say something, the one that is kept says it.

    The names, roles and quotes of the other are added to it, and fields that it does not have.

    Parameters
    ----------
    data : the whole case, as `CaseFolder.plain` gives it
    gone, kept : ids of the two

    Returns
    -------
    str
        What was done, as in "merged Guild into Millers".

    Raises
    ------
    BuildError
        If there are no such two, or the case says two things of them that cannot both be said of
        one: positions on one issue, stances on one step, a share each. Nothing is changed then.
    """
    actors = {str(actor["id"]): actor for actor in data["actors"]}
    for id_ in (gone, kept):
        if id_ not in actors:
            raise BuildError(f"There is no actor {id_} in the case.")
    if gone == kept:
        raise BuildError("That is one actor already.")
    names = f"{actors[gone]['name']} and {actors[kept]['name']}"
    _separate(data, gone, kept, names)
    made = deepcopy(data)
    made["actors"] = [actor for actor in made["actors"] if actor["id"] != kept]
    rename_id(made, f"actors.{gone}", kept)
    renamed = {actor["id"]: actor for actor in made["actors"]}
    others = [renamed[id_] for id_ in actors if id_ not in {gone, kept}]
    before = {**data, "actors": [a for id_, a in actors.items() if id_ not in {gone, kept}]}
    if _keys({**made, "actors": others}) < _keys(before):
        raise BuildError(f"{names} each have a number of their own in one place: {_FIRST}.")
    one = _one(deepcopy(actors[kept]), renamed[kept])
    made["actors"] = [one if id_ == kept else renamed[id_] for id_ in actors if id_ != gone]
    _once(made, "")
    data.clear()
    data.update(made)
    return f"merged {actors[gone]['name']} into {one['name']}"


def _separate(data: Data, gone: str, kept: str, names: str) -> None:
    """Refuse where the case holds the two apart."""
    pair = {gone, kept}
    placed = [{r["issue"] for r in data.get("positions") or [] if r["actor"] == x} for x in pair]
    both = sorted(set.intersection(*placed))
    if both:
        called = {issue["id"]: issue["name"] for issue in data.get("issues") or []}
        on = ", ".join(str(called.get(issue, issue)) for issue in both)
        raise BuildError(f"{names} both have a position on {on}: {_FIRST}.")
    stances = data.get("stances") or []
    declared = [{on for s in stances if s["actor"] == x for on in s["on"]} for x in pair]
    if set.intersection(*declared):
        on = ", ".join(sorted(set.intersection(*declared)))
        raise BuildError(f"{names} both have a stance on {on}: {_FIRST}.")
    for actor in data["actors"]:
        members = {member["actor"] for member in actor.get("members") or []}
        if pair <= members or (actor["id"] in pair and members & pair):
            raise BuildError(f"{actor['name']} has one of {names} as a member: {_FIRST}.")
    for relation in data.get("relations") or []:
        if {relation["from"], relation["to"]} == pair:
            raise BuildError(
                f"{names} are told apart by a relation ({relation['kind']}): {_FIRST}."
            )


def _one(kept: Data, other: Data) -> Data:
    """Return an actor with the names, roles, quotes and further fields of another."""
    names = [kept["name"], kept.get("short"), *kept.get("aliases", [])]
    known = {str(name).casefold() for name in names if name}
    for name in (other["name"], other.get("short"), *other.get("aliases", [])):
        if name and str(name).casefold() not in known:
            known.add(str(name).casefold())
            kept["aliases"] = [*kept.get("aliases", []), name]
    for field in ("roles", "evidence"):
        more = [x for x in other.get(field, []) if x not in kept.get(field, [])]
        if more:
            kept[field] = [*kept.get(field, []), *more]
    for field, value in other.items():
        if field != "short":
            kept.setdefault(field, value)
    return kept


def _once(value: Any, field: str) -> None:
    """Name an actor once in lists that named both."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ACTOR_FIELDS and isinstance(inner, list) and _words(inner):
                value[key] = list(dict.fromkeys(inner))
            else:
                _once(inner, str(key))
    elif isinstance(value, list) and field != "positions":
        for inner in value:
            _once(inner, field)


def _words(value: list[Any]) -> bool:
    return all(isinstance(x, str) for x in value)


def _keys(value: Any) -> int:
    """Return how many keys all mappings hold: two that fall together are fewer."""
    if isinstance(value, dict):
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if isinstance(value, list) else 0
