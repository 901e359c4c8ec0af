"""Every number of the game that may be uncertain: the case's own, and the model's constants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case import quantities
from tracktwo.case.schema import Settlement
from tracktwo.game.calibration import calibration
from tracktwo.game.draws import ValueRange

if TYPE_CHECKING:
    from tracktwo.case.schema import Case

ASSUMED = {
    "model.precision": (
        ValueRange(3, 12, 30),
        "Precision (beta) of all actors",
        "3 to 9 in benchmarks whose payoffs span 0-1; a step moves only part of one, so up to 30",
    ),
    "model.discount": (
        ValueRange(0.97, 0.985, 0.995),
        "Weight of next month against this one",
        "half of the weight lies within 2 to 12 years; no source gives a figure",
    ),
    "model.loss_exponent": (
        ValueRange(1, 1, 2),
        "Exponent of the loss from policy",
        "linear loss is the field's default, quadratic its rival",
    ),
    "model.grievance": (
        ValueRange(0, 0, 2),
        "How much likelier a breakdown is for what losers of a vote have lost",
        "log of the hazard ratio between all power lost and none; no source; may be nothing",
    ),
    "model.decisiveness": (
        ValueRange(0.5, 1, 2),
        "How much strength decides a contest over power",
        "m of the ratio form (Hirshleifer 1989): from little to much; no source gives a figure",
    ),
    "model.abandonment": (
        ValueRange(0, 0.01, 0.03),
        "Chance per month that a stage without published rate is given up",
        "proposals that nobody answers fade; of signed agreements 0.006 a month fall silent",
    ),
    "model.stances.demands": (
        ValueRange(0.5, 1.5, 3),
        "What a demand adds to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.supports": (
        ValueRange(0.25, 1, 2),
        "What support adds to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.conditional": (
        ValueRange(-1.5, -0.5, 0.5),
        "What a conditional stance adds to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.silent": (
        ValueRange(0, 0, 0), "What silence adds to consent", "a silent actor has declared nothing"
    ),
    "model.stances.doubts": (
        ValueRange(-2, -1, -0.25),
        "What doubts add to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.opposes": (
        ValueRange(-3, -2, -0.75),
        "What opposition adds to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.refuses": (
        ValueRange(-6, -4, -2),
        "What a refusal adds to consent",
        "log-odds; no source gives a figure",
    ),
}  # fmt: skip
"""Constants that nothing published pins down: wide ranges, shown as assumptions."""

DEFAULT_PACE = ValueRange(0.005, 0.02, 0.1)
"""Monthly rate of a stage for which the case names neither a base rate nor a pace."""


@dataclass(frozen=True)
class Factor:
    """One number of the game that may be uncertain, with where it comes from."""

    path: str
    label: str
    group: str
    owner: str
    span: ValueRange
    why: str | None
    evidence: tuple[str, ...]
    origin: str


def factors_of(case: Case) -> tuple[Factor, ...]:
    """List every number of the game: the case's own, then the model's constants."""
    used = {f"model.stances.{s.stance}" for s in case.stances if s.strength is None}
    found = {}
    for item in quantities(case):
        q = item.quantity
        if item.path.startswith("model.stances.") and item.path not in used:
            continue
        found[item.path] = Factor(
            path=item.path,
            label=item.label,
            group=item.group,
            owner=item.owner,
            span=ValueRange(q.low, q.mode, q.high),
            why=q.why,
            evidence=tuple(q.evidence),
            origin="case" if item.given else "format",
        )
    for path, (span, label, why) in ASSUMED.items():
        if path.startswith("model.stances.") and path not in used:
            continue
        if path == "model.grievance" and (case.power is None or case.roadmap.relapse is None):
            continue
        if path == "model.decisiveness" and not _contested(case):
            continue
        if path not in found:
            found[path] = _constant(path, label, span, why)
    shared = case.power.issue if case.power is not None else None
    for stage in case.roadmap.stages:
        if stage.power is not None and stage.power.formula == "negotiated":
            path = f"roadmap.stages.{stage.id}.power.negotiated"
            found[path] = Factor(
                path=path,
                label=f"Where in its forecast the bargain over power falls: {stage.name}",
                group="stage",
                owner=stage.id,
                span=ValueRange(0, 0.5, 1, uniform=True),
                why=stage.power.why or "forecast by the ensemble of bargaining models",
                evidence=tuple(stage.power.evidence),
                origin="model",
            )
        for issue, written in stage.terms([i.id for i in case.issues]).items():
            if isinstance(written, Settlement) and issue != shared:
                path = f"roadmap.stages.{stage.id}.policy.{issue}"
                found[path] = Factor(
                    path=path,
                    label=f"Where in its forecast the settlement on {issue} falls: {stage.name}",
                    group="stage",
                    owner=stage.id,
                    span=ValueRange(0, 0.5, 1, uniform=True),
                    why=written.why or f"forecast by the bargaining model {written.settlement}",
                    evidence=tuple(written.evidence),
                    origin="model",
                )
    low, mode, high = calibration().disruption
    found["model.disruption"] = _constant(
        "model.disruption",
        "Rate per month at which indifferent parties break a process",
        ValueRange(low, mode, high),
        "from how often signed agreements ended (UCDP Peace Agreement Dataset)",
    )
    for stage in case.roadmap.stages:
        path, label = f"model.pace.{stage.id}", f"Outside view on the pace of “{stage.name}”"
        if stage.base_rate is not None:
            error = 1.96 * calibration().pace[stage.base_rate].log_error
            rate = stage.base_rate.replace("_", " ")
            why = f"sampling error of the published rate “{rate}”, in log of the rate"
            found[path] = _constant(path, label, ValueRange(-error, 0, error), why)
        elif stage.pace is None:
            why = "no published rate; once in ten months to once in sixteen years"
            found[path] = _constant(path, label, DEFAULT_PACE, why)
    relapse = case.roadmap.relapse
    if relapse is not None and relapse.chance is None:
        span = ValueRange(
            *calibration().relapse[relapse.base_rate or "violence_after_comprehensive"]
        )
        found["model.relapse"] = _constant(
            "model.relapse",
            "Chance per month that a completed roadmap breaks down",
            span,
            "from violence after comprehensive agreements and recurrence after agreements",
        )
    return tuple(found.values())


def _contested(case: Case) -> bool:
    """Tell whether power is shared by a contest whose decisiveness the case leaves open."""
    roadmap = case.roadmap
    places = [roadmap.start, *roadmap.stages, roadmap.abandoned, roadmap.relapse]
    powers = [place.power for place in places if place is not None and place.power is not None]
    return any(p.formula == "contest" and p.decisiveness is None for p in powers)


def _constant(path: str, label: str, span: ValueRange, why: str) -> Factor:
    return Factor(path, label, "model", path.removeprefix("model."), span, why, (), "model")
