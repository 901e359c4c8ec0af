"""`tracktwo bargain`: what parties would settle on, by every model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, as_json, load_case, say, show
from tracktwo.files import write_file

if TYPE_CHECKING:
    from tracktwo.bargaining import BargainingTable

_SHOWN = {
    "weighted-mean": "mean",
    "weighted-median": "median",
    "nash": "Nash",
    "challenge-2011-text": "challenge",
    "spatial": "spatial",
    "exchange": "exchange",
}


def bargain(
    path: Path,
    /,
    *,
    model: str | None = None,
    coercive: Annotated[bool, Parameter(negative=())] = False,
    layout: Literal["long", "ktab", "decide"] | None = None,
    salience_top: float | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    out: Path | None = None,
    out_layout: Literal["long", "ktab", "decide"] = "long",
) -> None:
    """Forecast what parties would settle on, by each model and as a distribution.

    Parameters
    ----------
    path
        Folder of a case, or a CSV file of positions: one row per actor and issue, or KTAB's or
        the Decide model's layout.
    model
        Draw the distribution around this model alone, not the ensemble.
    coercive
        Widen the distribution for talks under coercion, by assumption.
    layout
        How the file is laid out; told from its first rows if left out.
    salience_top
        The salience that means "matters most", 1 or 100; by default 100, or 1 in the Decide
        model's layout.
    json
        Print every model's points and the distribution as JSON.
    out
        Write the table of positions to this CSV file as well; of a case, its most likely values.
    out_layout
        How to lay that file out.
    """
    if path.is_dir():
        from tracktwo.questions.bargain.issues import case_table, likely_table

        if layout or salience_top:
            raise UsageError("a case folder has its own layout and scale; leave those options out")
        folder = load_case(path)
        table, single = case_table(folder), likely_table(folder)
    else:
        from tracktwo.formats.bargaining import read_table

        table = single = read_table(path, layout, salience_top=salience_top)
    if out:
        from tracktwo.formats.bargaining import write_table

        try:
            text = write_table(single, out_layout)
        except ValueError as error:
            raise UsageError(f"cannot write {out}: {error}") from None
        write_file(out, text)
    show_bargain(table, model, coercive, json=json)


def show_bargain(
    table: BargainingTable, model: str | None = None, coercive: bool = False, *, json: bool = False
) -> None:
    """Print the static analysis of a table: points by model, and the forecast distribution.

    Parameters
    ----------
    table
        Who wants what; with several draws, points are their medians and forecasts are pooled.
    model
        Draw the distribution around this model alone, not the ensemble.
    coercive
        Widen the distribution, by assumption.
    json
        Print as JSON.
    """
    import numpy as np
    from rich import box
    from rich.table import Table

    from tracktwo.bargaining import MODELS, predict
    from tracktwo.game.settlement import CAVEAT, settlement_forecast, shipped_coefficients

    name = model or "ensemble"
    if name not in shipped_coefficients():
        known = ", ".join(shipped_coefficients())
        raise UsageError(f"no model is called {name!r}; there are: {known}")
    told = settlement_forecast(table, name, coercive=coercive).pooled()
    levels = (0.1, 0.5, 0.9)
    bands = [told.quantile(level)[0] for level in levels]
    wanted = list(MODELS) if json else [*_SHOWN, *([name] if name in MODELS else [])]
    points: dict[str, list[float]] = {}
    for key in dict.fromkeys(wanted):
        drawn = predict(table, key)
        silent = np.isnan(drawn).any(axis=0)
        median = np.median(np.where(silent, 0.0, drawn), axis=0)
        points[key] = [float(value) for value in np.where(silent, np.nan, median)]
    if json:
        issues = [
            {
                "issue": issue,
                "low": float(table.low[at]),
                "high": float(table.high[at]),
                "points": {
                    key: None if np.isnan(values[at]) else values[at]
                    for key, values in points.items()
                },
                "forecast": {
                    "model": name,
                    "coercive": coercive,
                    "mean": float(told.mean()[0, at]),
                    "quantiles": {
                        str(level): float(band[at])
                        for level, band in zip(levels, bands, strict=True)
                    },
                },
            }
            for at, issue in enumerate(table.issues)
        ]
        say(as_json({"issues": issues, "caveat": CAVEAT}).rstrip("\n"))
        return
    grid = Table(
        title="What the models say, and the forecast: 10%, middle, 90%",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    grid.add_column("Issue", overflow="fold", max_width=20)
    for key in points:
        grid.add_column(_SHOWN.get(key, key), justify="right", overflow="fold")
    grid.add_column(name, justify="right", no_wrap=True)
    for at, issue in enumerate(table.issues):
        cells = ["-" if np.isnan(values[at]) else f"{values[at]:.4g}" for values in points.values()]
        grid.add_row(issue, *cells, " ".join(f"{band[at]:.3g}" for band in bands))
    said = np.array(list(points.values()))
    apart = (np.nanmax(said, axis=0) - np.nanmin(said, axis=0)) / (table.high - table.low)
    most = int(np.argmax(apart))
    show(
        grid,
        f"The models disagree most on {table.issues[most]}: by {apart[most]:.0%} of its scale.",
        CAVEAT,
    )
