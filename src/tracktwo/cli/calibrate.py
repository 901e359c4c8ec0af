"""`tracktwo calibrate`: re-derive the constants from the published rates."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tracktwo.cli.console import say_json, show
from tracktwo.results.plain import as_json, plain


def calibrate(*, json: Annotated[bool, Parameter(negative=())] = False) -> None:
    """Re-derive the constants of the game from published base rates; print target and model.

    Two neutral parties, who gain nothing and lose nothing by any move, must pass each published
    transition as often as real processes did. Years are since the start of the transition.

    Parameters
    ----------
    json
        Print the constants and the comparison as JSON.
    """
    from rich.table import Table

    from tracktwo.game.calibration import YEARS, calibration, check, derive

    constants = derive()
    rows = check(constants)
    same = constants == calibration()
    if json:
        comparison = [
            {"id": row.rate.id, "target": row.rate.within, "model": row.model} for row in rows
        ]
        say_json(as_json(plain({"constants": constants, "check": comparison}, None)))
        return
    table = Table(title="Share that has passed: published, then model", title_justify="left")
    table.add_column("Transition", overflow="fold")
    table.add_column("n", justify="right")
    for year in YEARS:
        table.add_column(f"{year} y", justify="right", no_wrap=True)
    table.add_column("worst", justify="right")
    for row in rows:
        cells = [
            f"{100 * row.rate.within[y]:.0f} {100 * row.model[y]:.0f}"
            if y in row.rate.within
            else ""
            for y in YEARS
        ]
        name = row.rate.id.replace("_", " ")
        table.add_row(name, str(row.rate.n or ""), *cells, f"{100 * row.worst:.0f}")
    low, usual, high = constants.disruption
    show(
        table,
        f"Disruption by indifferent parties, a month: {low:.2%} to {high:.2%}, usually "
        f"{usual:.2%} (signed agreements that ended).",
        "Equal to the constants in the package."
        if same
        else "These differ from the constants in the package.",
    )
