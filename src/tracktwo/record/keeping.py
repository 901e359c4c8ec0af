"""Keeping a forecast: the odds of a case as they are today, with its version and its end."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from tracktwo.case.happened import happened_on
from tracktwo.case.problems import unknown
from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import bands
from tracktwo.questions.odds.solving import Solver
from tracktwo.record.entries import Forecast, RecordedBand, StageForecast, made
from tracktwo.record.ledger import add
from tracktwo.record.outside import outside_view
from tracktwo.record.window import last_day
from tracktwo.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.results.bands import Band


def odds_now(folder: CaseFolder, *, draws: int = DRAWS, seed: int = 1) -> tuple[Band, ...]:
    """Return the odds of each stage at the horizon, as `tracktwo run` gives them."""
    lowered = lower(folder.case)
    return bands(Solver().settle(lowered, Sample(draws, seed)).final)


def forecast_of(
    folder: CaseFolder,
    *,
    author: str | None = None,
    note: str | None = None,
    own: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    today: dt.date | None = None,
) -> Forecast:
    """Return the forecast that a case makes today.

    Parameters
    ----------
    folder : a loaded case
    author, note : who keeps it, and why now
    own : the author's own odds, 0-1, by stage
    draws, seed : as in `tracktwo run`
    today : the day on which it is kept

    Raises
    ------
    UnanswerableError
        If own odds are of no stage, or no chance, or if the whole roadmap has happened.
    """
    case, given = folder.case, dict(own or {})
    today = today or dt.datetime.now(tz=dt.UTC).date()
    stages = [stage.id for stage in case.roadmap.stages]
    happened = happened_on(case)
    for stage, chance in given.items():
        if stage not in stages:
            message, hint = unknown("stage", stage, stages)
            raise UnanswerableError(f"{message}; {hint}")
        if not 0 <= chance <= 1:
            raise UnanswerableError(f"odds of {stage} should lie between 0 and 1 (got {chance:g})")
        if stage in happened:
            raise UnanswerableError(f"{stage} has happened: there is nothing to forecast of it")
    _in_order(given, stages)
    if happened.keys() >= set(stages):
        raise UnanswerableError("every stage has happened: there is nothing to forecast")
    end = last_day(case)
    rows = zip(
        case.roadmap.stages,
        odds_now(folder, draws=draws, seed=seed),
        outside_view(case),
        strict=True,
    )
    return made(
        Forecast,
        date=today,
        case=case.id,
        title=case.title,
        version=folder.digest,
        as_of=case.as_of,
        until=end,
        horizon=case.horizon,
        fixed=case.until is not None,
        draws=draws,
        seed=seed,
        program=__version__,
        author=author or None,
        note=note or None,
        stages=[
            StageForecast(
                id=stage.id,
                name=stage.name,
                resolves=stage.resolves,
                odds=_recorded(band),
                own=given.get(stage.id),
                outside=None if outside is None else round(outside, 6),
                happened=happened.get(stage.id),
            )
            for stage, band, outside in rows
        ],
    )


def _in_order(given: Mapping[str, float], stages: list[str]) -> None:
    """Refuse own odds of a stage above those of one that has to be passed before it."""
    named = [stage for stage in stages if stage in given]
    for before, after in pairwise(named):
        if given[after] > given[before]:
            low, high = f"{given[before]:g}", f"{given[after]:g}"
            raise UnanswerableError(
                f"odds of {after} are {high}, of {before} {low}: {after} comes after {before} and "
                f"cannot be likelier; give {after} {low} or less, or {before} {high} or more"
            )


def keep(path: Path, forecast: Forecast) -> Forecast:
    """Add a forecast to a ledger, and return it with its id."""
    kept = add(path, lambda _ledger: forecast)
    assert isinstance(kept, Forecast)  # noqa: S101  (it is what was given)
    return kept


def _recorded(band: Band) -> RecordedBand:
    parts = ("mean", "p05", "p25", "p50", "p75", "p95")
    # More digits than odds carry, and the same on every engine.
    return RecordedBand(**{part: round(getattr(band, part), 8) for part in parts})
