"""From accepted proposals, as the reading writes them, to the facts that a draft is made of.

A row has a `kind` (actor, meeting, statement, relation, roadmap, alternative) and its `item` in the
case's own format. What names an actor that was not accepted is left out, as far as the rest still
says something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.drafting.draft import draft
from tracktwo.reading.plans.agreed import AGREED
from tracktwo.reading.proposals.proposal import points_of
from tracktwo.reading.review.merge import Drafted

if TYPE_CHECKING:
    import datetime as dt
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
        Of several plans the `main_plan` counts; the others are left out.
    """
    found: dict[str, Any] = {"id": case_id, "title": title, "date": date, "roadmap": None}
    found |= {place: [] for place in _PLACES.values()}
    plans: list[Item] = []
    for row in rows:
        item = dict(row["item"])
        if row["kind"] == "roadmap":
            plans.append(item | ({"agreed": True} if AGREED in row.get("flags", ()) else {}))
        elif row["kind"] in _PLACES:
            found[_PLACES[row["kind"]]].append(item)
    known = {a["id"] for a in found["actors"]}
    found["statements"] = [s for item in found["statements"] for s in _said(item, known)]
    _number(found["statements"])
    found["relations"] = [r for r in found["relations"] if {r["from"], r["to"]} <= known]
    found["meetings"] = [_met(m, known) for m in found["meetings"] if m.get("body") in known]
    for plan in plans:
        plan["proposed_by"] = [a for a in plan.get("proposed_by") or [] if a in known]
    found["roadmap"] = main_plan(plans)
    return found


def main_plan(plans: Sequence[Item]) -> Item | None:
    """Return the plan that a draft is made of, the first of equals; None where there is none.

    The one with most steps of different known kinds: what else is listed ("presented by the
    minister") says of no step what it would change. An order counts as much as one step more.
    """
    return max(plans, key=_worth, default=None)


def _worth(plan: Item) -> tuple[int, bool, int]:
    steps = steps_of(plan)
    inner = [one for step in steps for one in step.get("milestones") or []]
    ordered = len(plan.get("stages") or []) > 1
    kinds = {step["step"] for step in (*steps, *inner) if step.get("step")}
    return len(kinds) + ordered, ordered, len(steps)


def steps_of(plan: Item) -> list[Item]:
    """Return the steps of a proposed plan: its stages, or the points of the one that it has."""
    stages: list[Item] = plan.get("stages") or []
    return points_of(stages) or stages


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
    published: dt.date | None = None,
) -> Drafted:
    """Draft the case of a folder that has none, for `tracktwo.reading.review.merge.merge`.

    Of several plans those that the draft does not follow are told in its notes.

    Parameters
    ----------
    rows, title, date, case_id : as in `facts_of`
    plan : kinds of step in order, where the text gives no plan
    published : the day, where `date` is None

    Returns
    -------
    Drafted

    Raises
    ------
    DraftError
        As in `tracktwo.drafting.draft`.
    """
    rows = list(rows)
    facts = facts_of(rows, title=title, date=date or published, case_id=case_id)
    made = draft(facts, plan=plan)
    plans = {n: row["item"] for n, row in enumerate(rows) if row["kind"] == "roadmap"}
    main = None if plan else main_plan(list(plans.values()))
    others = {n: item for n, item in plans.items() if item is not main}
    notes = [_left(item, main) for item in others.values()]
    return Drafted(made.case_yaml, made.positions_csv, (*made.notes, *notes), frozenset(others))


def _left(plan: Item, main: Item | None) -> str:
    instead = "the steps that were named" if main is None else f"“{main['name']}”"
    steps = "; ".join(str(step["name"]) for step in steps_of(plan))
    return f"{plan['name']} ({steps}): left out, since the draft follows {instead}"
