"""From accepted proposals, as the reading writes them, to the facts that a draft is made of.

A row has a `kind` (actor, meeting, statement, relation, roadmap, alternative) and its `item` in the
case's own format. What names an actor that was not accepted is left out, as far as the rest still
says something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.drafting.draft import draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.drafting.facts import Item

_PLACES = {
    "actor": "actors", "meeting": "meetings", "statement": "statements",
    "relation": "relations", "alternative": "alternatives",
}  # fmt: skip


def facts_of(
    rows: Iterable[Mapping[str, Any]], *, title: str, date: Any, case_id: str = "draft"
) -> dict[str, Any]:
    """Gather accepted rows as facts, for `tracktwo.drafting.draft`.

    Parameters
    ----------
    rows : what was accepted, in the order of the text
    title, date : of what was read
    case_id : id of the case to be

    Returns
    -------
    dict
        Of several plans the longest counts; the others are left out.
    """
    found: dict[str, Any] = {"id": case_id, "title": title, "date": date, "roadmap": None}
    found |= {place: [] for place in _PLACES.values()}
    plans: list[Item] = []
    for row in rows:
        item = dict(row["item"])
        if row["kind"] == "roadmap":
            plans.append(item)
        elif row["kind"] in _PLACES:
            found[_PLACES[row["kind"]]].append(item)
    known = {a["id"] for a in found["actors"]}
    found["statements"] = [s for item in found["statements"] for s in _said(item, known)]
    _number(found["statements"])
    found["relations"] = [r for r in found["relations"] if {r["from"], r["to"]} <= known]
    found["meetings"] = [_met(m, known) for m in found["meetings"] if m.get("body") in known]
    for plan in plans:
        plan["proposed_by"] = [a for a in plan.get("proposed_by") or [] if a in known]
    if plans:
        found["roadmap"] = max(plans, key=_size)
    return found


def _size(plan: Item) -> tuple[int, int]:
    stages = plan.get("stages") or []
    return len(stages) + sum(len(s.get("milestones") or []) for s in stages), len(stages)


def _said(item: Item, known: set[str]) -> list[Item]:
    """Return a statement once for each of those who made it together."""
    together = [item.get("by"), *(item.pop("with", None) or [])]
    for field in ("to", "about"):
        if item.get(field):
            item[field] = [x for x in item[field] if field == "about" or x in known]
    return [{**item, "by": speaker} for speaker in together if speaker in known]


def _number(statements: list[Item]) -> None:
    """Give every statement an id of its own."""
    taken: set[str] = set()
    for said in statements:
        base, n = str(said.get("id") or "said")[:58], 2
        id_ = base
        while id_ in taken:
            id_, n = f"{base}-{n}", n + 1
        taken.add(id_)
        said["id"] = id_


def _met(meeting: Item, known: set[str]) -> Item:
    chair = meeting.get("chair")
    there = {f: [x for x in meeting.get(f) or [] if x in known] for f in ("present", "absent")}
    kept = {k: v for k, v in meeting.items() if k not in {"chair", "present", "absent"}}
    return kept | ({"chair": chair} if chair in known else {}) | there


def first_draft(
    rows: Iterable[Mapping[str, Any]],
    *,
    title: str,
    date: Any,
    case_id: str,
    plan: Sequence[str] | None = None,
) -> tuple[str, str]:
    """Draft the case of a folder that has none, for `tracktwo.reading.review.merge.merge`.

    Parameters
    ----------
    rows, title, date, case_id : as in `facts_of`
    plan : kinds of step in order, where the text gives no plan

    Returns
    -------
    (str, str)
        The texts of case.yaml and positions.csv.

    Raises
    ------
    DraftError
        As in `tracktwo.drafting.draft`.
    """
    made = draft(facts_of(rows, title=title, date=date, case_id=case_id), plan=plan)
    return made.case_yaml, made.positions_csv
