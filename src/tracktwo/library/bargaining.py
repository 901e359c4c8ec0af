"""What parties would settle on, of a case, of a file, or of a frame of any kind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.case.tables import write_rows
from tracktwo.errors import Error
from tracktwo.files import write_file
from tracktwo.library.asking import ask
from tracktwo.library.case import Case
from tracktwo.library.frames import rows_of

if TYPE_CHECKING:
    from tracktwo.library.answers import Answer


def bargain(table: Any, **options: Any) -> Answer:
    """Forecast what the parties would settle on, by every model and as a distribution.

    Parameters
    ----------
    table : frame, list of dict, path or Case
        Positions: one row per actor and issue with `actor`, `issue`, `position` (0-100),
        `salience` (0-100) and, where known, `capability`; as a frame of pandas or polars, an
        Arrow table, a list of dictionaries, or the path of a CSV file in the layout of this
        project, of KTAB or of the Decide model. Of a case its own positions are taken.
    **options
        Those of the question `bargain`: `model`, `coercive`, `layout`, `salience_top`.

    Returns
    -------
    Answer
        `to_frame()` has a row an issue: quantiles of the forecast, 0-100; the table
        `issues points` what each model says.

    Raises
    ------
    Error
        If it is no table of positions; a CaseError lists every problem with its row.
    """
    if isinstance(table, Case):
        return ask(table.folder, "bargain", options)
    if isinstance(table, str | Path):
        return ask(Path(table), "bargain", options)
    rows = rows_of(table)
    if not rows:
        raise Error("this table has no rows; each names an actor, an issue and a position")
    with tempfile.TemporaryDirectory() as folder:
        # The one reader of tables checks it, and names columns and rows in what it says.
        path = Path(folder) / "the frame"
        names = list(rows[0])
        write_file(path, write_rows([names, *([row.get(name) for name in names] for row in rows)]))
        return ask(path, "bargain", options)
