"""A proposal in one line, for a person to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
            return f"actor: {item['name']} ({item['kind']}){also}"
        case "statement":
            to = f" to {name(item['to'])}" if item.get("to") else ""
            return f"{name(item.get('by')) or 'nobody named'} {item['kind']}{to}: {item['text']}"
        case "meeting":
            parts = [
                f"{p}: {name(item.get(p))}" for p in ("chair", "present", "absent") if item.get(p)
            ]
            return f"{item['name']}; {'; '.join(parts)}"
        case "relation":
            return f"{name(item['from'])} {item['kind']} {name(item['to'])}"
        case "roadmap":
            stages = "; ".join(f"{n}. {s['name']}" for n, s in enumerate(item["stages"], start=1))
            return f"stages proposed by {name(item.get('proposed_by')) or 'nobody named'}: {stages}"
        case _:
            return f"{item['name']}: {item.get('description', '')}"
