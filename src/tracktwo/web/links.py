"""Where in the workbench each part of a case is shown, so that a quote can lead to it."""

from __future__ import annotations

from tracktwo.report.anchors import slug

_PARTS = {
    "actors": "/stakes#actor-",
    "issues": "/stakes#issue-",
    "positions": "/stakes#actor-",
    "levers": "/levers#lever-",
    "alternatives": "/alternatives#alternative-",
}


def number_anchor(path: str) -> str:
    """Return the id of the place on the page of assumptions that shows a number."""
    return f"number-{slug(path)}"


def fact_anchor(path: str) -> str:
    """Return the id of the place on the page of evidence that shows a fact."""
    return f"fact-{slug(path)}"


def shown_at(path: str, *, is_number: bool) -> str | None:
    """Return the address, without a query, of the place that shows a part of a case.

    Parameters
    ----------
    path : dotted path of the part
    is_number : whether it is a number, which the page of assumptions lists
    """
    if is_number:
        return f"/assumptions#{number_anchor(path)}"
    match path.split("."):
        case ["harm_limit", *_]:
            return "/levers#harm-total"
        case ["roadmap", "stages", _, "milestones", step, *_]:
            return f"/roadmap#milestone-{step}"
        case ["roadmap", "stages", stage, *_]:
            return f"/roadmap#stage-{stage}"
        case ["roadmap" | "stances", *_]:
            return "/roadmap"
        case [head, id_, *_] if head in _PARTS:
            return f"{_PARTS[head]}{id_}"
        case _:
            return None
