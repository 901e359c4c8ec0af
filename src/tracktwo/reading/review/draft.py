"""A first draft of a case, where there is none: what was accepted, and what is still to say.

Everything that a text cannot give (what is at issue, how much each actor could throw into the
balance, who must agree) is an assumption with its reason "To be set", so that the draft loads,
and `tracktwo check` and the report show what is missing.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.reading.review.decisions import Session

_HEAD = """\
# A first draft, made of what was accepted from {titles}.
# What a text cannot say is marked "To be set": it is an assumption until you set it.
format: 1
id: {id}
title: {title}
summary: {summary}
question: How far is this proposal likely to get, what blocks it, and what would move it?
as_of: {day}
horizon: 36

# --- Who. An actor with a capability plays in the game; the others are described only. --------
actors: []

# --- What about. Say in words what is contested, and what the ends of the scale mean. ---------
issues:
  - id: outcome
    name: What the proposal would change
    scale:
      0: Nothing changes.
      100: All stages of the proposal are in force.
"""


def draft(
    session: Session,
    rows: list[dict[str, Any]],
    records: dict[str, dict[str, Any]],
    add_quote: Callable[[dict[str, Any]], str],
) -> str:
    """Return the text of a case.yaml with a roadmap and without actors.

    Raises
    ------
    ReadingError
        If no actor was accepted: a case needs one.
    """
    actors = [session.item(r) for r in rows if r["kind"] == "actor"]
    if not actors:
        raise ReadingError("there is no case yet, and no accepted actor to begin one with")
    sources = [records[s] for s in dict.fromkeys(r["source"] for r in rows)]
    title = str(sources[0]["title"])
    parts = next((s["issued"]["date-parts"][0] for s in sources if "issued" in s), None)
    day = dt.date(*parts) if parts and len(parts) == 3 else dt.datetime.now(dt.UTC).date()
    head = _HEAD.format(
        titles=_quoted(", ".join(str(s["title"]) for s in sources))[1:-1],
        id=slug(session.store.case.resolve().name),
        title=_quoted(title),
        summary=_quoted(f"Drafted from {title}."),
        day=day.isoformat(),
    )
    roadmap = next((r for r in rows if r["kind"] == "roadmap"), None)
    if roadmap is None:
        stages: list[dict[str, Any]] = [{"id": "first", "name": "To be set", "evidence": []}]
        name, by = "To be set", []
    else:
        item = session.item(roadmap)
        names = {q["id"]: add_quote(q) for q in roadmap["quotes"]}
        stages = [
            {**s, "evidence": [names.get(e, e) for e in s["evidence"]]} for s in item["stages"]
        ]
        name = item["name"]
        by = [x for x in item.get("proposed_by", []) if x in session.actors()]
    players = [a["id"] for a in actors if a["kind"] != "person"]
    if not players:
        raise ReadingError("accept a state, a body or a group too: somebody has to agree")
    able = [x for x in by if x in players]
    consent = able[0] if able else players[0]
    return head + _roadmap(name, by, stages, consent)


def playing(actor: dict[str, Any]) -> dict[str, Any]:
    """Return an actor of a first draft: all but persons play, how strongly is to be set."""
    if actor["kind"] == "person":
        return actor
    capability = {"range": [10, 30, 60], "why": "To be set."}
    evidence = actor["evidence"]
    return {k: v for k, v in actor.items() if k != "evidence"} | {
        "capability": capability, "evidence": evidence,
    }  # fmt: skip


def _roadmap(name: str, by: list[str], stages: list[dict[str, Any]], consent: str) -> str:
    lines = [
        "",
        "# --- The roadmap. Say for each stage what must happen, and who must agree to it. "
        + "-" * 12,
        "roadmap:",
        f"  name: {_quoted(name)}",
    ]
    if by:
        lines.append(f"  proposed_by: [{', '.join(by)}]")
    lines += ["  start:", "    policy: {outcome: 0}", "  stages:"]
    for n, stage in enumerate(stages, start=1):
        level = round(100 * n / len(stages))
        lines += [
            f"    - id: {stage['id']}",
            f"      name: {_quoted(stage['name'])}",
            "      pace: {range: [0.01, 0.03, 0.1], why: To be set.}",
            f"      policy: {{outcome: {{value: {level}, why: To be set.}}}}",
            "      milestones:",
            f"        - id: {stage['id']}-agreed"[:74],
            "          name: Agreed",
            f"          consent: {consent}  # to be set: all who must agree",
        ]
        if stage["evidence"]:
            lines.append(f"      evidence: [{', '.join(stage['evidence'])}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Write a text as a YAML scalar in double quotes, on one line."""
    import json  # noqa: PLC0415

    return json.dumps(" ".join(text.split())[:1500], ensure_ascii=False)
