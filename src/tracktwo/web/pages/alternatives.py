"""Alternatives: the case, its other proposals, saved scenarios and what is tried, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from tracktwo.blocks import chart_parts, words
from tracktwo.blocks.changed import changes
from tracktwo.case import CaseError
from tracktwo.questions.what_if.scenarios import Scenario, in_short
from tracktwo.report import charts_by_row
from tracktwo.roadmap.structure import TooManyStatesError
from tracktwo.web.overlay import of_scenario
from tracktwo.web.render import Drawings, address, listed, page, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.questions.odds.live import Live
    from tracktwo.results.bands import Band
    from tracktwo.web.render import View


@dataclass(frozen=True)
class Cell:
    """One stage in one option."""

    reached: Band
    difference: Band | None
    """ComparedPlan minus case, draw by draw; None where the case has no such stage."""
    sure: float | None
    """Share of draws in which the option raises the odds."""


@dataclass(frozen=True)
class ComparedPlan:
    """One thing that is put beside the case."""

    kind: str
    """alternative, scenario or tried"""
    name: str
    anchor: str
    changes: tuple[tuple[str, str], ...]
    """What it changes, by name where it makes a case, and what that is then."""
    to: str
    """The address at which it is tried."""
    live: Live | None
    problems: tuple[str, ...] = ()
    """Why it makes no valid case."""
    description: str | None = None
    evidence: tuple[str, ...] = ()

    @property
    def cells(self) -> dict[str, Cell]:
        """Odds by stage."""
        if self.live is None:
            return {}
        found = zip(self.live.now, self.live.difference, self.live.sure, strict=True)
        return {
            stage.id: Cell(self.live.reached(n), difference, sure)
            for n, (stage, difference, sure) in enumerate(found)
        }


def alternatives(request: Request) -> Response:
    """Show the page; what has to be computed for it comes as a piece."""
    return page(view(request), "alternatives.html.j2")


def table(request: Request) -> Response:
    """Show every option beside the case, on the same draws."""
    seen = view(request)
    options, trouble = _options(seen)
    base, draw = seen.state.live.answer({}), Drawings(seen)
    return page(
        seen,
        "alternatives_table.html.j2",
        here="alternatives",
        path="/alternatives",
        options=options,
        trouble=trouble,
        as_is=base,
        pictures=[(s.name, _picture(draw, n, base, options)) for n, s in enumerate(base.stages)],
    )


def _options(seen: View) -> tuple[list[ComparedPlan], list[str]]:
    """Return the options, and what is wrong with the file of saved scenarios."""
    found = []
    if seen.overlay.steps:
        tried = seen.overlay.scenario("What you are trying")
        found.append(_option(seen, "tried", tried, "tried"))
    found += [
        _option(
            seen, "alternative", Scenario(one.name, one.set, tuple(one.drop)),
            f"alternative-{one.id}",
            description=one.description, evidence=tuple(one.evidence),
        )
        for one in seen.base.alternatives
    ]  # fmt: skip
    try:
        saved = seen.served.scenarios()
    except CaseError as error:
        return found, listed(error.problems)
    found += [
        _option(seen, "scenario", one, f"scenario-{number}")
        for number, one in enumerate(saved, start=1)
    ]
    return found, []


def _option(seen: View, kind: str, scenario: Scenario, anchor: str, **more: Any) -> ComparedPlan:
    live, problems = None, list[str]()
    try:
        live = seen.state.live.answer(scenario.set, scenario.drop)
    except CaseError as error:
        problems = listed(error.problems)
    except TooManyStatesError as error:
        problems = [str(error)]
    if live is None:
        told = [(path, in_short(value)) for path, value in scenario.set.items()]
        told += [(path, "left out") for path in scenario.drop]
    else:
        told = [*changes(scenario.set, scenario.drop, seen.base, live.case)]
    to = address("/alternatives", of_scenario(scenario.set, scenario.drop))
    return ComparedPlan(kind, scenario.name, anchor, tuple(told), to, live, tuple(problems), **more)


def _picture(draw: Drawings, place: int, base: Live, options: Sequence[ComparedPlan]) -> Markup:
    """Draw the odds of one stage of the case in every option that has it."""
    stage = base.stages[place]
    rows = [chart_parts.Interval("The case as it is", base.reached(place), "var(--muted)")]
    for option in options:
        if stage.id in option.cells:
            colour = "var(--force)" if option.kind == "tried" else "var(--reached)"
            rows.append(chart_parts.Interval(option.name, option.cells[stage.id].reached, colour))
    said = "; ".join(f"{row.label}: {words.brief(row.band)}" for row in rows)
    spec = charts_by_row.chances(rows, rows[0].band.mean)
    return draw.draw(spec, f"Odds of “{stage.name}”, side by side", f"{said}.")


ROUTES = (Route("/alternatives", alternatives), Route("/alternatives/table", table))
