"""What the last stages put in force: shares of power, votes, seats and governments, and their odds.

Every formula for an interim administration that the case has numbers for, and every electoral
system, is tried in the place of the one written, all else as it is, on the same draws: so a
difference in odds is due to the formula or the system alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.ballots import Ballot, distinct
from tracktwo.game.calibration import base_rates, calibration
from tracktwo.game.councils import attendance
from tracktwo.game.draws import make_sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import BATCH, bands, settle, stage_index
from tracktwo.power.durability import congruence, coup_chance, survival, waiting_time
from tracktwo.power.indices import banzhaf, shapley_shubik
from tracktwo.power.shares import proportional
from tracktwo.questions.odds.reasons import BALLOT, NEARER, NEVER, PUT_OFF, SHARE, reasons
from tracktwo.results.bands import QUANTILES, Band
from tracktwo.results.government import (
    Fear,
    Government,
    Ministry,
    PickResult,
    Published,
    Term,
    Variant,
    VoteResult,
)
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.case.offices import Election, Power
    from tracktwo.case.schema import Case
    from tracktwo.game.ballots import Outcome
    from tracktwo.game.setting import Setting
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.odds import Reasons
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]

YEARS_AFTER = (1, 2, 5)
"""Years after the last stage for which the chance that it still stands is given."""

_LEVELS = 400
"""Levels at which a published curve is read."""

CURVES = ("agreement_with_interim_ended", "violence_after_comprehensive")
"""Published chances that what was agreed ends, or fighting starts again."""

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


def government(
    folder: CaseFolder,
    *,
    stage: str | None = None,
    draws: int = 256,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Government:
    """Say who would hold power in the last stages, and what formulas and systems do to the odds.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage whose odds are compared; the one that the question turns on by default
    draws : joint samples
    seed, threads, progress : as in `run`

    Raises
    ------
    ValueError
        If there is no such stage, or the case says nothing of power.
    """
    case = folder.case
    if case.power is None:
        raise ValueError("the case says nothing of power: see docs/government.md")
    tried = list(variants_of(case))
    base, *others = settle(
        [case, *(made for *_, made in tried)], draws=draws, seed=seed, threads=threads
    )
    return examine(folder, base, list(zip(tried, others, strict=True)), stage, progress)


def examine(
    folder: CaseFolder,
    base: Setting,
    others: Sequence[tuple[Tried, Setting]],
    stage: str | None = None,
    progress: Progress | None = None,
    *,
    why: Sequence[Reasons] | None = None,
) -> Government:
    """Do what `government` does, for settings that are made already.

    Parameters
    ----------
    base, others : the case and what is tried in its place, on one sample
    why : reasons of the base's consents, where they are at hand
    """
    lowered = base.lowered
    offices, power = lowered.offices, lowered.case.power
    assert offices is not None and power is not None  # noqa: PT018, S101
    shares = lowered.shares(base.values, base.draws)
    assert shares is not None  # noqa: S101  (the case has parties to power)
    variants = _variants(base, others, progress)
    found = reasons(lowered, base.inputs, base.values) if why is None else why
    return Government(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=base.draws,
        seed=base.sample.seed,
        horizon=folder.case.horizon,
        focus=base.stages[stage_index(base, stage)],
        stages=base.stages,
        players=lowered.players,
        parties=offices.parties,
        side=tuple(power.side),
        base=bands(base.odds),
        today=bands(shares[:, 0]),
        variants=variants,
        votes=tuple(_votes(base, others)),
        picks=tuple(_picks(base)),
        terms=tuple(_terms(base)),
        published=tuple(_published(base)),
        fears=tuple(_fears(found, base.draws)),
    )


_Cast = tuple[Band, tuple[Band, ...]]
"""Turnout, and each party's share of the votes."""

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


def _variants(
    base: Setting, others: Sequence[tuple[Tried, Setting]], progress: Progress | None
) -> tuple[Variant, ...]:
    """Solve all of them together with the base, on common draws."""
    size = max(BATCH // base.draws, 1)
    settings = [base, *(setting for _, setting in others)]
    odds, values = [], []
    for start in range(0, len(settings), size):
        group = settings[start : start + size]
        solution = solve(
            base.lowered.roadmap,
            Inputs.join([setting.inputs for setting in group]),
            milestones=False,
            threads=base.threads,
            engine=base.engine,
        )
        odds.append(solution.reached[:, -1])
        values.append(solution.value[:, base.lowered.roadmap.space.start])
        if progress:
            progress("formulas and systems", min(start + size, len(settings)), len(settings))
    reached = np.concatenate(odds).reshape(len(settings), base.draws, -1)
    worth = np.concatenate(values).reshape(len(settings), base.draws, -1)
    found = []
    stages = base.lowered.case.roadmap.stages
    vote = next((k for k, s in enumerate(stages) if s.power is not None and s.power.election), 0)
    for number, stage in enumerate(stages, start=1):
        if stage.power is None:
            continue
        rows = [(0, "written", power_label(stage.power), base)]
        rows += [
            (place, name, label, setting)
            for place, ((where, name, label, *_), setting) in enumerate(others, start=1)
            if where == stage.id
        ]
        for place, name, label, setting in rows:
            share = setting.lowered.shares(setting.values, base.draws)
            assert share is not None  # noqa: S101  (the case has parties to power)
            apart = reached[place] - reached[0]
            found.append(
                Variant(
                    stage=stage.id,
                    id=name,
                    label=label,
                    written=place == 0,
                    shares=bands(share[:, number]),
                    odds=bands(reached[place]),
                    difference=bands(apart),
                    sure=tuple(float(np.mean(column > 0)) for column in apart.T),
                    onward=_onward(reached[place], vote),
                    stands=_stands(setting),
                    gains=bands(100 * (worth[place] - worth[0])),
                )
            )
    return tuple(found)


def _onward(reached: Floats, vote: int) -> Band | None:
    """Return the chance of a stage given the one before, from the odds (D, K) of all."""
    if not vote:
        return None
    before = reached[:, vote - 1]
    return Band.of(np.divide(reached[:, vote], before, out=np.zeros_like(before), where=before > 0))


def _fears(found: Sequence[Reasons], draws: int) -> Iterator[Fear]:
    none = Band.of(np.zeros(draws))
    for one in found:
        parts = {
            part.label.partition(":")[0]: part.value for part in one.parts if part.kind == "power"
        }
        if parts:
            ballot = next((b for text, b in parts.items() if text in {BALLOT, PUT_OFF}), none)
            never = next((b for text, b in parts.items() if text in {NEVER, NEARER}), none)
            yield Fear(one.actor, one.milestone, parts[SHARE], ballot, never)


def _stands(setting: Setting) -> tuple[tuple[int, Band], ...]:
    if setting.lowered.case.roadmap.relapse is None:
        return ()
    month = 1.0 - setting.inputs.relapse
    return tuple((years, Band.of(month ** (12 * years))) for years in YEARS_AFTER)


def _published(base: Setting) -> Iterator[Published]:
    """Read published curves at the same years, losers' losses included."""
    offices = base.lowered.offices
    assert offices is not None  # noqa: S101
    if base.lowered.case.roadmap.relapse is None:
        return
    shares = base.lowered.shares(base.values, base.draws)
    assert shares is not None  # noqa: S101
    lost = offices.lost_at_the_end(base.values, shares)
    for name in CURVES:
        rate = base_rates()[name]
        at, within = zip(*sorted(rate.within.items()), strict=True)
        found = survival(within, at, YEARS_AFTER, loss=lost, effect=base.values["model.grievance"])
        text = f"{rate.from_state} to {rate.to_state}, {rate.population}"
        rows = tuple(zip(YEARS_AFTER, bands(found), strict=True))
        yield Published(name, text, rate.source, Band.of(lost), rows)


def _votes(base: Setting, others: Sequence[tuple[Tried, Setting]]) -> Iterator[VoteResult]:
    for stage in base.lowered.case.roadmap.stages:
        if stage.power is None or stage.power.election is None:
            continue
        rows: list[tuple[str, str, Power, Setting]] = [
            ("written", power_label(stage.power), stage.power, base)
        ]
        cast = None
        rows += [(n, label, power, s) for (at, n, label, power, _), s in others if at == stage.id]
        for name, label, power, setting in rows:
            election = power.election
            assert election is not None  # noqa: S101
            path = f"roadmap.stages.{stage.id}.power.election"
            offices = base.lowered.offices
            assert offices is not None  # noqa: S101
            ballot = Ballot(election, path, offices.parties, offices.side)
            # Votes are cast before they are counted: by whatever system, they are the same.
            result, cast = _vote(ballot, setting, stage.id, (name, label), cast)
            yield result


def _vote(
    ballot: Ballot, setting: Setting, stage: str, label: tuple[str, str], cast: _Cast | None
) -> tuple[VoteResult, _Cast]:
    """Describe one election; `cast` are the votes, where they are worked out already."""
    found: Outcome = ballot.outcome(setting.values, setting.draws)
    parties = range(len(ballot.parties))
    president = ballot.election.system == "two-round"
    # Few distinct parliaments come of many elections: what they come to is worked out once each.
    flat = found.seats.reshape(-1, len(ballot.parties))
    kinds, which = distinct(flat)
    weight = np.asarray(np.bincount(which, found.chance.ravel() / setting.draws), np.float64)
    elected = kinds.any(axis=1)

    def over_all(values: Floats) -> tuple[Band, ...]:
        """Bands of (kinds, P), over draws and ways together."""
        return tuple(weighted_band(values[:, p], weight) for p in parties)

    indices: tuple[tuple[Band, ...] | None, ...] = (None, None)
    if not president:
        majority = ballot.election.coalition.majority
        quota = np.floor(kinds.sum(axis=1) * majority + 1e-9) + 1
        indices = tuple(over_all(index(kinds, quota)) for index in (shapley_shubik, banzhaf))
    if cast is None:
        ways = found.chance.ravel() / setting.draws
        shares = found.votes.reshape(-1, len(ballot.parties))
        cast = (
            weighted_band(found.turnout.ravel(), ways),
            tuple(weighted_band(shares[:, p], ways) for p in parties),
        )
    stands = ~found.boycott & (found.votes > 0)
    left = found.mean((stands & (found.seats == 0)).astype(np.float64))
    ruled = found.mean((found.seats.sum(axis=2) > 0) * (1 - found.formed))
    return VoteResult(
        stage=stage,
        id=label[0],
        label=label[1],
        written=label[0] == "written",
        president=president,
        boycott=tuple(
            float((found.chance * found.boycott[:, p]).sum(axis=1).mean()) for p in parties
        ),
        turnout=cast[0],
        votes=cast[1],
        seats=bands(found.mean(found.seats)) if president else over_all(kinds),
        shapley=indices[0],
        banzhaf=indices[1],
        government=bands(found.mean(found.government)),
        power=bands(found.mean(found.power)),
        left_out=tuple(float(x) for x in left.mean(axis=0)),
        no_government=float(ruled.mean()),
        nobody=float(weight[~elected].sum()),
    ), cast


def weighted_band(values: Floats, chance: Floats) -> Band:
    """Summarise values (n,) that come with chances (n,), which sum to 1."""
    order = np.argsort(values)
    below = np.cumsum(chance[order])
    at = np.searchsorted(below, np.array(QUANTILES) * below[-1] - 1e-12)
    quantiles = values[order][np.minimum(at, values.size - 1)]
    return Band(float(values @ chance), *(float(q) for q in quantiles))


def _picks(base: Setting) -> Iterator[PickResult]:
    offices = base.lowered.offices
    assert offices is not None  # noqa: S101
    for stage in base.lowered.case.roadmap.stages:
        power = stage.power
        if power is None or not power.ministries:
            continue
        path = f"roadmap.stages.{stage.id}.power"
        among = np.array([not power.among or p in power.among for p in offices.parties])
        strength = offices.strength(power, path, base.values, base.draws) * among
        for method in PICKS:
            picked = offices.picks(
                power.model_copy(update={"method": method}),
                path,
                base.values,
                base.draws,
                strength,
            )
            found, parties = picked.allocation, range(len(offices.parties))
            whole = strength.sum(axis=1, keepdims=True)
            due = np.divide(strength, whole, out=np.zeros_like(strength), where=whole > 0)
            yield PickResult(
                stage=stage.id,
                method=method,
                order=tuple(
                    tuple(float(np.mean(picked.order.party[:, m] == p)) for p in parties)
                    for m in range(len(power.ministries))
                ),
                ministries=tuple(
                    Ministry(name, tuple(float(np.mean(found.holder[:, m] == p)) for p in parties))
                    for m, name in enumerate(power.ministries)
                ),
                value=bands(found.value),
                due=bands(due),
                proportional=tuple(found.proportional.mean(axis=0).tolist()),
                envy_free=tuple(found.envy_free.mean(axis=0).tolist()),
                envy_free_up_to_one=tuple(found.envy_free_up_to_one.mean(axis=0).tolist()),
                efficiency=Band.of(found.efficiency),
            )


def _terms(base: Setting) -> Iterator[Term]:
    """Describe each interim administration for which a term is agreed."""
    lowered, values = base.lowered, base.values
    stages = lowered.case.roadmap.stages
    coup = base_rates()["coup_attempt_provisional"]
    yearly = coup.within[1]
    for number, stage in enumerate(stages):
        power = stage.power
        if power is None or power.duration is None:
            continue
        path = f"roadmap.stages.{stage.id}.power"
        months = values[f"{path}.duration"]
        more, chance = np.zeros(base.draws), np.zeros(base.draws)
        if power.extension is not None:
            more = values[f"{path}.extension.months"]
            chance = values[f"{path}.extension.chance"]
        vote = next(
            (s for s in stages[number + 1 :] if s.power is not None and s.power.election), None
        )
        on_time = late = wait = None
        sources = [coup.source]
        if vote is not None and vote.base_rate is not None:
            pace = calibration().pace[vote.base_rate]
            hazard = pace.hazard * np.exp(values[f"model.pace.{vote.id}"])
            by_then, later = (-np.expm1(-hazard * span) for span in (months, months + more))
            on_time, late = Band.of(by_then), Band.of((1 - chance) * by_then + chance * later)
            rate = base_rates()[vote.base_rate]
            sources.insert(0, rate.source)
            years, within = zip(*sorted(rate.within.items()), strict=True)
            levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
            wait = Band.of(12 * waiting_time(within, years, levels))
        like, effect = np.ones(base.draws), np.zeros(base.draws)
        if power.population:
            offices = lowered.offices
            shares = lowered.shares(values, base.draws)
            assert offices is not None and shares is not None  # noqa: PT018, S101
            people = proportional(offices.strength(power, path, values, base.draws))
            like = congruence(shares[:, number + 1], people)
            effect = values.get("model.grievance", effect)
        yield Term(
            stage=stage.id,
            vote=vote.id if vote is not None else None,
            duration=Band.of(months),
            with_extension=Band.of(months + more),
            extension=Band.of(chance),
            wait=wait,
            in_time=on_time,
            in_extended_time=late,
            congruence=Band.of(like) if power.population else None,
            coup_attempt=Band.of(
                coup_chance(yearly, months + chance * more, congruent=like, effect=effect)
            ),
            sources=tuple(sources),
            vetoes=tuple(power.veto),
            chair=tuple(power.chair.turn) if power.chair is not None else (),
        )


def meetings(folder: CaseFolder, *, draws: int = 256, seed: int = 1) -> tuple[Attendance, ...]:
    """Describe each meeting of a body with members, over draws of what is uncertain.

    Parameters
    ----------
    folder : a loaded case
    draws, seed : as in `run`
    """
    lowered = lower(folder.case)
    sample = make_sample(lowered.uncertain, draws, seed)
    return attendance(folder.case, lowered.players, sample.values(lowered.spans))
