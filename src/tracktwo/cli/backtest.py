"""`tracktwo backtest deu`: score the bargaining models on past decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from tracktwo.cli.console import UsageError, progress, say_json, show
from tracktwo.results.plain import as_json, plain

app = App(name="backtest", help="Score the bargaining models on past decisions.")


@app.command
def deu(
    path: Path,
    /,
    *,
    group: str = "all",
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Score every model on European law-making, and derive the settlement forecast anew.

    Reads `DEU2.csv` (Thomson et al. 2006, 2012; not in the package). Distributions are scored
    out of fold, folds of whole proposals; intervals are the middle 95% over resampled proposals.

    Parameters
    ----------
    path
        DEU2.csv, or the folder that holds it.
    group
        Which issues to show: all, or a wave, procedure or kind of scale that the table below
        names. JSON holds every group.
    json
        Print scores, calibration and coefficients as JSON.
    """
    from rich import box
    from rich.table import Table

    from tracktwo.game.settlement import shipped_coefficients
    from tracktwo.scoring.backtest import backtest, derivation
    from tracktwo.scoring.deu import read_deu

    issues = read_deu(path)
    with progress() as tell:
        found = backtest(issues, progress=tell)
    groups = list(dict.fromkeys(score.group for score in found.scores))
    if group not in groups:
        raise UsageError(f"no group is called {group!r}; there are: {', '.join(groups)}")
    shipped = shipped_coefficients()
    apart = max(
        float(abs(entry.values() - shipped[name].values()).max())
        for name, entry in found.coefficients.items()
        if name in shipped
    )
    if json:
        result = {
            "scores": found.scores,
            "calibration": {
                "pit": found.calibration.pit,
                "coverage": {str(key): held for key, held in found.calibration.coverage.items()},
            },
            "derivation": derivation(issues, found),
            "largest_difference_from_shipped": apart,
        }
        say_json(as_json(plain(result, None)))
        return
    left: dict[str, Any] = {
        "title_justify": "left",
        "box": box.SIMPLE_HEAD,
        "padding": (0, 1, 0, 0),
        "pad_edge": False,
    }
    table = Table(title=f"Error on {group} issues, in points of 0-100", **left)
    table.add_column("Model", no_wrap=True)
    for name in ("n", "mean", "95%", "median", "near", "CRPS", "95%"):
        table.add_column(name, justify="right", no_wrap=True)
    for score in found.scores:
        if score.group == group:
            table.add_row(
                score.model,
                str(score.count),
                f"{score.mean_error:.1f}",
                f"{score.mean_error_low:.1f}-{score.mean_error_high:.1f}",
                f"{score.median_error:.1f}",
                f"{score.near:.0%}",
                f"{score.crps:.2f}",
                f"{score.crps_low:.1f}-{score.crps_high:.1f}",
            )
    parts = Table(title="The ensemble by group", **left)
    for name in ("Group", "n", "mean", "median", "near", "CRPS"):
        parts.add_column(name, justify="left" if name == "Group" else "right", no_wrap=True)
    for score in found.scores:
        if score.model == "ensemble":
            parts.add_row(
                score.group,
                str(score.count),
                f"{score.mean_error:.1f}",
                f"{score.median_error:.1f}",
                f"{score.near:.0%}",
                f"{score.crps:.2f}",
            )
    bars = "\n".join(
        f"  {tenth / 10:.1f}-{(tenth + 1) / 10:.1f}  {share:5.1%}  {'#' * round(200 * share)}"
        for tenth, share in enumerate(found.calibration.pit)
    )
    held = ", ".join(
        f"{share:.0%} interval: {hits:.0%}" for share, hits in found.calibration.coverage.items()
    )
    same = "Equal to" if apart == 0 else f"At most {apart:.2g} away from"
    show(
        table,
        parts,
        "Near: within 10 points. CRPS: of the distribution around the point, out of fold.",
        f"Outcomes by tenths of their forecast (10% each if calibrated):\n{bars}",
        f"Outcomes held by the central {held}. Intervals end on spikes, so they hold more.",
        f"{same} the coefficients in the package.",
    )
