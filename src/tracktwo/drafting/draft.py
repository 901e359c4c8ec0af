"""The draft: accepted facts in, a playable case out. A pure function: same facts, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case.format.numbers import ends
from tracktwo.case.tables import write_rows
from tracktwo.drafting import conflict, stakes
from tracktwo.drafting.alternatives import alternatives, consistent
from tracktwo.drafting.attitudes import as_items, attitudes
from tracktwo.drafting.bodies import members
from tracktwo.drafting.consent import consents
from tracktwo.drafting.ease import ease
from tracktwo.drafting.facts import Facts
from tracktwo.drafting.levers import OUTSIDE, harm_limit, levers, needs_outside
from tracktwo.drafting.roles import cast, played, with_sides
from tracktwo.drafting.steps import as_fields, fallback, pace, plan_of
from tracktwo.drafting.yaml_text import block, flow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.drafting.consent import Consent
    from tracktwo.drafting.facts import Item
    from tracktwo.drafting.roles import Cast
    from tracktwo.drafting.steps import Plan, PlanStage

HORIZON = 60
"""Months: as far as the rates of transitions are calibrated."""
COLUMNS = (
    "actor", "issue", "position_low", "position", "position_high",
    "salience_low", "salience", "salience_high", "why", "evidence", "rule",
    "salience_why", "salience_rule",
)  # fmt: skip

_HEAD = """\
# A first draft, made by rule from what was accepted. Every number that a rule set says so: `rule`
# names it, `why` gives its reason. Change what you know better, and leave `rule` out there: the
# number is then yours. The rules are described in docs/drafting.md.
"""
_SECTIONS = {
    "actors": "Who. Those with a capability play in the game; the others are described only.",
    "issues": "What about.",
    "roadmap": "The plan. `consent` says who must agree to a step.",
    "power": "Who may share power.",
    "stances": "Declared attitudes, and silence.",
    "levers": "What would move it.",
    "meetings": "What was said and done.",
    "alternatives": "Other proposals.",
}


@dataclass(frozen=True)
class Draft:
    """The text of a drafted case.

    Attributes
    ----------
    case_yaml, positions_csv : str
    notes : tuple of str
        What a person should know, a line each: sides that the facts do not name, proposals that
        have no place in the draft.
    """

    case_yaml: str
    positions_csv: str
    notes: tuple[str, ...] = ()


def draft(facts: Mapping[str, Any] | Facts, *, plan: Sequence[str] | None = None) -> Draft:
    """Draft a playable case from accepted facts.

    Parameters
    ----------
    facts : mapping or Facts
        ``title``, ``date`` (the article's), ``id``, and in the format of case.yaml ``actors``,
        ``meetings``, ``statements``, ``relations``, ``alternatives`` and ``roadmap`` (name,
        proposed_by, stages with milestones).
    plan : sequence of str, optional
        Kinds of step in order, where the text gives no plan.

    Returns
    -------
    Draft

    Raises
    ------
    NoDateError
        If the day of the article is not known.
    NoPlanError
        If there is no plan and none is named.
    DraftError
        If a kind of step is unknown.
    """
    given = facts if isinstance(facts, Facts) else Facts.of(facts)
    given, unnamed = with_sides(given)
    who = cast(given)
    steps = plan_of(given, who, plan)
    must = consents(given, who, steps)
    others, left = alternatives(given, who, steps, must)
    players = _players(given, who, must, others)
    at_stake = stakes.stakes_of(given, who, steps)
    pulled, aimless = levers(given, who, steps, players)
    others = consistent(others, pulled, steps)
    stances = as_items(attitudes(given, who, steps, must))  # may put a step after another
    case: Item = {
        "format": 1,
        "id": given.id,
        "title": given.title,
        "summary": f"A first draft from “{given.title}”, made by rule from what was accepted.",
        "question": "How far is this plan likely to get, what blocks it, and what would move it?",
        "as_of": given.date.isoformat(),
        "horizon": HORIZON,
        "actors": _actors(
            given, who, players=players, pulled=pulled, at_stake=at_stake, plan=steps
        ),
        "issues": stakes.issues(who, at_stake),
        "roadmap": _roadmap(
            who, steps, must=must, players=players, at_stake=at_stake, pulled=pulled
        ),
    }
    if at_stake.shares:
        case["power"] = stakes.power_terms(who, voting=_voting(steps))
    optional = {
        "stances": stances,
        "levers": pulled,
        "harm_limit": harm_limit(given) if pulled else None,
        "meetings": given.meetings,
        "relations": given.relations,
        "statements": _statements(given, steps),
        "alternatives": others,
    }
    case |= {key: value for key, value in optional.items() if value}
    rows = stakes.positions(given, who, steps, at_stake, players)
    kept = [f"{name}: no step of the plan is like it; kept as a statement" for name in left]
    return Draft(_text(_tidy(case)), _table(rows), (*unnamed, *kept, *aimless))


def _players(facts: Facts, who: Cast, must: Mapping[str, Consent], others: list[Item]) -> list[str]:
    """Return who plays: the sides, those who lead a fight, and whoever some step needs."""
    needed = {a for rule in must.values() for a in rule.actors()} | {*who.sides, *who.own}
    for other in others:
        for value in other.get("set", {}).values():
            needed |= set(value["all"]) if isinstance(value, dict) else {value}
    return [a for a in facts.names if a in needed]


def _voting(plan: Plan) -> bool:
    return any("elections" in stage.kinds for stage in plan.stages)


def _actors(
    facts: Facts,
    who: Cast,
    *,
    players: list[str],
    pulled: list[Item],
    at_stake: stakes.Stakes,
    plan: Plan,
) -> list[Item]:
    made = []
    taken = {str(a["name"]).casefold() for a in facts.actors}
    for actor in sorted(facts.actors, key=lambda a: a["id"] not in players):
        actor = {**actor, "aliases": _own_names(actor.get("aliases") or [], taken)}  # noqa: PLW2901
        item = {k: v for k, v in actor.items() if k not in {"members", "evidence", "part"}}
        item["part"] = who.parts[actor["id"]]
        inside = members(facts, who, actor["id"])
        if inside:
            item["members"] = inside
        if actor["id"] in players:
            item |= played(who, actor["id"])
        if actor.get("evidence"):
            item["evidence"] = actor["evidence"]
        made.append(item)
    if needs_outside(pulled) and OUTSIDE not in facts.names:
        made.append(
            {
                "id": OUTSIDE,
                "name": "Governments that could press, recognise or fund",
                "short": "outside governments",
                "kind": "group",
                "part": "pressure",
                "description": "Not named in the text, which asks for such measures without saying "
                "of whom; taking them as one actor is an assumption.",
            }
        )
    if at_stake.shares and _voting(plan):
        made.append(
            {
                "id": stakes.OTHERS,
                "name": "Parties and independents of no side",
                "short": "others",
                "kind": "group",
                "description": "Not in the text; assumed, to leave room for them in a vote.",
            }
        )
    return made


def _own_names(aliases: list[str], taken: set[str]) -> list[str]:
    """Return the names of an actor that are nobody else's, and take them."""
    kept = []
    for alias in aliases:
        if alias.casefold() not in taken:
            taken.add(alias.casefold())
            kept.append(alias)
    return kept


def _roadmap(
    who: Cast,
    plan: Plan,
    *,
    must: Mapping[str, Consent],
    players: list[str],
    at_stake: stakes.Stakes,
    pulled: list[Item],
) -> Item:
    parties = stakes.power_terms(who, voting=_voting(plan))["parties"] if at_stake.shares else []
    start: Item = {"policy": stakes.start_policy(at_stake)}
    if parties:
        start["power"] = stakes.start_power(who, parties)
    start["conflict"] = conflict.costs(who, players)
    warned = any(lever["id"].startswith("armed-resistance") for lever in pulled)
    given_up: Item = {}
    relapse: Item = {
        "base_rate": "violence_after_comprehensive",
        "policy": stakes.relapse_policy(at_stake),
    }
    if parties:
        given_up["power"] = stakes.after_breakdown(parties)
        relapse["power"] = stakes.after_breakdown(parties)
    given_up["conflict"] = conflict.given_up_costs(who, players, warned=warned)
    relapse["conflict"] = conflict.relapse_costs(who, players)
    stages = []
    for n, stage in enumerate(plan.stages):
        item: Item = {"id": stage.id, "name": stage.name, **stage.given}
        if stage.kind in {k for k in stage.kinds if k != "pre-talks"}:
            item["step"] = stage.kind
        item |= pace(plan, n)
        item["fallback"] = fallback(plan, n)
        if at_stake.policy[stage.id]:
            item["policy"] = at_stake.policy[stage.id]
        power = stakes.stage_power(who, parties, stage) if parties else None
        if power:
            item["power"] = power
        calmer = conflict.stage_costs(who, plan, n, players)
        if calmer:
            item["conflict"] = calmer
        item["milestones"] = _milestones(stage, must, ease(stage, plan))
        if stage.evidence:
            item["evidence"] = stage.evidence
        stages.append(item)
    made: Item = {
        "name": plan.name,
        "proposed_by": plan.proposed_by,
        "start": start,
        "stages": stages,
    }
    made |= {"abandoned": given_up, "relapse": relapse}
    return made | ({"evidence": plan.evidence} if plan.evidence else {})


def _milestones(stage: PlanStage, must: Mapping[str, Consent], usual: Item | None) -> list[Item]:
    made = []
    for step in stage.steps:
        rule = must[step.id]
        carried = as_fields(step)
        item: Item = {"id": step.id, "name": step.name}
        said = carried.pop("description", None)
        why = rule.why[:1].upper() + rule.why[1:]
        item["description"] = f"{said} {why}" if said else why
        item |= carried
        item["consent"] = rule.must
        if not step.accepts:  # that who accepts talks has to accept them is no default
            item["rule"] = rule.rule
        if step.after:
            item["after"] = step.after
        if usual:
            item["ease"] = usual
        if step.lapses:
            why = "What has begun may fall silent again."
            low, mode, high = step.lapses
            item["lapses"] = {"range": [low, mode, high], "why": why, "rule": "milestones-by-kind"}
        if step.evidence:
            item["evidence"] = step.evidence
        made.append(item)
    return made


def _tidy(value: Any) -> Any:
    """Leave out lists without anything in them, so that nothing is written that says nothing."""
    if isinstance(value, dict):
        return {k: _tidy(v) for k, v in value.items() if v != []}
    return [_tidy(v) for v in value] if isinstance(value, list) else value


def _statements(facts: Facts, plan: Plan) -> list[Item]:
    """Return what was said, without what it is about where that is not in the case."""
    known = {*facts.names, *(s.id for s in plan.stages), *(step.id for _, step in plan.steps())}
    made = []
    for said in facts.statements:
        item = dict(said)
        for field in ("to", "about"):
            if field in item:
                item[field] = [x for x in item[field] if x in known]
                if not item[field]:
                    del item[field]
        made.append(item)
    return made


def _text(case: Item) -> str:
    lines = [_HEAD.rstrip("\n")]
    for key, value in case.items():
        if key in _SECTIONS:
            title = f"# --- {_SECTIONS[key]} "
            lines += ["", title.ljust(99, "-")]
        if isinstance(value, list | dict):
            lines.append(f"{key}:")
            lines += block(value, 2)
        else:
            lines.append(f"{key}: {value if key == 'as_of' else flow(value)}")
    return "\n".join(lines) + "\n"


def _table(rows: list[Item]) -> str:
    written: list[Sequence[object]] = [COLUMNS]
    for row in rows:
        where, care = row["position"], row["salience"]
        numbers = [f"{x:g}" for x in (*ends(where), *ends(care))]
        quotes = " ".join(where.get("evidence") or [])
        notes = [where["why"], quotes, where["rule"], care["why"], care["rule"]]
        written.append([row["actor"], row["issue"], *numbers, *notes])
    return write_rows(written)
