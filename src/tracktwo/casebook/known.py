"""What was known on the day that a case starts, as facts for the drafting rules.

Only rows that were known on the day come here (`Sources.known_on`), so that nothing later can reach
a draft: who signed and who stayed out, who mediated, what kinds of step the text provides for,
whether and how heavily it was fought, what had been agreed before.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from tracktwo.casebook.outcomes import to_come
from tracktwo.casebook.starts import QUIET

if TYPE_CHECKING:
    from tracktwo.casebook.records import ConflictYear, SignedAgreement, Sources
    from tracktwo.casebook.starts import Start

Item = dict[str, Any]

STAGES = {
    "first-agreement": "pre-talks",
    "partial": "framework-agreement",
    "comprehensive": "comprehensive-agreement",
    "interim": "interim-government",
    "elected": "elections",
    "vote": "elections",
}
"""Stage of a casebook: the kind of step that it is drafted as."""
_MILESTONES = {"vote": "vote-held", "elected": "elected-held"}
"""Stages that are judged by one of their milestones: the vote, not the government after it."""
_NAMES = {
    "first-agreement": "A first agreement",
    "partial": "A partial agreement on what is contested",
    "comprehensive": "A comprehensive agreement",
    "interim": "An interim government in office",
    "elected": "An elected government",
    "vote": "A national vote",
}
LOOK_BACK = 2
"""Years of conflict that tell who is fighting on the day."""
MOST_SIDES = 6
"""Most groups of one side that are told apart; those that fought in the latest year come first."""


def odds_of(stage: str) -> str:
    """Return the id of the stage or milestone of a draft whose odds are those of a stage here."""
    return _MILESTONES.get(stage, stage)


def facts(known: Sources, start: Start) -> Item:
    """Return the facts of a case, for `tracktwo.drafting.draft`.

    Parameters
    ----------
    known : what was known on the day of the start, and no more
    start : which case
    """
    fights = [
        y for y in known.years
        if y.conflict == start.process and y.year >= start.day.year - LOOK_BACK
    ]  # fmt: skip
    first = start.first
    government = _government(fights, first)
    signed = [p for p in first.parties if not p.startswith("Government of")] if first else []
    fighting = list(dict.fromkeys(name for y in reversed(fights) for name in y.opposed))
    together = words_joined(signed)
    others = [together] if together else []
    others += [name for name in fighting if name not in signed]
    others = others[:MOST_SIDES] or ["Opposed groups"]
    ids = _ids([government, *others])
    signers = [government, together] if together else [government, *others]
    actors: list[Item] = [
        {"id": ids[government], "name": government, "kind": "government", "part": "party"}
    ]
    actors += [
        {
            "id": ids[name],
            "name": name,
            "kind": "coalition" if name == together and len(signed) > 1 else "armed-group",
            "part": "party",
        }
        for name in others
    ]
    third = first.third if first else _mediators(known, start)
    actors += [
        {"id": id_, "name": name, "kind": "organisation", "part": "mediator"}
        for name, id_ in _ids(third).items()
    ]
    stages = _stages(start, signers)
    return {
        "id": start.id[:60],
        "title": f"{_place(known, start)}, {start.day:%B %Y}: {_title(start)}",
        "date": start.day,
        "actors": actors,
        "relations": _relations(start, fights, ids, third, signed),
        "roadmap": {"name": _title(start).capitalize(), "proposed_by": [], "stages": stages},
        "passed": _passed(start),
        "agreed_lately": _agreed_lately(known, start),
    }  # fmt: skip


def _relations(
    start: Start,
    fights: list[ConflictYear],
    ids: dict[str, str],
    third: tuple[str, ...],
    signed: list[str],
) -> list[Item]:
    """Return who fights the government, by the years known, and who mediates."""
    made: list[Item] = []
    government = next(iter(ids.values()))
    for name, id_ in ids.items():
        whom = set(signed) if name == words_joined(signed) else {name}
        years = [str(y.year) for y in fights if whom & set(y.opposed)]
        if years:
            said = f"25 deaths or more in {' and '.join(years)}."
            made.append({"from": id_, "to": government, "kind": "fights", "description": said})
    if start.mediated:
        said = "The first mediation of this spell of conflict."
        made += [
            {"from": id_, "to": government, "kind": "mediates", "description": said}
            for id_ in _ids(third).values()
        ]
    return made


def words_joined(names: list[str]) -> str:
    """Return names as one: who signs together with the government is taken as one side.

    Past processes do not bear out that more signatories make the next step rarer.
    """
    return (
        names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
    )


def conditions(sources: Sources, start: Start) -> str:
    """Return what is known to bear on a first agreement: a recent one, mediation, or neither."""
    if _agreed_lately(sources.known_on(start.day), start):
        return "agreed lately"
    return "mediated" if start.mediated else "neither"


def _title(start: Start) -> str:
    return {
        "first": "towards a first agreement",
        "settlement": "towards a settlement",
        "transition": "towards an interim and an elected government",
        "vote": "towards a vote",
    }[start.road]


def _place(known: Sources, start: Start) -> str:
    named = [y.place for y in known.years if y.country == start.country]
    if named:
        return named[-1]
    return start.first.parties[0].removeprefix("Government of ") if start.first else start.country


def _government(fights: list[ConflictYear], first: SignedAgreement | None) -> str:
    if first and first.parties and first.parties[0].startswith("Government of"):
        return first.parties[0]
    return fights[-1].government if fights else "The government"


def _ids(names: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        base = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "group"
        base = base if base[0].isalpha() else f"x-{base}"
        id_, n = base, 2
        while id_ in found.values():
            id_, n = f"{base}-{n}", n + 1
        found.setdefault(name, id_)
    return found


def _mediators(known: Sources, start: Start) -> tuple[str, ...]:
    if not start.mediated:
        return ()
    return tuple(
        "The mediator" for m in known.mediations
        if m.country == start.country and m.date == start.day
    )[:1]  # fmt: skip


def _stages(start: Start, signers: list[str]) -> list[Item]:
    """Return the stages of the plan; who signed is named, so that it is they who must agree."""
    road = {
        "first": ("first-agreement",),
        "settlement": to_come(start) or ("comprehensive",),
        "transition": ("interim", "elected"),
        "vote": ("vote",),
    }[start.road]
    between = f": {', '.join(signers[:-1])} and {signers[-1]}" if len(signers) > 1 else ""
    made = []
    for stage in road:
        item: Item = {"id": stage, "name": _NAMES[stage], "step": STAGES[stage]}
        steps = _STEPS.get(stage)
        if steps and between:
            item["milestones"] = [
                {
                    "id": id_,
                    "name": f"{name}{between}",
                    "step": STAGES[stage],
                    "after": [steps[n - 1][0]] if n else [],
                }
                for n, (id_, name) in enumerate(steps)
                if not (id_ == "interim-text" and _agreed(start, "interim-government"))
            ]
        made.append(item)
    return made


_STEPS = {
    "partial": [("partial-signed", "Signed")],
    "comprehensive": [("text", "The text is agreed"), ("comprehensive-signed", "Signed")],
    "interim": [("interim-text", "Agreed"), ("handover", "Takes over")],
    "elected": [
        ("elected-law", "The rules for a vote are agreed"),
        ("elected-held", "The vote is held"),
        ("elected-formed", "The elected government is formed"),
    ],
    "vote": [
        ("vote-law", "The rules for a vote are agreed"),
        ("vote-held", "The vote is held"),
        ("vote-formed", "The elected government is formed"),
    ],
}
"""Milestones of a stage, as the drafting rules have them by kind."""


def _agreed(start: Start, kind: str) -> bool:
    return start.first is not None and kind in start.first.provides


def _passed(start: Start) -> list[str]:
    """Return the kinds of step that were already taken, for the rates of what comes after."""
    kind = start.first.kind if start.first else None
    found = {
        "ceasefire": ["ceasefire"],
        "partial": ["framework-agreement"],
        "implementation": ["framework-agreement"],
        "full": ["comprehensive-agreement"],
    }.get(kind or "", [])
    return [*found, *(["interim-government"] if _agreed(start, "interim-government") else [])]


def _agreed_lately(known: Sources, start: Start) -> bool:
    return any(
        a.process == start.process and 0 < (start.day - a.date).days < QUIET
        for a in known.agreements
    )
