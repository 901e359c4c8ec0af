"""The plan as stages and milestones: what kind of step each is, what it is made of, how fast.

Rules: `kind-by-words` where the reading gives none, `milestones-by-kind`, `asked-steps` (what
others are called on to do for the plan is a step of its first stage), `acceptance` (who did not
propose talks has to accept them first), `pace-by-kind`, `fallback-by-kind`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.drafting.doers import doers_of
from tracktwo.drafting.facts import evidence
from tracktwo.drafting.problems import NoPlanError, unknown_kinds
from tracktwo.drafting.ranges import default
from tracktwo.drafting.words import alike, kinds_in, slug, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast

PREPARING = "pre-talks"
"""A kind of stage that is no kind of step: what comes before talks can begin."""
LASTING = {
    "autonomy", "comprehensive-agreement", "constitution", "elections", "interim-government",
    "security-reform",
}  # fmt: skip
"""Kinds of step that stay when the next one fails."""
LIKE = 0.6
"""Share of content words from which two texts speak of the same step."""
UNORDERED = 6
"""Most milestones of a stage in any order; beyond it, they come as the text has them."""
_DELEGATION = re.compile(
    r"\b(delegat|envoy|mediat|facilitat|good offices|special representative)", re.IGNORECASE
)
_ABROAD = re.compile(
    r"\b(abroad|foreign countr|third countr|in exile|overseas|another country)", re.IGNORECASE
)


@dataclass
class Step:
    """A milestone in the making."""

    id: str
    name: str
    kind: str | None
    who: str = "sides"
    """sides, armed, doers or most (see `consent`)."""
    doers: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    given: Item = field(default_factory=dict)
    """Fields that the reading gave and the draft carries along."""
    lapses: list[float] | None = None
    asked_by: str | None = None
    abroad: bool = False
    mediates: bool = False
    watched: bool = False
    """Whether somebody from outside has to see to it."""
    accepts: bool = False
    """Whether it is a side's acceptance of talks."""


@dataclass
class PlanStage:
    """A stage in the making."""

    id: str
    name: str
    kind: str | None
    steps: list[Step]
    evidence: list[str] = field(default_factory=list)
    given: Item = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of what is done in it: its own, and those of its steps."""
        own = [s.kind for s in self.steps if s.kind and s.kind != PREPARING]
        mine = [self.kind] if self.kind else []
        return list(dict.fromkeys([*mine, *own]))


@dataclass
class Plan:
    """The whole plan."""

    name: str
    proposed_by: list[str]
    stages: list[PlanStage]
    evidence: list[str]
    passed: list[str] = field(default_factory=list)
    """Kinds of step taken before it begins."""
    war: str | None = None
    """Which of the rates from war to a first agreement holds; None where nobody fights."""

    def steps(self) -> list[tuple[PlanStage, Step]]:
        """Return every step with its stage, in order."""
        return [(stage, step) for stage in self.stages for step in stage.steps]


def kinds_to_ask() -> dict[str, str]:
    """Return the kinds of step that a person may name, with the words to ask for them."""
    return {kind: str(row["ask"]) for kind, row in table("steps").items()}


def plan_of(facts: Facts, cast: Cast, kinds: Sequence[str] | None = None) -> Plan:
    """Make the plan's stages and milestones.

    Parameters
    ----------
    facts, cast : what was accepted, and who is who
    kinds : kinds of step in order, where the text gives no plan

    Raises
    ------
    NoPlanError
        If there is neither a plan nor `kinds`.
    DraftError
        If a kind is not known.
    """
    found = dict(facts.roadmap or {})
    stages: list[Item] = list(found.get("stages") or [])
    if kinds:
        wrong = [kind for kind in kinds if kind not in table("steps")]
        if wrong:
            raise unknown_kinds(wrong, table("steps"))
        stages = [
            {"name": table("steps")[kind]["name"], "step": kind, "evidence": []} for kind in kinds
        ]
        found = {"name": "The steps as named", "proposed_by": found.get("proposed_by")}
    if not stages:
        raise NoPlanError(kinds_to_ask())
    taken = {"start", "abandoned", "completed", "relapsed"}
    made = [_stage(stage, taken) for stage in stages]
    for stage, following in zip(made, [*made[1:], None], strict=True):
        _preparing(stage, following)
    by = [a for a in found.get("proposed_by") or [] if a in facts.names]
    plan = Plan(
        str(found.get("name") or "The plan"), by, made, evidence(found), facts.passed,
        _war(facts, cast),
    )  # fmt: skip
    if made[0].kind in {PREPARING, "talks"}:
        _asked(facts, cast, plan, taken)
    for stage in made:
        if not stage.steps:
            _usual(stage, taken)
        if stage.kind == PREPARING:
            _acceptances(facts, cast, plan, stage, taken)
        for step in stage.steps:
            if step.who == "doers" and not step.doers:
                told = [(one.name, one.given.get("description")) for one in (step, stage)]
                step.doers = doers_of(facts, cast, [text for pair in told for text in pair])
        _in_turn(stage)
    return plan


def _war(facts: Facts, cast: Cast) -> str | None:
    """Return which rate from war to a first agreement holds; None where nobody fights.

    A recent agreement and mediation under way are all that is known to change it, the first by more
    (docs/track-record.md).
    """
    if not cast.armed & {*cast.challengers}:  # a person's fight of its own is not that of a side
        return None
    if facts.agreed_lately:
        return "war_recent"
    return "war_mediated" if any(facts.related("mediates")) else "war"


def _stage(stage: Item, taken: set[str]) -> PlanStage:
    name = capital(str(stage["name"]))
    id_ = slug(str(stage.get("id") or name), taken)
    quotes, kind = evidence(stage, stage.get("lasts") or {}), stage.get("step") or kind_of(name)
    made = PlanStage(id_, name, kind, [], quotes, _carried(stage))
    renamed: dict[str, str] = {}
    for item in stage.get("milestones") or []:
        text = capital(str(item["name"]))
        step = slug(str(item.get("id") or text), taken)
        renamed[str(item.get("id") or step)] = step
        kind = item.get("step") or kind_of(text)
        who = str(table("steps")[kind]["milestones"][0]["who"]) if kind else "sides"
        made.steps.append(
            Step(
                step, text, kind, who, evidence=evidence(item, item.get("lasts") or {}),
                after=list(item.get("after") or []), given=_carried(item),
            )
        )  # fmt: skip
    for made_step in made.steps:
        made_step.after = [renamed[a] for a in made_step.after if a in renamed]
    return made


def _carried(item: Item) -> Item:
    """Return what a step takes along as it was read.

    How long it lasts is not by when it happens: it is told in the source's words, and ends nothing.
    """
    kept = {k: item[k] for k in ("term", "description") if item.get(k)}
    lasts = item.get("lasts")
    if lasts:
        told = f'How long it lasts, in the words of the source: "{lasts["said"]}".'
        kept["description"] = f"{kept.get('description', '')} {told}".strip()
    return kept


def kind_of(text: str) -> str | None:
    """Return the kind of step that a text names first; None where its words tell none."""
    found = kinds_in("steps", text)
    return found[0] if found else None


def _preparing(stage: PlanStage, following: PlanStage | None) -> None:
    """Tell a stage that only prepares talks from the talks that come next."""
    named = PREPARING in kinds_in("steps", stage.name)
    before = following is not None and (following.kind == "talks" or "talks" in following.kinds)
    if (named and (before or stage.kind in {None, "talks"}) and not stage.steps) or (
        stage.kind is None and before and not stage.steps
    ):
        stage.kind = PREPARING


def _usual(stage: PlanStage, taken: set[str]) -> None:
    """Make a stage of what its kind is usually made of; of one step where it has no kind."""
    if stage.kind is None:
        id_ = slug(f"{stage.id}-agreed", taken)
        stage.steps = [Step(id_, f"Agreed: {stage.name}", None)]
        return
    renamed: dict[str, str] = {}
    for row in table("steps")[stage.kind]["milestones"]:
        if stage.kind == PREPARING:
            continue  # made of acceptances, below
        step = slug(f"{stage.id}-{row['id']}", taken)
        renamed[row["id"]] = step
        stage.steps.append(
            Step(
                step, row["name"], stage.kind, row["who"], lapses=row.get("lapses"),
                watched=row.get("watched", False),
                after=[renamed[a] for a in row.get("after", [])],
            )
        )  # fmt: skip


def _asked(facts: Facts, cast: Cast, plan: Plan, taken: set[str]) -> None:
    """Add what outsiders are called on to do for the plan to the stage that comes first."""
    first = plan.stages[0]
    proposing = {cast.voice(a) for a in plan.proposed_by} or set(cast.sides)
    for said in facts.statements:
        text = str(said["text"])
        if said["kind"] not in {"demands", "proposes"} or cast.voice(said["by"]) not in proposing:
            continue
        to = [a for a in said.get("to") or [] if a in facts.names and a not in cast.sides]
        outside = [a for a in to if cast.parts.get(a) != "speaker"]
        known = next((s for _, s in plan.steps() if alike(s.name, text) >= LIKE), None)
        if known is not None:
            known.evidence = list(dict.fromkeys([*known.evidence, *evidence(said)]))
            known.doers = list(dict.fromkeys([*known.doers, *outside]))
            known.who = "doers" if known.doers else known.who
            known.abroad = known.abroad or bool(_ABROAD.search(text))
            continue
        if not outside or kinds_in("levers", text):
            continue
        named = cast.named(outside)
        first.steps.append(
            Step(
                slug(text, taken, 32), f"{capital(named)}: {text[:1].lower()}{text[1:]}",
                kind_of(text), "doers", outside, evidence=evidence(said),
                asked_by=cast.voice(said["by"]), abroad=bool(_ABROAD.search(text)),
                mediates=bool(_DELEGATION.search(text)),
            )
        )  # fmt: skip


def _acceptances(facts: Facts, cast: Cast, plan: Plan, stage: PlanStage, taken: set[str]) -> None:
    """Add that each side which did not propose the plan accepts talks."""
    proposing = {cast.voice(a) for a in plan.proposed_by}
    begin = [step.id for step in stage.steps if step.mediates]
    for side in cast.sides:
        if side in proposing:
            continue
        refusals = [
            s for s in facts.statements if cast.voice(s["by"]) == side and s["kind"] == "refuses"
        ]
        name = cast.label[side]
        stage.steps.append(
            Step(
                slug(f"{side}-accepts-talks", taken, 60), f"{capital(name)}: talks are accepted",
                PREPARING, "doers", [side], list(begin), evidence(*refusals), accepts=True,
            )
        )  # fmt: skip
    if not stage.steps:
        stage.steps = [
            Step(
                slug(f"{stage.id}-readiness", taken), "The sides agree to prepare talks", PREPARING
            )
        ]


def capital(text: str) -> str:
    """Begin a text with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def _in_turn(stage: PlanStage) -> None:
    """Put the steps of a long list in a row, so that what can come about stays countable."""
    free = [step for step in stage.steps if not step.after]
    if len(free) <= UNORDERED:
        return
    for earlier, later in zip(stage.steps, stage.steps[1:], strict=False):
        later.after = [earlier.id]


@cache
def monthly() -> dict[str, float]:
    """Return the monthly rate of each kind of step, by its base rate or the middle of its pace."""
    rates = _rates()
    return {
        kind: rates[row["base_rate"]]["hazard"] / rates[row["base_rate"]]["phases"]
        if "base_rate" in row
        else row["pace"][1]
        for kind, row in table("steps").items()
    }


def pace(plan: Plan, index: int) -> Item:
    """Return the fields of a stage that say how long it usually takes."""
    stage = plan.stages[index]
    kinds = [stage.kind] if stage.kind else stage.kinds
    if not kinds:
        why = "Nothing tells what kind of step it is: from a matter of months to one of many years."
        return {"pace": default((0.01, 0.03, 0.1), why, "pace-by-kind")}
    slowest = min(kinds, key=lambda kind: monthly()[kind])
    row = table("steps")[slowest]
    if plan.war and plan.war in row:
        return {"base_rate": row[plan.war], "rule": "pace-by-kind"}
    if "base_rate" not in row:
        return {"pace": default(row["pace"], row["why"], "pace-by-kind")}
    earlier = [kind for before in reversed(plan.stages[:index]) for kind in before.kinds]
    better = next((row["after"][k] for k in earlier if k in row.get("after", {})), None) or next(
        (row["passed"][k] for k in reversed(plan.passed) if k in row.get("passed", {})), None
    )
    return {"base_rate": better or row["base_rate"], "rule": "pace-by-kind"}


@cache
def _rates() -> dict[str, dict[str, float]]:
    """Return the published rates, by name."""
    path = Path(__file__).parent.parent / "data" / "calibration.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))["pace"])


def fallback(plan: Plan, index: int) -> str:
    """Return where the process falls when it is disrupted on the way to a stage.

    To the last stage that stays by itself (an interim government, say); where talks collapse, to
    what prepared them.
    """
    for before in reversed(plan.stages[:index]):
        if before.kind in LASTING or (
            before.kind == PREPARING and plan.stages[index].kind != "talks"
        ):
            return before.id
    return "start"


def as_fields(step: Step) -> dict[str, Any]:
    """Return what a step carries into the case as it was read."""
    kind = "talks" if step.accepts else None if step.kind == PREPARING else step.kind
    return ({"step": kind} if kind else {}) | step.given
