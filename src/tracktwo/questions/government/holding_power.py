"""Who would hold power: shares, votes, seats and governments of the last stages, and their odds.

Every formula for an interim administration that the case has numbers for, and every electoral
system, is tried in the place of the one written, all else as it is, on the same draws: so a
difference in odds is due to the formula or the system alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.errors import UnanswerableError
from tracktwo.game.councils import attendance
from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import BATCH, bands, settle, stage_index
from tracktwo.questions.government.ballot_results import ballot_results
from tracktwo.questions.government.formulas import power_label, variants_of
from tracktwo.questions.government.ministries import pick_results
from tracktwo.questions.government.terms import YEARS_AFTER, interim_terms, published_curves
from tracktwo.questions.reasons import BALLOT, NEARER, NEVER, PUT_OFF, SHARE, reasons
from tracktwo.results.bands import Band
from tracktwo.results.government import Fear, Government, Variant
from tracktwo.roadmap.exact import ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.setting import Setting
    from tracktwo.questions.government.formulas import Tried
    from tracktwo.results.attendance import Attendance
    from tracktwo.results.odds import Reasons
    from tracktwo.results.progress import Progress
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.solution import Ends

    Floats = NDArray[np.float64]


def government(
    folder: CaseFolder,
    *,
    stage: str | None = None,
    draws: int = DRAWS,
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
    UnanswerableError
        If there is no such stage, or the case says nothing of power.
    """
    case = folder.case
    if case.power is None:
        raise UnanswerableError("the case says nothing of power: see docs/government.md")
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
    solved: Ends | None = None,
    why: Sequence[Reasons] | None = None,
) -> Government:
    """Do what `government` does, for settings that are made already.

    Parameters
    ----------
    base, others : the case and what is tried in its place, on one sample
    solved : what the base comes to, where it is at hand
    why : reasons of the base's consents, where they are at hand
    """
    lowered = base.lowered
    sharing, power = lowered.sharing, lowered.case.power
    assert sharing is not None and power is not None  # noqa: PT018, S101
    written = solved or _ends(base, [base.inputs])[0]
    variants = _variants(base, written, others, progress)
    # Whole votes and seats, and who takes which ministry, are slow to work out.
    few = base.first(FEW)
    fewer = [(what, other.first(FEW)) for what, other in others]
    if why is None:
        why = reasons(lowered, base.inputs, base.values, engine=base.engine)
    return Government(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=base.draws,
        seed=base.sample.seed,
        horizon=folder.case.horizon,
        focus=base.stages[stage_index(base, stage, written.odds)],
        stages=base.stages,
        players=lowered.players,
        parties=sharing.parties,
        side=tuple(power.side),
        base=bands(written.odds),
        today=bands(_shares(base)[:, 0]),
        variants=variants,
        votes=tuple(ballot_results(few, fewer)),
        picks=tuple(pick_results(few)),
        terms=tuple(interim_terms(base)),
        published=tuple(published_curves(base)),
        fears=tuple(_fears(why, base.draws)),
    )


def _variants(
    base: Setting,
    end: Ends,
    others: Sequence[tuple[Tried, Setting]],
    progress: Progress | None,
) -> tuple[Variant, ...]:
    """Say what each formula and system does, on the draws of the base."""
    written = _Played(base, end.odds, end.worth, base.inputs.relapse)
    tried = _played(base, [setting for _, setting in others], progress)
    found = []
    stages = base.lowered.case.roadmap.stages
    vote = next((k for k, s in enumerate(stages) if s.power is not None and s.power.election), 0)
    for number, stage in enumerate(stages, start=1):
        if stage.power is None:
            continue
        rows = [("written", power_label(stage.power), written)]
        rows += [
            (name, label, one)
            for ((where, name, label, *_), _), one in zip(others, tried, strict=True)
            if where == stage.id
        ]
        for name, label, one in rows:
            apart = one.odds - written.odds
            found.append(
                Variant(
                    stage=stage.id,
                    id=name,
                    label=label,
                    written=one is written,
                    shares=bands(_shares(one.setting)[:, number]),
                    odds=bands(one.odds),
                    difference=bands(apart),
                    sure=tuple(float(np.mean(column > 0)) for column in apart.T),
                    onward=_onward(one.odds, vote),
                    stands=_stands(one.setting, one.relapse),
                    gains=bands(100 * (one.worth - written.worth)),
                )
            )
    return tuple(found)


@dataclass(frozen=True)
class _Played:
    """What comes of one way to share power, D draws."""

    setting: Setting
    odds: Floats
    """(D, K) of each stage at the horizon."""
    worth: Floats
    """(D, N) of the roadmap to each player."""
    relapse: Floats
    """(D,)"""


def _played(base: Setting, settings: Sequence[Setting], progress: Progress | None) -> list[_Played]:
    """Solve what is tried, several at a time: arrays of all at once would take much memory."""
    size = max(BATCH // base.draws, 1)
    played: list[_Played] = []
    while some := settings[len(played) : len(played) + size]:
        made = [
            one.lowered.inputs_with_power(base.inputs, one.values, _shares(one)) for one in some
        ]
        for one, inputs, end in zip(some, made, _ends(base, made), strict=True):
            played.append(_Played(one, end.odds, end.worth, inputs.relapse))
        if progress:
            progress("formulas and systems", len(played), len(settings))
    return played


def _ends(base: Setting, parts: Sequence[Inputs]) -> list[Ends]:
    return ends(base.lowered.roadmap, parts, threads=base.threads, engine=base.engine)


def _shares(setting: Setting) -> Floats:
    """Return (D, R, P): each party's share of power in each situation."""
    assert setting.shares is not None  # noqa: S101  (the case has parties to power)
    return setting.shares


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


def _stands(setting: Setting, relapse: Floats) -> tuple[tuple[int, Band], ...]:
    if setting.lowered.case.roadmap.relapse is None:
        return ()
    month = 1.0 - relapse
    return tuple((years, Band.of(month ** (12 * years))) for years in YEARS_AFTER)


def meetings(folder: CaseFolder, *, draws: int = DRAWS, seed: int = 1) -> tuple[Attendance, ...]:
    """Describe each meeting of a body with members, over draws of what is uncertain.

    Parameters
    ----------
    folder : a loaded case
    draws, seed : as in `run`
    """
    lowered = lower(folder.case)
    sample = Sample(draws, seed)
    return attendance(folder.case, lowered.players, sample.values(lowered.spans))
