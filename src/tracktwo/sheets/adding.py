"""Rows without an id: new actors, positions, stances, steps and levers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from tracktwo.building import adding
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.steps import ProcessPart
from tracktwo.sheets.changing import set_field, step_of
from tracktwo.sheets.values import CellError, choice_in, named_in, quantity_in, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.sheets.cells import ReadCell
    from tracktwo.sheets.layout import CaseNames

Data = dict[str, Any]


def _given(cells: Mapping[str, ReadCell], field: str) -> ReadCell:
    cell = cells.get(field)
    if cell is None or not cell.text:
        raise CellError(field, "is empty", "a new row needs it; or empty the whole row")
    return cell


def _word(cells: Mapping[str, ReadCell], field: str, choices: Sequence[str]) -> str:
    return choice_in(_given(cells, field), field, choices)


class Adder:
    """Puts new rows into the plain values of a case.

    Parameters
    ----------
    data : changed in place
    cast : its names; they grow with what is added
    """

    def __init__(self, data: Data, cast: CaseNames) -> None:
        self.data, self.cast = data, cast
        self._filled: set[tuple[str, str]] = set()
        """Positions that a new actor has for want of others."""
        self._made: dict[str, str] = {}
        """New stages, each with the milestone that it has for want of others."""

    def add(self, page: str, cells: Mapping[str, ReadCell]) -> str:
        """Add what a row says, and return its path.

        Raises
        ------
        CellError, BuildError
            If a cell cannot be read, or what it says cannot be.
        """
        path: str = getattr(self, f"_{page.casefold()}")(cells)
        return path

    def _rest(
        self, page: str, id_: str, fields: Iterable[str], cells: Mapping[str, ReadCell]
    ) -> None:
        """Set what a row gives beyond what is needed to begin an item."""
        for field in fields:
            ends = (field, f"{field}.mode", f"{field}.low", f"{field}.high", f"{field}.why")
            if any(text_of(cells.get(end)) for end in ends):
                set_field(self.data, self.cast, page, id_, field, cells=cells)

    def _actors(self, cells: Mapping[str, ReadCell]) -> str:
        before = {(r["actor"], r["issue"]) for r in self.data.get("positions") or []}
        part = text_of(cells.get("part"))
        path = adding.add_actor(
            self.data,
            _given(cells, "name").text,
            kind=_word(cells, "kind", get_args(ActorKind)),
            part=_word(cells, "part", get_args(ProcessPart)) if part else "",
            short=text_of(cells.get("short")),
            capability=quantity_in(cells, "capability", {}, (0, 100)),
        )
        id_ = path.rpartition(".")[2]
        self._rest("Actors", id_, ("aliases", "description", "disruption"), cells)
        self.cast.actors.add(self.data["actors"][-1])
        self._filled |= {
            (r["actor"], r["issue"]) for r in self.data.get("positions") or []
        } - before  # fmt: skip
        return path

    def _positions(self, cells: Mapping[str, ReadCell]) -> str:
        actor = named_in(_given(cells, "actor"), "actor", self.cast.actors.find)
        issue = named_in(_given(cells, "issue"), "issue", self.cast.issues.find)
        made = {
            field: quantity_in(cells, field, {}, (0, 100)) for field in ("position", "salience")
        }
        for field, value in made.items():
            if value is None:
                raise CellError(f"{field}.mode", "is empty", "write the most likely value")
        rows = list(self.data.get("positions") or [])
        there = next(
            (n for n, r in enumerate(rows) if (r["actor"], r["issue"]) == (actor, issue)), None
        )
        row = {"actor": actor, "issue": issue, **made}
        if there is not None and (actor, issue) not in self._filled:
            raise CellError("actor", f"{actor} has a position on {issue} already",
                            "change that row instead")  # fmt: skip
        if there is not None:
            rows[there] = row
            self._filled.discard((actor, issue))
        else:
            rows.append(row)
        self.data["positions"] = rows
        return f"positions.{actor}.{issue}"

    def _stances(self, cells: Mapping[str, ReadCell]) -> str:
        actor = named_in(_given(cells, "actor"), "actor", self.cast.actors.find)
        on = named_in(_given(cells, "on"), "on", self.cast.steps.find_all)
        word = _word(cells, "stance", get_args(StanceWord))
        said = {one for s in self.data.get("stances") or [] if s["actor"] == actor
                for one in s["on"]}  # fmt: skip
        twice = [one for one in on if one in said]
        if twice:
            raise CellError("on", f"{actor} has a stance on {', '.join(twice)} already",
                            "change that row instead")  # fmt: skip
        note = text_of(cells.get("note"))
        return adding.set_stance(self.data, actor, list(dict.fromkeys(on)), word, note=note)

    def _roadmap(self, cells: Mapping[str, ReadCell]) -> str:
        what = _word(cells, "what", ("stage", "milestone"))
        name = _given(cells, "name").text
        if what == "stage":
            for field in ("stage", "after", "consent"):
                if text_of(cells.get(field)):
                    raise CellError(field, "is not of a stage", "leave it empty")
            path = adding.add_stage(self.data, name)
            stage = self.data["roadmap"]["stages"][-1]
            self._rest("Roadmap", stage["id"], ("pace", "base_rate", "fallback", "until",
                                                "happened"), cells)  # fmt: skip
            if stage.get("base_rate") and not text_of(cells.get("pace.mode")):
                stage.pop("pace", None)
            self.cast.steps.add(stage)
            self.cast.stages.add(stage)
            self._made[stage["id"]] = stage["milestones"][0]["id"]
            return path
        of = named_in(_given(cells, "stage"), "stage", self.cast.stages.find)
        path = adding.add_milestone(self.data, of, name)
        id_ = path.rpartition(".")[2]
        if of in self._made:  # the one that stood in for this
            gone = self._made.pop(of)
            _, stage = step_of(self.data, of)
            stage["milestones"] = [m for m in stage["milestones"] if m["id"] != gone]
        _, item = step_of(self.data, id_)
        self.cast.steps.add(item)
        self._rest("Roadmap", id_, ("after", "consent", "ease", "until", "happened"), cells)
        return path

    def _levers(self, cells: Mapping[str, ReadCell]) -> str:
        find = self.cast.actors.find_all
        by = cells.get("by")
        targets = named_in(_given(cells, "targets"), "targets", find)
        cost = quantity_in(cells, "cost", None, (-100, 100))
        if cost is None:
            raise CellError("cost.mode", "is empty", "say what it costs each target a month; 0-100")
        harm = quantity_in(cells, "harm", None, (0, 100))
        if harm is None:
            raise CellError("harm.mode", "is empty", "say how much it harms civilians; 0 if not")
        path = adding.add_lever(
            self.data,
            _given(cells, "name").text,
            kind=_word(cells, "kind", ("pressure", "inducement")),
            by=named_in(by, "by", find) if by is not None and by.text else [],
            targets=targets,
            cost={"value": 0},
            harm=harm,
        )
        lever = self.data["levers"][-1]
        cost = adding.gain(cost) if lever["kind"] == "inducement" else cost
        lever["cost"] = dict.fromkeys(targets, cost)
        self._rest("Levers", lever["id"], ("intensity", "start", "end", "description"), cells)
        return path
