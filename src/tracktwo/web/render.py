"""From a request to a page: what every page knows, and how it is written.

A page is one template. Asked with the header ``X-Tracktwo-Part: live`` (sliders do), it leaves
out what no change can alter; the script puts the elements marked `data-live` in their places.
Asked with ``X-Tracktwo-Part: piece``, a page made for it is its main part alone, to stand in
another page; without a script it is a page of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import HTMLResponse

from tracktwo.blocks import words
from tracktwo.blocks.chart_parts import ceiling
from tracktwo.case import CaseError
from tracktwo.case.quantities import names, quantities, step_names
from tracktwo.questions.what_if.ranges import HALF, moved, narrowed
from tracktwo.report import charts_over_time
from tracktwo.report.svg import SvgDrawer
from tracktwo.version import __version__
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.overlay import Overlay, TriedChange, setting
from tracktwo.web.templating import environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.blocks.chart_parts import Spec
    from tracktwo.case import Case, NamedQuantity, Problem, Source
    from tracktwo.questions.odds.live import Live
    from tracktwo.web.security import Access
    from tracktwo.web.served_case import CaseState, ServedCase

PAGES = (
    ("/", "overview", "Overview"),
    ("/roadmap", "roadmap", "Roadmap"),
    ("/pictures", "pictures", "Pictures"),
    ("/stakes", "stakes", "Actors and issues"),
    ("/levers", "levers", "Levers"),
    ("/evidence", "evidence", "Evidence"),
    ("/alternatives", "alternatives", "Alternatives"),
    ("/assumptions", "assumptions", "Assumptions"),
    ("/build", "build", "Build"),
    ("/questions", "questions", "Questions"),
    ("/forecasts", "forecasts", "Forecasts"),
    ("/track-record", "track_record", "Track record"),
    ("/report", "report", "Report"),
)


INTERVIEW = ("/interview", "interview", "Interview")
"""The first of the pages while a draft is unfinished."""


@dataclass(frozen=True)
class View:
    """One request, read: the case, the changes tried on it, and what comes of them."""

    request: Request
    served: ServedCase
    state: CaseState
    overlay: Overlay
    live: Live
    part: bool
    """Whether only what a change can alter is asked for."""
    place: str
    """The page, with what its address says besides the changes: a filter, say."""
    besides: tuple[tuple[str, str], ...]
    """That by itself."""

    @property
    def case(self) -> Case:
        """The case with the changes."""
        return self.live.case

    @property
    def base(self) -> Case:
        """The case as it is on disk."""
        return self.state.folder.case

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the case."""
        return self.state.folder.sources


@dataclass(frozen=True)
class Beginning:
    """One request, read, where there is no case yet."""

    request: Request
    served: CaseToBe
    place: str
    besides: tuple[tuple[str, str], ...]
    overlay: Overlay = field(default_factory=Overlay)
    part: bool = False

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the case: none, what was read is still apart."""
        return {}


class Moved(Exception):  # noqa: N818  (no error: the address is written in full elsewhere)
    """The page asked for has another address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


def view(request: Request, *, milestones: bool = False) -> View:
    """Read a request; `milestones` where the page looks at them.

    A form without a script sends ``path`` and ``value``; that is one more step, and the page is
    then at the address that holds it.

    Raises
    ------
    CaseError
        If the changes make no valid case.
    Moved
        To the address with the further step.
    """
    served: ServedCase = request.app.state.served
    state = served.state
    items = request.query_params.multi_items()
    overlay = Overlay.of(items)
    part = request.headers.get("x-tracktwo-part") == "live"
    for step in _asked(items, state, overlay):
        overlay = overlay.then(step)
    further = any(name == "path" for name, _ in items)
    place = place_of(request)
    if further and not part:
        raise Moved(address(place, overlay))
    live = state.live.answer(overlay.set, overlay.drop, milestones=milestones)
    return View(request, served, state, overlay, live, part, place, _besides(items))


def view_or_beginning(request: Request) -> View | Beginning:
    """Read a request of a page that needs no case."""
    served = request.app.state.served
    if not isinstance(served, CaseToBe):
        return view(request)
    besides = _besides(request.query_params.multi_items())
    return Beginning(request, served, place_of(request), besides)


def beginning(request: Request) -> Beginning:
    """Read a request of a page by which a case begins; once there is one, its overview is that.

    Raises
    ------
    Moved
    """
    seen = view_or_beginning(request)
    if isinstance(seen, View):
        raise Moved("/")
    return seen


def place_of(request: Request) -> str:
    """Return the page that is asked for, with what its address says besides the changes."""
    more = urlencode(_besides(request.query_params.multi_items()))
    return f"{request.url.path}?{more}" if more else request.url.path


def _besides(items: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the parts of an address that are no change and say anything."""
    said = ((name, text[:LONGEST]) for name, text in items if name not in _CHANGES and text)
    return tuple(islice(said, MOST_BESIDES))


MOST_BESIDES, LONGEST = 20, 200
"""Parts of an address that are no change, and their characters: pages carry them along in every
form and link."""
_CHANGES = frozenset({"set", "drop", "unset", "undrop", "path", "value", "how"})


def _asked(items: list[tuple[str, str]], state: CaseState, overlay: Overlay) -> list[TriedChange]:
    """Return the steps that a form or a slider asks for.

    ``how=shift`` moves a whole range so that its most likely value is the one given: the range
    that is tried, else the one in the case. ``half`` and ``one`` then narrow it there, ``wide``
    makes it as wide as the case has it. Anything else sets the value itself.
    """
    paths = [text for name, text in items if name == "path"]
    values = [text for name, text in items if name == "value"]
    ways = [text for name, text in items if name == "how"]
    steps = []
    for n, (path, text) in enumerate(zip(paths, values, strict=False)):
        if not path or not text.strip():
            continue
        how = ways[n] if n < len(ways) else ""
        quantity = state.quantities.get(path)
        value = None
        if how in _WIDTHS and quantity is not None:
            span = overlay.range_at(path) if how != "wide" else None
            value = shifted(quantity, text, span)
            if isinstance(value, list) and how != "wide":
                value = narrowed(value, _WIDTHS[how])
        steps.append(setting(path, value) if value is not None else TriedChange(path, text.strip()))
    return steps


_WIDTHS = {"shift": 1.0, "wide": 1.0, "half": HALF, "one": 0.0}
"""Ways to move a range, and the share of its width that each keeps."""


def shifted(
    quantity: NamedQuantity, text: str, span: Sequence[float] | None = None
) -> float | list[float] | None:
    """Move a range so that its most likely value is another; its ends stay within the limits.

    Parameters
    ----------
    quantity : as the case has it
    text : the most likely value to be
    span : the range to move, where another one is tried; one without width stays without

    Returns
    -------
    float or list of float or None
        None where the text is no number.
    """
    try:
        mode = float(text)
    except ValueError:
        return None
    if not math.isfinite(mode):
        return None
    q = quantity.quantity
    if span is not None and span[0] == span[2]:
        return [mode, mode, mode]
    return moved(quantity.path, span or (q.low, q.mode, q.high), mode)


def known_quantities(case: Case) -> dict[str, NamedQuantity]:
    """Return every number of a case by its path."""
    return {item.path: item for item in quantities(case)}


def address(path: str, overlay: Overlay, **more: str) -> str:
    """Return the address of a page, which may have a query of its own, with some changes."""
    query = "&".join(part for part in (overlay.query, urlencode(more)) if part)
    sign = "&" if "?" in path else "?"
    return f"{path}{sign}{query}" if query else path


# --- writing -------------------------------------------------------------------------------


def page(seen: View | Beginning, template: str, status: int = 200, **more: Any) -> Response:
    """Write a page.

    Parameters
    ----------
    seen : the request
    template : its file in templates/, whose name without ending is the page's id
    more : what else the template knows
    """
    known = _of(seen) if isinstance(seen, View) else _of_none(seen)
    text = (
        environment()
        .get_template(template)
        .render(_shared(seen.request) | known | {"here": template.partition(".")[0]} | more)
    )
    return HTMLResponse(text, status_code=status)


def message(request: Request, status: int, title: str, lines: list[str], **more: Any) -> Response:
    """Write a page that only says something: what is wrong, and what to do."""
    text = (
        environment()
        .get_template("message.html.j2")
        .render(
            _shared(request) | {"here": "", "title": title, "lines": lines, "overlay": None} | more
        )
    )
    return HTMLResponse(text, status_code=status)


def fragment(request: Request, template: str, **more: Any) -> str:
    """Write a piece of a page."""
    return environment().get_template(template).render(_shared(request) | more)


def refused(request: Request, error: CaseError) -> Response:
    """Say why a changed case is none, with ways back."""
    try:
        overlay = Overlay.of(request.query_params.multi_items())
    except CaseError:
        overlay = Overlay()
    path = place_of(request)
    ways = [("Start from the case as it is", path)]
    if overlay.steps:
        ways.insert(0, ("Take the last change back", address(path, overlay.undo())))
    return message(
        request, 400, "These changes make no valid case", listed(error.problems), ways=ways
    )


def listed(problems: tuple[Problem, ...]) -> list[str]:
    """Return problems as lines."""
    return [str(problem) for problem in problems]


def _shared(request: Request) -> dict[str, Any]:
    access: Access = request.app.state.access
    return {
        "pages": PAGES,
        "version": __version__,
        "secret": access.form,
        "path": request.url.path,
        "piece": request.headers.get("x-tracktwo-part") == "piece",
        "ways": [],
    }


def _of_none(seen: Beginning) -> dict[str, Any]:
    return {
        "v": seen,
        "shell": "bare.html.j2",
        "to_be": seen.served,
        "overlay": seen.overlay,
        "query": "",
        "besides": seen.besides,
        "path": seen.place,
        "part": False,
        "link": lambda to, **more: address(to, seen.overlay, **more),
    }


def _of(seen: View) -> dict[str, Any]:
    overlay = seen.overlay
    base = seen.state.quantities
    drafted = seen.state.drafted
    asks = not drafted.finished or seen.request.url.path == INTERVIEW[0]

    def label_of(path: str) -> str:
        if path in base:
            return base[path].label
        new = known_quantities(seen.case).get(path)
        return new.label if new is not None else path_words(path, seen)

    return {
        "v": seen,
        "shell": "base.html.j2",
        "to_be": None,
        "pages": (INTERVIEW, *PAGES) if asks else PAGES,
        "drafted": drafted,
        "case": seen.case,
        "base": seen.base,
        "folder": seen.state.folder,
        "live": seen.live,
        "overlay": overlay,
        "query": overlay.query,
        "besides": seen.besides,
        "path": seen.place,
        "part": seen.part,
        "problems": seen.state.problems,
        "state_number": seen.state.number,
        "actor_names": {actor.id: actor.label for actor in seen.case.actors},
        "part_names": names(seen.case),
        "steps": step_names(seen.case),
        "quantities": base,
        "label_of": label_of,
        "link": lambda to, **more: address(to, overlay, **more),
        "undo": address(seen.place, overlay.undo()) if overlay.steps else None,
        "redo": address(seen.place, overlay.redo()) if overlay.undone else None,
        "without": lambda p: address(seen.place, overlay.without(p)),
        "discard": seen.place,
        "draw": Drawings(seen),
        "until": words.month(seen.case.as_of, seen.case.horizon),
    }


def path_words(path: str, seen: View) -> str:
    """Say what stands at a path that is no number: the names of its ids, then its field."""
    known = names(seen.base) | step_names(seen.base)
    parts = path.split(".")
    if parts[0] == "stances" and parts[-1] == "stance" and len(parts) == 4:
        about = words.join(f"“{known.get(on, on)}”" for on in parts[2].split("+"))
        return f"Stance of {known.get(parts[1], parts[1])} on {about}"
    named = [known[part] for part in parts if part in known]
    field = parts[-1].replace("_", " ")
    if not named:
        return path
    return f"“{named[-1]}”" if parts[-1] in known else f"“{named[-1]}”: {field}"


class Drawings:
    """Charts of a live answer; each is drawn when the template asks for it."""

    def __init__(self, seen: View) -> None:
        self._live, self._case = seen.live, seen.case
        self._pen = SvgDrawer()

    def draw(self, spec: Spec, title: str, description: str) -> Markup:
        """Draw a specification."""
        # Drawings are escaped when they are made; see svg.framed.
        return Markup(self._pen.draw(spec, title, description))  # noqa: S704

    @property
    def calendar(self) -> charts_over_time.Calendar:
        """The axis of months."""
        horizon = self._case.horizon
        step = 12 if horizon >= 24 else max(1, round(horizon / 4)) if horizon else 1
        marks = (*range(0, max(horizon - step // 2, 0), step), horizon)
        return charts_over_time.Calendar(self._case.as_of, marks, (0, horizon))

    def reached(self, place: int) -> Markup:
        """Draw the odds that a stage has been passed by each month."""
        stage = self._live.stages[place]
        courses = [one.reached for one in self._live.stages]  # side by side, they are compared
        top = ceiling(max(max(*one.p95, *one.mean) for one in courses))
        spec = charts_over_time.over_time(stage.reached, self.calendar, top, "var(--reached)")
        by = words.odds(self._live.reached(place))
        return self.draw(spec, f"Passed by: {stage.name}", f"At the horizon: {by}.")
