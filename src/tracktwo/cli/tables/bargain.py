"""What parties would settle on, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.cli.console import show

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.bargain import BargainOptions
    from tracktwo.questions.bargain.settling import Settlements

_SHOWN = {
    "weighted-mean": "mean",
    "weighted-median": "median",
    "nash": "Nash",
    "challenge-2011-text": "challenge",
    "spatial": "spatial",
    "exchange": "exchange",
}


def show_answer(found: Settlements, _of: CaseFolder | Path, _options: BargainOptions) -> None:
    """Print points by model, and the forecast distribution."""
    from rich import box
    from rich.table import Table

    known = found.issues[0].points if found.issues else {}
    shown = [key for key in dict.fromkeys([*_SHOWN, found.model]) if key in known]
    grid = Table(
        title="What the models say, and the forecast: 10%, middle, 90%",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    grid.add_column("Issue", overflow="fold", max_width=20)
    for key in shown:
        grid.add_column(_SHOWN.get(key, key), justify="right", overflow="fold")
    grid.add_column(found.model, justify="right", no_wrap=True)
    apart: dict[str, float] = {}
    for one in found.issues:
        said = [one.points[key] for key in shown]
        cells = ["-" if value is None else f"{value:.4g}" for value in said]
        grid.add_row(one.issue, *cells, " ".join(f"{at:.3g}" for at in one.quantiles.values()))
        there = [value for value in said if value is not None]
        if there:
            apart[one.issue] = (max(there) - min(there)) / (one.high - one.low)
    show(grid)
    if apart:
        most = max(apart, key=lambda issue: apart[issue])
        show(f"The models disagree most on {most}: by {apart[most]:.0%} of its scale.")
    show(found.caveat)
