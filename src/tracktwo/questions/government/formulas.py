"""Formulas and electoral systems to try in the place of those written, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.offices import Election, Power
    from tracktwo.case.schema import Case

FORMULAS = {
    "equal": "Equal shares",
    "capability": "By capability",
    "contest": "By a contest of strength",
    "population": "By members or population",
    "portfolios": "Ministries picked in turn",
    "negotiated": "As the parties would settle it",
}

PICKS = {"dhondt": "D'Hondt", "sainte-lague": "Sainte-Laguë"}

METHODS = {**PICKS, "hare": "Hare quota", "droop": "Droop quota"}

SYSTEMS = {
    "list": "Lists",
    "districts": "Single-member districts",
    "two-round": "A president in two rounds",
    "mixed": "Districts and lists",
}

Tried = tuple[str, str, str, "Power", "Case"]
"""Stage, id, label, what stands in the place of its `power`, and the case with it."""


def variants_of(case: Case) -> Iterator[Tried]:
    """Yield every formula and system that the case has numbers for and does not have already."""
    for stage in case.roadmap.stages:
        if stage.power is None:
            continue
        for name, label, power in (
            _systems(stage.power) if stage.power.election else _formulas(case, stage.power)
        ):
            yield stage.id, name, label, power, _with_power(case, stage.id, power)


def _formulas(case: Case, power: Power) -> Iterator[tuple[str, str, Power]]:
    terms = case.power
    assert terms is not None  # noqa: S101  (checked by the caller)
    plays = {a.id for a in case.actors if a.capability is not None}
    among = power.among or terms.parties
    for name, label in FORMULAS.items():
        able = {
            "capability": bool(plays & set(among)),
            "contest": bool(plays & set(among)),
            "population": set(among) <= power.population.keys(),
            "portfolios": bool(power.ministries),
            "negotiated": terms.issue is not None,
        }.get(name, True)
        for method in PICKS if name == "portfolios" else (power.method,):
            if not able or (power.formula == name and method == power.method):
                continue
            change = {"shares": None, "formula": name, "method": method}
            suffix = f", {PICKS[method]}" if name == "portfolios" else ""
            tag = f"{name}-{method}" if name == "portfolios" else name
            yield tag, f"{label}{suffix}", power.model_copy(update=change)


def _systems(power: Power) -> Iterator[tuple[str, str, Power]]:
    written = power.election
    assert written is not None  # noqa: S101  (checked by the caller)
    for system in SYSTEMS:
        for method in PICKS if system == "list" else (written.method,):
            if (system, method) == (written.system, written.method):
                continue
            election = written.model_copy(update={"system": system, "method": method})
            tag = f"{system}-{method}" if system == "list" else system
            yield tag, system_label(election), power.model_copy(update={"election": election})


def system_label(election: Election) -> str:
    """Name an electoral system, and what the case does not say of its districts."""
    label = SYSTEMS[election.system]
    if election.system == "list":
        label += f", {METHODS[election.method]}"
        if election.threshold:
            label += f", threshold {election.threshold:g} %"
    if election.system in {"districts", "mixed"}:
        if "districts" not in election.model_fields_set:
            label += f", {election.districts} districts (assumed)"
        if not election.concentration:
            label += ", evenly spread (assumed)"
    return label


def power_label(power: Power) -> str:
    """Name what a stage says of power."""
    if power.election is not None:
        return system_label(power.election)
    if power.formula is None:
        return "Shares as assumed"
    suffix = f", {PICKS[power.method]}" if power.formula == "portfolios" else ""
    return FORMULAS[power.formula] + suffix


def _with_power(case: Case, stage: str, power: Power) -> Case:
    stages = [
        s.model_copy(update={"power": power}) if s.id == stage else s for s in case.roadmap.stages
    ]
    return case.model_copy(update={"roadmap": case.roadmap.model_copy(update={"stages": stages})})
