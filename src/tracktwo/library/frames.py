"""Frames: tables as pandas or polars, whichever is installed, and frames of any kind as tables."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.errors import Error, MissingExtraError

if TYPE_CHECKING:
    from tracktwo.results.tables import Table

Backend = Literal["pandas", "polars"]


def frame(table: Table, backend: Backend | None = None) -> Any:
    """Return a table as a data frame.

    Parameters
    ----------
    table : Table
    backend : "pandas", "polars" or None
        None takes pandas where it is installed, else polars.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        Units of the columns are in `attrs["units"]` of a pandas frame; a polars frame has no
        place for them, and `Answer.units` tells them.

    Raises
    ------
    MissingExtraError
        If neither is installed, or not the one asked for.
    """
    chosen = backend or next((name for name in ("pandas", "polars") if find_spec(name)), None)
    if chosen is None or find_spec(chosen) is None:
        wanted = backend or "pandas or polars"
        raise MissingExtraError(f"a frame needs {wanted}: pip install {backend or 'pandas'}", "")
    columns = table.as_columns()
    if chosen == "polars":
        import polars as pl  # noqa: PLC0415  (the user's own, imported when asked for)

        return pl.DataFrame(columns, infer_schema_length=None, strict=False)
    import pandas as pd  # noqa: PLC0415  (the same)

    found = pd.DataFrame(columns)
    found.attrs["units"] = table.units
    return found


def parquet(table: Table) -> bytes:
    """Return a table as Parquet, through DuckDB; for where no library of frames is installed."""
    import duckdb  # noqa: PLC0415  (an extra)

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as base:
        columns = ", ".join(
            f"{_quoted(column.name)} {_type(cells)}"
            for column, cells in zip(table.columns, table.as_columns().values(), strict=True)
        )
        base.execute(f"create table answer ({columns})")
        marks = ", ".join("?" for _ in table.columns)
        base.executemany(f"insert into answer values ({marks})", list(table.rows))  # noqa: S608
        path = Path(folder) / "answer.parquet"
        goal = str(path).replace("'", "''")
        base.execute(f"copy answer to '{goal}' (format parquet, compression zstd)")
        return path.read_bytes()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _type(cells: list[Any]) -> str:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds <= {bool}:
        return "boolean" if kinds else "varchar"
    if kinds <= {int}:
        return "bigint"
    return "double" if kinds <= {int, float} else "varchar"


def rows_of(native: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame of pandas, polars, Arrow or anything that narwhals knows.

    Raises
    ------
    Error
        If it is no frame.
    """
    import narwhals as nw  # noqa: PLC0415  (only where frames come in)

    try:
        if isinstance(native, list) and all(isinstance(row, dict) for row in native):
            return [dict(row) for row in native]
        if not hasattr(native, "columns") and hasattr(native, "__arrow_c_stream__"):
            name: Any = next((b for b in ("polars", "pandas", "pyarrow") if find_spec(b)), None)
            found = nw.from_arrow(native, backend=name)
        else:
            found = nw.from_native(native, eager_only=True)
    except TypeError as error:
        raise Error(
            "this is no table: hand over a frame of pandas or polars, an Arrow table, a list of "
            "dictionaries, or the path of a CSV file"
        ) from error
    return [dict(row) for row in found.iter_rows(named=True)]
