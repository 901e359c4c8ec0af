"""What a form asks for, performed: one name an operation, its fields as text.

The page's forms and tests speak to this; `OPERATIONS` is the one list of what can be done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.building import adding, changing, removing, renaming
from tracktwo.building.numbers import changed, quantity_of, spans
from tracktwo.building.problems import BuildError
from tracktwo.building.rules import rule_of
from tracktwo.case import paths
from tracktwo.case.paths import PathError
from tracktwo.case.quantities import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Fields = Mapping[str, Sequence[str]]
    Data = dict[str, Any]

LONGEST = 4_000
"""Characters of a field."""


def perform(data: Data, operation: str, fields: Fields) -> str:
    """Do what a form asks for, on the plain values of a case, in place.

    Parameters
    ----------
    data : the whole case, as `CaseFolder.plain` gives it
    operation : a key of `OPERATIONS`
    fields : name to what was typed or chosen, in order

    Returns
    -------
    str
        What was done, in words.

    Raises
    ------
    BuildError
        With everything that is wrong.
    """
    if operation not in OPERATIONS:
        raise BuildError(f"There is nothing called {operation} that could be done.")
    if any(len(text) > LONGEST for texts in fields.values() for text in texts):
        raise BuildError(f"A field holds {LONGEST:,} characters at most.")
    try:
        return OPERATIONS[operation](data, _Form(fields))
    except PathError as error:
        raise BuildError(str(error)) from error


class _Form:
    """The fields of a form."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields

    def text(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "").strip()

    def texts(self, name: str) -> list[str]:
        return [text for text in self.fields.get(name, ()) if text]

    def cells(self, name: str) -> list[str]:
        return [self.text(f"{name}_{end}") for end in ("low", "mode", "high")]

    def quantity(self, name: str, what: str, top: float = 100) -> Data | None:
        """Return a new number; several of one form share its reason."""
        why = self.text(f"{name}_why") or self.text("why")
        return quantity_of(self.cells(name), why, what, top)

    def changed(self, name: str, what: str, was: Any, top: float | None) -> Any:
        """Return what a number that the form showed is now."""
        own = f"{name}_why"
        why = self.text(own) if own in self.fields else None
        cells = self.cells(name)
        if why is None and self.text("why") and tuple(cells) != spans(was):
            why = self.text("why")
        return changed(was, cells, why, what, top)


def _actor(data: Data, form: _Form) -> str:
    adding.add_actor(
        data, form.text("name"), kind=form.text("kind"), part=form.text("part"),
        short=form.text("short"), capability=form.quantity("capability", "Capability"),
    )  # fmt: skip
    return f"added {form.text('name')}"


def _issue(data: Data, form: _Form) -> str:
    today = form.quantity("today", "Today")
    moved = {}
    for stage in data["roadmap"]["stages"]:
        to = form.quantity(f"to.{stage['id']}", f"After {stage['name']}")
        if to is not None:
            moved[stage["id"]] = to
    if today is None:
        raise BuildError({"today_mode": "Say where it stands today, 0-100."})
    adding.add_issue(
        data, form.text("name"), low=form.text("low"), high=form.text("high"),
        middle=form.text("middle"), today=today, moved=moved,
    )  # fmt: skip
    return f"added the issue {form.text('name')}"


def _stage(data: Data, form: _Form) -> str:
    before = form.text("before")
    ids = [stage["id"] for stage in data["roadmap"]["stages"]]
    moves = {}
    for issue in data.get("issues") or []:
        to = form.quantity(f"to.{issue['id']}", str(issue["name"]))
        if to is not None:
            moves[issue["id"]] = to
    adding.add_stage(
        data, form.text("name"), step=form.text("step"), moves=moves,
        place=ids.index(before) if before in ids else None,
    )  # fmt: skip
    return f"added the stage {form.text('name')}"


def _milestone(data: Data, form: _Form) -> str:
    rule = None
    if form.texts("who"):
        rule = rule_of(form.text("how") or "all", form.texts("who"), form.text("count"))
    adding.add_milestone(
        data, form.text("stage"), form.text("name"), consent=rule, after=form.texts("after")
    )
    return f"added the milestone {form.text('name')}"


def _consent(data: Data, form: _Form) -> str:
    rule = rule_of(form.text("how"), form.texts("who"), form.text("count"))
    changing.set_consent(data, form.text("path"), rule)
    return f"said who must agree to {_name(data, form.text('path'))}"


def _stance(data: Data, form: _Form) -> str:
    adding.set_stance(
        data, form.text("actor"), form.texts("on"), form.text("stance"),
        note=form.text("note"), keep=bool(form.text("keep")),
    )  # fmt: skip
    return f"said what {_name(data, 'actors.' + form.text('actor'))} declares"


def _lever(data: Data, form: _Form) -> str:
    adding.add_lever(
        data, form.text("name"), kind=form.text("kind"), by=form.texts("by"),
        targets=form.texts("targets"), intensity=form.quantity("intensity", "Intensity", 1),
        cost=form.quantity("cost", "Cost"), harm=form.quantity("harm", "Harm"),
        stages=form.texts("stages"), from_milestone=form.text("from_milestone"),
    )  # fmt: skip
    return f"added the lever {form.text('name')}"


def _alternative(data: Data, form: _Form) -> str:
    changed: Data = {}
    for step in form.texts("instead"):
        names = form.texts(f"who.{step}")
        if names:
            changed[f"{step}.consent"] = rule_of("all", names)
    adding.add_alternative(
        data, form.text("name"), description=form.text("description"), set_=changed,
        drop=form.texts("drop"),
    )  # fmt: skip
    return f"added the alternative {form.text('name')}"


def _position(data: Data, form: _Form) -> str:
    actor, issue = form.text("actor"), form.text("issue")
    row = next(
        (r for r in data.get("positions") or [] if (r["actor"], r["issue"]) == (actor, issue)), None
    )
    new = row is None
    if row is None:
        row = {"actor": actor, "issue": issue}
    for field, what in (("position", "Position"), ("salience", "Salience")):
        number = form.changed(field, what, row.get(field), 100)
        if number is not None:
            row[field] = number
        elif new:
            raise BuildError({f"{field}_mode": f"{what}: say the most likely value."})
    if new:
        data["positions"] = [*(data.get("positions") or []), row]
    return f"said where {_name(data, 'actors.' + actor)} stands"


def _number(data: Data, form: _Form) -> str:
    path = form.text("path")
    if not any(form.cells("number")):
        raise BuildError({"number_mode": "Say the most likely value."})
    try:
        top = limits(path)[1]
    except KeyError:
        raise BuildError(f"{path} is no number that can be changed here.") from None
    paths.put(data, path, form.changed("number", "It", paths.look(data, path), top))
    return "changed a number"


def _rename(data: Data, form: _Form) -> str:
    short = form.text("short") if "short" in form.fields else None
    old = _name(data, form.text("path"))
    changing.rename(data, form.text("path"), form.text("name"), short=short)
    return f"called {old} {form.text('name')}"


def _id(data: Data, form: _Form) -> str:
    renaming.rename_id(data, form.text("path"), form.text("id"))
    return f"gave it the id {form.text('id')}"


def _text(data: Data, form: _Form) -> str:
    path = form.text("path")
    known = path in {"title", "question", "summary"} or path.startswith("issues.")
    if not known:
        raise BuildError(f"{path} is no text that can be changed here.")
    changing.set_text(data, path, form.text("text"))
    return "changed its words"


def _move(data: Data, form: _Form) -> str:
    up = form.text("to") == "up"
    changing.move(data, form.text("path"), -1 if up else 1)
    return f"moved {_name(data, form.text('path'))} {'up' if up else 'down'}"


def _remove(data: Data, form: _Form) -> str:
    name = _name(data, form.text("path"))
    went = removing.remove(data, form.text("path"))
    return f"took out {name}" + (f", and with it {', '.join(went)}" if went else "")


def _name(data: Data, path: str) -> str:
    item = paths.look(data, path)
    return str(item.get("name", path)) if isinstance(item, dict) else path


OPERATIONS: dict[str, Callable[[Data, _Form], str]] = {
    "actor": _actor,
    "issue": _issue,
    "stage": _stage,
    "milestone": _milestone,
    "consent": _consent,
    "stance": _stance,
    "lever": _lever,
    "alternative": _alternative,
    "position": _position,
    "number": _number,
    "rename": _rename,
    "id": _id,
    "text": _text,
    "move": _move,
    "remove": _remove,
}
"""What a form can ask for."""
