"""Changed cells of items that are there, put into the plain values of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from tracktwo.building import changing
from tracktwo.case import paths
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.format.stances import another_word
from tracktwo.case.quantities import limits
from tracktwo.case.steps import ProcessPart
from tracktwo.sheets.consent import rule_of_words
from tracktwo.sheets.values import (
    CellError,
    choice_in,
    date_in,
    named_in,
    quantity_in,
    text_of,
)
from tracktwo.typed.naming import split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.sheets.cells import ReadCell
    from tracktwo.sheets.layout import CaseNames

Data = dict[str, Any]


def set_field(
    data: Data, cast: CaseNames, page: str, id_: str, at: str, *, cells: Mapping[str, ReadCell]
) -> str:
    """Put one changed part of an item into a case.

    Parameters
    ----------
    data : the plain values, changed in place
    cast : its names
    page : name of the sheet
    id_ : of the item, as its row gives it
    at : the field; of a number the part before ``.low``, ``.mode``, ``.high``, ``.why``
    cells : of the row, by field

    Returns
    -------
    str
        The path of what changed.

    Raises
    ------
    CellError, BuildError
        If a cell cannot be read, or what it says cannot be.
    """
    return _SETTERS[page](data, cast, id_, at, cells)


def _put(item: Data, field: str, value: Any) -> None:
    if value is None or value in ("", []):
        item.pop(field, None)
    else:
        item[field] = value


def _needed(cells: Mapping[str, ReadCell], field: str) -> ReadCell:
    cell = cells.get(field)
    if not text_of(cell):
        raise CellError(field, "is empty", "write something, or empty the whole row")
    assert cell is not None  # noqa: S101  (it says something)
    return cell


def _item(data: Data, path: str) -> Data:
    container, key = paths.locate(data, path)
    found: Data = container[key]
    return found


def _number(item: Data, at: str, cells: Mapping[str, ReadCell], span: tuple[float, float], *,
            needed: bool = False, field: str = "") -> None:  # fmt: skip
    field = field or at
    made = quantity_in(cells, at, item.get(field), span)
    if made is None and needed:
        raise CellError(f"{at}.mode", "a number is needed here", "write the most likely value")
    _put(item, field, made)


def _actor(data: Data, _cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    path = f"actors.{id_}"
    item = _item(data, path)
    match at:
        case "name":
            changing.rename(data, path, _needed(cells, at).text)
        case "kind":
            item["kind"] = choice_in(_needed(cells, at), at, get_args(ActorKind))
        case "part":
            cell = cells.get(at)
            part = choice_in(cell, at, get_args(ProcessPart)) if cell and cell.text else None
            _put(item, at, part)
        case "aliases":
            text = text_of(cells.get(at))
            _put(item, at, split(text) if ";" in text else [text] if text else [])
        case "capability":
            _number(item, at, cells, (0, 100))
        case "disruption":
            _number(item, at, cells, (0, 1))
        case _:
            _put(item, at, text_of(cells.get(at)))
    return f"{path}.{at}"


def _issue(data: Data, _cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    path = f"issues.{id_}"
    item = _item(data, path)
    if at == "name":
        changing.rename(data, path, _needed(cells, at).text)
        return f"{path}.name"
    point = float(at.removeprefix("scale."))
    scale = dict(item.get("scale") or {})
    known = next(
        (p for p in scale if float(p) == point), int(point) if point.is_integer() else point
    )
    text = " ".join(text_of(cells.get(at)).split())
    if text:
        scale[known] = text
    elif point in {0, 100}:
        raise CellError(at, "the ends of a scale need words", f"say what {point:g} means")
    else:
        scale.pop(known, None)
    item["scale"] = dict(sorted(scale.items(), key=lambda pair: float(pair[0])))
    return f"{path}.scale"


def _position(data: Data, cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    actor, _, issue = id_.partition(".")
    row = next(r for r in data["positions"] if (r["actor"], r["issue"]) == (actor, issue))
    if at in {"actor", "issue"}:
        row[at] = named_in(_needed(cells, at), at, getattr(cast, f"{at}s").find)
    else:
        _number(row, at, cells, (0, 100), needed=True)
    return f"positions.{row['actor']}.{row['issue']}.{at}"


def _stance(data: Data, cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    path = f"stances.{id_}"
    item = _item(data, path)
    match at:
        case "actor":
            item["actor"] = named_in(_needed(cells, at), at, cast.actors.find)
        case "on":
            item["on"] = list(dict.fromkeys(named_in(_needed(cells, at), at, cast.steps.find_all)))
        case "stance":
            word = choice_in(_needed(cells, at), at, get_args(StanceWord))
            note = " ".join(text_of(cells.get("note")).split())
            if note == " ".join(str(item.get("note") or "").split()):
                note = ""  # nobody typed it for the new word
            made = another_word(item, word, note=note)
            item.clear()
            item.update(made)
        case _:
            _put(item, at, " ".join(text_of(cells.get(at)).split()))
    return f"stances.{item['actor']}.{'+'.join(item['on'])}.{at}"


def step_of(data: Data, id_: str) -> tuple[str, Data]:
    """Return the path and the mapping of a stage or a milestone."""
    for stage in data["roadmap"]["stages"]:
        path = f"roadmap.stages.{stage['id']}"
        if stage["id"] == id_:
            return path, stage
        for one in stage["milestones"]:
            if one["id"] == id_:
                return f"{path}.milestones.{id_}", one
    raise KeyError(id_)


def _step(data: Data, cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    path, item = step_of(data, id_)
    is_stage = "milestones" in item
    cell = cells.get(at)
    text = text_of(cell)
    match at:
        case "what":
            raise CellError(at, "a stage cannot become a milestone, nor the reverse",
                            "write a new row without an id, and empty this one")  # fmt: skip
        case "name":
            changing.rename(data, path, _needed(cells, at).text)
        case "stage":
            return _moved(data, path, id_, named_in(_needed(cells, at), at, cast.stages.find))
        case "after":
            _put(item, at, named_in(cell, at, cast.steps.find_all) if cell and text else [])
        case "consent":
            rule = named_in(_needed(cells, at), at, lambda t: rule_of_words(t, cast.actors))
            changing.set_consent(data, path, rule)
        case "base_rate":
            _put(item, at, text)
            item.pop("rule", None)
        case "pace":
            _number(item, at, cells, (0, 1))
            item.pop("rule", None)
        case "ease":
            _number(item, at, cells, (-20, 20))
        case "fallback":
            _put(item, at, situation(cell, cast) if cell and text else None)
        case "until":
            at = "deadline" if is_stage else "expires"
            _put(item, at, date_in(cell, "until") if cell and text else None)
        case "happened":
            was = item.get("happened") or {}
            _put(item, at, {**was, "date": date_in(cell, at)} if cell and text else None)
    return f"{path}.{at}"


def situation(cell: ReadCell, cast: CaseNames) -> str:
    """Return where a stage falls back to: start, abandoned, or a stage."""
    plain = cell.text.casefold()
    if plain in {"start", "abandoned"}:
        return plain
    return named_in(cell, "fallback", cast.stages.find)


def _moved(data: Data, path: str, id_: str, to: str) -> str:
    """Move a milestone to the end of another stage."""
    item = _item(data, path)
    for stage in data["roadmap"]["stages"]:
        if item in stage["milestones"] and len(stage["milestones"]) == 1 and stage["id"] != to:
            raise CellError("stage", "is the only milestone of its stage",
                            "give that another one first")  # fmt: skip
    for stage in data["roadmap"]["stages"]:
        stage["milestones"] = [m for m in stage["milestones"] if m["id"] != id_]
        if stage["id"] == to:
            stage["milestones"].append(item)
    return f"roadmap.stages.{to}.milestones.{id_}"


def _lever(data: Data, cast: CaseNames, id_: str, at: str, cells: Mapping[str, ReadCell]) -> str:
    path = f"levers.{id_}"
    item = _item(data, path)
    cell = cells.get(at)
    text = text_of(cell)
    match at:
        case "name":
            changing.rename(data, path, _needed(cells, at).text)
        case "kind":
            item["kind"] = choice_in(_needed(cells, at), at, ("pressure", "inducement"))
        case "by":
            _put(item, at, named_in(cell, at, cast.actors.find_all) if cell and text else [])
        case "targets":
            item[at] = named_in(_needed(cells, at), at, cast.actors.find_all)
        case "description":
            _put(item, at, text)
        case "harm":
            _number(item, at, cells, (0, 100), needed=True)
        case _:
            schedule = dict(item.get("schedule") or {})
            if at == "intensity":
                _number(schedule, at, cells, (0, 1))
            else:
                _put(schedule, at, date_in(cell, at) if cell and text else None)
            _put(item, "schedule", schedule or None)
            return f"{path}.schedule.{at}"
    return f"{path}.{at}"


def _other(data: Data, _cast: CaseNames, id_: str, _at: str, cells: Mapping[str, ReadCell]) -> str:
    made = quantity_in(cells, "number", paths.look(data, id_), limits(id_))
    if made is None:
        raise CellError("number.mode", "a number is needed here", "write the most likely value")
    paths.put(data, id_, made)
    return id_


_SETTERS = {
    "Actors": _actor,
    "Issues": _issue,
    "Positions": _position,
    "Stances": _stance,
    "Roadmap": _step,
    "Levers": _lever,
    "Numbers": _other,
}
