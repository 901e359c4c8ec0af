"""What is at stake: issues, what each stage puts in force on them, where everyone stands.

Rules: `issue-by-subject` (one issue per subject that the plan's steps move), `issue-by-demand` (and
for a few that sides ask for or refuse beside the plan, which may bring some of it),
`policy-by-kind`, `status-quo`, `position-by-word` (what was demanded, accepted or refused of it),
`position-by-part` (of those of whom nothing was said), `salience-by-words` (how much of what is
said is about it), `share-by-stage`, `share-after-breakdown`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.conditions import met
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.ranges import default, shifted
from tracktwo.drafting.words import kinds_in, table, weight_of

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, PlanStage

SHARE = "share"
"""The issue that is about shares of power; what each stage puts in force of it is computed."""
_SHARING = {"comprehensive-agreement", "elections", "interim-government"}
_BY_WORD: dict[str, tuple[tuple[float, float, float], str]] = {
    "refuses": ((0, 5, 20), "It refuses a step towards it."),
    "demands": ((80, 94, 100), "It asks for it."),
    "proposes": ((78, 92, 100), "It proposes it."),
    "commits": ((60, 80, 95), "It has promised a step towards it."),
    "accepts": ((50, 72, 92), "It accepts a step towards it."),
    "conditions": ((25, 50, 75), "It sets conditions for it."),
    "against": ((0, 7, 22), "It asks that there be none of it."),
}
_ELSEWHERE = ((15, 60, 100), "It refuses this step, but does not hold what would stay as today.")
"""Where stands who refuses to share what it does not hold: "as today" is not what it wants."""
_HELD = frozenset({"rule", "territory"})
"""Subjects whose near end is that one side alone governs, as today."""
_IN_OFFICE = frozenset({"government", "state"})
WORDS = _BY_WORD.keys() - {"against"}
_PLAIN = "change"
_AGAINST = frozenset({"aid-stop", "non-recognition", "sanctions"})
OTHERS = "others"
_PARTS = re.compile(r"(?:[,;]| and | as well as )(?: ?and )?")
"""What stands between two things that are asked for together."""
_PLAIN_WORDS = ("territory", "people", "justice")
"""Subjects that are told by words alone; those of the others are everywhere."""
_SETTLING = frozenset({
    "autonomy", "comprehensive-agreement", "constitution", "elections", "framework-agreement",
    "interim-government",
})  # fmt: skip
"""Kinds of step with which what was asked for beside the plan would be settled, if at all."""
_MOST_ASKED = 2
"""Most subjects that are taken from what is asked for."""
_UNMINDED = ((5, 15, 35), "Others ask for it; it says nothing of it.")
_SOME, _MUCH = 10, 60
"""How far such a stage is taken to move one: some of it is most likely, most of it possible."""


@dataclass(frozen=True)
class Stakes:
    """What is contested, and who wants what."""

    subjects: list[str]
    policy: dict[str, dict[str, Any]]
    """Stage (or start, relapse): issue: number."""
    shares: bool
    """Whether power is shared, by `power` of the case."""
    asked: dict[str, str]
    """Subject that no step of the plan moves: what was asked for, in the text's words."""


def stakes_of(facts: Facts, cast: Cast, plan: Plan) -> Stakes:
    """Return the issues that the plan moves, and how far each stage does."""
    subjects: list[str] = []
    policy: dict[str, Item] = {stage.id: {} for stage in plan.stages}
    moved: set[str] = set()
    for subject, row in table("subjects").items():
        named = _named(facts, plan, subject)
        if subject == _PLAIN or (row.get("spoken") is True and not _spoken(facts, subject)):
            continue
        unsaid = set(row.get("spoken", ())) if row.get("spoken") is not True and not named else ()
        reached = row["start"][1]
        for stage in plan.stages:
            kinds = [k for k in stage.kinds if k in row["steps"] and k not in unsaid]
            spans = [row["steps"][kind] for kind in kinds]
            best = max(spans, key=lambda span: span[1], default=None)
            # A later step takes back nothing that an earlier one put in force.
            if best is not None and best[1] > reached:
                why = f"What {_kind_name(stage)} is taken to put in force on a scale made for it."
                policy[stage.id][subject] = default(best, why, "policy-by-kind")
                reached = best[1]
                moved.add(stage.id)
        if reached > row["start"][1]:
            subjects.append(subject)
    asked = asked_for(facts, cast, subjects)
    for subject in asked:
        stage = next((s for s in plan.stages if _SETTLING & set(s.kinds)), plan.stages[-1])
        low, mode, high = table("subjects")[subject]["start"]
        why = "It is asked for; the text does not say that the plan brings any of it, or none."
        span = (low, mode + _SOME, max(high, _MUCH))
        policy[stage.id][subject] = default(span, why, "issue-by-demand")
        subjects.append(subject)
        moved.add(stage.id)
    shared = [s for s in plan.stages if _SHARING & set(s.kinds)] if len(cast.sides) > 1 else []
    moved |= {s.id for s in shared}
    if any(stage.id not in moved for stage in plan.stages):
        subjects.append(_PLAIN)
        for n, stage in enumerate(plan.stages, start=1):
            level = 100 * n / len(plan.stages)
            why = "Each stage is taken to bring as much of the proposal as any other."
            span = shifted((level - 15, level, level + 10), 0)
            policy[stage.id][_PLAIN] = default(span, why, "policy-by-kind")
    return Stakes(subjects, policy, bool(shared), asked)


def asked_for(facts: Facts, cast: Cast, known: list[str]) -> dict[str, str]:
    """Return subjects beyond the known that sides ask for or refuse, with their words for it."""
    found: dict[str, str] = {}
    for kinds in (("demands", "proposes"), ("refuses",)):
        for said in facts.counted:
            if said["kind"] not in kinds or cast.voice(said["by"]) not in [*cast.sides, *cast.own]:
                continue
            for part in _PARTS.split(" ".join(str(said["text"]).split())):
                subject = _subject_of(part, known)
                if subject is not None and not kinds_in("levers", part):
                    found.setdefault(subject, part)
    return dict(list(found.items())[:_MOST_ASKED])


def _subject_of(text: str, known: list[str]) -> str | None:
    """Return the subject beyond the known that a text asks for; None where there is none.

    It is what the step that it names moves most, where the plan moves nothing of that; else what
    its plain words name.
    """
    for kind in kinds_in("steps", text):
        moved = {s: row["steps"][kind][1] for s, row in table("subjects").items()
                 if kind in row["steps"]}  # fmt: skip
        if moved:
            return None if moved.keys() & set(known) else max(moved, key=lambda s: moved[s])
    return next((s for s in _PLAIN_WORDS if weight_of(s, text) and s not in known), None)


def _named(facts: Facts, plan: Plan, subject: str) -> bool:
    """Tell whether a text or the names of the plan's steps use the words of a subject."""
    names = [x.name for stage, step in plan.steps() for x in (stage, step)]
    return _spoken(facts, subject) or any(weight_of(subject, text) for text in names)


def _kind_name(stage: PlanStage) -> str:
    return str(table("steps")[stage.kind]["ask"]) if stage.kind else "it"


def _spoken(facts: Facts, subject: str) -> bool:
    return any(weight_of(subject, str(s["text"])) for s in facts.statements)


def start_policy(stakes: Stakes) -> Item:
    """Return what holds today on every issue."""
    why = "Taken to hold today; the text does not measure it."
    return {s: default(table("subjects")[s]["start"], why, "status-quo") for s in stakes.subjects}


def relapse_policy(stakes: Stakes) -> Item:
    """Return what would hold after the settlement broke down."""
    why = "Who would decide it after a breakdown is not known."
    return {s: default((0, 20, 60), why, "status-quo") for s in stakes.subjects}


def issues(cast: Cast, stakes: Stakes) -> list[Item]:
    """Return the issues, with the ends of their scales in words."""
    names = _names(cast)
    made = []
    for subject in stakes.subjects:
        row = table("subjects")[subject]
        scale = {
            end: row[word].format(**names) for end, word in ((0, "low"), (50, "mid"), (100, "high"))
        }
        if subject in stakes.asked:
            words = stakes.asked[subject].strip(" .")
            scale |= {50: "Part of it.", 100: f"{words}."}
        scale = {end: text[:1].upper() + text[1:] for end, text in scale.items()}
        made.append({"id": subject, "name": row["name"].format(**names), "scale": scale})
    if stakes.shares:
        made.append(
            {
                "id": SHARE,
                "name": f"Share of power for {names['challenger']}",
                "scale": {0: "None.", 50: "Half of it.", 100: "All of it."},
            }
        )
    return made


def side_of_shares(cast: Cast) -> list[str]:
    """Return the parties whose share the issue about power is: those without it today."""
    if cast.holder is not None:
        return [*cast.challengers, *cast.own]
    return [*cast.sides[1:], *cast.own]


def _names(cast: Cast) -> dict[str, str]:
    others = cast.challengers if cast.holder else cast.sides[1:] or cast.sides
    return {
        "holder": cast.label[cast.holder] if cast.holder else "one side",
        "challenger": cast.named(others) if len(others) < 3 else "the other sides",
    }


# --- who wants what --------------------------------------------------------------------------


def positions(
    facts: Facts, cast: Cast, plan: Plan, stakes: Stakes, players: list[str]
) -> list[Item]:
    """Return where every player stands on every issue, as rows of positions.csv."""
    subjects = [*stakes.subjects, *([SHARE] if stakes.shares else [])]
    heard = {(a, s): _heard(facts, cast, a, s) for a in players for s in subjects}
    return [
        {
            "actor": actor,
            "issue": subject,
            "position": _position(facts, cast, plan, actor, subject),
            "salience": default(*_UNMINDED, "salience-by-words")
            if subject in stakes.asked and not heard[actor, subject]
            else _salience(cast, actor, subject, subjects, heard),
        }
        for actor in players
        for subject in subjects
    ]


def _said_by(facts: Facts, cast: Cast, actor: str) -> list[Item]:
    return [s for s in facts.counted if cast.voice(s["by"]) == actor]


def _about(subject: str, text: str) -> bool:
    """Tell whether a text speaks of a subject: by its words, else by the step that it names."""
    if any(weight_of(other, text) for other in table("subjects")):
        return weight_of(subject, text) > 0
    return _moves(subject, text)


def _moves(subject: str, text: str) -> bool:
    row = table("subjects").get(subject)
    return row is not None and bool(set(kinds_in("steps", text)) & row["steps"].keys())


def _position(facts: Facts, cast: Cast, plan: Plan, actor: str, subject: str) -> Item:
    word: tuple[Item, str] | None = None
    for said in _said_by(facts, cast, actor):
        text, kind = str(said["text"]), said["kind"]
        if kind == "conditions" and met(facts, cast, plan, said):
            kind = "accepts"
        if kind not in WORDS or not _about(subject, text):
            continue
        pulled = set(kinds_in("levers", text))
        pressing = _AGAINST & pulled - ({"sanctions"} if "relief" in pulled else set())
        if subject == "recognition" and pressing:
            word = said, "against"
        elif pulled and (subject != "recognition" or kind != "demands"):
            continue
        elif pulled or _own_end(cast, actor, subject, said):
            word = said, kind
    if word is not None:
        said, kind = word
        span, why = _BY_WORD[kind]
        if kind == "refuses" and subject in _HELD and not _holds(facts, cast, actor):
            span, why = _ELSEWHERE
        return default(span, why, "position-by-word", evidence(said))
    return _by_part(facts, cast, actor, subject)


def _holds(facts: Facts, cast: Cast, actor: str) -> bool:
    """Tell whether an actor may be who governs today."""
    if cast.holder is not None:
        return actor == cast.holder
    return any(a["id"] == actor and a.get("kind") in _IN_OFFICE for a in facts.actors)


def _own_end(cast: Cast, actor: str, subject: str, said: Item) -> bool:
    """Tell whether a demand points to the far end of a scale; the holder's to the near one."""
    if said["kind"] not in {"demands", "proposes"}:
        return True
    return actor != cast.holder or _moves(subject, str(said["text"]))


def _by_part(facts: Facts, cast: Cast, actor: str, subject: str) -> Item:
    rule = "position-by-part"
    if subject == SHARE:
        side = side_of_shares(cast)
        if actor in cast.own or actor in side:
            return default((45, 65, 90), "It is taken to want a good half of it.", rule)
        if actor in cast.sides:
            return default((0, 8, 25), "It is taken to want to keep what it has.", rule)
        return default((30, 50, 70), "It is taken to favour neither side.", rule)
    want = table("subjects")[subject]["want"]
    if actor in cast.sides or actor in cast.own:
        refusing = any(s["kind"] == "refuses" for s in _said_by(facts, cast, actor))
        if cast.holder == actor:
            return default(want["holder"], "What who holds power is taken to want of it.", rule)
        if _asked_to_give(facts, cast, actor, subject):
            return default(want["holder"], "Another side asks it to give this up.", rule)
        if cast.holder is None and refusing:
            return default(want["holder"], "It refuses steps of the plan.", rule)
        if cast.holder is None and not any(
            s["kind"] == "refuses" for s in facts.counted if cast.voice(s["by"]) in cast.sides
        ):
            low, high = want["holder"], want["challenger"]
            span = (low[1], (low[1] + high[1]) / 2, high[1])
            return default(span, "Nothing tells which side it would favour.", rule)
        return default(want["challenger"], "It would gain from what the plan brings.", rule)
    ties = [r for f, t, r in facts.related("ties") if f == actor and t == cast.holder]
    span = shifted(want["outside"], -20) if ties else want["outside"]
    why = (
        "It has close relations with who holds power."
        if ties
        else "It is taken to favour a settlement."
    )
    return default(span, why, rule, evidence(*ties))


def _asked_to_give(facts: Facts, cast: Cast, actor: str, subject: str) -> bool:
    """Tell whether another side demands something of a side on a subject."""
    names = [str(a["name"]) for a in facts.actors if a["id"] == actor]
    return any(
        said["kind"] == "demands"
        and cast.voice(said["by"]) in cast.sides
        and cast.voice(said["by"]) != actor
        and (actor in (said.get("to") or []) or any(name in str(said["text"]) for name in names))
        and _about(subject, str(said["text"]))
        and not kinds_in("levers", str(said["text"]))
        for said in facts.statements
    )


def _heard(facts: Facts, cast: Cast, actor: str, subject: str) -> int:
    words = "rule" if subject == SHARE else subject
    return sum(weight_of(words, str(s["text"])) for s in _said_by(facts, cast, actor))


def _salience(
    cast: Cast, actor: str, subject: str, subjects: list[str], heard: dict[tuple[str, str], int]
) -> Item:
    rule = "salience-by-words"
    if actor not in cast.sides and actor not in cast.own:
        return default((8, 25, 45), "Not its own conflict.", rule)
    if actor == cast.holder and subject in {"force", "rule", SHARE}:
        return default((55, 78, 98), "Its own hold on power rests on it.", rule)
    mine = heard[actor, subject]
    part = (1 + mine) / (len(subjects) + sum(heard[actor, s] for s in subjects)) * len(subjects)
    mode = round(min(max(50 * part**0.4, 30), 85))
    why = "How much of what it says is about it." if mine else "It says nothing of it."
    return default((max(mode - 22, 0), mode, min(mode + 20, 100)), why, rule)


Spans = dict[str, tuple[float, float, float]]

# --- who holds power -------------------------------------------------------------------------


def power_terms(cast: Cast, *, voting: bool) -> Item:
    """Return who may share power, and whose share the issue is about."""
    parties = [*cast.sides, *cast.own]
    parties = parties[: 12 - voting] + ([OTHERS] if voting else [])
    return {
        "parties": parties,
        "issue": SHARE,
        "side": [p for p in side_of_shares(cast) if p in parties],
    }


_NOW: Spans = {"holder": (90, 97, 100), "side": (0, 1, 4), "own": (0, 2, 6), OTHERS: (0, 0, 4)}
_INTERIM: Spans = {
    "holder": (30, 50, 75),
    "side": (15, 35, 55),
    "own": (2, 10, 25),
    OTHERS: (0, 12, 30),
}
_VOTED: Spans = {
    "holder": (8, 32, 65),
    "side": (5, 25, 55),
    "own": (2, 12, 35),
    OTHERS: (8, 34, 65),
}


def start_power(cast: Cast, parties: list[str]) -> Item:
    """Return who holds power today."""
    if cast.holder is None:
        why = "Nothing tells who holds power: by what each could throw into the balance."
        return {"formula": "capability", "among": [p for p in parties if p != OTHERS], "why": why}
    why = f"The text speaks of the rule of {cast.label[cast.holder]}."
    return {"shares": _shares(cast, parties, _NOW, why)}


def stage_power(cast: Cast, parties: list[str], stage: PlanStage) -> Item | None:
    """Return how power is shared once a stage is passed; None where it changes nothing of it."""
    if not _SHARING & set(stage.kinds):
        return None
    if "elections" in stage.kinds:
        why = "How people would vote is not known: each side may win or lose."
        return {"shares": _shares(cast, parties, _VOTED, why)}
    why = "All sides would hold office; in what share is open."
    return {"shares": _shares(cast, parties, _INTERIM, why)}


def _shares(cast: Cast, parties: list[str], table_of: Spans, why: str) -> Item:
    found = {}
    rest = max(len([p for p in parties if p in cast.sides and p != cast.holder]), 1)
    for party in parties:
        row = "holder" if party == cast.holder else party if party == OTHERS else (
            "own" if party in cast.own else "side")  # fmt: skip
        low, mode, high = table_of[row]
        scale = 1 / rest if row == "side" else 1
        found[party] = default(
            (low * scale, mode * scale, high * max(scale, 0.5)), why, "share-by-stage"
        )
    return found


def after_breakdown(parties: list[str]) -> Item:
    """Return who would hold power after a breakdown: by a contest of capabilities."""
    why = (
        "What each would hold if it came to a contest (Hirshleifer 1989): from little decided by "
        "strength to much."
    )
    return {
        "formula": "contest",
        "among": [p for p in parties if p != OTHERS],
        "decisiveness": default((0.5, 1, 2), why, "share-after-breakdown"),
    }
