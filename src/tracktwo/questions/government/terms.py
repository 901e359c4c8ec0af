"""How long it lasts: the terms of interim administrations, and published chances to endure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.calibration import base_rates, calibration, passed_within
from tracktwo.game.setting import bands
from tracktwo.power.durability import congruence, coup_chance, survival, waiting_time
from tracktwo.power.shares import proportional
from tracktwo.results.bands import Band
from tracktwo.results.government import InterimTerm, Published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.game.setting import Setting

YEARS_AFTER = (1, 2, 5)
"""Years after the last stage for which the chance that it still stands is given."""

_LEVELS = 400
"""Levels at which a published curve is read."""

CURVES = ("agreement_with_interim_ended", "violence_after_comprehensive")
"""Published chances that what was agreed ends, or fighting starts again."""


def interim_terms(base: Setting) -> Iterator[InterimTerm]:
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
            by_then, later = (
                passed_within(hazard, 0.0, span, pace.phases) for span in (months, months + more)
            )
            on_time, late = Band.of(by_then), Band.of((1 - chance) * by_then + chance * later)
            rate = base_rates()[vote.base_rate]
            sources.insert(0, rate.source)
            years, within = zip(*sorted(rate.within.items()), strict=True)
            levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
            wait = Band.of(12 * waiting_time(within, years, levels))
        like, effect = np.ones(base.draws), np.zeros(base.draws)
        if power.population:
            sharing = lowered.sharing
            shares = base.shares
            assert sharing is not None and shares is not None  # noqa: PT018, S101
            people = proportional(sharing.strength(power, path, values, base.draws))
            like = congruence(shares[:, number + 1], people)
            effect = values.get("model.grievance", effect)
        yield InterimTerm(
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


def published_curves(base: Setting) -> Iterator[Published]:
    """Read published curves at the same years, losers' losses included."""
    sharing = base.lowered.sharing
    assert sharing is not None  # noqa: S101
    if base.lowered.case.roadmap.relapse is None:
        return
    shares = base.shares
    assert shares is not None  # noqa: S101
    lost = sharing.lost_at_the_end(base.values, shares)
    for name in CURVES:
        rate = base_rates()[name]
        at, within = zip(*sorted(rate.within.items()), strict=True)
        found = survival(within, at, YEARS_AFTER, loss=lost, effect=base.values["model.grievance"])
        text = f"{rate.from_state} to {rate.to_state}, {rate.population}"
        rows = tuple(zip(YEARS_AFTER, bands(found), strict=True))
        yield Published(name, text, rate.source, Band.of(lost), rows)
