"""Lowering: from a case, in words and ids, to the arrays of the roadmap game.

This is the only place that knows both. Everything uncertain is a `Factor` with a path, the
case's own quantities and the constants of the model alike; `Lowered.inputs` turns one sample of
them into the engine's arrays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case import CaseError, Problem, quantities
from tracktwo.case.quantities import stance_key
from tracktwo.case.schema import (
    ABANDONED,
    RELAPSED,
    START,
    AllOf,
    AnyOf,
    AtLeast,
    Settlement,
    ShareOf,
)
from tracktwo.errors import UnanswerableError
from tracktwo.game.calibration import calibration, consent_log_odds, disruption_log_odds
from tracktwo.game.councils import behind, own_rule
from tracktwo.game.draws import Span
from tracktwo.game.offices import Offices
from tracktwo.game.settlement import settlement_forecast, shipped_coefficients
from tracktwo.game.table import bargaining_table
from tracktwo.roadmap.inputs import Inputs, policy_utility
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.rules import Actor, Share, all_of, any_of
from tracktwo.roadmap.rules import AtLeast as AtLeastRule
from tracktwo.roadmap.structure import Lever, Milestone, Roadmap, Stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.bargaining import BargainingTable
    from tracktwo.case.schema import Case, Consent, Situation, Stance
    from tracktwo.roadmap.rules import Rule

    Floats = NDArray[np.float64]

ASSUMED = {
    "model.precision": (
        Span(3, 12, 30),
        "Precision (beta) of all actors",
        "3 to 9 in benchmarks whose payoffs span 0-1; a step moves only part of one, so up to 30",
    ),
    "model.discount": (
        Span(0.97, 0.985, 0.995),
        "Weight of next month against this one",
        "half of the weight lies within 2 to 12 years; no source gives a figure",
    ),
    "model.loss_exponent": (
        Span(1, 1, 2),
        "Exponent of the loss from policy",
        "linear loss is the field's default, quadratic its rival",
    ),
    "model.grievance": (
        Span(0, 0, 2),
        "How much likelier a breakdown is for what losers of a vote have lost",
        "log of the hazard ratio between all power lost and none; no source; may be nothing",
    ),
    "model.abandonment": (
        Span(0, 0.01, 0.03),
        "Chance per month that a stage without published rate is given up",
        "proposals that nobody answers fade; no source gives a figure",
    ),
    "model.stances.demands": (
        Span(0.5, 1.5, 3), "What a demand adds to consent", "log-odds; no source gives a figure"
    ),
    "model.stances.supports": (
        Span(0.25, 1, 2), "What support adds to consent", "log-odds; no source gives a figure"
    ),
    "model.stances.conditional": (
        Span(-1.5, -0.5, 0.5),
        "What a conditional stance adds to consent",
        "log-odds; no source gives a figure",
    ),
    "model.stances.silent": (
        Span(0, 0, 0), "What silence adds to consent", "a silent actor has declared nothing"
    ),
    "model.stances.doubts": (
        Span(-2, -1, -0.25), "What doubts add to consent", "log-odds; no source gives a figure"
    ),
    "model.stances.opposes": (
        Span(-3, -2, -0.75), "What opposition adds to consent", "log-odds; no source gives a figure"
    ),
    "model.stances.refuses": (
        Span(-6, -4, -2), "What a refusal adds to consent", "log-odds; no source gives a figure"
    ),
}  # fmt: skip
"""Constants that nothing published pins down: wide ranges, shown as assumptions."""

DEFAULT_PACE = Span(0.005, 0.02, 0.1)
"""Monthly rate of a stage for which the case names neither a base rate nor a pace."""


@dataclass(frozen=True)
class Factor:
    """One number of the game that may be uncertain, with where it comes from."""

    path: str
    label: str
    group: str
    owner: str
    span: Span
    why: str | None
    evidence: tuple[str, ...]
    origin: str


@dataclass(frozen=True)
class Lowered:
    """A case as a roadmap game: the structure, and the recipe for its numbers."""

    case: Case
    roadmap: Roadmap
    players: tuple[str, ...]
    issues: tuple[str, ...]
    milestones: tuple[str, ...]
    factors: tuple[Factor, ...]
    offices: Offices | None = None
    """Who shares power; None where the case says nothing of it."""

    @cached_property
    def spans(self) -> dict[str, Span]:
        """Every factor's range by path."""
        return {f.path: f.span for f in self.factors}

    @property
    def uncertain(self) -> list[str]:
        """Paths of the factors with any width."""
        return [f.path for f in self.factors if f.span.uncertain]

    def stage_of(self, milestone: int) -> int:
        """Return the index of a milestone's stage."""
        return self.roadmap.milestones[milestone].stage

    def stance_word(self, actor: str, milestone: int) -> str | None:
        """Return what an actor has declared on a milestone, or else on its stage."""
        said = self.stance_of(actor, milestone)
        return None if said is None else said.stance

    def stance_of(self, actor: str, milestone: int) -> Stance | None:
        """Return the stance of an actor on a milestone, or else on its stage."""
        said = {(s.actor, about): s for s in self.case.stances for about in s.on}
        stage = self.case.roadmap.stages[self.stage_of(milestone)].id
        return said.get((actor, self.milestones[milestone]), said.get((actor, stage)))

    def policy(
        self, values: Mapping[str, Floats], draws: int, shares: Floats | None = None
    ) -> Floats:
        """Return (D, R, J): what each situation puts in force, 0-1; `shares` if at hand."""
        out = np.empty((draws, self.roadmap.situations, len(self.issues)))
        shares = self.shares(values, draws) if shares is None else shares
        for r, situation, path, source in self.situations():
            terms = situation.terms(self.issues)
            for j, issue in enumerate(self.issues):
                if self.offices is not None and shares is not None and issue == self.offices.issue:
                    out[:, r, j] = shares[:, r, self.offices.side].sum(axis=1)
                    continue
                key = f"{path}.policy.{issue}"
                written = terms.get(issue)
                if isinstance(written, Settlement):
                    out[:, r, j] = self._settled(written, values, draws, values[key])[:, j] / 100
                elif key in values:
                    out[:, r, j] = values[key] / 100
                elif source is None:
                    raise UnanswerableError(
                        f"roadmap.start.policy.{issue}: the status quo is needed"
                    )
                else:
                    out[:, r, j] = out[:, source, j]
        return out

    def status_quo(self, values: Mapping[str, Floats], draws: int) -> Floats:
        """Return (D, J): what holds before the first stage, 0-1."""
        out = np.empty((draws, len(self.issues)))
        for j, issue in enumerate(self.issues):
            if self.offices is not None and issue == self.offices.issue:
                out[:, j] = self.offices.side_today(values, draws)
                continue
            out[:, j] = values[f"roadmap.start.policy.{issue}"] / 100
        return out

    def shares(self, values: Mapping[str, Floats], draws: int) -> Floats | None:
        """Return (D, R, P): each party's share of power in each situation; None without any."""
        return None if self.offices is None else self.offices.shares(self, values, draws)

    def utility(
        self,
        values: Mapping[str, Floats],
        draws: int,
        policy: Floats,
        shares: Floats | None = None,
    ) -> Floats:
        """Return (D, R, N): the flow payoff of a policy (D, R, J), shares of power included."""
        exponent = np.repeat(values["model.loss_exponent"][:, None], len(self.players), axis=1)
        return policy_utility(*self.stakes(values, draws, policy, shares), exponent)

    def stakes(
        self,
        values: Mapping[str, Floats],
        draws: int,
        policy: Floats,
        shares: Floats | None = None,
    ) -> tuple[Floats, Floats, Floats]:
        """Return a policy as the players feel it, what they want, and how much they care.

        The arguments of `policy_utility`; with shares of power, (D, R, N, J) and maybe a column
        more than there are issues.
        """
        position, salience = self.positions(values, draws)
        if self.offices is None:
            return policy, position, salience
        if shares is None:
            shares = self.offices.shares(self, values, draws)
        return self.offices.stakes(self, values, policy, shares, (position, salience))

    def _settled(
        self, written: Settlement, values: Mapping[str, Floats], draws: int, level: Floats
    ) -> Floats:
        """Return (D, J), 0-100: the settlement at a level (0-1) of its forecast distribution."""
        table = self.table(values, draws)
        forecast = settlement_forecast(table, written.settlement, coercive=written.coercive)
        return forecast.quantile(np.repeat(level[:, None], len(self.issues), axis=1))

    def table(self, values: Mapping[str, Floats], draws: int) -> BargainingTable:
        """Return the table over which the players bargain, all issues."""
        position, salience = self.positions(values, draws)
        capability = np.stack([values[f"actors.{a}.capability"] for a in self.players], axis=1)
        return bargaining_table(
            position,
            salience,
            capability,
            status_quo=self.status_quo(values, draws),
            actors=self.players,
            issues=self.issues,
        )

    def positions(self, values: Mapping[str, Floats], draws: int) -> tuple[Floats, Floats]:
        """Return positions (D, N, J) on 0-1, NaN where an actor has none, and saliences."""
        shape = (draws, len(self.players), len(self.issues))
        position, salience = np.full(shape, np.nan), np.zeros(shape)
        for i, actor in enumerate(self.players):
            for j, issue in enumerate(self.issues):
                path = f"positions.{actor}.{issue}"
                if f"{path}.position" in values:
                    position[:, i, j] = values[f"{path}.position"] / 100
                    salience[:, i, j] = values[f"{path}.salience"] / 100
        return position, salience

    def harm(
        self,
        values: Mapping[str, Floats],
        draws: int,
        *,
        full: bool = False,
        path: Floats | None = None,
    ) -> Floats:
        """Return (D, L): harm to civilians of each lever per month, averaged over the horizon.

        As scheduled, whether or not the process has moved on by then: an upper bound for levers
        that end with a milestone. With `full`, each at full intensity; `path` is that of
        `lever_path`, where it is known already.
        """
        if path is None:
            path = self.lever_path(values, draws, full=full)
        harm: Floats = path.sum(axis=2) / max(self.roadmap.months, 1)
        for number, lever in enumerate(self.case.levers):
            harm[:, number] *= values[f"levers.{lever.id}.harm"]
        return harm

    def inputs(self, values: Mapping[str, Floats], draws: int) -> Inputs:
        """Return the engine's arrays for one sample of the factors, `(draws,)` values each."""
        case, k = self.case, len(self.roadmap.stages)
        shares = self.shares(values, draws)
        precision = self._per_actor(values, draws, "precision", values["model.precision"])
        capability = self._per_actor(values, draws, "capability", np.zeros(draws))
        total = capability.sum(axis=1, keepdims=True)
        share = np.divide(capability, total, out=np.zeros_like(capability), where=total > 0)

        theta = np.zeros((draws, len(self.milestones)))
        abandonment = np.zeros((draws, k))
        disruption = calibration().disruption[1]
        for index, stage in enumerate(case.roadmap.stages):
            mine = [m for m, s in enumerate(self.roadmap.milestones) if s.stage == index]
            if stage.base_rate is None:
                abandonment[:, index] = values["model.abandonment"]
                leaving = disruption + self.spans["model.abandonment"].mode
                rate = values.get(f"roadmap.stages.{stage.id}.pace")
                if rate is None:
                    rate = values[f"model.pace.{stage.id}"]
                hazard = -np.log1p(-np.minimum(rate, 0.999))
            else:
                pace = calibration().pace[stage.base_rate]
                leaving = pace.exit
                abandonment[:, index] = -math.expm1(-(pace.exit - disruption))
                hazard = pace.hazard * np.exp(values[f"model.pace.{stage.id}"])
            local = {m: number for number, m in enumerate(mine)}
            steps = [
                Milestone(0, None, tuple(local[a] for a in self.roadmap.milestones[m].after))
                for m in mine
            ]
            usual = consent_log_odds(steps, np.maximum(hazard, 1e-9), leaving, disruption)
            for m, step in zip(mine, stage.milestones, strict=True):
                path = f"roadmap.stages.{stage.id}.milestones.{step.id}.ease"
                theta[:, m] = usual + values[path]

        lapse = np.zeros((draws, len(self.milestones)))
        for stage in case.roadmap.stages:
            for step in stage.milestones:
                path = f"roadmap.stages.{stage.id}.milestones.{step.id}.lapses"
                if path in values:
                    lapse[:, self.milestones.index(step.id)] = values[path]

        relapse = case.roadmap.relapse
        relapse_chance = np.zeros(draws)
        if relapse is not None:
            key = "roadmap.relapse.chance" if relapse.chance is not None else "model.relapse"
            relapse_chance = values[key]
            if self.offices is not None and shares is not None:
                lost = self.offices.lost_at_the_end(values, shares)
                # A factor on the hazard is a power of the chance to survive.
                stands = 1.0 - relapse_chance
                relapse_chance = 1.0 - stands ** np.exp(values["model.grievance"] * lost)

        growth = values["roadmap.conflict_growth"]
        return Inputs(
            utility=self.utility(values, draws, self.policy(values, draws, shares), shares),
            conflict=self._conflict(values, draws),
            growth=np.expm1(np.log1p(np.maximum(growth, -0.999999)) / 12),
            lever_path=self.lever_path(values, draws),
            lever_cost=self._lever_cost(values, draws),
            theta=theta,
            stance=self._stance(values, draws),
            precision=precision,
            discount=values["model.discount"],
            disruption=share * self._per_actor(values, draws, "disruption", np.ones(draws)),
            phi=disruption_log_odds(values["model.disruption"]),
            abandonment=abandonment,
            capability=capability,
            lapse=lapse,
            relapse=relapse_chance,
        )

    def _per_actor(
        self, values: Mapping[str, Floats], draws: int, field: str, default: Floats
    ) -> Floats:
        out = np.empty((draws, len(self.players)))
        for i, actor in enumerate(self.players):
            out[:, i] = values.get(f"actors.{actor}.{field}", default)
        return out

    def situations(self) -> list[tuple[int, Situation, str, int | None]]:
        """List the situations with index, path, and the one whose values they inherit."""
        roadmap, k = self.case.roadmap, len(self.roadmap.stages)
        rows: list[tuple[int, Situation, str, int | None]] = [
            (0, roadmap.start, "roadmap.start", None)
        ]
        for number, stage in enumerate(roadmap.stages, start=1):
            rows.append((number, stage, f"roadmap.stages.{stage.id}", number - 1))
        rows.append((k + 1, roadmap.abandoned, "roadmap.abandoned", 0))
        rows.append((k + 2, roadmap.relapse or roadmap.start, "roadmap.relapse", 0))
        return rows

    def _conflict(self, values: Mapping[str, Floats], draws: int) -> Floats:
        out = np.zeros((draws, self.roadmap.situations, len(self.players)))
        for r, _, path, source in self.situations():
            for i, actor in enumerate(self.players):
                key = f"{path}.conflict.{actor}"
                if key in values:
                    out[:, r, i] = values[key] / 100
                elif source is not None:
                    out[:, r, i] = out[:, source, i]
        return out

    def lever_path(self, values: Mapping[str, Floats], draws: int, *, full: bool = False) -> Floats:
        """Return (D, L, T), intensity with ramp and fatigue; `full` ignores the one set."""
        months = self.roadmap.months
        out = np.zeros((draws, len(self.case.levers), months))
        month = np.arange(1, months + 1)[None, :]
        for number, lever in enumerate(self.case.levers):
            plan, path = lever.schedule, f"levers.{lever.id}.schedule"
            begin = 1 if plan.start is None else max(month_number(self.case.as_of, plan.start), 1)
            end = months if plan.end is None else month_number(self.case.as_of, plan.end)
            age = month - begin
            on = (month >= begin) & (month <= end)
            start = np.ones(draws) if full else values[f"{path}.intensity"]
            strength = np.repeat(start[:, None], months, axis=1)
            ramp = np.maximum(values[f"{path}.ramp"], 1.0)[:, None]
            strength = strength * np.clip((age + 1) / ramp, 0, 1)
            if f"{path}.half_life" in values:
                half = np.maximum(values[f"{path}.half_life"], 1e-6)[:, None]
                strength = strength * 0.5 ** (np.maximum(age, 0) / half)
            out[:, number] = np.where(on, strength, 0.0)
        return out

    def _lever_cost(self, values: Mapping[str, Floats], draws: int) -> Floats:
        out = np.zeros((draws, len(self.case.levers), len(self.players)))
        for number, lever in enumerate(self.case.levers):
            for i, actor in enumerate(self.players):
                key = f"levers.{lever.id}.cost.{actor}"
                if key in values:
                    out[:, number, i] = values[key] / 100
        return out

    def _stance(self, values: Mapping[str, Floats], draws: int) -> Floats:
        out = np.zeros((draws, len(self.milestones), len(self.players)))
        for m, i, path in self.stances().values():
            out[:, m, i] = values[path]
        for m, i, meeting in self._declared_at():
            out[:, m, i] *= behind(self.case, meeting, values)
        return out

    def _declared_at(self) -> list[tuple[int, int, str]]:
        """List the stances that a body declared at a meeting: milestone, actor, meeting."""
        if not any(stance.at for stance in self.case.stances):
            return []
        found = []
        for (_, actor), (m, i, _) in self.stances().items():
            said = self.stance_of(actor, m)
            if said is not None and said.at is not None:
                found.append((m, i, said.at))
        return found

    def stances(self) -> dict[tuple[str, str], tuple[int, int, str]]:
        """Return (milestone, actor): their indices and the path of the stance's strength.

        A stance on a milestone overrides one on its whole stage.
        """
        found: dict[tuple[str, str], tuple[int, int, str]] = {}
        stages = {s.id: [m.id for m in s.milestones] for s in self.case.roadmap.stages}
        for on_stage in (True, False):
            for stance in self.case.stances:
                path = f"stances.{stance_key(stance.actor, stance.on)}.strength"
                if stance.strength is None:
                    path = f"model.stances.{stance.stance}"
                for about in stance.on:
                    if (about in stages) is not on_stage or stance.actor not in self.players:
                        continue
                    for milestone in stages.get(about, [about]):
                        key = (milestone, stance.actor)
                        m, i = self.milestones.index(milestone), self.players.index(stance.actor)
                        found[key] = (m, i, path)
        return found


def first_asked(lowered: Lowered) -> list[tuple[int, list[int]]]:
    """Return, per milestone, the event and consent rows of the first state that asks for it."""
    plan = plan_for(lowered.roadmap)
    out = []
    for m in range(len(lowered.milestones)):
        event = int(np.flatnonzero((plan.kind == 0) & (plan.milestone == m))[0])
        out.append((event, np.flatnonzero(plan.consent_event == event).tolist()))
    return out


def month_number(as_of: dt.date, month: str) -> int:
    """Return which month of the game a calendar month is; 1 is the month after the as-of date."""
    year, number = int(month[:4]), int(month[5:7])
    return (year - as_of.year) * 12 + number - as_of.month


def lower(case: Case) -> Lowered:
    """Lower a case to a roadmap game.

    Raises
    ------
    CaseError
        If a settlement names a bargaining model that there is not: the case format does not
        know the models.
    ValueError
        If the case names something that it does not define; `tracktwo.case.load` reports these
        with file and line before it comes to this.
    """
    _check_settlements(case)
    players = tuple(a.id for a in case.actors if a.capability is not None)
    milestones = tuple(m.id for s in case.roadmap.stages for m in s.milestones)
    stages = {s.id: number for number, s in enumerate(case.roadmap.stages, start=1)}
    k = len(stages)
    places = {START: 0, **stages, ABANDONED: k + 1, RELAPSED: k + 2}
    usual = [*range(k), k + 1]  # until the roadmap is completed, and after it is abandoned
    levers = [
        Lever(
            situations=tuple(places[s] for s in lever.stages) if lever.stages else tuple(usual),
            from_milestone=_index(milestones, lever.from_milestone),
            until_milestone=_index(milestones, lever.until_milestone),
        )
        for lever in case.levers
    ]
    bodies = {
        a.id: own_rule(a, players) for a in case.actors if a.decides is not None and a.id in players
    }
    steps = [
        Milestone(
            stage=number,
            rule=_rule(m.consent, players, bodies),
            after=tuple(milestones.index(a) for a in m.after),
            expires=None if m.expires is None else max(month_number(case.as_of, m.expires), 0),
            lapses=m.lapses is not None,
            withdrawable_by=tuple(players.index(a) for a in m.withdrawable_by),
        )
        for number, stage in enumerate(case.roadmap.stages)
        for m in stage.milestones
    ]
    roadmap = Roadmap(
        actors=len(players),
        stages=tuple(
            Stage(
                fallback=None if s.fallback == ABANDONED else places[s.fallback],
                deadline=None if s.deadline is None else month_number(case.as_of, s.deadline),
            )
            for s in case.roadmap.stages
        ),
        milestones=tuple(steps),
        months=case.horizon,
        levers=tuple(levers),
    )
    return Lowered(
        case=case,
        roadmap=roadmap,
        players=players,
        issues=tuple(i.id for i in case.issues),
        milestones=milestones,
        factors=tuple(_factors(case)),
        offices=Offices.of(case),
    )


def _check_settlements(case: Case) -> None:
    written = [
        (f"roadmap.stages.{stage.id}.policy.{issue}", policy.settlement)
        for stage in case.roadmap.stages
        for issue, policy in stage.terms([i.id for i in case.issues]).items()
        if isinstance(policy, Settlement)
    ]
    if not written:
        return
    known = shipped_coefficients()
    hint = f"there are: {', '.join(known)}"
    problems = [
        Problem("case.yaml", None, None, path, f"no settlement forecast is called {name!r}", hint)
        for path, name in written
        if name not in known
    ]
    if problems:
        raise CaseError(problems)


def _index(items: tuple[str, ...], item: str | None) -> int | None:
    return None if item is None else items.index(item)


def _rule(consent: Consent, players: tuple[str, ...], bodies: Mapping[str, Rule]) -> Rule:
    match consent:
        case AllOf():
            return all_of([_rule(part, players, bodies) for part in consent.all])
        case AnyOf():
            return any_of([_rule(part, players, bodies) for part in consent.any])
        case AtLeast():
            parts = tuple(_rule(part, players, bodies) for part in consent.of)
            return AtLeastRule(consent.at_least, parts)
        case ShareOf():
            return Share(consent.share, tuple(players.index(a) for a in consent.of))
        case _:
            return bodies[consent] if consent in bodies else Actor(players.index(consent))


def _factors(case: Case) -> list[Factor]:
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
            span=Span(q.low, q.mode, q.high),
            why=q.why,
            evidence=tuple(q.evidence),
            origin="case" if item.given else "format",
        )
    for path, (span, label, why) in ASSUMED.items():
        if path.startswith("model.stances.") and path not in used:
            continue
        if path == "model.grievance" and (case.power is None or case.roadmap.relapse is None):
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
                span=Span(0, 0.5, 1, uniform=True),
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
                    span=Span(0, 0.5, 1, uniform=True),
                    why=written.why or f"forecast by the bargaining model {written.settlement}",
                    evidence=tuple(written.evidence),
                    origin="model",
                )
    low, mode, high = calibration().disruption
    found["model.disruption"] = _constant(
        "model.disruption",
        "Rate per month at which indifferent parties break a process",
        Span(low, mode, high),
        "from how often signed agreements ended (UCDP Peace Agreement Dataset)",
    )
    for stage in case.roadmap.stages:
        path, label = f"model.pace.{stage.id}", f"Outside view on the pace of “{stage.name}”"
        if stage.base_rate is not None:
            error = 1.96 * calibration().pace[stage.base_rate].log_error
            why = f"sampling error of the published rate {stage.base_rate}, in log of the rate"
            found[path] = _constant(path, label, Span(-error, 0, error), why)
        elif stage.pace is None:
            why = "no published rate; once in ten months to once in sixteen years"
            found[path] = _constant(path, label, DEFAULT_PACE, why)
    relapse = case.roadmap.relapse
    if relapse is not None and relapse.chance is None:
        span = Span(*calibration().relapse[relapse.base_rate or "violence_after_comprehensive"])
        found["model.relapse"] = _constant(
            "model.relapse",
            "Chance per month that a completed roadmap breaks down",
            span,
            "from violence after comprehensive agreements and recurrence after agreements",
        )
    return list(found.values())


def _constant(path: str, label: str, span: Span, why: str) -> Factor:
    return Factor(path, label, "model", path.removeprefix("model."), span, why, (), "model")
