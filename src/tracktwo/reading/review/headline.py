"""A proposal in one line, for a person to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.reading.proposals.proposal import points_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.reading.review.decisions import Session


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence, or the line, that holds a span begins and ends."""
    line, stop = text.rfind("\n", 0, start), text.rfind(". ", 0, start)
    begins = max(line + 1, stop + 2 if stop >= 0 else 0)
    stops = [x for x in (text.find(". ", end), text.find("\n", end)) if x >= 0]
    return begins, min(stops) + 1 if stops else len(text)


def headline(session: Session, row: Mapping[str, Any]) -> str:
    """Say what is proposed, with its actors by name."""
    item = session.item(row)
    proposed = [r["item"] for r in session.rows.values() if r["kind"] == "actor"]
    names = session.actors() | {one["id"]: one["name"] for one in proposed}

    def name(ids: Any) -> str:
        listed = [ids] if isinstance(ids, str) else ids or []
        return ", ".join(names.get(i, i) for i in listed)

    match row["kind"]:
        case "actor":
            also = f", also {', '.join(item['aliases'])}" if item.get("aliases") else ""
            part = f", {item['part']}" if item.get("part") else ""
            return f"actor: {item['name']} ({item['kind']}{part}){also}"
        case "statement":
            to = f" to {name(item['to'])}" if item.get("to") else ""
            on = f" [on: {item['conditional_on']}]" if item.get("conditional_on") else ""
            said = f"{item['kind']}{to}: {item['text']}{on}"
            return f"{name(item.get('by')) or 'nobody named'} {said}"
        case "meeting":
            parts = [
                f"{p}: {name(item.get(p))}" for p in ("chair", "present", "absent") if item.get(p)
            ]
            return f"{item['name']}; {'; '.join(parts)}"
        case "relation":
            return f"{name(item['from'])} {item['kind']} {name(item['to'])}"
        case "roadmap":
            points = points_of(item["stages"])
            what, order = ("point", ", in no order,") if points else ("stage", "")
            what = f"{what}s{order}" if len(points or item["stages"]) != 1 else what
            listed = "; ".join(f"{n}. {_step(s)}" for n, s in numbered_steps(item["stages"]))
            by = name(item.get("proposed_by")) or "nobody named"
            return f"{what} proposed by {by}: {listed}"
        case _:
            return f"{item['name']}: {item.get('description', '')}"


def numbered_steps(stages: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Return the steps of a plan with their numbers: its stages and what is in them.

    "1", "1.1", "1.2", "2"; of points without an order, which stand in one stage, "1", "2".
    """
    if points := points_of(stages):
        return [(str(n), point) for n, point in enumerate(points, start=1)]
    found: list[tuple[str, dict[str, Any]]] = []
    for n, stage in enumerate(stages, start=1):
        found.append((str(n), stage))
        inner = enumerate(stage.get("milestones") or [], start=1)
        found += [(f"{n}.{k}", one) for k, one in inner]
    return found


def _step(step: Mapping[str, Any]) -> str:
    """Return a step with its kind, its term and how long it lasts."""
    term = step.get("term") or {}
    by = f"within {_count(term['within'], term['unit'])}" if "within" in term else term.get("by")
    lasts = step.get("lasts") or {}
    length = f"lasts {_count(lasts['value'], lasts['unit'])}" if lasts else ""
    said = ", ".join(str(x) for x in (step.get("step"), by, length) if x)
    return f"{step['name']} ({said})" if said else str(step["name"])


def _count(number: float, unit: str) -> str:
    """Return a number with its unit, as in "1 month"."""
    return f"{number:g} {unit.removesuffix('s') if number == 1 else unit}"
