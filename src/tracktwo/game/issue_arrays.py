"""Issues as arrays: what each situation puts in force, and what holds today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case import CaseError, Problem
from tracktwo.case.schema import Settlement
from tracktwo.errors import UnanswerableError
from tracktwo.game.settlement import settlement_forecast, shipped_coefficients
from tracktwo.game.stage_arrays import situations_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.bargaining import BargainingTable
    from tracktwo.case.schema import Case

    Floats = NDArray[np.float64]


def policy(
    case: Case,
    issues: Sequence[str],
    values: Mapping[str, Floats],
    draws: int,
    *,
    table: Callable[[], BargainingTable],
    fixed: Mapping[str, Floats],
) -> Floats:
    """Return (D, R, J): what each situation puts in force, 0-1.

    Parameters
    ----------
    table : makes the table over which the players bargain, where a settlement is to be forecast
    fixed : (D, R) of issues that something else decides: shares of power

    Raises
    ------
    UnanswerableError
        If the case does not say what holds before the first stage.
    """
    situations = situations_of(case)
    out = np.empty((draws, len(situations), len(issues)))
    for r, situation, path, source in situations:
        terms = situation.terms(list(issues))
        for j, issue in enumerate(issues):
            if issue in fixed:
                out[:, r, j] = fixed[issue][:, r]
                continue
            key = f"{path}.policy.{issue}"
            written = terms.get(issue)
            if isinstance(written, Settlement):
                level = np.repeat(values[key][:, None], len(issues), axis=1)
                forecast = settlement_forecast(
                    table(), written.settlement, coercive=written.coercive
                )
                out[:, r, j] = forecast.quantile(level)[:, j] / 100
            elif key in values:
                out[:, r, j] = values[key] / 100
            elif source is None:
                raise UnanswerableError(f"roadmap.start.policy.{issue}: the status quo is needed")
            else:
                out[:, r, j] = out[:, source, j]
    return out


def status_quo(
    issues: Sequence[str], values: Mapping[str, Floats], draws: int, fixed: Mapping[str, Floats]
) -> Floats:
    """Return (D, J): what holds before the first stage, 0-1; `fixed` (D,) as in `policy`."""
    out = np.empty((draws, len(issues)))
    for j, issue in enumerate(issues):
        if issue in fixed:
            out[:, j] = fixed[issue]
        else:
            out[:, j] = values[f"roadmap.start.policy.{issue}"] / 100
    return out


def check_settlements(case: Case) -> None:
    """See that every settlement names a model there is; the case format does not know them.

    Raises
    ------
    CaseError
        If one does not.
    """
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
