"""The odds as a table, one row for each stage and month, for other programs."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.words import month_date
from tracktwo.case.tables import write_rows
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.results.odds import Result

BANDS = tuple(field.name for field in fields(Band))
COLUMNS = ("stage", "month", "date", *BANDS)


def odds_rows(result: Result) -> list[tuple[Any, ...]]:
    """Return the odds that each stage has been passed by each month.

    Returns
    -------
    list of tuple
        As `COLUMNS`: id of the stage, months after the as-of date, the month as YYYY-MM, mean
        and quantiles over draws.
    """
    as_of = dt.date.fromisoformat(result.as_of)
    return [
        (stage.id, month, f"{month_date(as_of, month):%Y-%m}",
         *(getattr(stage.reached, name)[month] for name in BANDS))
        for stage in result.stages
        for month in range(len(stage.reached.mean))
    ]  # fmt: skip


def odds_csv(result: Result) -> str:
    """Write the table as CSV, numbers to ten digits."""
    rows = ([f"{x:.10g}" if isinstance(x, float) else x for x in row] for row in odds_rows(result))
    return write_rows([COLUMNS, *rows])


def odds_parquet(result: Result, about: Mapping[str, str]) -> bytes:
    """Write the table as Parquet.

    Parameters
    ----------
    result : Result
    about : mapping
        Kept as metadata of the file, besides the case, the seed and the draws.

    Raises
    ------
    ImportError
        If duckdb is not installed (the extra `cluster`).
    """
    import duckdb  # noqa: PLC0415  (an extra)

    known = {
        "case": result.case_id, "case_digest": result.case_digest, "seed": str(result.seed),
        "draws": str(result.draws), "as_of": result.as_of, "tracktwo": result.version,
    }  # fmt: skip
    noted = ", ".join(f"{_text(key)}: {_text(value)}" for key, value in {**known, **about}.items())
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as base:
        path = Path(folder) / "odds.parquet"
        types = {"month": "integer", **dict.fromkeys(BANDS, "double")}
        columns = ", ".join(f"{name} {types.get(name, 'varchar')}" for name in COLUMNS)
        base.execute(f"create table odds ({columns})")
        marks = ", ".join("?" for _ in COLUMNS)
        base.executemany(f"insert into odds values ({marks})", odds_rows(result))  # noqa: S608
        base.execute(
            f"copy odds to {_text(str(path))} "
            f"(format parquet, compression zstd, kv_metadata {{{noted}}})"
        )
        return path.read_bytes()


def _text(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
