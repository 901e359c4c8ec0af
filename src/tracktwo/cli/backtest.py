"""`tracktwo backtest deu`: score the bargaining models on past decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from tracktwo.cli.console import UsageError, progress, say_json, show
from tracktwo.results.plain import as_json, plain
from tracktwo.scoring.deu import DeuWeights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.scoring.backtest import ModelScore

LEAST = 3
"""Proposals: one to forecast, one to choose by, one to learn from."""
app = App(name="backtest", help="Score the bargaining models on past decisions.")


@app.command
def deu(
    path: Path,
    /,
    *,
    group: str = "all",
    weights: DeuWeights | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Score every model on European law-making, and derive the settlement forecast anew.

    Reads `DEU2.csv` (Thomson et al. 2006, 2012; not in the package) and, where they lie beside it,
    the tables of votes in the Council. Distributions are scored out of fold, folds of whole
    proposals; intervals are the middle 95% over resampled proposals.

    Parameters
    ----------
    path
        DEU2.csv, or the folder that holds it.
    group
        Which issues to show: all, or a wave, procedure or kind of scale that the table below
        names. JSON holds every group.
    weights
        The capabilities of the actors: equal, their votes, or the square root of these; left out,
        they are chosen out of fold.
    json
        Print scores, calibration and coefficients as JSON.
    """
    from rich import box
    from rich.table import Table

    from tracktwo.game.settlement import shipped_coefficients
    from tracktwo.scoring.backtest import backtest, derivation
    from tracktwo.scoring.deu import VOTES, read_deu

    issues = read_deu(path)
    if weights not in {None, "equal"} and issues.votes is None:
        raise UsageError(f"weights need {' and '.join(VOTES)} beside the file")
    if len(set(issues.proposal.tolist())) < LEAST:
        raise UsageError(
            f"these are issues of fewer than {LEAST} proposals; nothing can be learned"
        )
    with progress() as tell:
        found = backtest(issues, weights=weights, progress=tell)
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
                "central": _by_share(found.calibration.central),
                "shortest": _by_share(found.calibration.shortest),
            },
            "tried": found.tried,
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
    for name in ("n", "mean", "near", "CRPS", "95%", "behind", "95%"):
        table.add_column(name, justify="right", no_wrap=True)
    for score in found.scores:
        if score.group == group:
            table.add_row(
                score.model,
                str(score.count),
                f"{score.mean_error:.1f}",
                f"{score.near:.0%}",
                f"{score.crps:.2f}",
                f"{score.crps_low:.1f}-{score.crps_high:.1f}",
                *_behind(score),
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
    tried = Table(title="What the ensemble was chosen among", **left)
    for name in ("Weights", "Features", "CRPS", "chosen in folds"):
        tried.add_column(name, justify="left" if name[0].isupper() else "right", no_wrap=True)
    for one in found.tried:
        tried.add_row(one.weights, one.features, f"{one.crps:.2f}", str(one.folds))
    same = "Equal to" if apart == 0 else f"At most {apart:.2g} away from"
    show(
        table,
        parts,
        tried,
        f"Near: within 10 points. CRPS: of the distribution around the point, out of fold. Behind: "
        f"how much higher it is than the ensemble's. Weights of the models: {found.weights}. The "
        "ensemble's own scores are those of choosing anew for each fold, without it.",
        f"Outcomes by tenths of their forecast (10% each if calibrated):\n{bars}",
        f"Outcomes held by central intervals of {_held(found.calibration.central)}.",
        f"Outcomes held by the shortest of {_held(found.calibration.shortest)}.",
        "Central intervals end on spikes, so they hold more than they say.",
        f"{same} the coefficients in the package.",
    )


def _by_share(held: Mapping[float, tuple[float, float]]) -> dict[str, dict[str, float]]:
    return {str(share): {"held": hits, "length": mean} for share, (hits, mean) in held.items()}


def _held(held: Mapping[float, tuple[float, float]]) -> str:
    return ", ".join(
        f"{share:.0%}: {hits:.0%} (mean length {mean:.0f})" for share, (hits, mean) in held.items()
    )


def _behind(score: ModelScore) -> tuple[str, str]:
    """Say how far a model's score is above the ensemble's; nothing of the ensemble itself."""
    if score.model == "ensemble":
        return "", ""
    return f"{score.lead:.2f}", f"{score.lead_low:.1f} to {score.lead_high:.1f}"
