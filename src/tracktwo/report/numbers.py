"""Every number behind a result, with the quote it rests on or its mark as an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks.words import points, short_span, signed, span
from tracktwo.case import quantities

if TYPE_CHECKING:
    from tracktwo.case import Case
    from tracktwo.results.odds import Input, Result

ORIGINS = {
    "case": "the case",
    "model": "the model",
    "format": "default of the case format",
}


@dataclass(frozen=True)
class Number:
    """A number as the page shows it."""

    path: str
    label: str
    group: str
    text: str
    short: str
    why: str | None
    evidence: tuple[str, ...]
    origin: str
    swing: float | None
    swing_error: float | None
    step: float | None = None
    slope: float | None = None

    @property
    def slope_text(self) -> str:
        """What a small step up does to the odds."""
        if self.slope is None or self.step is None:
            return ""
        return f"{signed(100 * self.slope, 2)} by {signed(self.step, 2).rstrip('0').rstrip('.')}"

    @property
    def is_assumption(self) -> bool:
        """Whether no source stands behind it."""
        return not self.evidence

    @property
    def is_constant(self) -> bool:
        """Whether it is the model's, so that nobody could find it out about the case."""
        return self.group == "model"

    @property
    def is_clear(self) -> bool:
        """Whether its swing stands out from the noise of the sample (at 90 %)."""
        return self.swing is not None and abs(self.swing) > _NINE_IN_TEN * (self.swing_error or 0)

    @property
    def swing_text(self) -> str:
        """By how much the odds differ between its high and its low values."""
        if self.swing is None:
            return "certain" if self.text == self.short else "not measured"
        if not self.is_clear:
            return "no clear swing"
        margin = signed(_NINE_IN_TEN * (self.swing_error or 0.0) * 100).lstrip("+")
        return f"{points(self.swing)}, give or take {margin}"


_NINE_IN_TEN = 1.645
"""Standard errors either side that hold nine estimates in ten (normal distribution)."""


def numbers(case: Case, result: Result) -> dict[str, Number]:
    """Return every number of the case and the model, the largest swing first.

    The result lists those that the game uses; the rest of the case's own (weights of members,
    for one) follow, so that none is shown without its source.
    """
    found = {item.path: _of_input(item) for item in result.inputs}
    for item in quantities(case):
        if item.given and item.path not in found:
            q = item.quantity
            found[item.path] = Number(
                item.path,
                item.label,
                item.group,
                span(q.low, q.mode, q.high),
                short_span(q.low, q.mode, q.high),
                q.why,
                tuple(q.evidence),
                ORIGINS["case"],
                None,
                None,
            )
    return found


def _of_input(item: Input) -> Number:
    return Number(
        item.path,
        item.label,
        item.group,
        span(item.low, item.mode, item.high),
        short_span(item.low, item.mode, item.high),
        item.why,
        item.evidence,
        ORIGINS.get(item.origin, item.origin),
        item.swing,
        item.swing_error,
        item.step,
        item.slope,
    )
