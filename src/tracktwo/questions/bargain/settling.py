"""What the parties of a case or of a table would settle on, by every model and as a forecast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.bargaining import MODELS, BargainingTable
from tracktwo.case import CaseFolder
from tracktwo.errors import UnanswerableError
from tracktwo.files import write_file
from tracktwo.formats.bargaining import read_noted, write_table
from tracktwo.game.settlement import CAVEAT, settlement_forecast, shipped_coefficients
from tracktwo.questions.bargain import BargainOptions
from tracktwo.questions.bargain.issues import case_table, likely_table
from tracktwo.questions.bargain.points import ask_models
from tracktwo.questions.options import within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from tracktwo.questions.bargain import Layout
    from tracktwo.results.progress import Progress

LEVELS = (0.1, 0.5, 0.9)
"""Quantiles of the forecast that are told."""
SHARES = (0.5, 0.8, 0.9)
"""What the intervals of the forecast hold at least that are told."""


@dataclass(frozen=True)
class IssueSettlement:
    """What the parties would settle on, on one issue."""

    issue: str
    low: float
    high: float
    """The ends of its scale."""
    points: Mapping[str, float | None]
    """By model, median over draws; None where a model has nothing to say."""
    mean: float
    quantiles: Mapping[float, float]
    central: Mapping[float, tuple[float, float]]
    """By share, the interval between quantiles: as much left out at either end."""
    shortest: Mapping[float, tuple[float, float]]
    """By share, the shortest interval that holds it."""


@dataclass(frozen=True)
class Settlements:
    """What the parties would settle on, issue by issue."""

    model: str
    """That the distribution is drawn around."""
    coercive: bool
    issues: tuple[IssueSettlement, ...]
    caveat: str
    silent: Mapping[str, str] = field(default_factory=dict)
    """Models that have nothing to say on some issue, and what they lack, in words."""
    notes: tuple[str, ...] = ()
    """What was taken for granted about the table."""

    def to_json(self) -> dict[str, Any]:
        """Return the issues as plain values, not rounded."""
        issues = [
            {
                "issue": one.issue,
                "low": one.low,
                "high": one.high,
                "points": dict(one.points),
                "forecast": {
                    "model": self.model,
                    "coercive": self.coercive,
                    "mean": one.mean,
                    "quantiles": {str(level): at for level, at in one.quantiles.items()},
                    "central": {str(share): list(ends) for share, ends in one.central.items()},
                    "shortest": {str(share): list(ends) for share, ends in one.shortest.items()},
                },
            }
            for one in self.issues
        ]
        silent = {"silent": dict(self.silent)} if self.silent else {}
        notes = {"notes": list(self.notes)} if self.notes else {}
        return {"issues": issues, "caveat": self.caveat, **silent, **notes}


@within(BargainOptions)
def settling(
    of: CaseFolder | BargainingTable | Path,
    *,
    model: str | None = BargainOptions.model,
    coercive: bool = BargainOptions.coercive,
    layout: Layout | None = BargainOptions.layout,
    salience_top: float | None = BargainOptions.salience_top,
    out: Path | None = BargainOptions.out,
    out_layout: Layout = BargainOptions.out_layout,
    progress: Progress | None = None,
) -> Settlements:
    """Forecast what parties would settle on.

    Parameters
    ----------
    of : a loaded case, a table of positions, or a CSV file of one
    model : draw the distribution around this model alone; around all of them by default
    coercive : widen the distribution, by assumption
    layout, salience_top : of the file, see `formats.bargaining.read_table`
    out, out_layout : a CSV file to write the table to, and how
    progress : told how far the work is

    Raises
    ------
    CaseError
        If the file is no table.
    UnanswerableError
        If there is no such model, it lacks something in the table, or the table does not fit the
        layout of the file.
    """
    name = model or "ensemble"
    if name not in shipped_coefficients():
        known = ", ".join(shipped_coefficients())
        raise UnanswerableError(f"no model is called {name!r}; there are: {known}")
    notes: tuple[str, ...] = ()
    if isinstance(of, CaseFolder):
        if layout is not None or salience_top is not None:
            raise UnanswerableError(
                "a case folder has its own layout and scale; leave those options out"
            )
        table, single = case_table(of), likely_table(of)
    elif isinstance(of, BargainingTable):
        table = single = of
    else:
        table, notes = read_noted(of, layout, salience_top=salience_top)
        single = table
    silent = {key: lack for key, one in MODELS.items() if (lack := one.lacks(table)) is not None}
    if name in silent:
        raise UnanswerableError(
            f"the model {name} has nothing to say on this table: it {silent[name]}; leave --model "
            "out, or name another"
        )
    if out is not None:
        _write(out, single, out_layout)
    told = settlement_forecast(table, name, coercive=coercive).pooled()
    bands = [told.quantile(level)[0] for level in LEVELS]
    central = {share: np.concatenate(told.central(share)) for share in SHARES}
    shortest = {share: np.concatenate(told.shortest(share)) for share in SHARES}
    points: dict[str, list[float | None]] = {}
    for key, drawn in ask_models(table, tuple(MODELS), progress).items():
        says = np.asarray(~np.isnan(drawn).any(axis=0))
        median = np.median(np.where(says, drawn, 0.0), axis=0)
        points[key] = [float(median[j]) if says[j] else None for j in range(says.size)]
    issues = tuple(
        IssueSettlement(
            issue=issue,
            low=float(table.low[at]),
            high=float(table.high[at]),
            points={key: values[at] for key, values in points.items()},
            mean=float(told.mean()[0, at]),
            quantiles={level: float(band[at]) for level, band in zip(LEVELS, bands, strict=True)},
            central={share: _ends(found, at) for share, found in central.items()},
            shortest={share: _ends(found, at) for share, found in shortest.items()},
        )
        for at, issue in enumerate(table.issues)
    )
    return Settlements(name, coercive, issues, CAVEAT, silent, notes)


def _ends(found: NDArray[np.float64], at: int) -> tuple[float, float]:
    low, high = found[:, at].tolist()
    return low, high


def _write(out: Path, table: BargainingTable, layout: Layout) -> None:
    try:
        text = write_table(table, layout)
    except UnanswerableError as error:
        raise UnanswerableError(f"cannot write {out}: {error}") from None
    write_file(out, text)
