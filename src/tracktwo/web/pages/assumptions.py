"""Assumptions: every number that rests on no source, by how much it matters, to try and to edit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.case import NamedQuantity, Quantity
from tracktwo.case.quantities import limits
from tracktwo.case.schema import ModelSettings
from tracktwo.report.anchors import unique
from tracktwo.report.numbers import ORIGINS
from tracktwo.web.links import number_anchor
from tracktwo.web.questions import answer_of
from tracktwo.web.remarks import author_of, remarks_of
from tracktwo.web.render import known_quantities, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.report.numbers import Number
    from tracktwo.report.page import Page
    from tracktwo.web.render import View

GROUPS = {
    "actor": "Actors", "issue": "Positions and saliences", "stage": "Stages and steps",
    "lever": "Levers", "model": "The model",
}  # fmt: skip


MORE_SAMPLES = (("samples", 4096), ("draws", 2048))
"""Options of the question what matters, where its first answer has not converged."""

SETTINGS = frozenset(f"model.{name}" for name in ModelSettings.model_fields if name != "stances")
STANCES = "model.stances."
"""Constants of the model that a case may give: these, and what each stance is worth."""


@dataclass(frozen=True)
class Rail:
    """From where to where a slider runs, and in which steps."""

    low: float
    high: float
    step: float


@dataclass(frozen=True)
class Row:
    """One number as the page shows it."""

    number: Number
    anchor: str
    quantity: Quantity | None
    """As the case has it; None for a constant of the model that a case cannot set."""
    tried: Quantity | None
    """With the changes."""
    rail: Rail | None
    share: float
    """Its swing as a share of the largest one."""

    @property
    def is_first(self) -> bool:
        """Whether it is clear that it moves the odds."""
        return self.number.is_clear

    @property
    def is_open(self) -> bool:
        """Whether no source stands behind it."""
        return self.number.is_assumption

    @property
    def is_constant(self) -> bool:
        """Whether it is the model's, so that nobody could find it out about the case."""
        return self.number.is_constant

    @property
    def is_tried(self) -> bool:
        """Whether it has another value than in the case."""
        return self.tried is not self.quantity and self.tried != self.quantity

    @property
    def up(self) -> bool:
        """Whether more of it raises the odds."""
        return (self.number.swing or 0) > 0

    @property
    def how(self) -> str:
        """How its slider moves it: as a range, where the case gives one."""
        given = self.number.origin != ORIGINS["model"]
        return "shift" if given and self.quantity and self.quantity.is_range else ""

    @property
    def slider_id(self) -> str:
        """Id of its slider."""
        return f"try-{self.anchor}"


def rail_of(path: str, quantity: Quantity) -> Rail:
    """Return a rail on which a quantity can be moved well beyond its range, within the limits."""
    lowest, highest = limits(path)
    is_scale = path.startswith("positions.") or ".policy." in path
    if is_scale or (highest - lowest <= 1 and quantity.high > 0.25 * highest):
        low, high = lowest, highest
    else:
        reach = max(quantity.high - quantity.low, abs(quantity.mode), 0.05 * min(highest, 1.0))
        low, high = max(quantity.low - reach, lowest), min(quantity.high + reach, highest)
        if quantity.low >= 0:
            low = max(low, 0.0)
    step = 10.0 ** (math.floor(math.log10(high - low)) - 2)
    # A slider's values are low + n * step: both ends are put on round numbers.
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return Rail(round(max(low, lowest), 9), round(min(high, highest), 9), step)


def assumptions(request: Request) -> Response:
    """List the numbers, those without evidence first."""
    seen = view(request)
    if seen.part:
        return page(seen, "assumptions.html.j2")
    asked = request.query_params
    group, text = asked.get("group", ""), " ".join(asked.get("find", "").split())
    p = seen.state.page()
    rows = _rows(seen, p)
    fit = [row for row in rows if _fits(row, group, text)]
    return page(
        seen,
        "assumptions.html.j2",
        p=p,
        open_rows=[row for row in fit if row.is_first and row.is_open and not row.is_constant],
        constants=[row for row in fit if row.is_first and row.is_open and row.is_constant],
        unclear=[(id_, name, rows) for id_, name in GROUPS.items() if (rows := _unclear(fit, id_))],
        sure_rows=[row for row in fit if not row.number.is_assumption],
        counts=(len(p.assumptions), len(p.numbers)),
        groups=GROUPS,
        owners=_owners(seen),
        group=group,
        find=text,
        matters=answer_of(seen, "matters"),
        what_if=answer_of(seen, "what-if"),
        more_samples=MORE_SAMPLES,
    )


def to_set(seen: View, p: Page) -> dict[str, NamedQuantity]:
    """Return every number that a change may set: the case's, and the model's that it may give."""
    found = dict(seen.state.quantities)
    for item in p.result.inputs:
        if item.path not in found and (item.path in SETTINGS or item.path.startswith(STANCES)):
            quantity = Quantity(low=item.low, mode=item.mode, high=item.high, why=item.why,
                                evidence=[])  # fmt: skip
            found[item.path] = NamedQuantity(
                item.path, item.label, quantity, "model", item.owner, given=False
            )
    return found


def _rows(seen: View, p: Page) -> list[Row]:
    given, tried = to_set(seen, p), known_quantities(seen.case)
    numbers = list(p.numbers.values())
    most = max((abs(n.swing or 0) for n in numbers if n.is_clear), default=0) or 1
    taken: set[str] = set()
    rows = []
    for number in numbers:
        item, now = given.get(number.path), tried.get(number.path)
        quantity = item.quantity if item else None
        rows.append(
            Row(
                number,
                unique(number_anchor(number.path), taken),
                quantity,
                now.quantity if now else quantity,
                rail_of(number.path, quantity) if quantity else None,
                abs(number.swing or 0) / most if number.is_clear else 0,
            )
        )
    return rows


def _unclear(rows: list[Row], group: str) -> list[Row]:
    """Return the assumptions of a group that are not among the first."""
    return [
        row
        for row in rows
        if row.number.group == group and row.number.is_assumption and not row.is_first
    ]


def _fits(row: Row, group: str, text: str) -> bool:
    """Tell whether a number is of a group, or of an actor, and says what is looked for."""
    number = row.number
    if group.startswith("actor:"):
        parts = number.path.split(".")
        if group.removeprefix("actor:") not in parts:
            return False
    elif group and number.group != group:
        return False
    said = f"{number.label} {number.path} {number.why or ''}".casefold()
    return all(word in said for word in text.casefold().split())


def _owners(seen: View) -> list[tuple[str, str]]:
    return [(f"actor:{actor.id}", words.heading(actor.label)) for actor in seen.base.actors]


def edit(request: Request) -> Response:
    """Show one number as a form: its value or range, why, and the quotes that it rests on."""
    seen = view(request)
    path = request.query_params.get("number", "")
    p = seen.state.page()
    item = to_set(seen, p).get(path)
    if item is None:
        raise HTTPException(404, "The case has no such number.")
    quotes = sorted(
        seen.state.folder.quotes.values(), key=lambda q: (q.source, q.start or 0, q.line)
    )
    return page(
        seen,
        "number_edit.html.j2",
        here="assumptions",
        item=item,
        number=p.numbers.get(path),
        quotes=quotes,
        limits=limits(path),
        remarks=[one for one in remarks_of(seen.served.path) if one.path == path],
        you=author_of(request),
        back=f"/assumptions#{number_anchor(path)}",
    )


ROUTES = (Route("/assumptions", assumptions), Route("/assumptions/edit", edit))
